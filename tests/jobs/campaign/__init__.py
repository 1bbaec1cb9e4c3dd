"""Tests of jobs/campaign."""
