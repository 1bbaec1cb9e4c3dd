"""Reminds homeroom teachers whose report is due, and tells the leadership which classes are still silent."""

from collections.abc import Sequence
from datetime import timedelta
from functools import cache
from typing import Any

from sqlalchemy import Date, Select, String, bindparam, cast, literal, select
from sqlalchemy.ext.asyncio import AsyncSession

from jobs import after, job
from jobs.missed import unreported
from letters.register.reminders import KINDS, NUMBER
from locales import N_
from models import ClassParts, Roles
from models.people.holders import holders
from models.people.roles import held_on
from models.register.silence import overdue
from models.shapes.among import SCHOOLS, among
from models.shapes.message import Notices, Round, Said
from rules.calendar.parts import Part
from rules.letters import Kind
from rules.people.roles import Role

STILL_USEFUL = timedelta(minutes=45)

_day = bindparam("day", type_=Date)


@job(
    times=lambda school: [school.morning_due],
    late=STILL_USEFUL,
    missed=N_("reminding the teachers to report the morning"),
    needed=unreported(Part.MORNING),
)
async def remind_morning(round_: Round, session: AsyncSession) -> Sequence[Said]:
    return _remind(round_, Part.MORNING)


@job(
    times=lambda school: [school.afternoon_due],
    late=STILL_USEFUL,
    missed=N_("reminding the teachers to report the afternoon"),
    needed=unreported(Part.AFTERNOON),
)
async def remind_afternoon(round_: Round, session: AsyncSession) -> Sequence[Said]:
    return _remind(round_, Part.AFTERNOON)


@job(
    times=lambda school: [after(school.morning_due, 15)],
    late=STILL_USEFUL,
    missed=N_("the list of classes that had not reported the morning"),
    needed=unreported(Part.MORNING),
)
async def list_morning(round_: Round, session: AsyncSession) -> Sequence[Said]:
    return await _list(round_, Part.MORNING, session)


@job(
    times=lambda school: [after(school.afternoon_due, 15)],
    late=STILL_USEFUL,
    missed=N_("the list of classes that had not reported the afternoon"),
    needed=unreported(Part.AFTERNOON),
)
async def list_afternoon(round_: Round, session: AsyncSession) -> Sequence[Said]:
    return await _list(round_, Part.AFTERNOON, session)


def _remind(round_: Round, part: str) -> list[Notices]:
    given = {"schools": list(round_.schools), "day": round_.day, "written": str(round_.day)}
    until = round_.now + timedelta(hours=2)
    return [Notices(kind=KINDS[part], select=_teachers(part), values=given, valid_until=until)]


@cache
def _teachers(part: str) -> Select[*tuple[Any, ...]]:
    written = literal("remind:") + bindparam("written", type_=String) + literal(f":{part}:")
    key = (written + cast(ClassParts.class_id, String)).label("key")
    return (
        select(
            ClassParts.school_id,
            Roles.person_id,
            ClassParts.class_id.label("about"),
            ClassParts.day,
            key,
        )
        .join(Roles, Roles.class_id == ClassParts.class_id)
        .where(*overdue(among(ClassParts.school_id, SCHOOLS), _day, part), Roles.name == Role.HOMEROOM, *held_on(_day))
        .distinct()
    )


@cache
def _with_silent_class(part: str) -> Any:
    return select(ClassParts.school_id).where(*overdue(among(ClassParts.school_id, SCHOOLS), _day, part)).distinct()


async def _list(round_: Round, part: str, session: AsyncSession) -> list[Notices]:
    """Only schools with a silent class are told of; with none there is nothing to say."""
    given = {"schools": list(round_.schools), "day": round_.day}
    schools = (await session.scalars(_with_silent_class(part), given)).all()
    if not schools:
        return []
    chosen = holders(
        [Role.VICE_PRINCIPAL, Role.REGISTRAR],
        schools,
        round_.day,
        about=NUMBER[part],
        key=f"silent:{round_.day}:{part}",
    )
    return [Notices(kind=Kind.SILENT, select=chosen, valid_until=round_.now + timedelta(hours=3))]
