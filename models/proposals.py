"""What somebody not in charge of a class says against a mark that stands: kept for its homeroom teacher, not done."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from msgspec import Struct
from sqlalchemy import and_, delete, func, insert, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.people.tables import People, Pupils
from models.register.batches import Batch, Undoing
from models.register.proposed import WRONG, Proposals
from models.register.reports import NewMark, Report
from models.register.tables import Marks
from models.school.tables import Classes
from rules.marks import ABSENT

Key = tuple[int, date, str]  # a pupil's half day


class Proposal(Struct, frozen=True, kw_only=True):
    """A proposal in words, with the mark that stands."""

    inbox_id: int
    class_id: int
    class_name: str
    pupil_id: int
    pupil: str
    day: date
    part: str
    kind: str
    now: str
    unsettled: bool = False
    by: str
    person_id: int


async def against(
    session: AsyncSession, report: Report, marks: Sequence[NewMark], *, own_too: bool = False
) -> frozenset[int]:
    """Those of the pupils of whom a report says something else than what another person has marked; with `own_too`,
    or its writer.
    """
    others = [] if own_too else [Marks.person_id.is_distinct_from(report.person_id)]
    statement = select(Marks.pupil_id, Marks.part, Marks.kind).where(
        Marks.pupil_id.in_([mark.pupil_id for mark in marks]),
        Marks.day == report.day,
        Marks.struck_at.is_(None),
        *others,
    )
    stands = {(row.pupil_id, row.part): row.kind for row in await session.execute(statement)}
    return frozenset(
        mark.pupil_id
        for mark in marks
        for part in mark.parts or report.parts
        if not mark.implied and stands.get((mark.pupil_id, part), mark.kind) != mark.kind
    )


async def propose(session: AsyncSession, report: Report, marks: Sequence[NewMark]) -> None:
    rows = [
        {
            "school_id": report.school_id,
            "class_id": report.class_id,
            "pupil_id": mark.pupil_id,
            "day": report.day,
            "part": part,
            "kind": mark.kind,
            "person_id": report.person_id,
            "inbox_id": report.inbox_id,
            "made_at": report.at,
        }
        for mark in marks
        for part in mark.parts or report.parts
    ]
    await session.execute(insert(Proposals), rows)


async def confirmed(session: AsyncSession, report: Report, marks: Sequence[NewMark]) -> None:
    """Whoever decides has said once more that these are absent: what was said against it is over. Whether it is with
    leave is settled too by who says that, and not by a mark that only implies it.
    """
    absent = [mark for mark in marks if mark.kind in ABSENT]
    if not absent:
        return
    whole = [mark.pupil_id for mark in absent if not mark.implied]
    of_them = (Proposals.pupil_id.in_([mark.pupil_id for mark in absent]), Proposals.day == report.day)
    said = or_(Proposals.kind.not_in(ABSENT), Proposals.pupil_id.in_(whole))
    await session.execute(delete(Proposals).where(*of_them, Proposals.part.in_(report.parts), said))


async def taken_back(session: AsyncSession, person_id: int) -> None:
    """What this person's last such message said against marks is said no longer."""
    mine = Proposals.person_id == person_id
    last = select(func.max(Proposals.inbox_id)).where(mine).scalar_subquery()
    await session.execute(delete(Proposals).where(mine, Proposals.inbox_id == last))


async def put_in_question(
    session: AsyncSession, done: Batch, by: Undoing, inbox_id: int, now: Mapping[Key, str], otherwise: str
) -> None:
    """Of what a message recorded its writer says something else in another, which waits for a tap: `now` of these
    (pupil, day, half day), `otherwise` of all others.
    """
    said = [(mark, now.get((mark.pupil_id, mark.day, mark.part), otherwise)) for mark in done.marks]
    rows = [
        {
            "school_id": done.school_id,
            "class_id": mark.class_id,
            "pupil_id": mark.pupil_id,
            "day": mark.day,
            "part": mark.part,
            "kind": kind,
            "person_id": by.person_id,
            "inbox_id": inbox_id,
            "made_at": by.at,
        }
        for mark, kind in said
        if kind != mark.kind
    ]
    if rows:
        await session.execute(insert(Proposals), rows)


async def proposals(session: AsyncSession, messages: Collection[int]) -> list[Proposal]:
    """What these messages proposed and the register does not say by now."""
    stands = and_(
        Marks.pupil_id == Proposals.pupil_id,
        Marks.day == Proposals.day,
        Marks.part == Proposals.part,
        Marks.struck_at.is_(None),
    )
    one = Proposals
    statement = (
        select(
            one.inbox_id,
            one.class_id,
            Classes.name.label("class_name"),
            one.pupil_id,
            Pupils.full_name.label("pupil"),
            one.day,
            one.part,
            one.kind,
            Marks.kind.label("now"),
            Marks.unsettled,
            People.full_name.label("by"),
            People.id.label("person_id"),
        )
        .join(Classes, Classes.id == one.class_id)
        .join(Pupils, Pupils.id == one.pupil_id)
        .join(People, People.id == one.person_id)
        .join(Marks, stands)
        .where(one.inbox_id.in_(messages), one.kind.not_in([Marks.kind, WRONG]))
        .order_by(one.id)
    )
    return [Proposal(**row) for row in (await session.execute(statement)).mappings()]
