"""Tests of jobs/ladder."""
