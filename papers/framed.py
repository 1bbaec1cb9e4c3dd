"""An official paper: what the program writes, in the frame that a school may have edited."""

from collections.abc import Callable, Sequence
from copy import deepcopy
from datetime import date
from typing import Any

from msgspec import Struct

from locales import _
from models.school.letterhead import Letterhead
from papers.bodies import commune_of, in_full
from papers.official import BLANK, new_paper, official_date, saved, titles_of
from papers.templates.builtin import BODY, Template
from papers.templates.filling import Fields, filled


class Frame(Struct, frozen=True, kw_only=True):
    """What kind of paper it is, its number's letters (BC, KH), what it is about, to whom, and who gets it."""

    kind: str
    letters: str
    subject: str
    to: str = ""
    receivers: Sequence[str] = ()


def framed(frame: Frame, letterhead: Letterhead, day: date, write: Callable[[Any], None]) -> bytes:
    """The .docx: what `write` adds to an empty paper stands where the frame has its body."""
    fields = head_fields(letterhead, day, _("No.:        /{symbol}").format(
        symbol=f"{frame.letters}-{letterhead.symbol or '………'}"
    ))  # fmt: skip
    fields |= {"ten_loai": frame.kind.upper(), "trich_yeu": frame.subject, "kinh_gui": frame.to}
    fields |= foot_fields(letterhead, frame.receivers)
    document = filled(Template.FRAME, fields, letterhead.templates, mark=BODY)
    written = new_paper()
    write(written)
    _put(document, written)
    return saved(document)


def letter(template: Template, fields: Fields, letterhead: Letterhead) -> bytes:
    """A paper that is a template as a whole."""
    return saved(filled(template, fields, letterhead.templates))


def head_fields(letterhead: Letterhead, day: date, number: str) -> dict[str, Any]:
    """What is not known is left blank."""
    return {
        "co_quan_chu_quan": letterhead.superior.upper() or BLANK,
        "ten_truong": letterhead.school.upper(),
        "so_ky_hieu": number,
        "dia_danh": letterhead.place or BLANK,
        "ngay_thang": official_date(day),
        "truong": letterhead.school,
    }


def foot_fields(letterhead: Letterhead, receivers: Sequence[str]) -> dict[str, Any]:
    ends = [";"] * (len(receivers) - 1) + ["."]
    return {
        "noi_nhan": [f"{one}{end}" for one, end in zip(receivers, ends, strict=False)],
        "chuc_vu_ky": titles_of(letterhead.signer_title),
        "nguoi_ky": letterhead.signer or BLANK,
    }


def to_superior(letterhead: Letterhead) -> tuple[str, list[str]]:
    """A report goes to the body over the school, who is named; the receivers it has then, the commune among them."""
    commune = f"Ủy ban nhân dân {commune_of(letterhead)}"
    others = [] if not letterhead.superior or "UBND" in letterhead.superior.upper() else [commune]
    return in_full(letterhead.superior) or commune, [_("As above"), *others, _("File: Office")]


def _put(document: Any, written: Any) -> None:
    """In the place of the frame's mark. The signature does not stand on a page by itself: the last words go with it."""
    if written.paragraphs:
        written.paragraphs[-1].paragraph_format.keep_with_next = True
    mark = next(one for one in document.paragraphs if one.text.strip() == BODY)
    for element in list(written.element.body)[:-1]:  # the last is the layout of the page
        mark._p.addprevious(deepcopy(element))  # noqa: SLF001, python-docx moves no paragraphs
    document.element.body.remove(mark._p)  # noqa: SLF001, as above
