"""Tests of rules/ladder."""
