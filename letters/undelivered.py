"""The words about letters that did not arrive: to whom, of what, and why."""

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import date
from typing import Any, TypeAlias

from sqlalchemy import and_, false, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from letters.kind_words import about
from letters.ladder.wording import bullets
from letters.says.people import STAFF_SLIPS
from letters.told import WHY
from locales import N_, _
from locales.words import listed, short_day
from models import Chats, Classes, Enrolments, Firings, Guardians, Outbox, People, Pupils, Roles
from models.base import twin
from models.figures.counting import enrolled_on
from models.people.guardians import guardians, has_chat
from models.people.roles import held_on
from models.post.lost import LATELY, is_standing
from models.post.optouts import ALARMS
from models.post.tables import HANDED, in_lost
from models.readers import LOST, holds, teacher
from models.shapes.letter import Due, Letter, Reader, composes, dues_about
from models.shapes.message import Button
from models.told import Fate, fate_of
from papers.people.contacts import contact_words
from rules.ladder.steps import MESSAGES
from rules.letters import Kind
from rules.people.roles import HEADS, Role

OF_CHILDREN = tuple({kind for asks in MESSAGES.values() for kind in asks.values()})
Line: TypeAlias = tuple[str, str, str]  # who, why, and what


@composes(Kind.UNDELIVERED, to=holds(*HEADS, Role.ADMIN), about=N_("letters that did not arrive"))
async def undelivered(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    """The leadership reads which of the staff were not reached, of what, and why. Whoever has no phone linked stands
    there with what was for them in the last days; a child nobody was told of, by name.
    """
    keys = await session.execute(select(Outbox.id, Outbox.key).where(Outbox.id.in_([due.outbox_id for due in dues])))
    standing = {id_ for id_, key in keys if is_standing(key)}
    alone = await _of_staff(session, Outbox.id.in_([due.about for due in dues if due.outbox_id in standing]))
    rows = await _of_staff(session, Outbox.id.in_([due.about for due in dues if due.outbox_id not in standing]))
    lines = [
        *await _each(session, rows, reader),
        *await _without_phone(session, {row.person_id for row in alone}, reader),
    ]
    if not lines:
        return None
    alike: dict[tuple[str, str], list[str]] = {}  # people of whom the same is to be said, in one line
    for name, why, items in sorted(lines):
        alike.setdefault((why, items), []).append(name)
    said = [f"{listed(names)} – {why}: {items}" for (why, items), names in alike.items()]
    head = _("**Letters that did not reach {count} people**").format(count=len({name for name, _why, _items in lines}))
    ask = _("Please tell them in another way.")
    buttons = [[Button(_("Slips for all of the staff"), STAFF_SLIPS)]] if alone else []
    return Letter(text="\n".join([head, *bullets(said), ask]), told=dues_about(dues), buttons=buttons)


async def _each(session: AsyncSession, rows: Sequence[Any], reader: Reader) -> list[Line]:
    """What each of these was, in the words of the person it was for; of a child that is away no more nothing."""
    found: dict[tuple[str, str], list[str]] = {}
    children = await _children(session, rows)
    for row in rows:
        item = _item(row.kind, _day(row, reader))
        names = children.get((row.person_id, row.kind, row.day))
        if names is None and row.kind in OF_CHILDREN:
            continue
        items = found.setdefault((row.full_name, _(WHY[_fate(row)])), [])
        items += [said for said in [f"{item} ({'; '.join(names)})" if names else item] if said not in items]
    return [(name, why, listed(items)) for (name, why), items in found.items()]


async def _children(session: AsyncSession, rows: Sequence[Any]) -> dict[tuple[int, str, date], list[str]]:
    """By person, kind and day, the children it was about for whom it still stands."""
    owed = [and_(Outbox.person_id == row.person_id, Outbox.kind == row.kind, Outbox.day == row.day) for row in rows]
    columns = (Outbox.person_id, Outbox.kind, Outbox.day, Pupils.full_name, Classes.name.label("klass"))
    fired = (
        select(*columns)
        .join(Firings, Firings.id == Outbox.about)
        .join(Pupils, Pupils.id == Firings.pupil_id)
        .outerjoin(Classes, Classes.id == Firings.class_id)
        .where(or_(false(), *owed), in_lost(), Outbox.kind.in_(OF_CHILDREN), Firings.struck_at.is_(None))
    )
    found: dict[tuple[int, str, date], list[str]] = {}
    for row in await session.execute(fired.order_by(Outbox.id)):
        words = f"{row.full_name}, {row.klass}" if row.klass else row.full_name
        found.setdefault((row.person_id, row.kind, row.day), []).append(words)
    return found


async def _without_phone(session: AsyncSession, people: Collection[int], reader: Reader) -> list[Line]:
    """Who of these has no phone linked even now, with what was for them in the last days."""
    never = (Outbox.state == HANDED, Outbox.why.is_(None), Outbox.kind.not_in((Kind.LATE, Kind.UNDELIVERED)))
    mine = (Outbox.person_id.in_(people), Outbox.created_at > reader.now - LATELY, ~has_chat(Outbox.person_id))
    by_person: dict[str, list[Any]] = {}
    for row in await _of_staff(session, *never, *mine) if people else []:
        by_person.setdefault(row.full_name, []).append(row)
    return [(name, _(WHY[Fate.NO_PHONE]), _of_days(rows, reader)) for name, rows in by_person.items()]


def _day(row: Any, reader: Reader) -> date:
    """Of a letter that is about no day, the school's day on which it was written."""
    return row.day or reader.school.day(row.created_at)


def _of_days(rows: Sequence[Any], reader: Reader) -> str:
    """Of one day what it was, of several how many of each."""
    days = {_day(row, reader) for row in rows}
    counts = Counter(about(row.kind) for row in rows)
    if len(days) == 1:
        return listed(dict.fromkeys(_item(row.kind, min(days)) for row in rows))
    text = _("in the last {days} days {items}")
    return text.format(days=LATELY.days, items=listed(f"{what} ({count})" for what, count in counts.items()))


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
    head = _("**Letters that did not reach these families, or not for sure**; please tell them:")
    return Letter(text="\n".join([head, *bullets(lines)]), told=frozenset(due.outbox_id for due in dues))


async def _of_families(session: AsyncSession, dues: Sequence[Due], reader: Reader) -> Sequence[Any]:
    """Of alarms the pupil they are about, of other letters each child of the family in the reader's classes."""
    day, fired = max(due.day for due in dues), twin(Firings, "of_families")
    here = and_(Enrolments.pupil_id == Guardians.pupil_id, enrolled_on(Enrolments, reader.school.day(reader.now)))
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
