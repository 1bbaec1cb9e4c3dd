"""A letter is read with those that stand in one message with it, and with no other."""

from pathlib import Path

import pytest
from sqlalchemy import insert, select

from models import Chats, Outbox
from models.post.seen import seen
from models.post.tables import SENT
from rules.letters import Kind
from tests.conversation import playing

pytestmark = pytest.mark.anyio


async def test_what_stands_in_one_message_is_read_with_it(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        async with play.app.database.write() as session:
            ids = dict((await session.execute(select(Chats.address, Chats.id))).all())
            moments = {"created_at": play.app.now(), "not_before": play.app.now(), "day": play.now.date()}
            rows = [
                {"chat_id": ids[phone], "message_id": message, "key": f"{number}", "person_id": number, **moments}
                for number, (phone, message) in enumerate([("ht", "1"), ("ht", "1"), ("ht", "2"), ("pht", "1")], 1)
            ]
            letters = insert(Outbox).values(school_id=play.school_id, kind=Kind.REMIND1, state=SENT)
            await session.execute(letters, rows)
            first = await session.scalar(select(Outbox.id).order_by(Outbox.id)) or 0
            await seen(session, first, play.app.now())
            read = (await session.scalars(select(Outbox.key).where(Outbox.seen_at.is_not(None)))).all()
        assert set(read) == {"1", "2"}
