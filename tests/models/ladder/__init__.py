"""Tests of models/ladder."""
