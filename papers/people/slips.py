"""Invitation slips to print and cut apart: six on a sheet of A4, each with one guardian's code."""

from collections.abc import Sequence
from datetime import date
from io import BytesIO
from textwrap import wrap
from typing import Any

from msgspec import Struct

from locales import _
from locales.words import opening
from models.shapes.message import Door
from papers.official import line
from papers.people.phone import phone, phone_height, shrink
from rules.people.codes import payload
from rules.pictures import Screen

ACROSS, DOWN = 2, 3
WIDE, HIGH = 9.6, 9.25  # cm of one slip; with the margins 20.8 x 29.35 of 21 x 29.7
MARGIN = 0.8
UNBROKEN = "\u2011"  # a hyphen at which the line does not break
QR_CM = 3.3  # a cheap phone reads 25 modules of 1.3 mm at arm's length
QR_OF_TWO = 2.0  # cm, where two ways in are printed side by side
BESIDE = WIDE - 0.8 - QR_CM  # cm for the steps and the phone where one square stands beside them
BELOW = 4.2  # cm for the phone beside two squares
SHORT = 28  # letters above the chat on the phone
WARNING, PHONE = 8, 8  # points
SCALES = (1.0, 0.9, 0.8, 0.7)
POINTS_OF_CM = 28.35
SPACES = 27  # points between the parts, and to the line to cut along


class Slip(Struct, frozen=True, kw_only=True):
    """What stands on one slip. `code` is as printed, XXXXX-XXXXX; `expires` is the last day it works. One of the staff
    has neither pupil nor class; `relation` is the task at the school then.
    """

    school: str
    pupil: str
    class_name: str
    guardian: str
    relation: str
    code: str
    expires: date


