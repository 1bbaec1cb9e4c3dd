"""Tests of rules/reading."""
