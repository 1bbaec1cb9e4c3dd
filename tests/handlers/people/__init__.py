"""Tests of handlers/people."""
