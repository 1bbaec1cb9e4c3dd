"""A guardian's request to be linked: who decides it, what linking means then, and how it is taken back."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from enum import Enum, auto
from typing import Any

from msgspec import Struct
from sqlalchemy import Select, and_, exists, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models.base import twin
from models.people.links import is_staff, link_chat, open_chats, unlink_chat
from models.people.roles import held_on
from models.people.tables import Chats, Enrolments, Guardians, LinkRequests, People, Pupils, Roles
from models.school.tables import Classes
from rules.people.roles import LEADERS, Role

TIERS = (
    (Role.HOMEROOM,),
    (Role.VICE_PRINCIPAL, Role.REGISTRAR),
    (Role.PRINCIPAL,),
)  # who is asked; the next if nobody is linked


class Request(Struct, frozen=True, kw_only=True):
    """A request in the words letters need. `class_id` is the pupil's class today, None once the pupil has left;
    `holder` is the person who fills the guardian slot now.
    """

    id: int
    school_id: int
    chat_id: int
    account: str
    asked_at: datetime
    decided_at: datetime | None
    approved: bool | None
    guardian_id: int
    guardian_key: str
    relation: str
    holder: int
    guardian_name: str
    pupil_id: int
    pupil_name: str
    class_id: int | None
    class_name: str | None


async def ask(
    session: AsyncSession, school_id: int, guardian_id: int, chat_id: int, account: str, now: datetime
) -> int:
    """Store a request; return its id."""
    values = {"school_id": school_id, "guardian_id": guardian_id, "chat_id": chat_id, "account_name": account}
    statement = insert(LinkRequests).values(**values, asked_at=now).returning(LinkRequests.id)
    return await session.scalar(statement) or 0


def _requests(day: date) -> Select[*tuple[Any, ...]]:
    enrolled = and_(
        Enrolments.pupil_id == Pupils.id,
        Enrolments.starts <= day,
        or_(Enrolments.ends.is_(None), Enrolments.ends >= day),
    )
    return (
        select(
            LinkRequests.id,
            LinkRequests.school_id,
            LinkRequests.chat_id,
            LinkRequests.account_name.label("account"),
            LinkRequests.asked_at,
            LinkRequests.decided_at,
            LinkRequests.approved,
            LinkRequests.guardian_id,
            Guardians.key.label("guardian_key"),
            Guardians.relation,
            Guardians.person_id.label("holder"),
            People.full_name.label("guardian_name"),
            Guardians.pupil_id,
            Pupils.full_name.label("pupil_name"),
            Enrolments.class_id,
            Classes.name.label("class_name"),
        )
        .join(Guardians, Guardians.id == LinkRequests.guardian_id)
        .join(People, People.id == Guardians.person_id)
        .join(Pupils, Pupils.id == Guardians.pupil_id)
        .outerjoin(Enrolments, enrolled)
        .outerjoin(Classes, Classes.id == Enrolments.class_id)
        .order_by(LinkRequests.id)
    )


async def requests(session: AsyncSession, ids: Collection[int], day: date) -> list[Request]:
    """These requests, decided or not, as of a day."""
    return await _read(session, _requests(day).where(LinkRequests.id.in_(ids)))


async def open_requests(session: AsyncSession, school_id: int, day: date) -> list[Request]:
    """Everything in this school that waits for a decision."""
    waiting = (LinkRequests.school_id == school_id, LinkRequests.decided_at.is_(None))
    return await _read(session, _requests(day).where(*waiting))


async def _read(session: AsyncSession, statement: Select[*tuple[Any, ...]]) -> list[Request]:
    rows = (await session.execute(statement)).mappings()
    return list({row["id"]: Request(**row) for row in rows}.values())


async def deciders(session: AsyncSession, request: Request, day: date) -> Sequence[int]:
    """Who is asked: the homeroom teacher, or, if there is none with a chat, the leadership."""
    for roles in TIERS:
        own = Roles.class_id == request.class_id if roles == (Role.HOMEROOM,) else Roles.school_id == request.school_id
        statement = (
            select(Roles.person_id)
            .join(Chats, and_(Chats.person_id == Roles.person_id, Chats.closed_at.is_(None)))
            .where(Roles.name.in_(roles), own, *held_on(day))
        )
        if people := (await session.scalars(statement.distinct().order_by(Roles.person_id))).all():
            return people
    return []


async def may_decide(session: AsyncSession, person_id: int, request: Request, day: date) -> bool:
    """Whether this person is, on this day, the pupil's homeroom teacher or of the leadership of the pupil's school."""
    leading = and_(Roles.name.in_(LEADERS), Roles.school_id == request.school_id)
    own = and_(Roles.name == Role.HOMEROOM, Roles.class_id == request.class_id)
    held = select(Roles.id).where(Roles.person_id == person_id, or_(leading, own), *held_on(day))
    return await session.scalar(held.limit(1)) is not None


async def decide(session: AsyncSession, request_id: int, person_id: int | None, now: datetime, *, yes: bool) -> bool:
    """Close an open request; False if somebody else was quicker."""
    still_open = update(LinkRequests).where(LinkRequests.id == request_id, LinkRequests.decided_at.is_(None))
    decided = still_open.values(decided_at=now, decided_by=person_id, approved=yes)
    return await session.scalar(decided.returning(LinkRequests.id)) is not None


async def fell_through(session: AsyncSession, request_id: int) -> None:
    """It was approved, but could not be done: it counts as refused."""
    await session.execute(update(LinkRequests).where(LinkRequests.id == request_id).values(approved=False))


class Linking(Enum):
    """What came of an approval."""

    LINKED = auto()
    TAKEN = auto()  # the slot is another account's already: its alerts must not silently go elsewhere
    GONE = auto()  # the chat that asked is closed


async def let_in(session: AsyncSession, request: Request, now: datetime) -> Linking:
    """Make the chat that asked the guardian's. A chat that is somebody's already (a teacher who is a mother, a parent
    with a second child) keeps its person, who then fills the slot. A guardian's code never opens a staff account.
    """
    chat = (await session.execute(select(Chats.person_id, Chats.closed_at).where(Chats.id == request.chat_id))).first()
    if chat is None or chat.closed_at is not None:
        return Linking.GONE
    if chat.person_id == request.holder:
        return Linking.LINKED
    as_staff = await is_staff(session, request.holder)
    if chat.person_id is None and not as_staff:
        await link_chat(session, request.chat_id, request.holder, now)
        return Linking.LINKED
    if await open_chats(session, [request.holder]):
        return Linking.TAKEN
    person_id = chat.person_id or await _on_the_list(session, request)
    if person_id is None:
        return Linking.TAKEN
    await _fill(session, request, person_id)
    if chat.person_id is None:
        await link_chat(session, request.chat_id, person_id, now)
    return Linking.LINKED


async def _on_the_list(session: AsyncSession, request: Request) -> int | None:
    """The person the school's own list names for this slot."""
    named = select(People.id).where(People.school_id == request.school_id, People.key == request.guardian_key)
    return await session.scalar(named)


