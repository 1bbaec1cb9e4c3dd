"""A family with only a number is called when no road has carried, not before, nor beside one that is being tried."""

from pathlib import Path

import pytest
from sqlalchemy import update

from bot.engine.post.roads import confirm
from models import Schools
from models.shapes.receipt import Receipt
from tests.stories.test_three_families import BINH, SANG, Roads, roads

pytestmark = pytest.mark.anyio


async def to_be_called(school: Roads) -> str:
    """What the homeroom teacher was asked by itself, and what the list says now."""
    return "\n".join([*school.play.new("gvcn"), *await school.play.say("gvcn", "/goi")])


async def test_on_the_second_day_whom_an_sms_has_reached_is_not_called(tmp_path: Path) -> None:
    async with roads(tmp_path) as school:
        await school.told(BINH, SANG)
        async with school.play.app.database.write() as session:
            arrived = Receipt(message_id=str((await school.letter(BINH)).message_id), arrived=True)
            assert await confirm(session, "zalo_template", arrived, school.play.now)
        await school.play.clock_to("2026-11-17 07:05")
        await school.play.say("gvcn", f"/vang 6A {BINH}, {SANG}")
        await school.play.clock_to("2026-11-17 09:00")
        assert "2 ngay lien" in school.sms.sent[-1]["Content"], "there is no template for further days"
        asked = await to_be_called(school)
        assert SANG in asked
        assert BINH not in asked


async def test_a_letter_that_waits_for_its_hold_or_its_turn_is_waited_for(tmp_path: Path) -> None:
    async with roads(tmp_path) as school:
        async with school.play.app.database.write() as session:
            await session.execute(update(Schools).values(hold_seconds=1200))
        await school.told(BINH, SANG)
        await school.play.clock_to("07:58")
        assert not school.zbs.sent
        asked = await to_be_called(school)
        assert SANG in asked
        assert BINH not in asked
        await school.play.clock_to("08:10")
        assert len(school.zbs.sent) == 1


async def test_what_waits_while_its_channel_is_down_is_called(tmp_path: Path) -> None:
    async with roads(tmp_path) as school:
        school.zbs.moods += ["503"] * 200
        school.sms.moods += ["503"] * 200
        await school.told(BINH)
        await school.play.clock_to("09:00")
        assert BINH in await to_be_called(school)
