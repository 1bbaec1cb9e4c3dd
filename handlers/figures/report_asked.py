"""What a report is asked about, as leaders type it: `khối 6 tuần này`, `thôn 3`, `bán trú tháng 11`, `đợt ra lớp`."""

import re

from msgspec import Struct, structs
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.asked import Unclear, known_classes, local, period_asked, spans_of, year_asked
from handlers.figures.report_against import two_periods
from handlers.figures.report_parts import (
    Site,
    campaign_in,
    classes_in,
    classes_then,
    cut,
    grades_in,
    no_such_site,
    one_place,
    place_named,
    sex_in,
    sex_words,
    site_in,
)
from letters.says import Says, Typed
from letters.says import figures as says
from locales import _
from locales.words import listed
from models.campaign.campaigns import Campaign
from models.people.places import Place
from models.shapes.message import Button, Incoming
from rules.calendar.against import read_against
from rules.calendar.periods import DAY, Period, read_period, read_school_year
from rules.people.classes import ClassRef
from rules.people.names import fold_in_place

_CLASS, _GRADES = re.compile(r"\b(?:theo )?lop\b"), re.compile(r"\b(?:theo )?khoi(?: lop)?\b")
_BOARDERS = re.compile(r"\b(?:(?:hoc sinh|hs|cac em) )?(?:ban tru|noi tru)\b")
_HOW_MANY, _ABSENT = re.compile(r"\b(?:bao nhieu|may)\b"), re.compile(r"\b(?:vang|nghi)\b")
_REPORT = re.compile(r"\b(?:bao cao|tinh hinh|tong hop|thong ke|so lieu|si so)\b")
_COURTESY = re.compile(  # words that ask for a report and name nothing
    r"(?:a|ai|bao|ca|cac|cao|can|cho|chuyen|co|coi|cua|dang|di|e|em|giup|gui|hien|hinh|hoc|hs|lieu|minh|nao|nay|ne|nghi"
    r"|nha|nhe|nhung|o|ra|sao|sinh|si|so|ss|tat|the|theo|thi|thong|ke|tinh|toan|toi|trong|truong|va|vang|ve|voi|xem|xin"
    r"|bang|nhieu|excel|file|in|khong|le|may|nhat|it|phep|tep|ti|ty|tong|hop|tung|moi|xuat|luc|lan|buoi|nhanh|gap|luon"
    r"|ngay|gium|ho|day|do|gon|tang|giam|hay|hon|kem|tai|doi|danh|diem|dung)"
)


class Asked(Struct, frozen=True, kw_only=True):
    """`by` is `grade`, `class` or `place` for one table only; all else narrows everything to it. `against` are days
    that the period is held against.
    """

    period: Period
    by: str = ""
    classes: tuple[ClassRef, ...] = ()
    grades: tuple[int, ...] = ()
    place: Place | None = None
    site: Site | None = None
    boarders: bool = False
    sex: str = ""
    campaign: Campaign | None = None
    against: Period | None = None

    @property
    def klass(self) -> ClassRef | None:
        return self.classes[0] if len(self.classes) == 1 else None


async def asked_of(incoming: Incoming, session: AsyncSession, unsaid: str = DAY) -> Asked:
    """Where no days are said it is about today, or about the year so far. Raises Unclear."""
    compared, rest = read_against(incoming.rest)
    as_of, rest = await year_asked(incoming, session, rest)
    boarders, left = cut(_BOARDERS, rest)
    sex, left = sex_in(left)
    campaign, left = await campaign_in(incoming, session, left)
    grades, left = await grades_in(incoming, session, left, as_of)
    place, by_place, left = await one_place(incoming, session, left)
    site, left = await site_in(incoming, session, left)
    classes, left = classes_in(await known_classes(incoming, session, as_of.day), left)
    by_grade, left = cut(_GRADES, left)
    by_class, left = cut(_CLASS, left)
    against = None
    if compared:
        several = len(classes) > 1 or len(grades) > 1 or bool(by_class or by_grade or by_place)
        period, against, left = await two_periods(incoming, session, left, compared, parts=several)
    else:
        period, left = await period_asked(incoming, session, left, as_of, unsaid)
    classes, left = await classes_then(incoming, session, classes, left, period)
    if not place and (left := _uncourteous(left)):
        await no_such_site(incoming, session, left)
        place = await place_named(incoming, session, left, by_place=by_place)
    by = "place" if by_place else "grade" if by_grade else "class" if by_class else ""
    asked = Asked(
        period=period, by=by, classes=classes, grades=grades, place=place, site=site, boarders=bool(boarders),
        sex=sex, campaign=campaign, against=against,
    )  # fmt: skip
    _one_at_a_time(asked)
    return asked


def _one_at_a_time(asked: Asked) -> None:
    """A class or a place is not cut any further. Raises Unclear rather than leave out what was asked for."""
    days = says.period_written(asked.period)
    parts: list[tuple[str, Says | Typed]] = [(one.name, says.report(one.name, days)) for one in asked.classes[:1]]
    parts += [(asked.place.said, says.report_of_hamlet(asked.place.id, days))] if asked.place else []
    parts += [(_("boarders"), says.report(says.BOARDERS, days))] if asked.boarders else []
    parts += [(sex_words(asked.sex), says.report(f"học sinh {asked.sex}", days))] if asked.sex else []
    parts += [(listed(map(str, asked.grades)), says.report(says.of_grades(asked.grades), days))] if asked.grades else []
    parts += [(asked.site.name, says.report(says.of_site(asked.site.name), days))] if asked.site else []
    if (asked.classes or asked.place) and len(parts) > 1:
        text = _("There are no figures of {parts} together. Please look at one after the other.")
        buttons = [[Button(label, word)] for label, word in parts]
        raise Unclear(text.format(parts=listed(label for label, _word in parts)), buttons)


async def asks_for_figures(incoming: Incoming, session: AsyncSession) -> bool:
    """Whether a message without a command is words of a report and nothing else: `khối 6`, `thôn 3 tuần này`, `học kỳ`.
    A class alone, or today alone, is no such question, unless a report is named; nor is how many there are on the list.
    """
    folded = fold_in_place(incoming.text)
    if folded.strip(" .?!") == "quy" or (_HOW_MANY.search(folded) and not _ABSENT.search(folded)):
        return False  # em Quý, before this quarter
    try:
        asked = await asked_of(structs.replace(incoming, rest=incoming.text), session)
    except Unclear:
        return await _of_a_year(incoming, session)
    today = Period(kind=DAY, first=local(incoming)[1].date(), last=local(incoming)[1].date())
    parts = asked.grades or asked.place or asked.site or asked.boarders or asked.sex or asked.campaign
    named = _REPORT.search(folded) is not None and not asked.classes
    return bool(parts) or named or asked.against is not None or asked.period != today


async def _of_a_year(incoming: Incoming, session: AsyncSession) -> bool:
    """It names a school year, which may not be known here, and besides it figures or nothing."""
    if (year := read_school_year(incoming.text)) is None:
        return False
    school, moment = local(incoming)
    left = f"{incoming.text[: year.start]} {incoming.text[year.end :]}"
    if (days := read_period(left, moment.date(), await spans_of(session, school, moment.date()))) is not None:
        left = f"{left[: days.start]} {left[days.end :]}"
    return not _uncourteous(left) or await asks_for_figures(structs.replace(incoming, text=left), session)


def _uncourteous(text: str) -> str:
    """Nothing if all that is left are words of asking."""
    words = re.findall(r"\w+", fold_in_place(text))
    return "" if all(_COURTESY.fullmatch(word) for word in words) else text.strip(" ,;.?!")
