"""What takes long to make is made aside: nobody else waits for it, and rights are those of when it is told."""

import asyncio
import sys
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, select, update

import handlers.figures.files
from bot.engine.incoming.making import OFTEN
from models import Inbox, People, Roles, Schools
from tests.conversation import Play, playing

pytestmark = pytest.mark.anyio

FILE = "Sổ theo dõi vắng của 6A"


class Slow:
    """The making of a file, held up until it is let go, or failing so many times first."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, failures: int = 0) -> None:
        self.begun, self.go, self.failures, self.times = asyncio.Event(), asyncio.Event(), failures, 0
        self._real = handlers.figures.files._made  # what takes the time
        monkeypatch.setattr(handlers.figures.files, "_made", self)

    async def __call__(self, *asked: Any) -> Sequence[Any]:
        self.times += 1
        self.begun.set()
        await self.go.wait()
        if self.times <= self.failures:
            raise OSError("disk")
        return await self._real(*asked)


async def _asked_and_begun(play: Play, slow: Slow) -> None:
    await play.say("gvcn", "/du 6A")
    await play.arrive("ht", "/tep 6A tháng 11")
    await play.app.worker.step()
    await slow.begun.wait()


async def test_others_are_answered_while_a_file_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usual = sys.getswitchinterval()
    async with playing(tmp_path) as play:
        slow = Slow(monkeypatch)
        await _asked_and_begun(play, slow)
        await play.arrive("ht", "/baocao hôm nay")  # its own chat waits its turn
        await play.arrive("gvcn6b", "/du 6B")
        while await play.app.worker.step():
            pass
        await play.app.sender.quiet()
        assert "Đã ghi 6B" in play.new("gvcn6b")[0]
        assert not play.new("ht")
        assert sys.getswitchinterval() == pytest.approx(OFTEN), "who writes the file gives way"
        slow.go.set()
        await play.settle()
        first, second, *_picture = play.new("ht")
        assert first.startswith(FILE)
        assert second.startswith("**Báo cáo toàn trường")
        assert slow.times == 1
        assert sys.getswitchinterval() == pytest.approx(usual)


async def test_a_term_is_counted_beside_the_others_and_a_day_at_once(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.say("gvcn", "/du 6A")
        for asked, waits in (
            ("/baocao hôm nay", False),
            ("/baocao năm học", True),
            ("lớp nào nghỉ nhiều nhất năm nay", False),
        ):
            await play.arrive("ht", asked)
            await play.app.worker.step()
            async with play.app.database.read() as session:
                state = await session.scalar(select(Inbox.state).order_by(Inbox.id.desc()).limit(1))
            assert (state != "done") is waits, asked
            await play.settle()
            assert "Báo cáo toàn trường" in "".join(play.new("ht")), asked


async def test_whose_right_ends_while_it_is_made_gets_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with playing(tmp_path) as play:
        slow = Slow(monkeypatch)
        await _asked_and_begun(play, slow)
        async with play.app.database.write() as session:
            person = select(People.id).where(People.full_name == "Mai Văn Chín").scalar_subquery()
            await session.execute(delete(Roles).where(Roles.person_id == person))
            await session.execute(update(Schools).values(version=Schools.version + 1))
        slow.go.set()
        await play.settle()
        assert not any(FILE in text for text in play.new("ht"))


async def test_what_fails_is_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with playing(tmp_path) as play:
        slow = Slow(monkeypatch, failures=1)
        await _asked_and_begun(play, slow)
        slow.go.set()
        await play.settle()
        play.app.now.move_to(play.app.now() + timedelta(minutes=1))
        await play.settle()
        assert play.new("ht")[0].startswith(FILE)
        async with play.app.database.read() as session:
            assert set(await session.scalars(select(Inbox.state))) == {"done"}
