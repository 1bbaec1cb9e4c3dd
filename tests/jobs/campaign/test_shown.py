"""What a return campaign shows: the same figures as a text, as a chart and as a file."""

from pathlib import Path

import msgspec
import pytest
from sqlalchemy import select

from bot.engine.post.outbox import Payload
from models import Outbox
from rules.pictures import Chart
from tests.conversation import Play
from tests.jobs.campaign.return_school import CLASSES, SIZE, after_tet, name, opened, report
from tests.jobs.checks import heard
from tests.on_sheets import tables

pytestmark = pytest.mark.anyio

STAY_AWAY = {"6A": {1}, "7A": {2}, "8A": {3}}
BACK = {  # in class of each twenty, day by day: 40 % on Monday, 95 % on Saturday
    "2027-02-15": 8, "2027-02-16": 11, "2027-02-17": 14, "2027-02-18": 17, "2027-02-19": 18, "2027-02-20": 19,
}  # fmt: skip


def away(klass: str, back: int) -> set[int]:
    """The one who stays away, and so many others that the class has `back` in it; nobody when all are."""
    stays = STAY_AWAY[klass]
    if back == SIZE:
        return set()
    others = [number for number in range(SIZE, 0, -1) if number not in stays]
    return stays | set(others[: SIZE - back - len(stays)])


async def school_day(play: Play, day: str, back: int) -> dict[str, str]:
    """A day of the campaign from before school until the evening: what every phone has shown in it."""
    await play.clock_to(f"{day} 07:05")
    for klass in CLASSES:
        await report(play, klass, away(klass, back))
    await play.clock_to(f"{day} 20:00")
    return heard(play)


async def test_text_chart_and_file_show_the_same_figures(tmp_path: Path, quick_charts: list[Chart]) -> None:
    async with after_tet(tmp_path) as play:
        await opened(play)
        for day, back in list(BACK.items())[:3]:
            await school_day(play, day, back)
        (text,) = await play.say("ht", "/ralop")
        (_answer,) = await play.say("ht", "/ralop biểu đồ")
        (_file,) = await play.say("ht", "/ralop tệp")
        listed, by_day = tables(play.channel.seen["ht"][-1].files[0].content, "Ngày")
        async with play.app.database.read() as session:
            payload = await session.scalar(
                select(Outbox.payload).where(Outbox.text.like("Ra lớp sau Tết%"), Outbox.payload.is_not(None))
            )
        (chart,) = msgspec.msgpack.decode(payload or b"", type=Payload).charts
        for (label, back, enrolled), row in zip(chart.days, by_day, strict=True):
            assert f"{label}: {back}/{enrolled}" in text
            assert row[:3] == (f"{label}/2027", back, enrolled)
            assert [line[0] for line in listed].count(f"{label}/2027") == enrolled - back
        assert sum(back for _label, back, _whole in chart.bars) == chart.days[-1][1]
        assert ("17/02/2027", "6A", name("6A", 1), "Takta - Thôn 3", "P, theo cha mẹ", 3) in listed
        assert not any(name(klass, number) in str(chart) for klass in CLASSES for number in range(1, SIZE + 1))
