"""The written request to the commune, read back."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from docx import Document
from docx.shared import Cm, Pt
from msgspec.structs import replace

from locales import speaking
from models.school.letterhead import Letterhead
from papers.cases.request import Done, Request, request_paper
from papers.official import official_date

FULL = Letterhead(
    school="Trường PTDTBT TH&THCS Suối Mơ",
    superior="UBND xã Trà Thử",
    commune="xã Trà Thử",
    place="Trà Thử",
    symbol="SM",
    signer_title="HIỆU TRƯỞNG",
)
REQUEST = Request(
    pupil="Hồ Văn Thử",
    born=date(2015, 1, 9),
    class_name="6A",
    place="Takta - Thôn 3",
    since=date(2026, 11, 16),
    days=5,
    done=[Done(date(2026, 11, 19), "đại diện nhà trường (Phạm Thu Hà) đến gia đình vận động: gặp mẹ")],
    bodies="Hội Phụ nữ xã và công chức tư pháp – hộ tịch xã",
    homeroom="Phạm Thu Hà",
    phone="0900 000 002",
)


def read(
    letterhead: Letterhead, signer: str = "Mai Văn Chín", day: date = date(2026, 11, 20), request: Request = REQUEST
) -> Any:
    with speaking("vi"):
        return Document(BytesIO(request_paper([request], replace(letterhead, signer=signer), day)))


def block(document: Any, table: int, side: int) -> list[str]:
    return [paragraph.text for paragraph in document.tables[table].cell(0, side).paragraphs if paragraph.text]


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 1, 5), "ngày 05 tháng 01 năm 2026"),
        (date(2026, 3, 5), "ngày 05 tháng 3 năm 2026"),
        (date(2026, 11, 20), "ngày 20 tháng 11 năm 2026"),
    ],
)
def test_the_date_is_written_as_the_decree_wants_it(day: date, words: str) -> None:
    with speaking("vi"):
        assert official_date(day) == words


def test_the_page_is_a4_with_the_decrees_margins_and_font() -> None:
    document = read(FULL)
    section = document.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert Cm(2) <= section.top_margin <= Cm(2.5)
    assert Cm(2) <= section.bottom_margin <= Cm(2.5)
    assert Cm(3) <= section.left_margin <= Cm(3.5)
    assert Cm(1.5) <= section.right_margin <= Cm(2)
    normal = document.styles["Normal"].font
    assert normal.name == "Times New Roman"
    assert Pt(13) <= normal.size <= Pt(14)
    assert section.different_first_page_header_footer, "no page number on the first page"


def test_head_and_foot_have_the_decrees_parts() -> None:
    document = read(FULL)
    assert block(document, 0, 0) == [
        "UBND XÃ TRÀ THỬ",
        "TRƯỜNG PTDTBT TH&THCS SUỐI MƠ",
        "Số:        /SM",
        "V/v đề nghị phối hợp vận động học sinh trở lại lớp",
    ]
    assert block(document, 0, 1) == [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Trà Thử, ngày 20 tháng 11 năm 2026",
    ]
    assert block(document, 1, 0)[0] == "Nơi nhận:"
    assert block(document, 1, 0)[-1] == "- Lưu: VT."
    assert block(document, 1, 1) == ["HIỆU TRƯỞNG", "Mai Văn Chín"]


def test_the_text_says_who_since_when_what_was_done_and_what_is_asked_of_the_commune_alone() -> None:
    text = "\n".join(paragraph.text for paragraph in read(FULL).paragraphs)
    for part in (
        "Kính gửi: Ủy ban nhân dân xã Trà Thử",
        "Em Hồ Văn Thử, sinh ngày 09/01/2015, học sinh lớp 6A, hiện cư trú tại Takta - Thôn 3",
        "nghỉ học không phép từ ngày 16/11/2026, đến nay đã 5 ngày học",
        "- 19/11/2026: đại diện nhà trường (Phạm Thu Hà) đến gia đình vận động: gặp mẹ.",
        "Giao Hội Phụ nữ xã và công chức tư pháp – hộ tịch xã hỗ trợ",
        "giáo viên chủ nhiệm Phạm Thu Hà, 0900 000 002",
    ):
        assert part in text
    assert "huyện" not in text, "there is none since July 2025"
    assert "Phòng Giáo dục" not in text
    assert "phạt" not in text


def test_a_deputy_signs_for_the_principal_and_what_is_not_known_is_left_blank() -> None:
    document = read(Letterhead(school="Trường Thử", signer_title="KT. Hiệu trưởng"), signer="")
    assert block(document, 1, 1) == ["KT. HIỆU TRƯỞNG", "PHÓ HIỆU TRƯỞNG", "……………"]
    assert block(document, 0, 0)[0] == "……………"
    assert block(document, 0, 1)[2].startswith("……………, ngày")


@pytest.mark.parametrize(
    ("change", "words", "opening"),
    [
        (
            {"returning": True},
            "chưa trở lại lớp từ ngày 16/11/2026, đến nay đã 5 ngày học",
            "Đến nay em chưa trở lại lớp.",
        ),
        ({"days": 0}, "hiện cư trú tại Takta - Thôn 3, có nguy cơ bỏ học.", "Nhà trường kính đề nghị"),
    ],
)
def test_it_says_of_a_pupil_only_what_is_so_after_tet_and_before_any_absence(
    change: dict[str, Any], words: str, opening: str
) -> None:
    texts = [paragraph.text for paragraph in read(FULL, request=replace(REQUEST, **change)).paragraphs]
    assert any(words in text for text in texts)
    assert not any("không phép" in text for text in texts)
    assert any(text.startswith(opening) for text in texts)
