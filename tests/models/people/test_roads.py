"""By which road a person without a chat is written to: in the order of the channels, unless somebody has chosen."""

from pathlib import Path

import pytest
from sqlalchemy import select

from models import Chats
from models.people.askers import reachable
from models.people.number_roads import choose_first, keep_roads
from tests.conversation import playing

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize(
    ("chosen", "taken"), [(None, "zalo_template"), ("zalo_template", "zalo_template"), ("sms", "sms"), ("", None)]
)
async def test_what_was_chosen_goes_first_and_none_is_none(
    tmp_path: Path, chosen: str | None, taken: str | None
) -> None:
    async with playing(tmp_path) as play:
        mother, teacher = await play.person("Mẹ Hồ Văn Bình"), await play.person("Phạm Thu Hà")
        async with play.app.database.write() as session:
            await keep_roads(session, ["zalo_template", "sms"], play.app.now())
            await choose_first(session, mother, chosen, teacher, play.app.now())
            to = await reachable(session, mother)
            assert await session.scalar(select(Chats.channel).where(Chats.id == to)) == taken
