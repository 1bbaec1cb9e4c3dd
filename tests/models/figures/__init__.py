"""Tests of models/figures."""
