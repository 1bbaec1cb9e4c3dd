"""People: staff with dated roles, pupils with dated enrolment, guardians, their chats and the codes that link them."""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Moment, Row, partial


class People(Row):
    """A grown-up. `key` tells the same person again at the next import: folded name and phone, or the slot.
    `group_name` is the subject group (tổ chuyên môn) of a member of staff.
    """

    __tablename__ = "people"
    __table_args__ = (UniqueConstraint("school_id", "key"),)
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"))
    key: Mapped[str] = mapped_column(String(200))
    full_name: Mapped[str] = mapped_column(String(100))
    phone: Mapped[str | None] = mapped_column(String(20))
    group_name: Mapped[str | None] = mapped_column(String(80))
    language: Mapped[str] = mapped_column(String(8), default="vi")


class Roles(Row):
    """What a person is, from a day to a day (both included; no end = until further notice). `position` tells several
    with the same role apart: PHT1, PHT2.
    """

    __tablename__ = "roles"
    __table_args__ = (
        Index("ix_roles_person", "person_id"),
        Index("ix_roles_school", "school_id", "name"),
        Index("ix_roles_class", "class_id"),
        Index("ix_roles_place", "place_id"),
    )
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    name: Mapped[str] = mapped_column(String(30))
    position: Mapped[str | None] = mapped_column(String(20))
    class_id: Mapped[int | None] = mapped_column(ForeignKey("classes.id"))
    place_id: Mapped[int | None] = mapped_column(ForeignKey("places.id"))
    starts: Mapped[date]
    ends: Mapped[date | None]


class Pupils(Row):
    """A child. `key` tells the same child again at the next import: the pupil code, or name and birth date."""

    __tablename__ = "pupils"
    __table_args__ = (UniqueConstraint("school_id", "key"), Index("ix_pupils_place", "place_id"))
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"))
    key: Mapped[str] = mapped_column(String(200))
    code: Mapped[str | None] = mapped_column(String(40))
    full_name: Mapped[str] = mapped_column(String(100))
    birth_date: Mapped[date | None]
    gender: Mapped[str | None] = mapped_column(String(10))
    place_id: Mapped[int | None] = mapped_column(ForeignKey("places.id"))
    boarding: Mapped[bool] = mapped_column(default=False)


class Enrolments(Row):
    """A pupil in a class, from a day to a day; `list_no` is the school's own order (STT). `began_id` and `ended_id` are
    the movements it began and ended with: none for who was on the list when the year began, and when the year is over.
    Nobody is on two lists until further notice.
    """

    __tablename__ = "enrolments"
    __table_args__ = (
        Index("ix_enrolments_class", "class_id"),
        Index("ix_enrolments_pupil", "pupil_id", "class_id"),  # SQLite would search the class's otherwise
        partial("uq_enrolments_open", "pupil_id", where="ends IS NULL", unique=True),
        partial("ix_enrolments_began", "began_id", where="began_id IS NOT NULL"),
        partial("ix_enrolments_ended", "ended_id", where="ended_id IS NOT NULL"),
    )
    pupil_id: Mapped[int] = mapped_column(ForeignKey("pupils.id"))
    class_id: Mapped[int] = mapped_column(ForeignKey("classes.id"))
    list_no: Mapped[int | None]
    starts: Mapped[date]
    ends: Mapped[date | None]
    began_id: Mapped[int | None] = mapped_column(ForeignKey("movements.id"))
    ended_id: Mapped[int | None] = mapped_column(ForeignKey("movements.id"))


class Guardians(Row):
    """A guardian slot of a pupil (1 or 2) and who fills it. `key` is what the roster says of the slot: linking may put
    another person in it (a teacher who is also a mother), and the next import must leave that alone.
    """

    __tablename__ = "guardians"
    __table_args__ = (UniqueConstraint("pupil_id", "slot"), Index("ix_guardians_person", "person_id"))
    pupil_id: Mapped[int] = mapped_column(ForeignKey("pupils.id"))
    slot: Mapped[int]
    key: Mapped[str] = mapped_column(String(200), default="", server_default="")
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    relation: Mapped[str] = mapped_column(String(30), default="")


class Chats(Row):
    """A chat on a channel and the person behind it, if linked. A closed one is never written to again. Of several chats
    of a person the one preferred last is written to, else the one linked last.
    """

    __tablename__ = "chats"
    __table_args__ = (
        partial("uq_chats_open", "channel", "address", where="closed_at IS NULL", unique=True),
        partial("ix_chats_person", "person_id", "linked_at", where="closed_at IS NULL"),
    )
    channel: Mapped[str] = mapped_column(String(30))
    address: Mapped[str] = mapped_column(String(120))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    language: Mapped[str] = mapped_column(String(8), default="vi")
    created_at: Mapped[datetime] = mapped_column(Moment)
    linked_at: Mapped[datetime | None] = mapped_column(Moment)
    preferred_at: Mapped[datetime | None] = mapped_column(Moment)
    closed_at: Mapped[datetime | None] = mapped_column(Moment)


class NumberRoads(Base):
    """A chat that is only a phone number (template messages, SMS): nobody is linked there and nobody answers. `rank`
    orders the roads of a person after every linked chat, the cheapest first, as long as nobody has chosen otherwise.
    """

    __tablename__ = "number_roads"
    __table_args__ = (Index("ix_number_roads_person", "person_id", "rank"),)
    chat_id: Mapped[int] = mapped_column(ForeignKey("chats.id"), primary_key=True, autoincrement=False)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    rank: Mapped[int]


class RoadChoices(Base):
    """Which road to a person's number somebody has chosen to be tried first, by its channel; empty: none of them, a
    person calls.
    """

    __tablename__ = "road_choices"
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True, autoincrement=False)
    first: Mapped[str] = mapped_column(String(30))
    chosen_by: Mapped[int] = mapped_column(ForeignKey("people.id"))
    chosen_at: Mapped[datetime] = mapped_column(Moment)


class LinkCodes(Row):
    """A one-time code; only its digest is kept. With `guardian_id` it opens a guardian slot, else a person."""

    __tablename__ = "link_codes"
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"))
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    guardian_id: Mapped[int | None] = mapped_column(ForeignKey("guardians.id"))
    made_at: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)


class LinkTries(Row):
    """A wrong code typed in a chat: what the throttle counts."""

    __tablename__ = "link_tries"
    __table_args__ = (Index("ix_link_tries_chat", "chat_id", "at"), Index("ix_link_tries_at", "at"))
    chat_id: Mapped[int] = mapped_column(ForeignKey("chats.id"))
    at: Mapped[datetime] = mapped_column(Moment)


class LinkRequests(Row):
    """A chat that showed a guardian's code and waits for the homeroom teacher's word."""

    __tablename__ = "link_requests"
    __table_args__ = (Index("ix_link_requests_chat", "chat_id"),)
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"))
    chat_id: Mapped[int] = mapped_column(ForeignKey("chats.id"))
    guardian_id: Mapped[int] = mapped_column(ForeignKey("guardians.id"))
    account_name: Mapped[str] = mapped_column(String(100), default="")
    asked_at: Mapped[datetime] = mapped_column(Moment)
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    approved: Mapped[bool | None]


async def pupil_names(session: AsyncSession, ids: Collection[int]) -> dict[int, str]:
    """The full names of some pupils, in the order in which they came to the school."""
    found = select(Pupils.id, Pupils.full_name).where(Pupils.id.in_(ids)).order_by(Pupils.id)
    return dict((await session.execute(found)).all())
