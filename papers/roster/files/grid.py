"""Rows of cells as they are met one after the other, some of them over several rows or columns."""

from papers.roster import Unreadable
from papers.roster.files.envelope import MOST_COLUMNS, MOST_ROWS, TOO_WIDE, letters
from papers.roster.lists.table import Merged, Row
from papers.roster.lists.values import Cell


class Grid:
    """A cell stands in the first column that no cell of a row above reaches into. Raises Unreadable for what no roster
    is as large as.
    """

    def __init__(self) -> None:
        self.rows: list[dict[int, Cell]] = []
        self.merged: list[Merged] = []
        self.hidden: set[int] = set()
        self.taken: dict[int, set[int]] = {}  # columns, by row

    def begin_row(self, at: int | None = None, *, hidden: bool = False) -> None:
        """The next row, or the one at this index, from 0."""
        number = len(self.rows) if at is None else at
        _check(number, 0)
        while len(self.rows) <= number:
            self.rows.append({})
        if hidden:
            self.hidden.add(number)

    def cell(self, value: Cell, down: int = 1, across: int = 1, at: int | None = None) -> None:
        """The next cell of the row, or the one at this column, from 0."""
        if not self.rows:
            self.begin_row()
        row = len(self.rows) - 1
        taken = self.taken.setdefault(row, set())
        column = at if at is not None else next(free for free in range(len(taken) + 1) if free not in taken)
        down, across = min(down, MOST_ROWS), min(across, MOST_COLUMNS)
        _check(row, column)
        self.rows[row][column] = value
        for below in range(row, row + down):
            self.taken.setdefault(below, set()).update(range(column, column + across))
        if down > 1 or across > 1:
            self.merged.append(((row, column), (row + down - 1, column + across - 1)))

    def read(self) -> tuple[list[Row], list[Merged], frozenset[int]]:
        wide = {column for row in self.rows for column in row} | {right for _top, (_down, right) in self.merged}
        width = min(max(wide, default=-1) + 1, MOST_COLUMNS)
        rows = [[row.get(column, "") for column in range(width)] for row in self.rows]
        return rows, self.merged, frozenset(self.hidden)


def _check(row: int, column: int) -> None:
    if row >= MOST_ROWS or column >= MOST_COLUMNS:
        raise Unreadable(TOO_WIDE, cell=f"{letters(column + 1)}{row + 1}", rows=MOST_ROWS, columns=MOST_COLUMNS)
