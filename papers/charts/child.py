"""The child process that draws one chart: `python -m papers.charts.child`, a Chart on stdin, its PNG on stdout."""

import sys
from collections.abc import Callable
from io import BytesIO
from math import isnan, nan

import msgspec
from matplotlib import rcParams
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from rules.pictures import Chart, Tint

INK, GREY, RULE, BACK, AWAY, FEW = "#1f2933", "#52606d", "#d9e2ec", "#1f7a4d", "#e4e7eb", "#d98324"
LEAST_SHARE = 0.05  # of a bar that fills its room
WIDE = 3.9  # inches: at 100 units an inch as wide as a phone of 390 px, so that a point is what it is there
DOTS = 250  # an inch: sharp on the phone, and when somebody enlarges it
BAR_HIGH, TILE_HIGH, HEAD_ALONE, DAYS_HIGH, BARS_HEAD, FOOT = 0.24, 0.5, 0.52, 1.7, 0.28, 0.15
LONGEST = 38  # letters of a title in full size; a longer one is set smaller
LONGEST_NOTE, TILE_LETTERS, LABEL = 66, 46, 26
TINTS = {
    Tint.NONE: ("#c7e8d5", INK),
    Tint.LIGHT: ("#fdf0c4", INK),
    Tint.MIDDLE: ("#f9c98a", INK),
    Tint.DEEP: ("#d9534f", "white"),
    Tint.GREY: ("#d5dae1", GREY),
    Tint.BLANK: ("white", RULE),
}
MOST_DOTS = 31
MOST_LABELLED = 8  # days whose percentage is written beside the point


def picture(chart: Chart) -> bytes:
    """The line over the days above, a bar for each class or the board of tiles below; as tall as what there is."""
    parts = [(high, draw) for high, draw in _parts(chart) if high]
    rcParams["text.parse_math"] = False  # what people call a class or a village is no formula
    high = HEAD_ALONE + sum(part for part, _draw in parts) + FOOT
    figure = Figure(figsize=(WIDE, high), facecolor="white")
    _words(figure, chart, high)
    top = high - HEAD_ALONE
    for part, draw in parts:
        draw(figure, chart, top, high)
        top -= part
    made = BytesIO()
    figure.savefig(made, format="png", dpi=DOTS)
    return made.getvalue()


