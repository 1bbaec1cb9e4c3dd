"""The list of households with a child at risk of leaving school, by village, for the commune's People's Committee."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import Any

from locales import _
from models.cases.at_risk import AtRisk
from models.school.letterhead import Letterhead
from papers.bodies import commune_of
from papers.framed import Frame, framed
from papers.official import say, table

_WIDTHS = (1.1, 4.3, 1.4, 4.2, 2.5, 2.8)  # cm


def at_risk_paper(found: Sequence[AtRisk], letterhead: Letterhead, day: date) -> bytes:
    """The .docx, in the language being spoken."""
    to = _("the People's Committee of {commune}").format(commune=commune_of(letterhead))
    receivers = [_("As above"), _("The village heads (to work together)"), _("File: Office")]
    subject = _("List of households with children at risk of leaving school")
    frame = Frame(kind=_("REPORT"), letters="BC", subject=subject, to=to, receivers=receivers)
    return framed(frame, letterhead, day, lambda document: _body(document, found, letterhead, day))


def _body(document: Any, found: Sequence[AtRisk], letterhead: Letterhead, day: date) -> None:
    say(document, _opening(found, letterhead, day))
    if found:
        table(document, _WIDTHS, _headings(), _rows(found))
        text = _(
            "The school asks the People's Committee of {commune} to direct the villages and the bodies concerned to "
            "help these families keep their children in class./."
        )
        say(document, text.format(commune=commune_of(letterhead)))


def _opening(found: Sequence[AtRisk], letterhead: Letterhead, day: date) -> str:
    if not found:
        text = _("{school} reports that by {day} no pupil is known to be at risk of leaving school./.")
        return text.format(school=letterhead.school, day=_full(day))
    text = _("{school} reports the households whose children are at risk of leaving school by {day}: {count} pupils.")
    return text.format(school=letterhead.school, day=_full(day), count=len(found))


def _headings() -> list[str]:
    return [
        _("No."),
        _("Pupil"),
        _("Class"),
        _("Parents (guardians)"),
        _("Half days missed this year"),
        _("Home visits by the school"),
    ]


def _rows(found: Sequence[AtRisk]) -> list[list[str]]:
    """A line for each village, and under it its pupils; numbers go through."""
    rows, number = [], 0
    for village, theirs in groupby(found, key=lambda one: one.village):
        mine = list(theirs)
        rows.append([_("{village}: {count} pupils").format(village=village or _("Village unknown"), count=len(mine))])
        for one in mine:
            number += 1
            rows.append(
                [
                    str(number),
                    _pupil(one),
                    one.class_name or _("in no class"),
                    ", ".join(one.household),
                    str(one.missed) if one.class_name or one.missed else "",
                    _visits(one),
                ]
            )
    return rows


def _pupil(one: AtRisk) -> str:
    return f"{one.name} ({one.hamlet})" if one.hamlet and one.hamlet != one.village else one.name


def _visits(one: AtRisk) -> str:
    if not one.visited_on:
        return ""
    text = _("{count} times, last on {day}")
    return text.format(count=one.visits, day=_full(one.visited_on))


def _full(day: date) -> str:
    return day.strftime("%d/%m/%Y")
