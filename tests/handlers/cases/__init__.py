"""Tests of handlers/cases."""
