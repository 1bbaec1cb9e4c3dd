"""What families answered when they were told of an absence, and what the homeroom teacher made of it."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from msgspec import Struct
from sqlalchemy import ForeignKey, Index, String, and_, func, insert, or_, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Moment, Row
from models.figures.counting import attended, in_counted, live
from models.people.tables import Guardians
from models.post.optouts import ALARMS
from models.post.tables import SENT, UNCERTAIN, Outbox
from models.register.reports import NewMark, Report, record
from models.register.tables import Firings, Marks
from models.shapes.asker import LinkedAsker
from rules.marks import Mark

OPEN, APPROVED, REFUSED, REPLACED = "open", "approved", "refused", "replaced"
ILL, FAMILY_MATTER, UNAWARE, HELP, OTHER = "om", "viec_nha", "khong_biet", "can_giup", "khac"
KNOWN = "da_biet"  # no reason, only: we know, need not be told again
REASONS = (ILL, FAMILY_MATTER, OTHER)
LATE_ANSWER = timedelta(days=14)  # an alarm can be answered that long


class Answers(Row):
    """A guardian's answer about the absence a firing stands for. `words` are the guardian's own, kept for a month;
    `day` is the day of the last absence it can mean.
    """

    __tablename__ = "answers"
    __table_args__ = (Index("ix_answers_firing", "firing_id"), Index("ix_answers_pupil", "pupil_id", "day"))
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"))
    firing_id: Mapped[int] = mapped_column(ForeignKey("firings.id"))
    pupil_id: Mapped[int] = mapped_column(ForeignKey("pupils.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    day: Mapped[date]
    code: Mapped[str] = mapped_column(String(20))
    words: Mapped[str | None] = mapped_column(String(300))
    state: Mapped[str] = mapped_column(String(10), default=OPEN)
    answered_at: Mapped[datetime] = mapped_column(Moment)
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class Missed(Struct, frozen=True):
    """A half day missed without leave."""

    day: date
    part: str
    class_id: int
    place_id: int | None = None


class Asked(Struct, frozen=True, kw_only=True):
    """The absence a family was told of: the firing, and all that was missed without leave since, until the return."""

    firing_id: int
    school_id: int
    pupil_id: int
    class_id: int
    day: date
    case_id: int | None
    missed: tuple[Missed, ...]

    @property
    def days(self) -> tuple[date, ...]:
        return tuple(sorted({one.day for one in self.missed}))


async def asked_about(session: AsyncSession, firing_id: int) -> Asked | None:
    """None if the firing was struck, or nothing of it is without leave any more."""
    columns = (Firings.id, Firings.school_id, Firings.pupil_id, Firings.class_id, Firings.day, Firings.run_start)
    mine = select(*columns, Firings.case_id).where(Firings.id == firing_id, Firings.struck_at.is_(None))
    firing = (await session.execute(mine)).first()
    if firing is None:
        return None
    marks = select(Marks.day, Marks.part, Marks.class_id, Marks.place_id).where(
        Marks.pupil_id == firing.pupil_id,
        Marks.kind == Mark.UNEXCUSED,
        live(),
        in_counted(),
        Marks.day >= firing.run_start,
    )
    back = attended(Marks.pupil_id, firing.day + timedelta(days=1), Marks.day, not_on_last=True)
    marks = marks.where(~back)  # an absence after the return is another one, also before the check has seen it
    missed = tuple(Missed(*row) for row in await session.execute(marks.order_by(Marks.day, Marks.part.desc())))
    if not missed:
        return None
    return Asked(
        firing_id=firing.id,
        school_id=firing.school_id,
        pupil_id=firing.pupil_id,
        class_id=firing.class_id,
        day=firing.day,
        case_id=firing.case_id,
        missed=missed,
    )


async def said_before(session: AsyncSession, asked: Asked, person_id: int, words: str) -> bool:
    """Whether this open answer of the person holds just these words already: a phone sent them twice."""
    mine = (Answers.firing_id == asked.firing_id, Answers.person_id == person_id, Answers.state == OPEN)
    return await session.scalar(select(Answers.id).where(*mine, Answers.words == words[:300]).limit(1)) is not None


async def store_answer(
    session: AsyncSession, asked: Asked, person_id: int, code: str, words: str | None, now: datetime
) -> int:
    """Keep an answer and return its number. One with words added is the same answer; another one takes its place."""
    mine = and_(Answers.firing_id == asked.firing_id, Answers.person_id == person_id, Answers.state == OPEN)
    same = await session.scalar(select(Answers.id).where(mine, Answers.code == code).order_by(Answers.id.desc()))
    if same is not None:
        if words:
            await session.execute(update(Answers).where(Answers.id == same).values(words=words[:300]))
        return same
    if code != KNOWN:
        await session.execute(update(Answers).where(mine, Answers.code != KNOWN).values(state=REPLACED))
        days = [one.day for one in asked.missed]
        reason = update(Marks).where(
            Marks.pupil_id == asked.pupil_id, Marks.day.in_(days), Marks.kind == Mark.UNEXCUSED
        )
        await session.execute(reason.where(live()).values(reason_code=code))
    values = {
        "school_id": asked.school_id,
        "firing_id": asked.firing_id,
        "pupil_id": asked.pupil_id,
        "person_id": person_id,
        "day": asked.days[-1],
        "code": code,
        "words": words[:300] if words else None,
        "state": OPEN,
        "answered_at": now,
    }
    return int(await session.scalar(insert(Answers).values(values).returning(Answers.id)) or 0)


async def answers(session: AsyncSession, ids: Collection[int]) -> Sequence[Any]:
    """These answers, in their order."""
    found = select(Answers.__table__).where(Answers.id.in_(ids)).order_by(Answers.id)
    return (await session.execute(found)).all()


async def decide_answer(session: AsyncSession, answer_id: int, state: str, by: int | None, now: datetime) -> bool:
    """Whether it was still open, and is decided now."""
    still = update(Answers).where(Answers.id == answer_id, Answers.state == OPEN)
    values = {"state": state, "decided_at": now, "decided_by": by}
    done = await session.execute(still.values(values).returning(Answers.id))
    return done.first() is not None


async def excuse(
    session: AsyncSession, school_id: int, pupil_id: int, missed: Collection[Missed], report: dict[str, Any]
) -> list[date]:
    """Make these absences ones with leave, as a report of them would; return their days. `report` is who says so, with
    which message, when, and the reason's code.
    """
    together: dict[tuple[date, int], list[Missed]] = {}
    for one in missed:
        together.setdefault((one.day, one.class_id), []).append(one)
    said = dict(report)
    code = said.pop("reason_code", None)
    for (day, class_id), ones in together.items():
        parts = tuple(one.part for one in ones)
        mark = NewMark(pupil_id=pupil_id, kind=Mark.EXCUSED, parts=parts, place_id=ones[0].place_id, reason_code=code)
        # the half days are reported already, so the number of pupils is not written again
        of_day = Report(school_id=school_id, class_id=class_id, day=day, parts=parts, enrolled=0, **said)
        await record(session, of_day, [mark])
    return sorted({day for day, _class_id in together})


async def other_guardians(session: AsyncSession, pupil_id: int, person_id: int) -> Sequence[int]:
    """The child's guardians but this one."""
    found = select(Guardians.person_id).where(Guardians.pupil_id == pupil_id, Guardians.person_id != person_id)
    return (await session.scalars(found.distinct().order_by(Guardians.person_id))).all()


