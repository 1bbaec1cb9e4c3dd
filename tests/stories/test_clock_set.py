"""The machine's clock is set, or the machine sleeps, at each hour of a school day: who is owed something hears it once,
or a named person hears who did not.
"""

from collections import Counter
from collections.abc import Awaitable, Callable, Collection, Mapping
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from msgspec import Struct
from sqlalchemy import select

from bot.engine.clock import Clock
from jobs import schedules
from jobs.undelivered import OWN
from models import Chats, ClockSlots, Outbox
from models.post.tables import CANCELLED, LOST, MISSED, SENT
from models.shapes.letter import OF_THEIR_HOUR
from rules.letters import Kind
from tests.campaign import CAMPAIGN
from tests.conversation import ZONE, Play, playing
from tests.stories.test_outages import named

pytestmark = pytest.mark.anyio

DAY, HOUR, YEARS = timedelta(days=1), timedelta(hours=1), timedelta(days=12 * 365)
MONDAY, TUESDAY = "2026-11-16", "2026-11-17"
Way: TypeAlias = Callable[[Play], Awaitable[None]]
OF_THE_PROGRAM = (Kind.CLOCK_SET, Kind.MISSED, Kind.LATE, *OWN)


async def looks(play: Play) -> None:
    """One round of the clock, and what follows."""
    await play.app.clock.tick()
    await play.app.settle()


def started_anew(play: Play) -> None:
    play.app.clock = Clock(play.app.database, play.app.book.schedules, play.app.now, play.app.sender.wake)


async def set_for_a_while(play: Play, by: timedelta) -> None:
    """For five minutes: long enough to be believed."""
    play.app.now.offset += by
    await looks(play)
    play.app.now.move_to(play.app.now() + timedelta(minutes=5))
    await looks(play)
    play.app.now.offset -= by
    await looks(play)


async def a_day_ahead(play: Play) -> None:
    await set_for_a_while(play, DAY)


async def a_day_ahead_for_a_tick(play: Play) -> None:
    play.app.now.offset += DAY
    await looks(play)
    play.app.now.offset -= DAY
    await looks(play)


async def seven_hours_ahead_at_the_start(play: Play) -> None:
    """A laptop that keeps local time, until it has asked a time server."""
    started_anew(play)
    play.app.now.offset += 7 * HOUR
    await looks(play)
    play.app.now.offset -= 7 * HOUR
    started_anew(play)
    await looks(play)


async def an_hour_back(play: Play) -> None:
    play.app.now.offset -= HOUR
    await looks(play)


async def twelve_years_back(play: Play) -> None:
    await set_for_a_while(play, -YEARS)


async def thirteen_hours_asleep(play: Play) -> None:
    play.app.now.move_to(play.app.now() + 13 * HOUR)
    await looks(play)


async def three_days_asleep(play: Play) -> None:
    play.app.now.move_to(play.app.now() + 3 * DAY)
    await looks(play)


SET: dict[str, Way] = {
    one.__name__: one
    for one in (a_day_ahead, a_day_ahead_for_a_tick, seven_hours_ahead_at_the_start, an_hour_back, twelve_years_back)
}
ASLEEP: dict[str, Way] = {one.__name__: one for one in (thirteen_hours_asleep, three_days_asleep)}
LONG = bool(CAMPAIGN)
HOURS = range(6, 19)
SHORT = {
    "a_day_ahead": (7,),
    "an_hour_back": (8,),
}


def cases(ways: Mapping[str, Any], short: Mapping[str, Collection[int]]) -> list[Any]:
    """Each way at some hours, or in a campaign at every one."""
    return [
        pytest.param(way, hour, id=f"{way}-{hour}", marks=[] if hour in short.get(way, ()) else [pytest.mark.slow])
        for way in ways
        for hour in HOURS
        if LONG or hour in short.get(way, ())
    ]


class Told(Struct, frozen=True):
    """What one phone was told."""

    phone: str
    kind: str
    about: int
    day: str


async def told(play: Play) -> Counter[Told]:
    rows = select(Chats.address, Outbox.kind, Outbox.about, Outbox.day)
    rows = rows.join(Chats, Chats.id == Outbox.chat_id).where(Outbox.state == SENT, Outbox.kind != "")
    async with play.app.database.read() as session:
        found = (await session.execute(rows)).all()
    return Counter(Told(row.address, row.kind, row.about, str(row.day)) for row in found)


async def two_mornings(play: Play, way: Way | None = None, hour: int = 0) -> tuple[datetime, Counter[Told]]:
    """A is away on both; nobody reports for 6B. Returns when that which happened meanwhile was over, and what had been
    told by then.
    """
    happens, over, before = [(at(MONDAY, f"{hour:02}:02"), True)] if way else [], play.app.now(), Counter[Told]()
    reports = [(at(day, "07:10"), False) for day in (MONDAY, TUESDAY)]
    for moment, is_set in sorted(happens + reports):
        if play.now < moment:
            await play.clock_to(f"{moment:%Y-%m-%d %H:%M}")
        if is_set and way:
            await way(play)
            over, before = play.app.now(), await told(play)
        elif play.now < moment + HOUR:  # or nobody was awake to hear it
            await play.say("gvcn", "/vang 6A Nguyễn Văn A")
    if play.now < at(TUESDAY, "08:00"):
        await play.clock_to(f"{TUESDAY} 08:00")
    return over, before


