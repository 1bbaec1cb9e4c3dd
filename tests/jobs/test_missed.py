"""What was missed while the program was off: said in words where there was something to do, else not at all."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace
from sqlalchemy.ext.asyncio import AsyncSession

from jobs import WordlessJobError, job, schedules
from locales import _, speaking
from models.people.askers import schools
from models.shapes.message import Round, Said
from papers.roster import Roster
from tests.conversation import ZONE, Play, playing
from tests.jobs.checks import heard
from tests.small_school import small_roster

pytestmark = pytest.mark.anyio

HEARS = ("ht", "admin")
TELLING = sorted(name for name, one in schedules().items() if one.missed)
WEEK = ("2026-11-17", "2026-11-18", "2026-11-19", "2026-11-20", "2026-11-21", "2026-11-23", "2026-11-24")


async def everywhere(round_: Round, session: AsyncSession) -> Collection[int]:
    return list(round_.schools)


@pytest.mark.parametrize(
    ("words", "needed"), [("", everywhere), (" ", everywhere), ("the roll", None)], ids=["none", "blank", "nowhere"]
)
def test_a_job_that_tells_without_words_or_without_saying_where_does_not_load(words: str, needed: object) -> None:
    async def late(round_: Round, session: AsyncSession) -> Sequence[Said]:
        return []

    with pytest.raises(WordlessJobError, match="late"):
        job(times=lambda _school: [time(7)], late=timedelta(0), missed=words, needed=needed)(late)  # type: ignore[arg-type]


def boarding() -> Roster:
    roster = small_roster()
    return replace(roster, pupils=[replace(one, boarding=True) for one in roster.pupils])


@pytest.mark.parametrize("name", TELLING)
async def test_of_every_job_that_tells_a_missed_run_is_told_in_its_words(tmp_path: Path, name: str) -> None:
    """Boarders come back on Sunday the 15th; there are lessons on Monday, morning and afternoon."""
    schedule, day = schedules()[name], date(2026, 11, 15 if name == "boarders_evening" else 16)
    async with playing(tmp_path, at="2026-11-15 18:00", roster=boarding(), afternoon_days=[2, 3, 4, 5, 6]) as play:
        async with play.app.database.read() as session:
            school = (await schools(session))[play.school_id]
        due = datetime.combine(day, schedule.times(school)[0], ZONE)
        await play.clock_to(f"{due - timedelta(minutes=1):%Y-%m-%d %H:%M}")
        told = await on_again(play, _awake(due + schedule.late + timedelta(minutes=2)))
        with speaking("vi"):
            words = _(schedule.missed)
        assert all(words in told.get(phone, "") for phone in HEARS), told


@pytest.mark.covering
@pytest.mark.parametrize("off", ["11:30", "15:30", "16:55", "18:00", "20:00"], ids=str)
@pytest.mark.parametrize("afternoons", [[], [2, 3, 4, 5, 6]], ids=["mornings only", "both"])
async def test_a_laptop_that_is_off_from_some_hour_until_seven_brings_no_alarm_for_nothing(
    tmp_path: Path, off: str, afternoons: list[int]
) -> None:
    """Every day of a week, the weekend too. What is said has lines, and of an afternoon only where there was one."""
    async with playing(tmp_path, afternoon_days=afternoons) as play:
        day = "2026-11-16"
        for tomorrow in WEEK:
            await play.clock_to(f"{day} {off}")
            heard(play)
            told = await on_again(play, datetime.fromisoformat(f"{tomorrow} 07:00").replace(tzinfo=ZONE))
            letters = [told.get(phone, "") for phone in HEARS if "đã không chạy" in told.get(phone, "")]
            assert not letters or (afternoons and all("•" in letter for letter in letters)), (tomorrow, letters)
            assert off < "13:30" or tomorrow == "2026-11-23" or not letters, (tomorrow, letters)
            day = tomorrow


def _awake(moment: datetime) -> datetime:
    """Then, or at seven when the night's rest is over."""
    seven = moment.replace(hour=7, minute=0)
    return moment if 7 <= moment.hour < 21 else seven + timedelta(days=moment.hour >= 21)


async def on_again(play: Play, moment: datetime) -> dict[str, str]:
    """The program is off until then: what everybody hears once it has caught up."""
    heard(play)
    play.app.now.move_to(moment)
    await play.app.clock.tick()
    play.app.now.move_to(moment + timedelta(minutes=4))
    await play.app.settle()
    return heard(play)
