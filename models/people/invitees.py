"""Who can be invited: staff with a role today, and the guardian slots of the pupils of a class or a school."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from msgspec import Struct
from sqlalchemy import and_, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.people.class_lists import classes
from models.people.links import Owner
from models.people.roles import held_on
from models.people.tables import Chats, Enrolments, Guardians, People, Pupils, Roles
from models.school.tables import Classes, Years
from models.shapes.asker import School
from rules.people.classes import ClassRef
from rules.people.names import clean, fold, syllables
from rules.reading.who.roster import loose


class Invitee(Struct, frozen=True, kw_only=True):
    """Somebody a code can be made for: by a child, or by what they do at the school or for it (their roles)."""

    owner: Owner
    name: str
    tasks: tuple[str, ...] = ()
    relation: str = ""
    pupil: str = ""
    class_id: int | None = None
    class_name: str = ""


async def classes_named(session: AsyncSession, school: School, typed: str, day: date) -> list[ClassRef]:
    """The classes called exactly that; two sites of a school may have one of the same name."""
    wanted = _class_key(typed)
    return [one for one in await classes(session, school, day) if _class_key(one.name) == wanted]


def _class_key(name: str) -> str:
    return fold(clean(name)).replace(" ", "").removeprefix("lop")


async def staff(session: AsyncSession, school_id: int, day: date) -> list[Invitee]:
    """Everybody who holds a role on this day, also those who help from outside the school."""
    held = select(People.id, People.full_name, Roles.name).join(Roles, Roles.person_id == People.id)
    held = held.where(Roles.school_id == school_id, *held_on(day)).order_by(People.full_name, People.id, Roles.id)
    tasks: dict[tuple[int, str], dict[str, None]] = {}
    for id_, name, role in await session.execute(held):
        tasks.setdefault((id_, name), {})[role] = None
    return [Invitee(owner=Owner(id_), name=name, tasks=tuple(roles)) for (id_, name), roles in tasks.items()]


async def family(
    session: AsyncSession, school_id: int, day: date, *, among: Collection[int] | None = None, unlinked: bool = False
) -> list[Invitee]:
    """The guardian slots of the pupils on this day's lists: of these classes or the whole school; on request only those
    nobody is linked for yet.
    """
    statement = (
        select(
            Guardians.id,
            Guardians.person_id,
            Guardians.relation,
            People.full_name,
            Pupils.full_name.label("pupil"),
            Enrolments.class_id,
            Classes.name.label("class_name"),
        )
        .select_from(Enrolments)
        .join(Classes, Classes.id == Enrolments.class_id)
        .join(Years, and_(Years.id == Classes.year_id, Years.starts <= day, Years.ends >= day))
        .join(Pupils, Pupils.id == Enrolments.pupil_id)
        .join(Guardians, Guardians.pupil_id == Pupils.id)
        .join(People, People.id == Guardians.person_id)
        .where(
            Classes.school_id == school_id,
            Enrolments.starts <= day,
            or_(Enrolments.ends.is_(None), Enrolments.ends >= day),
        )
        .order_by(Classes.grade, Classes.name, Enrolments.list_no, Pupils.id, Guardians.slot)
    )
    if among is not None:
        statement = statement.where(Enrolments.class_id.in_(among))
    if unlinked:
        statement = statement.where(~exists().where(Chats.person_id == Guardians.person_id, Chats.closed_at.is_(None)))
    return [_guardian(row) for row in await session.execute(statement)]


def _guardian(row: Any) -> Invitee:
    return Invitee(
        owner=Owner(row.person_id, row.id),
        name=row.full_name,
        relation=row.relation,
        pupil=row.pupil,
        class_id=row.class_id,
        class_name=row.class_name,
    )


def called(invitees: Sequence[Invitee], typed: str) -> list[Invitee]:
    """Those whose own name or whose child's name is the one typed (marks do not matter), else those it ends."""
    words = loose(syllables(typed)).split()
    names = [(one, [loose(syllables(name)).split() for name in (one.name, one.pupil)]) for one in invitees]
    whole = [one for one, both in names if words in both]
    ends = [one for one, both in names if any(words == name[-len(words) :] for name in both)]
    return (whole or ends) if words else []
