"""How figures are said: counts before percentages, and what was not reported never as if it were presence."""

from collections.abc import Sequence
from datetime import datetime

from handlers.register.receipts.receipt import run_words
from locales import _
from locales.marks import unclear_words, unsure_words
from locales.reasons import reason_words
from locales.words import day_words, percent, short_day
from models.figures.summary import Marked, Missed, OpenCase, PartCount
from models.figures.tally import Tally
from models.figures.totals import Count
from models.meter import MOST
from models.shapes.asker import School
from rules.calendar.parts import Part
from rules.calendar.periods import DAY, Period
from rules.calendar.stretches import MONTH, YEAR
from rules.figures.indicators import rate
from rules.ladder.steps import UP
from rules.marks import UNCLEAR


def begun(one: PartCount, school: School, moment: datetime) -> bool:
    """Whether a report can be missing: nobody is late with that of an afternoon in the morning."""
    starts = school.morning_starts if one.part == Part.MORNING else school.afternoon_starts
    return one.reported or one.day < moment.date() or starts <= moment.time()


def count_words(count: Count) -> str:
    """`2/8 (1P, 1K), 1 đang xác minh`: absent of all that are reported on."""
    said = f"{count.absent}/{count.possible}"
    unsure = unsure_words(count.unsure)
    return f"{said} ({kinds_said(count)}){unsure}" if count.absent else f"{said}{unsure}"


def kinds_said(count: Count | Missed) -> str:
    """`1P, 1K, 1 chưa rõ phép`, without what there is none of."""
    parts = [f"{number}{letter}" for number, letter in ((count.excused, "P"), (count.unexcused, "K")) if number]
    return (", ".join(parts) + unclear_words(count.unclear)).removeprefix(", ")


def rate_words(count: Count) -> str:
    """The attendance of what is reported; a dash while nothing is."""
    found = rate(count.present, count.known)
    return percent(None if found is None else float(found))


def period_words(period: Period) -> str:
    if not period.year:
        return _days_words(period)
    year = _("school year {name}").format(name=period.year)
    return year if period.kind == YEAR else f"{_days_words(period)}, {year}"


def _days_words(period: Period) -> str:
    if period.kind == DAY:
        return day_words(period.first)
    if period.kind == MONTH:
        return _("month {month}").format(month=f"{period.first:%m/%Y}")
    if period.kind == YEAR:
        return _("the school year so far")
    if period.kind in {"hk1", "hk2"}:
        return _("term {number}").format(number=period.kind[-1])
    return _("{first} to {last}").format(first=short_day(period.first), last=short_day(period.last))


def run_note(tally: Tally | None) -> str:
    """The present unexcused run and since when; empty if there is none."""
    if tally is None or not tally.days or tally.run_start is None:
        return ""
    said = _("{run}, since {day}").format(run=run_words(tally), day=short_day(tally.run_start))
    return said + (" " + _("(some of it being cleared)") if tally.open_run else "")


def mark_words(mark: Marked) -> str:
    """`K, đi rẫy`; `chưa rõ phép, ốm`; `K, đang xác minh`."""
    kind = _("leave not clear yet") if mark.sign == UNCLEAR else mark.kind
    open_ = _("being cleared") if mark.contested else ""
    return ", ".join(part for part in (kind, reason_words(mark.reason_code, mark.reason), open_) if part)


def in_part_counted(one: Count | Missed) -> str:
    """`bỏ tiết 2 lần, về sớm 1 lần`: no absences, and counted apart; empty where there are none."""
    said = ((one.skipped, _("skipped a lesson {count}×")), (one.left_early, _("went home early {count}×")))
    return ", ".join(text.format(count=count) for count, text in said if count)


def case_state(case: OpenCase) -> str:
    if case.step >= UP:
        return _("before the principal")
    return _("home visited, not back yet") if case.visited_on else _("home visit to make")


def cases_line(cases: Sequence[OpenCase]) -> str:
    """`Hồ sơ đang mở: 3 (2 …, 1 …)`."""
    states = [case_state(case) for case in cases]
    parts = [f"{states.count(state)} {state}" for state in dict.fromkeys(states)]
    line = _("Open cases: {count}").format(count=len(cases))
    return f"{line} ({', '.join(parts)})" if parts else line


def meter_words(missed: int, unsure: int = 0) -> str:
    """`13/45`, where the class has such a limit at all."""
    said = _("For the school year's limit: missed {missed}/{most} sessions").format(missed=missed, most=MOST)
    return said + unsure_words(unsure)
