"""Tests of papers/ladder."""
