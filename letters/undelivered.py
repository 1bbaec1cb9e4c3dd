"""The words about letters that did not arrive: to whom, of what, and why."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from letters.kind_words import about
from letters.ladder.wording import bullets
from letters.told import WHY
from locales import N_, _
from locales.words import listed, short_day
from models import Chats, Classes, Enrolments, Firings, Guardians, Outbox, People, Pupils, Roles
from models.figures.counting import enrolled_on
from models.people.guardians import guardians
from models.people.roles import held_on
from models.post.optouts import ALARMS
from models.post.tables import HANDED, in_lost
from models.readers import LOST, holds, teacher
from models.shapes.letter import Due, Letter, Reader, composes
from models.told import Fate, fate_of
from papers.people.contacts import contact_words
from rules.letters import Kind
from rules.people.roles import HEADS, Role


@composes(Kind.UNDELIVERED, to=holds(*HEADS, Role.ADMIN), about=N_("letters that did not arrive"))
async def undelivered(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    """The leadership reads which of the staff were not reached, of what, and why."""
    rows = await _of_staff(session, Outbox.id.in_([due.about for due in dues]))
    unlinked = [row for row in rows if _fate(row) is Fate.NO_PHONE]
    rows = [row for row in rows if row not in unlinked] + await _all_day(session, unlinked)
    if not rows:
        return None
    found: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        item = _item(row.kind, row.day or row.created_at.date())
        items = found.setdefault((row.full_name, _(WHY[_fate(row)])), [])
        items += [item] if item not in items else []
    alike: dict[tuple[str, str], list[str]] = {}  # people of whom the same is to be said, in one line
    for (name, why), items in sorted(found.items()):
        alike.setdefault((why, listed(items)), []).append(name)
    lines = [f"{listed(names)} – {why}: {items}" for (why, items), names in alike.items()]
    head = _("**Letters that did not reach {count} of the staff**").format(count=len({row.full_name for row in rows}))
    ask = _("Please tell them in another way.")
    return Letter(text="\n".join([head, *bullets(lines), ask]), told=frozenset(due.outbox_id for due in dues))


async def _of_staff(session: AsyncSession, *which: Any) -> list[Any]:
    statement = (
        select(Outbox.person_id, Outbox.kind, Outbox.day, Outbox.created_at, Outbox.state, Outbox.why)
        .add_columns(People.full_name)
        .outerjoin(Chats, Chats.id == Outbox.chat_id)
        .join(People, People.id == func.coalesce(Outbox.person_id, Chats.person_id))
        .where(in_lost(), *which)
        .order_by(Outbox.id)
    )
    return list((await session.execute(statement)).all())


async def _all_day(session: AsyncSession, first: Sequence[Any]) -> list[Any]:
    """Whoever has no phone is named once a day, with all that was for them on it."""
    if not first:
        return []
    of_day = [and_(Outbox.person_id == row.person_id, Outbox.day == row.day) for row in first]
    never = (Outbox.key.is_not(None), Outbox.state == HANDED, Outbox.why.is_(None))
    return await _of_staff(session, or_(*of_day), *never)


def _fate(row: Any) -> Fate:
    return fate_of(row.state, row.why, resting=False) or Fate.REFUSED


def _item(kind: str, day: date) -> str:
    return _("{what} of {day}").format(what=about(kind), day=short_day(day))


@composes(Kind.UNDELIVERED_FAMILY, to=teacher(LOST).passed_on(), about=N_("letters to families that did not arrive"))
async def undelivered_family(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    """The homeroom teacher reads which families of the class were not reached, and whom to call."""
    rows = await _of_families(session, dues, reader)
    if not rows:
        return None
    found: dict[int, list[str]] = {}
    names = {row.pupil_id: f"{row.pupil}, {row.klass}" for row in rows}
    for row in rows:
        item = _item(row.kind, row.day)
        items = found.setdefault(row.pupil_id, [])
        items += [item] if item not in items else []
    lines = []
    for pupil_id, items in found.items():
        numbers = "; ".join(contact_words(await guardians(session, [pupil_id])))
        lines.append(f"{names[pupil_id]} ({listed(items)}): {numbers}")
    head = _("**Letters that did not reach these families**; please tell them:")
    return Letter(text="\n".join([head, *bullets(lines)]), told=frozenset(due.outbox_id for due in dues))


async def _of_families(session: AsyncSession, dues: Sequence[Due], reader: Reader) -> Sequence[Any]:
    """Of alarms the pupil they are about, of other letters each child of the family in the reader's classes."""
    day, fired = max(due.day for due in dues), aliased(Firings)
    here = and_(Enrolments.pupil_id == Guardians.pupil_id, enrolled_on(Enrolments, reader.now.date()))
    own = and_(Roles.class_id == Enrolments.class_id, Roles.person_id == reader.person_id, *held_on(day))
    meant = select(fired.id).where(fired.id == Outbox.about, fired.pupil_id == Guardians.pupil_id)
    statement = (
        select(Outbox.id, Outbox.kind, Outbox.day, Pupils.id.label("pupil_id"), Pupils.full_name.label("pupil"))
        .add_columns(Classes.name.label("klass"))
        .join(Guardians, Guardians.person_id == Outbox.person_id)
        .join(Pupils, Pupils.id == Guardians.pupil_id)
        .join(Enrolments, here)
        .join(Classes, Classes.id == Enrolments.class_id)
        .join(Roles, own)
        .where(Outbox.id.in_([due.about for due in dues]), in_lost())
        .where(or_(Outbox.kind.not_in(ALARMS), meant.correlate(Outbox, Guardians).exists()))
        .order_by(Classes.name, Pupils.id, Outbox.id)
        .distinct()
    )
    return (await session.execute(statement)).all()
