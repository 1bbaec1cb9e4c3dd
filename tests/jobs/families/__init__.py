"""Tests of jobs/families."""
