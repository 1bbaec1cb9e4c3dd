"""The families to call on a sheet of paper, with room for what came of each call."""

from collections.abc import Sequence
from io import BytesIO

from msgspec import Struct

from locales import _
from papers.official import line, new_paper


class Line(Struct, frozen=True):
    """A family: the pupil, what was missed, and the people with their numbers."""

    pupil: str
    class_name: str
    missed: str
    contacts: Sequence[str]


def call_sheet(school: str, day: str, lines: Sequence[Line]) -> bytes:
    """A .docx in the language being spoken."""
    document = new_paper()
    line(document.add_paragraph(), school, size=12, bold=True)
    line(document.add_paragraph(), _("Families to call, {day}").format(day=day), size=14, bold=True, after=8)
    table = document.add_table(rows=1, cols=4, style="Table Grid")
    titles = (_("Pupil"), _("Absent"), _("Whom to call"), _("What came of it"))
    for cell, title in zip(table.rows[0].cells, titles, strict=True):
        line(cell.paragraphs[0], title, size=12, bold=True)
    for one in lines:
        nobody = [_("no number on the list: please ask the village head")]
        cells = table.add_row().cells
        line(cells[0].paragraphs[0], f"{one.pupil}, {one.class_name}", size=12)
        line(cells[1].paragraphs[0], one.missed, size=12)
        for number, contact in enumerate(one.contacts or nobody):
            line(cells[2].paragraphs[0] if not number else cells[2].add_paragraph(), contact, size=12)
    file = BytesIO()
    document.save(file)
    return file.getvalue()
