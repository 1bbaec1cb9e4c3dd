"""The child process that draws one page: `python -m papers.charts.page_child`, a Page on stdin, its PDF on stdout."""

import sys
from collections.abc import Callable, Sequence
from functools import cache
from io import BytesIO

import msgspec
from matplotlib import rcParams
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, findfont
from matplotlib.ft2font import FT2Font
from matplotlib.patches import Circle, FancyBboxPatch

from rules.pictures import Page, Screen, Step

WIDE, HIGH, MARGIN = 8.27, 11.69, 0.45  # inches of A4
INK, GREY, GREEN, PALE, MINE, RULE = "#1f2933", "#52606d", "#1f7a4d", "#f3f6f9", "#d6f0e0", "#cbd5df"
PHONE = 3.0  # inches: the picture of a phone, beside the words
HEAD, FOOT = 1.95, 0.85
SIZES = (16.0, 15.0, 14.0, 13.0, 12.0, 11.0)  # points of words: the page is read on a phone, as large as it can be
SPOKEN = (13.0, 12.0, 11.0, 10.0, 9.0)  # of what stands on the phone in the picture
TITLE, PRESSED = 1.15, 0.95  # of the size of the words beside or above
LINE = 1.32  # of the size of the letters
SAID, GAP = 0.95, 0.06  # the widest a message is, of the phone; inches between messages, and between buttons
ON_PHONE = PHONE - 0.24  # inches across the picture
BESIDE = WIDE - 2 * MARGIN - PHONE - 0.25 - 0.45  # inches of the words, behind their number
INCH = 72.0  # points
MEASURED = 100.0  # the size in which widths are measured, so that rounding does not matter


def pdf(page: Page) -> bytes:
    """One page with letters that can be searched and read out."""
    rcParams["text.parse_math"] = False
    rcParams["pdf.fonttype"] = 42
    figure = Figure(figsize=(WIDE, HIGH), facecolor="white")
    sheet = _Sheet(figure)
    sheet.head(page)
    high, size = room(page), words_size(page)
    for number, step in enumerate(page.steps, 1):
        sheet.step(number, step, HIGH - HEAD - (number - 1) * high, high, size)
    sheet.foot(page.foot)
    made = BytesIO()
    figure.savefig(made, format="pdf", metadata={"Title": page.title, "Author": page.school, "CreationDate": None})
    return made.getvalue()


@cache
def _font(*, bold: bool) -> FT2Font:
    found = FT2Font(findfont(FontProperties(weight="bold" if bold else "normal")))
    found.set_size(MEASURED, INCH)
    return found


@cache
def _width(words: str, size: float, *, bold: bool = False) -> float:
    """Inches."""
    font = _font(bold=bold)
    font.set_text(words)
    return float(font.get_width_height()[0]) / 64 / MEASURED * size / INCH


def wrapped(words: str, size: float, room: float, *, bold: bool = False) -> list[str]:
    """Lines that fit into so many inches."""
    lines: list[str] = []
    for paragraph in words.split("\n"):
        line = ""
        for word in paragraph.split():
            longer = f"{line} {word}".strip()
            if line and _width(longer, size, bold=bold) > room:
                lines.append(line)
                line = word
            else:
                line = longer
        lines.append(line)
    return lines


