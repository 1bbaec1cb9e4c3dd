"""Whose a phone is: of two families it is asked about, and where the cell says it, it is that person's."""

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


MUM, DAD = "+84912345678", "+84912345679"
WHOSE: dict[str, tuple[tuple[str, str], list[tuple[str, str | None, str | None]]]] = {
    f"{ONE} (mẹ)": (("", ""), [("", "mẹ", MUM)]),
    f"Bố: {OTHER} Mẹ: {ONE}": (("", ""), [("", "bố", DAD), ("", "mẹ", MUM)]),
    f"{ONE} (mẹ), {OTHER} (bố)": (("Hồ Văn Ba", "Đinh Mơ"), [("Hồ Văn Ba", "cha", DAD), ("Đinh Mơ", "mẹ", MUM)]),
    f"{OTHER}(bố)/{ONE}": (("", ""), [("", "bố", DAD), ("", None, MUM)]),
    f"{ONE} - bà nội": (("", ""), [("", "bà nội", MUM)]),
    f"{ONE} (Viettel)": (("", ""), [("", None, MUM)]),
    ONE: (("Hồ Văn Ba", "Đinh Mơ"), [("Hồ Văn Ba", "cha", MUM), ("Đinh Mơ", "mẹ", None)]),
}


@pytest.mark.parametrize("cell", WHOSE)
def test_a_phone_is_of_whom_its_cell_says(tmp_path: Path, cell: str) -> None:
    (father, mother), found = WHOSE[cell]
    rows = [("Họ và tên", "Lớp", "Họ tên cha", "Họ tên mẹ", "SĐT"), ("Hồ Văn Bình", "6A", father, mother, cell)]
    roster = read_roster(write(tmp_path / "a.xlsx", {"HS": rows}), TODAY)
    assert [(one.full_name, one.relation, one.phone) for one in roster.pupils[0].guardians] == found
    assert roster.errors() == []


RELATIVES: dict[tuple[str, str], tuple[str, str | None]] = {
    ("Ông nội", ""): ("", "ông nội"),
    ("Hồ Văn Xa (ông nội)", ""): ("Hồ Văn Xa", "ông nội"),
    ("Hồ Văn Xa", "Con"): ("Hồ Văn Xa", None),
    ("Hồ Văn Xa", "bác"): ("Hồ Văn Xa", "bác"),
}


@pytest.mark.parametrize("cells", RELATIVES)
def test_a_relation_is_no_name_and_what_the_child_is_to_somebody_no_relation(
    tmp_path: Path, cells: tuple[str, str]
) -> None:
    head = ("Họ và tên", "Lớp", "Họ tên người giám hộ", "Quan hệ", "SĐT người giám hộ", "Quan hệ với chủ hộ")
    rows = [head, ("Hồ Văn Bình", "6A", *cells, ONE, "Con")]
    roster = read_roster(write(tmp_path / "a.xlsx", {"HS": rows}), TODAY)
    assert [(one.full_name, one.relation, one.phone) for one in roster.pupils[0].guardians] == [
        (*RELATIVES[cells], MUM)
    ]
    assert [fault for fault in roster.faults if fault.row] == []
