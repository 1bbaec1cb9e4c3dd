"""What fires of the ladder for runs of days away: the first absence, the step that opens a case, those that only tell.

Building these statements costs more than running them on a quiet day, so each is built once.
"""

from functools import cache
from typing import Any

from sqlalchemy import Select, and_, func, insert, literal, or_, select, union_all
from sqlalchemy.orm import aliased

from jobs.ladder.given import ENDED, TODAY, TOMORROW, in_force
from models import Cases, Classes, ClassParts, Firings, Ladders, LadderSteps, Marks
from models.figures.counting import K, P, counted, in_counted, last_counted_day, live, on_a_list, runs, seed_of
from models.figures.presence import back_at_noon, back_between
from models.ladder.away import added_up, usual
from models.ladder.reopening import open_case_of
from models.shapes.among import SCHOOLS, among, one_of
from rules.ladder.steps import CASE, FIRST, TOLD, StepKind


@cache
def fire() -> Any:
    """Step 1 for every K of the day, step 2 and those that only tell where the run of whole days is long enough."""
    away = _away(runs(seed()))
    enough = and_(away.c.days >= LadderSteps.after, usual(), _over(away))
    by_days = or_(one_of(LadderSteps.step, (FIRST, CASE)), LadderSteps.step > TOLD)
    return _insert_firings(away, and_(by_days, or_(LadderSteps.step == FIRST, enough)))


@cache
def fire_otherwise(kind: StepKind) -> Any:
    """Step 2, or those that only tell, in the schools that add absences up in another way."""
    marked = seed().subquery("seed")
    known = select(marked.c.pupil_id, marked.c.class_id, marked.c.day, Ladders.id.label("ladder_id"))
    known = known.join(Classes, Classes.id == marked.c.class_id).join(Ladders, in_force(Classes.school_id))
    away = _away(added_up(known.where(~usual()).distinct(), anew=kind == CASE))
    mine = LadderSteps.step == CASE if kind == CASE else LadderSteps.step > TOLD
    over = or_(Ladders.unit != literal("days"), _over(away))
    return _insert_firings(away, and_(mine, away.c.days >= LadderSteps.after, ~usual(), over))


def _away(found: Any) -> Any:
    """Each run with the school, class and place of its last day: one row a pupil, even if the two half days of the day
    were missed in two classes. Of a morning nothing is told once the pupil is in class in the afternoon.

    The ladders are looked for by these rows: PostgreSQL, which takes a handful of ladders for one, would go through all
    runs once a ladder.
    """
    mark = aliased(Marks)
    named = [func.max(getattr(mark, name)).label(name) for name in ("school_id", "class_id", "place_id")]
    of_day = and_(mark.pupil_id == found.c.pupil_id, mark.day == found.c.last_day)
    rows = select(*found.c, *named).join(mark, of_day).where(mark.kind == K, live(mark), ~back_at_noon(mark))
    return rows.group_by(*found.c).cte("away").prefix_with("MATERIALIZED")


def _over(found: Any) -> Any:
    """The last day of a run is over: days are counted when nobody can still come in their afternoon."""
    mark, open_ = aliased(Marks), aliased(ClassParts)
    of_day = and_(open_.class_id == mark.class_id, open_.day == mark.day)
    to_come = select(mark.id).join(open_, of_day).where(mark.pupil_id == found.c.pupil_id, mark.day == found.c.last_day)
    to_come = to_come.where(live(mark), open_.held, open_.reported_at.is_(None), ~among(mark.school_id, ENDED))
    return or_(found.c.last_day < TODAY, ~to_come.correlate_except(mark, open_).exists())


def _insert_firings(away: Any, reached: Any) -> Any:
    """A step fires once a run, and is armed again only by a return: an excused day in between is not one. Nothing is
    told of the rest of a day whose first absence was told and has been excused since.
    """
    fired, opened = aliased(Firings), aliased(Cases)
    already = (
        select(fired.id)
        .where(
            fired.pupil_id == away.c.pupil_id,
            fired.step == LadderSteps.step,
            fired.struck_at.is_(None),
            or_(fired.day >= away.c.run_start, ~back_between(fired.pupil_id, fired.day, away.c.last_day)),
            ~_given_up(fired, away),
        )
        .correlate_except(fired)
    )
    who = (away.c.school_id, away.c.pupil_id, away.c.class_id, away.c.place_id)
    chosen = (
        select(*who, LadderSteps.step, away.c.last_day, away.c.run_start, away.c.days, Ladders.id)
        .select_from(away)
        .join(Ladders, in_force(away.c.school_id))
        .join(LadderSteps, LadderSteps.ladder_id == Ladders.id)
        .where(
            reached,
            ~already.exists(),
            on_a_list(away.c.pupil_id, TODAY),
            or_(LadderSteps.step != CASE, ~open_case_of(away.c.pupil_id, opened)),
            or_(LadderSteps.step != FIRST, ~_excused_since(away)),
        )
    )
    columns = ["school_id", "pupil_id", "class_id", "place_id", "step", "day", "run_start", "days", "ladder_id"]
    return insert(Firings).from_select(columns, chosen)


def _given_up(fired: Any, found: Any) -> Any:
    """Its case was closed by somebody as a mistake, and since then as many days were missed as open one."""
    ended, missed = aliased(Cases), aliased(Marks)
    days = select(func.count(missed.day.distinct())).where(
        missed.pupil_id == found.c.pupil_id, missed.day > ended.closed_on, missed.day <= found.c.last_day
    )
    enough = days.where(missed.kind == K, live(missed), in_counted(missed)).correlate_except(missed).scalar_subquery()
    given_up = select(ended.id).where(
        ended.id == fired.case_id, ended.closed_on.is_not(None), ended.closed_why != literal("dropped")
    )
    return given_up.where(enough >= LadderSteps.after).correlate_except(ended).exists()


def _excused_since(away: Any) -> Any:
    fired, other = aliased(Firings), aliased(Marks)
    excused = select(other.id).where(
        other.pupil_id == fired.pupil_id, other.day == fired.day, other.kind == P, live(other)
    )
    told = select(fired.id).where(
        fired.school_id == away.c.school_id, fired.day == away.c.last_day, fired.step == FIRST,
        fired.pupil_id == away.c.pupil_id, fired.struck_at.is_not(None),
    )  # fmt: skip
    return told.where(excused.correlate(fired).exists()).correlate_except(fired).exists()


def seed() -> Select[*tuple[Any, ...]]:
    """K marks of the day itself, and in classes silent that day the K marks of their last counted day, for a report
    that came late. Who was counted in another class since is not among them.
    """
    mark, late = aliased(Marks), aliased(Marks)
    silent, spoke, last = aliased(ClassParts), aliased(ClassParts), aliased(ClassParts)
    has_spoken = select(spoke.day).where(spoke.class_id == silent.class_id, spoke.day == TODAY, counted(spoke))
    last_day = (
        select(func.max(last.day))
        .where(last.class_id == silent.class_id, last.day < TODAY, counted(last))
        .correlate_except(last)
        .scalar_subquery()
    )
    today = seed_of(mark).where(mark.day == TODAY, among(mark.school_id, SCHOOLS))
    earlier = (
        seed_of(late)
        .join(silent, and_(silent.class_id == late.class_id, late.day == last_day))
        .where(
            silent.day == TODAY,
            among(late.school_id, SCHOOLS),
            silent.held,
            silent.reported_at.is_(None),
            late.day == last_counted_day(late.pupil_id, late.class_id, TOMORROW),
            ~has_spoken.correlate_except(spoke).exists(),
        )
    )
    both = union_all(today, earlier).subquery("marked")
    return select(both)
