"""Reminds homeroom teachers whose report is due, and tells the leadership which classes are still silent."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Select, String, cast, func, literal, select
from sqlalchemy.ext.asyncio import AsyncSession

from jobs import after, job
from jobs.leave import on_leave
from jobs.missed import held
from locales import N_, _
from locales.words import day_words, listed, opening, session_words
from models import Classes, ClassSessions, Roles
from models.attendance import AFTERNOON, MORNING
from models.ladder import held_on
from models.letter import Due, Letter, Reader, composes
from models.message import Button, Notices, Round, Said
from models.rolecall import holders

NUMBER = {MORNING: 1, AFTERNOON: 2}
SESSION = {number: session for session, number in NUMBER.items()}
STILL_USEFUL = timedelta(minutes=45)


@job(
    times=lambda school: [school.morning_due],
    late=STILL_USEFUL,
    missed=N_("reminding the teachers to report the morning"),
    needed=held(MORNING),
)
async def remind_morning(round_: Round, session: AsyncSession) -> Sequence[Said]:
    return _remind(round_, MORNING)


@job(
    times=lambda school: [school.afternoon_due],
    late=STILL_USEFUL,
    missed=N_("reminding the teachers to report the afternoon"),
    needed=held(AFTERNOON),
)
async def remind_afternoon(round_: Round, session: AsyncSession) -> Sequence[Said]:
    return _remind(round_, AFTERNOON)


@job(
    times=lambda school: [after(school.morning_due, 15)],
    late=STILL_USEFUL,
    missed=N_("the list of classes that had not reported the morning"),
    needed=held(MORNING),
)
async def list_morning(round_: Round, session: AsyncSession) -> Sequence[Said]:
    return await _list(round_, MORNING, session)


@job(
    times=lambda school: [after(school.afternoon_due, 15)],
    late=STILL_USEFUL,
    missed=N_("the list of classes that had not reported the afternoon"),
    needed=held(AFTERNOON),
)
async def list_afternoon(round_: Round, session: AsyncSession) -> Sequence[Said]:
    return await _list(round_, AFTERNOON, session)


def _silent(schools: Sequence[int], day: Any, part: str) -> Any:
    return (
        ClassSessions.school_id.in_(schools),
        ClassSessions.day == day,
        ClassSessions.session == part,
        ClassSessions.held,
        ClassSessions.reported_at.is_(None),
    )


def _remind(round_: Round, part: str) -> list[Notices]:
    return [
        Notices(
            kind=f"remind{NUMBER[part]}", select=_teachers(round_, part), valid_until=round_.now + timedelta(hours=2)
        )
    ]


def _teachers(round_: Round, part: str) -> Select[*tuple[Any, ...]]:
    key = (literal(f"remind:{round_.day}:{part}:") + cast(ClassSessions.class_id, String)).label("key")
    return (
        select(
            ClassSessions.school_id,
            Roles.person_id,
            ClassSessions.class_id.label("about"),
            ClassSessions.day,
            key,
        )
        .join(Roles, Roles.class_id == ClassSessions.class_id)
        .where(*_silent(list(round_.schools), round_.day, part), Roles.name == "homeroom", *held_on(round_.day))
        .distinct()
    )


async def _list(round_: Round, part: str, session: AsyncSession) -> list[Notices]:
    """Only schools with a silent class are told of; with none there is nothing to say."""
    silent = _silent(list(round_.schools), round_.day, part)
    schools = (await session.scalars(select(ClassSessions.school_id).where(*silent).distinct())).all()
    if not schools:
        return []
    chosen = holders(
        ["vice_principal", "registrar"], schools, round_.day, about=NUMBER[part], key=f"silent:{round_.day}:{part}"
    )
    return [Notices(kind="silent", select=chosen, valid_until=round_.now + timedelta(hours=3))]


@composes("remind1")
async def remind_about_morning(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    return await _reminder(dues, MORNING, session)


@composes("remind2")
async def remind_about_afternoon(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    return await _reminder(dues, AFTERNOON, session)


async def _reminder(dues: Sequence[Due], part: str, session: AsyncSession) -> Letter | None:
    """Asked again at the moment of leaving: a report that came in meanwhile makes the reminder fall away."""
    day = dues[0].day
    statement = (
        select(Classes.id, Classes.name)
        .join(ClassSessions, ClassSessions.class_id == Classes.id)
        .where(
            Classes.id.in_([due.about for due in dues]),
            ClassSessions.day == day,
            ClassSessions.session == part,
            ClassSessions.held,
            ClassSessions.reported_at.is_(None),
        )
        .order_by(Classes.name)
    )
    silent = dict((await session.execute(statement)).all())
    if not silent:
        return None
    text = _("Class {klass} has not reported the {session} of {day} yet. Please report who is absent, or tap below.")
    names = listed(silent.values())
    buttons = [
        [Button(_("{klass}: nobody absent").format(klass=name), f"/du {name} {_part(part)} {day.isoformat()}")]
        for name in silent.values()
    ]
    return Letter(
        text=text.format(klass=names, session=session_words([part]), day=day_words(day))
        + await on_leave(session, list(silent), day),
        told=frozenset(due.outbox_id for due in dues if due.about in silent),
        buttons=buttons,
    )


def _part(part: str) -> str:
    """The session as the reader of reports understands it, in whatever language the button is."""
    return "sáng" if part == MORNING else "chiều"


@composes("silent")
async def silent_classes(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    """The classes that are still silent when this leaves, for the vice principal and the registrar."""
    due = max(dues, key=lambda one: one.outbox_id)
    part = SESSION[due.about]
    where = _silent([reader.school.id], due.day, part)
    statement = select(Classes.name).join(ClassSessions, ClassSessions.class_id == Classes.id).where(*where)
    names = (await session.scalars(statement.order_by(Classes.grade, Classes.name))).all()
    if not names:
        return None
    held = select(func.count()).where(
        ClassSessions.school_id == reader.school.id,
        ClassSessions.day == due.day,
        ClassSessions.session == part,
        ClassSessions.held,
    )
    total = await session.scalar(held) or 0
    text = _("{session}, {day}: {count} of {total} classes have not reported: {names}. Their teachers were reminded.")
    words = text.format(
        session=opening(session_words([part])),
        day=day_words(due.day),
        count=len(names),
        total=total,
        names=listed(names),
    )
    return Letter(text=words, told=frozenset(one.outbox_id for one in dues))
