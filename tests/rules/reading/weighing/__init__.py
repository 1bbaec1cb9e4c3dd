"""Tests of rules/reading/weighing."""
