"""`sửa lại có phép giúp em` behind a look at one pupil: what stands today, and the taps that put it so."""

import re
from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import may
from handlers.asked import leads, local
from handlers.asking.about import about, class_of_pupil, last_pupil
from handlers.asking.shown import nth_shown
from handlers.families.awaiting import awaited_of
from handlers.register.heard import hear
from letters.says.figures import pupil_card
from letters.says.register import mark, scope_typed
from locales import _
from locales.marks import mark_said
from locales.words import when
from models import ClassParts, Marks
from models.people.recent import last_looked_at
from models.register.batches import batch, last_batch
from models.register.reported import absent_now
from models.shapes.message import Button, Incoming, Outgoing, Said
from rules.asking.excuse import excuse_alone
from rules.asking.in_order import nth_said
from rules.calendar.parts import Part
from rules.marks import Mark
from rules.people.classes import ClassRef
from rules.people.roles import REPORTERS
from rules.reading.who.roster import Pupil

_CLAUSE = re.compile(r"[,.;!\n]+")
LATELY, MOST = timedelta(days=14), 3  # days back; absences offered


async def excuse_of_the_shown(incoming: Incoming, session: AsyncSession) -> Sequence[Said] | None:
    """Nothing is changed by it. None: no one pupil was looked at last, or it is the one of the own last report, or
    somebody is named.
    """
    nth, left = nth_said(incoming.text), incoming.text
    if nth is not None:
        left = f"{left[: nth.start]} {left[nth.end :]}"
    excused = next((said for one in _CLAUSE.split(left) if (said := excuse_alone(one)) is not None), None)
    if excused is None or not may(incoming.asker, REPORTERS) or await awaited_of(incoming, session):
        return None
    kind = Mark.EXCUSED if excused else Mark.UNEXCUSED
    pointed = await nth_shown(incoming, session, nth) if nth is not None and not nth.weekday else None
    meant = pointed or await _looked_at(incoming, session)
    if meant is None or not (leads(incoming.asker) or meant[0].id in incoming.asker.classes()):
        return None
    return [await _offered(incoming, session, *meant, kind)]


async def _looked_at(incoming: Incoming, session: AsyncSession) -> tuple[ClassRef, Pupil] | None:
    """The one pupil whom the last answer was about. None: the own last report was, or somebody is named now."""
    last = await last_looked_at(session, local(incoming)[0].id, incoming.linked.person_id, incoming.when)
    if last is None or last.pupil_id is None or last.reported:
        return None
    if await _is_of_the_report(incoming, session, last.pupil_id) or await _names_somebody(incoming, session):
        return None
    named = await about(incoming, session, of_pupils=False)
    pupil = await _shown(incoming, session, last.pupil_id) if named.klass is None else None
    klass = await class_of_pupil(incoming, session, pupil) if pupil is not None else None
    return (klass, pupil) if klass is not None and pupil is not None else None


async def _shown(incoming: Incoming, session: AsyncSession, pupil_id: int) -> Pupil | None:
    found = await last_pupil(incoming, session)
    return found[0] if found and found[0].id == pupil_id else None


async def _is_of_the_report(incoming: Incoming, session: AsyncSession, pupil_id: int) -> bool:
    number = await last_batch(session, incoming.linked.person_id)
    done = await batch(session, number) if number else None
    return done is not None and {one.pupil_id for one in done.marks} == {pupil_id}


async def _names_somebody(incoming: Incoming, session: AsyncSession) -> bool:
    heard = await hear(incoming, session, incoming.text)
    return any(item.candidates for one in heard.reading.reports for item in one.items)


async def _offered(incoming: Incoming, session: AsyncSession, klass: ClassRef, pupil: Pupil, kind: Mark) -> Outgoing:
    today = local(incoming)[1].date()
    standing = await absent_now(session, klass.id, today, tuple(Part), [pupil.id])
    mine = [one for one in standing if one.pupil_id == pupil.id]
    to_be = [one for one in mine if one.kind != kind or one.unsettled]
    card = [Button(_("See {name}").format(name=pupil.name), pupil_card(pupil.id))]
    if to_be:
        scope = scope_typed(klass.name, sorted({one.part for one in to_be}, reverse=True), today)
        text = _("{name} stands as {now} {when}. Shall it be changed? Nothing was changed yet.")
        said = text.format(
            name=pupil.name,
            now=mark_said(to_be[0].kind, unsettled=to_be[0].unsettled),
            when=when(today, [one.part for one in to_be]),
        )
        change = Button(
            _("Change to: {mark}").format(mark=mark_said(kind, unsettled=False)), mark(scope, pupil.id, kind)
        )
        return Outgoing(text=said, buttons=[[change], card])
    if mine:
        text = _("{name} stands so already today: {now}. Nothing was changed.")
        return Outgoing(text=text.format(name=pupil.name, now=mark_said(kind, unsettled=False)), buttons=[card])
    text = _(
        "{name} is not recorded as absent today, so nothing is to be changed. If something else is meant, please tap:"
    )
    parts = await _reported(session, klass, today)
    scope = scope_typed(klass.name, parts, today)
    absent = Button(
        _("Absent today: {mark}").format(mark=mark_said(kind, unsettled=False)), mark(scope, pupil.id, kind)
    )
    earlier = await _earlier(session, klass, pupil, kind, today - LATELY)
    return Outgoing(text=text.format(name=pupil.name), buttons=[*earlier, [absent], card])


async def _reported(session: AsyncSession, klass: ClassRef, day: date) -> list[str]:
    """The half days that the class has reported today."""
    found = select(ClassParts.part).where(
        ClassParts.class_id == klass.id, ClassParts.day == day, ClassParts.reported_at.is_not(None)
    )
    return list(await session.scalars(found.order_by(ClassParts.part.desc())))


async def _earlier(session: AsyncSession, klass: ClassRef, pupil: Pupil, kind: Mark, since: date) -> list[list[Button]]:
    """Absences of the last days that stand otherwise."""
    other = Mark.UNEXCUSED if kind is Mark.EXCUSED else Mark.EXCUSED
    mine = (Marks.pupil_id == pupil.id, Marks.day >= since, Marks.kind == other, Marks.struck_at.is_(None))
    found = select(Marks.day, Marks.part).where(*mine).order_by(Marks.day.desc()).limit(MOST)
    label = _("{when}: {mark}")
    return [
        [
            Button(
                label.format(when=when(day, [part]), mark=kind),
                mark(scope_typed(klass.name, [part], day), pupil.id, kind),
            )
        ]
        for day, part in await session.execute(found)
    ]
