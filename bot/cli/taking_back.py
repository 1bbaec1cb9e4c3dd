"""Taking back the last import of the roster from the command line."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from rich.console import Console
from sqlalchemy import insert, select

from bot.cli.shared import confirmed
from bot.engine.config import SchoolConfig
from bot.engine.database import Database
from bot.engine.post.outbox import Origin, store
from locales import _, speaking
from models import Audit, Schools
from models.imports.tables import last_import
from models.imports.undo import take_back_import
from models.people.askers import schools
from papers.roster.said import resting_lines
from papers.roster.taken_back import heard_of, taken_back_told

DONE, REFUSED, NOT_CONFIRMED = 0, 1, 2  # exit codes


async def take_back(database: Database, config: SchoolConfig, console: Console, *, yes: bool) -> int:
    """Ask, then undo the last import whole; what rests on it is named instead. The exit code."""
    now = datetime.now(UTC)
    with speaking(config.language):
        async with database.read() as session:
            school_id = await session.scalar(select(Schools.id).where(Schools.code == config.code)) or 0
            last = await last_import(session, school_id)
        if last is None:
            console.print(_("There is no import to take back."), markup=False)
            return REFUSED
        when = f"{last.made_at.astimezone(ZoneInfo(config.timezone)):%H:%M %d/%m}"
        if not (yes or confirmed(_("Take back the whole import of {when}?").format(when=when), console)):
            return NOT_CONFIRMED
        async with database.write() as session:
            heard = await heard_of(session, last.id)
            resting = await take_back_import(session, school_id, last.id, now)
            if not resting:
                here = now.astimezone(ZoneInfo(config.timezone))
                told = await taken_back_told(session, school_id, heard, here, None)
                await store(session, [(Origin(now), told)], await schools(session, [school_id]), now)
                note = {"at": now, "school_id": school_id, "kind": "roster.undone", "about": last.id}
                await session.execute(insert(Audit), [note])
        if resting:
            console.print(_("This import cannot be taken back any more. On it rests:"), style="red", markup=False)
            for line in resting_lines(resting):
                console.print(f"  • {line}", markup=False)
            return REFUSED
        console.print(_("Taken back: the roster is as it was before this import."), markup=False)
        return DONE
