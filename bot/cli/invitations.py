"""Invitations from the command line: the first administrator's code, and slips with the bot's own deep link."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.people.invite import class_slips
from handlers.people.invite_staff import staff_slips
from letters.people.link_requests import local_day
from models.people.askers import schools
from models.people.invitees import called, classes_named, family, staff
from models.people.links import make_codes
from models.shapes.asker import School
from models.shapes.message import Door


class InviteError(Exception):
    """Nobody was invited; the text says why, without anybody's name."""


async def invite_class(
    session: AsyncSession, school_id: int, class_name: str, now: datetime, doors: Sequence[Door] = ()
) -> bytes:
    """Slips (.docx) for the guardians of a class who are not linked yet. Raises InviteError."""
    school = await _school(session, school_id)
    found = await classes_named(session, school, class_name, local_day(school, now))
    if len(found) != 1:
        raise InviteError(f"{len(found)} classes have that name in the school year of today")
    count, paper = await class_slips(session, school, found[0], now, doors)
    if not count:
        raise InviteError("every guardian on that class's list is linked already, or the list names none")
    return paper


async def invite_staff(session: AsyncSession, school_id: int, now: datetime, doors: Sequence[Door] = ()) -> bytes:
    """Slips (.docx) for the staff who are not linked yet, with a table of who is."""
    return (await staff_slips(session, await _school(session, school_id), now, doors)).paper


async def invite_person(session: AsyncSession, school_id: int, name: str, now: datetime) -> list[tuple[str, str]]:
    """(person, code) for a member of staff, or for each guardian of a pupil, of that name. Raises InviteError if no
    name fits, or the names of different people do.
    """
    school = await _school(session, school_id)
    day = local_day(school, now)
    fits = called(await staff(session, school_id, day), name) or called(await family(session, school_id, day), name)
    if not fits:
        raise InviteError("nobody on the lists has that name")
    if len({one.pupil for one in fits}) > 1 or (not fits[0].pupil and len(fits) > 1):
        raise InviteError(f"{len(fits)} entries on the lists fit that name: please type all of it")
    codes = await make_codes(session, school_id, [one.owner for one in fits], now)
    return [(one.name, code) for one, code in zip(fits, codes, strict=True)]


async def _school(session: AsyncSession, school_id: int) -> School:
    return (await schools(session, [school_id]))[school_id]