async def _fill(session: AsyncSession, request: Request, person_id: int) -> None:
    await session.execute(update(Guardians).where(Guardians.id == request.guardian_id).values(person_id=person_id))


async def family_chats(session: AsyncSession, request: Request) -> Sequence[Any]:
    """The open chats of this pupil's guardians, except the one that asked."""
    people = (await session.scalars(select(Guardians.person_id).where(Guardians.pupil_id == request.pupil_id))).all()
    return await open_chats(session, people, but=request.chat_id)


async def may_object(session: AsyncSession, request: Request, chat_id: int) -> bool:
    """Only a chat that was a guardian's before this one may say that the newcomer is not family: else a stranger who
    got in could shut the real parent out.
    """
    mine = twin(LinkRequests, "may_object")
    slot = twin(Guardians, "may_object")
    since = request.decided_at or request.asked_at
    came_later = (
        exists()
        .where(mine.chat_id == chat_id, mine.approved.is_(True), mine.decided_at >= since)
        .where(slot.id == mine.guardian_id, slot.pupil_id == request.pupil_id)
    )
    before = (
        select(Chats.id)
        .join(Guardians, Guardians.person_id == Chats.person_id)
        .where(Chats.id == chat_id, Guardians.pupil_id == request.pupil_id, Chats.linked_at < since)
    )
    return chat_id != request.chat_id and await session.scalar(before.where(~came_later).limit(1)) is not None


async def take_back(session: AsyncSession, request: Request) -> bool:
    """Undo an approved link: the chat it opened is nobody's again, or the slot goes back to whom the school's list
    names; the request waits once more. False if that link does not stand any more.
    """
    chat = (await session.execute(select(Chats.person_id, Chats.linked_at).where(Chats.id == request.chat_id))).first()
    if chat is None or chat.person_id != request.holder or not request.approved:
        return False
    if chat.linked_at == request.decided_at:
        await unlink_chat(session, request.chat_id)
    else:
        named = await _on_the_list(session, request)
        if named in {None, request.holder}:
            return False
        await _fill(session, request, named or 0)
    anew = {"decided_at": None, "decided_by": None, "approved": None}
    await session.execute(update(LinkRequests).where(LinkRequests.id == request.id).values(**anew))
    return True
