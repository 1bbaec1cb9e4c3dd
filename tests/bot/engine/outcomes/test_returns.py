"""The look at outcomes after Tết: a step of the return that should have fired and did not."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from sqlalchemy import delete, update

from models import Cases, Firings
from rules.ladder.steps import NOT_BACK, OF_RETURN
from tests.bot.engine.outcomes.test_auditor import change, read_by
from tests.conversation import Kept, Play, resumed
from tests.jobs.campaign.return_school import CLASSES, after_tet, opened, report

pytestmark = pytest.mark.anyio

MON, TUE, WED, THU = (f"2027-02-{day}" for day in range(15, 19))
DID_NOTHING = "(lớp 6A) mà chương trình chưa làm gì"


async def reported(play: Play, day: str) -> None:
    """Two pupils of 6A are away, one of them with leave; the look of that morning is due."""
    await play.clock_to(f"{day} 07:10")
    for klass in CLASSES:
        await report(play, klass, {1, 2} if klass == "6A" else set())
    await play.clock_to(f"{day} 09:10")


@asynccontextmanager
async def after_two_days(folder: Path) -> AsyncIterator[Play]:
    """The period has begun, and both were away on Monday and Tuesday; played once."""
    if not _played:
        async with after_tet(folder) as play:
            await opened(play)
            for day in (MON, TUE):
                await reported(play, day)
            _played.append(play.keep())
    async with resumed(_played[0], folder) as play:
        yield play


_played: list[Kept] = []


async def test_away_on_the_return_date_without_a_step_is_said_of_those_with_leave_too(tmp_path: Path) -> None:
    async with after_tet(tmp_path) as play:
        await opened(play)
        await reported(play, MON)
        await change(play, delete(Firings).where(Firings.step.in_(OF_RETURN)))
        (text,) = await read_by(play)
        assert f"Thứ Hai 15/02: 2 em vắng học {DID_NOTHING}" in text


async def test_three_days_not_back_without_a_step_is_said_the_next_morning(tmp_path: Path) -> None:
    async with after_two_days(tmp_path) as play:
        await reported(play, WED)
        assert [text for text in await read_by(play) if DID_NOTHING in text] == []
        await play.clock_to(f"{THU} 07:10")
        await report(play, "6A", set())
        await play.clock_to(f"{THU} 09:10")
        await change(play, update(Firings).values(case_id=None))
        await change(play, delete(Cases))
        await change(play, delete(Firings).where(Firings.step == NOT_BACK))
        (text,) = await read_by(play)
        assert f"Thứ Tư 17/02: 2 em vắng học {DID_NOTHING}" in text


async def test_who_was_before_the_leadership_already_or_came_on_one_day_is_no_gap(tmp_path: Path) -> None:
    async with after_two_days(tmp_path) as play:
        await play.clock_to(f"{WED} 07:10")
        for klass in CLASSES:
            await report(play, klass, set())
        await play.clock_to(f"{WED} 09:10")
        await change(play, delete(Firings).where(Firings.step == NOT_BACK))
        await reported(play, THU)
        assert [text for text in await read_by(play) if DID_NOTHING in text] == []
