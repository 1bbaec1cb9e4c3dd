"""Retention: what has served its purpose goes, the attendance facts stay."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from jobs.tidy import tidy
from models import Attempts, Audit, Buttons, ClockSlots, Inbox, Marks, Outbox
from models.message import Round
from tests.conversation import Play, playing
from tests.jobs.checks import school_day

pytestmark = pytest.mark.anyio


async def tidied(play: Play, days: int) -> None:
    now = play.app.now() + timedelta(days=days)
    async with play.app.database.write() as session:
        await tidy(Round(now=now, day=now.date(), schools={}), session)


async def left(play: Play) -> dict[str, int]:
    """How much of each kind is still there."""
    what = {
        "raw": select(func.count(Inbox.body)),
        "texts": select(func.count(Outbox.text)),
        "tries": select(func.count(Attempts.id)),
        "buttons": select(func.count(Buttons.token)),
        "reasons": select(func.count(Marks.reason)),
        "slots": select(func.count(ClockSlots.due_at)),
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
            await tidied(play, days)
            gone |= goes
            now = await left(play)
            assert {name for name, number in now.items() if not number} == gone, days
        assert now["marks"] == before["marks"]
        assert now["known"] == before["known"], "a copy that arrives years later is still known as one"


async def test_what_has_not_left_yet_is_not_tidied_away(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.say("gvcn", "/vang 6A Nguyễn Văn A")
        async with play.app.database.write() as session:
            session.add(Outbox(kind="", text="chờ", created_at=play.app.now(), not_before=play.app.now()))
        await tidied(play, 40)
        async with play.app.database.read() as session:
            assert await session.scalar(select(Outbox.text).where(Outbox.text.is_not(None))) == "chờ"
