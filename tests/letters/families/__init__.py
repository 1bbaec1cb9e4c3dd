"""Tests of letters/families."""
