"""The clock: each run once whoever does it, late while still useful, and a person told of what was missed."""

import asyncio
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from time import localtime, tzset
from typing import Any

import pytest
from msgspec import structs
from msgspec.structs import replace
from sqlalchemy import event, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.engine.app import App
from bot.engine.clock import Clock
from bot.engine.database import Database
from bot.engine.timekeeping import Time
from jobs import Schedule, job
from models import ClassParts, ClockSlots, Marks
from models.people.askers import schools
from models.shapes.asker import School
from models.shapes.message import Round, Said
from tests.bot.engine.post.mail import column, rows
from tests.conversation import ZONE, Play, playing

pytestmark = pytest.mark.anyio

HOUR = timedelta(hours=1)


async def everywhere(round_: Round, session: AsyncSession) -> Collection[int]:
    return list(round_.schools)


class Runs:
    """A job that notes when it ran, and fails as often as it is told to."""

    def __init__(self, *at: time, late: timedelta = HOUR, fails: int = 0, tell: bool = False) -> None:
        self.seen: list[tuple[date, str]] = []
        self.fails = fails

        @job(times=lambda _school: at, late=late, missed="…" if tell else "", needed=everywhere if tell else None)
        async def daily_check(round_: Round, session: AsyncSession) -> Sequence[Said]:
            if self.fails:
                self.fails -= 1
                raise LookupError
            self.seen.append((round_.day, f"{round_.now.astimezone(ZONE):%H:%M}"))
            return []

        self.schedule: Schedule = daily_check.schedule  # type: ignore[attr-defined]  # what @job declares


def clock(play: Play, *runs: Runs, database: Database | None = None) -> Clock:
    return Clock(database or play.app.database, [run.schedule for run in runs], play.app.now, lambda: None)


def local(moment: str) -> datetime:
    return datetime.strptime(moment, "%Y-%m-%d %H:%M").replace(tzinfo=ZONE).astimezone(UTC)


async def at(play: Play, moment: str, *clocks: Clock) -> None:
    """It is this moment now; the clocks tick, all at once."""
    play.app.now.move_to(local(moment))
    await asyncio.gather(*(one.tick() for one in clocks))


async def outcomes(play: Play) -> Counter[str]:
    return Counter(await column(play, select(ClockSlots.outcome)))


async def test_each_run_happens_once_though_several_clocks_tick(play: Play) -> None:
    runs = Runs(time(7, 30), time(8, 30), late=timedelta(hours=12))
    others = [App(play.app.config, play.app.now, {}) for _process in range(3)]
    clocks = [clock(play, runs), *(clock(play, runs, database=other.database) for other in others)]
    for moment in ("2026-11-16 07:30", "2026-11-16 07:31", "2026-11-16 08:45", "2026-11-17 07:45"):
        await at(play, moment, *clocks, *clocks)
    for other in others:
        await other.database.close()
    monday, tuesday = date(2026, 11, 16), date(2026, 11, 17)
    assert runs.seen == [(monday, "07:30"), (monday, "08:45"), (tuesday, "07:45")]


async def test_hours_that_the_school_changes_are_followed_without_a_restart(play: Play) -> None:
    async with play.app.database.read() as session:
        known = await schools(session)
    later = {id_: replace(school, morning_due=time(8, 15)) for id_, school in known.items()}
    day = local("2026-11-16 00:00"), local("2026-11-16 12:00")
    hours = [
        {f"{run.due_at.astimezone(ZONE):%H:%M}" for run in play.app.clock.due(one, *day)} for one in (known, later)
    ]
    assert "07:45" in hours[0] - hours[1], "the check after half past seven"
    assert "08:30" in hours[1] - hours[0]


@pytest.mark.parametrize(("back", "ran"), [("07:46", 1), ("08:29", 1), ("08:31", 0), ("11:31", 0)], ids=str)
async def test_a_run_missed_while_down_happens_late_while_it_is_useful(play: Play, back: str, ran: int) -> None:
    runs = Runs(time(7, 30))
    await at(play, "2026-11-16 07:31", clock(play, runs))
    runs.seen.clear()
    await at(play, f"2026-11-17 {back}", clock(play, runs))
    await at(play, f"2026-11-17 {back}", clock(play, runs))
    assert len(runs.seen) == ran
    assert (await outcomes(play))["missed"] == 1 - ran


