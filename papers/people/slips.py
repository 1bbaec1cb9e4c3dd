"""Invitation slips to print and cut apart: six on a sheet of A4, each with one guardian's code."""

from collections.abc import Callable, Sequence
from datetime import date
from io import BytesIO
from typing import Any

from msgspec import Struct

from locales import _
from papers.official import line
from rules.people.codes import payload

ACROSS, DOWN = 2, 3
WIDE, HIGH = 9.6, 9.25  # cm of one slip; with the margins 20.8 x 29.35 of 21 x 29.7
MARGIN = 0.8
UNBROKEN = "\u2011"  # a hyphen at which the line does not break
QR_CM = 3.3  # a cheap phone reads 25 modules of 1.3 mm at arm's length
Link = Callable[[str], str]


class Slip(Struct, frozen=True, kw_only=True):
    """What stands on one slip. `code` is as printed, XXXXX-XXXXX; `expires` is the last day it works."""

    school: str
    pupil: str
    class_name: str
    guardian: str
    relation: str
    code: str
    expires: date


def slips(items: Sequence[Slip], link: Link | None = None) -> bytes:
    """The slips as a .docx in the language being spoken. `link` makes a deep link of a code's payload; without it the
    QR holds the code itself.
    """
    from docx import Document  # noqa: PLC0415, 0.2 s of start-up for a paper printed twice a year

    document = Document()
    _page(document)
    rows = -(-len(items) // ACROSS)
    table = document.add_table(rows=rows, cols=ACROSS)
    _frame(table)
    for number, item in enumerate(items):
        _fill(table.cell(number // ACROSS, number % ACROSS), item, link)
    _shrink(document.add_paragraph())  # Word wants a paragraph after a table; a full-size one would cost a page
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


def _fill(cell: Any, item: Slip, link: Link | None) -> None:
    relation = item.relation or _("guardian")
    line(cell.paragraphs[0], item.school, size=_fitting(item.school, 10), centred=True, before=3)
    line(cell.add_paragraph(), _("Invitation to link with Sĩ Số"), size=14, bold=True, centred=True, after=4)
    for text in (
        _("Pupil: {name}, class {klass}").format(name=item.pupil, klass=item.class_name),
        _("For: {name} ({relation})").format(name=item.guardian, relation=relation),
    ):
        line(cell.add_paragraph(), text, size=_fitting(text, 12))
    line(cell.add_paragraph(), item.code, size=24, bold=True, centred=True, before=4, after=2)
    inner = cell.add_table(rows=1, cols=2)
    _columns(inner, WIDE - QR_CM - 0.8, QR_CM + 0.3)
    _steps(inner.cell(0, 0), item, linked=link is not None)
    _qr(inner.cell(0, 1), link(payload(item.code)) if link else payload(item.code))
    warning = _("The school never asks for a password, an OTP code or money in these messages.")
    line(cell.paragraphs[-1], warning, size=9, italic=True, centred=True, before=2)


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


def _steps(cell: Any, item: Slip, *, linked: bool) -> None:
    first, second = _("1. Open the school's Sĩ Số chat on your phone;"), _("2. type: lienket {code}")
    if linked:
        first, second = _("1. Scan the square with your phone and tap Start;"), _("2. or type: lienket {code}")
    expires = _("For one use, until {day}.").format(day=item.expires.strftime("%d/%m/%Y"))
    line(cell.paragraphs[0], first, size=10, before=4, after=2)
    line(cell.add_paragraph(), second.format(code=item.code.replace("-", UNBROKEN)), size=10, after=2)
    line(cell.add_paragraph(), _("The homeroom teacher then confirms it."), size=10, after=2)
    line(cell.add_paragraph(), expires, size=10, bold=True)


def _qr(cell: Any, content: str) -> None:
    import segno  # noqa: PLC0415, only slips have QR codes
    from docx.enum.text import WD_ALIGN_PARAGRAPH  # noqa: PLC0415, as above
    from docx.shared import Cm  # noqa: PLC0415, as above

    image = BytesIO()
    segno.make(content, error="m", micro=False).save(image, kind="png", scale=6, border=4)
    image.seek(0)
    cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
    cell.paragraphs[0].add_run().add_picture(image, width=Cm(QR_CM))


def _shrink(paragraph: Any) -> None:
    from docx.enum.text import WD_LINE_SPACING  # noqa: PLC0415, as above
    from docx.shared import Pt  # noqa: PLC0415, as above

    paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    paragraph.paragraph_format.line_spacing = Pt(1)
