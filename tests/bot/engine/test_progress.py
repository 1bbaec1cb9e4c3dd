"""Whoever waits for long work sees how far it has come."""

import asyncio
from pathlib import Path

import pytest
from msgspec.structs import replace

from bot.engine import progress
from channels import NotSent, Parcel
from locales import speaking
from papers.roster.sample import write_sample
from tests.conversation import Play, playing

pytestmark = pytest.mark.anyio


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "FIRST", 0)
    monkeypatch.setattr(progress, "EVERY", 0)


async def send_list(play: Play, tmp_path: Path) -> list[Parcel]:
    """Everything the administrator's phone was sent meanwhile, also what has changed in place since."""
    put, sent = play.channel._put, list[Parcel]()

    def noted(parcel: Parcel) -> int:
        sent.append(parcel)
        return put(parcel)

    play.channel._put = noted  # type: ignore[method-assign]
    write_sample(tmp_path / "mau.xlsx")
    play.channel.files["mau.xlsx"] = (tmp_path / "mau.xlsx").read_bytes()
    await play.say("admin", "", file="mau.xlsx")
    await asyncio.gather(*progress._running)
    return sent


async def test_a_list_is_read_and_looked_at_before_ones_eyes(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        sent = await send_list(play, tmp_path)

        bars = [parcel for parcel in sent if "▱" in parcel.text or "▰" in parcel.text]
        assert any("Đang đọc danh sách" in parcel.text for parcel in sent)
        assert {bar.text for bar in bars} >= {
            "Đang đọc danh sách: ▰▰▰▰▰▰▰▰▰▰ 100%",
            "Đang xem có gì thay đổi: ▰▰▰▰▰▰▰▰▰▰ 100%",
        }
        assert all(parcel.quiet and not parcel.buttons for parcel in bars)
        assert [parcel.text[:30] for parcel in play.seen("admin") if "▱" in parcel.text] == []


async def test_where_nothing_can_change_in_place_it_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with playing(tmp_path) as play:
        monkeypatch.setattr(type(play.channel), "can", replace(play.channel.can, edits=False))
        sent = await send_list(play, tmp_path)

        assert len([parcel for parcel in sent if "Đang đọc danh sách" in parcel.text]) == 1
        assert not any(parcel.replaces for parcel in sent)


async def test_a_bar_that_cannot_be_sent_stops_no_list(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with playing(tmp_path) as play:
        send = play.channel.send

        async def failing(parcel: Parcel) -> str:
            if parcel.quiet:
                raise NotSent("down")
            return await send(parcel)

        monkeypatch.setattr(play.channel, "send", failing)
        await send_list(play, tmp_path)
        assert "Đã đọc: 160 học sinh" in play.shown("admin")


def test_the_words() -> None:
    with speaking("en"):
        assert progress.bar_words("", 0, 0) == "At work …"
        assert progress.bar_words("Reading the list", 2600, 5000) == "Reading the list: ▰▰▰▰▰▱▱▱▱▱ 52% (2600/5000)"