@pytest.mark.covering
async def test_the_head_and_the_administrator_hear_once_of_everything_that_was_missed(play: Play) -> None:
    await play.clock_to("17:30")
    for phone in list(play.channel.seen):
        play.new(phone)
    play.app.now.move_to(local("2026-11-17 17:40"))
    await play.app.clock.tick()
    play.app.now.move_to(local("2026-11-17 17:45"))
    await play.app.settle()
    letters = {phone: play.new(phone) for phone in ("ht", "admin")}
    assert {phone: len(texts) for phone, texts in letters.items()} == {"ht": 1, "admin": 1}
    assert "thứ Ba 17/11".casefold() in letters["ht"][0].casefold()
    assert "nhắc giáo viên" in letters["ht"][0]
    assert "buổi sáng gửi hiệu trưởng" in letters["ht"][0]
    await play.app.clock.tick()
    await play.app.settle()
    assert play.new("ht") == []


async def test_nobody_is_told_of_what_was_missed_on_a_day_without_lessons(play: Play) -> None:
    await at(play, "2026-11-21 17:30", play.app.clock)
    await play.app.settle()
    for phone in ("ht", "admin"):
        play.new(phone)
    await at(play, "2026-11-22 20:00", play.app.clock)  # all of Sunday
    play.app.now.move_to(local("2026-11-22 20:05"))
    await play.app.settle()
    assert (await outcomes(play))["spared"] > 0
    assert play.new("ht") == play.new("admin") == []


async def test_a_new_program_has_missed_nothing(play: Play) -> None:
    runs = Runs(time(6, 0), late=timedelta(minutes=10), tell=True)
    await at(play, "2026-11-16 07:05", clock(play, runs))
    assert runs.seen == []
    assert await outcomes(play) == {}


async def test_after_the_days_of_tet_nothing_stale_is_told(play: Play) -> None:
    runs = Runs(time(7, 30), tell=True)
    await at(play, "2026-11-16 07:31", clock(play, runs))
    await at(play, "2026-11-25 07:31", clock(play, runs))
    assert [day for day, _moment in runs.seen] == [date(2026, 11, 16), date(2026, 11, 25)]
    assert (await outcomes(play))["missed"] <= 2


async def test_a_job_that_fails_is_tried_again_at_the_next_tick(play: Play) -> None:
    runs = Runs(time(7, 30), fails=2)
    for moment in ("07:30", "07:31", "07:32", "07:33"):
        await at(play, f"2026-11-16 {moment}", clock(play, runs))
    assert runs.seen == [(date(2026, 11, 16), "07:32")]
    assert [tuple(row) for row in await rows(play, select(ClockSlots.outcome, ClockSlots.tries))] == [("done", 2)]


async def test_a_job_that_goes_on_failing_is_missed_in_the_end_and_not_forgotten(play: Play) -> None:
    """Other runs go on meanwhile, a restart comes between, and it is still known to be open."""
    broken, sound = Runs(time(7, 30), late=3 * HOUR, fails=99), Runs(*(time(hour) for hour in range(8, 13)), late=HOUR)
    sound.schedule = structs.replace(sound.schedule, name="sound")
    for moment in ("07:30", "08:00", "09:00", "10:00", "11:00", "12:00"):
        await at(play, f"2026-11-16 {moment}", clock(play, broken, sound))
    assert len(sound.seen) == 5
    assert await outcomes(play) == {"done": 5, "missed": 1}


async def test_what_a_clock_that_was_ahead_has_done_is_done_again_at_its_time(play: Play) -> None:
    runs = Runs(time(7, 30), late=timedelta(hours=12))
    ticking, monday, tuesday = clock(play, runs), date(2026, 11, 16), date(2026, 11, 17)
    for moment in ("16 07:31", "17 07:31", "16 07:32", "16 07:40", "17 07:29", "17 07:30", "17 07:40"):
        await at(play, f"2026-11-{moment}", ticking)
    assert [day for day, _moment in runs.seen] == [monday, tuesday, tuesday]
    for moment in ("16 07:40", "16 07:41", "17 07:40"):
        await at(play, f"2026-11-{moment}", ticking)
    assert [day for day, _moment in runs.seen[3:]] == [tuesday], "Monday's was made on Monday"


