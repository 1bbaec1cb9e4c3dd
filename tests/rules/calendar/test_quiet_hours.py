"""Quiet hours."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

import pytest

from rules.calendar.quiet_hours import in_quiet, next_allowed

FROM, UNTIL = time(21, 30), time(6, 0)
HERE = ZoneInfo("Asia/Ho_Chi_Minh")


@pytest.mark.parametrize(
    ("at", "quiet"),
    [
        (time(21, 29, 59), False),
        (time(21, 30), True),
        (time(0, 0), True),
        (time(5, 59, 59), True),
        (time(6, 0), False),
        (time(12, 0), False),
    ],
)
def test_the_night_is_quiet_over_midnight(at: time, *, quiet: bool) -> None:
    assert in_quiet(at, FROM, UNTIL) is quiet


def test_quiet_hours_may_lie_within_a_day_or_not_exist() -> None:
    assert in_quiet(time(12, 30), time(12), time(13))
    assert not in_quiet(time(13, 0), time(12), time(13))
    assert not in_quiet(time(12, 0), time(12), time(12))


def test_a_notice_at_night_waits_for_the_morning_and_by_day_for_nothing() -> None:
    evening = datetime(2026, 11, 25, 22, 0, tzinfo=HERE)
    assert next_allowed(evening, FROM, UNTIL) == datetime(2026, 11, 26, 6, 0, tzinfo=HERE)
    early = datetime(2026, 11, 26, 5, 0, tzinfo=HERE)
    assert next_allowed(early, FROM, UNTIL) == datetime(2026, 11, 26, 6, 0, tzinfo=HERE)
    noon = datetime(2026, 11, 25, 12, 0, tzinfo=HERE)
    assert next_allowed(noon, FROM, UNTIL) == noon
    within = datetime(2026, 11, 25, 12, 30, tzinfo=HERE)
    assert next_allowed(within, time(12), time(13)) == datetime(2026, 11, 25, 13, 0, tzinfo=HERE)
