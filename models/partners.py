"""Partners of the village team, and what each was asked to go along for."""

from collections.abc import Sequence
from datetime import date, datetime

from msgspec import Struct
from sqlalchemy import ForeignKey, Index, String, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Moment, Row
from models.people.guardians import has_chat
from models.people.roles import held_on
from models.people.tables import People, Roles
from rules.people.roles import Role


class PartnerAsks(Row):
    """A partner was asked to go along to the family of a case's child: the name and the place, and nothing of why."""

    __tablename__ = "partner_asks"
    __table_args__ = (Index("ix_partner_asks_case", "case_id"),)
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"))
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    asked_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    asked_at: Mapped[datetime] = mapped_column(Moment)
    answer: Mapped[str | None] = mapped_column(String(10))
    answered_at: Mapped[datetime | None] = mapped_column(Moment)


class Partner(Struct, frozen=True, kw_only=True):
    """`body` is a code of `rules.partners.Body`; `linked`: can be written to."""

    person_id: int
    name: str
    body: str
    linked: bool


async def partners(session: AsyncSession, school_id: int, day: date) -> Sequence[Partner]:
    """Those of the school, by body and name."""
    held = select(Roles.person_id, People.full_name, Roles.position, has_chat(Roles.person_id).label("linked"))
    held = held.join(People, People.id == Roles.person_id)
    held = held.where(Roles.school_id == school_id, Roles.name == Role.PARTNER, *held_on(day))
    rows = await session.execute(held.order_by(Roles.position, People.full_name))
    return [
        Partner(person_id=row.person_id, name=row.full_name, body=row.position or "", linked=bool(row.linked))
        for row in rows
    ]