async def test_nothing_is_done_by_a_clock_that_shows_a_time_before_all_we_have_done(play: Play) -> None:
    runs = Runs(time(7, 30), late=timedelta(hours=12))
    ticking = clock(play, runs)
    await at(play, "2026-11-16 07:31", ticking)
    for moment in ("2014-11-17 07:25", "2014-11-17 07:35"):
        await at(play, moment, ticking, clock(play, runs))
    assert ticking.put_right.behind
    await at(play, "2026-11-17 07:25", clock(play, runs))
    await at(play, "2026-11-17 07:31", clock(play, runs))
    assert [f"{day} {moment}" for day, moment in runs.seen] == ["2026-11-16 07:31", "2026-11-17 07:31"]


def test_the_next_run_is_the_first_after_now_in_the_schools_own_time() -> None:
    runs = Runs(time(7, 30))
    schools = {
        1: School(id=1, name="", timezone="Asia/Ho_Chi_Minh"),
        2: School(id=2, name="", timezone="America/Los_Angeles"),
    }
    ticking = Clock(Database("sqlite+aiosqlite://"), [runs.schedule], Time(), lambda: None)
    now = datetime(2026, 11, 16, 0, 30, tzinfo=UTC)  # half past seven at home
    assert ticking.next_due({1: schools[1]}, now) == datetime(2026, 11, 17, 0, 30, tzinfo=UTC)
    assert ticking.next_due(schools, now) == datetime(2026, 11, 16, 15, 30, tzinfo=UTC)
    assert [run.day for run in ticking.due(schools, now, now + timedelta(days=1))] == [
        date(2026, 11, 16),
        date(2026, 11, 17),
    ]
    assert ticking.next_due({}, now) is None


@pytest.fixture
def elsewhere(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A server in Los Angeles."""
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "America/Los_Angeles")
        tzset()
        assert localtime(0).tm_hour == 16
        yield
    tzset()


async def test_the_school_day_is_the_schools_whatever_the_servers_zone(elsewhere: None, tmp_path: Path) -> None:
    async with playing(tmp_path, at="2026-11-16 06:30") as play:
        await play.say("gvcn", "/vang 6A A Thut")
        await play.clock_to("07:55")
        days = [*await column(play, select(Marks.day)), *await column(play, select(ClassParts.day).distinct())]
        assert set(days) == {date(2026, 11, 16)}
        assert play.new("nóc2") + play.new("ht")


async def test_a_message_written_before_midnight_and_handled_after_belongs_to_the_day_of_writing(
    database_url: str,
) -> None:
    async with playing(url=database_url, at="2026-11-16 23:59", quiet_from=time(0), quiet_until=time(0)) as play:
        written = play.app.now()
        play.app.now.move_to(written + timedelta(minutes=2))
        await play.say("gvcn", "/vang 6A A Thut", when=written)
        assert await column(play, select(Marks.day).distinct()) == [date(2026, 11, 16)]
        await play.say("gvcn", "/du 6A")
        reported = select(ClassParts.day).where(ClassParts.reported_at.is_not(None)).distinct()
        assert sorted(await column(play, reported)) == [date(2026, 11, 16), date(2026, 11, 17)]


ON_A_FREE_DAY = 610  # statements of its 77 runs and the 12 before, in 61 rounds; every fourth only opens a transaction


async def test_a_day_without_lessons_asks_the_database_little(tmp_path: Path) -> None:
    """On a school's old laptop, and in every story that walks through it."""
    async with playing(tmp_path, at="2026-11-21 23:50") as play:
        asked = Counter[str]()

        def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
            asked[statement] += 1

        async with play.app.database.read() as session:
            known = await schools(session)
        event.listen(play.app.database.engine.sync_engine, "before_cursor_execute", note)
        while (due := play.app.clock.next_due(known, play.app.now())) and due < local("2026-11-22 23:50"):
            play.app.now.move_to(due)
            await play.app.clock.tick()
    assert asked.total() <= ON_A_FREE_DAY, asked.most_common(12)
