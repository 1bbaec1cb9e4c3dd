"""What was missed while the program was off: said in words where there was something to do, else not at all."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace
from sqlalchemy.ext.asyncio import AsyncSession

from jobs import Schedule, WordlessJobError, job, schedules
from locales import _, speaking
from models.people.askers import schools
from models.shapes.message import Round, Said
from papers.roster import Roster
from tests.campaign import CAMPAIGN
from tests.conversation import ZONE, Play, playing
from tests.jobs.checks import heard
from tests.small_school import small_roster

pytestmark = pytest.mark.anyio

HEARS = ("ht", "admin")
TELLING = sorted(name for name, one in schedules().items() if one.missed)
OF_LESSONS = {
    "boarders_evening", "boarders_missing", "daily_check", "list_afternoon", "list_morning", "morning_line",
    "remind_afternoon", "remind_morning",
}  # fmt: skip
DAYS = ("2026-11-19", "2026-11-20", "2026-11-21", "2026-11-23", "2026-11-24")  # from Thursday on; the 22nd is a Sunday
FIRST, *MORNINGS = DAYS if CAMPAIGN else DAYS[1:4]


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
    """Boarders come back on Sunday the 15th; there are lessons from Monday on, morning and afternoon."""
    schedule = schedules()[name]
    async with playing(tmp_path, at="2026-11-15 18:00", roster=boarding(), afternoon_days=[2, 3, 4, 5, 6]) as play:
        due = await just_before_it_is_needed(play, schedule)
        told = await on_again(play, _awake(due + schedule.late + timedelta(minutes=2)))
        with speaking("vi"):
            words = _(schedule.missed)
        assert all(words in told.get(phone, "") for phone in HEARS), told


async def just_before_it_is_needed(play: Play, schedule: Schedule) -> datetime:
    """Let the clock walk to a minute before the first run that has something to do."""
    for ahead in range(8):
        async with play.app.database.read() as session:
            chosen = await schools(session)
        day = date(2026, 11, 15) + timedelta(days=ahead)
        due = datetime.combine(day, schedule.times(chosen[play.school_id])[0], ZONE)
        if due < play.now:
            continue
        await play.clock_to(f"{due - timedelta(minutes=1):%Y-%m-%d %H:%M}")
        async with play.app.database.read() as session:
            if schedule.needed and await schedule.needed(Round(now=due, day=day, schools=chosen), session):
                return due
    raise AssertionError(f"{schedule.name} had nothing to do in a week")


OFF = ["11:30", *(pytest.param(at, marks=pytest.mark.campaign) for at in ("15:30", "18:00")), "16:55", "20:00"]


@pytest.mark.covering
@pytest.mark.parametrize("off", OFF, ids=str)
@pytest.mark.parametrize("afternoons", [[], [2, 3, 4, 5, 6]], ids=["mornings only", "both"])
async def test_a_laptop_that_is_off_from_some_hour_until_seven_brings_no_alarm_for_nothing(
    tmp_path: Path, off: str, afternoons: list[int]
) -> None:
    """After a day with lessons and one without, in the campaign any day. What is said has lines, and of an afternoon
    only where there was one.
    """
    async with playing(tmp_path, at=f"{FIRST} 07:05", afternoon_days=afternoons) as play:
        day = FIRST
        for tomorrow in MORNINGS:
            await play.clock_to(f"{day} {off}")
            heard(play)
            told = await on_again(play, datetime.fromisoformat(f"{tomorrow} 07:00").replace(tzinfo=ZONE))
            letters = [letter for phone in HEARS if (letter := about_lessons(told.get(phone, "")))]
            assert not letters or (afternoons and all("•" in letter for letter in letters)), (tomorrow, letters)
            assert off < "13:30" or tomorrow == "2026-11-23" or not letters, (tomorrow, letters)
            day = tomorrow


async def test_a_laptop_that_wakes_reads_the_reports_that_waited_before_it_says_that_classes_are_silent(
    tmp_path: Path,
) -> None:
    async with playing(tmp_path) as play:
        await play.clock_to("07:10")
        await play.arrive("gvcn", "6A đủ")
        told = await on_again(play, datetime(2026, 11, 16, 12, tzinfo=ZONE))
        assert "nhắc giáo viên báo sĩ số buổi sáng" in told["ht"], "6B is silent still"
        await play.arrive("gvcn6b", "6B đủ")
        await play.clock_to("2026-11-17 07:05")
        await play.arrive("gvcn", "6A đủ")
        await play.arrive("gvcn6b", "6B đủ")
        told = await on_again(play, datetime(2026, 11, 17, 12, tzinfo=ZONE))
        assert "sĩ số buổi sáng gửi hiệu trưởng" in told["ht"], "that one she did miss"
        assert "nhắc giáo viên" not in told["ht"]
        assert "chưa báo" not in told["ht"]


def about_lessons(letter: str) -> str:
    """Of the letter about what was missed what is about lessons, boarders and checks: there are jobs of other days."""
    others = [_(one.missed) for name, one in schedules().items() if one.missed and name not in OF_LESSONS]
    lines = [line for line in letter.split("\n") if not any(line.endswith(words) for words in others)]
    gone = len(lines) < letter.count("\n") + 1 and "•" not in "".join(lines)
    return "\n".join(lines) if "đã không chạy" in letter and not gone else ""


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
