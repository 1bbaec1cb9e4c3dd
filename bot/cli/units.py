"""Bodies above schools, from the command line: made, given schools and officers; deny is what nobody was given."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

from rich.console import Console
from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.engine.database import Database
from locales import _
from models import Chats, People, Schools, UnitOfficers, Units, UnitSchools
from models.people.askers import schools as schools_of
from models.people.links import CODE_LIFE, Owner, make_codes
from models.people.tables import LinkCodes


class UnitError(Exception):
    """Nothing was changed; the text says why."""


async def keep_unit(database: Database, code: str, name: str, schools: Sequence[str], console: Console) -> None:
    """A unit of that code has this name and these schools (by their codes) from now on. Raises UnitError."""
    async with database.write() as session:
        known = dict((await session.execute(select(Schools.code, Schools.id).where(Schools.code.in_(schools)))).all())
        if missing := [one for one in schools if one not in known]:
            raise UnitError(_("There is no school with the code {code}.").format(code=missing[0]))
        unit_id = await session.scalar(select(Units.id).where(Units.code == code))
        if unit_id is None:
            unit_id = await session.scalar(insert(Units).values(code=code, name=name).returning(Units.id))
        else:
            await session.execute(update(Units).where(Units.id == unit_id).values(name=name))
        await session.execute(delete(UnitSchools).where(UnitSchools.unit_id == unit_id))
        await session.execute(insert(UnitSchools), [{"unit_id": unit_id, "school_id": id_} for id_ in known.values()])
    console.print(_("{unit}: {count} schools.").format(unit=name, count=len(schools)), markup=False)


async def invite_officer(database: Database, code: str, person: str, console: Console) -> None:
    """A one-time code for somebody who reads the figures of this unit. Raises UnitError."""
    async with database.write() as session:
        unit_id, now = await _unit(session, code), datetime.now(UTC)
        school_id = await session.scalar(select(func.min(UnitSchools.school_id)).where(UnitSchools.unit_id == unit_id))
        if school_id is None:
            raise UnitError(_("This unit has no schools yet."))
        known = select(People.id).join(UnitOfficers, UnitOfficers.person_id == People.id)
        person_id = await session.scalar(known.where(UnitOfficers.unit_id == unit_id, People.full_name == person))
        if person_id is None:
            person_id = await _new_officer(session, school_id, unit_id, person, await _day(session, school_id, now))
        await session.execute(update(UnitOfficers).where(UnitOfficers.person_id == person_id).values(ended_on=None))
        (link,) = await make_codes(session, school_id, [Owner(person_id)], now)
    said = _("{name}: {code} ({days} days, one use; in the chat: /lienket {code})")
    console.print(said.format(name=person, code=link, days=CODE_LIFE.days), markup=False)


async def _new_officer(session: AsyncSession, school_id: int, unit_id: int, person: str, today: date) -> int:
    values = {"school_id": school_id, "key": f"unit:{unit_id}:{person}", "full_name": person}
    made = (await session.execute(insert(People).values(values).returning(People.id))).scalar_one()
    await session.execute(insert(UnitOfficers).values(person_id=made, unit_id=unit_id, since=today))
    return made


async def end_officer(database: Database, code: str, person: str, console: Console) -> None:
    """Reads nothing any more, from now on. Raises UnitError."""
    async with database.write() as session:
        mine = select(People.id).join(UnitOfficers, UnitOfficers.person_id == People.id)
        mine = mine.where(UnitOfficers.unit_id == await _unit(session, code), UnitOfficers.ended_on.is_(None))
        found = list(await session.scalars(mine.where(People.full_name == person)))
        if not found:
            raise UnitError(_("Nobody of that name reads the figures of this unit."))
        now = datetime.now(UTC)
        ended = update(UnitOfficers).where(UnitOfficers.person_id.in_(found))
        school_id = await session.scalar(select(People.school_id).where(People.id == found[0])) or 0
        await session.execute(ended.values(ended_on=await _day(session, school_id, now)))
        codes = update(LinkCodes).where(LinkCodes.person_id.in_(found), LinkCodes.ended_at.is_(None))
        await session.execute(codes.values(ended_at=now))
        apart = update(Chats).where(Chats.person_id.in_(found))
        await session.execute(apart.values(person_id=None, linked_at=None, preferred_at=None))
    console.print(_("{name} reads nothing of this unit any more.").format(name=person), markup=False)


async def list_units(database: Database, console: Console) -> None:
    """Each unit with its schools and officers."""
    async with database.read() as session:
        for unit in (await session.execute(select(Units.id, Units.code, Units.name).order_by(Units.name))).all():
            schools = select(Schools.name).join(UnitSchools, UnitSchools.school_id == Schools.id)
            names = list(await session.scalars(schools.where(UnitSchools.unit_id == unit.id).order_by(Schools.name)))
            officers = select(People.full_name).join(UnitOfficers, UnitOfficers.person_id == People.id)
            officers = officers.where(UnitOfficers.unit_id == unit.id, UnitOfficers.ended_on.is_(None))
            people = list(await session.scalars(officers.order_by(People.full_name)))
            console.print(f"{unit.name} ({unit.code}): {', '.join(names)} | {', '.join(people) or '–'}", markup=False)


async def _day(session: AsyncSession, school_id: int, now: datetime) -> date:
    return (await schools_of(session, [school_id]))[school_id].day(now)


async def _unit(session: AsyncSession, code: str) -> int:
    found = await session.scalar(select(Units.id).where(Units.code == code))
    if found is None:
        raise UnitError(_("There is no unit with the code {code}.").format(code=code))
    return found
