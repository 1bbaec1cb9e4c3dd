"""The columns of birth dates, and how the dates of one are to be read."""

from typing import Literal

from locales import N_
from papers.roster.lists.dates import Order, order_of
from papers.roster.lists.table import Table

_ORDERS: dict[Order, str] = {
    "month first": N_("these dates have the month before the day; they were read that way: look them over"),
    "swapped": N_("Excel has swapped day and month of some dates; they were swapped back: look them over"),
    "perhaps swapped": N_("no day is above 12: day and month may be swapped; look them over"),
}

BIRTHS: tuple[tuple[str, Literal["nam", "nữ"]], ...] = (
    ("birth_male", "nam"), ("birth_female", "nữ"), ("male", "nam"), ("female", "nữ"),
)  # fmt: skip


def order_in(table: Table) -> Order:
    """How the birth dates of the table are to be read, with a warning on the column where that is no plain matter."""
    of = next((of for of in ("birth", "birth_male", "birth_female") if of in table.columns), None)
    if of is None or "birth_day" in table.columns:
        return "day first"
    order = order_of([line.raw(of) for line in table.lines()])
    if order in _ORDERS:
        table.fault(0, of, _ORDERS[order], "warning")
    return order
