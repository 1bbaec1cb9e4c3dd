"""What every official paper of a school has, by the layout of Decree 30/2020/NĐ-CP: page, head, text, foot."""

import re
from collections.abc import Sequence
from datetime import date
from io import BytesIO
from typing import Any

from locales import _

FONT, TEXT = "Times New Roman", 13.5
TOP = BOTTOM = 2.0  # cm, as are the other margins
LEFT, RIGHT = 3.0, 1.6
LEFT_BLOCK, RIGHT_BLOCK = 6.6, 9.9
BLANK = "……………"
MANY_COLUMNS = 8  # more are narrow: their words are set a point smaller, so that none is cut in two
_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
LINE = " ".join(["……"] * 18)  # to write on; in pieces, so that it fills its line and spreads no words


def as_xml(text: str) -> str:
    """Text as a paper can hold it: signs that no XML has are left out."""
    return _NOT_XML.sub("", text)


def official_date(day: date) -> str:
    """`ngày 05 tháng 01 năm 2026`: days under ten, and the first two months, have a nought before them."""
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return _("day {day} month {month} year {year}").format(day=f"{day.day:02d}", month=month, year=day.year)


def new_paper() -> Any:
    """An empty A4 page; from the second on, its number stands centred in the top margin."""
    from docx import Document  # noqa: PLC0415, 0.2 s of start-up for a paper written now and then
    from docx.shared import Cm, Pt  # noqa: PLC0415, as above

    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.top_margin, section.bottom_margin = Cm(TOP), Cm(BOTTOM)
    section.left_margin, section.right_margin = Cm(LEFT), Cm(RIGHT)
    section.header_distance = Cm(1)
    section.different_first_page_header_footer = True
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(TEXT)
    normal.element.rPr.rFonts.set(_qn("w:eastAsia"), FONT)
    normal.paragraph_format.space_before = normal.paragraph_format.space_after = Pt(0)
    _page_number(section.header.paragraphs[0])
    return document


def head_blocks(document: Any, *, superior: str, school: str, number: str, subject: str, dated: str) -> None:
    """The school under the body over it, number and (a letter's) subject on the left; the country's name, place and
    date on the right.
    """
    left, right = blocks(document)
    line(left.paragraphs[0], superior, size=13, centred=True)
    line(left.add_paragraph(), school, size=13, bold=True, centred=True)
    rule(left.add_paragraph(), 2.6)
    line(left.add_paragraph(), number, size=13, centred=True)
    if subject:
        line(left.add_paragraph(), subject, size=13, centred=True, before=4)
    line(right.paragraphs[0], _("SOCIALIST REPUBLIC OF VIET NAM"), size=12, bold=True, centred=True)
    line(right.add_paragraph(), _("Independence - Freedom - Happiness"), size=13, bold=True, centred=True)
    rule(right.add_paragraph(), 5.4)
    line(right.add_paragraph(), dated, size=13.5, italic=True, centred=True, before=6)


def foot_blocks(document: Any, receivers: Sequence[str], titles: Sequence[str], name: str) -> None:
    """Who gets it, on the left; the signature on the right. It does not stand on a page by itself: the last words go
    with it.
    """
    document.paragraphs[-1].paragraph_format.keep_with_next = True
    line(document.add_paragraph(), "", size=8)
    document.paragraphs[-1].paragraph_format.keep_with_next = True
    left, right = blocks(document)
    line(left.paragraphs[0], _("To:"), size=12, bold=True, italic=True)
    for receiver in receivers:
        line(left.add_paragraph(), receiver, size=11)
    for number, each in enumerate(titles):
        line(right.paragraphs[0] if not number else right.add_paragraph(), each, size=14, bold=True, centred=True)
    for _space in range(4):
        line(right.add_paragraph(), "", size=14)
    line(right.add_paragraph(), name, size=14, bold=True, centred=True)


def titles_of(signer_title: str) -> list[str]:
    """`KT. HIỆU TRƯỞNG` is followed by the deputy's own title."""
    titles = [signer_title.upper() or _("PRINCIPAL")]
    return [*titles, _("DEPUTY PRINCIPAL")] if titles[0].startswith("KT.") else titles


def signatures(document: Any, left: tuple[str, str], right: tuple[str, str]) -> None:
    """Two who sign, each with what they sign as and their name; not on a page by themselves."""
    document.paragraphs[-1].paragraph_format.keep_with_next = True
    line(document.add_paragraph(), "", size=8)
    document.paragraphs[-1].paragraph_format.keep_with_next = True
    for cell, (role, name) in zip(blocks(document), (left, right), strict=True):
        line(cell.paragraphs[0], role, size=13, bold=True, centred=True)
        for _space in range(4):
            line(cell.add_paragraph(), "", size=14)
        line(cell.add_paragraph(), name or BLANK, size=14, bold=True, centred=True)


def addressed_line(document: Any, text: str) -> None:
    line(document.add_paragraph(), text, size=TEXT, centred=True, before=18, after=10)


def say(document: Any, text: str, *, bold: bool = False) -> None:
    """A paragraph of the text: justified, its first line indented. A bold one is a heading, kept with what follows."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH  # noqa: PLC0415, as above
    from docx.shared import Cm, Pt  # noqa: PLC0415, as above

    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    paragraph.paragraph_format.first_line_indent = Cm(1.27)
    paragraph.paragraph_format.space_after = Pt(6)
    paragraph.paragraph_format.line_spacing = 1.1
    if bold:
        paragraph.paragraph_format.keep_with_next = True
    paragraph.add_run(as_xml(text)).bold = bold


def title(document: Any, kind: str, subject: str) -> None:
    """What kind of paper it is and what it is about, where that is not a letter's."""
    line(document.add_paragraph(), kind, size=14, bold=True, centred=True, before=14)
    line(document.add_paragraph(), subject, size=14, bold=True, centred=True)
    rule(document.add_paragraph(), 5.4, block=21 - LEFT - RIGHT + 0.4)


