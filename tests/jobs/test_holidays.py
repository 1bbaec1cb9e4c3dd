"""The new year's holidays are asked about before anybody is called absent on one."""

from pathlib import Path

import pytest

from bot.engine.post.outbox import Origin, store
from jobs.holidays import holidays_asked
from models.people.askers import schools
from models.shapes.message import Round
from tests.bot.cli.test_rollover import turned
from tests.conversation import Play, playing
from tests.handlers.school_days import ask, on
from tests.jobs.checks import heard

pytestmark = pytest.mark.anyio


async def asked(play: Play) -> dict[str, str]:
    async with play.app.database.write() as session:
        chosen, now = await schools(session), play.app.now()
        said = await holidays_asked(Round(now=now, day=play.now.date(), schools=chosen), session)
        await store(session, [(Origin(now), said)], chosen, now)
    await play.app.settle()
    return heard(play)


async def test_the_new_years_holidays_are_confirmed_with_one_tap(database_url: str, tmp_path: Path) -> None:
    async with playing(url=database_url) as play:
        await turned(play, tmp_path)
        await on(play, "2027-08-10 07:30")
        heard(play)
        assert await asked(play) == {}, "there is time"
        await on(play, "2027-08-30 07:30")
        letters = await asked(play)
        assert "admin" in letters
        assert "gvcn" not in letters
        assert "01/01" in letters["admin"]
        assert "02/09" not in letters["admin"], "before the first day"
        await play.press("admin", "Xác nhận")
        heard(play)
        assert await asked(play) == {}, "once"
        await on(play, "2027-12-28 07:30")
        assert "01/01" in await ask(play, "gvcn", "/lich")
