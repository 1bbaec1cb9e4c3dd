"""The child process that draws one page: `python -m papers.charts.page_child`, a Page on stdin, its PDF on stdout."""

import sys
from functools import cache
from io import BytesIO

import msgspec
from matplotlib import rcParams
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, findfont
from matplotlib.ft2font import FT2Font
from matplotlib.patches import Circle, FancyBboxPatch

from rules.pictures import Page, Screen, Step

WIDE, HIGH, MARGIN = 8.27, 11.69, 0.6  # inches of A4
INK, GREY, GREEN, PALE, MINE, RULE = "#1f2933", "#52606d", "#1f7a4d", "#f3f6f9", "#d6f0e0", "#cbd5df"
PHONE = 3.1  # inches: the picture of a phone, beside the words
HEAD, FOOT = 1.85, 0.85
SPOKEN, PRESSED = 10.0, 9.5  # points of what stands on the phone
LINE = 1.32  # of the size of the letters
INCH = 72.0  # points
MEASURED = 100.0  # the size in which widths are measured, so that rounding does not matter


def pdf(page: Page) -> bytes:
    """One page with letters that can be searched and read out."""
    rcParams["pdf.fonttype"] = 42
    figure = Figure(figsize=(WIDE, HIGH), facecolor="white")
    sheet = _Sheet(figure)
    sheet.head(page)
    room = (HIGH - HEAD - FOOT) / len(page.steps)
    for number, step in enumerate(page.steps, 1):
        sheet.step(number, step, HIGH - HEAD - (number - 1) * room, room)
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
        top = self.text(MARGIN, HIGH - 0.5, page.school, 10, room, colour=GREY)
        top = self.text(
            MARGIN, top - 0.05, page.title, 21 if len(page.title) < 30 else 17, room, bold=True, colour=GREEN
        )
        self.text(MARGIN, top - 0.08, page.lead, 11.5, room)

    def foot(self, words: str) -> None:
        self.text(MARGIN, FOOT - 0.12, words, 9, WIDE - 2 * MARGIN, colour=GREY)

    def step(self, number: int, step: Step, top: float, room: float) -> None:
        self.box(MARGIN, top - room + 0.08, PHONE, room - 0.16, PALE, RULE, 0.12)
        self._screen(step.screen, MARGIN + 0.12, top - 0.2, PHONE - 0.24)
        left = MARGIN + PHONE + 0.3
        dot = Circle((left + 0.17, top - 0.3), 0.17, color=GREEN, transform=self._figure.dpi_scale_trans)
        self._figure.add_artist(dot)
        self._figure.text((left + 0.17) / WIDE, (top - 0.3) / HIGH, str(number), size=12, weight="bold",
                          color="white", ha="center", va="center_baseline")  # fmt: skip
        words_room = WIDE - MARGIN - left - 0.45
        below = self.text(left + 0.45, top - 0.19, step.title, 14, words_room, bold=True)
        self.text(left + 0.45, below - 0.06, step.words, 11.5, words_room)

    def _screen(self, screen: Screen, left: float, top: float, room: float) -> None:
        for mine, words in screen.said:
            lines = wrapped(words, SPOKEN, room * 0.9)
            wide = max(_width(line, SPOKEN) for line in lines) + 0.2
            high = len(lines) * SPOKEN * LINE / INCH + 0.1
            at = left + room - wide if mine else left
            self.box(at, top - high, wide, high, MINE if mine else "white", RULE, 0.07)
            self.text(at + 0.1, top - 0.05, "\n".join(lines), SPOKEN, wide)
            top -= high + 0.07
        self._buttons(screen, left, top, room)

    def _buttons(self, screen: Screen, left: float, top: float, room: float) -> None:
        at, high = left, 0.26
        for label in screen.buttons:
            wide = _width(label, PRESSED) + 0.2
            if at > left and at + wide > left + room:
                at, top = left, top - high - 0.06
            self.box(at, top - high, wide, high, "white", GREEN, 0.06)
            self._figure.text((at + wide / 2) / WIDE, (top - high / 2) / HIGH, label, size=PRESSED, color=GREEN,
                              ha="center", va="center_baseline")  # fmt: skip
            at += wide + 0.08


if __name__ == "__main__":
    sys.stdout.buffer.write(pdf(msgspec.msgpack.decode(sys.stdin.buffer.read(), type=Page)))
