"""Tests of rules/people."""
