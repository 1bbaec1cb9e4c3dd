"""Which sessions a class holds on a day."""

from datetime import UTC, date, datetime, time

import pytest

from rules.calendar.held import (
    DayRule,
    Klass,
    SchoolYear,
    Slot,
    default_year,
    nth_school_day_after,
    part_at,
    parts_held,
    proposed_holidays,
    school_days,
)

YEAR = [SchoolYear(date(2026, 9, 5), date(2027, 5, 31))]
MORNINGS = [Slot(weekday, "S") for weekday in range(5)]
WEDNESDAY, SATURDAY = date(2026, 11, 25), date(2026, 11, 28)
CLASS_6A = Klass(1, grade=6, campus_id=3)
CLASS_7A = Klass(2, grade=7, campus_id=4)


def rule(
    kind: str,
    day: date = WEDNESDAY,
    *,
    part: str | None = None,
    class_id: int | None = None,
    grade: int | None = None,
    campus_id: int | None = None,
    confirmed: bool = True,
    hour: int = 8,
) -> DayRule:
    return DayRule(
        date=day,
        kind=kind,
        part=part,
        class_id=class_id,
        grade=grade,
        campus_id=campus_id,
        confirmed=confirmed,
        made_at=datetime(2026, 11, 1, hour, tzinfo=UTC),
    )


def held(
    *rules: DayRule, day: date = WEDNESDAY, klass: Klass = CLASS_6A, week: list[Slot] = MORNINGS
) -> tuple[str, ...]:
    return parts_held(day, klass, YEAR, week, rules)


def test_a_class_holds_the_schools_week_and_nothing_outside_the_school_year() -> None:
    assert held() == ("S",)
    assert held(day=SATURDAY) == ()
    assert held(day=date(2026, 9, 4)) == ()
    assert held(day=date(2027, 5, 31)) == ("S",)
    assert held(day=date(2027, 6, 1)) == ()


def test_a_class_with_a_week_of_its_own_follows_only_that() -> None:
    week = [*MORNINGS, Slot(2, "C", class_id=1), Slot(2, "S", class_id=1)]
    assert held(week=week) == ("S", "C")
    assert held(week=week, klass=CLASS_7A) == ("S",)
    assert held(week=week, day=date(2026, 11, 26)) == ()


def test_a_day_off_reaches_exactly_its_scope() -> None:
    assert held(rule("off")) == ()
    assert held(rule("off", grade=6)) == ()
    assert held(rule("off", grade=7)) == ("S",)
    assert held(rule("off", campus_id=3)) == ()
    assert held(rule("off", campus_id=3), klass=CLASS_7A) == ("S",)
    assert held(rule("off", class_id=2)) == ("S",)
    assert held(rule("off", campus_id=3, grade=7)) == ("S",)


def test_half_a_day_off_leaves_the_other_half() -> None:
    week = [*MORNINGS, Slot(2, "C")]
    assert held(rule("off", part="S"), week=week) == ("C",)


def test_the_most_specific_rule_wins_and_among_equals_the_newest() -> None:
    assert held(rule("off", hour=9), rule("makeup", class_id=1, hour=8)) == ("S",)
    assert held(rule("makeup", grade=6, hour=9), rule("off", campus_id=3, hour=8)) == ()
    assert held(rule("off", hour=8), rule("makeup", hour=9)) == ("S",)
    assert held(rule("makeup", hour=8), rule("off", hour=9)) == ()


def test_a_proposal_has_no_effect_until_it_is_confirmed() -> None:
    assert held(rule("off", confirmed=False)) == ("S",)


def test_a_make_up_day_holds_the_sessions_it_names_or_the_usual_ones() -> None:
    assert held(rule("makeup", SATURDAY), day=SATURDAY) == ("S",)
    assert held(rule("makeup", SATURDAY, part="C"), day=SATURDAY) == ("C",)
    assert held(rule("makeup", SATURDAY, part="S"), rule("makeup", SATURDAY, part="C"), day=SATURDAY) == (
        "S",
        "C",
    )
    assert held(rule("makeup", part="C")) == ("S", "C")


def test_a_class_taught_only_in_the_afternoon_makes_up_in_the_afternoon() -> None:
    week = [*MORNINGS, *(Slot(weekday, "C", class_id=1) for weekday in range(5))]
    assert held(rule("makeup", SATURDAY), day=SATURDAY, week=week) == ("C",)


@pytest.mark.parametrize(
    ("at", "parts", "meant"),
    [
        (time(6, 30), "SC", "S"),
        (time(7, 0), "SC", "S"),
        (time(12, 59), "SC", "S"),
        (time(13, 0), "SC", "C"),
        (time(20, 0), "SC", "C"),
        (time(20, 0), "S", "S"),
        (time(6, 30), "C", "C"),
        (time(9, 0), "", None),
    ],
)
def test_a_report_means_the_session_last_begun(at: time, parts: str, meant: str | None) -> None:
    assert part_at(at, tuple(parts), time(7), time(13)) == meant


def test_school_days_skip_weekends_and_days_off_and_count_make_up_days() -> None:
    rules = [rule("off", date(2026, 11, 27)), rule("makeup", SATURDAY)]
    found = list(school_days(WEDNESDAY, date(2026, 12, 1), CLASS_6A, YEAR, MORNINGS, rules))
    assert [day.day for day in found] == [25, 26, 28, 30, 1]


def test_two_school_days_after_a_thursday_before_a_long_weekend() -> None:
    rules = [rule("off", date(2026, 11, 27)), rule("off", date(2026, 11, 30))]
    thursday = date(2026, 11, 26)
    assert nth_school_day_after(thursday, 1, CLASS_6A, YEAR, MORNINGS, rules) == date(2026, 12, 1)
    assert nth_school_day_after(thursday, 2, CLASS_6A, YEAR, MORNINGS, rules) == date(2026, 12, 2)
    assert nth_school_day_after(date(2027, 5, 31), 1, CLASS_6A, YEAR, MORNINGS, rules) is None
    with pytest.raises(ValueError, match="from 1"):
        nth_school_day_after(thursday, 0, CLASS_6A, YEAR, MORNINGS, rules)


def test_the_public_holidays_of_a_school_year_are_proposed_in_vietnamese() -> None:
    proposed = proposed_holidays(date(2026, 9, 5), date(2027, 5, 31))
    assert (date(2027, 1, 1), "Tết Dương lịch") in proposed
    assert any(day == date(2027, 2, 6) and "Tết" in name for day, name in proposed)
    assert all(date(2026, 9, 5) <= day <= date(2027, 5, 31) for day, _ in proposed)
    assert proposed == sorted(proposed)


def test_in_summer_the_school_year_is_the_coming_one() -> None:
    assert default_year(date(2026, 6, 1)) == ("2026-2027", date(2026, 9, 5), date(2027, 1, 15), date(2027, 5, 31))
    assert default_year(date(2026, 5, 31)).name == "2025-2026"
    assert default_year(date(2026, 12, 31)).name == default_year(date(2027, 1, 1)).name == "2026-2027"
