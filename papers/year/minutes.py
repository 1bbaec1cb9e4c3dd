"""The minutes of a class handed over at the turn of the year, for both homeroom teachers to sign."""

from collections.abc import Sequence
from datetime import date

from msgspec import Struct

from locales import _
from models.school.letterhead import Letterhead
from papers.framed import head_fields
from papers.official import BLANK, head_blocks, new_paper, official_date, saved, say, signatures, table, title

_WIDTHS = (1.1, 5.0, 2.5, 1.6, 6.1)  # cm


class Line(Struct, frozen=True, kw_only=True):
    """One pupil; `known` is what the next teacher must know, in the words of the letter, "" for nothing."""

    name: str
    born: date | None
    old_class: str
    known: str = ""


class Minutes(Struct, frozen=True, kw_only=True):
    """What is handed over with a class, from one teacher to another; `gone` are who left the old class, and how."""

    class_name: str
    lines: Sequence[Line]
    gone: Sequence[str]
    giver: str
    receiver: str


def minutes_paper(minutes: Minutes, letterhead: Letterhead, day: date) -> bytes:
    """The .docx, in the language being spoken."""
    subject = _("Handing over class {klass}").format(klass=minutes.class_name)
    number = _("No.:        /{symbol}").format(symbol=f"BB-{letterhead.symbol or '………'}")
    document = new_paper()
    fields = head_fields(letterhead, day, number)
    head_blocks(
        document,
        superior=fields["co_quan_chu_quan"],
        school=fields["ten_truong"],
        number=number,
        subject="",
        dated=f"{fields['dia_danh']}, {fields['ngay_thang']}",
    )
    title(document, _("MINUTES"), subject)
    opening = _("Today, {day}, at {school}, class {klass} was handed over with {count} pupils.")
    say(document, opening.format(
        day=official_date(day), school=letterhead.school, klass=minutes.class_name, count=len(minutes.lines)
    ))  # fmt: skip
    say(document, _("Handed over by: {name}, homeroom teacher of last year.").format(name=minutes.giver or BLANK))
    say(document, _("Received by: {name}, homeroom teacher of this year.").format(name=minutes.receiver or BLANK))
    headings = [_("No."), _("Pupil"), _("Born"), _("Class before"), _("To be known")]
    table(document, _WIDTHS, headings, _rows(minutes.lines))
    if minutes.gone:
        say(document, _("Left the class last year:"))
        for one in minutes.gone:
            say(document, f"- {one}")
    say(document, _("Both sides have read these minutes and sign them. There are two copies, one for each./."))
    signatures(document, (_("HANDED OVER BY"), minutes.giver), (_("RECEIVED BY"), minutes.receiver))
    return saved(document)


def _rows(lines: Sequence[Line]) -> list[list[str]]:
    return [
        [str(number), one.name, f"{one.born:%d/%m/%Y}" if one.born else "", one.old_class, one.known]
        for number, one in enumerate(lines, 1)
    ]
