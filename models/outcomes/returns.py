"""The same of the return after Tết or the summer: who was missing in a campaign, and of whom it took no notice."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, and_, func, select

from models.base import twin
from models.campaign.campaigns import Campaigns, of_class, on
from models.campaign.returning import missing
from models.figures.counting import attended, enrolled_on
from models.ladder.versions import Ladders, LadderSteps
from models.outcomes.known import in_force, known_to_check
from models.people.tables import Enrolments
from models.register.tables import Cases, Firings, Marks
from models.school.tables import Classes
from models.shapes.asker import School
from rules.ladder.steps import AWAY, NOT_BACK, RETURN, UP


def not_seen_away(school: School, day: date, checked: datetime) -> Select[*tuple[Any, ...]]:
    """Missing on that day and not in class since the return date, and nothing has fired in this campaign."""
    return _without(AWAY, school, day, checked)


def not_seen_not_back(school: School, day: date, checked: datetime) -> Select[*tuple[Any, ...]]:
    """The same after as many reported school days as bring it before the leadership, unless it is there already."""
    opened, earlier = twin(Cases, "not_seen_not_back"), twin(Marks, "not_seen_not_back")
    decided = select(opened.id).where(opened.pupil_id == Marks.pupil_id, opened.closed_on.is_(None), opened.step >= UP)
    days = select(func.count(earlier.day.distinct())).where(
        earlier.pupil_id == Marks.pupil_id, earlier.day.between(Campaigns.starts, day), missing(earlier)
    )
    return _without(NOT_BACK, school, day, checked).where(
        ~decided.correlate_except(opened).exists(),
        days.correlate_except(earlier).scalar_subquery() >= LadderSteps.after,
    )


def _without(step: int, school: School, day: date, checked: datetime) -> Select[*tuple[Any, ...]]:
    """(pupil_id, name of the class) of whom the check should have seen and for whom the step left no trace."""
    fired, place, later = twin(Firings, "without"), twin(Enrolments, "without"), twin(Marks, "without")
    seen = select(fired.id).where(
        fired.pupil_id == Marks.pupil_id, fired.step == step, fired.day.between(Campaigns.starts, day)
    )
    here = select(place.id).where(place.pupil_id == Marks.pupil_id, enrolled_on(place, day))
    changed = select(later.id).where(
        later.pupil_id == Marks.pupil_id, later.day.between(Campaigns.starts, day), later.made_at >= checked
    )
    return (
        select(Marks.pupil_id, Classes.name)
        .join(Classes, Classes.id == Marks.class_id)
        .join(Campaigns, and_(of_class(), on(day), Campaigns.made_at < checked))
        .join(Ladders, in_force(school, RETURN, checked))
        .join(LadderSteps, and_(LadderSteps.ladder_id == Ladders.id, LadderSteps.step == step))
        .where(*known_to_check(school, day, checked), missing(), ~attended(Marks.pupil_id, Campaigns.starts, day))
        .where(here.correlate_except(place).exists(), ~changed.correlate_except(later).exists())
        .where(~seen.correlate_except(fired).exists())
        .distinct()
    )
