"""The child process that draws one chart: `python -m papers.charts.child`, a Chart on stdin, its PNG on stdout."""

import sys
from io import BytesIO
from typing import Any

import msgspec
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from models.shapes.message import Chart

INK, GREY, RULE, BACK, AWAY = "#1f2933", "#52606d", "#d9e2ec", "#1f7a4d", "#e4e7eb"
WIDE = 3.9  # inches: at 100 units an inch as wide as a phone of 390 px, so that a point is what it is there
DOTS = 250  # an inch: sharp on the phone, and when somebody enlarges it
LINE_HIGH, BAR_HIGH, HEAD, GAP, FOOT = 1.65, 0.24, 0.62, 0.6, 0.15
LONGEST = 38  # letters of a title in full size; a longer one is set smaller
MOST_LABELLED = 8  # days whose percentage is written beside the point


def picture(chart: Chart) -> bytes:
    """The line over the days above, a bar for each class below; as tall as it has classes."""
    bars_high = max(BAR_HIGH * len(chart.bars), BAR_HIGH)
    high = HEAD + LINE_HIGH + GAP + bars_high + FOOT
    figure = Figure(figsize=(WIDE, high), facecolor="white")
    _words(figure, chart, high)
    _draw_days(figure.add_axes((0.13, 1 - (HEAD + LINE_HIGH) / high, 0.83, (LINE_HIGH - 0.28) / high)), chart)
    left = _left(chart)
    _draw_bars(figure.add_axes((left, FOOT / high, 0.72 - left, bars_high / high)), chart)
    made = BytesIO()
    figure.savefig(made, format="png", dpi=DOTS)
    return made.getvalue()


def _words(figure: Any, chart: Chart, high: float) -> None:
    large = 10.5 * min(1.0, LONGEST / max(len(chart.title), 1))
    figure.text(0.04, 1 - 0.1 / high, chart.title, size=large, weight="bold", color=INK, va="top")
    figure.text(0.04, 1 - 0.33 / high, chart.note, size=7.5, color=GREY, va="top")
    figure.text(0.04, 1 - 0.6 / high, chart.days_title, size=8.5, weight="bold", color=INK, va="top")
    below = 1 - (HEAD + LINE_HIGH + GAP - 0.2) / high
    figure.text(0.04, below, chart.bars_title, size=8.5, weight="bold", color=INK, va="center")


def _left(chart: Chart) -> float:
    """Room for the longest class name."""
    return min(0.1 + 0.018 * max((len(label) for label, _part, _whole in chart.bars), default=0), 0.4)


def _draw_days(axes: Axes, chart: Chart) -> None:
    values = [100 * part / whole if whole else 0.0 for _label, part, whole in chart.days]
    places = list(range(len(values)))
    axes.plot(places, values, color=BACK, linewidth=2, marker="o", markersize=4.5, clip_on=False, zorder=3)
    axes.fill_between(places, values, color=BACK, alpha=0.12, linewidth=0)
    shown = places if len(places) <= MOST_LABELLED else [places[0], places[-1]]
    for place in shown:
        axes.annotate(f"{values[place]:.0f}%", (place, values[place]), (0, 6), textcoords="offset points",
                      ha="center", size=8, weight="bold", color=INK)  # fmt: skip
    step = -(-len(places) // 7) if places else 1
    axes.set_xticks(places[::step], [label for label, _part, _whole in chart.days][::step])
    axes.set_xlim(-0.4, max(len(places) - 0.6, 0.6))
    axes.set_ylim(0, 113)
    axes.set_yticks([0, 50, 100], ["0%", "50%", "100%"])
    axes.grid(visible=True, axis="y", color=RULE, linewidth=0.8)
    _plain(axes)


def _draw_bars(axes: Axes, chart: Chart) -> None:
    """Filled as far as pupils are back; the count before the percentage. Where nothing is known there is no bar."""
    places = list(range(len(chart.bars)))
    shares = [part / whole if whole else 0.0 for _label, part, whole in chart.bars]
    known = [1.0 if whole else 0.0 for _label, _part, whole in chart.bars]
    axes.barh(places, known, color=AWAY, height=0.66)
    axes.barh(places, shares, color=BACK, height=0.66)
    for place, (_label, part, whole) in zip(places, chart.bars, strict=True):
        words = f"{part}/{whole} ({100 * part / whole:.0f}%)" if whole else chart.unknown
        axes.text(1.03 if whole else 0.0, place, words, va="center", size=8, color=INK if whole else GREY)
    axes.set_yticks(places, [label for label, _part, _whole in chart.bars])
    axes.set_xticks([])
    axes.set_xlim(0, 1)
    axes.set_ylim(len(places) - 0.5, -0.5)
    _plain(axes)


def _plain(axes: Axes) -> None:
    for side in axes.spines.values():
        side.set_visible(False)
    axes.tick_params(length=0, labelsize=8, labelcolor=INK)
    axes.set_axisbelow(True)


if __name__ == "__main__":
    sys.stdout.buffer.write(picture(msgspec.msgpack.decode(sys.stdin.buffer.read(), type=Chart)))
