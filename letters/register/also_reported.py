"""Two people report one class: what each is told of the other's."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select, union
from sqlalchemy.ext.asyncio import AsyncSession

from letters.says.register import put_back, scope_said, scope_typed
from locales import N_, _
from locales.marks import mark_said
from locales.words import listed
from models import Audit, Classes, ClassParts, Marks, People, Pupils
from models.people.holders import teachers_of
from models.readers import reported, wrote
from models.register.reports import PRESENT
from models.report_keys import Why, class_of_each
from models.shapes.letter import Due, Letter, Reader, composes
from models.shapes.message import Button
from rules.letters import Kind
from rules.marks import IN_PART, Mark

SAID = {Mark.UNEXCUSED: "K", Mark.EXCUSED: "P"}


@composes(Kind.ALSO_REPORTED, to=reported(Why.HOMEROOM) | wrote(Why.FIRST), about=N_("a report by a colleague"))
async def also(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    """For the homeroom teacher, and for who reported first: who else did, and what that added or changed."""
    lines: list[str] = []
    buttons: list[list[Button]] = []
    told = set()
    classes = await class_of_each(session, [due.outbox_id for due in dues])
    for due in dues:
        for name, class_id, class_name, parts in await _reports(session, due, classes[due.outbox_id]):
            told.add(due.outbox_id)
            scope = scope_said(class_name, parts, due.day)
            first = await _reported_first(session, due, class_id)
            text = _("{name} has also reported {scope}; both reports stand.")
            if first:
                text = _("{name} has reported {scope}.")
            typed = scope_typed(class_name, parts, due.day)
            changes = await _differences(session, due, class_id, reader, typed, buttons)
            nothing = _("Nobody is marked absent.") if first else _("Nothing differs from what was there.")
            lines += [text.format(name=name, scope=scope), *(changes or [nothing])]
    return Letter(text="\n".join(lines), told=frozenset(told), buttons=buttons) if told else None


async def _reports(session: AsyncSession, due: Due, of_class: int) -> list[tuple[str, int, str, list[str]]]:
    """Who reported this class (name, class id, class name, half days) with the message a notice is about, unless it was
    undone.
    """
    undone = select(Audit.id).where(Audit.kind == "report.undone", Audit.about == due.about)
    if await session.scalar(undone.limit(1)) is not None:
        return []
    said = select(Audit.person_id, Audit.about).where(Audit.kind == "report.made", Audit.inbox_id == due.about)
    in_words = select(Marks.person_id, Marks.class_id).where(Marks.inbox_id == due.about, Marks.day == due.day)
    made = union(said, in_words).subquery("made")
    both = select(People.full_name, made.c.about).join(made, made.c.person_id == People.id)
    both = both.where(made.c.about == of_class)
    found = []
    for name, class_id in (await session.execute(both.order_by(made.c.about))).all():
        spoken = select(ClassParts.part).where(
            ClassParts.class_id == class_id, ClassParts.day == due.day, ClassParts.reported_at.is_not(None)
        )
        made_in = select(Marks.part).where(
            Marks.class_id == class_id, Marks.day == due.day, Marks.inbox_id == due.about
        )
        parts = set(await session.scalars(made_in)) or set(await session.scalars(spoken))
        klass = await session.scalar(select(Classes.name).where(Classes.id == class_id))
        if parts:
            found.append((name, class_id, klass or "", sorted(parts, reverse=True)))
    return found


async def _reported_first(session: AsyncSession, due: Due, class_id: int) -> bool:
    """Whether nobody had reported the class before."""
    first = select(ClassParts.part).where(
        ClassParts.class_id == class_id, ClassParts.day == due.day, ClassParts.inbox_id == due.about
    )
    return await session.scalar(first.limit(1)) is not None


async def _differences(
    session: AsyncSession, due: Due, class_id: int, reader: Reader, scope: str, buttons: list[list[Button]]
) -> list[str]:
    own = reader.person_id in await teachers_of(session, class_id, reader.school.day(reader.now))
    rows = [row for row in await _marks(session, due, class_id) if own or row.kind not in IN_PART]
    before = {row.pupil_id: row for row in rows if row.struck_inbox_id == due.about}
    now = {row.pupil_id: row for row in rows if row.inbox_id == due.about and row.struck_at is None}
    mine = {row.pupil_id for row in rows if row.person_id == reader.person_id and row.struck_inbox_id == due.about}
    added = [f"{row.full_name} ({_said(row)})" for pupil_id, row in now.items() if pupil_id not in before]
    lines = [_("Added: {names}.").format(names=listed(added))] if added else []
    names = {row.pupil_id: row.full_name for row in rows}
    for pupil_id, row in before.items():
        kind, mark = row.kind, _said(now[pupil_id]) if pupil_id in now else mark_said(PRESENT, unsettled=False)
        text = _("{name}: {before} before, now {after}.")
        lines.append(text.format(name=names[pupil_id], before=_said(row), after=mark))
        if (own or pupil_id in mine) and kind in SAID:
            label = _("{name}: put back {kind}").format(name=names[pupil_id], kind=kind)
            buttons.append([Button(label, put_back(scope, pupil_id, kind))])
    return lines


def _said(row: Any) -> str:
    return mark_said(row.kind, unsettled=row.unsettled)


async def _marks(session: AsyncSession, due: Due, class_id: int) -> Sequence[Any]:
    """The marks that message made in the class that day, and those it took the place of."""
    statement = (
        select(Marks.__table__, Pupils.full_name)
        .join(Pupils, Pupils.id == Marks.pupil_id)
        .where(
            Marks.class_id == class_id,
            Marks.day == due.day,
            (Marks.inbox_id == due.about) | (Marks.struck_inbox_id == due.about),
        )
    )
    return (await session.execute(statement.order_by(Marks.id))).all()
