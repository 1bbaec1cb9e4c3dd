"""Nothing ends nowhere: what could not leave in time leaves after it or is named, and what did not arrive is told to
somebody who can pass it on.
"""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from bot.engine.commands import load
from channels import Gone
from letters import kind_words
from locales import _
from models import Chats, Outbox
from tests.bot.engine.post.mail import column
from tests.conversation import ZONE, Play, playing
from tests.small_school import PHONES

pytestmark = pytest.mark.anyio


@pytest.fixture
async def play(tmp_path: Path) -> AsyncIterator[Play]:
    async with playing(tmp_path) as play:
        yield play


async def unlink(play: Play, *phones: str) -> None:
    async with play.app.database.write() as session:
        await session.execute(
            update(Chats).where(Chats.address.in_(phones)).values(person_id=None, closed_at=play.app.now())
        )


async def relink(play: Play, phone: str) -> None:
    person = await play.person(PHONES[phone])
    async with play.app.database.write() as session:
        await session.execute(update(Chats).where(Chats.address == phone).values(person_id=person, closed_at=None))


async def sleep_until(play: Play, moment: str) -> None:
    """The machine is off, and comes on again at this moment."""
    at = datetime.strptime(moment, "%Y-%m-%d %H:%M").replace(tzinfo=ZONE).astimezone(UTC)
    play.app.now.move_to(at)
    await play.app.clock.tick()
    await play.app.settle()


def about(texts: list[str], words: str) -> list[str]:
    return [text for text in texts if words in text]


@pytest.mark.parametrize("kind", sorted(load().composers))
def test_every_kind_of_letter_has_words_for_when_it_does_not_arrive(kind: str) -> None:
    assert kind_words.about(kind) != _(kind_words.OTHER)


def test_a_letter_of_a_kind_that_is_gone_is_another_matter() -> None:
    assert kind_words.about("gone") == _(kind_words.OTHER)


async def test_who_of_the_staff_has_no_phone_is_named_when_it_is_new_and_then_once_a_week(play: Play) -> None:
    await unlink(play, "nóc2", "gvcn6b")
    await play.say("gvcn", "/vang 6A Nguyen Van A")
    await play.clock_to("11:00")
    (letter,) = about(play.new("pht"), "chưa đến được")
    assert "Tin chưa đến được 2 người" in letter
    assert "• Bùi Văn Tám – chưa liên kết điện thoại: các em nghỉ học ngày 16/11" in letter
    assert "• Vũ Đức Long – chưa liên kết điện thoại: lời nhắc báo sĩ số ngày 16/11" in letter
    await play.clock_to("2026-11-20 07:05")
    await unlink(play, "gvcn")
    await play.clock_to("11:00")
    (letter,) = about(play.new("pht"), "chưa đến được")
    assert "Phạm Thu Hà – chưa liên kết" in letter
    assert "Vũ Đức Long" not in letter, "known since Monday"
    await play.clock_to("2026-11-23 07:05")
    assert about(play.new("pht"), "chưa đến được") == [], "on a school day"
    await relink(play, "gvcn6b")
    await play.clock_to("11:00")
    (letter,) = about(play.new("pht"), "Tin chưa đến được 1 người")
    assert "• Phạm Thu Hà – chưa liên kết điện thoại: 7 ngày qua: lời nhắc báo sĩ số (3)" in letter
    await play.press("pht", "In phiếu mời")
    assert play.channel.seen["pht"][-1].files


async def test_a_child_nobody_of_the_hamlet_could_be_told_of_is_named_each_day(database_url: str) -> None:
    async with playing(url=database_url) as play:
        await unlink(play, "nóc", "nóc2")
        for day, name in (("2026-11-16", "Nguyen Van A"), ("2026-11-17", "Ho Thi Lan")):
            await play.morning(day)
            await play.say("gvcn", f"/vang 6A {name}")
            await play.clock_to("11:00")
        first, second = about(play.new("pht"), "Tin chưa đến được 2 người")
        pair = "• Bùi Văn Tám và Đỗ Thị Nga – chưa liên kết điện thoại: "
        assert pair + "các em nghỉ học ngày 16/11 (Nguyễn Văn A, 6A)" in first
        assert pair + "các em nghỉ học ngày 17/11 (Hồ Thị Lan, 6A)" in second


async def test_a_phone_that_takes_no_more_messages_is_told_with_what_was_for_it(play: Play) -> None:
    play.channel.refuse["nóc"] = Gone("bot was blocked by the user")
    await play.say("gvcn", "/vang 6A Nguyen Van A")
    await play.clock_to("08:00")
    (letter,) = about(play.new("pht"), "chưa đến được")
    assert "• Đỗ Thị Nga – điện thoại không còn nhận tin: các em nghỉ học ngày 16/11 (Nguyễn Văn A, 6A)" in letter


