"""What is due soon, told with its draft to whoever is in charge, days before; once more on the working day before; and
what is overdue, to the principal, once.
"""

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Date, Integer, String, cast, literal, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from jobs import after, job
from models import AtRiskPupils, DutyTimes, HandedInDuties, Outbox, Roles
from models.duties.owed import Time, in_charge, prepared, still_owed, times, working_days
from models.people.holders import holders
from models.people.roles import held_on
from models.shapes.message import Notices, Round, Said
from rules.duties.deadlines import LATE, LOOKED_BACK, OWN_LEAD, reminded_on, told_from, working_day
from rules.duties.standing import STANDING
from rules.letters import Kind
from rules.papers import PaperKind
from rules.people.roles import Role

LONGEST = max(OWN_LEAD, *(duty.lead for duty in STANDING))
WORTH = timedelta(days=3)


@job(times=lambda school: [after(school.morning_due, 50)], late=timedelta(hours=9))
async def duties_told(round_: Round, session: AsyncSession) -> Sequence[Said]:
    """On working days only. Who comes into office later is told too: the key tells nobody twice."""
    found: list[Said] = []
    for school_id in round_.schools:
        ahead = timedelta(days=LONGEST + LOOKED_BACK)
        near = await times(session, school_id, round_.day - LATE, round_.day + ahead)
        working = await working_days(session, school_id, round_.day, round_.day + ahead) if near else frozenset()
        if round_.day in working:
            found += await _of_school(round_, session, school_id, await _with_work(session, school_id, near), working)
    return found


async def _with_work(session: AsyncSession, school_id: int, near: Sequence[Time]) -> list[Time]:
    """A school that sponsors nobody reports on no sponsors."""
    listed = select(AtRiskPupils.id).where(AtRiskPupils.school_id == school_id, AtRiskPupils.ends.is_(None))
    sponsors = await session.scalar(listed.limit(1)) is not None
    return [one for one in near if sponsors or one.duty.paper != PaperKind.SPONSORS]


async def _of_school(
    round_: Round, session: AsyncSession, school_id: int, near: Sequence[Time], working: Collection[date]
) -> list[Notices]:
    found: list[Notices] = []
    for time in near:
        ready_by = working_day(time.due, working)
        if round_.day > time.due:
            found += await _overdue(round_, session, school_id, time)
        elif round_.day >= min(told_from(time.duty, time.due), reminded_on(time.due, working)):
            number = (await prepared(session, school_id, time)).id or 0
            found.append(_told(round_, number, time, Kind.DUTY_DUE, round_.day))
            if reminded_on(time.due, working) <= round_.day <= ready_by:
                found.append(_told(round_, number, time, Kind.DUTY_REMIND, round_.day))
    return found


async def _overdue(round_: Round, session: AsyncSession, school_id: int, time: Time) -> list[Notices]:
    if not await still_owed(session, school_id, time, round_.day):
        return []
    key = f"{Kind.DUTY_LATE}:{time.id}"
    chosen = holders([Role.PRINCIPAL], [school_id], round_.day, about=time.id or 0, key=key)
    return [Notices(kind=Kind.DUTY_LATE, select=chosen, valid_until=round_.now + WORTH)]


def _told(round_: Round, number: int, time: Time, kind: Kind, day: date) -> Notices:
    """Whoever is in charge and has not handed it in; reminded is who was told on an earlier day."""
    who = (
        select(
            Roles.school_id,
            Roles.person_id,
            literal(number, Integer).label("about"),
            literal(day, Date).label("day"),
            cast(literal(f"{kind}:{number}"), String).label("key"),
        )
        .join(DutyTimes, DutyTimes.school_id == Roles.school_id)
        .where(DutyTimes.id == number, in_charge(day), *held_on(day), ~_done(time))
        .distinct()
    )
    if kind is Kind.DUTY_REMIND:
        who = who.where(_told_before(number, day))
    until = max(round_.now + WORTH, round_.now + (time.due - day))
    return Notices(kind=kind, select=who, valid_until=until)


def _done(time: Time) -> Any:
    mine = HandedInDuties.person_id == Roles.person_id
    done = select(HandedInDuties.person_id).where(HandedInDuties.time_id == DutyTimes.id)
    done = done.where(mine) if time.duty.each else done
    return done.correlate(Roles, DutyTimes).exists()


def _told_before(number: int, day: date) -> Any:
    letter = aliased(Outbox)
    told = select(letter.id).where(
        letter.kind == Kind.DUTY_DUE, letter.about == number, letter.person_id == Roles.person_id, letter.day < day
    )
    return told.correlate_except(letter).exists()
