"""The school's request to the commune's People's Committee: help a pupil back to class. For the principal to sign."""

from collections.abc import Sequence
from datetime import date

from msgspec import Struct

from locales import _
from models.school.letterhead import Letterhead
from papers.official import BLANK, addressed, foot, head, new_paper, saved, say


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


def request_paper(request: Request, letterhead: Letterhead, day: date) -> bytes:
    """The .docx, in the language being spoken."""
    document = new_paper()
    number = _("No.:        /{symbol}").format(symbol=letterhead.symbol or "………")
    subject = _("Re: help to bring a pupil back to class")
    head(document, letterhead, number, subject, day)
    commune = letterhead.commune or BLANK
    addressed(document, _("the People's Committee of {commune}").format(commune=commune))
    for text in _paragraphs(request, letterhead, commune):
        say(document, text)
    receivers = [_("As above"), _("The village head, village team (to work together)"), _("File: Office")]
    foot(document, receivers, letterhead.signer_title, letterhead.signer)
    return saved(document)


def _paragraphs(request: Request, letterhead: Letterhead, commune: str) -> list[str]:
    asked = _(
        "to direct the village{place} and the bodies concerned to go to the family with the school and persuade them"
    )
    place = f" {request.place}" if request.place else ""
    return [
        _("{school} reports to the People's Committee of {commune} and asks for its help in this matter:").format(
            school=letterhead.school, commune=commune
        ),
        _pupil(request),
        _("What the school has done:"),
        *[f"- {_full(one.day)}: {one.words};" for one in request.done[:-1]],
        *[f"- {_full(one.day)}: {one.words}." for one in request.done[-1:]],
        _asking(request).format(commune=commune),
        "- " + asked.format(place=place) + ";",
        *_helpers(request),
        _("- to let the school know what came of it, so that both can go on together."),
        _contact(request),
        _("The school thanks the People's Committee of {commune}./.").format(commune=commune),
    ]


def _asking(request: Request) -> str:
    if not request.days:
        return _("The school asks the People's Committee of {commune}:")
    return _("The pupil has not come back yet. The school asks the People's Committee of {commune}:")


def _helpers(request: Request) -> list[str]:
    text = _("- to let {bodies} help according to their tasks;")
    return [text.format(bodies=request.bodies)] if request.bodies else []


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


def _contact(request: Request) -> str:
    who = ", ".join(part for part in (request.homeroom, request.phone) if part) or BLANK
    return _("The school's contact is the homeroom teacher: {who}.").format(who=who)


def _full(day: date) -> str:
    return day.strftime("%d/%m/%Y")
