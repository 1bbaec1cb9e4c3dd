"""Tests of handlers/units."""
