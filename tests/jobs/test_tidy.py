"""Retention: what has served its purpose goes, the attendance facts stay."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from models import (
    Attempts,
    Audit,
    Buttons,
    CaseNotes,
    Cases,
    ClockSlots,
    Inbox,
    Marks,
    Outbox,
    Questions,
    RollCalls,
    Taps,
    Visits,
)
from tests.conversation import Play, playing
from tests.jobs.checks import school_day, tidied

pytestmark = pytest.mark.anyio


async def after(play: Play, days: int) -> None:
    await tidied(play, play.app.now() + timedelta(days=days))


async def left(play: Play) -> dict[str, int]:
    """How much of each kind is still there."""
    what = {
        "raw": select(func.count(Inbox.body)),
        "texts": select(func.count(Outbox.text)),
        "tries": select(func.count(Attempts.id)),
        "buttons": select(func.count(Buttons.token)),
        "reasons": select(func.count(Marks.reason)),
        "slots": select(func.count(ClockSlots.due_at)).where(ClockSlots.job != "tidy"),
        "audit": select(func.count(Audit.id)),
        "known": select(func.count(Inbox.external_id)),
        "marks": select(func.count(Marks.kind)),
    }
    async with play.app.database.read() as session:
        return {name: await session.scalar(statement) or 0 for name, statement in what.items()}


async def test_each_thing_goes_at_its_time_and_the_register_stays(tmp_path: Path) -> None:
    async with playing(tmp_path, at="2026-11-16 07:40") as play:
        await school_day(play, "2026-11-16 07:41", "/vang 6A Nguyễn Văn A đau bụng")
        await play.clock_to("07:50")
        before = await left(play)
        assert all(before.values()), before
        gone: set[str] = set()
        now = before
        for days, goes in [(1, set()), (9, {"raw"}), (15, {"buttons"}), (31, {"texts", "tries", "reasons"}),
                           (61, {"slots"}), (731, {"audit"})]:  # fmt: skip
            await after(play, days)
            gone |= goes
            now = await left(play)
            assert {name for name, number in now.items() if not number} == gone, days
        assert now["marks"] == before["marks"]
        assert now["known"] == before["known"], "a copy that arrives years later is still known as one"


async def test_roll_calls_go_a_day_after_they_closed_and_what_was_tapped_with_them(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.say("gvcn", "/diemdanh 6A")
        await play.press("gvcn", "2. Hồ Thị Lan")
        for days, there in ((1, 1), (2, 0)):
            await after(play, days)
            async with play.app.database.read() as session:
                for table in (RollCalls, Taps):
                    assert await session.scalar(select(func.count()).select_from(table)) == there


async def test_what_has_not_left_yet_is_not_tidied_away(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.say("gvcn", "/vang 6A Nguyễn Văn A")
        async with play.app.database.write() as session:
            session.add(Outbox(kind="", text="chờ", created_at=play.app.now(), not_before=play.app.now()))
        await after(play, 40)
        async with play.app.database.read() as session:
            assert await session.scalar(select(Outbox.text).where(Outbox.text.is_not(None))) == "chờ"


async def test_a_question_nobody_answered_goes_with_the_words_of_its_time(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.say("gvcn", "6A vắng Lan")
        for days, there in ((29, 1), (31, 0)):
            await after(play, days)
            async with play.app.database.read() as session:
                assert await session.scalar(select(func.count()).select_from(Questions)) == there


async def test_words_about_a_case_go_thirty_days_after_it_has_closed_and_what_was_done_stays(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.say("gvcn", "/ca mở 6A Hồ Văn Bình: bố mẹ ly hôn")
        await play.say("gvcn", "/tham 1 gặp mẹ, em ốm, không hứa")
        await play.say("nóc2", "/ca 1 trả lời đã gặp ông nội")
        await after(play, 60)
        assert await words(play) == ["bố mẹ ly hôn", "gặp mẹ, em ốm, không hứa", "đã gặp ông nội"]
        await play.say("pht", "/ca đóng 1 nhầm")
        await after(play, 29)
        assert None not in await words(play)
        await after(play, 32)
        assert await words(play) == [None, None, None]
        async with play.app.database.read() as session:
            assert await session.scalar(select(Visits.met)) == "mother"


async def words(play: Play) -> list[str | None]:
    async with play.app.database.read() as session:
        return [await session.scalar(select(column)) for column in (Cases.opened_why, Visits.note, CaseNotes.text)]


async def test_a_picture_is_forgotten_after_thirty_days(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.say("gvcn", "/ca mở 6A Hồ Văn Bình: bố mẹ ly hôn")
        await play.say("gvcn", "/tham 1 gặp mẹ, em ốm, hứa thứ 2", file="nha.jpg")
        for days, kept in ((29, "nha.jpg"), (31, None)):
            await after(play, days)
            async with play.app.database.read() as session:
                assert await session.scalar(select(Visits.photo)) == kept


async def test_a_clock_that_is_ahead_for_less_than_a_day_erases_nothing(tmp_path: Path) -> None:
    async with playing(tmp_path, at="2026-11-16 07:40") as play:
        await school_day(play, "2026-11-16 07:41", "/vang 6A Nguyễn Văn A đau bụng")
        await play.clock_to("2026-11-18 07:05")
        before = await left(play)
        play.app.now.offset += timedelta(days=4000)
        await play.app.clock.tick()
        play.app.now.move_to(play.app.now() + timedelta(hours=12))
        await play.app.clock.tick()
        assert (await left(play))["slots"] > before["slots"], "the jobs of that day are made"
        assert {what: number for what, number in (await left(play)).items() if number < before[what]} == {}
