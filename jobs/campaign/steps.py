"""The return campaign's ladder, as statements of the daily check: missing on the return date, not back days later."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import Date, Integer, and_, bindparam, func, insert, literal, select, update
from sqlalchemy.orm import aliased

from models import Campaigns, Cases, Classes, ClassParts, Firings, Ladders, LadderSteps, Marks
from models.campaign.campaigns import campaign_on, of_class, on
from models.campaign.returning import missing
from models.figures.counting import attended, counted, on_a_list
from models.shapes.among import SCHOOLS, among
from models.shapes.fires import Statement, fires_too
from rules.ladder.steps import AWAY, NOT_BACK, RETURN, UP

_today = bindparam("today", type_=Date)
_FIRED = ["school_id", "pupil_id", "class_id", "place_id", "step", "day", "run_start", "days", "ladder_id"]


@cache
def _fire_away() -> Any:
    """Missing by the first report there is since the return date, with leave or without: once a campaign."""
    return insert(Firings).from_select(_FIRED, _not_seen(AWAY))


@cache
def _fire_not_back() -> Any:
    """So many reported school days after the return date, and still not seen: the clock begins with that date. A case
    that is before the principal already does not come again.
    """
    opened = aliased(Cases)
    decided = select(opened.id).where(opened.pupil_id == Marks.pupil_id, opened.closed_on.is_(None), opened.step >= UP)
    chosen = _not_seen(NOT_BACK).where(~decided.correlate_except(opened).exists())
    return insert(Firings).from_select(_FIRED, chosen.having(_days_missed() >= func.max(LadderSteps.after)))


def _not_seen(step: int) -> Any:
    """Pupils missing by their class's last report in a campaign who have not been in class since the return date, and
    for whom this step has not fired in it.
    """
    fired = aliased(Firings)
    already = select(fired.id).where(
        fired.pupil_id == Marks.pupil_id,
        fired.step == literal(step, Integer),
        fired.day >= Campaigns.starts,
        fired.struck_at.is_(None),
    )
    in_force = and_(
        Ladders.school_id == Campaigns.school_id, Ladders.name == literal(RETURN), Ladders.ended_at.is_(None)
    )
    who = (Campaigns.school_id, Marks.pupil_id, Marks.class_id)
    return (
        select(*who, func.max(Marks.place_id), literal(step, Integer), Marks.day, Campaigns.starts, _days_missed())
        .add_columns(Ladders.id)
        .select_from(Campaigns)
        .join(Classes, of_class())
        .join(Marks, and_(Marks.class_id == Classes.id, Marks.day.between(Campaigns.starts, _today)))
        .join(Ladders, in_force)
        .join(LadderSteps, and_(LadderSteps.ladder_id == Ladders.id, LadderSteps.step == literal(step, Integer)))
        .where(among(Campaigns.school_id, SCHOOLS), on(_today), missing(), ~_newer_report())
        .where(
            on_a_list(Marks.pupil_id, _today),
            ~attended(Marks.pupil_id, Campaigns.starts, Marks.day),
            ~already.correlate_except(fired).exists(),
        )
        .group_by(*who, Marks.day, Campaigns.id, Campaigns.starts, Ladders.id)
    )


def _newer_report() -> Any:
    """The class has spoken since, up to today: what counts is its last word."""
    newer = aliased(ClassParts)
    found = select(newer.day).where(
        newer.class_id == Marks.class_id, newer.day > Marks.day, newer.day <= _today, counted(newer)
    )
    return found.correlate_except(newer).exists()


def _days_missed() -> Any:
    """The reported school days since the return date that the pupil has missed."""
    earlier = aliased(Marks)
    days = select(func.count(earlier.day.distinct())).where(
        earlier.pupil_id == Marks.pupil_id, earlier.day.between(Campaigns.starts, Marks.day), missing(earlier)
    )
    return days.correlate_except(earlier).scalar_subquery()


@cache
def _open_cases() -> Any:
    """Whoever is not back gets a case, unless there is one: so it is on everybody's list until the pupil is."""
    has_one, opened = aliased(Cases), Firings.day
    known = select(has_one.id).where(has_one.pupil_id == Firings.pupil_id, has_one.closed_on.is_(None))
    columns = ["school_id", "pupil_id", "class_id", "place_id", "run_start", "days", "ladder_id", "opened_on", "step"]
    fired = [getattr(Firings, name) for name in columns[:-2]]
    chosen = select(*fired, opened, literal(NOT_BACK, Integer)).where(_untied(), ~known.exists())
    return insert(Cases).from_select(columns, chosen)


@cache
def _tie_cases() -> Any:
    opened = select(Cases.id).where(Cases.pupil_id == Firings.pupil_id, Cases.closed_on.is_(None))
    return update(Firings).where(_untied()).values(case_id=opened.correlate(Firings).scalar_subquery())


def _untied() -> Any:
    return and_(
        among(Firings.school_id, SCHOOLS),
        Firings.step == literal(NOT_BACK, Integer),
        Firings.case_id.is_(None),
        Firings.struck_at.is_(None),
    )


@cache
def _step_up() -> Any:
    """A case that was open before is before the principal from now on."""
    fired = select(Firings.id).where(Firings.case_id == Cases.id, Firings.step == NOT_BACK, Firings.struck_at.is_(None))
    lower = and_(among(Cases.school_id, SCHOOLS), Cases.closed_on.is_(None), Cases.step < UP)
    return update(Cases).where(lower, fired.correlate(Cases).exists()).values(step=NOT_BACK)


@fires_too(needed=campaign_on)
def return_steps() -> Sequence[Statement]:
    """Before the steps of the other ladder: of one and the same absence it is the return's letters that are written."""
    return (_fire_away, _fire_not_back, _open_cases, _tie_cases, _step_up)