async def spoken_for(session: AsyncSession, firings: Collection[int], person_id: int) -> frozenset[int]:
    """Those of the firings about which another guardian gave a reason: nobody else of the family is alarmed of them."""
    found = select(Answers.firing_id).where(
        Answers.firing_id.in_(firings), Answers.person_id != person_id, Answers.code.in_(REASONS)
    )
    return frozenset(await session.scalars(found))


async def put_right_by_family(session: AsyncSession, days: Collection[tuple[int, date]], own: Collection[int]) -> bool:
    """Whether all these (pupil, day) are of own children and absences with leave, some on a family's answer."""
    pupils = {pupil for pupil, _day in days}
    if not pupils <= set(own):
        return False
    approved = and_(Answers.pupil_id == Marks.pupil_id, Answers.state == APPROVED, Answers.decided_at == Marks.made_at)
    found = select(Marks.pupil_id, Marks.day, Answers.id).outerjoin(Answers, approved)
    found = found.where(tuple_(Marks.pupil_id, Marks.day).in_(list(days)), Marks.kind == Mark.EXCUSED, live())
    rows = (await session.execute(found)).all()
    return {(row.pupil_id, row.day) for row in rows} >= set(days) and any(row.id for row in rows)


class Alarm(Struct, frozen=True):
    """The newest alarm about a pupil that reached its family, and whether this guardian has given a reason."""

    firing_id: int
    pupil_id: int
    sent_at: datetime
    answered: bool


async def alarms_of(session: AsyncSession, asker: LinkedAsker, now: datetime) -> list[Alarm]:
    """Of this guardian's children at the school, as long as they can be answered, whichever guardian's phone showed
    them.
    """
    person_id = asker.person_id
    found = (
        select(func.max(Firings.id), Firings.pupil_id, func.max(Outbox.sent_at))
        .join(Guardians, and_(Guardians.pupil_id == Firings.pupil_id, Guardians.person_id == person_id))
        .join(Outbox, and_(Outbox.about == Firings.id, Outbox.kind.in_(ALARMS)))
        .where(Outbox.state.in_([SENT, UNCERTAIN]), Outbox.sent_at > now - LATE_ANSWER, Firings.struck_at.is_(None))
        .where(Firings.school_id == asker.school.id)
        .group_by(Firings.pupil_id)
    )
    rows: Sequence[Any] = (await session.execute(found)).all()
    gave = select(Answers.firing_id).where(
        Answers.firing_id.in_([row[0] for row in rows]), Answers.person_id == person_id, Answers.code.in_(REASONS)
    )
    answered = set(await session.scalars(gave.where(or_(Answers.words.is_not(None), Answers.code != OTHER))))
    return [Alarm(firing_id, pupil_id, sent_at, firing_id in answered) for firing_id, pupil_id, sent_at in rows]


async def unanswered(session: AsyncSession, asker: LinkedAsker, now: datetime) -> list[int]:
    """The firings of those for which this guardian gave no reason."""
    return [one.firing_id for one in await alarms_of(session, asker, now) if not one.answered]
