"""Tests of rules/cases."""
