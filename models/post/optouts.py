"""What people do not want to be told, by kind of notice: it is handed to a person then, as if they had no chat."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, String, delete, exists, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Moment, insert_new, twin
from models.post.tables import HANDED, HELD, PENDING, Outbox
from rules.letters import Kind

ALARMS = (Kind.ABSENT_GUARDIAN, Kind.ABSENT_AGAIN, Kind.CASE_GUARDIAN)  # what a family is told of an absence
TOPICS = {"vang": ALARMS, "camon": (Kind.THANKS,)}
OPTIONAL = frozenset(kind for kinds in TOPICS.values() for kind in kinds)
NOT_MISSED = OPTIONAL | {Kind.OTHER_ANSWERED}  # whom one of these does not reach lacks nothing that others must pass on


class OptOuts(Base):
    """A kind of notice this person does not get, since when."""

    __tablename__ = "opt_outs"
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(30), primary_key=True)
    since: Mapped[datetime] = mapped_column(Moment)


def opted_out(person_id: Any, kind: Any) -> ColumnElement[bool]:
    """For statements: this person does not want this kind."""
    own = twin(OptOuts, "opted_out")
    return exists().where(own.person_id == person_id, own.kind == kind).correlate_except(own)


async def opt_out(session: AsyncSession, person_id: int, topic: str, now: datetime) -> None:
    """What already waits to be sent goes to a person too: nothing of it leaves after the word."""
    kinds = TOPICS[topic]
    rows = [{"person_id": person_id, "kind": kind, "since": now} for kind in kinds]
    await session.execute(insert_new(session, OptOuts), rows)
    waiting = (Outbox.person_id == person_id, Outbox.kind.in_(kinds), Outbox.state.in_([PENDING, HELD]))
    await session.execute(update(Outbox).where(*waiting).values(state=HANDED))


async def opt_in(session: AsyncSession, person_id: int, topic: str) -> None:
    mine = (OptOuts.person_id == person_id, OptOuts.kind.in_(TOPICS[topic]))
    await session.execute(delete(OptOuts).where(*mine))


async def topics_off(session: AsyncSession, person_id: int) -> frozenset[str]:
    """The topics this person has stopped."""
    kinds = set(await session.scalars(select(OptOuts.kind).where(OptOuts.person_id == person_id)))
    return frozenset(topic for topic, members in TOPICS.items() if kinds.issuperset(members))
