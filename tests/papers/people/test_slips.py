"""Invitation slips: what stands on the paper, and that the square can be scanned."""

from datetime import date
from io import BytesIO
from zipfile import ZipFile

import segno
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from papers.people.slips import Slip, slips
from rules.people.codes import new_code, payload


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
    (table,) = Document(BytesIO(paper)).tables
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
    paper = slips([slip(code=code) for code in codes], lambda said: f"https://t.me/siso_bot?start={said}")
    assert set(pictures(paper)) == {square(f"https://t.me/siso_bot?start={payload(code)}") for code in codes}


def test_without_a_link_the_square_holds_the_code_itself() -> None:
    assert set(pictures(slips([slip()]))) == {square("ABCDE23456")}


def test_the_steps_speak_of_scanning_only_where_scanning_opens_the_chat() -> None:
    plain, linked = words(slips([slip()]))[0], words(slips([slip()], lambda said: f"https://example.org/{said}"))[0]
    assert plain != linked
    assert "lienket ABCDE\u201123456" in plain
    assert "lienket ABCDE\u201123456" in linked


def test_each_slip_carries_its_own_code_only() -> None:
    codes = [new_code() for _number in range(8)]
    texts = words(slips([slip(code=code) for code in codes]))
    assert [[code for code in codes if code in text] for text in texts] == [[code] for code in codes]


@settings(max_examples=20, deadline=None)
@given(st.text(st.characters(codec="utf-8", categories=("L", "M", "N", "P", "S", "Zs")), min_size=1, max_size=100))
def test_a_name_stands_on_the_slip_as_the_list_has_it(name: str) -> None:
    (text,) = words(slips([slip(pupil=name, guardian=name)]))
    assert text.count(name) >= 2
