"""What is said to those who had been told something that has turned out otherwise."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from locales import N_, _
from locales.words import day_words, opening
from models import Cases, Classes, Firings, Marks, Pupils
from models.families.answers import FAMILY_MATTER, ILL, put_right_by_family
from models.figures.counting import attended, was_reported
from models.people.guardians import children
from models.readers import FIRING, family, named_at_its_step, saw, sponsor
from models.shapes.asker import School
from models.shapes.letter import Due, Letter, Reader, composes, dues_about
from rules.ladder.steps import with_case
from rules.letters import Kind
from rules.marks import ABSENT, IN_PART, Mark
from rules.people.names import given_name


@composes(
    Kind.CORRECTED, to=family(FIRING) | sponsor(FIRING) | named_at_its_step() | saw(FIRING), about=N_("a correction")
)
async def corrected(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    """One letter to everybody who was told something that has turned out otherwise. Of what was true and is excused
    now, or who is in class by now, nobody need apologise: it is news.
    """
    statement = (
        select(Firings.id, Firings.pupil_id, Firings.step, Firings.day, Pupils.full_name, Classes.name)
        .add_columns(Cases.closed_on)
        .outerjoin(Cases, Cases.id == Firings.case_id)
        .join(Pupils, Pupils.id == Firings.pupil_id)
        .join(Classes, Classes.id == Firings.class_id)
        .where(Firings.id.in_([due.about for due in dues]))
    )
    fired = {row.id: row for row in await session.execute(statement.order_by(Firings.id))}
    own = await children(session, reader.person_id)
    lines: dict[tuple[int, date], str] = {}
    for due in sorted(dues, key=lambda due: (with_case(fired[due.about].step), due.about)):
        row = fired[due.about]
        lines[row.pupil_id, due.day] = await _line(session, row, due.day, mine=row.pupil_id in own)
        if row.pupil_id in own and not await _unexcused(session, row.pupil_id, row.day):
            lines[row.pupil_id, row.day] = await _line(
                session, row, row.day, mine=True
            )  # a family was told of each day
    head = _("**Correction**: an earlier message was wrong, and the school apologises.")
    said = [lines[key] for key in sorted(lines)]
    if all([await _is_news(session, reader.school, pupil_id, day) for pupil_id, day in lines]):
        head = _("**More about** an absence:")
        if any([not await _kinds(session, pupil_id, day) for pupil_id, day in lines]):
            said.append(_("If the earlier message was a mistake, the school apologises."))
    if fired and await put_right_by_family(session, {(fired[due.about].pupil_id, due.day) for due in dues}, own):
        head = _("Dear parents, thank you for your answer. The school has put the register right:")
    return Letter(text="\n".join([head, *said]), told=dues_about(dues))


async def _line(session: AsyncSession, row: Any, day: date, *, mine: bool) -> str:
    name = _("your child {name}").format(name=given_name(row.full_name)) if mine else row.full_name
    now = (await _now(session, row.pupil_id, day, mine=mine)).format(name=name, klass=row.name, day=day_words(day))
    closed = with_case(row.step) and row.closed_on is not None and not mine
    return f"• {opening(now)}" + (" " + _("The case is closed.") if closed else "")


async def _is_news(session: AsyncSession, school: School, pupil_id: int, day: date) -> bool:
    """Absent all the same, and with leave; or in class by now, after the roll was called. Nobody knows of that day's
    absences that they were a mistake, but where a report was taken back or changed.
    """
    found = select(Marks.kind, Marks.struck_at, Marks.struck_inbox_id).where(
        Marks.pupil_id == pupil_id, Marks.day == day
    )
    marks = (await session.execute(found)).all()
    kinds = {mark.kind for mark in marks if mark.struck_at is None}
    if not await was_reported(session, pupil_id, day):
        return False
    if kinds:
        return kinds <= {Mark.EXCUSED, Mark.LATE}
    return all(mark.struck_inbox_id and school.day(mark.struck_at) == day for mark in marks if mark.kind in ABSENT)


async def _unexcused(session: AsyncSession, pupil_id: int, day: date) -> bool:
    still = select(Marks.id).where(
        Marks.pupil_id == pupil_id, Marks.day == day, Marks.kind == Mark.UNEXCUSED, Marks.struck_at.is_(None)
    )
    return await session.scalar(still.limit(1)) is not None


async def _with_leave(session: AsyncSession, pupil_id: int, day: date) -> str:
    """With the plain reasons anybody may read who was told of the absence."""
    codes = select(Marks.reason_code).where(
        Marks.pupil_id == pupil_id, Marks.day == day, Marks.struck_at.is_(None), Marks.reason_code.is_not(None)
    )
    known = set(await session.scalars(codes))
    if known == {ILL}:
        return _("{name}, class {klass}, {day}: the family has let us know: ill.")
    if known == {FAMILY_MATTER}:
        return _("{name}, class {klass}, {day}: the family has let us know: a family matter.")
    return _("{name}, class {klass}, {day}: with leave.")


async def _kinds(session: AsyncSession, pupil_id: int, day: date) -> set[str]:
    """The marks that stand; none: in class."""
    marks = select(Marks.kind).where(Marks.pupil_id == pupil_id, Marks.day == day, Marks.struck_at.is_(None))
    return set(await session.scalars(marks))


async def _now(session: AsyncSession, pupil_id: int, day: date, *, mine: bool) -> str:
    """What the day has turned out to be, as a sentence to fill in."""
    kinds, counts = await _kinds(session, pupil_id, day), await was_reported(session, pupil_id, day)
    if not kinds and not counts:
        return _("{name}, class {klass}, {day}: the report was a mistake and was taken back.")
    if not kinds:
        return _("{name}, class {klass}, {day}: was in class.")
    if not counts:
        return _("{name}, class {klass}, {day}: the class had the day off.")
    if kinds == {Mark.EXCUSED}:
        return _("{name}, class {klass}, {day}: with leave.") if mine else await _with_leave(session, pupil_id, day)
    return await _with_marks(session, pupil_id, day, kinds)


async def _with_marks(session: AsyncSession, pupil_id: int, day: date, kinds: set[str]) -> str:
    if kinds == {Mark.LATE}:
        return _("{name}, class {klass}, {day}: came late, not absent.")
    if kinds == {Mark.UNEXCUSED} and not await session.scalar(select(attended(pupil_id, day, day))):
        return _("{name}, class {klass}, {day}: absent, and without leave so far.")
    if not kinds.isdisjoint(IN_PART) and kinds.isdisjoint(ABSENT):
        return _("{name}, class {klass}, {day}: came to school, and was not in class for all of the session.")
    return _("{name}, class {klass}, {day}: changed.")
