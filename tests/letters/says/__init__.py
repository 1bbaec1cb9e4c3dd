"""Tests of letters/says."""
