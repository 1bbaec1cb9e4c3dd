"""Tests of papers/cases."""
