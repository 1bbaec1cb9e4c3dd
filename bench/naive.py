"""A report as it is written at first: objects, one message at a time, nothing kept between two messages."""

from datetime import datetime
from secrets import token_urlsafe
from zoneinfo import ZoneInfo

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from channels import Raw
from models import (
    Audit,
    Buttons,
    Chats,
    Classes,
    ClassParts,
    DayRules,
    Enrolments,
    Guardians,
    Inbox,
    Marks,
    Outbox,
    People,
    Pupils,
    Roles,
    Schools,
    WeekSlots,
    Years,
)
from rules.people.names import fold
from tests.on_paper import Words


async def report(engine: AsyncEngine, now: datetime, raw: Raw) -> None:
    async with AsyncSession(engine, expire_on_commit=False) as session, session.begin():
        row = Inbox(channel="paper", external_id=raw.external_id, address=raw.address, body=raw.body, received_at=now)
        session.add(row)
    async with AsyncSession(engine, expire_on_commit=False) as session, session.begin():
        taken = (await session.scalars(select(Inbox).where(Inbox.id == row.id, Inbox.state == "new"))).one()
        await _handle(session, taken, now)
        taken.state, taken.done_at = "done", now


async def _handle(session: AsyncSession, row: Inbox, now: datetime) -> None:
    words = msgspec.json.decode(row.body or b"", type=Words)
    chat = (await session.scalars(select(Chats).where(Chats.address == row.address, Chats.channel == "paper"))).one()
    person = await session.get_one(People, chat.person_id)
    school = await session.get_one(Schools, person.school_id)
    today = words.when.astimezone(ZoneInfo(school.timezone)).date()
    roles = (await session.scalars(select(Roles).where(Roles.person_id == person.id))).all()
    (await session.scalars(select(Guardians).where(Guardians.person_id == person.id))).all()
    year = (await session.scalars(select(Years).where(Years.school_id == school.id))).one()
    (await session.scalars(select(WeekSlots).where(WeekSlots.school_id == school.id))).all()
    (await session.scalars(select(DayRules).where(DayRules.school_id == school.id))).all()
    klass = await session.get_one(Classes, next(role.class_id for role in roles if role.name == "homeroom"))
    pupils = (
        await session.scalars(
            select(Pupils).join(Enrolments, Enrolments.pupil_id == Pupils.id).where(Enrolments.class_id == klass.id)
        )
    ).all()
    wanted = fold(words.text.removeprefix("/vang "))
    pupil = next(each for each in pupils if fold(each.full_name) == wanted)
    held = await session.get(ClassParts, (klass.id, today, "S"))
    if held is not None:
        held.corrected_at = now
    there = (await session.scalars(select(Marks).where(Marks.class_id == klass.id, Marks.day == today))).all()
    for mark in there:
        if mark.pupil_id == pupil.id:
            mark.struck_at, mark.struck_by = now, person.id
    await session.flush()
    session.add(
        Marks(
            school_id=school.id, class_id=klass.id, pupil_id=pupil.id, place_id=pupil.place_id, day=today, part="S",
            kind="K", person_id=person.id, inbox_id=row.id, made_at=now,
        )
    )  # fmt: skip
    await session.flush()
    days, total = await _figures(session, klass.id, pupil.id, year)
    answer = Outbox(
        school_id=school.id, chat_id=chat.id, inbox_id=row.id, created_at=now, not_before=now,
        text=f"{klass.name}: {len(there) + 1}/40 · {pupil.full_name}: {days}, {total}",
    )  # fmt: skip
    session.add(answer)
    await session.flush()
    for position, label in enumerate(("Sửa", "Huỷ"), 1):
        session.add(
            Buttons(
                token=token_urlsafe(16), chat_id=chat.id, outbox_id=answer.id, position=position, label=label,
                says=f"/huy {row.id}", expires_at=now,
            )
        )  # fmt: skip
    session.add(Audit(at=now, school_id=school.id, person_id=person.id, inbox_id=row.id, kind="report.made"))


async def _figures(session: AsyncSession, class_id: int, pupil_id: int, year: Years) -> tuple[int, int]:
    """The days absent in a row and the sessions missed this year."""
    marks = (
        await session.scalars(
            select(Marks).where(Marks.pupil_id == pupil_id, Marks.day >= year.starts, Marks.struck_at.is_(None))
        )
    ).all()
    held = (
        await session.scalars(
            select(ClassParts)
            .where(ClassParts.class_id == class_id, ClassParts.reported_at.is_not(None))
            .order_by(ClassParts.day.desc())
        )
    ).all()
    absent = {mark.day for mark in marks if mark.kind == "K"}
    days = next((count for count, each in enumerate(held) if each.day not in absent), len(held))
    return days, len(marks)
