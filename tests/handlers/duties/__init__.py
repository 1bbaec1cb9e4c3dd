"""Tests of handlers/figures."""