def slips(items: Sequence[Slip], doors: Sequence[Door] = (), linked: Sequence[tuple[str, str, str]] = ()) -> bytes:
    """The slips as a .docx in the language being spoken. `doors` are the ways to the bot: each is named, and one with
    an address has its QR; without any the QR holds the code itself. `linked` are the rows of a table after them: name,
    task, by which channels.
    """
    from docx import Document  # noqa: PLC0415, 0.2 s of start-up for a paper printed twice a year

    document = Document()
    _page(document)
    if items:
        table = document.add_table(rows=-(-len(items) // ACROSS), cols=ACROSS)
        _frame(table)
        for number, item in enumerate(items):
            _fill(table.cell(number // ACROSS, number % ACROSS), item, doors)
    shrink(document.add_paragraph())  # Word wants a paragraph after a table; a full-size one would cost a page
    if linked:
        _who_is_linked(document, linked, anew=bool(items))
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _page(document: Any) -> None:
    from docx.shared import Cm, Pt  # noqa: PLC0415, as above

    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(MARGIN)
    section.header_distance = section.footer_distance = Cm(0.3)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Times New Roman", Pt(11)
    normal.paragraph_format.space_after = normal.paragraph_format.space_before = Pt(0)


def _frame(table: Any) -> None:
    """Cells of one size that never break over a page, with dashed lines to cut along."""
    from docx.enum.table import WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT  # noqa: PLC0415, as above
    from docx.shared import Cm  # noqa: PLC0415, as above

    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    for row in table.rows:
        row.height, row.height_rule = Cm(HIGH), WD_ROW_HEIGHT_RULE.EXACTLY
        for cell in row.cells:
            cell.width = Cm(WIDE)
    borders = _element("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        borders.append(_element(f"w:{side}", val="dashed", sz="4", space="0", color="808080"))
    table._tbl.tblPr.append(borders)  # noqa: SLF001, python-docx has no borders of its own


def _element(name: str, **attributes: str) -> Any:
    from docx.oxml import OxmlElement  # noqa: PLC0415, as above
    from docx.oxml.ns import qn  # noqa: PLC0415, as above

    made = OxmlElement(name)
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made


def _fill(cell: Any, item: Slip, doors: Sequence[Door]) -> None:
    squares, scale = _squares(item, doors), scale_of(item, doors)
    line(cell.paragraphs[0], item.school, size=_fitting(item.school, 10), centred=True, before=3)
    line(cell.add_paragraph(), _("Invitation to link with Sĩ Số"), size=14 * scale, bold=True, centred=True, after=4)
    for text in _whose(item):
        line(cell.add_paragraph(), text, size=_fitting(text, 12) * scale)
    line(cell.add_paragraph(), item.code, size=24, bold=True, centred=True, before=4, after=2)
    if len(squares) == 1:
        _beside(cell, item, doors, *squares[0], scale)
    else:
        _above(cell, item, doors, squares, scale)
    line(cell.paragraphs[-1], _warning(), size=WARNING * scale, italic=True, centred=True, before=2)


def _warning() -> str:
    return _("The school never asks for a password, an OTP code or money in these messages.")


def scale_of(item: Slip, doors: Sequence[Door]) -> float:
    """How large its words may be: what stands on it to the last line is never cut off."""
    return next((scale for scale in SCALES if height(item, doors, scale) <= HIGH * POINTS_OF_CM), SCALES[-1])


def height(item: Slip, doors: Sequence[Door], scale: float) -> float:
    """About how high all of it is, in points; rather more than less."""
    wide, squares = WIDE - 0.5, _squares(item, doors)
    names = sum(_lines(text, _fitting(text, 12) * scale, wide) for text in _whose(item))
    head = _lines(item.school, _fitting(item.school, 10), wide) + _lines("", 14 * scale, wide) + _lines("", 24, wide)
    size = (9.5 if len(squares) == 1 else 9) * scale
    narrow = wide if len(squares) > 1 else BESIDE - 0.4
    steps = sum(_lines(text, size, narrow) for text in _steps(item, doors))
    caption = _lines("", 8, wide) if len(doors) > 1 else 0
    drawn = phone_height(_head(doors), _screen(item), wide=narrow if len(squares) == 1 else BELOW, size=PHONE * scale)
    if len(squares) == 1:
        body = max(steps + drawn, QR_CM * POINTS_OF_CM + caption)
    else:
        body = steps + max(drawn, QR_OF_TWO * POINTS_OF_CM + caption)
    return head + names + body + _lines(_warning(), WARNING * scale, wide) + SPACES


def _lines(text: str, size: float, wide: float) -> float:
    """The height of a text in a column so many cm wide: a letter is about half as wide as high."""
    across = int(wide * POINTS_OF_CM / (size * 0.48))
    return max(1, len(wrap(text, across))) * size * 1.18


def _beside(cell: Any, item: Slip, doors: Sequence[Door], app: str, square: str, scale: float) -> None:
    """The steps, and the only square to their right."""
    inner = cell.add_table(rows=1, cols=2)
    _columns(inner, BESIDE, QR_CM + 0.3)
    first, *further = _steps(item, doors)
    line(inner.cell(0, 0).paragraphs[0], first, size=9.5 * scale, before=2)
    for words in further:
        line(inner.cell(0, 0).add_paragraph(), words, size=9.5 * scale)
    phone(inner.cell(0, 0), _head(doors), _screen(item), wide=BESIDE - 0.4, size=PHONE * scale)
    _qr(inner.cell(0, 1), app if len(doors) > 1 else "", square, QR_CM)


def _above(cell: Any, item: Slip, doors: Sequence[Door], squares: Sequence[tuple[str, str]], scale: float) -> None:
    """The steps over the whole width, and the squares below: beside two of them the steps would not fit."""
    first, typed, *further = _steps(item, doors)
    for words in (first, typed, " ".join(further)):
        line(cell.add_paragraph(), words, size=9 * scale)
    inner = cell.add_table(rows=1, cols=1 + len(squares))
    _columns(inner, BELOW, *[(WIDE - 0.5 - BELOW) / len(squares)] * len(squares))
    phone(inner.cell(0, 0), _head(doors), _screen(item), wide=BELOW - 0.4, size=PHONE * scale)
    for number, (app, content) in enumerate(squares, 1):
        _qr(inner.cell(0, number), app, content, QR_OF_TWO)


def _head(doors: Sequence[Door]) -> str:
    """What stands above the chat: the app, and who is written to where that is short."""
    only = f"{doors[0].app}: {doors[0].name}" if len(doors) == 1 and doors[0].name else ""
    return only if 0 < len(only) <= SHORT else " / ".join(door.app for door in doors) or "Sĩ Số"


def _screen(item: Slip) -> Screen:
    """What is typed, and what is answered: staff are linked at once."""
    answer = _("The school has your request. Please wait for the homeroom teacher.") if item.pupil else _("Linked.")
    return Screen([(True, f"lienket {item.code.replace('-', UNBROKEN)}"), (False, answer)])


def _whose(item: Slip) -> list[str]:
    relation = item.relation or _("guardian")
    whom = _("For: {name} ({relation})").format(name=item.guardian, relation=relation)
    if not item.pupil:
        return [whom]
    return [_("Pupil: {name}, class {klass}").format(name=item.pupil, klass=item.class_name), whom]


def _squares(item: Slip, doors: Sequence[Door]) -> list[tuple[str, str]]:
    """(app, content) of each QR: the address with the code in it, else the address alone, else the code."""
    code = payload(item.code)
    found = [(door.app, door.with_code.format(code=code) or door.link) for door in doors]
    return [(app, content) for app, content in found if content][:2] or [("", code)]


def _columns(table: Any, *widths: float) -> None:
    """Fixed widths in cm; LibreOffice reads the grid, Word the cells."""
    from docx.shared import Cm  # noqa: PLC0415, as above

    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
        column.cells[0].width = Cm(width)


def _fitting(text: str, size: float) -> float:
    """Points for a line that may be long: names are never cut off, and the slip does not grow."""
    return size if len(text) <= 50 else size * 0.75


def _steps(item: Slip, doors: Sequence[Door]) -> list[str]:
    expires = _("For one use, until {day}.").format(day=item.expires.strftime("%d/%m/%Y"))
    typed = _("2. type: lienket {code}").format(code=item.code.replace("-", UNBROKEN))
    confirmed = [_("The homeroom teacher then confirms it.")] if item.pupil else []
    return [first_step(doors), typed, *confirmed, expires]


def first_step(doors: Sequence[Door], *, on_paper: bool = True) -> str:
    """How to find the bot, in the words of the apps that people have. In a message there is no square to scan."""
    ways = [_way(door, on_paper=on_paper) for door in doors]
    if not ways:
        return _("1. Open the school's Sĩ Số chat on your phone;")
    return _("1. {ways}").format(ways=opening(_(", or ").join(ways))) + ";"


def _way(door: Door, *, on_paper: bool) -> str:
    """Beside another app only the one whose square it is may be said to open by it."""
    if not door.name:
        text = _("open {app} by its square") if on_paper else _("open {app} by the address below")
    elif on_paper and door.link:
        text = _("open {app} and look for {name} (or scan the square)")
    else:
        text = _("open {app} and look for {name}")
    return text.format(app=door.app, name=door.name)


def _who_is_linked(document: Any, rows: Sequence[tuple[str, str, str]], *, anew: bool) -> None:
    """On a page of its own, if there is one before it."""
    if anew:
        document.add_page_break()
    line(document.add_paragraph(), _("Who is linked with Sĩ Số"), size=14, bold=True, centred=True, after=6)
    table = document.add_table(rows=1, cols=3, style="Table Grid")
    for cell, title in zip(table.rows[0].cells, (_("Name"), _("Task at the school"), _("Linked by")), strict=True):
        line(cell.paragraphs[0], title, size=11, bold=True)
    for row in rows:
        for cell, words in zip(table.add_row().cells, row, strict=True):
            line(cell.paragraphs[0], words, size=11)


def _qr(cell: Any, app: str, content: str, size: float) -> None:
    import segno  # noqa: PLC0415, only slips have QR codes
    from docx.enum.text import WD_ALIGN_PARAGRAPH  # noqa: PLC0415, as above
    from docx.shared import Cm  # noqa: PLC0415, as above

    image = BytesIO()
    segno.make(content, error="m", micro=False).save(image, kind="png", scale=6, border=4)
    image.seek(0)
    cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER if app else WD_ALIGN_PARAGRAPH.RIGHT
    cell.paragraphs[0].add_run().add_picture(image, width=Cm(size))
    if app:
        line(cell.add_paragraph(), app, size=8, centred=True)
