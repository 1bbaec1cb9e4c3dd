"""The kinds of lists schools have, each in every format: read right, or with a warning where it is doubtful."""

from pathlib import Path

import pytest

from papers.roster.said import fault_lines
from tests.papers.roster.formats import FORMATS, KNOWS_NUMBERS
from tests.papers.roster.lists_written import BAN, SUA, TY, H, Kind, read

BOTH = ((BAN[0], "6A"), (SUA[0], "6B"))
KINDS: dict[str, Kind] = {
    "two tables beside each other": Kind(
        [("LỚP 6A", "", "", "", "LỚP 6B", "", ""), (*H, "", *H), (1, *BAN, "", 1, *SUA)], BOTH
    ),
    "two tables beside each other without a gap": Kind(
        [("6A", "", "", "6B", "", ""), (*H, *H), (1, *BAN, 1, *SUA)], BOTH
    ),
    "two tables of other lengths": Kind(
        [("Lớp 6A", "", "", "", "Lớp 6B"), (*H, "", *H), (1, *BAN, "", 1, *SUA), (2, *TY)],
        (BOTH[0], (TY[0], "6A"), BOTH[1]),
    ),
    "two tables below each other": Kind(
        [("DANH SÁCH LỚP 6A",), H, (1, *BAN), (), ("DANH SÁCH LỚP 6B",), H, (1, *SUA)], BOTH
    ),
    "two tables below each other, signed": Kind(
        [
            ("LỚP 6A",),
            H,
            (1, *BAN),
            ("", "Tổng số: 1"),
            ("", "", "GVCN"),
            ("", "", "Lê Thị Vi"),
            (),
            ("LỚP 6B",),
            H,
            (1, *SUA),
        ],
        BOTH,
    ),
    "two tables with other columns": Kind(
        [
            ("LỚP 6A",),
            H,
            (1, *BAN),
            ("LỚP 6B",),
            ("STT", "Họ và tên", "Giới tính", "Ngày sinh"),
            (1, SUA[0], "Nữ", SUA[1]),
        ],
        BOTH,
    ),
    "a row with the class between the pupils": Kind([H, ("Lớp 6A",), (1, *BAN), ("LỚP 6B: 1 em",), (1, *SUA)], BOTH),
    "headings again at the top of a page": Kind(
        [("LỚP 6A",), H, (1, *BAN), H, (2, *SUA)], ((BAN[0], "6A"), (SUA[0], "6A"))
    ),
    "a grade above the classes": Kind(
        [("KHỐI 6",), (*H, "Lớp"), ("KHỐI 6",), (1, *BAN, "6A"), ("KHỐI LỚP 6",), (1, *SUA, "6B")], BOTH
    ),
    "a grade is no class": Kind(
        [("HỌC SINH KHỐI LỚP 6",), H, (1, *BAN)], ((BAN[0], ""),), "names none for sure", error=True
    ),
    "a number for a class": Kind([(*H, "Lớp"), (1, *BAN, 10.1)], ((BAN[0], "10.1"),), "may be 10.1 or 10.10"),
    "the homeroom teacher in the title": Kind([("LỚP 6A",), ("GVCN: Lê Thị Vi",), H, (1, *BAN)], (BOTH[0],)),
    "numbers prepared for more": Kind([(*H, "Lớp"), (1, *BAN, "6A"), (2, "", "", "6A"), (3,), (4,)], (BOTH[0],)),
    "totals in the first column": Kind(
        [(*H, "Lớp"), (1, *BAN, "6A"), ("Tổng số: 1 học sinh",), ("Trong đó nữ: 0",), ("", "Lê Thị Vi", "", "")],
        (BOTH[0],),
    ),
    "a column to sign in": Kind(
        [
            ("TT", "Họ đệm", "Tên", "Lớp", "Người nhận ký, ghi rõ họ tên"),
            (1, "Kiều Văn", "Ban", "6A", "Ban"),
            (2, "", "", "6A", "Xa"),
        ],
        (BOTH[0],),
    ),
    "a head of household": Kind(
        [("TT", "Họ và tên", "Lớp", "Họ và tên chủ hộ", "Họ tên người đón"), (1, BAN[0], "6A", "Kiều Xa", "Kiều Xe")],
        (BOTH[0],),
    ),
    "capitals": Kind([(*H, "Lớp"), (1, "KIỀU VĂN BAN", BAN[1], "6a"), (2, "SIU H'SUA", SUA[1], "6 B")], BOTH),
    "headings of a system": Kind([("Stt", "MaHS", "HoTen", "NgaySinh", "MaLop"), (1, "a1", *BAN, "6A")], (BOTH[0],)),
    "states": Kind(
        [
            (*H, "Lớp", "Trạng thái HS"),
            (1, *BAN, "6A", "Đang học"),
            (2, *SUA, "6A", "Chuyển đi"),
            (3, *TY, "6A", "Bảo lưu"),
        ],
        (BOTH[0],),
        "2 pupils were left out",
    ),
    "who came is here": Kind(
        [(*H, "Lớp", "Tình trạng"), (1, *BAN, "6A", "Chuyển đến kỳ 1"), (2, *SUA, "6B", "Mới tuyển")], BOTH
    ),
    "a state nobody knows": Kind([(*H, "Lớp", "Trạng thái"), (1, *BAN, "6A", "#N/A")], (BOTH[0],), "not clear whether"),
    "a note": Kind(
        [
            (*H, "Lớp", "Ghi chú"),
            (1, *BAN, "6A", "nguy cơ bỏ học"),
            (2, *SUA, "6B", "lớp trưởng"),
            (3, *TY, "6B", "thôi học từ 5/10"),
        ],
        BOTH,
        "1 pupils were left out",
    ),
    "a remark behind a name": Kind(
        [(*H, "Lớp"), (1, f"{BAN[0]} (LT)", BAN[1], "6A")], (BOTH[0],), "left out of the name"
    ),
    "one wrong phone on many lines": Kind(
        [("Họ và tên", "Lớp", "SĐT"), *((f"Kiều Văn {name}", "6A", "12") for name in ("Ban", "Bắc", "Bằng"))],
        [(f"Kiều Văn {name}", "6A") for name in ("Ban", "Bắc", "Bằng")],
        "2 more rows",
    ),
    "seventy columns": Kind([(*H, "Lớp", *(f"Điểm {n}" for n in range(70))), (1, *BAN, "6A", *["8"] * 70)], (BOTH[0],)),
    "nursery groups": Kind(
        [(*H, "Nhóm lớp"), (1, BAN[0], "14/03/2021", "lá 1"), (2, SUA[0], "22/08/2021", "Mẫu giáo 5 tuổi")],
        ((BAN[0], "Lá 1"), (SUA[0], "Mẫu giáo 5 tuổi")),
    ),
    "a title of two classes of two years": Kind([("lớp 5A năm ngoái, nay lên lớp 6A",), H, (1, *BAN)], (BOTH[0],)),
    "a title with a subject": Kind([("LỚP 10 SINH",), H, (1, *BAN)], ((BAN[0], "10SINH"),)),
    "two rows of headings that nothing is merged over": Kind(
        [
            ("DANH SÁCH HỌC SINH LỚP 6A NĂM HỌC 2026 - 2027",),
            ("STT", "Họ và tên", "", "Ngày, tháng, năm sinh", "Giới tính", "", "Nơi ở hiện nay", ""),
            ("", "Họ đệm", "Tên", "", "Nam", "Nữ", "Thôn", "Nóc"),
            (1, "Kiều Văn", "Ban", BAN[1], "x", "", "Thôn 3", "Takta"),
        ],
        (BOTH[0],),
    ),
    "remarks around a name": Kind(
        [
            (*H, "Lớp"),
            (1, f"{BAN[0]} - con mồ côi", BAN[1], "6A"),
            (2, f"2. {SUA[0]}", SUA[1], "6B"),
            (3, f"* {TY[0]}", TY[1], "6B"),
        ],
        (*BOTH, (TY[0], "6B")),
        "left out of the name",
    ),
    "who has left, behind the name": Kind(
        [
            (*H, "Lớp"),
            (1, *BAN, "6A"),
            (2, f"{SUA[0]} (đã chuyển đi)", SUA[1], "6B"),
            (3, f"{TY[0]} - bỏ học", TY[1], "6B"),
        ],
        (BOTH[0],),
        "2 pupils were left out",
    ),
    "a grade beside its classes": Kind(
        [(*H, "Lớp"), (1, *BAN, "6A"), (2, *SUA, 6)], (BOTH[0], (SUA[0], "6")), "is a grade", error=True
    ),
    "who has dropped out": Kind([("DANH SÁCH HỌC SINH BỎ HỌC",), (*H, "Lớp"), (1, *BAN, "6A")], ()),
    "who was absent on a day": Kind(
        [("DANH SÁCH HỌC SINH VẮNG HỌC NGÀY 16/11",), (*H, "Lớp", "Lý do"), (1, *BAN, "6A", "ốm")],
        (),
        "some pupils only",
        error=True,
    ),
    "a hamlet that sounds like an absence": Kind(
        [("DANH SÁCH HỌC SINH THÔN SUỐI VÀNG",), (*H, "Lớp"), (1, *BAN, "6A")], (BOTH[0],)
    ),
    "who is poor": Kind(
        [("DANH SÁCH HỌC SINH HỘ NGHÈO, CẬN NGHÈO",), (*H, "Lớp"), (1, *BAN, "6A")], (), "some pupils only", error=True
    ),
    "who has left, in a section of their own": Kind(
        [("LỚP 6A",), H, (1, *BAN), ("Học sinh chuyển đi:",), (1, *SUA), ("LỚP 6B",), (1, *TY)],
        (BOTH[0], (TY[0], "6B")),
        "1 pupils were left out",
    ),
    "who has come, in a section of their own": Kind(
        [("LỚP 6A",), H, (1, *BAN), ("Học sinh chuyển đến:",), (2, *SUA)], (BOTH[0], (SUA[0], "6A"))
    ),
    "numbers of the columns, and a remark above": Kind(
        [("Lưu ý: cột Lớp ghi đúng tên lớp",), (*H, "Lớp"), ("(1)", "(2)", "(3)", "(4)"), (1, *BAN, "6A")], (BOTH[0],)
    ),
    "totals of a class": Kind(
        [(*H, "Lớp"), (1, *BAN, "6A"), ("", "Cộng lớp 6A: 1 em"), (1, *SUA, "6B"), ("", "Tổng số: 2")], BOTH
    ),
    "names without capitals": Kind([(*H, "Lớp"), (1, "kiều văn Ban", BAN[1], "6A")], (BOTH[0],)),
    "the number of the page": Kind(
        [("LỚP 6A",), H, (1, *BAN), ("", "Trang 1/2"), H, (2, *SUA)], ((BAN[0], "6A"), (SUA[0], "6A"))
    ),
    "bare classes below their grade": Kind([H, ("Khối 6",), ("6A",), (1, *BAN), ("6B",), (1, *SUA)], BOTH),
    "the class once for many": Kind(
        [("Lớp", *H), ("6A", 1, *BAN), ("", 2, *SUA), ("6B", 1, *TY)],
        ((BAN[0], "6A"), (SUA[0], "6A"), (TY[0], "6B")),
        "stands here once",
    ),
    "the teacher beside the class": Kind(
        [(*H, "Lớp"), (1, *BAN, "6A (cô Vi)"), (1, *SUA, "6B - thầy Long")], BOTH, "left out of the class"
    ),
    "one name for classes of two places": Kind(
        [(*H, "Lớp"), (1, *BAN, "1A"), (2, *SUA, "1A (điểm Tu Ro)")],
        ((BAN[0], "1A"), (SUA[0], "1A điểm trường Tu Ro")),
        "have a site and some have none",
        error=True,
    ),
    "a code of the class before its name": Kind(
        [(*H, "Mã lớp", "Tên lớp"), (1, *BAN, "K6-01", "6A"), (1, *SUA, "K6-02", "6B")], BOTH
    ),
    "classes of two years": Kind(
        [(*H, "Lớp 2025-2026", "Lớp 2026-2027"), (1, *BAN, "5A", "6A"), (1, *SUA, "5A", "6B")],
        BOTH,
        "several columns for the class",
    ),
    "grade and letter apart": Kind([(*H, "Khối", "Lớp"), (1, *BAN, 6, "A"), (1, *SUA, 6, "B")], BOTH),
    "a list of last year": Kind(
        [("DANH SÁCH LỚP 6A NĂM HỌC 2025-2026",), H, (1, *BAN)], (BOTH[0],), "school year 2025-2026"
    ),
    "headings and nobody": Kind([(*H, "Lớp")], (), "no pupil below"),
    "boarders who are paid for": Kind(
        [("DANH SÁCH HỌC SINH BÁN TRÚ HƯỞNG CHẾ ĐỘ",), (*H, "Lớp"), (1, *BAN, "6A")],
        (),
        "some pupils only",
        error=True,
    ),
    "a school for boarders": Kind([("TRƯỜNG PTDT BÁN TRÚ THCS TRÀ DON",), (*H, "Lớp"), (1, *BAN, "6A")], (BOTH[0],)),
    "names with what is noted of them": Kind(
        [(*H, "Lớp"), (1, f"Em {BAN[0]} - KT", BAN[1], "6A"), (1, f"{SUA[0]} - đã học hai buổi", SUA[1], "6B")],
        BOTH,
        "left out of the name",
    ),
    "a form that families filled in": Kind(
        [("Dấu thời gian", "Họ và tên học sinh", "Con đang học lớp nào?"), ("9/5/2026 10:11", BAN[0], "6a")], (BOTH[0],)
    ),
    "a chosen team": Kind([("ĐỘI TUYỂN HỌC SINH GIỎI",), (*H, "Lớp"), (1, *BAN, "6A")], (), "left out", error=True),
}


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("what", KINDS)
def test_every_kind_of_list_is_read_in_every_format(tmp_path: Path, what: str, form: str) -> None:
    kind = KINDS[what]
    if what == "a number for a class" and form not in KNOWS_NUMBERS:
        pytest.skip("text keeps a class as it was typed")
    roster = read(tmp_path, kind, form)
    assert [(one.full_name, one.class_name) for one in roster.pupils] == list(kind.pupils)
    lines = fault_lines([fault for fault in roster.faults if fault.sheet], 9)
    assert bool(roster.errors()) is kind.error
    assert (kind.said in "\n".join(lines)) if kind.said else lines == []
    assert len(lines) <= 2
