"""A member of the staff leaves, or is away for a time: every role ends the day before, and is there again after it."""

from datetime import timedelta
from typing import Any

from sqlalchemy import or_, select

from locales import N_, _
from locales.words import ROLES
from models import People, Roles
from models.people.roles import held_on
from papers.roster import Parting
from papers.roster.applying.role_ends import Held, but_the_last, resume
from papers.roster.applying.role_words import words_of_roles
from papers.roster.applying.work import Import

_LEAVES = N_("{name} leaves the staff{why}")
_IS_AWAY = N_("{name} is away{why}")


class StillNeeded(Exception):  # noqa: N818, it says who is needed
    """Nobody else could be reached in this office of the school. Nothing was changed."""

    def __init__(self, name: str, role: str) -> None:
        super().__init__("the last of an office")
        self.name, self.role = name, role

    def sentence(self) -> str:
        text = _(
            "{name} is the only {role} who can be reached: first somebody else must hold that office, by the staff "
            "list. Nothing was changed."
        )
        return text.format(name=self.name, role=_(ROLES[self.role]))


async def apply_parting(work: Import, parting: Parting) -> None:
    """Raises StillNeeded."""
    held = await _held(work)
    mine = await _from_now_on(work, parting)
    names = {parting.person: parting.name, **await _names(work, held)}
    over = set(mine.values())
    stays = over - await but_the_last(work, held, (), over, names)
    if stays:
        raise StillNeeded(parting.name, min(role for _person, role, *_of in stays))
    if not mine:
        return
    work.say(_IS_AWAY if work.until else _LEAVES, name=parting.name, why=f" ({parting.why})" if parting.why else "")
    words = await words_of_roles(work, names)
    for one in mine.values():
        message, params = words.ended(one, None)
        work.say(message, **params)
    if work.until is not None:
        await resume(work, work.until, mine, names)
    for id_ in mine:
        work.put(Roles, id_, ends=work.today - timedelta(days=1))
    await work.flush()


async def _held(work: Import) -> set[Held]:
    """By everybody, on the day."""
    found = select(Roles.person_id, Roles.name, Roles.class_id, Roles.place_id)
    rows = await work.session.execute(found.where(Roles.school_id == work.school_id, *held_on(work.today)))
    return {(row.person_id, row.name, row.class_id, row.place_id) for row in rows}


async def _from_now_on(work: Import, parting: Parting) -> dict[int, Held]:
    """What this person holds then, or will from a day on that is not after the absence."""
    found = select(Roles.id, Roles.person_id, Roles.name, Roles.class_id, Roles.place_id).where(
        Roles.school_id == work.school_id,
        Roles.person_id == parting.person,
        or_(Roles.ends.is_(None), Roles.ends >= work.today),
    )
    found = found.where(Roles.starts <= work.until) if work.until is not None else found
    rows: Any = await work.session.execute(found.order_by(Roles.id))
    return {row.id: (row.person_id, row.name, row.class_id, row.place_id) for row in rows}


async def _names(work: Import, held: set[Held]) -> dict[int, str]:
    found = select(People.id, People.full_name).where(People.id.in_({person for person, *_role in held}))
    return dict((await work.session.execute(found)).all())
