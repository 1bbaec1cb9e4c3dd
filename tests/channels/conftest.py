"""Channels say what is wrong with them in the language spoken; here that is English."""

import pytest


@pytest.fixture(autouse=True)
def _spoken(in_english: None) -> None:
    """For every test of a channel."""
