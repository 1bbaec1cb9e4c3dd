"""Which days a report may have meant: how it is asked, and the choices with their labels."""

from collections.abc import Sequence
from datetime import date, timedelta

from locales import _
from locales.words import day_words, listed, short_day
from models.register.questions import AHEAD, Question
from rules.calendar.days_said import DayProblem, school_days

DAY, WEEK, SUNDAY = timedelta(days=1), timedelta(days=7), 6

Choice = tuple[str, tuple[date, ...]]


def day_asked(one: Question, today: date) -> tuple[str, list[Choice]]:
    """How to ask about the days said, and which to offer, with their labels."""
    if one.kind == AHEAD:
        return _("{day} has not come yet. Did {names} ask for leave? Not recorded yet."), []
    report = one.matter.report
    item = next(iter(report.items), None)
    days, problem = (item.days, item.day_problem) if item else (report.days, report.day_problem)
    match problem:
        case DayProblem.LENGTH:
            return _("{names}: which days are meant? Not recorded yet."), _past_and_coming(len(days), today)
        case DayProblem.IMPOSSIBLE:
            yesterday = school_days(today - DAY, 1, back=True)
            text = _("{names}: that date does not exist. Which day is meant? Not recorded yet.")
            return text, _labelled((today,), yesterday)
        case DayProblem.BACKWARDS:
            text = _("{names}: the last day is before the first. Which days are meant? Not recorded yet.")
            return text, _labelled(_stretch(days), (today,))
        case DayProblem.AHEAD | DayProblem.AGO:
            before = (tuple(day - WEEK for day in days),)
            ways = [(day,) for day in reversed(days)] if problem is DayProblem.AGO else [days, *before]
            return _("{names}: which day is meant? Not recorded yet."), _labelled(*ways)
        case _:
            text = _("{names}: that day is far from today. Which day is meant? Not recorded yet.")
            return text, _labelled(days, (today,))


def _labelled(*choices: tuple[date, ...]) -> list[Choice]:
    return [(range_words(days), days) for days in dict.fromkeys(choices) if days]


def _past_and_coming(count: int, today: date) -> list[Choice]:
    """`2 ngày qua (14/11 và 16/11)`, `2 ngày tới (16/11 và 17/11)`."""
    past, coming = school_days(today, count, back=True), school_days(today, count)
    return [
        (_("the last {count} days ({days})").format(count=count, days=range_words(past)), past),
        (_("{count} days from today ({days})").format(count=count, days=range_words(coming)), coming),
    ]


def _stretch(days: Sequence[date]) -> tuple[date, ...]:
    """From the earliest to the latest, without Sundays, if that is no more than a week."""
    if not days or max(days) - min(days) > WEEK:
        return ()
    found = (min(days) + step * DAY for step in range((max(days) - min(days)).days + 1))
    return tuple(day for day in found if day.weekday() != SUNDAY)


def range_words(days: Sequence[date]) -> str:
    if len(days) == 1:
        return day_words(days[0])
    if len(days) == 2:
        return listed(map(short_day, days))
    return _("{first} to {last}").format(first=short_day(days[0]), last=short_day(days[-1]))