class _Sheet:
    """Places things by inches from the lower left corner."""

    def __init__(self, figure: Figure) -> None:
        self._figure = figure

    def text(self, left: float, top: float, words: str, size: float, room: float, *, bold: bool = False,
             colour: str = INK) -> float:  # fmt: skip
        """Below `top`; where it ends."""
        for line in wrapped(words, size, room, bold=bold):
            self._figure.text(left / WIDE, top / HIGH, line, size=size, color=colour, va="top",
                              weight="bold" if bold else "normal")  # fmt: skip
            top -= size * LINE / INCH
        return top

    def box(self, left: float, low: float, wide: float, high: float, fill: str, edge: str, round_: float) -> None:
        style = f"round,pad=0,rounding_size={round_}"
        patch = FancyBboxPatch((left, low), wide, high, style, facecolor=fill, edgecolor=edge, linewidth=0.8,
                               transform=self._figure.dpi_scale_trans)  # fmt: skip
        self._figure.add_artist(patch)

    def head(self, page: Page) -> None:
        room = WIDE - 2 * MARGIN
        top = self.text(MARGIN, HIGH - 0.4, page.school, 12, room, colour=GREY)
        size = 24 if len(wrapped(page.title, 24, room, bold=True)) == 1 else 20
        top = self.text(MARGIN, top - 0.05, page.title, size, room, bold=True, colour=GREEN)
        self.text(MARGIN, top - 0.08, page.lead, 14, room)

    def foot(self, words: str) -> None:
        self.text(MARGIN, FOOT - 0.1, words, 11, WIDE - 2 * MARGIN, colour=GREY)

    def step(self, number: int, step: Step, top: float, room: float, size: float) -> None:
        self.box(MARGIN, top - room + 0.08, PHONE, room - 0.16, PALE, RULE, 0.12)
        self._screen(step.screen, MARGIN + 0.12, top - 0.16, screen_size(step.screen, room))
        left = MARGIN + PHONE + 0.25
        dot = Circle((left + 0.17, top - 0.3), 0.17, color=GREEN, transform=self._figure.dpi_scale_trans)
        self._figure.add_artist(dot)
        self._figure.text((left + 0.17) / WIDE, (top - 0.3) / HIGH, str(number), size=12, weight="bold",
                          color="white", ha="center", va="center_baseline")  # fmt: skip
        below = self.text(left + 0.45, top - 0.17, step.title, size * TITLE, BESIDE, bold=True)
        self.text(left + 0.45, below - 0.06, step.words, size, BESIDE)

    def _screen(self, screen: Screen, left: float, top: float, size: float) -> None:
        room = ON_PHONE
        for mine, words in screen.said:
            lines = wrapped(words, size, room * SAID)
            wide = max(_width(line, size) for line in lines) + 0.2
            tall = _said_height(words, size, room)
            at = left + room - wide if mine else left
            self.box(at, top - tall, wide, tall, MINE if mine else "white", RULE, 0.07)
            self.text(at + 0.1, top - 0.05, "\n".join(lines), size, wide)
            top -= tall + GAP
        tall = _button_height(size)
        for row in button_rows(screen.buttons, size, room):
            at = left
            for label, wide in row:
                self.box(at, top - tall, wide, tall, "white", GREEN, 0.06)
                self._figure.text((at + wide / 2) / WIDE, (top - tall / 2) / HIGH, label, size=size * PRESSED,
                                  color=GREEN, ha="center", va="center_baseline")  # fmt: skip
                at += wide + GAP
            top -= tall + GAP


def room(page: Page) -> float:
    """Inches from one step to the next."""
    return (HIGH - HEAD - FOOT) / len(page.steps)


def words_size(page: Page) -> float:
    """The same for all steps."""
    return largest(SIZES, room(page) - 0.3, lambda size: max(_step_height(step, size, BESIDE) for step in page.steps))


def screen_size(screen: Screen, room: float) -> float:
    return largest(SPOKEN, room - 0.32, lambda size: _screen_height(screen, size, ON_PHONE))


def largest(sizes: Sequence[float], room: float, height: Callable[[float], float]) -> float:
    """The largest size with which something is no higher than there is room; the smallest, if none is."""
    return next((size for size in sizes if height(size) <= room), sizes[-1])


def _lines_height(words: str, size: float, room: float, *, bold: bool = False) -> float:
    return len(wrapped(words, size, room, bold=bold)) * size * LINE / INCH


def _step_height(step: Step, size: float, room: float) -> float:
    title = _lines_height(step.title, size * TITLE, room, bold=True)
    return title + 0.06 + _lines_height(step.words, size, room)


def _said_height(words: str, size: float, room: float) -> float:
    return _lines_height(words, size, room * SAID) + 0.1


def _button_height(size: float) -> float:
    return size * PRESSED * 1.75 / INCH


def _screen_height(screen: Screen, size: float, room: float) -> float:
    said = sum(_said_height(words, size, room) + GAP for _mine, words in screen.said)
    return said + len(button_rows(screen.buttons, size, room)) * (_button_height(size) + GAP)


def button_rows(labels: Sequence[str], size: float, room: float) -> list[list[tuple[str, float]]]:
    """Labels with their widths, as many side by side as fit."""
    rows: list[list[tuple[str, float]]] = []
    used = room
    for label in labels:
        wide = _width(label, size * PRESSED) + 0.2
        if used + wide > room:
            rows.append([])
            used = 0.0
        rows[-1].append((label, wide))
        used += wide + GAP
    return rows


if __name__ == "__main__":
    sys.stdout.buffer.write(pdf(msgspec.msgpack.decode(sys.stdin.buffer.read(), type=Page)))
