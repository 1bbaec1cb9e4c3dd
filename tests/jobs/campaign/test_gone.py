"""Who has left school while a campaign goes on is asked after no more."""

from pathlib import Path

import pytest

from bot.engine.post.outbox import Origin, store
from jobs.campaign.days import campaign_hamlets
from models.people.askers import schools
from models.shapes.message import Round
from tests.handlers.school_days import on
from tests.jobs.campaign.return_school import after_tet, opened
from tests.jobs.campaign.test_days import AN, BAO, MON, THU, TUE, WED, morning
from tests.jobs.checks import checked, heard

pytestmark = pytest.mark.anyio


async def test_who_has_dropped_out_is_off_everything_from_that_moment_on(tmp_path: Path) -> None:
    async with after_tet(tmp_path) as play:
        await opened(play)
        for day in (MON, TUE, WED):
            await morning(play, day, f"/vang 6A {AN} K" if day != WED else f"/vang 6A {AN} K, {BAO} K")
        await play.say("ht", "/ca đóng 1")
        await play.press("ht", "Thôi học")
        await play.say("pht", f"/chuyentruong 6A {BAO} từ 18/2: theo bố mẹ")
        await play.press("pht", "Thực hiện")
        heard(play)
        await on(play, f"{WED} 13:46")
        await checked(play)
        assert AN not in str(heard(play)), "the other ladder knew nothing of the case that was closed"
        await on(play, f"{THU} 06:46")
        async with play.app.database.write() as session:
            known = await schools(session)
            round_ = Round(now=play.app.now(), day=play.now.date(), schools=known)
            await store(session, [(Origin(round_.now), await campaign_hamlets(round_, session))], known, round_.now)
        await play.settle()
        assert BAO not in str(heard(play)), "on the last report, and on no list today"
