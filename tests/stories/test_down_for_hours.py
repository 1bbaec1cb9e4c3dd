"""A channel is down for hours, with another beside it: nobody is told twice, nobody never, and whom nothing can reach
that day is called.
"""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import insert, select

from bot.engine.app import App
from channels import NotSent, SendError, Uncertain
from models import Chats
from models.shapes.message import Abilities
from tests.conversation import Play, playing
from tests.on_paper import PaperChannel

pytestmark = pytest.mark.anyio

BESIDE = ("gvcn", "mẹ A", "pht")  # who has a chat there too
LAN, A = "Hồ Thị Lan", "Nguyễn Văn A"


class Beside(PaperChannel):
    name = "zalo"
    can = Abilities(text=2000)


@pytest.fixture
async def play(tmp_path: Path) -> AsyncIterator[Play]:
    async with playing(tmp_path) as play:
        before = play.app
        async with before.database.write() as session:
            theirs = select(Chats.__table__).where(Chats.address.in_(BESIDE))
            for row in (await session.execute(theirs)).all():
                again = {"address": row.address, "person_id": row.person_id, "created_at": row.created_at}
                await session.execute(insert(Chats).values(channel="zalo", linked_at=row.linked_at, **again))
        play.app = App(before.config, before.now, {"paper": play.channel, "zalo": Beside()})
        yield play
        await play.app.database.close()
        play.app = before


def there(play: Play, phone: str, words: str) -> int:
    """How many messages with these words the other chat of this person shows."""
    beside = play.app.channels["zalo"]
    assert isinstance(beside, Beside)
    return sum(words in parcel.text.replace("**", "") for parcel in beside.seen[phone])


@pytest.mark.parametrize("why", [NotSent("no connection"), Uncertain("502")])
async def test_nobody_is_told_twice_and_whom_nothing_reaches_is_called_the_same_day(play: Play, why: SendError) -> None:
    await play.say("gvcn", f"/vang 6A {LAN}, {A}")
    play.channel.down = why
    await play.clock_to("09:00")
    assert there(play, "mẹ A", "Cháu A") == 1
    assert there(play, "pht", "Paper không gửi được tin") == 1
    assert there(play, "gvcn", f"• {LAN}") == 1, "to be called: no message reaches her"
    assert there(play, "gvcn", f"• {A}") == 0
    play.channel.down = None
    await play.clock_to("09:10")
    told = [parcel.text for parcel in play.seen("mẹ Lan") if "vắng sáng" in parcel.text]
    assert len(told) == 1, "and it says that it is late"
    assert "đến muộn" in told[0] or "gửi lại" in told[0]
    assert not [parcel for parcel in play.seen("mẹ A") if "vắng sáng" in parcel.text]
    assert (there(play, "mẹ A", "Cháu A"), there(play, "gvcn", f"• {LAN}")) == (1, 1)