@pytest.mark.parametrize(("off", "reads"), [(["pht"], "ht"), (["pht", "ht"], "admin")])
async def test_where_the_leadership_itself_is_not_reached_the_next_one_reads_it(
    play: Play, off: list[str], reads: str
) -> None:
    await unlink(play, "gvcn6b", *off)
    await play.clock_to("11:00")
    (letter,) = about(play.new(reads), "chưa đến được")
    assert "Vũ Đức Long" in letter
    assert "Ngô Thị Bảy" in letter


async def test_with_nobody_left_to_write_to_it_does_not_run_round_in_circles(play: Play) -> None:
    await unlink(play, "pht", "ht", "admin", "gvcn6b")
    await play.clock_to("2026-11-18 07:05")
    assert await column(play, select(Outbox.id).where(Outbox.kind == "undelivered")) == []


async def test_a_family_whose_phone_died_is_on_the_call_list_that_day_and_named_the_next(play: Play) -> None:
    play.channel.refuse["mẹ A"] = Gone("bot was blocked by the user")
    await play.say("gvcn", "/vang 6A Nguyen Van A")
    await play.clock_to("2026-11-17 07:05")
    assert about(play.new("gvcn"), "Nhờ thầy/cô gọi") or about(
        [parcel.text for parcel in play.channel.seen["gvcn"]], "Nguyễn Văn A"
    )
    await play.say("gvcn", "/du 6A")
    await play.clock_to("08:00")
    (letter,) = about(play.new("gvcn"), "các gia đình sau")
    assert "• Nguyễn Văn A, 6A (tin em nghỉ học ngày 16/11): mẹ Mẹ Nguyễn Văn A" in letter
    await play.clock_to("19:00")
    assert about(play.new("gvcn"), "các gia đình sau") == []


async def test_a_family_that_was_called_is_not_named_the_next_day(play: Play) -> None:
    play.channel.refuse["mẹ A"] = Gone("bot was blocked by the user")
    await play.say("gvcn", "/vang 6A Nguyen Van A")
    await play.clock_to("08:00")
    await play.press("gvcn", "Xem số, ghi kết quả")
    await play.press("gvcn", "Gặp được")
    await play.clock_to("2026-11-17 07:05")
    await play.say("gvcn", "/du 6A")
    await play.clock_to("08:00")
    assert not about(play.new("gvcn"), "các gia đình sau")


async def test_a_machine_that_was_off_from_noon_to_ten_tells_the_family_in_the_morning(tmp_path: Path) -> None:
    async with playing(tmp_path, hold=3600) as play:
        await play.clock_to("11:30")
        await play.say("gvcn", "/vang 6A Nguyen Van A")
        await play.clock_to("13:50")  # the afternoon's check; its letter waits for an hour in case of an undo
        play.new("mẹ A")
        await sleep_until(play, "2026-11-16 22:00")
        assert play.new("mẹ A") == [], "it is night"
        await sleep_until(play, "2026-11-17 06:01")
        (letter,) = play.new("mẹ A")
        assert "sáng thứ Hai 16/11" in letter
        assert "(Tin đến muộn: lẽ ra gửi lúc" in letter


async def test_a_school_that_rests_from_half_past_four_tells_in_the_morning_what_the_last_check_found(
    tmp_path: Path,
) -> None:
    async with playing(tmp_path, quiet_from=time(16, 30)) as play:
        await play.clock_to("16:40")
        await play.say("gvcn", "/vang 6A Nguyen Van A")
        await play.clock_to("2026-11-17 05:59")
        assert [play.new(phone) for phone in ("mẹ A", "nóc")] == [[], []]
        await play.clock_to("06:01")
        for phone in ("mẹ A", "nóc"):
            (letter,) = about(play.new(phone), "16/11")
            assert "Tin đến muộn" not in letter, "resting is not being late"


async def test_what_is_past_its_hour_after_a_night_off_is_one_line_for_staff(play: Play) -> None:
    async with play.app.database.write() as session:
        await session.execute(update(Outbox).values(state="cancelled"))
    await play.clock_to("07:29")
    play.app.now.move_to(play.app.now() + timedelta(minutes=1))
    await play.app.clock.tick()  # the reminder is stored, and the machine goes off before it leaves
    await sleep_until(play, "2026-11-16 11:00")
    (letter,) = about(play.new("gvcn6b"), "Tin không gửi kịp")
    assert "• Lời nhắc báo sĩ số: 16/11" in letter
    assert about(play.new("gvcn6b"), "chưa báo sĩ số") == []
