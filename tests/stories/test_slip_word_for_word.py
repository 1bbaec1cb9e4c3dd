"""A printed slip, and somebody who knows nothing but what stands on it."""

import re
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from tests.conversation import playing
from tests.fakes.telegram_chats import BOT
from tests.stories.phones import AtTelegram, files, told_through

pytestmark = pytest.mark.anyio

BINH, MOTHER = "Hồ Văn Bình", "mẹ Bình"


def slips(content: bytes) -> list[list[str]]:
    """The lines of each slip, those of its inner table too."""
    cells = [cell for table in Document(BytesIO(content)).tables for row in table.rows for cell in row.cells]
    return [[line.text for part in (cell, *inner(cell)) for line in part.paragraphs] for cell in cells]


def inner(cell: Any) -> list[Any]:
    return [one for table in cell.tables for row in table.rows for one in row.cells]


async def test_who_follows_only_the_slip_is_linked_and_reads_of_the_child(tmp_path: Path) -> None:
    async with told_through("telegram", playing(tmp_path)) as story:
        assert isinstance(story, AtTelegram)
        await story._fake.until(lambda: story.app.channels["telegram"].deep_link("x"))
        await story.say("gvcn", "/moi 6A")
        (slip,) = [one for one in slips(files(story, "gvcn")[-1].content) if any(BINH in line for line in one)]
        where = next(line for line in slip if line.startswith("1."))
        assert "Telegram" in where
        assert f"@{BOT['username']}" in where, "the app and the bot's name, to be looked for"
        (typed,) = [found[1] for line in slip if (found := re.match(r"2\. gõ: (.+)", line))]
        story._numbers = {**story._numbers, MOTHER: 77_001}
        await story.say(MOTHER, typed)
        assert "Phạm Thu Hà" in "\n".join(await story.say(MOTHER, "alo")), "who is being waited for"
        await story.press("gvcn", "Đúng")
        await story.say("gvcn", "6A vắng Bình K")
        await story.clock_to("07:50")
        assert any("Bình" in text and "vắng" in text for text in story.new(MOTHER))
