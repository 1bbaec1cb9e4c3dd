"""Tests of handlers/campaign."""
