"""The school's calendar, as conversations."""

from pathlib import Path

import pytest
from sqlalchemy import func, select

from models import Audit, ClassParts, DayRules, Schools
from tests.conversation import Play, playing
from tests.handlers.school_days import ask, on

pytestmark = pytest.mark.anyio


async def _held(play: Play, day: str) -> list[bool]:
    async with play.app.database.read() as session:
        rows = select(ClassParts.held, ClassParts.day).order_by(ClassParts.class_id, ClassParts.part)
        return [row.held for row in await session.execute(rows) if f"{row.day}" == day]


async def test_a_day_off_of_one_class_is_entered_and_taken_back_with_one_tap(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        answer = await ask(play, "admin", "/lich nghỉ 25/11 6A sáng mưa bão")
        assert answer.splitlines() == [
            "**Đã ghi vào lịch**",
            "• nghỉ sáng thứ Tư 25/11, 6A: mưa bão",
            "Các lớp liên quan: 6A",
        ]
        assert "6A: mưa bão" in await ask(play, "mẹ A", "/lich")
        await play.say("admin", "/lich bỏ 20/11")
        (undone,) = await play.press("admin", "Huỷ")
        assert undone.startswith("**Đã bỏ khỏi lịch**")
        assert "Không có ngày nghỉ" in await ask(play, "mẹ A", "/lich")
        async with play.app.database.read() as session:
            assert await session.scalar(select(func.count()).where(DayRules.reason == "mưa bão")) == 1
            kinds = await session.scalars(select(Audit.kind).where(Audit.kind.like("calendar.%")).order_by(Audit.id))
            assert list(kinds) == ["calendar.added", "calendar.struck"]


async def test_a_day_on_which_there_are_reports_is_asked_about_before_it_becomes_a_day_off(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await ask(play, "gvcn", "/vang 6A Nguyễn Văn A")
        answer = await ask(play, "pht", "/lich nghỉ hôm nay mưa bão")
        assert answer.startswith("Đã có 1 báo cáo trong thời gian đó (6A và 6B).")
        assert await _held(play, "2026-11-16") == [True, True]
        (answer,) = await play.press("pht", "Vẫn thay đổi")
        assert "Số báo cáo không còn được tính: 1" in answer
        assert await _held(play, "2026-11-16") == [False, False]
        assert "chưa lớp nào có buổi học" in await ask(play, "ht", "/baocao")
        (answer,) = await play.press("pht", "Huỷ")
        assert "Số báo cáo được tính trở lại: 1" in answer
        assert "vắng 1/8 (1K)" in await ask(play, "ht", "/baocao")


async def test_a_make_up_day_opens_at_once_and_can_be_reported_on(tmp_path: Path) -> None:
    async with playing(tmp_path, at="2026-11-21 07:05", morning_days=[2, 3, 4, 5, 6]) as play:
        assert "không có buổi học" in await ask(play, "gvcn", "/du 6A")
        assert "• học bù thứ Bảy 21/11, 6A" in await ask(play, "ht", "/lich bù 21/11 6A")
        assert await _held(play, "2026-11-21") == [True]
        assert "8/8" in await ask(play, "gvcn", "/du 6A")
        assert "Sáng: vắng 0/8" in await ask(play, "ht", "/baocao lớp 6A")


async def test_a_stretch_of_days_is_one_line_and_months_ahead_is_no_slip(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        answer = await ask(play, "admin", "/lich nghỉ từ 15/2 đến 27/2 nghỉ Tết")
        assert "• nghỉ từ thứ Hai 15/02 đến thứ Bảy 27/02, toàn trường: nghỉ Tết" in answer
        async with play.app.database.read() as session:
            assert await session.scalar(select(func.count()).where(DayRules.reason == "nghỉ Tết")) == 13
        assert (await ask(play, "admin", "/lich bỏ từ 15/2 đến 27/2")).startswith("**Đã bỏ khỏi lịch**")
        assert "Lịch không có mục nào" in await ask(play, "admin", "/lich bỏ 20/2")
        await play.press("admin", "Huỷ")
        assert "• nghỉ thứ Bảy 20/02" in await ask(play, "admin", "/lich bỏ 20/2")


async def test_a_proposal_has_no_effect_until_it_is_confirmed(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        assert "Ngày Văn hóa" not in await ask(play, "gvcn", "/lich")
        assert "Đề xuất, xác nhận rồi mới có hiệu lực" in await ask(play, "admin", "/lich")
        (answer,) = await play.press("admin", "Xác nhận 24/11")
        assert "Các lớp liên quan: 6A và 6B" in answer
        assert "Ngày Văn hóa Việt Nam" in await ask(play, "gvcn", "/lich")
        await on(play, "2026-11-24 07:10")
        assert await _held(play, "2026-11-24") == []
        assert "nghỉ thứ Sáu 01/01" in await ask(play, "admin", "/lich xác nhận tất cả")
        assert "Không có ngày nào chờ" in await ask(play, "admin", "/lich xác nhận")


async def test_only_the_administrator_and_the_leaders_change_it(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        for phone in ("gvcn", "tpt", "mẹ A"):
            assert "Chỉ người quản trị và lãnh đạo" in await ask(play, phone, "/lich nghỉ 25/11")
        async with play.app.database.read() as session:
            assert await session.scalar(select(func.count()).where(DayRules.confirmed_at.is_not(None))) == 0


async def test_what_was_not_understood_changes_nothing_and_shows_an_example(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        async with play.app.database.read() as session:
            version = await session.scalar(select(Schools.version))
        assert "/lich nghỉ 17/11 6A mưa bão" in await ask(play, "admin", "/lich nghỉ")
        assert "Chưa hiểu “6C”" in await ask(play, "admin", "/lich nghỉ 24/11 6C")
        assert "dài hơn hai tháng" in await ask(play, "admin", "/lich nghỉ từ 1/12 đến 30/3")
        assert "vốn không có buổi học" in await ask(play, "admin", "/lich nghỉ 22/11")
        assert "không có mục nào như vậy" in await ask(play, "admin", "/lich bỏ 25/11")
        async with play.app.database.read() as session:
            assert await session.scalar(select(Schools.version)) == version


async def test_a_day_off_declared_after_the_report_takes_back_what_people_were_told(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.say("gvcn", "/vang 6A Nguyen Van A")
        await play.clock_to("07:55")
        told = play.new("mẹ A") + play.new("nóc")

        await play.say("admin", "/lich nghỉ hôm nay 6A rét đậm")
        await play.press("admin", "Vẫn thay đổi")

        (family,), (carer,) = play.new("mẹ A"), play.new("nóc")
        assert len(told) == 2
        assert "Đính chính" in family
        assert "lớp được nghỉ" in family
        assert "Đính chính" in carer

        await play.press("admin", "Huỷ")
        for phone in ("mẹ A", "nóc"):
            assert "vắng, chưa có phép" in "".join(play.new(phone)), "it counts again, and they hear so at once"
