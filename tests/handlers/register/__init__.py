"""Tests of handlers/register."""
