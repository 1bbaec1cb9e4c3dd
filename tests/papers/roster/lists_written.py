"""Lists as schools keep them, written in every format."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct

from papers.roster import Roster
from papers.roster.reader import read_roster
from tests.papers.roster.formats import FORMATS
from tests.papers.roster.workbooks import TODAY

H = ("STT", "Họ và tên", "Ngày sinh")
BAN = ("Kiều Văn Ban", "14/03/2015")
SUA = ("Siu H'Sua", "22/08/2015")
TY = ("Rơ Châm Tý", "05/11/2015")


class Kind(Struct, frozen=True):
    """Rows of a sheet, the pupils (name, class) that must come out, and what is said of it ("" for nothing)."""

    rows: Sequence[Sequence[Any]]
    pupils: Sequence[tuple[str, str]]
    said: str = ""
    error: bool = False


def read(path: Path, kind: Kind, form: str) -> Roster:
    return read_roster(FORMATS[form](path / "list", kind.rows), TODAY)


MAIN = [(*H, "Lớp"), (1, *BAN, "6A"), (2, *SUA, "6A")]