def at(day: str, moment: str) -> datetime:
    return datetime.fromisoformat(f"{day} {moment}").replace(tzinfo=ZONE)


_undisturbed: list[Counter[Told]] = []


async def undisturbed(folder: Path) -> Counter[Told]:
    if not _undisturbed:
        async with playing(folder, at=f"{MONDAY} 05:50") as play:
            await two_mornings(play)
            _undisturbed.append(await told(play))
    return _undisturbed[0]


@pytest.mark.parametrize(("way", "hour"), cases(SET, SHORT))
async def test_a_clock_that_is_set_silences_nobody(way: str, hour: int, tmp_path: Path) -> None:
    """Facts are told once. How things stand at an hour is told at that hour of the clock that was right in the end."""
    owed = await undisturbed(tmp_path)
    async with playing(tmp_path, at=f"{MONDAY} 05:50") as play:
        over, before = await two_mornings(play, SET[way], hour)
        heard = await told(play)
        after = heard - before
        facts = {one for one in owed if one.kind not in OF_THEIR_HOUR and one.kind != Kind.UNREAD}
        assert unread(heard) == unread(owed), "of each letter nobody has read, whatever its number"
        assert {one: heard[one] for one in facts if heard[one] != 1} == {}, "told once"
        later = {one for one in owed if one.kind in OF_THEIR_HOUR and due_after(one, over)}
        assert {one: after[one] for one in later if after[one] != 1} == {}, "told at its hour"
        assert not [one for one in heard if one.kind == Kind.MISSED], "nothing was missed"
        assert [one for one in heard if one.kind == Kind.CLOCK_SET], "the administrator hears of it"
        assert await lost(play) == []


@pytest.mark.parametrize("by", [pytest.param(7 * HOUR, marks=pytest.mark.campaign), DAY], ids=["seven hours", "a day"])
async def test_a_clock_that_was_ahead_when_the_program_first_began_silences_nobody(
    by: timedelta, tmp_path: Path
) -> None:
    async with playing(tmp_path, at=f"{MONDAY} 07:02") as play:
        play.app.now.offset += by
        await looks(play)
        play.app.now.offset -= by
        await looks(play)
        for day in (MONDAY, TUESDAY):
            await play.clock_to(f"{day} 07:10")
            await play.say("gvcn", "/vang 6A Nguyễn Văn A")
            await play.clock_to(f"{day} 09:00")
        heard = await told(play)
    kinds = Counter((one.kind, one.day) for one in heard if one.phone in {"mẹ A", "pht"})
    assert {(Kind.ABSENT_GUARDIAN, MONDAY), (Kind.SILENT, MONDAY), (Kind.SILENT, TUESDAY)} <= kinds.keys()
    assert (Kind.ABSENT_AGAIN, TUESDAY) in kinds


def unread(told: Counter[Told]) -> int:
    return sum(count for one, count in told.items() if one.kind == Kind.UNREAD)


@cache
def _hours() -> dict[str, str]:
    return {Kind.REMIND1: "07:30", Kind.SILENT: "07:45", Kind.MORNING: "07:50"}


def due_after(one: Told, moment: datetime) -> bool:
    return at(one.day, _hours()[one.kind]) > moment


@pytest.mark.parametrize(("way", "hour"), cases(ASLEEP, {"thirteen_hours_asleep": (18,), "three_days_asleep": (10,)}))
async def test_a_machine_that_sleeps_tells_late_or_says_what_it_missed(way: str, hour: int, tmp_path: Path) -> None:
    async with playing(tmp_path, at=f"{MONDAY} 05:50") as play:
        await two_mornings(play, ASLEEP[way], hour)
        await play.clock_to(f"{play.now + timedelta(minutes=5):%Y-%m-%d %H:%M}")
        await play.clock_to(f"{play.now + timedelta(days=play.now.hour > 7):%Y-%m-%d} 08:30")
        heard = await told(play)
        twice = {one: count for one, count in heard.items() if count > 1 and one.kind != Kind.MISSED}  # one a job
        assert twice == {}, "nobody hears a thing twice"
        assert not [one for one in heard if one.kind == Kind.CLOCK_SET], "whoever slept has not been set"
        if await missed(play):
            assert {one.phone for one in heard if one.kind == Kind.MISSED} == {"ht", "admin"}
        assert await lost(play) == []


async def missed(play: Play) -> list[str]:
    """The runs somebody is to hear of."""
    telling = [name for name, one in schedules().items() if one.missed]
    found = select(ClockSlots.job).where(ClockSlots.outcome == MISSED, ClockSlots.job.in_(telling))
    async with play.app.database.read() as session:
        return list(await session.scalars(found))


async def lost(play: Play) -> list[str]:
    """What ended without having arrived, and is in no letter to anybody."""
    async with play.app.database.read() as session:
        rows = (await session.execute(select(Outbox.__table__).order_by(Outbox.id))).all()
    ended = [row for row in rows if row.state in LOST and row.chat_id is not None and row.kind not in OF_THE_PROGRAM]
    waits = [row for row in rows if row.state not in (*LOST, SENT, CANCELLED) and row.not_before <= play.app.now()]
    return [row.kind for row in [*waits, *(row for row in ended if not named(rows, row, row.person_id))]]
