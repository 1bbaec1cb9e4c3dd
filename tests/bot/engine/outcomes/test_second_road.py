"""What is missing is heard, whoever has no phone; a day off and an afternoon that nobody holds are not missed."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from sqlalchemy import delete, select, update

from models import Chats, ClassParts, People
from rules.calendar.parts import Part
from tests.bot.engine.outcomes.test_auditor import FOUND, GAPS, change, read_by
from tests.conversation import Play
from tests.small_school import PHONES

pytestmark = pytest.mark.anyio

ALL = ("admin", "ht", "pht", "tpt")
WITHOUT = {
    "the principal": (["ht"], ["admin"]),
    "the administrator": (["admin"], ["ht"]),
    "both": (["admin", "ht"], ["pht", "tpt"]),
    "all but the registrar": (["admin", "ht", "pht"], ["tpt"]),
}
LONG = {"no word of two days", "no case by half days", "no case"}


async def unlink(play: Play, phones: Sequence[str]) -> None:
    people = select(People.id).where(People.full_name.in_([PHONES[phone] for phone in phones]))
    await change(play, update(Chats).where(Chats.person_id.in_(people)).values(closed_at=play.app.now()))


@pytest.mark.covering
@pytest.mark.parametrize("who", WITHOUT)
@pytest.mark.parametrize("gap", [pytest.param(gap, marks=pytest.mark.campaign) if gap in LONG else gap for gap in GAPS])
async def test_somebody_hears_of_every_gap(play: Play, gap: str, who: str) -> None:
    happens, words = GAPS[gap]
    without, heard = WITHOUT[who]
    await happens(play)
    await unlink(play, without)
    (text,) = await read_by(play, heard)
    assert words in text
    assert play.app.auditor.unheard == set()


@pytest.mark.parametrize("gap", ["forgotten", "no check"])
async def test_where_no_leader_has_a_phone_it_is_said_outside(play: Play, gap: str) -> None:
    await GAPS[gap][0](play)
    await unlink(play, ALL)
    for _minutes in range(4):
        assert await read_by(play, ALL) == []
        play.app.now.move_to(play.app.now() + timedelta(minutes=11))
    assert play.app.auditor.unheard == {play.school_id}


@pytest.mark.covering
async def test_nothing_is_missed_on_a_day_off(play: Play) -> None:
    await change(play, update(ClassParts).values(held=False))
    await play.clock_to("2026-11-16 09:10")
    assert await read_by(play, ALL) == []


@pytest.mark.covering
async def test_no_afternoon_is_missed_where_mornings_alone_are_held(play: Play) -> None:
    await play.say("gvcn", "6A đủ")
    await play.say("gvcn6b", "6B đủ")
    await change(play, delete(ClassParts).where(ClassParts.part == Part.AFTERNOON))
    await play.clock_to("2026-11-17 09:10")
    await play.app.auditor.look()
    await play.settle()
    said = [text for phone in ALL for text in play.new(phone) if FOUND in text]
    assert not any("Chiều" in text or "16/11" in text for text in said)
