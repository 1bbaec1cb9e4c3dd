"""Tests of papers/people."""
