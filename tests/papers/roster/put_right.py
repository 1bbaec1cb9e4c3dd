"""A roster put right in one place, applied over what was there."""

from typing import Any

from msgspec.structs import replace
from sqlalchemy import func, select

from models import Enrolments, Guardians, People, Pupils, Roles
from papers.roster import Roster
from papers.roster.applying.changes import Changes
from papers.roster.applying.everything import apply_roster
from papers.roster.applying.identity import Known
from tests.conversation import Play

BINH = "Hồ Văn Bình"


def with_pupil(roster: Roster, name: str, **values: Any) -> Roster:
    pupils = [replace(one, **values) if one.full_name == name else one for one in roster.pupils]
    return replace(roster, pupils=pupils)


async def imported(play: Play, roster: Roster, *, let_go: bool = False) -> Changes:
    async with play.app.database.write() as session:
        return await apply_roster(session, play.school_id, roster, play.now.date(), let_go=let_go)


async def counted(play: Play) -> list[int]:
    """Pupils, people, guardians, open enrolments, roles held."""
    tables = (Pupils, People, Guardians)
    counts = [select(func.count(table.id)) for table in tables]
    counts += [select(func.count(dated.id)).where(dated.ends.is_(None)) for dated in (Enrolments, Roles)]
    async with play.app.database.read() as session:
        return [await session.scalar(count) or 0 for count in counts]


def known(number: int, name: str, **values: Any) -> Known:
    usual = {"code": None, "birth_date": None, "class_name": "6A", "list_no": None, "here": True}
    return Known(id=number, full_name=name, **(usual | values))
