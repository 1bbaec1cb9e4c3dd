"""Some weeks of a story that only chance knows: each view of them has the same base."""

import re
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import select, update

from models import Pupils
from models.figures.pupil_days import UNSURE, pupil_days
from models.figures.tally import tallies
from models.people.askers import schools
from models.units.days import count_day
from rules.pictures import Chart
from tests.bot.cli.plain_count import Plain, weeks
from tests.conversation import Play, playing
from tests.handlers.school_days import ask

pytestmark = pytest.mark.anyio
FIRST, DAYS = date(2026, 9, 14), 24
LAST = FIRST + timedelta(days=DAYS)
SIGNS = {"unexcused": "K", "excused": "P", "unclear": "V", "unsure": UNSURE}


@pytest.mark.parametrize("seed", [8, 21])
async def test_pupils_days_pictures_and_nights_count_as_the_text_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    drawn: list[Chart] = []

    async def draw(chart: Chart) -> bytes:
        drawn.append(chart)
        return b"PNG"

    monkeypatch.setattr("bot.engine.post.charts.draw", draw)
    async with playing(tmp_path, at=f"{FIRST} 06:00", morning_days=[2, 3, 4, 5, 6], afternoon_days=[]) as play:
        plain = await weeks(play, Random(seed), FIRST, DAYS)
        assert {kind for *_when, kind in plain.marks} >= {"P", "K", "?"}
        await same_pupils(play, plain)
        await same_nights(play, plain)
        await board_some(play, Random(seed))
        for whose in (
            "",
            "6A",
            "khối 6",
            "thôn",
            "thôn 3",
            "thôn 4",
            "nóc Takta",
            "nóc Tu Ro",
            "nữ",
            "học sinh nam",
            "bán trú",
        ):
            await same_picture(play, drawn, whose)


async def same_pupils(play: Play, plain: Plain) -> None:
    async with play.app.database.read() as session:
        for pupil in {stay.pupil for stay in plain.stays}:
            mine = plain.count(lambda one, _klass, pupil=pupil: one == pupil, FIRST, LAST)  # type: ignore[misc]
            tally = (await tallies(session, [pupil], LAST, FIRST))[pupil]
            assert {name: getattr(tally, name) for name in SIGNS} == {name: mine[name] for name in SIGNS}
            days = await pupil_days(session, pupil, FIRST, LAST)
            signs = Counter(sign for parts in days.values() for _part, sign in parts)
            assert {name: signs[sign] for name, sign in SIGNS.items() if name != "unsure"} == {
                name: mine[name] for name in SIGNS if name != "unsure"
            }
            assert signs[UNSURE] >= mine["unsure"], "a question that could mean the pupil is one too"
            assert sum(signs.values()) - signs[None] == mine["possible"]


async def same_nights(play: Play, plain: Plain) -> None:
    """What a body above the schools reads of each day."""
    async with play.app.database.read() as session:
        mine = list((await schools(session, [play.school_id])).values())
        for day in (FIRST + timedelta(days=ahead) for ahead in range(DAYS)):
            count, night = (
                plain.count(lambda _pupil, _klass: True, day, day),
                (await count_day(session, mine, day))[mine[0].id],
            )
            assert night["possible"] == count["possible"] - count["unsure"], day
            assert night["excused"] + night["unexcused"] == count["absent"], day


async def board_some(play: Play, chance: Random) -> None:
    async with play.app.database.write() as session:
        for pupil in (await session.scalars(select(Pupils.id).order_by(Pupils.id))).all():
            await session.execute(update(Pupils).where(Pupils.id == pupil).values(boarding=chance.random() < 0.6))


async def same_picture(play: Play, drawn: list[Chart], whose: str) -> None:
    """The attendance over the days, the bars and the text have one numerator and one denominator."""
    for days in ("tháng 9", "14/9 đến 8/10"):
        drawn.clear()
        said = await ask(play, "ht", f"/baocao {whose} {days}")
        found = re.search(r": (\d+)/(\d+)(?: \([^)]*\))?(?:, (\d+) đang xác minh)?; chuyên cần", said)
        (chart,) = drawn
        totals = sum(one for _day, one, _all in chart.days), sum(whole for *_day, whole in chart.days)
        if found:
            absent, possible, unsure = (int(one or 0) for one in found.groups())
            known = possible - unsure
            assert totals == (known - absent, known), (whose, said, chart)
            bars = sum(one for _name, one, _all in chart.bars), sum(whole for *_name, whole in chart.bars)
            assert not chart.bars or bars == (absent, known), (whose, said, chart.bars)
        for name, *bar in chart.bars:
            line = re.search(rf"• {re.escape(name)}: (\d+)/(\d+)(?: \([^)]*\))?(?:, (\d+) đang xác minh)?", said)
            if line:
                assert bar == [int(line[1]), int(line[2]) - int(line[3] or 0)], (whose, name, said)
        if whose == "thôn":
            assert [name for name, *_bar in chart.bars] == re.findall(r"• ([^:]+):", said)
            assert sum(one for _name, one, _all in chart.bars) == sum(whole - one for _day, one, whole in chart.days)
            assert sum(whole for *_name, whole in chart.bars) == sum(whole for *_day, whole in chart.days)
