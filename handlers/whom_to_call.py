"""Whom a family calls when the program cannot help: the homeroom teachers of its children, with their numbers."""

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.asked import local
from locales import _
from locales.words import day_words, listed
from models import Enrolments, People, Pupils, Roles
from models.figures.counting import enrolled_on
from models.people.holders import leads_on
from models.people.roles import held_on, homeroom
from models.shapes.message import Incoming
from rules.people.phones import shown
from rules.people.roles import Role


async def whom_to_call(incoming: Incoming, session: AsyncSession) -> str:
    """A sentence that says whom; without a teacher it says so in general."""
    return await teachers_of(session, incoming.asker.children, local(incoming)[1].date())


async def teachers_of(session: AsyncSession, children: Collection[int], today: date) -> str:
    """The same for some of the children. Where their classes have none it is the leadership."""
    mine = Enrolments.pupil_id.in_(children)
    classes = await session.scalars(select(Enrolments.class_id).where(mine, enrolled_on(Enrolments, today)))
    teachers = await homeroom(session, set(classes), today)
    named = [_named(one.name, one.phone) for one in teachers.values()]
    if named:
        return _("If you need anything, please call the homeroom teacher: {who}.").format(who=listed(named))
    theirs = select(Pupils.school_id).where(Pupils.id.in_(children))
    found = select(People.full_name, People.phone).join(Roles, Roles.person_id == People.id)
    found = found.where(Roles.school_id.in_(theirs), leads_on(today), *held_on(today)).distinct()
    named = [_named(name, phone) for name, phone in await session.execute(found.order_by(People.full_name))]
    if named:
        return _("If you need anything, please call the school: {who}.").format(who=listed(named))
    return _("If you need anything, please call the school.")


def _named(name: str, phone: str | None) -> str:
    return f"{name}, {shown(phone)}" if phone else name


def only_a_family(incoming: Incoming) -> bool:
    """Somebody of a child's family who has no work at the school."""
    names = incoming.asker.role_names()
    return Role.GUARDIAN in names and len(names) == 1


async def no_longer_here(incoming: Incoming, session: AsyncSession) -> str:
    """To a linked person the lists say nothing of any more, who taps what was shown earlier or asks: what is so, and
    whom to call. Empty for everybody else.
    """
    asker = incoming.asker
    if asker.person_id is None or asker.role_names() or asker.elsewhere:
        return ""
    mine = Roles.person_id == asker.person_id
    if await session.scalar(select(Roles.id).where(mine).limit(1)) is None:
        return _(
            "By the school's list this phone's owner is not of the family of any pupil now, so nothing can be seen or "
            "reported here. If the list is wrong, please call the school."
        )
    today = local(incoming)[1].date()
    again: date | None = await session.scalar(select(func.min(Roles.starts)).where(mine, *_to_come(today)))
    if again is not None:
        text = _(
            "By the school's list your task at the school begins on {day}; until then nothing can be seen or reported "
            "here. If the list is wrong, please tell the school's administrator."
        )
        return text.format(day=day_words(again))
    return _(
        "By the school's list you have no task at the school now, so nothing can be seen or reported here. If the list "
        "is wrong, please tell the school's administrator."
    )


def _to_come(today: date) -> tuple[Any, ...]:
    return Roles.starts > today, or_(Roles.ends.is_(None), Roles.ends >= Roles.starts)
