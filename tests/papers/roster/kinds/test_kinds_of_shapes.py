"""Lists of a shape of their own, sent by chat: pairs in two columns, boarders alone, names in one column."""

from pathlib import Path

import pytest
from sqlalchemy import select

from models import Enrolments, Movements, People, Places, Pupils, Roles
from papers.roster.lists.classes import class_of_title, read_class
from papers.roster.reader import read_roster
from tests.conversation import Play, playing
from tests.papers.roster.workbooks import TODAY, Rows, write

pytestmark = pytest.mark.anyio
PAIR = {("Takta", "Cao Thị Yên"), ("Takta", "Bùi Văn Tám"), ("Tu Ro", "Đỗ Thị Nga"), ("Tu Ro", "Cao Thị Yên")}
PAIRS: dict[str, Rows] = {
    "numbered columns": [
        ("PHÂN CÔNG GIÁO VIÊN PHỤ TRÁCH NÓC",),
        ("STT", "Nóc", "Thôn", "GV phụ trách 1", "GV phụ trách 2"),
        (1, "Takta", "Thôn 3", "Cao Thị Yên", "Bùi Văn Tám"),
        (2, "Tu Ro", "Thôn 4", "Đỗ Thị Nga", "Cao Thị Yên"),
    ],
    "given names": [
        ("TT", "Tên nóc", "Giáo viên 1", "Giáo viên 2"),
        (1, "Takta", "Cô Yên", "Thầy Tám"),
        (2, "Tu Ro", "Đỗ Thị Nga", "cô giáo Yên"),
    ],
    "a head and a member": [
        ("Thôn/nóc", "Nhóm trưởng", "Thành viên"),
        ("Takta", "Cao Thị Yên", "Bùi Văn Tám"),
        ("Tu Ro", "Đỗ Thị Nga", "Cao Thị Yên"),
    ],
    "both in one cell": [
        ("STT", "NÓC", "CẶP PHỤ TRÁCH"),
        (1, "Takta", "Cao Thị Yên - Bùi Văn Tám"),
        (2, "Tu Ro", "Đỗ Thị Nga, Cao Thị Yên"),
    ],
}


async def _send(play: Play, folder: Path, rows: Rows) -> str:
    play.channel.files["ds.xlsx"] = write(folder / "ds.xlsx", {"Sheet1": rows}).read_bytes()
    return (await play.say("admin", "", file="ds.xlsx"))[-1]


@pytest.mark.parametrize("how", PAIRS)
async def test_a_pair_may_stand_in_two_columns(tmp_path: Path, how: str) -> None:
    async with playing(tmp_path) as play:
        await _send(play, tmp_path, PAIRS[how])
        await play.press("admin", "Thực hiện thay đổi")
        await play.press("admin", "cho ra khỏi danh sách")
        held = select(Places.name, People.full_name).join(Roles, Roles.place_id == Places.id)
        held = held.join(People, People.id == Roles.person_id).where(Roles.ends.is_(None))
        async with play.app.database.read() as session:
            assert {tuple(row) for row in await session.execute(held)} == PAIR


async def test_whoever_a_list_of_boarders_names_boards_and_nobody_else_changes(tmp_path: Path) -> None:
    rows: Rows = [
        ("DANH SÁCH HỌC SINH BÁN TRÚ",),
        ("STT", "Họ và tên", "Lớp"),
        (1, "Hồ Văn Bình", "6A"),
        (2, "Kiều Văn Lạ", "6A"),
    ]
    async with playing(tmp_path) as play:
        before = await _boarders(play)
        said = await _send(play, tmp_path, rows)
        assert "Đã đọc: 2 em nội trú, bán trú." in said
        assert "Kiều Văn Lạ (6A): có trong danh sách nội trú, bán trú, nhưng chưa tìm được" in said
        await play.press("admin", "Thực hiện thay đổi")
        assert await _boarders(play) == {"Hồ Văn Bình"}
        assert await play.pupil("Kiều Văn Lạ") == 0
        await play.press("admin", "Huỷ lần nhập này")
        assert await _boarders(play) == before == set()


async def _boarders(play: Play) -> set[str]:
    async with play.app.database.read() as session:
        return set(await session.scalars(select(Pupils.full_name).where(Pupils.boarding)))


