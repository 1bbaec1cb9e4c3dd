"""Families no chat reaches: who must be called today, what each call came to, and what was handed to the village."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import (
    Date,
    ForeignKey,
    Index,
    Select,
    String,
    Subquery,
    and_,
    bindparam,
    func,
    or_,
    select,
    union,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, aliased, mapped_column

from models.base import Moment, Row, twin
from models.figures.counting import K, P, enrolled_on, in_counted, live
from models.people.holders import looks_after
from models.people.roles import held_on
from models.people.tables import Chats, Enrolments, Guardians, People, Pupils, Roles
from models.post.optouts import ALARMS
from models.post.tables import CHANNEL_DOWN, EXPIRED, FAILED, HANDED, HELD, LEASED, PENDING, SENT, UNCERTAIN, Outbox
from models.register.tables import Cases, Firings, Marks
from models.shapes.among import SCHOOLS, among
from models.told import Fate, best_of, fate_of
from rules.ladder.steps import UP
from rules.letters import Kind
from rules.people.roles import Role

MET, NO_ANSWER, WRONG_NUMBER, FORWARDED = "met", "no_answer", "wrong_number", "forwarded"
IN_VAIN = (NO_ANSWER, WRONG_NUMBER)
TRIES = 2  # calls that reached nobody, after which the village is asked
_LOST, _ALIVE = (HANDED, FAILED, EXPIRED), (PENDING, LEASED, SENT, UNCERTAIN)
_ON_ITS_WAY = (PENDING, LEASED, HELD)
RECENT = timedelta(days=3)


class Calls(Row):
    """A call to a pupil's family and what came of it, or a message that was forwarded by hand. `day` is the school day
    it was about.
    """

    __tablename__ = "calls"
    __table_args__ = (Index("ix_calls_pupil", "pupil_id", "day"), Index("ix_calls_school", "school_id", "day"))
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"))
    pupil_id: Mapped[int] = mapped_column(ForeignKey("pupils.id"))
    day: Mapped[date]
    result: Mapped[str] = mapped_column(String(20))
    reason_code: Mapped[str | None] = mapped_column(String(20))
    called_by: Mapped[int] = mapped_column(ForeignKey("people.id"))
    called_at: Mapped[datetime] = mapped_column(Moment)


class Relays(Row):
    """A message to a family that was handed to the village: by a person, or (`asked_by` null) after two calls in vain.
    `outcome` is what the village said: told, or not met.
    """

    __tablename__ = "relays"
    __table_args__ = (Index("ix_relays_pupil", "pupil_id", "day"), Index("ix_relays_school", "school_id", "day"))
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"))
    pupil_id: Mapped[int] = mapped_column(ForeignKey("pupils.id"))
    class_id: Mapped[int] = mapped_column(ForeignKey("classes.id"))
    place_id: Mapped[int | None] = mapped_column(ForeignKey("places.id"))
    day: Mapped[date]
    asked_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    asked_at: Mapped[datetime] = mapped_column(Moment)
    outcome: Mapped[str | None] = mapped_column(String(20))
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    answered_at: Mapped[datetime | None] = mapped_column(Moment)


DAY, SINCE = bindparam("day", type_=Date), bindparam("since", type_=Date)


@cache
def to_call() -> Subquery:
    """A subquery (pupil_id, school_id, class_id, place_id) of pupils absent without leave on `day` at one of `schools`,
    or with a step of an open case waiting, whose family no chat reaches: letters lost from `since` on count (see
    RECENT). A pupil without any guardian is one of them. Built once: that takes longer than asking.
    """
    mark, case, place = aliased(Marks), aliased(Cases), aliased(Enrolments)
    away = select(mark.pupil_id).where(
        among(mark.school_id, SCHOOLS), mark.day == DAY, mark.kind == K, live(mark), in_counted(mark)
    )
    due = select(case.pupil_id).where(
        among(case.school_id, SCHOOLS), case.closed_on.is_(None), or_(case.visited_on.is_(None), case.step >= UP)
    )
    chosen = union(away, due).subquery("chosen")
    return (
        select(Pupils.id.label("pupil_id"), Pupils.school_id, place.class_id, Pupils.place_id)
        .select_from(chosen)
        .join(Pupils, Pupils.id == chosen.c.pupil_id)
        .join(place, and_(place.pupil_id == Pupils.id, enrolled_on(place, DAY)))
        .where(~_excused(Pupils.id, DAY), ~_told(Pupils.id, DAY), ~_reachable(Pupils.id, SINCE))
        .subquery("found")
    )


def _excused(pupil_id: Any, day: Any) -> Any:
    """The family has spoken: every mark of the day is with leave."""
    mark, other = twin(Marks, "excused, mark"), twin(Marks, "excused, other")
    unexcused = select(other.id).where(other.pupil_id == mark.pupil_id, other.day == day, other.kind == K, live(other))
    with_leave = select(mark.id).where(mark.pupil_id == pupil_id, mark.day == day, mark.kind == P, live(mark))
    return with_leave.where(~unexcused.correlate(mark).exists()).correlate_except(mark).exists()


def _told(pupil_id: Any, day: Any) -> Any:
    """Something about this day has arrived at some guardian (a further day is told by the firing of the first), or is
    on its way: nobody is called while a road is still to be tried.
    """
    fired, letter = twin(Firings, "told"), twin(Outbox, "calls.told")
    found = select(letter.id).join(fired, fired.id == letter.about)
    found = found.where(letter.kind.in_(ALARMS), letter.day == day, fired.pupil_id == pupil_id)
    found = found.where(letter.state.in_((SENT, *_ON_ITS_WAY)), ~_waits_in_vain(letter))
    # only standing firings, so that the index by pupil serves: without it every letter there ever was is read
    return found.where(fired.struck_at.is_(None)).correlate_except(fired, letter).exists()


def _reachable(pupil_id: Any, since: Any) -> Any:
    """Some guardian has an open chat, and the newest letter to that guardian about this child was not lost, nor does it
    wait for a channel that is down, with no other road.
    """
    guardian, chat = twin(Guardians, "reachable"), twin(Chats, "reachable")
    fired = twin(Firings, "reachable")
    lost = twin(Outbox, "reachable, lost")
    later = twin(Outbox, "reachable, later")
    newer = (
        select(later.id)
        .where(
            later.about == lost.about,
            later.kind == lost.kind,
            later.person_id == lost.person_id,
            later.state.in_(_ALIVE),
        )
        .where(~_waits_in_vain(later))
    )
    failed = (
        select(lost.id)
        .join(fired, fired.id == lost.about)
        .where(
            fired.pupil_id == guardian.pupil_id,
            fired.day >= since,
            fired.struck_at.is_(None),
            lost.kind.in_(ALARMS),
            lost.person_id == guardian.person_id,
            or_(lost.state.in_(_LOST), _waits_in_vain(lost)),
            ~newer.correlate(lost).exists(),
        )
        .correlate(guardian)
    )
    found = select(guardian.id).join(chat, and_(chat.person_id == guardian.person_id, chat.closed_at.is_(None)))
    return found.where(guardian.pupil_id == pupil_id, ~failed.exists()).correlate_except(guardian, chat).exists()


def _waits_in_vain(letter: Any) -> Any:
    return and_(letter.state == PENDING, func.coalesce(letter.why, "") == CHANNEL_DOWN)


async def calls_of(session: AsyncSession, pupils: Collection[int], since: date) -> Sequence[Any]:
    """The calls about these pupils from a day on, in their order, with who made them."""
    statement = (
        select(Calls.__table__, People.full_name.label("by"))
        .join(People, People.id == Calls.called_by)
        .where(Calls.pupil_id.in_(pupils), Calls.day >= since)
        .order_by(Calls.id)
    )
    return (await session.execute(statement)).all()


async def relays_of(session: AsyncSession, pupils: Collection[int], since: date) -> Sequence[Any]:
    statement = select(Relays.__table__).where(Relays.pupil_id.in_(pupils), Relays.day >= since)
    return (await session.execute(statement.order_by(Relays.id))).all()


async def village_asked(session: AsyncSession, relays: Collection[int]) -> dict[int, Fate]:
    """By hand-over, what has become of asking the village."""
    owed = select(Outbox.about, Outbox.state, Outbox.why).where(Outbox.about.in_(relays), Outbox.kind == Kind.RELAY)
    found: dict[int, list[Fate]] = {}
    for row in await session.execute(owed):
        if (fate := fate_of(row.state, row.why, resting=False)) is not None:
            found.setdefault(row.about, []).append(fate)
    return {relay: best_of(fates) for relay, fates in found.items()}


async def village(session: AsyncSession, school_id: int, place_id: int | None, day: date) -> Sequence[int]:
    """Who in the village can be asked by message: the linked village head, or else the linked pair of the hamlet."""
    statement = (
        select(Roles.person_id, Roles.name)
        .join(Chats, and_(Chats.person_id == Roles.person_id, Chats.closed_at.is_(None)))
        .where(Roles.school_id == school_id, looks_after(place_id), *held_on(day))
        .distinct()
    )
    rows = (await session.execute(statement)).all()
    heads = [row.person_id for row in rows if row.name == Role.VILLAGE_HEAD]
    return sorted(heads or [row.person_id for row in rows])


def in_vain(first: Any, before: Any) -> Select[*tuple[Any, ...]]:
    """A SELECT (pupil_id) of those who were called at least twice from a day on and before another, since anybody was
    last met, all in vain.
    """
    call, met = twin(Calls, "in_vain, call"), twin(Calls, "in_vain, met")
    since = select(func.max(met.id)).where(met.pupil_id == call.pupil_id, met.result == MET)
    after = func.coalesce(since.correlate(call).scalar_subquery(), 0)
    return (
        select(call.pupil_id)
        .where(call.day >= first, call.day < before, call.result.in_(IN_VAIN), call.id > after)
        .group_by(call.pupil_id)
        .having(func.count() >= TRIES)
    )
