"""Invitation slips: what stands on the paper, and that the square can be scanned."""

from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest
import segno
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from locales import speaking
from models.shapes.message import Door
from papers.people.slips import HIGH, POINTS_OF_CM, SCALES, Slip, height, scale_of, slips
from rules.people.codes import new_code, payload

TELEGRAM = Door(
    app="Telegram", name="@siso_bot", link="https://t.me/siso_bot", with_code="https://t.me/siso_bot?start={code}"
)
ZALO = Door(app="Zalo", name="Bot Trường Thử", link="https://zalo.me/siso")


def slip(**changed: str) -> Slip:
    values = {
        "school": "Trường Thử",
        "pupil": "Hồ Văn Bình",
        "class_name": "6A",
        "guardian": "Hồ Thị Tư",
        "relation": "mẹ",
        "code": "ABCDE-23456",
    }
    return Slip(**(values | changed), expires=date(2026, 11, 22))


def words(paper: bytes) -> list[str]:
    """The text of each slip, its inner table included."""
    table = Document(BytesIO(paper)).tables[0]
    found = []
    for row in table.rows:
        for cell in row.cells:
            inner = [line.text for table in cell.tables for part in table.rows[0].cells for line in part.paragraphs]
            found.append("\n".join([*[line.text for line in cell.paragraphs], *inner]))
    return [text for text in found if text.strip()]


def pictures(paper: bytes) -> dict[bytes, None]:
    with ZipFile(BytesIO(paper)) as archive:
        return {archive.read(name): None for name in archive.namelist() if name.startswith("word/media/")}


def square(content: str) -> bytes:
    image = BytesIO()
    segno.make(content, error="m", micro=False).save(image, kind="png", scale=6, border=4)
    return image.getvalue()


def test_a_slip_names_school_pupil_class_guardian_code_and_last_day() -> None:
    (text,) = words(slips([slip()]))
    for part in ("Trường Thử", "Hồ Văn Bình", "6A", "Hồ Thị Tư", "mẹ", "ABCDE-23456", "22/11/2026", "OTP"):
        assert part in text


def test_six_slips_stand_on_a_page_and_the_seventh_begins_the_next() -> None:
    document = Document(BytesIO(slips([slip(code=new_code()) for _number in range(7)])))
    (table,) = document.tables
    page = document.sections[0]
    width, height, margin = (length or 0 for length in (page.page_width, page.page_height, page.top_margin))
    assert (round(width / 36000), round(height / 36000)) == (210, 297)
    assert [len(row.cells) for row in table.rows] == [2, 2, 2, 2]
    room = height - 2 * margin
    heights = [row.height or 0 for row in table.rows]
    assert sum(heights[:3]) < room < sum(heights)
    assert len(words(slips([slip(code=new_code()) for _number in range(7)]))) == 7


def test_the_square_holds_the_deep_link_of_its_own_code() -> None:
    codes = [new_code() for _number in range(3)]
    paper = slips([slip(code=code) for code in codes], [TELEGRAM])
    assert set(pictures(paper)) == {square(f"https://t.me/siso_bot?start={payload(code)}") for code in codes}


def test_without_a_link_the_square_holds_the_code_itself() -> None:
    assert set(pictures(slips([slip()]))) == {square("ABCDE23456")}


def test_every_way_in_is_named_and_has_a_square_of_its_own() -> None:
    paper = slips([slip()], [ZALO, TELEGRAM])
    (text,) = words(paper)
    for part in ("Zalo", "Bot Trường Thử", "Telegram", "@siso_bot"):
        assert part in text
    assert set(pictures(paper)) == {square("https://zalo.me/siso"), square("https://t.me/siso_bot?start=ABCDE23456")}


