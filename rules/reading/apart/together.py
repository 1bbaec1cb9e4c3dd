"""A teacher of several classes, often taught in one room, who names none of them: whose pupils are meant."""

import re
from collections.abc import Iterable, Mapping

from msgspec import Struct
from msgspec.structs import replace

from rules.people.names import fold
from rules.reading.said.reported import ClassReport, Reading

_ALL = re.compile(r"\b(?:hai|ba|bon|\d|cac) lop\b|\blop ghep\b")  # cả hai lớp đủ, lớp ghép đủ; not `cả lớp đủ`


class Together(Struct, frozen=True, kw_only=True):
    """Nothing is read where it is not sure of which class it is: of one of `complete`, which may be complete, or of one
    of `shared`, in each of which somebody has a name that is said.
    """

    reading: Reading = Reading()
    complete: tuple[int, ...] = ()
    shared: tuple[int, ...] = ()


def together(text: str, each: Mapping[int, Reading]) -> Together | None:
    """What is said of all of these classes, from the text as each of them reads it. None: who is named is in none, or
    this is no report.
    """
    reports = {klass: report for klass, reading in each.items() if (report := _of(klass, reading)) is not None}
    if len(reports) < len(each):
        return None
    if all(report.nobody for report in reports.values()):
        of_all = _ALL.search(fold(text)) is not None
        return Together(reading=_reading(reports.values())) if of_all else Together(complete=tuple(reports))
    known = {klass: {item.words for item in report.items if item.candidates} for klass, report in reports.items()}
    named = [words for some in known.values() for words in some]
    left = {words for report in reports.values() for words in _unknown(report)} - set(named)
    if not named or left:
        return None
    if len(named) > len(set(named)):
        return Together(shared=tuple(klass for klass, words in known.items() if words))
    return Together(reading=_reading(_of_its_own(reports[klass], known[klass]) for klass in reports))


def _of(klass: int, reading: Reading) -> ClassReport | None:
    """Nothing of the class where it is no report to it: nobody of it is named. None: it cannot be told apart."""
    if reading.retracted or reading.rest or len(reading.reports) > 1:
        return None
    if reading.chat or not reading.reports:
        return ClassReport(class_id=klass)
    (one,) = reading.reports
    plain = one.count_said is None and one.above_roll is None and not one.as_before
    return one if plain and one.class_id == klass else None


def _unknown(report: ClassReport) -> set[str]:
    return {item.words for item in report.items if not item.candidates} | set(report.unread)


def _of_its_own(report: ClassReport, known: set[str]) -> ClassReport:
    """Without the pupils of the others; where whoever is not named is said to be there, all of it may be."""
    items = tuple(item for item in report.items if item.words in known)
    return replace(report, items=items, unread=(), nameless=False, nobody=not items and report.no_others)


def _reading(reports: Iterable[ClassReport]) -> Reading:
    return Reading(reports=tuple(one for one in reports if one.items or one.nobody))
