"""A subject teacher reports any class; what says otherwise than its marks is proposed to its homeroom teacher."""

from collections.abc import Sequence

from msgspec.structs import replace
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.register.heard import Heard, roster
from handlers.register.scope import Roll
from locales import _
from locales.words import listed
from models.people.holders import teachers_of
from models.proposals import against, propose
from models.shapes.message import Notice
from rules.letters import Kind


async def within_rights(session: AsyncSession, heard: Heard, roll: Roll) -> tuple[Roll, Roll | None]:
    """What of a roll this person may record, and what is only proposed (None: nothing is)."""
    if heard.in_charge(roll.klass.id):
        return roll, None
    mine = await _own_pupils(session, heard)
    report = heard.report(roll.klass.id, roll.day, roll.parts, roll.pupils.enrolled, reporting=roll.reports)
    held = await against(session, report, [mark for mark in roll.marks if mark.pupil_id not in mine])
    if not held:
        return roll, None
    kept = [mark for mark in roll.marks if mark.pupil_id not in held]
    proposed = [mark for mark in roll.marks if mark.pupil_id in held]
    await propose(session, report, proposed)
    return replace(roll, marks=tuple(kept), nobody=False), replace(roll, marks=tuple(proposed))


async def _own_pupils(session: AsyncSession, heard: Heard) -> frozenset[int]:
    """Whoever is in the writer's own class now: of them also what was before they moved there."""
    lists = [await roster(session, heard, class_id) for class_id in heard.own_classes]
    return frozenset(pupil_id for one in lists for pupil_id in one.index.by_id)


def says_nothing_more(roll: Roll) -> bool:
    """Whether nothing is left of a roll but what was proposed."""
    return not roll.marks and not roll.reports


async def proposed_to(session: AsyncSession, heard: Heard, rolls: Sequence[Roll]) -> list[Notice]:
    """For those who decide: the class's homeroom teacher, or without one the leadership."""
    return [
        Notice(
            kind=Kind.MARK_PROPOSED,
            key=f"proposed:{heard.inbox_id}:{roll.klass.id}:{roll.day}",
            school_id=roll.school.id,
            person_id=person,
            about=heard.inbox_id,
            day=roll.day,
        )
        for roll in rolls
        for person in await teachers_of(session, roll.klass.id, heard.today)
        if person != heard.person_id
    ]


def proposed_lines(heard: Heard, rolls: Sequence[Roll]) -> list[str]:
    """What the writer is answered."""
    text = _(
        "Passed on to the homeroom teacher of {klass}, who decides: {names}. The marks stay as they are till then."
    )
    return [
        text.format(
            klass=roll.klass.name,
            names=listed(roll.pupils.name(mark.pupil_id) for mark in roll.marks)
            if heard.private
            else _("{count} pupils").format(count=len(roll.marks)),
        )
        for roll in rolls
    ]
