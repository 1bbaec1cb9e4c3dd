"""Tests of handlers/tutoring."""
