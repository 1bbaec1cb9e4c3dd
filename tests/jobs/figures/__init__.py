"""Tests of jobs/figures."""
