"""A chat that is to become somebody's of the staff and waits for a second person's yes: the leaders' own codes, and a
newcomer whom the same person's older device does not know.
"""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from msgspec import Struct
from sqlalchemy import ColumnElement, ForeignKey, Index, String, exists, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Moment, Row
from models.people.askers import schools
from models.people.roles import held_on
from models.people.tables import Chats, Enrolments, Guardians, LinkCodes, LinkRequests, People, Roles
from models.post.tables import Audit, Outbox
from rules.letters import Kind
from rules.people.codes import digest, told_code
from rules.people.names import sort_key
from rules.people.roles import Role

LOST, RESTS = "staff.lost", "chat.rests"  # what the audit calls a phone that is said to be lost, and one kept out
LEADING = (Role.PRINCIPAL, Role.VICE_PRINCIPAL, Role.REGISTRAR, Role.ADMIN)  # who sees the whole school


class StaffRequests(Row):
    """`person_id` is whose account the chat asks for."""

    __tablename__ = "staff_requests"
    __table_args__ = (Index("ix_staff_requests_chat", "chat_id"),)
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"))
    chat_id: Mapped[int] = mapped_column(ForeignKey("chats.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    account_name: Mapped[str] = mapped_column(String(100), default="")
    asked_at: Mapped[datetime] = mapped_column(Moment)
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    approved: Mapped[bool | None]
    lost_at: Mapped[datetime | None] = mapped_column(Moment)  # when the new phone said that the old one is lost


class StaffRequest(Struct, frozen=True, kw_only=True):
    """A request in the words letters need. `old_is_lost` was said on the new phone, `objected` on one linked before."""

    id: int
    school_id: int
    chat_id: int
    person_id: int
    name: str
    account: str
    asked_at: datetime
    decided_at: datetime | None
    lost_at: datetime | None = None
    old_is_lost: bool = False
    objected: bool = False


async def ask_for_staff(
    session: AsyncSession, school_id: int, chat_id: int, person_id: int, account: str, now: datetime
) -> int:
    """Store a request; what the chat asked for before is asked no more. Return its id."""
    earlier = update(StaffRequests).where(StaffRequests.chat_id == chat_id, StaffRequests.decided_at.is_(None))
    await session.execute(earlier.values(decided_at=now, approved=False))
    values = {"school_id": school_id, "chat_id": chat_id, "person_id": person_id, "account_name": account}
    statement = insert(StaffRequests).values(**values, asked_at=now).returning(StaffRequests.id)
    return await session.scalar(statement) or 0


async def staff_requests(session: AsyncSession, ids: Collection[int]) -> list[StaffRequest]:
    """These requests, decided or not."""
    return await _read(session, StaffRequests.id.in_(ids))


async def open_staff_requests(session: AsyncSession, school_id: int) -> list[StaffRequest]:
    return await _read(session, StaffRequests.school_id == school_id, StaffRequests.decided_at.is_(None))


async def waiting_of(session: AsyncSession, chat_id: int, person_id: int) -> StaffRequest | None:
    """What this chat waits for, if it is this person's account."""
    mine = (StaffRequests.chat_id == chat_id, StaffRequests.person_id == person_id, StaffRequests.decided_at.is_(None))
    return next(iter(await _read(session, *mine)), None)


async def _read(session: AsyncSession, *which: ColumnElement[bool]) -> list[StaffRequest]:
    one = StaffRequests
    columns = (one.id, one.school_id, one.chat_id, one.person_id, one.asked_at, one.decided_at, one.lost_at)
    named = (People.full_name.label("name"), one.account_name.label("account"))
    said = (_said(LOST, one.id).label("old_is_lost"), _said(RESTS, one.chat_id).label("objected"))
    statement = select(*columns, *named, *said).join(People, People.id == one.person_id).where(*which).order_by(one.id)
    return [StaffRequest(**row) for row in (await session.execute(statement)).mappings()]


def _said(kind: str, about: Any) -> ColumnElement[bool]:
    same = (Audit.kind == kind, Audit.about == about, Audit.school_id == StaffRequests.school_id)
    return exists().where(*same, Audit.at >= StaffRequests.asked_at)


async def needs_second(session: AsyncSession, person_id: int, day: date) -> bool:
    """Whether this person's account opens the whole school."""
    held = select(Roles.id).where(Roles.person_id == person_id, Roles.name.in_(LEADING), *held_on(day))
    return await session.scalar(held.limit(1)) is not None


async def confirmers(session: AsyncSession, school_id: int, person_id: int, day: date) -> Sequence[int]:
    """Who may say yes to an account of this person: the leaders and administrators with a chat, never the person. Empty
    while a school begins: then there is nobody yet to ask.
    """
    statement = (
        select(Roles.person_id)
        .join(Chats, Chats.person_id == Roles.person_id)
        .where(Roles.school_id == school_id, Roles.name.in_(LEADING), Roles.person_id != person_id)
        .where(Chats.closed_at.is_(None), *held_on(day))
    )
    return (await session.scalars(statement.distinct().order_by(Roles.person_id))).all()


async def say_old_is_lost(session: AsyncSession, request_id: int, now: datetime) -> None:
    """From now on the person's old phone has time to object."""
    await session.execute(update(StaffRequests).where(StaffRequests.id == request_id).values(lost_at=now))


async def decide_staff(
    session: AsyncSession, request_id: int, person_id: int | None, now: datetime, *, yes: bool
) -> bool:
    """Close an open request; False if somebody else was quicker."""
    still_open = update(StaffRequests).where(StaffRequests.id == request_id, StaffRequests.decided_at.is_(None))
    decided = still_open.values(decided_at=now, decided_by=person_id, approved=yes)
    return await session.scalar(decided.returning(StaffRequests.id)) is not None


class Awaited(Struct, frozen=True):
    """Whose word a chat waits for: of the leaders without a name, of homeroom teachers with theirs; of the own phone
    linked before, if a `request` is named.
    """

    role: str = ""
    names: Sequence[str] = ()
    request: int = 0


async def waits_for(session: AsyncSession, chat_id: int, now: datetime) -> Awaited | None:
    """None: this chat, that nobody is behind, waits for nobody."""
    told = exists().where(Outbox.kind == Kind.STAFF_REQUEST, Outbox.about == StaffRequests.id)
    staff = select(StaffRequests.id, told.label("told")).where(StaffRequests.chat_id == chat_id)
    if (asked := (await session.execute(staff.where(StaffRequests.decided_at.is_(None)).limit(1))).first()) is not None:
        return Awaited("leaders") if asked.told else Awaited(request=asked.id)
    mine = (LinkRequests.chat_id == chat_id, LinkRequests.decided_at.is_(None))
    school_id = await session.scalar(select(LinkRequests.school_id).where(*mine).limit(1))
    if school_id is None:
        return None
    day = (await schools(session, [school_id]))[school_id].day(now)
    teachers = (
        select(People.full_name)
        .join(Roles, Roles.person_id == People.id)
        .join(Enrolments, Enrolments.class_id == Roles.class_id)
        .join(Guardians, Guardians.pupil_id == Enrolments.pupil_id)
        .join(LinkRequests, LinkRequests.guardian_id == Guardians.id)
        .where(*mine, Roles.name == Role.HOMEROOM, *held_on(day), *held_on(day, Enrolments))
    )
    names = sorted(await session.scalars(teachers.distinct()), key=sort_key)
    return Awaited(Role.HOMEROOM, names)


async def is_code_of(session: AsyncSession, typed: str, chat_id: int) -> bool:
    """Whether a code is the one by which this very chat is linked, or asks to be; it tells nobody else anything."""
    used = select(LinkCodes.person_id, LinkCodes.guardian_id).where(
        LinkCodes.digest == digest(told_code(typed, asked=True) or ""), LinkCodes.ended_at.is_not(None)
    )
    code = (await session.execute(used)).first()
    if code is None:
        return False
    linked = select(Chats.id).where(Chats.id == chat_id, Chats.person_id.is_not(None))
    if code.guardian_id is None:
        asked = select(StaffRequests.id).where(StaffRequests.chat_id == chat_id, StaffRequests.decided_at.is_(None))
        asked = asked.where(StaffRequests.person_id == code.person_id)
        linked = linked.where(Chats.person_id == code.person_id)
    else:
        mine = (LinkRequests.chat_id == chat_id, LinkRequests.guardian_id == code.guardian_id)
        asked = select(LinkRequests.id).where(*mine, LinkRequests.decided_at.is_(None))
        linked = linked.where(exists().where(*mine, LinkRequests.approved.is_(True)))
    return bool(await session.scalar(select(or_(asked.exists(), linked.exists()))))


async def may_decide_staff(session: AsyncSession, person_id: int | None, request: StaffRequest, day: date) -> bool:
    return person_id in await confirmers(session, request.school_id, request.person_id, day)
