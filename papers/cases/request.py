"""The school's request to the commune's People's Committee: help a pupil back to class. For the principal to sign."""

from collections.abc import Sequence
from datetime import date

from msgspec import Struct

from locales import _
from locales.words import listed
from models.school.letterhead import Letterhead
from papers.bodies import commune_of
from papers.framed import foot_fields, head_fields, letter
from papers.official import BLANK
from papers.templates.builtin import Template


class Done(Struct, frozen=True):
    """Something the school has done, in the words of the case's history."""

    day: date
    words: str


class Request(Struct, frozen=True, kw_only=True):
    """What the paper says of a pupil. `days` are school days without leave, or with `returning` those since the return
    date, excused or not; none for a case that a person opened in good time. `bodies` are who may help, without saying
    why: causes are the school's and the family's own.
    """

    pupil: str
    born: date | None
    class_name: str  # "" of a child on no list
    place: str
    since: date
    days: int
    returning: bool = False
    done: Sequence[Done]
    bodies: str = ""
    homeroom: str = ""
    phone: str = ""


def request_paper(requests: Sequence[Request], letterhead: Letterhead, day: date) -> bytes:
    """The .docx, in the language being spoken: of one pupil with all that was done, of several as a table."""
    number = _("No.:        /{symbol}").format(symbol=letterhead.symbol or "………")
    to = _("the People's Committee of {commune}").format(commune=commune_of(letterhead))
    receivers = [_("As above"), _("The village head, village team (to work together)"), _("File: Office")]
    one, several = requests[0], len(requests) > 1
    fields = head_fields(letterhead, day, number) | foot_fields(letterhead, receivers)
    fields |= {
        "trich_yeu": _("Re: help to bring a pupil back to class"),
        "kinh_gui": to,
        "mot_em": not several,
        "hoc_sinh": _pupil(one),
        "da_lam": _done(one),
        "cac_em": [_row(number, each) for number, each in enumerate(requests, 1)],
        "de_nghi": _asking(requests, letterhead),
        "dia_ban": _places(requests),
        "em_cac_em": "các em" if several else "em",
        "ban_nganh": listed(dict.fromkeys(each.bodies for each in requests if each.bodies)),
        "lien_he": _contact(requests),
    }
    return letter(Template.REQUEST, fields, letterhead)


def _done(request: Request) -> list[str]:
    ends = [";"] * (len(request.done) - 1) + ["."]
    return [f"{_full(one.day)}: {one.words}{end}" for one, end in zip(request.done, ends, strict=True)]


def _row(number: int, request: Request) -> dict[str, str]:
    born = f" ({request.born:%d/%m/%Y})" if request.born else ""
    return {
        "tt": str(number),
        "ten": f"{request.pupil}{born}",
        "lop": request.class_name,
        "noi_o": request.place or BLANK,
        "nghi": _state(request),
        "da_lam": "; ".join(f"{_full(one.day)}: {one.words}" for one in request.done),
    }


def _state(request: Request) -> str:
    if not request.class_name:
        return _("of school age, in no class")
    if not request.days:
        return _("at risk of leaving school")
    text = (
        _("not back since {since}, {days} school days")
        if request.returning
        else _("absent without leave since {since}, {days} school days")
    )
    return text.format(since=_full(request.since), days=request.days)


def _places(requests: Sequence[Request]) -> str:
    found = listed(dict.fromkeys(each.place for each in requests if each.place))
    return f" {found}" if found else ""


def _asking(requests: Sequence[Request], letterhead: Letterhead) -> str:
    """Of one pupil that has stayed away it says that it has not come back."""
    commune = commune_of(letterhead)
    if len(requests) > 1 or not requests[0].days:
        return _("The school asks the People's Committee of {commune}:").format(commune=commune)
    text = _("The pupil has not come back yet. The school asks the People's Committee of {commune}:")
    return text.format(commune=commune)


def _contact(requests: Sequence[Request]) -> str:
    """The homeroom teachers with their numbers."""
    people = [", ".join(part for part in (each.homeroom, each.phone) if part) for each in requests]
    return _("homeroom teacher {who}").format(who=listed(dict.fromkeys(filter(None, people))) or BLANK)


def _pupil(request: Request) -> str:
    born = _(", born {day}").format(day=_full(request.born)) if request.born else ""
    return _how(request).format(
        name=request.pupil,
        born=born,
        klass=request.class_name,
        place=request.place or BLANK,
        since=_full(request.since),
        days=request.days,
    )


def _how(request: Request) -> str:
    if not request.class_name:
        return _("The child {name}{born}, living in {place}, is of school age and is in no class.")
    if not request.days:
        return _("The pupil {name}{born}, class {klass}, living in {place}, is at risk of leaving school.")
    if request.returning:
        return _(
            "The pupil {name}{born}, class {klass}, living in {place}, has not come back to class since {since}, "
            "{days} school days so far."
        )
    return _(
        "The pupil {name}{born}, class {klass}, living in {place}, has been absent without leave since {since}, "
        "{days} school days so far."
    )


def _full(day: date) -> str:
    return day.strftime("%d/%m/%Y")
