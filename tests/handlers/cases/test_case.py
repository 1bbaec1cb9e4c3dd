"""A case: its card, opening and closing it by hand, its causes."""

from pathlib import Path

import pytest
from sqlalchemy import select

from models import Audit, Cases
from tests.conversation import Play, playing
from tests.handlers.school_days import ask, on
from tests.jobs.checks import after_three_days, checked, heard, school_day, visited
from tests.refused import refusal

pytestmark = pytest.mark.anyio

A = "Nguyễn Văn A"


async def ended(play: Play) -> list[str | None]:
    async with play.app.database.read() as session:
        return list(await session.scalars(select(Cases.closed_why).order_by(Cases.id)))


async def test_the_card_says_who_until_when_why_and_whether_it_helps(tmp_path: Path) -> None:
    async with playing(tmp_path, at="2026-11-12 07:05") as play:
        for day in (12, 13, 14):
            await on(play, f"2026-11-{day} 07:45")
            await play.say("gvcn", "/du 6A")
        play.channel.refuse["nóc2"] = RuntimeError("no network")
        for day in (16, 17, 18):
            await school_day(play, f"2026-11-{day} 07:45", f"/vang 6A {A}")
        await visited(play, "Thứ Sáu 20/11")
        await school_day(play, "2026-11-19 07:45", f"/vang 6A {A}")
        heard(play)
        card = (await ask(play, "pht", f"/ca 6A {A}")).splitlines()
        assert card[:7] == [
            "**Hồ sơ 1**: Nguyễn Văn A, lớp 6A (Takta - Thôn 3)",
            "Đang phụ trách: Phạm Thu Hà; hứa trở lại thứ Sáu 20/11",
            "Mở thứ Tư 18/11: nghỉ không phép 3 ngày học, từ thứ Hai 16/11",
            "Nguyên nhân: kinh tế gia đình khó khăn",
            "Có thể nhờ: Hội Khuyến học, nhà trường xét chế độ bán trú và Phòng Văn hóa - Xã hội xã.",
            "Đi học trong 20 ngày học trước khi mở hồ sơ: 3/5 buổi (60,0%)",
            "Từ khi mở hồ sơ: 0/1 buổi (0,0%)",
        ]
        assert card[7] == "Sau lần đến nhà 18/11: 0/1 buổi (0,0%)"
        history = "\n".join(card[8:])
        assert "• 16/11 buổi đầu vắng không phép; đã gửi tin cho " in history
        assert "gia đình" in history, "a family is said by what it is"
        assert "Bùi Văn Tám" in history.split("gửi tin cho ")[1]
        assert "• 18/11 mở hồ sơ, đã nghỉ 3 ngày; Phạm Thu Hà đã xem tin; đã gửi tin cho" in history
        assert (
            "• 18/11 Phạm Thu Hà đến nhà: gặp mẹ; hứa trở lại lớp thứ Sáu 20/11; đã gửi tin cho Ngô Thị Bảy" in history
        )
        async with play.app.database.read() as session:
            assert await session.scalar(select(Audit.about).where(Audit.kind == "case.read")) == 1


async def test_what_did_not_reach_somebody_is_said(tmp_path: Path) -> None:
    async with playing(tmp_path, days_to_case=1) as play:
        await school_day(play, "2026-11-16 07:45", "/vang 6A Hồ Văn Bình")
        play.new("gvcn")
        card = await ask(play, "gvcn", "/ca 1")
        assert "đã gửi tin cho Bùi Văn Tám" in card
        assert "chưa báo được gia đình (chưa liên kết điện thoại)" in card, "nobody of the family is linked"


async def test_the_hamlets_pair_sees_the_case_without_causes_and_words(tmp_path: Path) -> None:
    async with after_three_days(tmp_path) as play:
        await play.say("gvcn", "/tham 1 gặp mẹ, em sắp lấy chồng, không hứa")
        heard(play)
        card = await ask(play, "nóc", "/ca 1")
        assert "Phạm Thu Hà đến nhà: gặp mẹ" in card
        assert "tảo hôn" not in card
        assert "lấy chồng" not in card
        assert "tảo hôn" in await ask(play, "gvcn", "/ca 1")
        assert "Nguyên nhân do GVCN" in await ask(play, "nóc", "/ca 1 nguyên nhân poverty")


async def test_who_has_nothing_to_do_with_a_case_does_not_learn_that_it_exists(tmp_path: Path) -> None:
    async with after_three_days(tmp_path) as play:
        mine, none = await ask(play, "gvcn6b", "/ca 1"), await ask(play, "gvcn6b", "/ca 99")
        assert mine.replace("1", "99") == none
        assert "không có quyền" in await ask(play, "bộ môn", "/ca 1")
        assert refusal("mẹ A") in await ask(play, "mẹ A", "/ca 1")
        assert "nhắn riêng" in await ask(play, "pht", "/ca 1", private=False)


