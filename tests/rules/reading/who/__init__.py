"""Tests of rules/reading/who."""
