"""While letters are stopped none of them leaves, whatever its kind, and afterwards all do: the table of all kinds."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select

from bot.engine.post.stopping import NEVER
from models import Outbox, Stops
from models.post.tables import SENT
from models.shapes.letter import Composition
from rules.letters import Kind
from tests.conversation import Play, playing
from tests.letters.right_of_readers import everything
from tests.letters.test_readers import plain, wait

pytestmark = pytest.mark.anyio


async def sent(play: Play) -> set[str]:
    async with play.app.database.read() as session:
        return set(await session.scalars(select(Outbox.kind).where(Outbox.state == SENT, Outbox.kind != "")))


@pytest.mark.parametrize("of", ["all", "a kind", "a class"])
async def test_what_is_stopped_waits_and_leaves_afterwards(
    database_url: str, of: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with playing(url=database_url) as play:
        composers = play.app.book.composers
        for kind, known in list(composers.items()):
            monkeypatch.setitem(composers, kind, Composition(plain, known.to))
        found = await everything(play)
        stop: dict[str, Any] = {
            "school_id": play.school_id,
            "kind": Kind.CALL if of == "a kind" else "",
            "reason": "thử",
        }
        stop |= {
            "class_id": found["class"] if of == "a class" else None,
            "person_id": await play.person("Mai Văn Chín"),
        }
        now = play.app.now()
        moments = {"made_at": now, "ends_at": now + timedelta(hours=2), "released": False}
        async with play.app.database.write() as session:
            await session.execute(insert(Stops).values(stop | moments))
        await wait(play, found, None)
        await play.settle()
        of_class = {kind for kind, one in composers.items() if one.to.of is not None and one.to.of.klass is not None}
        every: set[str] = {str(kind) for kind in Kind}
        kinds = {"all": every, "a kind": {str(Kind.CALL)}, "a class": of_class}
        stopped = kinds[of] - {str(kind) for kind in NEVER}
        assert await sent(play) & stopped == set()
        assert len(stopped) > 15 or of == "a kind"
        assert set(NEVER) <= await sent(play), "what tells of it leaves all the same"
        play.app.now.move_to(now + timedelta(hours=2, minutes=1))
        await play.settle()
        assert stopped <= await sent(play) | {Kind.LATE}