async def test_a_sentence_that_begins_with_ca_is_no_command(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        assert "/ca" not in await ask(play, "bộ môn", "cả lớp đi học đủ")


async def test_a_case_is_opened_by_hand_with_a_reason_and_its_teacher_is_told(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await on(play, "2026-11-16 09:00")
        why = await ask(play, "pht", "/ca mở 6A Ho Van Binh")
        assert "Vì sao cần theo dõi em Hồ Văn Bình?" in why
        assert len(play.labels("pht")) == 4
        (opened,) = await play.press("pht", "Có thể sắp bỏ học")
        assert "**Đã mở** hồ sơ 1: em Hồ Văn Bình, lớp 6A" in opened
        told = heard(play)
        assert told.keys() == {"gvcn"}
        assert "Hồ Văn Bình, lớp 6A (Tu Ro - Thôn 4): “có thể sắp bỏ học”" in told["gvcn"]
        assert "đã có một hồ sơ" in await ask(play, "gvcn", "/ca mở 6A Bình: hay nghỉ")
        assert "Ngô Thị Bảy mở thứ Hai 16/11: “có thể sắp bỏ học”" in await ask(play, "gvcn", "/ca 1")
        assert "Hồ Văn Bình" in await ask(play, "gvcn", "/viec")


async def test_the_reason_may_follow_the_name_in_one_line(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        for words in ("/ca mở 6A Hồ Văn Bình: theo bạn đi làm", "/ca mo 6A Le Thi Sang hay nghi lat nhat"):
            assert "Đã mở" in await ask(play, "gvcn", words)
        async with play.app.database.read() as session:
            assert list(await session.scalars(select(Cases.opened_why).order_by(Cases.id))) == [
                "theo bạn đi làm",
                "hay nghi lat nhat",
            ]


async def test_who_may_open_a_case(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        assert "của lớp mình" in await ask(play, "gvcn6b", "/ca mở 6A Hồ Văn Bình: hay nghỉ")
        assert "do GVCN, Tổng phụ trách" in await ask(play, "nóc", "/ca mở 6A Hồ Văn Bình: hay nghỉ")
        assert "Đã mở" in await ask(play, "tpt", "/ca mở 6A Hồ Văn Bình: hay nghỉ")
        assert "Là em nào" in await ask(play, "ht", "/ca mở 6A Lan: hay nghỉ")
        (opened,) = await play.press("ht", "Đinh Văn Lan")
        assert "Đinh Văn Lan" in opened


async def test_a_case_by_hand_closes_when_the_pupil_is_in_class_on_a_later_day(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await ask(play, "gvcn", "/du 6A")
        await ask(play, "gvcn", "/ca mở 6A Hồ Văn Bình: có ý định bỏ học")
        await checked(play)
        assert await ended(play) == [None], "that he was there today is why he is spoken of, not his return"
        heard(play)
        await school_day(play, "2026-11-17 07:45", "/vang 6A Hồ Văn Bình")
        await school_day(play, "2026-11-18 07:45", "/du 6A")
        assert await ended(play) == ["returned"]
        assert "Đã trở lại lớp" in heard(play)["pht"]


async def test_a_case_is_closed_by_hand_by_the_heads_and_the_staff_hear_it_once(tmp_path: Path) -> None:
    async with after_three_days(tmp_path) as play:
        for phone in ("gvcn", "tpt", "nóc"):
            assert "đóng khi em trở lại" in await ask(play, phone, "/ca đóng 1 nhầm"), phone
        await ask(play, "pht", "/ca đóng 1")
        assert play.labels("pht") == ["Chuyển trường", "Mở nhầm"], "dropping out is the principal's to decide"
        assert "hiệu trưởng ghi" in await ask(play, "pht", "/ca đóng 1 bỏ học")
        assert await ended(play) == [None]
        await ask(play, "ht", "/ca đóng 1")
        await play.press("ht", "Thôi học")
        assert await ended(play) == ["dropped"]
        told = heard(play)
        assert told.keys() == {"gvcn", "nóc", "nóc2", "pht"}, "not the family, and not who closed it"
        assert "thôi học" in told["gvcn"]
        await school_day(play, "2026-11-19 07:45", f"/vang 6A {A}")
        assert await ended(play) == ["dropped"], "no new case for the same run"


async def test_causes_are_several_and_can_be_taken_back(tmp_path: Path) -> None:
    async with after_three_days(tmp_path) as play:
        await ask(play, "gvcn", "/ca 1")
        await play.press("gvcn", "Nguyên nhân")
        await play.press("gvcn", "Tảo hôn")
        (said,) = await play.press("gvcn", "Thiếu giấy tờ")
        assert "Nguyên nhân: tảo hôn và thiếu giấy tờ" in said
        assert "Hội Phụ nữ xã, Công an xã và công chức tư pháp – hộ tịch xã" in said
        (said,) = await play.press("gvcn", "✓ Tảo hôn")
        assert "Nguyên nhân: thiếu giấy tờ." in said


async def test_a_case_that_leave_has_closed_still_tells_what_was_said_and_put_right(tmp_path: Path) -> None:
    async with after_three_days(tmp_path) as play:
        await play.press("mẹ A", "Cháu ốm")
        play.new("mẹ A")
        await play.press("gvcn", "Có phép cả 3 ngày")
        put_right = "\n".join(play.new("mẹ A"))
        for day in ("thứ Hai 16/11", "thứ Tư 18/11"):
            assert f"• Cháu A, lớp 6A, {day}: nghỉ có phép." in put_right, "she was told of each by itself"
        card = (await play.say("pht", "/ca 1"))[-1]
        assert "**Đã đóng** thứ Tư 18/11: đã đính chính: em có phép hoặc không vắng" in card
        assert (
            "• 18/11 mở hồ sơ, đã nghỉ 3 ngày; gia đình đã xem tin; đã gửi tin cho Phạm Thu Hà và Ngô Thị Bảy" in card
        )
        assert "• tin đính chính; đã gửi tin cho " in card
