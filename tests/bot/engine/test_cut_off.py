"""The message that Zalo had just handed out as the program was killed is gone; who wrote it is told to write again."""

from datetime import time, timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert, select, update

from bot.engine.cut_off import CutOff
from channels import ChannelProtocol
from channels.zalo import Channel as Zalo
from models import Chats, Guardians, Inbox, Outbox, Roles, Schools
from rules.letters import Kind
from tests.conversation import Play, playing
from tests.program import NUMBERS
from tests.stories.test_killed_on_each_road import LAN, School, school

pytestmark = pytest.mark.anyio

TOLD = "máy của trường tắt đột ngột"


def told(there: School, phone: str) -> list[str]:
    return [text for text in there.zalo.said.get(str(NUMBERS[phone]), []) if TOLD in text]


@pytest.mark.slow
async def test_who_wrote_as_the_program_was_killed_is_asked_to_write_again_and_is_heard(tmp_path: Path) -> None:
    async with school(tmp_path, ("getUpdates", "after")) as there:
        there.zalo.replays = False
        await there.report("2026-11-16", LAN)
        await there.dies("2026-11-16 07:30")
        there.reports = 0
        await there.report("2026-11-16", LAN)  # again
        await there.settles("2026-11-16 07:32")
        (letter,) = told(there, "gvcn")
        assert letter.startswith("Khoảng 07:30 máy của trường"), letter
        assert "xin nhắn lại" in letter
        assert not told(there, "mẹ Lan"), "she had not written"
        assert [text for text in there.zalo.said[str(NUMBERS["gvcn"])] if "Đã ghi 6A" in text]
        await there.health("2026-11-16 07:40")
        assert len(told(there, "gvcn")) == 1, "that one was stopped in peace"


async def on_zalo(play: Play) -> None:
    async with play.app.database.write() as session:
        await session.execute(update(Chats).values(channel="zalo"))


async def owed(play: Play) -> list[Outbox]:
    async with play.app.database.read() as session:
        return list(await session.scalars(select(Outbox).where(Outbox.kind == Kind.CUT_OFF).order_by(Outbox.id)))


async def starts(play: Play, *, later: timedelta = timedelta(minutes=5), **more: object) -> None:
    """So much later a program starts, and is killed at once."""
    channels: dict[str, ChannelProtocol] = {"zalo": Zalo("1:a", **more)}  # type: ignore[arg-type]
    play.app.now.offset += later
    one = CutOff(play.app.database, channels, play.app.now)
    await one.start()
    assert one._loop is None or one._loop.cancel()


async def test_often_killed_is_told_once_an_hour_in_one_letter(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await on_zalo(play)
        await starts(play)
        assert not await owed(play), "the first that ever was"
        await starts(play)
        first = await owed(play)
        assert first
        assert {row.not_before - row.created_at for row in first} == {timedelta(0)}
        await starts(play)
        await starts(play)
        later = [row for row in await owed(play) if row.id > first[-1].id]
        assert len(later) == 2 * len(first)
        assert min(row.not_before for row in later) - first[0].created_at >= timedelta(hours=1)
        assert len({row.not_before for row in later}) == 1, "they leave as one letter"


async def wrote(play: Play, address: str) -> None:
    async with play.app.database.write() as session:
        heard = {"channel": "zalo", "external_id": f"m {address}", "address": address, "state": "done", "tries": 1}
        await session.execute(insert(Inbox).values(**heard, received_at=play.app.now()))


async def test_a_family_is_told_if_it_had_just_written_and_staff_in_any_case(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await on_zalo(play)
        await wrote(play, "mẹ A")
        for _start in range(2):
            await starts(play)
        told_of = {row.person_id for row in await owed(play)}
        assert {await play.person("Phạm Thu Hà"), await play.person("Mẹ Nguyễn Văn A")} <= told_of
        async with play.app.database.read() as session:
            families = set(await session.scalars(select(Guardians.person_id)))
            staff = set(await session.scalars(select(Roles.person_id)))
        assert told_of & (families - staff) == {await play.person("Mẹ Nguyễn Văn A")}


async def test_in_the_schools_rest_only_who_had_just_written_is_told_and_a_webhook_loses_nothing(
    tmp_path: Path,
) -> None:
    async with playing(tmp_path) as play:
        await on_zalo(play)
        for _start in range(2):
            await starts(play, mode="webhook", webhook_url="https://truong.example", secret="a secret")
        assert not await owed(play), "Zalo delivers again what was not stored"
        async with play.app.database.write() as session:
            await session.execute(update(Schools).values(quiet_from=time(0), quiet_until=time(23, 59)))
        await wrote(play, "gvcn")
        for _start in range(2):
            await starts(play)
        assert [row.person_id for row in await owed(play)] == [await play.person("Phạm Thu Hà")]
