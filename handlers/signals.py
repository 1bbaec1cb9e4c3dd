"""Signs that a pupil may not come back: the leadership hears of each at once, and nobody else does."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.heard import Heard
from handlers.plan import Plan
from locales import _
from locales.reasons import reason_words
from locales.words import day_words, plain
from models import Classes, Marks, People, Places, Pupils
from models.counting import Tally
from models.ladder import place_name
from models.letter import Due, Letter, Reader, composes
from models.message import Button, Notice
from models.rolecall import holders

TOLD = ("vice_principal", "principal")


async def signalled(session: AsyncSession, heard: Heard, found: Plan, figures: Mapping[int, Tally]) -> list[Notice]:
    """One notice for each leader and pupil, once in a run of absence; held back as long as an undo costs nothing."""
    if not found.signals:
        return []
    days = {mark.pupil_id: roll.day for roll in reversed(found.rolls) for mark in roll.marks}
    chosen = holders(TOLD, [heard.school.id], heard.today, about=0, key="")
    leaders = sorted({row.person_id for row in await session.execute(chosen)})
    return [
        Notice(
            kind="signal",
            key=f"signal:{pupil_id}:{_run(figures.get(pupil_id), days[pupil_id])}",
            school_id=heard.school.id,
            person_id=person,
            about=pupil_id,
            day=days[pupil_id],
            hold=heard.school.hold,
        )
        for pupil_id in sorted(found.signals & days.keys())
        for person in leaders
    ]


def _run(tally: Tally | None, day: date) -> date:
    return tally.run_start if tally is not None and tally.run_start is not None else day


@composes("signal")
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
        buttons.append([Button(mark.full_name, f"/hocsinh #p{due.about}")])
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
            Marks.kind.in_(("K", "P")),
            Marks.reason_code.is_not(None),
        )
    )
    return (await session.execute(statement.order_by(Marks.id.desc()).limit(1))).first()
