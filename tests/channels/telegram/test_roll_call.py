"""A guided roll call at Telegram: quick taps on one message, few edits, one report."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import anyio
import pytest
from sqlalchemy import insert

from bot.engine.app import App
from channels.telegram import Channel
from models import Chats
from tests.conversation import playing
from tests.fakes.telegram import FakeTelegram
from tests.handlers.said_in_class import marked
from tests.patience import PATIENCE
from tests.program import moment

pytestmark = pytest.mark.anyio

HA = 1001


async def settled(app: App, condition: Callable[[], object]) -> None:
    """Handle and send, as Telegram's pauses allow, until it is so."""
    with anyio.fail_after(PATIENCE):
        while not condition():
            await app.settle()
            await anyio.sleep(0.02)


async def test_quick_taps_become_few_edits_of_one_message(
    tmp_path: Path, fake: FakeTelegram, channel: Channel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "models.register.roll_calls.LIFE", timedelta(days=36500)
    )  # Telegram's presses come at the hour of this run
    async with playing(tmp_path) as play:
        values = {"channel": "telegram", "address": str(HA), "person_id": await play.person("Phạm Thu Hà")}
        async with play.app.database.write() as session:
            now = play.app.now()
            await session.execute(insert(Chats).values(**values, created_at=now, linked_at=now))
        app = App(play.app.config, play.app.now, {"telegram": channel})
        await channel.start(app.taker("telegram"))
        fake.say(HA, "/diemdanh 6A", date=moment("2026-11-16"))
        await settled(app, lambda: fake.seen[HA])
        for label in ("2. Hồ Thị Lan", "4. Hồ Văn Bình", "4. Hồ Văn Bình", "5. Lê Thị Sáng"):
            fake.press(HA, label)
        [board] = fake.seen[HA]
        await settled(app, lambda: "✗ K 5. Lê Thị Sáng" in board.labels())
        assert board.labels()[1:5] == ["✗ K 2. Hồ Thị Lan", "3. Đinh Văn Lan", "P 4. Hồ Văn Bình", "✗ K 5. Lê Thị Sáng"]
        assert len([call for call in fake.calls if call.method == "editMessageText"]) <= 3
        fake.press(HA, "Lưu: vắng 3")
        await settled(app, lambda: "Đã ghi 6A sáng 16/11" in board.text)
        assert fake.seen[HA] == [board]
        assert board.labels() == ["Sửa", "Huỷ"]
        assert set(await marked(play)) == {"Hồ Thị Lan", "Hồ Văn Bình", "Lê Thị Sáng"}
        await app.database.close()
