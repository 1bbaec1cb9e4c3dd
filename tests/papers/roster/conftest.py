"""Sentences are compared in English, so that a better translation breaks no test."""

from collections.abc import Iterator

import pytest

from locales import speaking


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with speaking("en"):
        yield
