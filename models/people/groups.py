"""Groups the bot was added to, and what a leader has bound each to: the school's staff, whose sender counts there, or
the parents of a class, who only read there.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ForeignKey, String, delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Moment, insert_new
from models.people.askers import Address, known_askers
from models.people.links import move_chat
from models.people.tables import Chats
from models.school.tables import Classes
from models.shapes.asker import Asker

MOVES = timedelta(minutes=10)  # after a move the network says that we were added at the new address


class Groups(Base):
    """A group and, once a leader has said so, the school whose staff may report there; with a class it is one of that
    class's parents.
    """

    __tablename__ = "groups"
    chat_id: Mapped[int] = mapped_column(ForeignKey("chats.id"), primary_key=True, autoincrement=False)
    title: Mapped[str] = mapped_column(String(120))
    added_at: Mapped[datetime] = mapped_column(Moment)
    offered_to: Mapped[int | None] = mapped_column(ForeignKey("schools.id"))  # whose staff added us
    school_id: Mapped[int | None] = mapped_column(ForeignKey("schools.id"), index=True)
    class_id: Mapped[int | None] = mapped_column(ForeignKey("classes.id"))
    bound_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    bound_at: Mapped[datetime | None] = mapped_column(Moment)


async def move_group(session: AsyncSession, chat_id: int, channel: str, address: str, now: datetime) -> None:
    """The same group at another address, with whatever it was bound to."""
    await move_chat(session, chat_id, channel, address, now)
    await session.execute(update(Groups).where(Groups.chat_id == chat_id).values(added_at=now))


async def remember_group(
    session: AsyncSession, chat_id: int, title: str, offered_to: int | None, now: datetime
) -> bool:
    """Added, perhaps again: a group we were thrown out of begins anew, one that has just moved does not. `offered_to`
    is the school of the member of the staff who added us; None: somebody we do not know. False: it goes on as it was.
    """
    known = await group(session, chat_id)
    if known is not None and known.school_id is not None and now - known.added_at < MOVES:
        return False
    row = {"chat_id": chat_id, "title": title, "added_at": now}
    await session.execute(insert_new(session, Groups.__table__), [row])
    anew = {"title": title, "added_at": now, "offered_to": offered_to}
    await session.execute(update(Groups).where(Groups.chat_id == chat_id).values(**anew))
    await let_group_go(session, chat_id, None, now)
    return True


async def bind_group(
    session: AsyncSession, chat_id: int, school_id: int, person_id: int | None, now: datetime, class_id: int | None
) -> bool:
    """To the school it was offered to, or to the parents of one of its classes. False: it was not offered, or is bound
    already.
    """
    free = (Groups.chat_id == chat_id, Groups.offered_to == school_id, Groups.school_id.is_(None))
    values = {"school_id": school_id, "class_id": class_id, "bound_by": person_id, "bound_at": now}
    done: Any = await session.execute(update(Groups).where(*free).values(**values))
    return bool(done.rowcount)


async def let_group_go(session: AsyncSession, chat_id: int, person_id: int | None, now: datetime) -> None:
    """It belongs to no school any more."""
    values = {"school_id": None, "class_id": None, "bound_by": person_id, "bound_at": now}
    await session.execute(update(Groups).where(Groups.chat_id == chat_id).values(**values))


async def leave_group(session: AsyncSession, chat_id: int, person_id: int | None, now: datetime) -> None:
    """We are about to go: it is nobody's, and where we are in it still after a day we go again."""
    await let_group_go(session, chat_id, person_id, now)
    await session.execute(update(Groups).where(Groups.chat_id == chat_id).values(offered_to=None, added_at=now))


async def forget_group(session: AsyncSession, chat_id: int) -> None:
    """We are not in it any more."""
    await session.execute(delete(Groups).where(Groups.chat_id == chat_id))


async def unbound(session: AsyncSession, since: datetime) -> Sequence[int]:
    """The groups we were added to before `since`, that nobody has bound and whose chat is open."""
    there = select(Groups.chat_id).join(Chats, Chats.id == Groups.chat_id)
    waiting = (Groups.school_id.is_(None), Groups.added_at <= since, Chats.closed_at.is_(None))
    return (await session.scalars(there.where(*waiting).order_by(Groups.chat_id))).all()


async def group(session: AsyncSession, chat_id: int) -> Any:
    """Its row; None if we were never added there."""
    return (await session.execute(select(Groups.__table__).where(Groups.chat_id == chat_id))).one_or_none()


async def groups_of(session: AsyncSession, school_id: int) -> Sequence[Any]:
    """The groups bound to a school, the oldest first; `klass` is the class whose parents' group one is."""
    columns = (Groups.__table__, Classes.name.label("klass"))
    mine = select(*columns).outerjoin(Classes, Classes.id == Groups.class_id).where(Groups.school_id == school_id)
    return (await session.execute(mine.order_by(Groups.bound_at, Groups.chat_id))).all()


async def speakers(
    session: AsyncSession, said: Collection[tuple[Address, Address]], now: datetime
) -> dict[tuple[Address, Address], Asker]:
    """Who speaks in bound groups of staff, by (group, sender): somebody of that school, known from a private chat.
    Nobody else is anybody there, and in a group of parents nobody is.
    """
    there = {group for group, _sender in said}
    rows = select(Chats.channel, Chats.address, Groups.school_id).join(Groups, Groups.chat_id == Chats.id)
    rows = rows.where(Chats.address.in_({address for _channel, address in there}))
    rows = rows.where(Groups.school_id.is_not(None), Groups.class_id.is_(None))
    bound = {(row.channel, row.address): row.school_id for row in await session.execute(rows)}
    if not bound:
        return {}
    known = await known_askers(session, {sender for group, sender in said if group in bound}, now)
    return {
        (group, sender): known[sender]
        for group, sender in said
        if (asker := known.get(sender)) and asker.school and asker.school.id == bound.get(group)
    }
