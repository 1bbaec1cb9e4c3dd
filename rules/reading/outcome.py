"""What comes of a reading: what is recorded without asking, what is asked, and what the whole of it is called."""

from enum import StrEnum

from msgspec import Struct

from rules.reading.said.reported import ClassReport, Item, Reading
from rules.reading.words.lexicon import Kind


class Outcome(StrEnum):
    """In the order in which the first that applies names the whole message."""

    UNKNOWN_CLASS = "unknown_class"
    AMBIGUOUS = "ambiguous"
    UNKNOWN_STUDENT = "unknown_student"
    RECORD = "record"
    NONE_ABSENT = "none_absent"
    NOT_A_REPORT = "not_a_report"


class Verdict(Struct, frozen=True):
    """`sure` items are recorded; `open_` ones are asked about."""

    outcome: Outcome
    sure: tuple[Item, ...] = ()
    open_: tuple[Item, ...] = ()


def verdict(reading: Reading) -> Verdict:
    if reading.chat and not reading.rest:
        return Verdict(Outcome.NOT_A_REPORT)
    found = [_of_class(report) for report in reading.reports]
    sure = tuple(item for each in found for item in each.sure)
    open_ = tuple(item for each in found for item in each.open_)
    outcomes = {each.outcome for each in found} | ({Outcome.AMBIGUOUS} if reading.rest else set())
    return Verdict(next((one for one in Outcome if one in outcomes), Outcome.NOT_A_REPORT), sure, open_)


def _of_class(report: ClassReport) -> Verdict:
    if report.class_problem is not None:
        return Verdict(Outcome.UNKNOWN_CLASS)
    absent = [item for item in report.items if item.kind is Kind.ABSENT]
    sure = tuple(item for item in absent if item.pupil is not None and item.day_problem is None)
    open_ = tuple(item for item in absent if item.pupil is None or item.day_problem is not None)
    return Verdict(_outcome(report, sure, open_), sure, open_)


def _outcome(report: ClassReport, sure: tuple[Item, ...], open_: tuple[Item, ...]) -> Outcome:
    unlike = report.count_said is not None and not report.nobody
    if report.above_roll is not None or report.nameless:
        return Outcome.AMBIGUOUS
    unclear_day = report.nobody and report.day_problem is not None
    if any(item.candidates for item in open_) or (not open_ and (unlike or unclear_day)):
        return Outcome.AMBIGUOUS
    if open_:
        return Outcome.UNKNOWN_STUDENT
    if sure:
        return Outcome.RECORD
    if report.nobody:
        return Outcome.NONE_ABSENT
    return Outcome.NOT_A_REPORT
