"""Tests of letters/ladder."""
