"""Tests of handlers/calendar."""
