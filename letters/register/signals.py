"""Signs in a report that a pupil may leave school."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from letters.says.figures import pupil_card
from locales import N_, _
from locales.reasons import reason_words
from locales.words import day_words, plain
from models import Classes, Marks, People, Places, Pupils
from models.people.places import place_name
from models.readers import holds
from models.shapes.letter import Due, Letter, Reader, composes
from models.shapes.message import Button
from rules.letters import Kind
from rules.marks import Mark
from rules.people.roles import HEADS


@composes(Kind.SIGNAL, to=holds(*HEADS), about=N_("a sign that a pupil may leave"))
async def signals(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    """The teacher's own words, as long as the absence stands that they were said of."""
    lines, buttons, told = [], [], set()
    for due in sorted(dues, key=lambda due: due.day):
        mark = await _mark(session, due)
        if mark is None:
            continue
        told.add(due.outbox_id)
        who = f"{mark.full_name}, {mark.class_name}"
        line = _("• **{who}** ({place}): “{reason}”, said by {name} on {day}.")
        lines.append(
            line.format(
                who=who,
                place=place_name(mark.hamlet, None) or _("hamlet unknown"),
                reason=plain(mark.reason or reason_words(mark.reason_code, None)),
                name=mark.teacher or _("a teacher"),
                day=day_words(due.day),
            )
        )
        buttons.append([Button(mark.full_name, pupil_card(due.about))])
    head = _("**A sign that a pupil may leave school**")
    tail = _("Please speak with the homeroom teacher and the family soon. Only the leadership is told.")
    return Letter(text="\n".join([head, *lines, tail]), told=frozenset(told), buttons=buttons) if told else None


async def _mark(session: AsyncSession, due: Due) -> Any:
    statement = (
        select(
            Marks.reason,
            Marks.reason_code,
            Pupils.full_name,
            Classes.name.label("class_name"),
            Places.name.label("hamlet"),
            People.full_name.label("teacher"),
        )
        .join(Pupils, Pupils.id == Marks.pupil_id)
        .join(Classes, Classes.id == Marks.class_id)
        .outerjoin(Places, Places.id == Marks.place_id)
        .outerjoin(People, People.id == Marks.person_id)
        .where(
            Marks.pupil_id == due.about,
            Marks.day == due.day,
            Marks.struck_at.is_(None),
            Marks.kind.in_((Mark.UNEXCUSED, Mark.EXCUSED)),
            Marks.reason_code.is_not(None),
        )
    )
    return (await session.execute(statement.order_by(Marks.id.desc()).limit(1))).first()
