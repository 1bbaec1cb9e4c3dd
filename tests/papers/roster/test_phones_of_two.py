"""One phone under two names in two families is asked about, and stops nothing."""

from pathlib import Path

import pytest

from papers.roster.reader import read_roster
from tests.papers.roster.workbooks import TODAY, write

H = ("TT", "Họ và tên", "Ngày sinh", "Lớp", "Họ tên cha", "Họ tên mẹ", "SĐT mẹ")
ONE, OTHER = "0912345678", "0912345679"
FAMILIES: dict[str, tuple[tuple[str, str, str], tuple[str, str, str], bool]] = {
    "two mothers": (("", "Đinh Thị Mơ", ONE), ("", "Hồ Thị Lá", ONE), True),
    "one mother of two": (("", "Đinh Thị Mơ", ONE), ("", "Đinh thị Mơ", ONE), False),
    "one mother, once slipped": (("", "Đinh Thị Mơ", ONE), ("", "Đinh Thị Mợ", ONE), False),
    "a father in common": (("Hồ Văn Ba", "Đinh Thị Mơ", ONE), ("Hồ Văn Ba", "Hồ Thị Lá", ONE), False),
    "two phones": (("", "Đinh Thị Mơ", ONE), ("", "Hồ Thị Lá", OTHER), False),
    "no names": (("", "", ONE), ("", "", ONE), False),
}


@pytest.mark.parametrize("what", FAMILIES)
def test_it_is_said_where_it_stands(tmp_path: Path, what: str) -> None:
    one, other, said = FAMILIES[what]
    rows = [H, (1, "Hồ Văn Bình", "05/09/2015", "6A", *one), (2, "Hồ Thị Lan", "06/09/2015", "6A", *other)]
    roster = read_roster(write(tmp_path / "a.xlsx", {"HS": rows}), TODAY)
    found = [fault for fault in roster.faults if "whose is it" in fault.message]
    assert [(fault.row, fault.column, fault.severity) for fault in found] == [(3, "G", "warning")] * said
    assert roster.errors() == []
