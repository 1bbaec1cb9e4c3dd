"""Out of the school: the principal's tap, the written request, and those who are asked to help."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from msgspec.structs import replace
from sqlalchemy import select

from models import Audit
from papers.roster import Roster, StaffRow
from tests.conversation import Play, playing
from tests.handlers.school_days import ask
from tests.jobs.checks import heard, link, school_day, visited
from tests.small_school import small_roster

pytestmark = pytest.mark.anyio

A = "Nguyễn Văn A"
LETTERHEAD = {"superior": "UBND xã Trà Thử", "commune": "xã Trà Thử", "place": "Trà Thử", "symbol": "TT"}


def outsiders() -> Roster:
    def person(row: int, name: str, role: str, heads: str | None = None) -> StaffRow:
        return StaffRow(
            sheet="GV", row=row, full_name=name, role=role, roles=[role], homeroom_class=None, phone=None, heads=heads
        )

    roster = small_roster()
    more = [
        person(90, "Hồ Văn Trưởng", "village_head", "Thôn 3"),
        person(91, "Hồ Văn Làng", "village_head", "Thôn 4"),
        person(92, "Trần Thị Xã", "commune_officer"),
    ]
    return replace(roster, staff=[*roster.staff, *more])


@asynccontextmanager
async def before_the_principal(folder: Path, roster: Roster | None = None) -> AsyncIterator[Play]:
    """The home was visited in vain; the principal has the question."""
    async with playing(folder, roster=roster or outsiders(), days_to_case=1, **LETTERHEAD) as play:
        for phone, name in (("thôn 3", "Hồ Văn Trưởng"), ("thôn 4", "Hồ Văn Làng"), ("xã", "Trần Thị Xã")):
            if roster is None:
                await link(play, phone, name)
        await school_day(play, "2026-11-16 07:45", f"/vang 6A {A}, Hồ Thị Lan")
        await play.say("gvcn", "/tham 1 gặp mẹ, em sắp lấy chồng, không hứa")
        await school_day(play, "2026-11-17 07:45", f"/vang 6A {A}")
        heard(play)
        yield play


async def test_nothing_leaves_the_school_before_the_principals_tap(tmp_path: Path) -> None:
    async with before_the_principal(tmp_path) as play:
        for phone in ("thôn 3", "thôn 4", "xã"):
            assert "không có hồ sơ nào" in await ask(play, phone, "/ca"), phone
            assert A not in await ask(play, phone, "/ca 1"), phone
        for phone in ("pht", "gvcn", "xã", "thôn 3"):
            assert "không có quyền" in await ask(play, phone, "/quyetdinh 1 gửi"), phone
        assert "Nguyễn" not in "".join(parcel.text for parcel in play.channel.seen["xã"])


async def test_one_tap_drafts_the_request_and_tells_the_village_team_in_the_same_moment(tmp_path: Path) -> None:
    async with before_the_principal(tmp_path) as play:
        (answer,) = await play.press("ht", "Gửi đề nghị tới UBND xã")
        assert "Đây là văn bản để thầy/cô ký" in answer
        (file,) = play.channel.seen["ht"][-1].files
        assert file.name == "de-nghi-ubnd-xa-6a-nguyen-van-a.docx"
        text = "\n".join(paragraph.text for paragraph in Document(BytesIO(file.content)).paragraphs)
        assert "Kính gửi: Ủy ban nhân dân xã Trà Thử" in text
        assert "Em Nguyễn Văn A, sinh ngày 01/01/2015, học sinh lớp 6A, hiện cư trú tại Takta - Thôn 3" in text
        assert "đến nay đã 2 ngày học" in text
        assert "16/11/2026: cử người phụ trách địa bàn đến gia đình tìm hiểu" in text
        assert "16/11/2026: đại diện nhà trường (Phạm Thu Hà) đến gia đình vận động: gặp mẹ" in text
        assert "Giao Hội Phụ nữ xã, Công an xã và công chức tư pháp – hộ tịch xã hỗ trợ" in text
        assert "tảo hôn" not in text, "why is the school's and the family's own"
        assert "lấy chồng" not in text
        assert "huyện" not in text
        told = heard(play)
        assert told.keys() == {"thôn 3", "xã", "nóc", "nóc2", "gvcn", "pht"}
        assert A in told["thôn 3"]
        assert "đề nghị UBND xã cùng vận động" in told["xã"]


async def test_those_asked_see_only_what_was_handed_to_them_and_answer_with_a_note(tmp_path: Path) -> None:
    async with before_the_principal(tmp_path) as play:
        await play.press("ht", "Gửi đề nghị")
        heard(play)
        for phone in ("thôn 3", "xã"):
            seen = await ask(play, phone, "/ca")
            assert A in seen
            assert "Hồ Thị Lan" not in seen, "her case was not handed over"
            card = (await play.press(phone, A))[0]
            assert "Phạm Thu Hà 0900 000 002" in card
            assert "lấy chồng" not in card
            assert "mẹ" not in card, "what a family said stays in the school"
            assert "Hồ Thị Lan" not in await ask(play, phone, "/ca 2")
        assert A not in await ask(play, "thôn 4", "/ca"), "another village's head"
        assert A not in await ask(play, "thôn 4", "/viec")
        long = await ask(play, "xã", f"/ca 1 trả lời {'Đã họp. ' * 38}Sẽ báo lại.")
        assert long.endswith("Chỉ lưu được 300 chữ đầu. Phần chưa lưu: “ọp. Sẽ báo lại.”")
        thanks = await ask(play, "xã", "/ca 1 trả lời Đã giao Hội Phụ nữ xã đến nhà thứ Năm")
        assert "Xin cảm ơn" in thanks
        told = heard(play)
        assert told.keys() == {"ht", "pht", "gvcn"}
        assert "Trần Thị Xã" in told["ht"]
        assert "Đã giao Hội Phụ nữ xã đến nhà thứ Năm" in told["gvcn"]
        card = await ask(play, "pht", "/ca 1")
        assert "Đã giao Hội Phụ nữ xã" in card
        order = ("buổi đầu", "mở hồ sơ, đã", "đến nhà: gặp mẹ", "trình hiệu trưởng", "quyết định", "• 17/11 đề nghị")
        places = [card.index(part) for part in order]
        assert places == sorted(places)
        async with play.app.database.read() as session:
            kinds = list(await session.scalars(select(Audit.kind)))
        assert {"case.read", "case.note", "cases.read", "case.decided.request"} <= set(kinds)


@pytest.mark.parametrize(
    "words",
    ["em A thế nào rồi", *(pytest.param(said, marks=pytest.mark.campaign) for said in (A, "tình hình em A"))],
)
async def test_whoever_was_asked_for_help_sees_the_child_by_its_name(tmp_path: Path, words: str) -> None:
    async with before_the_principal(tmp_path) as play:
        assert A not in await ask(play, "xã", words), "nothing was handed over yet"
        await play.press("ht", "Gửi đề nghị")
        heard(play)
        for phone in ("thôn 3", "xã"):
            assert "Chủ nhiệm: Phạm Thu Hà 0900 000 002" in await ask(play, phone, words)
        assert A not in await ask(play, "thôn 4", words)
        assert "Hồ Thị Lan" not in await ask(play, "thôn 3", "em Lan thế nào")


@pytest.mark.parametrize("words", ["tôi đã đến nhà em A, cháu theo bố mẹ đi làm rẫy", "gặp bố mẹ rồi, mai cháu đi học"])
async def test_what_they_write_is_passed_on_by_one_tap(tmp_path: Path, words: str) -> None:
    async with before_the_principal(tmp_path) as play:
        await play.press("ht", "Gửi đề nghị")
        heard(play)
        assert "Chưa chuyển đi đâu" in await ask(play, "thôn 3", words)
        assert heard(play) == {}
        await play.press("thôn 3", f"Chuyển lời: {A}")
        told = heard(play)
        assert all(words in told[phone] for phone in ("ht", "pht", "gvcn"))
        assert words in await ask(play, "pht", "/ca 1")


async def test_what_was_handed_over_is_gone_when_the_case_is_closed_or_the_decision_taken_back(tmp_path: Path) -> None:
    async with before_the_principal(tmp_path) as play:
        await play.press("ht", "Gửi đề nghị")
        heard(play)
        await ask(play, "ht", "/quyetdinh 1 chưa")
        assert A not in await ask(play, "xã", "/ca")
        await ask(play, "ht", "/quyetdinh 1 gửi")
        heard(play)
        assert A in await ask(play, "thôn 3", "/ca")
        await school_day(play, "2026-11-18 07:45", "/du 6A")
        heard(play)
        assert A not in await ask(play, "thôn 3", "/ca")
        assert A not in await ask(play, "thôn 3", "/ca 1")


async def test_a_correction_of_the_whole_case_reaches_those_outside_too(tmp_path: Path) -> None:
    async with before_the_principal(tmp_path) as play:
        await play.press("ht", "Gửi đề nghị")
        heard(play)
        await play.say("gvcn", f"/phep 6A 16/11 {A}")
        told = heard(play)
        assert {"xã", "thôn 3"} <= told.keys()
        assert told["xã"].count("Tin thêm") == 1
        assert A not in await ask(play, "xã", "/ca")


async def test_a_second_tap_gives_the_paper_again_and_tells_nobody_twice(tmp_path: Path) -> None:
    async with before_the_principal(tmp_path) as play:
        await play.press("ht", "Gửi đề nghị")
        heard(play)
        assert "không báo lại cho ai" in await ask(play, "ht", "/quyetdinh 1 gửi")
        assert play.channel.seen["ht"][-1].files
        assert heard(play) == {}


async def test_a_village_head_sees_no_case_in_the_hamlets_view_that_was_not_handed_over(tmp_path: Path) -> None:
    async with before_the_principal(tmp_path) as play:
        assert "đang mở" not in await ask(play, "thôn 3", "/noc Takta")
        assert "đang mở" in await ask(play, "nóc", "/noc Takta")


async def test_a_village_head_sees_counts_and_nobodys_name_in_the_hamlets_view(tmp_path: Path) -> None:
    async with before_the_principal(tmp_path) as play:
        seen = await ask(play, "thôn 3", "/noc Takta")
        assert "hôm nay vắng 1" in seen
        assert A not in seen
        assert A in await ask(play, "nóc", "/noc Takta")


async def test_outsiders_link_like_other_staff(tmp_path: Path) -> None:
    async with playing(tmp_path, roster=outsiders()) as play:
        for name in ("Trần Thị Xã", "Hồ Văn Trưởng"):
            code = (await play.say("admin", f"/moi {name}"))[0].split("**")[3]
            assert "Đã liên kết" in (await play.say(name, f"/lienket {code}"))[0]
            assert "không có hồ sơ nào" in await ask(play, name, "/ca")


async def test_a_school_without_letterhead_gets_a_paper_with_blanks(tmp_path: Path) -> None:
    async with playing(tmp_path, days_to_case=1) as play:
        await school_day(play, "2026-11-16 07:45", f"/vang 6A {A}")
        await visited(play)
        await school_day(play, "2026-11-17 07:45", f"/vang 6A {A}")
        await play.press("ht", "Gửi đề nghị")
        (file,) = play.channel.seen["ht"][-1].files
        text = "\n".join(paragraph.text for paragraph in Document(BytesIO(file.content)).paragraphs)
        assert "Ủy ban nhân dân ……" in text
