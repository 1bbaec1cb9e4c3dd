"""/ralop: who opens, who sees what, and what is refused."""

from pathlib import Path

import pytest
from sqlalchemy import select, update

from models import Audit, Campaigns, Classes, Marks
from tests.conversation import Play, playing
from tests.handlers.school_days import ask, on
from tests.refused import refusal

pytestmark = pytest.mark.anyio

AT = "2026-11-16 07:05"


async def opened(play: Play, words: str = "16/11 đến 28/11 sau hè", phone: str = "pht") -> str:
    await play.say(phone, f"/ralop mở {words}")
    (answer,) = await play.press(phone, "Mở đợt này")
    return answer


async def test_the_period_is_shown_against_the_calendar_and_begins_with_a_tap(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.say("admin", "/lich nghỉ 20/11 ngày nhà giáo")
        shown = await ask(play, "pht", "/ralop mở 15/11 đến 28/11 sau hè")
        assert "thứ Hai 16/11 đến thứ Bảy 28/11, toàn trường: 11 ngày học; ngày ra lớp là thứ Hai 16/11" in shown
        assert "• nghỉ thứ Sáu 20/11, toàn trường: ngày nhà giáo" in shown
        assert "PHT2" in shown
        assert "không có đợt" in await ask(play, "ht", "/ralop"), "nothing is on before the tap"
        (answer,) = await play.press("pht", "Mở đợt này")
        assert "Đã mở: Ra lớp sau hè" in answer
        assert "Chưa có lớp nào báo" in await ask(play, "ht", "/ralop")
        async with play.app.database.read() as session:
            assert "campaign.opened" in list(await session.scalars(select(Audit.kind)))


@pytest.mark.parametrize("phone", ["ht", "pht", "admin"])
async def test_these_may_open_one_and_close_it_early(tmp_path: Path, phone: str) -> None:
    async with playing(tmp_path) as play:
        assert "Đã mở" in await opened(play, phone=phone)
        await on(play, "2026-11-18 09:00")
        await play.say(phone, "/ralop đóng")
        (closed,) = await play.press(phone, "Đóng: Ra lớp sau hè")
        assert "Đã đóng" in closed
        assert "Không có đợt" in await ask(play, phone, "/ralop đóng")
        async with play.app.database.read() as session:
            assert str(await session.scalar(select(Campaigns.ends))) == "2026-11-18"


@pytest.mark.parametrize("words", ["mở 16/11 đến 28/11", "mở chắc chắn 739936 16/11 đến 28/11", "đóng", "đóng #1"])
async def test_nobody_else_may(tmp_path: Path, words: str) -> None:
    async with playing(tmp_path) as play:
        for phone in ("gvcn", "tpt"):
            assert "Chỉ hiệu trưởng" in await ask(play, phone, f"/ralop {words}")
        for phone in ("nóc", "bộ môn", "mẹ A"):
            assert refusal(phone) in await ask(play, phone, f"/ralop {words}")


@pytest.mark.parametrize(
    ("words", "refused"),
    [
        ("6A 16/11 đến 28/11", "cả trường, một khối"),
        ("16/11", "Từ ngày nào"),
        ("sau Tết", "Từ ngày nào"),
        ("1/1 đến 30/4", "hai tháng"),
        ("1/7 đến 5/7", "không có ngày học"),
    ],
)
async def test_a_period_that_is_none_is_refused_with_an_example(tmp_path: Path, words: str, refused: str) -> None:
    async with playing(tmp_path) as play:
        assert refused in await ask(play, "pht", f"/ralop mở {words}")
        assert play.labels("pht") == []


async def test_a_grade_is_a_campaign_of_its_own_and_two_over_one_class_are_refused(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        async with play.app.database.write() as session:
            await session.execute(update(Classes).where(Classes.name == "6B").values(grade=7))
        await opened(play, "16/11 đến 21/11 sau hè khối 6")
        assert "đã mở rồi" in await ask(play, "pht", "/ralop mở 17/11 đến 28/11 sau lũ")
        await opened(play, "16/11 đến 21/11 sau lũ khối 7")
        await play.say("gvcn", "/vang 6A Nguyễn Văn A P (ốm)")
        await play.say("gvcn6b", "/du 6B")
        both = await ask(play, "ht", "/ralop")
        assert "Ra lớp sau hè, thứ Hai 16/11**: đã ra lớp 7/8 (87,5%)" in both
        assert "Ra lớp sau lũ, thứ Hai 16/11**: đã ra lớp 3/3 (100,0%)" in both
        assert "đợt nào" in await ask(play, "ht", "/ralop lớp")
        (one,) = await play.press("ht", "Ra lớp sau hè")
        assert "Nguyễn Văn A" in one


async def test_a_homeroom_teacher_sees_the_own_class_with_reasons_and_days_and_no_other(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await opened(play)
        await play.say("gvcn", "/vang 6A Nguyễn Văn A P (theo cha mẹ)")
        own = await ask(play, "gvcn", "/ralop")
        assert "có mặt 7/8" in own
        assert "Nguyễn Văn A (Takta - Thôn 3): vắng 1 ngày học, P, theo cha mẹ" in own
        for words in ("6A", "lớp 6A"):
            assert "Nguyễn Văn A" not in await ask(play, "gvcn6b", f"/ralop {words}")
        for words in ("tệp", "biểu đồ"):
            assert "lãnh đạo trường" in await ask(play, "gvcn", f"/ralop {words}")
        for words in ("lớp", "thôn", "lý do"):
            assert "Theo" not in await ask(play, "gvcn6b", f"/ralop {words}")


async def test_the_leadership_sees_who_is_not_back_by_class_hamlet_and_reason(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await opened(play)
        await play.say("gvcn", "/vang 6A Nguyễn Văn A P (theo cha mẹ), Hồ Văn Bình (đi rẫy)")
        await play.say("gvcn6b", "/vang 6B Hồ Văn Học (đi rẫy)")
        assert "**6A: 2 em**" in await ask(play, "tpt", "/ralop lớp")
        assert "**Tu Ro - Thôn 4: 2 em**" in await ask(play, "tpt", "/ralop thôn")
        by_reason = await ask(play, "tpt", "/ralop lý do")
        assert by_reason.index("**Đi rẫy: 2 em**") < by_reason.index("**Theo cha mẹ: 1 em**")
        counts = await ask(play, "admin", "/ralop")
        assert "Chưa ra lớp: **3** em (1 có phép, 0 không phép, 2 chưa rõ phép)" in counts
        assert "Nguyễn" not in counts, "the administrator sees counts"
        assert "lãnh đạo trường" in await ask(play, "admin", "/ralop tệp")


async def test_a_reason_is_given_by_the_class_s_own_teacher_only(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await opened(play)
        await play.say("gvcn", "/vang 6A Nguyễn Văn A")
        pupil = await play.pupil("Nguyễn Văn A")
        says = f"/ralop lý do #p{pupil} 2026-11-16"
        assert "đang chờ thầy/cô" in await ask(play, "gvcn6b", f"{says} om")
        assert "đang chờ thầy/cô" in await ask(play, "admin", f"{says} om")
        assert "đang chờ thầy/cô" in await ask(play, "gvcn", f"{says} bia_dat")
        assert "đang chờ thầy/cô" in await ask(play, "gvcn", f"/ralop lý do #p{pupil} 2026-11-17 om")
        async with play.app.database.read() as session:
            assert await session.scalar(select(Marks.reason_code)) is None
        assert "Đã ghi" in await ask(play, "gvcn", f"{says} om")


async def test_a_campaign_that_is_over_is_still_shown_and_the_next_is_named_before_it_begins(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await opened(play, "16/11 đến 17/11 sau lũ")
        await play.say("gvcn", "/du 6A")
        await on(play, "2026-11-25 09:00")
        assert "đã ra lớp 8/8" in await ask(play, "ht", "/ralop")
    async with playing(tmp_path) as play:
        await opened(play, "23/11 đến 28/11 sau lũ")
        assert "từ thứ Hai 23/11 đến thứ Bảy 28/11. Trước ngày đó" in await ask(play, "ht", "/ralop")
