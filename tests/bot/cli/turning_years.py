"""A school whose year is turned, and what is there afterwards."""

from datetime import UTC, date, datetime
from io import StringIO
from pathlib import Path

from msgspec.structs import replace
from rich.console import Console
from sqlalchemy import insert, select

from bot.cli.rollover import Wish, roll_over
from bot.engine.post.outbox import Origin, store
from jobs.year import handover
from models import Cases, Classes, Enrolments, Ladders, Pupils
from models.people.askers import schools
from models.shapes.message import Round
from papers.roster import Roster
from tests.conversation import Play
from tests.small_school import small_roster

SUMMER = datetime(2027, 8, 2, 3, tzinfo=UTC)
NEW = date(2027, 9, 6)
FIRST_DAY = "2027-09-06 06:50"


async def turned(play: Play, folder: Path, now: datetime = SUMMER, **more: object) -> tuple[int, str]:
    """Run the command; return its exit code and what it printed."""
    out = StringIO()
    console = Console(file=out, width=200, highlight=False)
    values: dict[str, object] = {"starts": NEW, "yes": True, "out": folder / "ra-lop.xlsx"} | more
    code = await roll_over(play.app.database, play.app.config.school, Wish(**values), console, now)  # type: ignore[arg-type]
    return code, out.getvalue()


async def lists(play: Play, day: date) -> dict[str, list[str]]:
    """Who is in which class on a day."""
    statement = (
        select(Classes.name, Pupils.full_name)
        .join(Enrolments, Enrolments.class_id == Classes.id)
        .join(Pupils, Pupils.id == Enrolments.pupil_id)
        .where(Enrolments.starts <= day, Enrolments.ends.is_(None) | (Enrolments.ends >= day))
        .order_by(Classes.name, Enrolments.id)
    )
    found: dict[str, list[str]] = {}
    async with play.app.database.read() as session:
        for klass, name in await session.execute(statement):
            found.setdefault(klass, []).append(name)
    return found


async def open_case(play: Play, name: str, opened: date = date(2027, 5, 20)) -> None:
    pupil_id = await play.pupil(name)
    async with play.app.database.write() as session:
        class_id = await session.scalar(select(Enrolments.class_id).where(Enrolments.pupil_id == pupil_id))
        ladder = await session.scalar(select(Ladders.id).where(Ladders.name == "absence"))
        run = {"opened_on": opened, "run_start": opened, "days": 3, "ladder_id": ladder}
        row = {"school_id": play.school_id, "pupil_id": pupil_id, "class_id": class_id, **run}
        await session.execute(insert(Cases).values(row))


def grades(six: str, other: str) -> Roster:
    """The small school with its two classes in other grades."""
    names = {"6A": six, "6B": other}
    roster = small_roster()
    pupils = [replace(one, class_name=names[one.class_name]) for one in roster.pupils]
    staff = [replace(one, homeroom_class=names.get(one.homeroom_class or "")) for one in roster.staff]
    return replace(roster, pupils=pupils, staff=staff)


async def the_letter_leaves(play: Play) -> None:
    async with play.app.database.write() as session:
        chosen, now = await schools(session), play.app.now()
        said = await handover(Round(now=now, day=play.now.date(), schools=chosen), session)
        await store(session, [(Origin(now), said)], chosen, now)
    await play.app.settle()
