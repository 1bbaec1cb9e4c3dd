"""A clock for pauses that stands still."""

from types import SimpleNamespace

import pytest

from bot.engine.post import pace, sender
from tests.bot.engine.post.owed import Watch


@pytest.fixture
def watch(monkeypatch: pytest.MonkeyPatch) -> Watch:
    watch = Watch()
    for module in (pace, sender):
        monkeypatch.setattr(module, "time", SimpleNamespace(monotonic=lambda: watch.now))
    return watch
