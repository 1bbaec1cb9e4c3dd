"""A subject teacher reports any class; what says otherwise than its marks is proposed to its homeroom teacher.

Of an own child nobody decides: leave, and whatever changes a mark, is proposed to somebody else.
"""

from collections.abc import Sequence

from msgspec.structs import replace
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.register.heard import Heard, roster
from handlers.register.plan import Plan
from handlers.register.scope import Roll
from locales import _
from locales.words import listed
from models.people.holders import deciders
from models.proposals import against, propose
from models.register.reports import PRESENT, NewMark
from models.report_keys import Why, report_key
from models.shapes.message import Notice
from rules.letters import Kind
from rules.marks import Mark


async def within_rights(session: AsyncSession, heard: Heard, roll: Roll) -> tuple[Roll, Roll | None]:
    """What of a roll this person may record, and what is only proposed (None: nothing is)."""
    report = heard.report(roll.klass.id, roll.day, roll.parts, roll.pupils.enrolled, reporting=roll.reports)
    kin = [mark for mark in roll.marks if mark.pupil_id in heard.own_children]
    held = await against(session, report, kin, own_too=True)
    if not heard.in_charge(roll.klass.id):
        mine = await _own_pupils(session, heard)
        held |= await against(session, report, [mark for mark in roll.marks if mark.pupil_id not in mine])
    excused = [mark for mark in kin if mark.kind == Mark.EXCUSED and mark.pupil_id not in held]
    if not held and not excused:
        return roll, None
    proposed = [*(mark for mark in roll.marks if mark.pupil_id in held), *excused]
    await propose(session, report, proposed)
    kept = [_absent(mark) if mark in excused else mark for mark in roll.marks if mark.pupil_id not in held]
    return replace(roll, marks=tuple(kept), nobody=roll.nobody and not held), replace(roll, marks=tuple(proposed))


async def waits_for_tap(session: AsyncSession, heard: Heard, found: Plan) -> None:
    """What the writer is yet to tap is said against the marks meanwhile: nothing is changed, and no alarm hurries."""
    said = [(one.klass.id, one.day, one.parts, [one.pupil_id], one.mark) for one in found.proposals]
    said += [
        (one.roll.klass.id, one.roll.day, one.roll.parts, list(one.pupils), PRESENT) for one in found.contradictions
    ]
    for class_id, day, parts, pupils, kind in said:
        report = heard.report(class_id, day, parts, 0, reporting=False)
        await propose(session, report, [NewMark(pupil_id=pupil, kind=kind) for pupil in pupils])


def _absent(mark: NewMark) -> NewMark:
    """Away, and whether with leave is for somebody else to say."""
    return replace(mark, kind=Mark.UNEXCUSED, implied=True)


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
            key=report_key(Why.PROPOSED, heard.inbox_id, roll.klass.id, roll.day),
            school_id=roll.school.id,
            person_id=person,
            about=heard.inbox_id,
            day=roll.day,
        )
        for roll in rolls
        for person in await _deciders(session, heard, roll)
    ]


async def _deciders(session: AsyncSession, heard: Heard, roll: Roll) -> list[int]:
    found = [await deciders(session, roll.klass.id, mark.pupil_id, heard.today) for mark in roll.marks]
    return sorted({person for some in found for person in some} - {heard.person_id})


def proposed_lines(heard: Heard, rolls: Sequence[Roll]) -> list[str]:
    """What the writer is answered."""
    text = _("Not changed yet: the homeroom teacher of {klass} decides about {names}.")
    of_kin = _("Not changed yet: of one's own child somebody else decides about leave: {names}.")
    return [
        (of_kin if _only_kin(heard, roll) else text).format(
            klass=roll.klass.name,
            names=listed(roll.pupils.name(mark.pupil_id) for mark in roll.marks)
            if heard.private
            else _("{count} pupils").format(count=len(roll.marks)),
        )
        for roll in rolls
    ]


def _only_kin(heard: Heard, roll: Roll) -> bool:
    return all(mark.pupil_id in heard.own_children for mark in roll.marks)
