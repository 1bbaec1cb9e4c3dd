"""Every number that the papers print, one by one, for another program to compare: what it is called, what it is of and
on which day. There is no person's name in it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from locales import N_, _
from models.cases.credit import Credits, Reports
from models.cases.outreach import Outreach, Outreaches
from models.figures.measured import Measured, Measures, Of
from models.figures.roll import Roll
from models.figures.summary import PartCount
from models.figures.totals import Count
from models.sponsors.results import Sponsored
from rules.figures.indicators import Fates, Indicator, margin

_COUNT = {
    "held": N_("class half days held"),
    "reported": N_("of these reported"),
    "possible": N_("pupil half days that could be attended (pupils × reported half days)"),
    "present": N_("present"),
    "absent": N_("absent"),
    "excused": N_("absent with leave"),
    "unexcused": N_("absent without leave"),
    "unclear": N_("absent, leave not clear yet"),
    "unsure": N_("absent by the register, and somebody says otherwise: neither absent nor present"),
    "late": N_("late"),
    "skipped": N_("skipped a lesson"),
    "left_early": N_("left early"),
}
_ROLL = {
    "opening": N_("on the list at the beginning"),
    "came": N_("came from other schools"),
    "back": N_("came back to school"),
    "moved_in": N_("moved in from other classes"),
    "moved_out": N_("moved out to other classes"),
    "transferred": N_("moved to other schools"),
    "dropped": N_("dropped out of school"),
    "left": N_("off the list without a known reason"),
    "now": N_("on the list at the end"),
    "missing": N_("by how many the movements do not add up"),
}
_FATES = {
    "expected": N_("should be in class by now"),
    "transferred": N_("gone to other schools and not back"),
    "dropped": N_("dropped out and not back"),
    "left": N_("off the list for an unknown reason and not back"),
    "seen": N_("have been in class this year"),
    "unknown": N_("of whose class nothing has been reported yet"),
    "outside": N_("children of school age on no list"),
}
INDICATORS = {
    Indicator.BROUGHT: N_("brought to class"),
    Indicator.KEPT: N_("keeping pupil numbers"),
    Indicator.ATTENDANCE: N_("attendance"),
    Indicator.DROPOUT: N_("dropping out"),
    Indicator.REGAINED: N_("dropouts of earlier years who came back"),
    Indicator.REPEATING: N_("repeating (of the year before)"),
    Indicator.ENTERED_SIXTH: N_("from grade 5 to grade 6"),
    Indicator.EFFICIENCY: N_("finished the school in time, of those it began with"),
}
_MARGIN = N_("may still be lost within the target (negative: missing)")
_OUTREACH = {
    "before": N_("cases open as the days began"),
    "opened": N_("cases opened"),
    "returned": N_("cases ended by the pupil's return"),
    "ended": N_("cases ended otherwise"),
    "still": N_("cases open at the end"),
    "visits": N_("home visits reported"),
    "met": N_("of these met the family"),
    "returned_visited": N_("came back after a visit"),
    "asked": N_("put before the commune"),
}
_SPONSORED = {
    "listed": N_("on the list of pupils at risk"),
    "hardship": N_("of these for hardship"),
    "weak": N_("of these for learning or conduct"),
    "dropout": N_("of these for the risk of dropping out"),
    "followed": N_("with a sponsor"),
    "people": N_("people who sponsor"),
    "staff": N_("of a staff of"),
    "better": N_("better by the sponsor's note"),
    "same": N_("unchanged by the sponsor's note"),
    "worry": N_("worrying by the sponsor's note"),
    "silent": N_("without a note"),
    "away": N_("with an open case"),
}
_REPORTS = {
    "made": N_("class half days of which somebody reported"),
    "in_time": N_("of these reported by the hour they are due"),
}
_DECIMALS = 6


class Number(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """`of` says of what (see `Of`) and `name` which; `day` is the last it is of, `since` the first (none: that day
    alone), `session` S or C. A share's `value` is `part` of `whole`; null where there is nothing to measure.
    """

    figure: str
    of: str
    name: str | None = None
    since: date | None = None
    day: date
    session: str | None = None
    value: float | None
    part: int | None = None
    whole: int | None = None


class Scale(Struct, frozen=True, kw_only=True):
    """What classes and places are called, by their ids."""

    classes: Mapping[int, str]
    places: Mapping[int, str]

    def name(self, of: Of, key: Any) -> str | None:
        match of:
            case Of.CLASS:
                return self.classes[key]
            case Of.PLACE | Of.VILLAGE:
                return self.places.get(key)
            case Of.GRADE | Of.SEX:
                return None if key is None else str(key)
            case Of.SCHOOL:
                return None


class All(Struct, frozen=True, kw_only=True):
    """Everything that papers count, of the same days."""

    measured: Measured
    parts: Sequence[PartCount]
    outreach: Outreaches
    sponsored: Sponsored
    credits: Credits


def numbers_file(school: str, found: All, scale: Scale) -> bytes:
    """The JSON: what each figure is called in words, and then the figures."""
    days = found.measured
    told = {
        "school": school,
        "year": days.year,
        "from": days.first,
        "to": days.last,
        "called": dict(called()),
        "figures": [
            *_of_days(found.parts),
            *(one for each in days.measures for one in _of(each, days, scale)),
            *(one for key, done in found.outreach.items() for one in _of_outreach(*key, done, days, scale)),
            *_of_reports(found.credits, scale),
            *(
                Number(figure=f"sponsors.{name}", of=Of.SCHOOL, since=days.first, day=days.last, value=value)
                for name, value in found.sponsored.counted().items()
            ),
        ],
    }
    return msgspec.json.format(msgspec.json.encode(told), indent=1)


def called() -> Iterator[tuple[str, str]]:
    """Each figure and its words, in the language being spoken."""
    yield from ((name, _(words)) for name, words in _COUNT.items())
    yield from ((f"days.{name}", _("in these days: {figure}").format(figure=_(words))) for name, words in _ROLL.items())
    yield from ((f"year.{name}", _("since the year began: {figure}").format(figure=_(w))) for name, w in _ROLL.items())
    yield from ((f"pupils.{name}", _(words)) for name, words in _FATES.items())
    yield from ((f"share.{one}", _(words)) for one, words in INDICATORS.items())
    yield from ((f"cases.{name}", _(words)) for name, words in _OUTREACH.items())
    yield from ((f"sponsors.{name}", _(words)) for name, words in _SPONSORED.items())
    yield from ((f"reports.{name}", _(words)) for name, words in _REPORTS.items())
    yield from ((f"margin.{one}", f"{_(words)}: {_(_MARGIN)}") for one, words in INDICATORS.items())


def _of_days(parts: Iterable[PartCount]) -> Iterator[Number]:
    """A class half day that nobody reported has no figures but that it was held."""
    for one in parts:
        for name, value in _values(one.count, _COUNT):
            if one.reported or name in {"held", "reported"}:
                yield Number(figure=name, of=Of.CLASS, name=one.class_name, day=one.day, session=one.part, value=value)


def _of(one: Measures, found: Measured, scale: Scale) -> Iterator[Number]:
    asked = found.targets
    values = [
        *_values(one.count, _COUNT),
        *((f"days.{name}", value) for name, value in _values(one.roll, _ROLL)),
        *((f"year.{name}", value) for name, value in _values(one.of_year, _ROLL)),
        *((f"pupils.{name}", value) for name, value in _values(one.fates, _FATES)),
        *((f"margin.{each}", margin(share, asked[each])) for each, share in one.shares.items() if each in asked),
    ]
    whose = Number(
        figure="", of=one.of, name=scale.name(one.of, one.key), since=found.first, day=found.last, value=None
    )
    for name, value in values:
        yield replace(whose, figure=name, value=value)
    for each, share in one.shares.items():
        rate = None if share.rate is None else round(float(share.rate), _DECIMALS)
        yield replace(whose, figure=f"share.{each}", value=rate, part=share.part, whole=share.whole)


def _of_outreach(of: Of, key: Any, done: Outreach, found: Measured, scale: Scale) -> Iterator[Number]:
    name = scale.name(of, key)
    for figure, value in _values(done, _OUTREACH):
        yield Number(figure=f"cases.{figure}", of=of, name=name, since=found.first, day=found.last, value=value)


def _of_reports(found: Credits, scale: Scale) -> Iterator[Number]:
    """Of the school, and of each class of which anybody has reported."""
    each = [(Of.SCHOOL, None, found.total()), *((Of.CLASS, id_, one) for id_, one in found.reports.items())]
    for of, key, reports in each:
        name = scale.name(of, key)
        for figure, value in _values(reports, _REPORTS):
            yield Number(figure=f"reports.{figure}", of=of, name=name, since=found.first, day=found.last, value=value)


def _values(source: Count | Roll | Fates | Outreach | Reports, names: Iterable[str]) -> Iterator[tuple[str, int]]:
    return ((name, getattr(source, name)) for name in names)