def table(
    document: Any,
    widths: Sequence[float],
    headings: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    summed: bool = False,
) -> None:
    """A ruled table, its heading repeated on every page; widths in cm. A row of one cell is a heading across.
    Numbers stand in the middle; `summed`: the last row is the sum."""
    from docx.shared import Cm  # noqa: PLC0415, as above

    made = document.add_table(rows=1 + len(rows), cols=len(widths))
    made.style, made.autofit = "Table Grid", False
    for row in made.rows:
        row._tr.get_or_add_trPr().append(_element("w:cantSplit"))  # noqa: SLF001, a name stays on one page
    made.rows[0]._tr.get_or_add_trPr().append(_element("w:tblHeader"))  # noqa: SLF001, as above
    for column, width in zip(made.columns, widths, strict=True):
        column.width = Cm(width)
        for cell in column.cells:
            cell.width = Cm(width)
    for cells, words in zip((row.cells for row in made.rows), (headings, *rows), strict=True):
        across = len(words) == 1
        if across:
            cells[0].merge(cells[-1])
        for cell, text in zip(cells, words, strict=False):
            top, number = words is headings, not any(sign.isalpha() for sign in text)
            bold = across or top or (summed and words is rows[-1])
            size = (11 if top else 12) - (len(widths) > MANY_COLUMNS)
            line(cell.paragraphs[0], text, size=size, bold=bold, centred=number or top)
    line(document.add_paragraph(), "", size=6)


def saved(document: Any) -> bytes:
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def line(
    paragraph: Any,
    text: str,
    *,
    size: float,
    bold: bool = False,
    italic: bool = False,
    centred: bool = False,
    before: float = 0,
    after: float = 0,
) -> None:
    """One paragraph in one style; sizes and distances in points."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH  # noqa: PLC0415, as above
    from docx.shared import Pt  # noqa: PLC0415, as above

    run = paragraph.add_run(as_xml(text))
    run.font.size, run.bold, run.italic = Pt(size), bold, italic
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(before), Pt(after)
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def rule(paragraph: Any, width: float, *, block: float = 0) -> None:
    """The line under a name, so many centimetres long: an empty paragraph's border between wide indents. `block` is how
    wide the room is, where it is no block of the head.
    """
    from docx.enum.text import WD_LINE_SPACING  # noqa: PLC0415, as above
    from docx.shared import Cm, Pt  # noqa: PLC0415, as above

    block = block or (LEFT_BLOCK if width < 4 else RIGHT_BLOCK)
    form = paragraph.paragraph_format
    form.left_indent = form.right_indent = Cm((block - 0.4 - width) / 2)
    form.line_spacing_rule, form.line_spacing, form.space_after = WD_LINE_SPACING.EXACTLY, Pt(3), Pt(4)
    borders = _element("w:pBdr")
    borders.append(_element("w:top", val="single", sz="6", space="1", color="000000"))
    _into_place(paragraph, borders)


def boxed(paragraph: Any, colour: str) -> None:
    """A thin line around it, and this colour (RRGGBB) behind its words."""
    borders = _element("w:pBdr")
    for side in ("top", "left", "bottom", "right"):
        borders.append(_element(f"w:{side}", val="single", sz="4", space="1", color="A0A8B0"))
    _into_place(paragraph, borders)
    _into_place(paragraph, _element("w:shd", val="clear", color="auto", fill=colour))


def _into_place(paragraph: Any, form: Any) -> None:
    """Word wants what it knows of a paragraph in one order; python-docx has no borders of its own."""
    after = ("w:shd", "w:tabs", "w:spacing", "w:ind", "w:contextualSpacing", "w:jc", "w:rPr")
    later = [name for name in after if _qn(name) != form.tag]
    paragraph._p.get_or_add_pPr().insert_element_before(form, *later)  # noqa: SLF001, as above


def blocks(document: Any, count: int = 2) -> Sequence[Any]:
    """Cells side by side, without lines: the two of head and foot, or several of one width."""
    from docx.enum.table import WD_TABLE_ALIGNMENT  # noqa: PLC0415, as above
    from docx.shared import Cm  # noqa: PLC0415, as above

    table = document.add_table(rows=1, cols=count)
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    table.rows[0]._tr.get_or_add_trPr().append(_element("w:cantSplit"))  # noqa: SLF001, title and name on one page
    widths = (LEFT_BLOCK, RIGHT_BLOCK) if count == 2 else [(LEFT_BLOCK + RIGHT_BLOCK) / count] * count
    for column, width in zip(table.columns, widths, strict=True):
        column.width = column.cells[0].width = Cm(width)  # LibreOffice reads the grid, Word the cells
    return [table.cell(0, number) for number in range(count)]


def _page_number(paragraph: Any) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH  # noqa: PLC0415, as above

    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for kind, words in (("begin", ""), ("", "PAGE"), ("end", "")):
        run = paragraph.add_run()
        if kind:
            run._r.append(_element("w:fldChar", fldCharType=kind))  # noqa: SLF001, it has no fields either
        else:
            text = _element("w:instrText")
            text.text = words
            run._r.append(text)  # noqa: SLF001, as above


def _element(name: str, **attributes: str) -> Any:
    from docx.oxml import OxmlElement  # noqa: PLC0415, as above

    made = OxmlElement(name)
    for key, value in attributes.items():
        made.set(_qn(f"w:{key}"), value)
    return made


def _qn(name: str) -> str:
    from docx.oxml.ns import qn  # noqa: PLC0415, as above

    return qn(name)
