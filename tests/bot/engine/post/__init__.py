"""Tests of bot/engine/post."""
