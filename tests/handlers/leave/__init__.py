"""Tests of handlers/leave."""
