"""Tests of jobs/cases."""
