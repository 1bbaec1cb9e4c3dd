"""A list of nobody but boarders, by its title: those who are named board, and nothing is said of anybody else."""

import re
from collections.abc import Collection, Sequence

from papers.roster.text import folded

_BOARDERS = re.compile(
    r"\b(danh sach|ds)( \w+){0,6}? (((?<=hoc sinh )|(?<=hs )|(?<=em )|(o|luu tru) )(ban tru|noi tru))\b"
)
_MORE = re.compile(  # what is paid to some, asked for, or eaten at noon
    r"\b(huong|che do|chinh sach|ho tro|gao|tien|an|dang ky|du kien|xin|khong|ngoai|thoi|de nghi|xet duyet|vang|bo hoc|"
    r"thoi hoc|nghi hoc|chuyen)\b"
)


def is_list_of_boarders(lines: Sequence[str], fields: Collection[str]) -> bool:
    """Nobody is found by a name alone; a list with a column to tick is one of all."""
    if {"boarding", "day_boarding"} & set(fields):
        return False
    text = [folded(line) for line in lines]
    told = any(map(_BOARDERS.search, text)) and not any(_MORE.search(line) for line in text if "danh sach" in line)
    return told and bool({"class", "birth", "code"} & set(fields))
