"""The daily check in a story, without walking the whole clock."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, datetime, timedelta
from pathlib import Path

from msgspec.structs import replace
from sqlalchemy import insert

from bot.cli.check import check_day
from jobs.tidy import tidy
from models import Chats, ClockSlots
from models.cases.visits import GATHER
from models.post.tables import DONE
from models.shapes.message import Round
from papers.roster import GuardianRow, Roster
from tests.conversation import Kept, Play, Story, playing, resumed
from tests.handlers.school_days import on
from tests.small_school import small_roster

HOLD = timedelta(minutes=4)


async def checked(play: Play, day: date | None = None) -> None:
    """Run the check for today, or another day, and let everything leave that it tells, the held letters too."""
    await check_day(play.app.database, day or play.now.date(), "", play.app.now())
    await play.app.settle()
    play.app.now.move_to(play.app.now() + HOLD)
    await play.app.settle()


async def school_day(play: Play, moment: str, *reports: str) -> None:
    """Go to a morning, let the homeroom teacher of 6A report, and check."""
    await on(play, moment)
    for report in reports:
        await play.say("gvcn", report)
    await checked(play)


@asynccontextmanager
async def after_three_days(folder: Path) -> AsyncIterator[Play]:
    """Nguyễn Văn A of 6A was absent without leave from Monday to Wednesday: the case is open, everybody was told.

    The days are played once; every story goes on from there on a database of its own.
    """
    if not _played:
        async with playing(folder) as play:
            for day in (16, 17, 18):
                await school_day(play, f"2026-11-{day} 07:45", "/vang 6A Nguyễn Văn A")
            _played.append(play.keep())
    async with resumed(_played[0], folder) as play:
        yield play


_played: list[Kept] = []


async def visited(play: Play, promise: str = "Chưa hứa ngày nào") -> list[str]:
    """The homeroom teacher met the mother, who told her why: five taps."""
    for label in ("Đã đến nhà", "Mẹ", "Kinh tế gia đình khó khăn"):
        await play.press("gvcn", label)
    return await play.press("gvcn", promise)


async def told_of_visits(play: Play) -> dict[str, str]:
    """What every phone shows once all that came of visits has been gathered."""
    play.app.now.move_to(play.app.now() + GATHER)
    await play.settle()
    return heard(play)


def heard(story: Story) -> dict[str, str]:
    """What every phone shows since the last look, the silent ones left out."""
    return {phone: "\n".join(texts) for phone in story.phones if (texts := story.new(phone))}


def roster_with_siblings() -> Roster:
    """Nguyễn Văn A of 6A and Nguyễn Thị Phép of 6B have one mother."""
    roster = small_roster()
    mother = GuardianRow(full_name="Mẹ Nguyễn Văn A", relation="mẹ", phone="+84910000001")
    pupils = [replace(p, guardians=[mother]) if p.full_name == "Nguyễn Thị Phép" else p for p in roster.pupils]
    return replace(roster, pupils=pupils)


def roster_without(*roles: str) -> Roster:
    roster = small_roster()
    return replace(roster, staff=[one for one in roster.staff if one.role not in roles])


async def link(play: Play, phone: str, person: str, language: str = "vi") -> None:
    """Give a person of the roster a phone."""
    values = {"channel": "paper", "address": phone, "person_id": await play.person(person), "language": language}
    async with play.app.database.write() as session:
        moments = {"created_at": play.app.now(), "linked_at": play.app.now()}
        await session.execute(insert(Chats).values(values | moments))


async def tidied(play: Play, now: datetime) -> None:
    """The night's tidying at this moment, after one a little before: only what was old then already goes."""
    slot = {"job": "tidy", "due_at": now, "claimed_at": now - timedelta(seconds=1), "outcome": DONE}
    async with play.app.database.write() as session:
        await session.execute(insert(ClockSlots).values(slot | {"school_id": play.school_id}))
        await tidy(Round(now=now, day=now.date(), schools={}), session)
