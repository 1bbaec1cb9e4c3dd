"""Tests of letters/register."""
