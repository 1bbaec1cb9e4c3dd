"""Puts a roster that was read into the database: what the file does not hold stays, what differs is named."""

from collections import Counter
from datetime import date
from typing import Any

from msgspec.structs import replace
from sqlalchemy import func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from locales import N_
from models import Classes, Enrolments, Pupils, Schools, Years
from models.calendar.weeks import keep_weeks
from papers.roster import Roster
from papers.roster.applying.again import kept_lines, once, written_again
from papers.roster.applying.called.numbers import as_known
from papers.roster.applying.called.places import keep_places, places_as_called
from papers.roster.applying.called.sites import classes_as_called, keep_sites
from papers.roster.applying.cases import cases_go_along
from papers.roster.applying.changes import Change, Changes, summary
from papers.roster.applying.doubtful import Doubtful
from papers.roster.applying.guardians import apply_guardians
from papers.roster.applying.less import has_no_marks
from papers.roster.applying.odd import staff_among, what_is_odd
from papers.roster.applying.parting import apply_parting
from papers.roster.applying.pupils import apply_pupils
from papers.roster.applying.sponsors import apply_sponsors
from papers.roster.applying.staff import apply_staff
from papers.roster.applying.work import Import, class_key
from papers.roster.likeness import sounds

__all__ = ["Change", "Changes", "Doubtful", "apply_roster", "summary"]


async def apply_roster(
    session: AsyncSession,
    school_id: int,
    roster: Roster,
    today: date,
    *,
    let_go: bool = True,
    bring_back: bool = True,
    by: int | None = None,
    only: int | None = None,
) -> Changes:
    """Bring the school's roster in line with the file, in the caller's transaction. Return what changed; the same
    file again changes nothing, and what a file does not hold stays. The roster must be without errors. Without
    `let_go` the endings that need a person's second word only wait, without `bring_back` pupils who had left stay away.
    What was typed holds from its own day on; `only` is the class that may be touched, if not all. Raises Unmatched if
    its sponsor list names strangers, or its codes are other pupils', NotYours for pupils of other classes, StillNeeded
    for the last of an office, and Doubtful if somebody must be asked who is who: then nothing of it may be kept.
    """
    await session.execute(select(Schools.id).where(Schools.id == school_id).with_for_update())
    day = roster.typed.day if roster.typed else today
    year = await _current_year(session, school_id, day)
    first = not await session.scalar(select(func.count()).where(Pupils.school_id == school_id))
    begins = day if first else max(day, year.starts)
    work = Import(session, school_id, year, begins, first, let_go, bring_back, by=by)
    work.now = today if begins > today and not first else None
    work.only, work.until = only, roster.typed.until if roster.typed else None
    if not roster.only_sponsors:
        roster = await _as_called_here(work, roster)
        roster, places = await places_as_called(work, roster)
        if places:
            raise Doubtful.of_places(places)
        await _ask_again(work, roster)
        work.line_of, roster = kept_lines(roster), once(roster)
        work.lines, work.unmarked = len(roster.pupils), has_no_marks(roster)
        await _classes(work, roster)
        await keep_places(work, roster)
        await apply_staff(work, roster)
        if roster.parting is not None:
            await apply_parting(work, roster.parting)
        await apply_pupils(work, roster)
        await apply_guardians(work, roster.pupils)
        await cases_go_along(work, today)
        work.changes.odd += what_is_odd(work.changes, len(roster.pupils)) + await staff_among(work, roster.pupils)
    if roster.sponsors:
        await apply_sponsors(work, roster.sponsors)
    if work.changes:
        newer = update(Schools).where(Schools.id == school_id).values(version=Schools.version + 1)
        await session.execute(newer)
    return work.changes


async def _ask_again(work: Import, roster: Roster) -> None:
    """Raises Doubtful for lines that may be one pupil; not where the school has as many pupils who are alike."""
    groups = written_again(roster)
    if not groups:
        return
    names = select(Pupils.full_name, Pupils.birth_date).join(Enrolments, Enrolments.pupil_id == Pupils.id)
    here = names.where(Pupils.school_id == work.school_id, Enrolments.ends.is_(None))
    known = Counter((sounds(name), born) for name, born in await work.session.execute(here))
    rows = roster.pupils
    asked = [
        lines
        for first, lines in groups.items()
        if known[sounds(rows[first].full_name), rows[first].birth_date] < len(lines)
    ]
    if asked:
        raise Doubtful.written_again(roster, asked)


async def _current_year(session: AsyncSession, school_id: int, today: date) -> Any:
    """The school year of today; in the summer the one to come, if it is there."""
    statement = select(Years.id, Years.starts, Years.ends).where(Years.school_id == school_id)
    years = (await session.execute(statement.order_by(Years.starts))).all()
    return next((year for year in years if year.ends >= today), years[-1])


async def _as_called_here(work: Import, roster: Roster) -> Roster:
    """With its classes written as the school's list has them: `6.1` of another system is no new class beside 6/1.
    Raises Doubtful for what may be two classes.
    """
    there = await work.session.scalars(select(Classes.name).where(Classes.year_id == work.year.id))
    roster = as_known(roster, there.all())
    if roster.numbers:
        raise Doubtful.cut_numbers(roster)
    called = await classes_as_called(work, [one.class_name for one in roster.pupils] + _homerooms(roster))
    return replace(
        roster,
        pupils=[replace(one, class_name=called(one.class_name)) for one in roster.pupils],
        aside=[replace(one, row=replace(one.row, class_name=called(one.row.class_name))) for one in roster.aside],
        staff=[
            replace(
                one,
                homeroom_class=called(one.homeroom_class or "") or None,
                more_classes=[called(name) for name in one.more_classes],
            )
            for one in roster.staff
        ],
    )


def _homerooms(roster: Roster) -> list[str]:
    return [name for one in roster.staff for name in one.classes]


async def _classes(work: Import, roster: Roster) -> None:
    names = [pupil.class_name for pupil in roster.pupils] + _homerooms(roster)
    wanted = {class_key(name): name for name in reversed(names) if name}
    there = await work.session.execute(select(Classes.key, Classes.id).where(Classes.year_id == work.year.id))
    known = dict(there.all())
    new = sorted(key for key in wanted if key not in known)
    if new:
        shared = {"school_id": work.school_id, "year_id": work.year.id}
        rows = [{**shared, "grade": _grade(wanted[key]), "name": wanted[key], "key": key} for key in new]
        await work.session.execute(insert(Classes), rows)
        for key in new:
            work.say(N_("new class {name}"), name=wanted[key])
        await keep_weeks(work.session, work.school_id, work.year.id)
        there = await work.session.execute(select(Classes.key, Classes.id).where(Classes.year_id == work.year.id))
        known = dict(there.all())
    work.classes = known
    await keep_sites(work)


def _grade(name: str) -> int | None:
    digits = name[: len(name) - len(name.lstrip("0123456789"))]
    return int(digits) if digits else None
