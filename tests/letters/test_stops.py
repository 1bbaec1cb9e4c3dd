"""While letters are stopped none of them leaves, whatever its kind, and afterwards all do: the table of all kinds."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, select

from models import Outbox, Stops
from models.post.stops import NEVER_STOPPED as NEVER
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


@pytest.mark.parametrize("of", ["tất cả", "6A"])
async def test_while_letters_are_stopped_nothing_is_said_to_be_on_its_way(tmp_path: Path, of: str) -> None:
    """Answers go on, and say what is held back; so does the list of families to call."""
    async with playing(tmp_path) as play:
        await play.say("gvcn", "/vang 6A Nguyễn Văn A")
        await play.say("pht", f"/dungkhan {of} báo nhầm")
        answers = [*await play.say("mẹ A", "nhắn cô mai cháu mang sách"), *await play.say("gvcn", "/goi")]
        assert "Tin tạm dừng, sẽ gửi cho Phạm Thu Hà sau." in answers[0]
        assert ("• Mọi tin, đến 09:05" if of == "tất cả" else "lớp 6A, đến 09:05") in answers[1]
        await play.clock_to("07:50")
        assert "đang gửi" not in "\n".join([*answers, *await play.say("pht", "/chuabao")]).lower()
        await play.press("pht", "6B")
        if of == "6A":
            assert "đang nhắc" in play.shown("pht").lower(), "another class is reminded as ever"
            return
        assert "đang nhắc" not in play.shown("pht").lower()


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
