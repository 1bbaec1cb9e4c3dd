"""Tests of handlers/announcements."""