ONE_COLUMN: dict[str, str] = {
    "numbered": "DANH SÁCH LỚP 6B\n1. Hồ Văn Ty\n2. Hồ Thị Na\n",
    "two classes": "Trường TH&THCS\nLớp 6B\n1/ Hồ Văn Ty\n2/ Hồ Thị Na\nLớp 6A\n1/ Đinh Thị Vy\n",
    "with dates": "Danh sách học sinh lớp 6B\n\n1) Hồ Văn Ty - 5/9/2015 (con cô Nga)\n2) Hồ Thị Na, sinh 6/9/2015\n",
    "no numbers": "Lớp: 6B\nHọ và tên\nHồ Văn Ty\nHồ Thị Na\nNgười lập biểu\nLê Thị Vi\n",
}


FORMS = [*((how, "xlsx") for how in ONE_COLUMN), ("numbered", "txt"), ("two classes", "txt")]


@pytest.mark.parametrize(("how", "form"), FORMS)
def test_names_below_each_other_are_the_list_of_the_class_above(tmp_path: Path, how: str, form: str) -> None:
    file = tmp_path / f"ds.{form}"
    if form == "xlsx":
        write(file, {"Sheet1": [(line,) for line in ONE_COLUMN[how].splitlines()]})
    else:
        file.write_text(ONE_COLUMN[how], "utf-8")
    roster = read_roster(file, TODAY)
    found = {one.full_name: one.class_name for one in roster.pupils}
    assert found == {"Hồ Văn Ty": "6B", "Hồ Thị Na": "6B", **({"Đinh Thị Vy": "6A"} if how == "two classes" else {})}
    assert roster.errors() == []
    assert [one.birth_date is not None for one in roster.pupils][:2] == [how == "with dates"] * 2


NO_LISTS = ["Lớp 6A\n1. Họp phụ huynh\n2. Nộp báo cáo\n", "Lớp 6A\n1. Chào cờ lúc 7 giờ 15\n2. Sinh hoạt lớp\n"]


@pytest.mark.parametrize("text", NO_LISTS)
def test_other_numbered_lines_are_no_pupils(tmp_path: Path, text: str) -> None:
    rows = [(line,) for line in text.splitlines()]
    assert read_roster(write(tmp_path / "a.xlsx", {"Sheet1": rows}), TODAY).pupils == []


def test_a_class_of_small_children_may_be_called_by_its_place() -> None:
    assert read_class("MG GHÉP TAK PỔ") == read_class("mg ghép Tak Pổ") == "MG ghép Tak Pổ"
    assert read_class("Mẫu giáo ghép 3-4 tuổi Tu Ro") == "Mẫu giáo ghép 3-4 tuổi Tu Ro"
    assert class_of_title(["DANH SÁCH LỚP MẪU GIÁO GHÉP TAK PỔ NĂM HỌC 2026-2027"]) == "Mẫu giáo ghép Tak Pổ"


WHOLE = {
    "family, middle and given name": [
        ("Lớp 6B",), ("TT", "Họ", "Tên đệm", "Tên", "Ngày sinh"),
        (1, "Hồ", "Văn", "Ty", "05/09/2015"), (2, "Hồ", "Thị", "Na", "06/09/2015"),
    ],
    "a combined class with a column for each one's own": [
        ("LỚP GHÉP 1+2 ĐIỂM TAK PỔ",), ("STT", "Họ và tên", "Ngày sinh", "Trình độ lớp"),
        (1, "Hồ Văn Ty", "01/09/2020", 1), (2, "Hồ Thị Na", "01/09/2019", 2),
    ],
}  # fmt: skip


@pytest.mark.parametrize("what", WHOLE)
def test_names_and_classes_are_read_whole(tmp_path: Path, what: str) -> None:
    roster = read_roster(write(tmp_path / "a.xlsx", {"S": WHOLE[what]}), TODAY)
    assert [one.full_name for one in roster.pupils] == ["Hồ Văn Ty", "Hồ Thị Na"]
    assert not roster.staff
    combined = "combined" in what
    assert [one.class_name[:2].strip() for one in roster.pupils] == (["1", "2"] if combined else ["6B", "6B"])


def test_children_are_no_teachers_whatever_the_headings_say(tmp_path: Path) -> None:
    rows: Rows = [("STT", "Họ và tên", "Ngày sinh", "Trình độ"), (1, "Hồ Văn Ty", "01/09/2020", 1)]
    (fault,) = read_roster(write(tmp_path / "a.xlsx", {"S": rows}), TODAY).errors()
    assert "nobody of the staff is so young" in fault.message


