"""What an office does to a list by hand: notes on cells, hidden columns, headings over headings, old sheets."""

import re
import struct
from pathlib import Path

import pytest

from papers.roster import Roster
from papers.roster.reader import read_roster
from tests.papers.roster.formats import record, write_ods, write_xls
from tests.papers.roster.lists_written import BAN, SUA, TY, H
from tests.papers.roster.workbooks import TODAY, Rows, with_entry, write

ROWS: Rows = [(*H, "Lớp", "Lớp"), (1, *BAN, "5A", "6A"), (2, *SUA, "5A", "6A"), (3, *TY, "5A", "6A")]
GONE, OTHER = "VP:\nđã chuyển đi 12/9", "hay ốm"  # at the names of the first two; the old class is hidden


def _xlsx(path: Path) -> Path:
    def finish(sheet: object) -> None:
        sheet.write_comment(1, 1, GONE)  # type: ignore[attr-defined]
        sheet.write_comment(2, 1, OTHER)  # type: ignore[attr-defined]
        sheet.set_column(3, 3, None, None, {"hidden": True})  # type: ignore[attr-defined]

    return write(path, {"HS": ROWS}, finish)


def _xls(path: Path) -> Path:
    more = record(0x7D, struct.pack("<6H", 3, 3, 2000, 0, 1, 0))
    for number, (row, text) in enumerate(((1, GONE), (2, OTHER)), 1):
        words = text.encode("utf-16-le")
        more += record(0x5D, struct.pack("<5H", 0x15, 18, 0x19, number, 0) + bytes(12))
        more += record(0x1B6, struct.pack("<9H", 0, 0, 0, 0, 0, len(text), 16, 0, 0)) + record(0x3C, b"\x01" + words)
        more += record(0x1C, struct.pack("<4H", row, 1, 0, number) + bytes(4))
    return write_xls(path, ROWS, more=more)


def _ods(path: Path) -> Path:
    def noted(content: bytes) -> bytes:
        text = content.decode()
        for name, note in ((BAN[0], GONE), (SUA[0], OTHER)):
            lines = "".join(f"<text:p>{line}</text:p>" for line in note.splitlines())
            text = text.replace(f"<text:p>{name}", f"<office:annotation>{lines}</office:annotation><text:p>{name}", 1)
        columns = (
            '<table:table-column table:number-columns-repeated="3"/><table:table-column table:visibility="collapse"/>'
        )
        return re.sub(r"(<table:table [^>]*>)", rf"\1{columns}", text, count=1).encode()

    return with_entry(write_ods(path, ROWS), "content.xml", noted)


@pytest.mark.parametrize("form", [_xlsx, _xls, _ods])
def test_notes_on_cells_are_read_or_said_and_of_two_columns_the_shown_one_counts(tmp_path: Path, form: object) -> None:
    roster = read_roster(form(tmp_path / "list"), TODAY)  # type: ignore[operator]
    assert [(one.full_name, one.class_name) for one in roster.pupils] == [(SUA[0], "6A"), (TY[0], "6A")]
    assert [(one.row.full_name, one.state) for one in roster.aside] == [(BAN[0], "đã chuyển đi 12/9")]
    (pinned,) = [fault for fault in roster.warnings() if "pinned" in fault.message]
    assert (pinned.row, pinned.params) == (3, {"text": OTHER})


def test_headings_over_headings_are_one_head_on_every_page(tmp_path: Path) -> None:
    head = [("TT", "Họ và tên", "", "Cha mẹ", ""), ("", "", "", "Họ tên", "SĐT")]
    people = [(1, "Kiều Văn", "Ban", "Kiều Xa", "0912345678"), (2, "Rơ Châm", "Tý", "Rơ Mẹ", "")]

    def finish(sheet: object) -> None:
        for top in (1, 4):
            for area in ((top, 0, top + 1, 0), (top, 1, top + 1, 2), (top, 3, top, 4)):
                sheet.merge_range(*area, head[0][area[1]])  # type: ignore[attr-defined]

    rows = [("LỚP 6A",), *head, people[0], *head, people[1]]
    roster = read_roster(write(tmp_path / "a.xlsx", {"HS": rows}, finish), TODAY)
    assert [(one.full_name, one.guardians[0].full_name) for one in roster.pupils] == [
        ("Kiều Văn Ban", "Kiều Xa"), ("Rơ Châm Tý", "Rơ Mẹ"),
    ]  # fmt: skip


OLD = {"2025-2026": "school year 2025-2026", "6A cũ": "old list or a draft", "Nháp": "old list or a draft"}


@pytest.mark.parametrize("tab", OLD)
def test_an_old_sheet_beside_the_new_one_is_left_out_and_said(tmp_path: Path, tab: str) -> None:
    pages = {"2026-2027": [(*H, "Lớp"), (1, *BAN, "6A")], tab: [(*H, "Lớp"), (1, *SUA, "9A")]}
    roster = read_roster(write(tmp_path / "a.xlsx", pages), TODAY)
    assert [one.full_name for one in roster.pupils] == [BAN[0]]
    assert [fault.sheet for fault in roster.warnings() if OLD[tab] in fault.sentence()] == [tab]


def test_a_parent_is_a_person_and_a_phone_is_of_whom_it_stands_beside(tmp_path: Path) -> None:
    head = ("Họ và tên", "Lớp", "Họ tên cha", "Họ tên mẹ", "Người giám hộ khác", "Quan hệ", "SĐT người giám hộ khác")
    rows = [head, (BAN[0], "6A", "Kiều Xa", "đi làm ăn xa", "", "bà", "0912345678")]
    (pupil,) = read_roster(write(tmp_path / "a.xlsx", {"HS": rows}), TODAY).pupils
    assert [(one.full_name, one.relation, one.phone) for one in pupil.guardians] == [
        ("Kiều Xa", "cha", None), ("", "bà", "+84912345678"),
    ]  # fmt: skip


def test_who_goes_to_a_hamlet_is_found_under_any_heading_and_what_is_known_of_a_title_is_kept(tmp_path: Path) -> None:
    pages: dict[str, Rows] = {
        "PC": [("Thôn", "Nóc", "GV phụ trách"), ("Thôn 3", "Takta, Tu Ro", "1. Lê Thị Vi (0912345678)\nThầy Vũ Long")],
        "GV": [("Họ và tên", "Chức vụ"), ("Cô Lê Thị Vi", "HT, phụ trách phần mềm"), ("Vũ Long", "GVTH")],
    }
    roster: Roster = read_roster(write(tmp_path / "a.xlsx", pages), TODAY)
    assert [(one.hamlet, one.staff) for one in roster.hamlets] == [
        ("Takta", ["Lê Thị Vi", "Vũ Long"]), ("Tu Ro", ["Lê Thị Vi", "Vũ Long"]),
    ]  # fmt: skip
    assert [(one.full_name, one.role, one.said) for one in roster.staff] == [
        ("Lê Thị Vi", "principal", False), ("Vũ Long", "teacher", True),
    ]  # fmt: skip
    assert roster.errors() == []
