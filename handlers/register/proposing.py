"""A subject teacher reports any class; what says otherwise than its marks is proposed to its homeroom teacher."""

from collections.abc import Sequence

from msgspec.structs import replace
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.register.heard import Heard, roster
from handlers.register.scope import Roll
from letters import kind_words
from letters.says.register import mark, scope_said, scope_typed
from locales import _
from locales.words import listed
from models.people.holders import teachers_of
from models.proposals import Proposal, against, proposals, propose
from models.readers import leads, reported
from models.shapes.letter import Due, Letter, Reader, composes
from models.shapes.message import Button, Notice
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
    text = _("Not changed yet: the homeroom teacher of {klass} decides about {names}.")
    return [
        text.format(
            klass=roll.klass.name,
            names=listed(roll.pupils.name(mark.pupil_id) for mark in roll.marks)
            if heard.private
            else _("{count} pupils").format(count=len(roll.marks)),
        )
        for roll in rolls
    ]


@composes(Kind.MARK_PROPOSED, to=reported("proposed").passed_on() | leads(), about=kind_words.QUESTION)
async def mark_proposed(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    """For whoever decides about the class now; what has been changed meanwhile falls away."""
    found = [
        one
        for one in await proposals(session, [due.about for due in dues])
        if reader.person_id in await teachers_of(session, one.class_id, reader.school.day(reader.now))
    ]
    if not found:
        return None
    joined = _joined(found)
    lines = [_line(one, parts) for one, parts in joined]
    told = {one.inbox_id for one in found}
    return Letter(
        text="\n".join([_("**A colleague says otherwise**; nothing was changed yet."), *lines]),
        told=frozenset(due.outbox_id for due in dues if due.about in told),
        buttons=[[_tap(one, parts)] for one, parts in joined],
    )


def _joined(found: Sequence[Proposal]) -> list[tuple[Proposal, list[str]]]:
    """The half days of one pupil's day together."""
    by_day: dict[tuple[object, ...], tuple[Proposal, list[str]]] = {}
    for one in found:
        key = (one.inbox_id, one.pupil_id, one.day, one.kind, one.now)
        by_day.setdefault(key, (one, []))[1].append(one.part)
    return list(by_day.values())


def _line(one: Proposal, parts: Sequence[str]) -> str:
    text = _("• {pupil}, {scope}: {name} says {after}; recorded is {before}")
    scope = scope_said(one.class_name, parts, one.day)
    return text.format(pupil=one.pupil, scope=scope, name=one.by, before=one.now, after=one.kind or _("in class"))


def _tap(one: Proposal, parts: Sequence[str]) -> Button:
    """Done by the homeroom teacher's own command, with the rights and the consequences it has."""
    label = _("{name}: change to {state}").format(name=one.pupil, state=one.kind or _("in class"))
    return Button(label, mark(scope_typed(one.class_name, parts, one.day), one.pupil_id, one.kind))
