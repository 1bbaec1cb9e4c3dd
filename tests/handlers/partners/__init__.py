"""Tests of handlers/partners."""
