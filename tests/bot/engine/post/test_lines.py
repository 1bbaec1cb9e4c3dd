"""Whether a channel carries letters, as its sends show it."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.engine.post.lines import HELD_UP, UNSENT, Line
from channels import ChannelDown, Gone, NotSent, Refused, SendError, Throttled, Uncertain

pytestmark = pytest.mark.usefixtures("in_english")
BEGIN = datetime(2026, 11, 16, 0, 30, tzinfo=UTC)


class Told:
    """A line, and a clock that is moved."""

    def __init__(self) -> None:
        self.now = BEGIN
        self.line = Line(lambda: self.now)

    def send(self, chat: int, error: SendError | None) -> None:
        self.line.ended(self.line.begin(), chat, error)

    def ask(self, error: SendError | None) -> None:
        assert self.line.wants_asking()
        self.line.begin()
        self.line.asked(error)

    def later(self, **span: float) -> None:
        self.now += timedelta(**span)


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.mark.parametrize("error", [Uncertain("502"), NotSent("refused"), SendError("bug"), Throttled(3), ChannelDown()])
def test_after_a_failure_it_is_asked_then_one_letter_goes_then_all(told: Told, error: SendError) -> None:
    told.send(1, error)
    assert told.line.room(64) == 0
    told.later(seconds=60)
    told.ask(None)
    assert told.line.room(64) == 1
    began = told.line.begin()
    assert told.line.room(64) == 0, "one at a time"
    told.line.ended(began, 2, None)
    assert told.line.room(64) == 64


@pytest.mark.parametrize("error", [None, Gone("blocked"), Refused("bad")])
def test_whatever_proves_that_letters_get_through_keeps_it_open(told: Told, error: SendError | None) -> None:
    told.send(1, error)
    assert told.line.room(64) == 64


def test_the_trouble_of_one_letter_is_no_outage_and_frees_nothing(told: Told) -> None:
    told.send(1, Uncertain("reset"))
    told.ask(None)
    told.send(2, None)
    assert not told.line.frees
    assert told.line.said() == ""


def test_an_outage_frees_what_never_left_when_it_answers_and_all_when_a_letter_has_arrived(told: Told) -> None:
    first, second = told.line.begin(), told.line.begin()
    told.line.ended(first, 1, Uncertain("502"))
    told.line.ended(second, 2, Uncertain("502"))
    told.later(minutes=11)
    assert "no letter has got through" in told.line.said()
    told.ask(None)
    assert set(told.line.frees) == set(UNSENT)
    told.send(3, None)
    assert set(told.line.frees) == set(HELD_UP)
    assert told.line.said() == ""


def test_it_is_asked_more_and_more_rarely_and_at_least_every_minute(told: Told) -> None:
    told.send(1, NotSent("refused"))
    waits = []
    for _time in range(8):
        told.ask(NotSent("refused"))
        waits.append(told.line.rests())
        told.later(seconds=waits[-1])
    assert waits == [0, 5, 10, 20, 40, 60, 60, 60]


def test_an_answer_of_before_the_outage_does_not_end_it(told: Told) -> None:
    slow = told.line.begin()
    told.send(1, Uncertain("502"))
    told.line.ended(slow, 2, None)
    assert told.line.room(64) == 0


def test_a_clock_that_is_put_back_does_not_close_it_for_hours(told: Told) -> None:
    told.send(1, Throttled(30))
    told.later(hours=-7)
    assert told.line.rests() == 30
    told.later(seconds=30)
    assert told.line.wants_asking()


def test_a_refused_token_is_said_until_it_is_accepted_again(told: Told) -> None:
    told.send(1, ChannelDown("401"))
    told.later(minutes=2)
    assert "does not accept us since 2026-11-16 00:30" in told.line.said()
    told.ask(ChannelDown("401"))
    told.later(minutes=1)
    told.ask(None)
    told.send(1, None)
    assert told.line.said() == ""