def test_a_slip_of_the_staff_speaks_of_no_child_and_the_table_names_who_is_linked() -> None:
    paper = slips([slip(pupil="", class_name="", relation="giáo viên")], [ZALO], [("Cao Thị Yên", "giáo viên", "Zalo")])
    document = Document(BytesIO(paper))
    assert [cell.text for cell in document.tables[1].rows[1].cells] == ["Cao Thị Yên", "giáo viên", "Zalo"]
    first = document.tables[0].rows[0].cells[0]
    text = "\n".join(line.text for line in first.paragraphs)
    assert "Hồ Thị Tư" in text
    assert "Học sinh" not in text


def test_the_steps_speak_of_scanning_only_where_scanning_opens_the_chat() -> None:
    plain, linked = words(slips([slip()]))[0], words(slips([slip()], [TELEGRAM]))[0]
    assert plain != linked
    assert "lienket ABCDE\u201123456" in plain
    assert "lienket ABCDE\u201123456" in linked


@pytest.mark.parametrize("doors", [[], [ZALO], [ZALO, TELEGRAM]])
@pytest.mark.parametrize(("pupil", "answer"), [("Hồ Văn Bình", "Xin đợi thầy/cô chủ nhiệm"), ("", "Đã liên kết.")])
def test_a_phone_is_drawn_with_the_chat_what_is_typed_and_what_is_answered(
    doors: list[Door], pupil: str, answer: str
) -> None:
    with speaking("vi"):
        inner = Document(BytesIO(slips([slip(pupil=pupil)], doors))).tables[0].cell(0, 0).tables[0].cell(0, 0)
    head, typed, said = (line.text for line in inner.tables[0].cell(0, 0).paragraphs)
    assert all(door.app in head for door in doors)
    assert typed == "lienket ABCDE\u201123456"
    assert answer in said


def test_each_slip_carries_its_own_code_only() -> None:
    codes = [new_code() for _number in range(8)]
    texts = words(slips([slip(code=code) for code in codes]))
    assert [[code for code in codes if code in text] for text in texts] == [[code] for code in codes]


@settings(max_examples=20, deadline=None)
@given(st.text(st.characters(codec="utf-8", categories=("L", "M", "N", "P", "S", "Zs")), min_size=1, max_size=100))
def test_a_name_stands_on_the_slip_as_the_list_has_it(name: str) -> None:
    (text,) = words(slips([slip(pupil=name, guardian=name)]))
    assert text.count(name) >= 2


WORDY = {
    "school": "Trường Phổ thông Dân tộc bán trú Tiểu học và Trung học cơ sở Trà Mai, xã Nam Trà My, thành phố Đà Nẵng",
    "pupil": "Nguyễn Hoàng Đình Thị Phương Thảo Nguyên Hồng Ngọc Anh",
    "guardian": "Nguyễn Hoàng Đình Thị Phương Thảo Nguyên Hồng Ngọc Ánh Tuyết",
    "relation": "người giám hộ theo uỷ quyền",
}
LONG_NAME = "Bot Sĩ Số Trường PTDTBT Tiểu học và THCS Trà Mai"


@pytest.mark.parametrize("changed", [{}, WORDY, {"pupil": "", "class_name": ""}])
@pytest.mark.parametrize("zalo", [None, Door(app="Zalo", name=LONG_NAME), Door(app="Zalo", name=LONG_NAME, link="a")])
def test_nothing_is_cut_off_at_the_line_to_cut_along(changed: dict[str, str], zalo: Door | None) -> None:
    with speaking("vi"):
        item, doors = slip(**changed), [TELEGRAM, *([zalo] if zalo else [])]
        assert height(item, doors, scale_of(item, doors)) <= HIGH * POINTS_OF_CM
        assert scale_of(item, doors) >= SCALES[-2], "large enough to be read"
        assert scale_of(slip(), [TELEGRAM]) == 1


def test_where_everybody_is_linked_the_table_stands_on_the_first_page() -> None:
    paper = slips([], [TELEGRAM], [("Phạm Thu Hà", "giáo viên chủ nhiệm", "Telegram")])
    assert "w:br" not in Document(BytesIO(paper)).element.xml.split("Phạm Thu Hà")[0]
