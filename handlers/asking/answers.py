"""Which command answers what is wanted: one answer, two ways to ask. The first that this person may say is taken."""

import re
from collections.abc import Callable, Sequence

from handlers.asking.about import About
from letters.says import Says, Typed, Word, figures
from letters.says.families import call
from letters.says.figures import MONTH, WEEK, klass, of_grades, pupil_card, pupil_named, report
from letters.says.papers import invite
from letters.says.roll import relative
from letters.says.service import meant
from letters.says.units import unit_file, unit_report
from papers.roster.typed import new_number
from rules.asking.wish import Intent
from rules.asking.words import new_name_in, place_in
from rules.calendar.periods import read_school_year
from rules.figures.sessions import read_sessions
from rules.people.names import fold, given_name

YEAR_SO_FAR = "năm học"
_NEAR = 30  # sessions: from here on the limit itself is meant
_BY_PLACE = re.compile(r"\b(?:theo|tung|cac|moi) (?:thon|noc|ban|lang|xom|buon|ap)\b")
_BACK_TO_BOARD = re.compile(r"\b(?:toi|chu nhat|cn|vao|ve|len|tro lai|o lai)\b")


def _say(word: str, rest: str = "") -> Typed:
    return meant(Word(word), rest)


def _name(about: About) -> str:
    return about.klass.name if about.klass is not None else ""


def _scope(about: About) -> str:
    """As the report is asked: a class, else grades."""
    return _name(about) or (of_grades(about.grades) if about.grades else "")


def _figures(about: About) -> Sequence[Typed | Says]:
    name = _name(about)
    of_class = klass(name, about.days)
    of_school = report(_scope(about), about.days)
    first = [of_class, of_school] if name or about.own else [of_school, _say("noc"), of_class]
    return [*first, _say("con")]


def _report(about: About) -> Sequence[Typed | Says]:
    name = _name(about)
    days = about.days or WEEK
    return [report(_scope(about), days), klass(name, days), _say("con")]


def of_pupils(about: About) -> Sequence[Typed | Says]:
    """The card of the one that is named; of several who is meant is asked."""
    if len(about.pupils) == 1:
        return [pupil_card(about.pupils[0].id)]
    where = f" {about.klass.name}" if about.klass is not None else ""
    return [pupil_named(given_name(about.pupils[0].name) + where)]


def _pupil(about: About) -> Sequence[Typed | Says]:
    """A class without a pupil is looked at itself: `6B sao rồi`."""
    if about.pupils:
        return of_pupils(about)
    return [_say("con"), *([klass(about.klass.name, about.days)] if about.klass is not None else [])]


def _teachers(about: About) -> Sequence[Typed | Says]:
    return [_say("chunhiem", _name(about))]


def _limit(about: About) -> Sequence[Typed | Says]:
    """With so many sessions, where the question names a number."""
    said = read_sessions(about.text)
    least = about.text[said.start : said.end] if said and said.least < _NEAR else ""
    return [figures.meter_of(" ".join(filter(None, (_name(about), least)))), _say("con")]


def _boarders(about: About) -> Sequence[Typed | Says]:
    """Who has come back to board; of days and lessons who of the boarders was in class."""
    in_class = about.days and not about.own and not _BACK_TO_BOARD.search(fold(about.text))
    return [*([report(figures.BOARDERS, about.days)] if in_class else []), _say("noitru")]


def _papers(about: About) -> Sequence[Typed | Says]:
    """The one that is named, as the command reads it; else which there are."""
    if about.place is not None:
        return [report(about.place_said, about.days or MONTH), *_hamlet(about)]
    mine = [invite(one.id) for one in about.pupils if len(about.pupils) == 1 and "giay moi" in fold(about.text)]
    return [*mine, _say("vanban", about.text)]


def _hamlet(about: About) -> Sequence[Typed | Says]:
    """Of the one pupil who is named where that pupil lives."""
    if (place := about.place or about.home) is not None:
        over = about.days and not about.today
        return [figures.hamlet_over(place, about.days) if over else figures.hamlet(place)]
    return [_say("noc", place_in(about.text) or ("" if about.today else about.days)), *_figures(about)]


def _most(about: About) -> Sequence[Typed | Says]:
    """Who was away most: the report of the days that are named, else of the year; who more than so many sessions."""
    if read_sessions(about.text) and (about.today or not about.days):
        return _limit(about)
    name, days = _name(about), about.days or YEAR_SO_FAR
    if about.place is not None:
        return [report(about.place_said, days), *_hamlet(about)]
    mine = [klass(name, about.days or MONTH), report(_scope(about), days)]
    return [*(mine if name or (about.own and not about.grades) else mine[::-1]), _say("con")]


