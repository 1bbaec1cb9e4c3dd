"""Tests of jobs/sponsors."""
