"""Tests of handlers/unlisted."""