def _silent(about: About) -> Sequence[Typed | Says]:
    """Of a class its view; of days that are over their report; else who has not reported, with a tap that reminds."""
    of_class = [klass(about.klass.name, about.days)] if about.klass is not None else []
    of_class += [report("", about.days)] if about.days and not about.today else []  # its lines name the silent too
    return [*of_class, _say("chuabao"), *([klass("")] if about.own else []), _say("con"), unit_report(about.days)]


def _late(about: About) -> Sequence[Typed | Says]:
    """Who came late, day by day of the class; of the school its figures."""
    name, days = _name(about), about.days or MONTH
    mine = [klass(name, days), report(_scope(about), days)]
    return mine if name or about.own else mine[::-1]


def _file(about: About) -> Sequence[Typed | Says]:
    by_place = "thôn" if _BY_PLACE.search(fold(about.text)) and not _name(about) else ""
    return [figures.register_file(_name(about) or by_place, about.days), unit_file(about.days)]


def _number_of(about: About) -> list[Says]:
    """Filled in where one pupil is named, for the tap that makes it so."""
    return [relative(one.id, new_number(about.text)) for one in about.pupils if len(about.pupils) == 1]


def _shown(about: About) -> Sequence[Typed | Says]:
    """With the family's number, as far as one may read it."""
    return _pupil(about) if about.pupils else ()


def _new_name(about: About) -> str:
    """`6A Hồ Văn Tí`: the command shows what it would write."""
    name, klass = new_name_in(about.text), about.to or about.klass
    return " ".join(filter(None, (klass.name if klass is not None else "", name))) if name else ""


def _year(about: About) -> str:
    """`năm ngoái`, where another year than this one is named."""
    year = read_school_year(about.text)
    return about.text[year.start : year.end] if year is not None else ""


def _days(about: About) -> str:
    return _year(about) or ("" if about.today else about.days)


ANSWERS: dict[Intent, Callable[[About], Sequence[Typed | Says]]] = {
    Intent.STOP: lambda _about: [_say("ngung")],
    Intent.HALT: lambda _about: [_say("dungkhan")],
    Intent.WRONG_NUMBER: lambda _about: [_say("ngung")],
    Intent.SAY_AGAIN: lambda _about: [_say("con"), _say("viec")],
    Intent.CORRECTING: lambda _about: [_say("sua"), _say("trogiup")],
    Intent.LOST: lambda _about: [_say("thietbi")],
    Intent.CREDIT: lambda about: [_say("thanhtich", about.days)],
    Intent.CALENDAR_WRONG: lambda _about: [_say("lich")],
    Intent.HOW_TO: lambda _about: [_say("trogiup")],
    Intent.TEACHERS: _teachers,
    Intent.WITHDRAW: lambda _about: [_say("con"), _say("huy")],
    Intent.NEW_PUPIL: lambda about: [_say("hocsinhmoi", _new_name(about))],
    Intent.PHONE: lambda about: [*_number_of(about), *_shown(about), _say("phuhuynh"), _say("chunhiem")],
    Intent.FILE: _file,
    Intent.MOST: _most,
    Intent.CALLED: lambda about: [*(call(one.id) for one in about.pupils[:1]), _say("goi")],
    Intent.ROLL_CALL: lambda about: [_say("diemdanh", _name(about)), _say("con")],
    Intent.VISITED: lambda _about: [_say("tham")],
    Intent.VISIT_PLANNED: lambda _about: [_say("viec")],
    Intent.PAPERS: _papers,
    Intent.DUTIES: lambda _about: [_say("hannop")],
    Intent.CAMPAIGN: lambda _about: [_say("ralop")],
    Intent.MOVEMENTS: lambda about: [
        _say("biendong", " ".join(filter(None, (_name(about), _days(about))))),
        *_report(about),
    ],
    Intent.FAMILIES: lambda _about: [_say("goi"), _say("con")],
    Intent.SILENT: _silent,
    Intent.LATE: _late,
    Intent.LATE_REPORTS: lambda about: [unit_report(about.days)],
    Intent.TARGETS: lambda about: [_say("chitieu", _year(about)), *_report(about)],
    Intent.OWN_REPORT: lambda about: [klass(_name(about), about.days)],
    Intent.LIMIT: _limit,
    Intent.TUTORED: lambda about: [_say("phudao", _name(about))],
    Intent.BUDDIES: lambda about: [_say("doiban", _name(about))],
    Intent.UNLISTED: lambda about: [_say("ngoaids", place_in(about.text))],
    Intent.CALLS: lambda _about: [_say("goi")],
    Intent.BOARDERS: _boarders,
    Intent.SPONSORS: lambda _about: [_say("dodau")],
    Intent.CASES: lambda _about: [_say("ca"), _say("con")],
    Intent.HAMLET: _hamlet,
    Intent.REPORT: _report,
    Intent.FIGURES: _figures,
    Intent.PUPIL: _pupil,
    Intent.CALENDAR: lambda _about: [_say("lich")],
    Intent.TASKS: lambda _about: [_say("viec"), _say("con"), _say("dodau")],
}
