"""Who sponsored whom until the year was over: offered for the new one, as nobody begins anew by himself."""

from datetime import date
from typing import Any

from msgspec import Struct
from sqlalchemy import and_, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.base import twin
from models.figures.counting import enrolled_on
from models.people.roles import held_on
from models.people.tables import Enrolments, People, Pupils, Roles
from models.school.tables import Classes, Years
from models.sponsors.tables import CATEGORIES, AtRiskPupils, Sponsorships
from rules.people.roles import EMPLOYED


class Last(Struct, frozen=True, kw_only=True):
    """A sponsorship of last year, with the pupil's class of now."""

    pupil_id: int
    name: str
    class_id: int
    class_name: str
    person_id: int
    person: str
    supporting: bool
    hardship: bool
    weak: bool
    dropout: bool

    def categories(self) -> dict[str, bool]:
        return {name: getattr(self, name) for name in CATEGORIES}


async def of_last_year(session: AsyncSession, school_id: int, day: date, *which: Any) -> list[Last]:
    """Those that ended with the school year before that of `day`, of pupils and staff who are still here; not of who
    has been on this year's list already. By class and pupil, the supporting one last.
    """
    here = twin(Classes, "of_last_year")
    now = twin(Years, "of_last_year, now")
    old = twin(Years, "of_last_year, old")
    again = twin(AtRiskPupils, "of_last_year")
    newer = twin(Years, "of_last_year, newer")
    between = select(newer.id).where(newer.school_id == school_id, newer.starts > old.starts, newer.starts < now.starts)
    of_now = select(again.id).where(again.pupil_id == AtRiskPupils.pupil_id, again.year_id == now.id)
    staff = select(Roles.id).where(Roles.person_id == Sponsorships.person_id, Roles.name.in_(EMPLOYED), *held_on(day))
    statement = (
        select(
            Pupils.id.label("pupil_id"),
            Pupils.full_name.label("name"),
            here.id.label("class_id"),
            here.name.label("class_name"),
            People.id.label("person_id"),
            People.full_name.label("person"),
            Sponsorships.supporting,
            AtRiskPupils.hardship,
            AtRiskPupils.weak,
            AtRiskPupils.dropout,
        )
        .join(AtRiskPupils, and_(AtRiskPupils.pupil_id == Pupils.id, AtRiskPupils.school_id == school_id))
        .join(old, old.id == AtRiskPupils.year_id)
        .join(Enrolments, and_(Enrolments.pupil_id == Pupils.id, enrolled_on(Enrolments, day)))
        .join(here, here.id == Enrolments.class_id)
        .join(now, now.id == here.year_id)
        .join(Sponsorships, and_(Sponsorships.pupil_id == Pupils.id, Sponsorships.ends > old.ends))
        .join(People, People.id == Sponsorships.person_id)
        .where(old.starts < now.starts, ~between.correlate(old, now).exists(), AtRiskPupils.ends > old.ends)
        .where(Sponsorships.starts <= old.ends, ~of_now.correlate(AtRiskPupils, now).exists())
        .where(staff.correlate(Sponsorships).exists(), *which)
        .order_by(here.grade, here.name, Enrolments.list_no, Pupils.id, Sponsorships.supporting, Sponsorships.id)
    )
    return [Last(**row) for row in (await session.execute(statement)).mappings()]
