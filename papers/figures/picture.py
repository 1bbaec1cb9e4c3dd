"""A report as a picture: the day as a board of classes, a longer time by day and class. No names of pupils."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta

from locales import _
from locales.words import short_day
from models.figures.pupil_days import UNSURE
from models.figures.summary import PartCount, total
from models.figures.totals import Count
from rules.marks import IN_PART, UNCLEAR, Mark
from rules.pictures import Chart, Tile, Tint

MOST_BARS = 40  # more bars than that are no picture
MOST_DAYS = 62  # of a longer time a point is a week
SOME, MANY = 0.05, 0.15  # of a class absent: from where a tile is tinted more


def day_board(title: str, day: date, rows: Sequence[PartCount], classes: Mapping[int, str]) -> Chart:
    """A tile for each class that held lessons: how many are absent of how many; grey where nobody has reported."""
    tiles = []
    for class_id, name in classes.items():
        mine = [row for row in rows if row.class_id == class_id]
        if mine:
            tiles.append(_tile(name, mine))
    return Chart(
        name=f"bao-cao-{day.isoformat()}.png",
        title=title,
        note=_("absent/on the list, by class; grey: not reported yet")
        + ("; " + _("?: not settled yet") if any(row.count.unsure for row in rows) else ""),
        tiles=tiles,
    )


def _tile(name: str, rows: Sequence[PartCount]) -> Tile:
    """Both half days stand in it; the colour is that of what is known, and grey while a half day is missing."""
    said = [_told(row.count) if row.reported else "–" for row in rows]
    count = total(row.count for row in rows)
    silent = any(not row.reported for row in rows)
    return Tile(name, " · ".join(said), Tint.GREY if silent else tint_of(count))


def _told(count: Count) -> str:
    return f"{count.absent}/{count.possible}{f' {count.unsure}?' if count.unsure else ''}"


def tint_of(count: Count) -> Tint:
    if not count.known:
        return Tint.GREY
    share = count.absent / count.known
    return Tint.NONE if not count.absent else Tint.LIGHT if share < SOME else Tint.MIDDLE if share < MANY else Tint.DEEP


def period_picture(
    title: str,
    days: tuple[date, date],
    by_day: Mapping[date, Count],
    bars_title: str,
    bars: Sequence[tuple[str, Count]],
) -> Chart | None:
    """Attendance by day, days off left blank, and absences by class (or whatever `bars` are of), both of the pupil half
    days of which it is settled who was there; None if nothing is reported.
    """
    count = total(by_day.values())
    if not count.possible:
        return None
    weekly = (days[1] - days[0]).days > MOST_DAYS
    shown = bars[:MOST_BARS]
    return Chart(
        name=f"bao-cao-{days[0].isoformat()}-{days[1].isoformat()}.png",
        title=title,
        note=_(
            "absent {absent} of {possible} pupil-sessions{unsure}; {reported}/{held} class sessions reported"
        ).format(
            absent=count.absent, possible=count.known, unsure=_beside(count), reported=count.reported, held=count.held
        ),
        days_title=_("Attendance by week (%)") if weekly else _("Attendance by day (%)"),
        days=_weeks(days, by_day) if weekly else _days(days, by_day),
        bars_title=bars_title if shown else "",
        bars=[(name, one.absent, one.known) for name, one in shown],
        unknown=_("not reported"),
        close=True,
    )


def _beside(count: Count) -> str:
    return " " + _("(and {count} being cleared)").format(count=count.unsure) if count.unsure else ""


def _days(days: tuple[date, date], by_day: Mapping[date, Count]) -> list[tuple[str, int, int]]:
    every = (days[0] + timedelta(days=ahead) for ahead in range((days[1] - days[0]).days + 1))
    return [_point(day, by_day.get(day, Count())) for day in every]


def _weeks(days: tuple[date, date], by_day: Mapping[date, Count]) -> list[tuple[str, int, int]]:
    found, monday = [], days[0] - timedelta(days=days[0].weekday())
    while monday <= days[1]:
        week = [count for day, count in by_day.items() if monday <= day < monday + timedelta(days=7)]
        found.append(_point(max(monday, days[0]), total(week)))
        monday += timedelta(days=7)
    return found


def _point(day: date, count: Count) -> tuple[str, int, int]:
    return short_day(day), count.present, count.known


def month_board(
    title: str, days: tuple[date, date], of_pupil: Mapping[date, Sequence[tuple[str, str | None]]]
) -> Chart:
    """A pupil's month as squares, Mondays first: what was missed, what is not reported, and days off left blank."""
    first, last = days
    before = [Tile("", "", Tint.BLANK)] * first.weekday()
    every = [first + timedelta(days=ahead) for ahead in range((last - first).days + 1)]
    return Chart(
        name=f"thang-{first:%Y-%m}.png",
        title=title,
        note=_legend({sign or "" for parts in of_pupil.values() for _part, sign in parts}),
        tiles=[*before, *(_square(day, of_pupil.get(day, ())) for day in every)],
        columns=7,
    )


def _legend(signs: Collection[str]) -> str:
    """What the colours mean and P and K; the other signs where there are any."""
    more = {
        UNCLEAR: _("V: leave not clear"),
        Mark.LATE: _("M: late"),
        Mark.SKIPPED: _("BT: skipped a lesson"),
        Mark.LEFT_EARLY: _("VS: went home early"),
        UNSURE: _("?: not settled yet"),
    }
    usual = _("green: in class; P: with leave; K: without leave; grey: not reported; white: no lessons")
    return " ".join([usual, *(f"{words}." for sign, words in more.items() if sign in signs)])


def _square(day: date, parts: Sequence[tuple[str, str | None]]) -> Tile:
    """One sign that is the same all day stands once."""
    signs = [sign for _part, sign in parts]
    said = ["–" if sign is None else sign or "·" for sign in signs]
    words = (
        "" if not any(signs) and None not in signs else " ".join(dict.fromkeys(said) if len(set(said)) == 1 else said)
    )
    return Tile(str(day.day), words, _tint_of_signs(signs))


def _tint_of_signs(signs: Sequence[str | None]) -> Tint:
    """The worst of the day: a half day without leave, then one with leave or in part, then one not known."""
    if not signs:
        return Tint.BLANK
    if Mark.UNEXCUSED in signs:
        return Tint.DEEP
    if Mark.EXCUSED in signs or UNCLEAR in signs:
        return Tint.MIDDLE
    if any(sign in IN_PART for sign in signs):
        return Tint.LIGHT
    return Tint.GREY if None in signs or UNSURE in signs else Tint.NONE
