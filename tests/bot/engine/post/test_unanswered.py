"""An answer that may not have arrived is told of to whoever had written."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from channels import Refused, SendError, Uncertain
from tests.bot.engine.post.mail import later
from tests.conversation import Play, playing

pytestmark = pytest.mark.anyio


@pytest.fixture
async def play(tmp_path: Path) -> AsyncIterator[Play]:
    async with playing(tmp_path) as play:
        yield play


@pytest.mark.parametrize("end", [Uncertain("reset"), Refused("too strange")])
async def test_who_was_perhaps_never_answered_is_told_so_once(play: Play, end: SendError) -> None:
    play.channel.refuse["mẹ Lan"] = end
    await play.say("mẹ Lan", "cháu mai ốm xin nghỉ")
    await later(play, seconds=61)
    play.channel.refuse.clear()
    play.channel.lose["mẹ Lan"] = Uncertain("reset")
    for _try in range(3):
        await later(play, minutes=6)
    told, copy = play.new("mẹ Lan")
    assert told.startswith("Câu trả lời của Sĩ Số cho tin nhắn lúc 07:05 thứ Hai 16/11 có thể đã không tới.")
    assert copy.startswith(told)
    await later(play, hours=3)
    assert play.new("mẹ Lan") == [], "of what told of it nothing more is told"
