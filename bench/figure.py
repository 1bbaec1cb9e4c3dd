"""One measured line: a figure, and what it is measured against."""

from collections.abc import Iterable
from statistics import median

from msgspec import Struct
from rich.table import Table


class Figure(Struct, frozen=True, kw_only=True):
    """`bar` is what `ratio` (or, without one, `value`) must reach; with `most`, what it must not exceed. A figure
    without a bar is only shown.
    """

    part: str
    what: str
    value: float
    unit: str
    against: str = ""
    ratio: float | None = None
    bar: float | None = None
    most: bool = False

    def passes(self) -> bool | None:
        if self.bar is None:
            return None
        measured = self.value if self.ratio is None else self.ratio
        return measured <= self.bar if self.most else measured >= self.bar


def table(figures: Iterable[Figure]) -> Table:
    drawn = Table(title="Sĩ Số, measured", title_justify="left")
    for name in ("part", "what", "figure", "ratio", "bar", ""):
        drawn.add_column(
            name, justify="right" if name in {"figure", "ratio", "bar"} else "left", no_wrap=name == "part"
        )
    for figure in figures:
        ratio = "" if figure.ratio is None else f"{figure.ratio:.2f} × {figure.against}"
        bar = "" if figure.bar is None else f"{'≤' if figure.most else '≥'} {figure.bar:g}"
        verdict = {True: "[green]PASS", False: "[red]MISS", None: ""}[figure.passes()]
        drawn.add_row(figure.part, figure.what, f"{figure.value:,.4g} {figure.unit}", ratio, bar, verdict)
    return drawn


def middle(values: Iterable[float]) -> float:
    return median(values)
