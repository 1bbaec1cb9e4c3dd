"""The school's papers in a chat: who may have which, and what stands in them."""

from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from sqlalchemy import insert, update

from models import Guardians, Pupils
from papers.templates.builtin import BODY, Template
from papers.templates.checking import write_built_in
from tests.conversation import Play, playing
from tests.handlers.school_days import ask, on
from tests.papers.templates.test_templates import edited, text_of
from tests.refused import refusal

pytestmark = pytest.mark.anyio


def newest(play: Play, phone: str) -> str:
    (file,) = play.seen(phone)[-1].files
    return text_of(Document(BytesIO(file.content)))


async def two_cases(play: Play) -> None:
    """Bình and Mai have one mother, and a case each; the commune is asked about both."""
    for phone, klass, name in (("gvcn", "6A", "Hồ Văn Bình"), ("gvcn6b", "6B", "Đinh Thị Mai")):
        await ask(play, phone, f"/ca mở {klass} {name}: hay nghỉ, phải đi rẫy")
    async with play.app.database.write() as session:
        mother = await play.person("Mẹ Hồ Văn Bình")
        child = await play.pupil("Đinh Thị Mai")
        await session.execute(insert(Guardians).values(pupil_id=child, slot=2, person_id=mother, relation="mẹ"))


async def test_an_invitation_is_one_letter_for_the_children_of_a_guardian(tmp_path: Path) -> None:
    async with playing(tmp_path, symbol="SM") as play:
        await two_cases(play)
        said = await ask(play, "gvcn", "/vanban giấy mời Hồ Văn Bình 6A")
        assert said.startswith("Giấy mời gia đình em Hồ Văn Bình, để điền thêm và ký.")
        paper = newest(play, "gvcn")
        assert "Kính gửi: Ông/bà Mẹ Hồ Văn Bình" in paper
        assert "- Em Hồ Văn Bình, lớp 6A" in paper
        assert "- Em Đinh Thị Mai, lớp 6B" in paper
        assert "Số:        /GM-SM" in paper
        assert "rẫy" not in paper, "causes are the school's own"
        assert (
            "giáo viên chủ nhiệm của lớp" in await ask(play, "gvcn", "/vanban giấy mời Đinh Thị Mai 6B")
            or not play.seen("gvcn")[-1].files
        )
        assert refusal("mẹ A") in await ask(play, "mẹ A", "/vanban giấy mời Hồ Văn Bình 6A")


async def test_minutes_of_a_visit_hold_what_was_reported_and_blanks_to_sign(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await two_cases(play)
        await ask(play, "gvcn", "/vanban biên bản 1")
        assert "Đại diện Trường Thử: …" in newest(play, "gvcn")
        await ask(play, "gvcn", "/tham 1 gặp mẹ, em đi rẫy, hứa thứ 5 đi học")
        await ask(play, "gvcn", "/vanban biên bản Bình")
        paper = newest(play, "gvcn")
        assert "Hôm nay, ngày 16 tháng 11 năm 2026" in paper
        assert "Đại diện Trường Thử: Phạm Thu Hà" in paper
        assert "Gia đình cam kết: cho em đi học lại từ ngày 19/11/2026." in paper
        assert "ĐẠI DIỆN ĐỊA PHƯƠNG" in paper
        assert "rẫy" not in paper
        assert "Chọn một hồ sơ" in await ask(play, "gvcn", "/vanban biên bản 2"), "a case of another class"


async def test_one_request_for_several_pupils_is_for_the_heads_alone(tmp_path: Path) -> None:
    async with playing(tmp_path, commune="xã Trà Thử") as play:
        await two_cases(play)
        assert "Không có hồ sơ nào" in await ask(play, "ht", "/vanban đề nghị")
        for number in (1, 2):
            await play.say("ht", f"/quyetdinh {number} gửi")
        async with play.app.database.write() as session:
            named = update(Pupils).where(Pupils.full_name == "Đinh Thị Mai").values(full_name="{{7*7}} <w:p>")
            await session.execute(named)
        play.new("gvcn")
        assert "lãnh đạo trường" in await ask(play, "gvcn", "/vanban đề nghị")
        await ask(play, "ht", "/vanban đề nghị")
        paper = newest(play, "ht")
        assert "Hồ Văn Bình (04/01/2015)" in paper
        assert "{{7*7}} <w:p>" in paper
        assert "để các em trở lại lớp" in paper


async def test_everybody_is_offered_what_they_may_read_and_a_tap_brings_it(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await on(play, "2026-11-20 08:00")
        await ask(play, "pht", "/vanban")
        assert "Kế hoạch vận động, đỡ đầu" in play.labels("pht")
        await play.press("pht", "Kế hoạch vận động, đỡ đầu")
        paper = newest(play, "pht")
        assert "KẾ HOẠCH" in paper
        assert BODY not in paper
        assert "Takta - Thôn 3" in paper
        assert "Nghỉ không phép 3 ngày: giáo viên chủ nhiệm đến nhà vận động trong 2 ngày" in paper
        await ask(play, "gvcn", "/vanban")
        assert play.labels("gvcn") == ["Khảo sát học sinh cần giúp đỡ"]
        assert "lãnh đạo trường" in await ask(play, "gvcn", "/vanban kế hoạch")
        said = await ask(play, "ht", "/vanban học kỳ 2")
        assert "Chưa có bản nháp" in said
        assert "hk2" not in said


async def test_a_broken_template_of_the_schools_is_named_and_the_paper_comes_all_the_same(tmp_path: Path) -> None:
    folder = tmp_path / "mau"
    write_built_in(folder)
    edited(folder, Template.INVITATION, "Rất mong ông (bà)", "Rất mong {{ ten_be }}")
    async with playing(tmp_path) as play:
        play.app.database._info["templates"] = str(folder)
        said = await ask(play, "gvcn", "/vanban giấy mời Nguyễn Văn A 6A")
        assert "Mẫu giay-moi-phu-huynh.docx có trường không có trong Sĩ Số" in said
        assert "Rất mong {{ ten_be }} sắp xếp" in said
        assert "Rất mong ông (bà) sắp xếp thời gian" in newest(play, "gvcn")