def _parts(chart: Chart) -> list[tuple[float, Callable[[Figure, Chart, float, float], None]]]:
    """How tall each part is, 0 for none, and what draws it below a height of the whole one."""
    rows = -(-len(chart.tiles) // chart.columns)
    return [
        (DAYS_HIGH if chart.days else 0, _days_part),
        (BARS_HEAD + BAR_HIGH * len(chart.bars) if chart.bars else 0, _bars_part),
        (TILE_HIGH * rows, _tiles_part),
    ]


def _words(figure: Figure, chart: Chart, high: float) -> None:
    large = 10.5 * min(1.0, LONGEST / max(len(chart.title), 1))
    figure.text(0.04, 1 - 0.1 / high, chart.title, size=large, weight="bold", color=INK, va="top")
    small = 7.5 * min(1.0, LONGEST_NOTE / max(len(chart.note), 1))
    figure.text(0.04, 1 - 0.33 / high, chart.note, size=small, color=GREY, va="top")


def _heading(figure: Figure, words: str, at: float, high: float) -> None:
    figure.text(0.04, at / high, words, size=8.5, weight="bold", color=INK, va="center")


def _days_part(figure: Figure, chart: Chart, top: float, high: float) -> None:
    _heading(figure, chart.days_title, top - 0.1, high)
    _draw_days(figure.add_axes((0.13, (top - DAYS_HIGH + 0.38) / high, 0.83, (DAYS_HIGH - 0.7) / high)), chart)


def _bars_part(figure: Figure, chart: Chart, top: float, high: float) -> None:
    _heading(figure, chart.bars_title, top - 0.1, high)
    left, tall = _left(chart), BAR_HIGH * len(chart.bars)
    _draw_bars(figure.add_axes((left, (top - BARS_HEAD - tall) / high, 0.72 - left, tall / high)), chart)


def _tiles_part(figure: Figure, chart: Chart, top: float, high: float) -> None:
    """Label above words, on a ground of the tint; dark grounds have light words."""
    wide = 0.92 / chart.columns
    for number, tile in enumerate(chart.tiles):
        row, column = divmod(number, chart.columns)
        left, below = 0.04 + column * wide, (top - (row + 1) * TILE_HIGH) / high
        ground, ink = TINTS[tile.tint]
        box = Rectangle((left + 0.006, below + 0.03 / high), wide - 0.012, (TILE_HIGH - 0.06) / high, color=ground)
        figure.add_artist(box)
        middle = left + wide / 2
        fits = min(1.0, TILE_LETTERS / chart.columns / max(len(tile.label), len(tile.words), 1))
        figure.text(middle, below + 0.31 / high, tile.label, size=8.5 * fits, weight="bold", color=ink, ha="center")
        figure.text(middle, below + 0.12 / high, tile.words, size=8.5 * fits, color=ink, ha="center")


def _left(chart: Chart) -> float:
    """Room for the longest class name."""
    return min(0.1 + 0.018 * max((len(label) for label, _part, _whole in chart.bars), default=0), 0.4)


def _draw_days(axes: Axes, chart: Chart) -> None:
    """A day of which nothing is known is a gap in the line; a single day between two gaps is a point."""
    values = [100 * part / whole if whole else nan for _label, part, whole in chart.days]
    places = list(range(len(values)))
    low = _lowest(values) if chart.close else 0
    small = 4.5 if len(values) <= MOST_DOTS else 2.5
    axes.plot(places, values, color=BACK, linewidth=2, marker="o", markersize=small, clip_on=False, zorder=3)
    axes.fill_between(places, values, low, color=BACK, alpha=0.12, linewidth=0)
    known = [place for place in places if not isnan(values[place])]
    shown = known if len(known) <= MOST_LABELLED else [known[0], known[-1]]
    for place in shown:
        said = _percent(*chart.days[place][1:])
        axes.annotate(f"{said}%", (place, values[place]), (0, 6), textcoords="offset points",
                      ha="center", size=8, weight="bold", color=INK)  # fmt: skip
    step = -(-len(places) // 7) if places else 1
    axes.set_xticks(places[::step], [label for label, _part, _whole in chart.days][::step])
    axes.set_xlim(-0.4, max(len(places) - 0.6, 0.6))
    axes.set_ylim(low, 100 + 0.13 * (100 - low))
    axes.set_yticks([low, (low + 100) / 2, 100], [f"{tick:g}%" for tick in (low, (low + 100) / 2, 100)])
    axes.grid(visible=True, axis="y", color=RULE, linewidth=0.8)
    _plain(axes)


def _lowest(values: list[float]) -> int:
    """Where the line begins: a round number below its lowest point, so that a bad day is seen."""
    known = [value for value in values if not isnan(value)]
    return max(0, min(90, int(min(known, default=0.0) // 10 * 10)))


def _fitting(label: str) -> str:
    """What is longer than the room for labels keeps its beginning."""
    return label if len(label) <= LABEL else f"{label[: LABEL - 1].rstrip()}…"


def _draw_bars(axes: Axes, chart: Chart) -> None:
    """Filled as far as the part goes; `close`: against the largest, as shares are small. The count stands before
    the percentage. Where nothing is known there is no bar.
    """
    places = list(range(len(chart.bars)))
    shares = [part / whole if whole else 0.0 for _label, part, whole in chart.bars]
    most = max(LEAST_SHARE, *shares) if chart.close else 1.0
    known = [most if whole else 0.0 for _label, _part, whole in chart.bars]
    axes.barh(places, known, color=AWAY, height=0.66)
    axes.barh(places, shares, color=FEW if chart.close else BACK, height=0.66)
    for place, (_label, part, whole) in zip(places, chart.bars, strict=True):
        words = f"{part}/{whole} ({_percent(part, whole)}%)" if whole else chart.unknown
        axes.text(1.03 * most if whole else 0.0, place, words, va="center", size=8, color=INK if whole else GREY)
    axes.set_yticks(places, [_fitting(label) for label, _part, _whole in chart.bars])
    axes.set_xticks([])
    axes.set_xlim(0, most)
    axes.set_ylim(len(places) - 0.5, -0.5)
    _plain(axes)


def _percent(part: int, whole: int) -> int:
    """Rounded, but neither nothing nor all unless it is."""
    near = round(100 * part / whole)
    return near if part in {0, whole} else min(99, max(1, near))


def _plain(axes: Axes) -> None:
    for side in axes.spines.values():
        side.set_visible(False)
    axes.tick_params(length=0, labelsize=8, labelcolor=INK)
    axes.set_axisbelow(True)


if __name__ == "__main__":
    sys.stdout.buffer.write(picture(msgspec.msgpack.decode(sys.stdin.buffer.read(), type=Chart)))
