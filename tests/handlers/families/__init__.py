"""Tests of handlers/families."""
