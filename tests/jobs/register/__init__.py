"""Tests of jobs/register."""
