"""Tests of handlers/sponsors."""