def test_a_register_of_years_says_who_has_left_and_a_note_who_changes_class(tmp_path: Path) -> None:
    rows: Rows = [
        ("Họ và tên học sinh", "Ngày sinh", "Lớp", "Ngày vào trường", "Ngày ra trường", "Lý do", "Ghi chú"),
        ("Hồ Văn Ty", "05/09/2015", "6B", "05/09/2026", "10/11/2026", "Chuyển trường", ""),
        ("Hồ Thị Na", "06/09/2015", "6B", "05/09/2026", "", "", "Chuyển sang lớp 6A từ 20/11"),
    ]
    roster = read_roster(write(tmp_path / "a.xlsx", {"S": rows}), TODAY)
    assert [one.full_name for one in roster.pupils] == ["Hồ Thị Na"]
    assert [(one.row.full_name, one.state, str(one.day)) for one in roster.aside] == [
        ("Hồ Văn Ty", "Chuyển trường", "2026-11-10")
    ]
    assert [one.row for one in roster.warnings() if "changes class" in one.message] == [3]


async def test_who_has_come_is_on_the_list_from_the_day_the_list_says(tmp_path: Path) -> None:
    rows: Rows = [
        ("DANH SÁCH HỌC SINH CHUYỂN ĐẾN",),
        ("STT", "Họ và tên", "Ngày sinh", "Lớp", "Trường chuyển đi", "Ngày đến"),
        (1, "Hồ Thị Đến", "09/09/2015", "6B", "THCS Trà Linh", "12/11/2026"),
    ]
    async with playing(tmp_path) as play:
        assert "Hồ Thị Đến (6B, từ 12/11/2026)" in await _send(play, tmp_path, rows)
        await play.press("admin", "Thực hiện thay đổi")
        found = select(Movements.kind, Movements.day, Movements.why, Enrolments.starts)
        async with play.app.database.read() as session:
            joined = found.join(Enrolments, Enrolments.began_id == Movements.id)
            assert [tuple(map(str, row)) for row in await session.execute(joined)] == [
                ("came", "2026-11-12", "THCS Trà Linh", "2026-11-12")
            ]


SECTIONS: dict[str, tuple[Rows, set[str]]] = {
    "boys and girls": ([("", "Nam", ""), (1, "Hồ Văn Ty", ""), ("", "Nữ", ""), (2, "Hồ Thị Na", "")], set()),
    "classes behind Roman numbers": ([("I", "Lớp 6B"), (1, "Hồ Văn Ty", ""), (2, "Hồ Thị Na", "")], set()),
    "who has left, and then who has come": (
        [
            ("", "HỌC SINH THÔI HỌC TRONG NĂM"), (1, "Đinh Văn Đi", ""),
            ("", "HỌC SINH CHUYỂN ĐẾN"), (1, "Hồ Văn Ty", ""), (2, "Hồ Thị Na", ""),
        ],
        {"Đinh Văn Đi"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", SECTIONS)
def test_headings_between_the_lines_are_nobody(tmp_path: Path, what: str) -> None:
    rows, gone = SECTIONS[what]
    title = [] if "classes" in what else [("DANH SÁCH LỚP 6B",)]
    rows = [*title, ("STT", "Họ và tên", "Ngày sinh"), *rows]
    roster = read_roster(write(tmp_path / "a.xlsx", {"S": rows}), TODAY)
    assert [(one.full_name, one.class_name) for one in roster.pupils] == [("Hồ Văn Ty", "6B"), ("Hồ Thị Na", "6B")]
    assert {one.row.full_name for one in roster.aside} == gone
    assert roster.errors() == []


def test_a_group_of_houses_is_no_hamlet_and_a_class_is_read_without_its_year(tmp_path: Path) -> None:
    rows: Rows = [("Họ và tên", "Ngày sinh", "Mã lớp", "Địa chỉ"), ("Hồ Văn Ty", "", "6B_2026-2027", "Tổ 2, thôn 4")]
    (one,) = read_roster(write(tmp_path / "a.xlsx", {"S": rows}), TODAY).pupils
    assert (one.class_name, one.hamlet, one.village) == ("6B", None, "Thôn 4")
