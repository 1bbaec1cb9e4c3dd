"""What a member of the staff who leaves has held: named before the tap, and offered to be handed on after it."""

from collections.abc import Sequence
from datetime import date, timedelta

from msgspec import Struct
from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from letters.says.roll import of_class
from letters.says.sponsors import pupil
from locales import _
from locales.words import listed
from models import Cases, Classes, People, Places, Pupils, Roles
from models.people.roles import held_on
from models.shapes.asker import School
from models.shapes.message import Button
from models.sponsors.tables import Sponsorships
from papers.roster import Parting, Typed
from rules.people.roles import Role

_OFFERED = 4  # of each kind


class Task(Struct, frozen=True):
    """In words, and the tap that hands it on, if a tap does."""

    line: str
    button: Button | None = None


async def tasks_of(session: AsyncSession, school: School, person_id: int, typed: Typed) -> Sequence[Task]:
    """As they are the day before the change; only what nobody else has too is asked for."""
    return [
        *await _classes(session, person_id, typed),
        *await _places(session, person_id, typed.day),
        *await _sponsored(session, school, person_id, typed.day),
    ]


async def handed_on(session: AsyncSession, school: School, parting: Parting, typed: Typed) -> list[list[Button]]:
    tasks = await tasks_of(session, school, parting.person, typed)
    return [[task.button] for task in tasks if task.button is not None]


async def _classes(session: AsyncSession, person_id: int, typed: Typed) -> list[Task]:
    mine = select(Classes.id, Classes.name).join(Roles, Roles.class_id == Classes.id).distinct()
    mine = mine.where(Roles.person_id == person_id, Roles.name == Role.HOMEROOM, *_until(typed.day))
    other = aliased(Roles)
    taken = select(other.id).where(
        other.class_id == Classes.id,
        other.name == Role.HOMEROOM,
        other.person_id != person_id,
        *held_on(typed.day, other),
    )
    mine = mine.where(~taken.correlate(Classes).exists())
    found = []
    for klass in await session.execute(mine.order_by(Classes.id)):
        line = _("{klass} needs a homeroom teacher").format(klass=klass.name)
        open_cases = select(Cases.id).where(Cases.class_id == klass.id, Cases.closed_on.is_(None)).order_by(Cases.id)
        if cases := list(await session.scalars(open_cases)):
            numbers = listed(str(one) for one in cases)
            line += _("; open cases of the class: {numbers}").format(numbers=numbers)
        days = " đến ".join(day.isoformat() for day in (typed.day, typed.until) if day is not None)
        label = _("Who takes {klass}?").format(klass=klass.name)
        found.append(Task(line, Button(label, of_class(klass.name, days))))
    return found


async def _places(session: AsyncSession, person_id: int, day: date) -> list[Task]:
    """Who is left there."""
    mine = select(Places.id, Places.name).join(Roles, Roles.place_id == Places.id).distinct()
    found = []
    for place in await session.execute(mine.where(Roles.person_id == person_id, *_until(day)).order_by(Places.id)):
        other = aliased(Roles)
        left = select(People.full_name).join(other, other.person_id == People.id).distinct()
        left = left.where(other.place_id == place.id, other.person_id != person_id, *held_on(day, other))
        names = list(await session.scalars(left))
        line = _("{place}: {names} stays in charge") if names else _("{place}: nobody else is in charge")
        found.append(Task(line.format(place=place.name, names=listed(names))))
    return found


async def _sponsored(session: AsyncSession, school: School, person_id: int, day: date) -> list[Task]:
    mine = select(Pupils.id, Pupils.full_name).join(Sponsorships, Sponsorships.pupil_id == Pupils.id).distinct()
    mine = mine.where(Sponsorships.person_id == person_id, Sponsorships.school_id == school.id)
    rows = (await session.execute(mine.where(*held_on(day, Sponsorships)).order_by(Pupils.id))).all()
    if not rows:
        return []
    first = _("sponsors: {names}").format(names=listed(row.full_name for row in rows))
    label = _("Sponsor of {name}")
    taps = [Task("", Button(label.format(name=row.full_name), pupil(row.id))) for row in rows[:_OFFERED]]
    return [Task(first), *taps]


def _until(day: date) -> tuple[ColumnElement[bool], ...]:
    """Roles that hold on the day, or have ended with the day before it."""
    return (Roles.starts <= day, or_(Roles.ends.is_(None), Roles.ends >= day - timedelta(days=1)))
