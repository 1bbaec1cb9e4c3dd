"""Tests of rules/figures."""
