"""How fast a channel is written to."""

from types import SimpleNamespace

import pytest

from bot.engine.post import pace
from bot.engine.post.pace import Pace


class Watch:
    """A clock that stands still until it is moved."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 100.0
        monkeypatch.setattr(pace, "time", SimpleNamespace(monotonic=lambda: self.now))


@pytest.fixture
def watch(monkeypatch: pytest.MonkeyPatch) -> Watch:
    return Watch(monkeypatch)


def test_what_is_in_flight_counts_as_sent_until_a_second_after_its_end(watch: Watch) -> None:
    three = Pace(3)
    for _send in range(3):
        three.begin()
    watch.now += 5  # a slow network: all three may arrive only now
    assert three.room(64) == 0
    three.end()
    assert three.room(64) == 0
    assert three.closed_for() == 1
    watch.now += 1
    assert three.room(64) == 1


def test_without_a_limit_nothing_is_held_back(watch: Watch) -> None:
    free = Pace(0)
    free.begin()
    assert free.room(64) == 64
