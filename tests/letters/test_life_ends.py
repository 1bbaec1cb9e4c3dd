"""A letter whose life would end before it may leave goes out after the rest, or a person hears of it: never nowhere."""

from collections.abc import Sequence
from datetime import UTC, datetime, time
from pathlib import Path

import pytest
from sqlalchemy import select, update

from models import Outbox
from models.post.lost import key_of_family, key_of_late, key_of_staff
from models.post.tables import SENT
from models.shapes.letter import Composition
from rules.letters import Kind
from tests.conversation import ZONE, Play, playing
from tests.letters.right_of_readers import everything
from tests.letters.test_readers import Owed, plain, wait

pytestmark = pytest.mark.anyio

# The first two speak of another letter, of which they speak anew; a thank-you that is too late tells nobody anything.
MAY_END = {Kind.LATE, Kind.UNDELIVERED, Kind.THANKS, Kind.OTHER_ANSWERED}  # the family knows the last two itself
WAKES = (pytest.param("2026-11-16 15:00", marks=pytest.mark.campaign), "2026-11-16 22:00", "2026-11-17 08:00")
ENDS = ("2026-11-16 14:00", "2026-11-16 20:30", "2026-11-17 05:00")


def local(moment: str) -> datetime:
    return datetime.strptime(moment, "%Y-%m-%d %H:%M").replace(tzinfo=ZONE).astimezone(UTC)


@pytest.mark.covering
@pytest.mark.parametrize("rest", [time(21), time(16, 30)], ids=str)
@pytest.mark.parametrize("wakes", WAKES)
@pytest.mark.parametrize("ends", ENDS)
async def test_no_kind_of_letter_vanishes_with_a_machine_that_is_off(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rest: time, wakes: str, ends: str
) -> None:
    async with playing(tmp_path, at="2026-11-16 12:00", quiet_from=rest) as play:
        for kind, known in play.app.book.composers.items():
            monkeypatch.setitem(play.app.book.composers, kind, Composition(plain, known.to))
        letters = await wait(play, await everything(play), None)
        async with play.app.database.write() as session:
            mine = Outbox.id.in_(letters.values())
            await session.execute(update(Outbox).where(mine).values(valid_until=local(ends)))
        play.app.now.move_to(local(wakes))
        await play.app.clock.tick()
        await play.app.settle()
        await play.clock_to("2026-11-18 12:00")
        assert {one.kind for one in await nowhere(play, letters)} <= MAY_END


async def nowhere(play: Play, letters: dict[Owed, int]) -> Sequence[Owed]:
    """Those that neither left nor are told of in a letter that did."""
    told_of = (key_of_late(), key_of_staff(Outbox.person_id), key_of_family())
    async with play.app.database.read() as session:
        said = set(await session.scalars(select(Outbox.key).where(Outbox.state == SENT)))
        rows = (await session.execute(select(Outbox.id, Outbox.state, *told_of))).all()
    arrived = {row[0] for row in rows if row.state == SENT or said.intersection(row[2:])}
    return [one for one, number in letters.items() if number not in arrived]
