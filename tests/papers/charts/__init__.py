"""Tests of papers/charts."""
