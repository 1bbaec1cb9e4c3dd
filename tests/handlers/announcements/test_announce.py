"""The leaders announce, and see who has read it."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from sqlalchemy import func, select

from models import AnnouncementReads, DayRules, Outbox
from rules.letters import Kind
from tests.conversation import Play, playing
from tests.handlers.school_days import ask

pytestmark = pytest.mark.anyio
EVERYBODY = ("gvcn", "gvcn6b", "nóc", "nóc2", "bộ môn", "tpt", "pht", "ht", "admin", "mẹ A", "mẹ Lan")
STAFF = {"gvcn", "gvcn6b", "nóc", "nóc2", "bộ môn", "tpt", "ht", "admin"}  # without the author
FAMILIES = {"mẹ A", "mẹ Lan"}


async def _reached(play: Play, part: str, phones: Sequence[str] = EVERYBODY) -> set[str]:
    return {phone for phone in phones if any(part.lower() in text.lower() for text in play.new(phone))}


@pytest.mark.parametrize(
    ("said", "whom"),
    [
        ("giáo viên: chiều nay họp", STAFF),
        ("cho toàn thể cán bộ giáo viên nhân viên chiều nay họp", STAFF),
        ("gvcn: chiều nay họp", {"gvcn", "gvcn6b"}),
        ("phụ huynh: chiều nay họp", FAMILIES),
        ("gửi phụ huynh lớp 6A chiều nay họp", FAMILIES),
        ("phụ huynh 6B: chiều nay họp", set()),
        ("6A, 6B: chiều nay họp", FAMILIES | {"gvcn", "gvcn6b"}),
        ("khối 6: chiều nay họp", FAMILIES | {"gvcn", "gvcn6b"}),
        ("thôn 3: chiều nay họp", FAMILIES | {"nóc", "nóc2"}),
        ("gia đình ở Takta: chiều nay họp", FAMILIES),
        ("phụ huynh Tu Ro: chiều nay họp", set()),
        ("toàn trường: chiều nay họp", STAFF | FAMILIES),
    ],
)
async def test_it_reaches_whom_it_names_and_nobody_else(database_url: str, said: str, whom: set[str]) -> None:
    async with playing(url=database_url) as play:
        shown = await ask(play, "pht", f"/thongbao {said}")
        assert "\nChiều nay họp\n" in shown
        assert f"Đến được {len(whom)} người." in shown
        assert await _reached(play, "chiều nay họp") == set(), "nothing leaves before the tap"
        await play.press("pht", "Gửi")
        assert await _reached(play, "chiều nay họp", [one for one in EVERYBODY if one != "pht"]) == whom


async def test_one_tap_sends_once_and_the_sender_sees_who_has_read_it_and_whom_to_call(database_url: str) -> None:
    async with playing(url=database_url) as play:
        await play.say("ht", "thông báo phụ huynh 6A: mai các em mang áo ấm")
        assert "Không đến được 6 người" in play.shown("ht")
        await play.press("ht", "Gửi")
        await play.press("ht", "Gửi")
        assert "không gửi lại" in play.shown("ht")
        assert len([text for text in play.new("mẹ A") if "mang áo ấm" in text]) == 1
        await play.press("mẹ A", "Đã đọc")
        await play.press("mẹ A", "Đã đọc")
        assert "1 người đã đọc" in await ask(play, "ht", "/thongbao")
        (card,) = await play.press("ht", "Ai đã đọc")
        assert "Đã đọc: 1" in card
        assert "Chưa đọc: 1" in card
        assert "Chưa nhận được: 6" in card
        assert "Mẹ Hồ Thị Lan (Hồ Thị Lan, 6A): 0910 000 002, chưa đọc" in card
        assert "Mẹ Hồ Văn Bình (Hồ Văn Bình, 6A): 0910 000 004, chưa nhận được" in card
        assert "Mẹ Nguyễn Văn A" not in card
        async with play.app.database.read() as session:
            assert await session.scalar(select(func.count()).select_from(AnnouncementReads)) == 1
            owed = select(func.count()).where(Outbox.kind == Kind.ANNOUNCEMENT)
            assert await session.scalar(owed) == 8


async def test_who_has_not_read_it_is_asked_in_words_and_what_went_out_is_put_right_for_the_same_people(
    tmp_path: Path,
) -> None:
    async with playing(tmp_path) as play:
        for said in ("phụ huynh 6A: mang áo ấm", "thôn 3, gvcn: họp thôn", "giáo viên: họp lúc 14h"):
            await play.say("ht", f"/thongbao {said}")
            await play.press("ht", "Gửi")
        assert "họp lúc 14h" in await ask(play, "ht", "ai chưa đọc thông báo")
        shown = await ask(play, "ht", "thông báo áo ấm bao nhiêu người đã đọc")
        assert "mang áo ấm" in shown
        assert "**Cần gọi**" in shown
        for which, whom in (("áo ấm", "phụ huynh 6A"), ("họp thôn", "Thôn 3"), ("", "giáo viên")):
            said, begins = await play.say("ht", f"huỷ thông báo {which} vừa rồi")
            assert "không thu lại" in said
            assert whom in begins
            again = await ask(play, "ht", f"{begins} đổi giờ")
            assert "Nhà trường xin đính chính: đổi giờ" in again
            assert "Chưa gửi gì" in again


@pytest.mark.parametrize("words", ["em Nguyễn Văn A nghỉ nhiều", "nhac nguyen van a di hoc", "Hồ  Thị  LAN, bố mẹ đến"])
async def test_a_childs_name_is_never_announced(database_url: str, words: str) -> None:
    async with playing(url=database_url) as play:
        assert "không nêu tên em nào" in await ask(play, "pht", f"/thongbao toàn trường: {words}")
        assert all(label != "Gửi" for label in play.labels("pht"))


async def test_one_tap_announces_a_day_off_and_enters_it_in_the_calendar(database_url: str) -> None:
    async with playing(url=database_url) as play:
        await play.say("pht", "Thông báo phụ huynh lớp 6A: thứ Tư 25/11 các em được nghỉ học vì mưa bão")
        await play.press("pht", "nghỉ 25/11 6A")
        assert "được nghỉ học" in "".join(play.new("mẹ A"))
        assert "• nghỉ thứ Tư 25/11, 6A: mưa bão" in await ask(play, "mẹ A", "/lich")
        async with play.app.database.read() as session:
            assert await session.scalar(select(func.count()).where(DayRules.reason == "mưa bão")) == 1


@pytest.mark.parametrize(
    ("said", "entered"),
    [
        ("phụ huynh: 25/11 các em khối 6 được nghỉ học vì lũ", "25/11 khối 6"),
        ("phụ huynh: sáng 25/11 toàn trường nghỉ học", "25/11 sáng"),
        ("phụ huynh khối 6: 25/11 được nghỉ học", "25/11 khối 6"),
        ("phụ huynh 6A: chiều 25/11 các em nghỉ học", "25/11 6A chiều"),
        ("phụ huynh: 25/11 lớp 6A được nghỉ học", ""),
        ("phụ huynh 6A: 25/11 khối 6 được nghỉ học", ""),
        ("phụ huynh thôn 3: 25/11 các em nghỉ học", ""),
        ("phụ huynh: 25/11 các em không được nghỉ học", ""),
        ("phụ huynh: các em nghỉ học nhiều quá", ""),
        ("phụ huynh: 10/11 các em đã nghỉ học vì lũ", ""),
    ],
)
async def test_a_day_off_is_offered_for_just_those_who_have_it(database_url: str, said: str, entered: str) -> None:
    async with playing(url=database_url) as play:
        await play.say("ht", f"/thongbao {said}")
        expected = ["Gửi", f"Gửi và ghi lịch nghỉ {entered}"] if entered else ["Gửi"]
        assert play.labels("ht") == expected


async def test_a_day_off_the_calendar_asks_about_first_sends_nothing_yet(database_url: str) -> None:
    async with playing(url=database_url) as play:
        await ask(play, "gvcn", "/vang 6A Nguyễn Văn A")
        await play.say("pht", "/thongbao phụ huynh: hôm nay toàn trường nghỉ học vì lũ")
        await play.press("pht", "nghỉ 16/11")
        assert await _reached(play, "nghỉ học vì lũ", ["mẹ A", "mẹ Lan"]) == set()
        await play.press("pht", "Vẫn thay đổi")
        await play.press("pht", "Gửi")
        assert await _reached(play, "nghỉ học vì lũ", ["mẹ A", "mẹ Lan"]) == FAMILIES


async def test_at_night_it_waits_until_morning(database_url: str) -> None:
    async with playing(url=database_url, at="2026-11-16 22:10") as play:
        await play.say("pht", "/thongbao phụ huynh: mai học bình thường")
        assert "giờ nghỉ" in "".join(await play.press("pht", "Gửi"))
        assert await _reached(play, "mai học bình thường", ["mẹ A", "mẹ Lan"]) == set()
        await play.clock_to("2026-11-17 06:30")
        assert await _reached(play, "mai học bình thường", ["mẹ A", "mẹ Lan"]) == FAMILIES


async def test_words_for_nobody_are_asked_for_whom(database_url: str) -> None:
    async with playing(url=database_url) as play:
        assert "gửi cho ai" in await ask(play, "tpt", "thông báo chiều nay họp lúc 14 giờ")
        await play.press("tpt", "Giáo viên chủ nhiệm")
        await play.press("tpt", "Gửi")
        assert await _reached(play, "họp lúc 14 giờ", ["gvcn", "gvcn6b", "bộ môn", "mẹ A"]) == {"gvcn", "gvcn6b"}


@pytest.mark.parametrize("title", ["Ngày toàn dân đưa trẻ", "sau Tết", "Mưa lũ"])
async def test_ready_texts_are_shown_and_can_be_sent_or_changed(database_url: str, title: str) -> None:
    async with playing(url=database_url) as play:
        await ask(play, "ht", "/thongbao")
        shown = await play.press("ht", title)
        assert "Đến được 2 người" in shown[0]
        changed = await ask(play, "ht", f"{shown[-1]} Trân trọng.")
        assert "Trân trọng." in changed
        await play.press("ht", "Gửi")
        assert await _reached(play, "Trân trọng.", ["mẹ A", "mẹ Lan"]) == FAMILIES


@pytest.mark.parametrize("phone", ["gvcn", "bộ môn", "nóc", "mẹ A"])
async def test_nobody_else_announces(database_url: str, phone: str) -> None:
    async with playing(url=database_url) as play:
        for said in ("/thongbao phụ huynh: nộp tiền", "thông báo phụ huynh nộp tiền", "/thongbao gửi #1", "/dadoc 1"):
            await play.say(phone, said)
        assert await _reached(play, "nộp tiền", ["mẹ Lan", "gvcn6b"]) == set()
        async with play.app.database.read() as session:
            assert await session.scalar(select(func.count()).select_from(AnnouncementReads)) == 0


async def test_older_words_to_the_same_people_are_shown_again_before_they_leave(database_url: str) -> None:
    """Retyped after a slip; those to others leave with their own tap."""
    async with playing(url=database_url) as play:
        for text in ("phụ huynh 6A: mai hợp lúc 8 giờ", "gvcn: chiều nay họp", "phụ huynh 6A: mai họp lúc 8 giờ"):
            await play.say("pht", f"/thongbao {text}")
        taps = [
            token for parcel in play.seen("pht") for row in parcel.buttons for label, token in row if label == "Gửi"
        ]
        for token in taps[:2]:
            await play.tap("pht", "Gửi", token)
            await play.settle()
        assert "đã soạn một tin khác" in "".join(play.new("pht"))
        assert not any("hợp" in text for text in play.new("mẹ A"))
        assert any("Chiều nay họp" in text for text in play.new("gvcn"))
        again = play.seen("pht")[-2]
        await play.tap("pht", "Gửi", again.buttons[0][0][1])
        await play.settle()
        assert any("hợp" in text for text in play.new("mẹ A"))
