"""How fast a channel is written to."""

import time_machine

from bot.pace import Pace


def test_what_is_in_flight_counts_as_sent_until_a_second_after_its_end() -> None:
    with time_machine.travel(0, tick=False) as clock:
        pace = Pace(3)
        for _send in range(3):
            pace.begin()
        clock.shift(5)  # a slow network: all three may arrive only now
        assert pace.room(64) == 0
        pace.end()
        assert pace.room(64) == 0
        assert pace.closed_for() == 1
        clock.shift(1.01)
        assert pace.room(64) == 1


def test_without_a_limit_only_a_pause_that_was_asked_for_stops_it() -> None:
    with time_machine.travel(0, tick=False) as clock:
        pace = Pace(0)
        pace.begin()
        assert pace.room(64) == 64
        pace.pause(2)
        assert pace.room(64) == 0
        clock.shift(2)
        assert pace.room(64) == 64
