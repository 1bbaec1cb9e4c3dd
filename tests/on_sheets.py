"""Workbooks as people read them: the table under its head, without letterhead and signatures."""

from io import BytesIO
from typing import Any

from openpyxl import load_workbook


def tables(content: bytes, head: str) -> list[list[tuple[Any, ...]]]:
    """Of each sheet the rows under the one that begins with this word, as far as they are filled."""
    found = []
    for sheet in load_workbook(BytesIO(content)).worksheets:
        rows = list(sheet.values)
        start = next((number for number, row in enumerate(rows) if row[0] == head), len(rows))
        under = rows[start + 1 :]
        ends = next((number for number, row in enumerate(under) if row[1] is None), len(under))
        found.append(under[:ends])
    return found
