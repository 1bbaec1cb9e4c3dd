"""Whether anybody heard: of each step that fired, and of each letter that did not arrive."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.base import twin
from models.families.calls import Calls
from models.ladder.look_again import KINDS
from models.outcomes import Gap, Lack
from models.outcomes.checks import at
from models.people.roles import held_on
from models.people.tables import Chats, Guardians, Roles
from models.post.lost import key_of_family, key_of_late, key_of_staff, on_the_way
from models.post.optouts import NOT_MISSED
from models.post.tables import HELD, SENT, STOPPED, UNCERTAIN, Outbox, in_lost
from models.register.tables import Firings
from models.school.tables import Classes
from models.shapes.asker import School
from rules.letters import Kind

SAFE = (SENT, UNCERTAIN, STOPPED, HELD)  # it has left, or a person is to say whether it may
TIME_TO_TELL = timedelta(hours=3)  # in which what did not arrive is told to somebody
ABOUT_LETTERS = (Kind.LATE, Kind.UNDELIVERED, Kind.UNDELIVERED_FAMILY)


async def unheard(session: AsyncSession, school: School, days: Sequence[date]) -> list[Gap]:
    """By day: the pupils of whose absence nobody at all has heard; where that is all of them, one thing is wrong."""
    found = []
    for day in days:
        fired = select(Firings.pupil_id, Classes.name).join(Classes, Classes.id == Firings.class_id)
        fired = fired.where(Firings.school_id == school.id, Firings.day == day, Firings.struck_at.is_(None))
        rows = (await session.execute(fired.add_columns(or_(_told(), _called()).label("heard")))).all()
        alone = {row.pupil_id for row in rows} - {row.pupil_id for row in rows if row.heard}
        if not alone:
            continue
        lack = Lack.NOBODY_HEARD if any(row.heard for row in rows) else Lack.NOTHING_ARRIVED
        classes = {row.name for row in rows if row.pupil_id in alone}
        found.append(Gap(lack=lack, day=day, classes=tuple(sorted(classes)), count=len(alone)))
    return found


def _told() -> Any:
    letter = twin(Outbox, "heard.told")
    about = or_(
        and_(letter.about == Firings.id, letter.kind.in_(KINDS)),
        and_(letter.about == Firings.pupil_id, letter.kind == Kind.CALL, letter.day == Firings.day),
    )
    return select(letter.id).where(about, letter.state.in_(SAFE)).correlate_except(letter).exists()


def _called() -> Any:
    call = twin(Calls, "called")
    made = select(call.id).where(call.pupil_id == Firings.pupil_id, call.day == Firings.day)
    return made.correlate_except(call).exists()


async def lost(session: AsyncSession, school: School, days: Sequence[date], now: datetime) -> list[Gap]:
    """Letters to people who are still to be told, that set out and did not arrive, and of which nobody was told. Of the
    alarms to families `unheard` speaks.
    """
    begins = at(school, days[0], time(0))
    chat, told = twin(Chats, "lost"), twin(Outbox, "lost")
    person_id = Outbox.person_id
    keys = (key_of_staff(person_id), key_of_family(), key_of_late())
    said = select(told.id).where(
        told.school_id == school.id, told.kind.in_(ABOUT_LETTERS), told.key.in_(keys), told.state.in_(SAFE)
    )
    rows = await session.execute(
        select(Outbox.kind)
        .outerjoin(chat, chat.id == Outbox.chat_id)
        .where(in_lost(), Outbox.school_id == school.id, Outbox.created_at > begins)
        .where(Outbox.created_at < now - TIME_TO_TELL, Outbox.kind != "", on_the_way())
        .where(Outbox.kind.not_in((*ABOUT_LETTERS, *NOT_MISSED)), _still_somebody(school.day(now)))
        .where(~said.correlate(Outbox).exists())
    )
    kinds = [row.kind for row in rows]
    shown = tuple(dict.fromkeys(kinds))
    return [Gap(lack=Lack.LOST, day=days[-1], count=len(kinds), kinds=shown)] if kinds else []


def _still_somebody(today: date) -> Any:
    role, guardian = twin(Roles, "still_somebody"), twin(Guardians, "still_somebody")
    staff = select(role.id).where(role.person_id == Outbox.person_id, *held_on(today, role)).correlate_except(role)
    family = select(guardian.id).where(guardian.person_id == Outbox.person_id).correlate_except(guardian)
    return or_(staff.exists(), family.exists())
