"""A phone drawn in Word itself: the chat that is opened, and what is said in it, as shaded boxes; no picture file."""

from collections.abc import Sequence
from textwrap import wrap
from typing import Any

from papers.official import boxed, line
from rules.pictures import Screen

POINTS_OF_CM = 28.35
ASIDE = 0.5  # cm by which what is said stands away from the other's side
HEAD, MINE, THEIRS, BACK = "D9E2EC", "CDE7D8", "FFFFFF", "F2F4F7"
PADDING = 2.0  # points around the words of a box


def phone(cell: Any, head: str, screen: Screen, *, wide: float, size: float) -> None:
    """Below what stands in the cell already."""
    from docx.shared import Cm  # noqa: PLC0415, 0.2 s of start-up for a paper printed twice a year

    frame = cell.add_table(rows=1, cols=1)
    for empty in (one for one in (cell.paragraphs[0], cell.paragraphs[-1]) if not one.text):
        shrink(empty)
    frame.style, frame.autofit = "Table Grid", False
    frame.columns[0].width = frame.cell(0, 0).width = Cm(wide)
    inner = frame.cell(0, 0)
    line(inner.paragraphs[0], head, size=size, bold=True, centred=True)
    boxed(inner.paragraphs[0], HEAD)
    for mine, words in screen.said:
        said = inner.add_paragraph()
        line(said, words, size=size, before=PADDING)
        said.paragraph_format.left_indent = Cm(ASIDE if mine else 0)
        said.paragraph_format.right_indent = Cm(0 if mine else ASIDE)
        boxed(said, MINE if mine else THEIRS)


def phone_height(head: str, screen: Screen, *, wide: float, size: float) -> float:
    """About how high it is, in points; rather more than less."""
    said: Sequence[tuple[float, str]] = [
        (wide - 0.4, head),
        *((wide - 0.4 - ASIDE, words) for _mine, words in screen.said),
    ]
    return sum(_lines(words, size, room) * size * 1.18 + 2 * PADDING for room, words in said) + PADDING


def shrink(paragraph: Any) -> None:
    """Word wants a paragraph before and after a table."""
    from docx.enum.text import WD_LINE_SPACING  # noqa: PLC0415, as above
    from docx.shared import Pt  # noqa: PLC0415, as above

    paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    paragraph.paragraph_format.line_spacing = Pt(1)


def _lines(words: str, size: float, room: float) -> int:
    return max(1, len(wrap(words, int(room * POINTS_OF_CM / (size * 0.48)))))
