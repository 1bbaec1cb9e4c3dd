"""What came of sponsoring in some days: the list as it stood on the last of them, who follows whom, and how it goes."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from msgspec import Struct
from sqlalchemy import and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.figures.counting import enrolled_on
from models.figures.tally import tallies
from models.people.roles import held_on
from models.people.tables import Enrolments, People, Pupils, Roles
from models.register.tables import Cases
from models.school.tables import Classes
from models.sponsors.tables import (
    BETTER,
    CATEGORIES,
    SAME,
    WORRY,
    AtRiskPupils,
    SponsorNotes,
    Sponsorships,
    last_notes,
)
from rules.people.roles import EMPLOYED


class Followed(Struct, frozen=True, kw_only=True):
    """A pupil on the list on the last day; without the restricted words. `since` is when the first of the sponsors
    began, `progress` what the newest note in the days says, `absent` the half days missed in them; `away`: a case is
    open on the last day.
    """

    pupil_id: int
    name: str
    class_name: str
    hardship: bool
    weak: bool
    dropout: bool
    sponsors: Sequence[tuple[str, bool]] = ()
    since: date | None = None
    excused: int = 0
    unexcused: int = 0
    unclear: int = 0
    progress: str | None = None
    away: bool = False


class Sponsored(Struct, frozen=True, kw_only=True):
    """`people` sponsor somebody, of a `staff` of so many."""

    pupils: Sequence[Followed]
    people: int
    staff: int

    def counted(self) -> dict[str, int]:
        """Each number there is, by name; of notes none is `silent`."""
        kinds = {name: sum(getattr(one, name) for one in self.pupils) for name in (*CATEGORIES, "away")}
        notes = {name: sum(one.progress == name for one in self.pupils) for name in (BETTER, SAME, WORRY)}
        followed = sum(bool(one.sponsors) for one in self.pupils)
        silent = len(self.pupils) - sum(notes.values())
        many = {"listed": len(self.pupils), "followed": followed, "people": self.people, "staff": self.staff}
        return many | kinds | notes | {"silent": silent}


async def sponsored(session: AsyncSession, school_id: int, first: date, last: date) -> Sponsored:
    rows = [dict(row) for row in (await session.execute(_listed(school_id, last))).mappings()]
    ids = [row["pupil_id"] for row in rows]
    found = await _sponsorships(session, ids, last)
    missed = await tallies(session, ids, last, first)
    months = SponsorNotes.month.between(first.replace(day=1), last)
    notes = await last_notes(session, ids, months)
    pupils = [
        Followed(
            **row,
            sponsors=[(one.full_name, one.supporting) for one in found if one.pupil_id == row["pupil_id"]],
            since=min((one.starts for one in found if one.pupil_id == row["pupil_id"]), default=None),
            excused=missed[row["pupil_id"]].excused,
            unexcused=missed[row["pupil_id"]].unexcused,
            unclear=missed[row["pupil_id"]].unclear,
            progress=notes[row["pupil_id"]].progress if row["pupil_id"] in notes else None,
        )
        for row in rows
    ]
    people = len({one.person_id for one in found})
    return Sponsored(pupils=pupils, people=people, staff=await _staff(session, school_id, last))


def _listed(school_id: int, day: date) -> Any:
    """On the at-risk list and a class list that day; one name once, however often it was put on and taken off."""
    case = select(Cases.id).where(
        Cases.pupil_id == Pupils.id, Cases.opened_on <= day, or_(Cases.closed_on.is_(None), Cases.closed_on > day)
    )
    return (
        select(
            Pupils.id.label("pupil_id"),
            Pupils.full_name.label("name"),
            Classes.name.label("class_name"),
            *(AtRiskPupils.hardship, AtRiskPupils.weak, AtRiskPupils.dropout),
            case.exists().label("away"),
        )
        .join(AtRiskPupils, AtRiskPupils.pupil_id == Pupils.id)
        .join(Enrolments, and_(Enrolments.pupil_id == Pupils.id, enrolled_on(Enrolments, day)))
        .join(Classes, Classes.id == Enrolments.class_id)
        .where(AtRiskPupils.school_id == school_id, *_standing(AtRiskPupils, day))
        .order_by(Classes.grade, Classes.name, Enrolments.list_no, Pupils.id)
    )


def _standing(table: Any, day: date) -> tuple[Any, ...]:
    """What ended on a day stands on it no more."""
    return table.starts <= day, or_(table.ends.is_(None), table.ends > day)


async def _sponsorships(session: AsyncSession, pupils: Collection[int], day: date) -> Sequence[Any]:
    statement = (
        select(
            Sponsorships.pupil_id,
            Sponsorships.person_id,
            Sponsorships.supporting,
            Sponsorships.starts,
            People.full_name,
        )
        .join(People, People.id == Sponsorships.person_id)
        .where(Sponsorships.pupil_id.in_(pupils), *_standing(Sponsorships, day))
        .order_by(Sponsorships.supporting, Sponsorships.id)
    )
    return (await session.execute(statement)).all()


async def _staff(session: AsyncSession, school_id: int, day: date) -> int:
    counted = select(func.count(Roles.person_id.distinct())).where(
        Roles.school_id == school_id, Roles.name.in_(EMPLOYED), *held_on(day)
    )
    return await session.scalar(counted) or 0
