"""A family calls its own child by name, and is answered as if it had said `cháu`."""

from pathlib import Path

import pytest

from tests.conversation import playing

pytestmark = pytest.mark.anyio

ASKED = (
    "Lan hôm nay có đi học ko cô",
    "Lan có đi học không",
    "con Lan nay đi học chưa",
    "hôm nay Lan có mặt ở lớp không",
)


async def test_of_the_own_child_the_day_is_told(tmp_path: Path) -> None:
    async with playing(tmp_path, at="2026-11-16 08:05") as play:
        await play.say("gvcn", "6A vắng Bình")
        for words in ASKED:
            assert "**Lan** (6A): sáng có mặt" in "\n".join(await play.say("mẹ Lan", words)), words
        assert "**Lan** (6A)" not in "\n".join(await play.say("mẹ A", ASKED[0])), "of another's child nothing is told"
