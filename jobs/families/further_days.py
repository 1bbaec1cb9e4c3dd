"""What the clock owes families: further days of an absence, a person instead of a fourth text, evening thanks."""

from collections.abc import Sequence
from datetime import time, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Date, Select, String, and_, bindparam, cast, func, literal, or_, select, union
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from jobs import after, job
from jobs.ladder.daily_check import check_times
from letters.ladder.wording import ON_ITS_WAY
from models import Answers, Cases, Firings, Guardians, Marks, Outbox, Roles
from models.families.answers import KNOWN, UNAWARE
from models.families.held_back import WITHHELD
from models.figures.counting import K, attended, in_counted, live
from models.figures.presence import back_at_noon
from models.ladder.recipients import key_of, reported_by
from models.people.roles import held_on
from models.post.optouts import ALARMS
from models.post.tables import HELD, SENT
from models.shapes.among import SCHOOLS, among
from models.shapes.asker import School
from models.shapes.message import Notices, Round, Said
from rules.ladder.steps import AWAY, FIRST, WITH_CASE
from rules.letters import Kind
from rules.people.roles import Role

AT_WORK = (Kind.CASE_LEADER, Kind.UP_LEADER, Kind.UP_HEAD)  # letters about a pupil that an own family may get
MOST_ALARMS = 3  # texts about one absence; after that a person speaks with the family
EVENING = time(20, 30)  # texts in the evening get answers that those in working hours do not (domain: timing)
LOOK_BACK = timedelta(days=21)  # an absence without a case is shorter, the holidays of Tết included


def _again_times(school: School) -> Sequence[time]:
    return [after(moment, 2) for moment in check_times(school)]


@job(times=_again_times, late=timedelta(hours=4))
async def further_days(round_: Round, session: AsyncSession) -> Sequence[Said]:
    """The absence goes on: the guardians who were told of its first day, or have taken the place of one who was, are
    told of this one, up to three texts in one absence; after that the homeroom teacher is to speak with the family.
    """
    given = {"schools": list(round_.schools), "today": round_.day}
    hold = max(school.hold for school in round_.schools.values())
    until = round_.now + timedelta(hours=12)
    return [
        Notices(
            kind=Kind.ABSENT_AGAIN, select=_further(), values=given, valid_until=until, hold=hold, at_once="further"
        ),
        Notices(kind=Kind.CALL_REPEAT, select=_to_a_person(), values=given, valid_until=until, at_once="further"),
    ]


_today = bindparam("today", type_=Date)


def _going_on(*columns: Any) -> Any:
    """Absences that began on an earlier day and were without leave today too, with the guardians (`Guardians`) who know
    of their beginning or should, as far as nothing has been said that makes a text needless.
    """
    newer = aliased(Firings)
    newest = select(newer.id).where(
        newer.pupil_id == Firings.pupil_id, newer.step == FIRST, newer.day > Firings.day, newer.struck_at.is_(None)
    )
    missed = (Marks.day == _today, Marks.kind == K, live(), in_counted())
    return (
        select(*columns)
        .select_from(Marks)
        .join(Firings, and_(Firings.pupil_id == Marks.pupil_id, Firings.step == FIRST, Firings.day < _today))
        .join(Guardians, and_(Guardians.pupil_id == Firings.pupil_id, _knows_or_should()))
        .where(*missed, among(Marks.school_id, SCHOOLS), Firings.struck_at.is_(None))
        .where(
            ~back_at_noon(Marks),
            ~newest.correlate_except(newer).exists(),
            ~_spoken(),
            ~reported_by(Guardians.person_id, _today),
            ~_told_at_work(),
        )
        .distinct()
    )


def _knows_or_should() -> Any:
    """This guardian was told of the beginning, or somebody was who is the child's guardian no longer."""
    told, slot = aliased(Outbox), aliased(Guardians)
    still = select(slot.id).where(slot.pupil_id == Firings.pupil_id, slot.person_id == told.person_id)
    beginning = (told.about == Firings.id, told.kind == Kind.ABSENT_GUARDIAN)
    theirs = or_(told.person_id == Guardians.person_id, ~still.correlate_except(slot).exists())
    return select(told.id).where(*beginning, theirs).correlate_except(told).exists()


@cache
def _further() -> Select[*tuple[Any, ...]]:
    key = (key_of("again", Firings.id) + literal(":") + cast(_today, String)).label("key")
    columns = (Firings.school_id, Guardians.person_id, Firings.id.label("about"), _today.label("day"), key)
    found: Select[*tuple[Any, ...]] = _going_on(*columns).where(_texts() < MOST_ALARMS, ~_told_today())
    return found


@cache
def _to_a_person() -> Select[*tuple[Any, ...]]:
    """Once an absence, to the teacher of the class the pupil is missing from now."""
    columns = (Firings.school_id, Roles.person_id, Firings.id.label("about"), _today.label("day"))
    going_on = _going_on(*columns, key_of("repeat", Firings.id)).where(_texts() >= MOST_ALARMS, ~_told_today())
    teacher = and_(Roles.class_id == Marks.class_id, Roles.name == Role.HOMEROOM, *held_on(_today))
    found: Select[*tuple[Any, ...]] = going_on.join(Roles, teacher)
    return found


def _told_at_work() -> Any:
    """Whoever is told of this pupil's case today as one of the staff reads there what the family is asked."""
    letter, step = aliased(Outbox), aliased(Firings)
    found = select(letter.id).join(step, step.id == letter.about)
    found = found.where(letter.person_id == Guardians.person_id, letter.day == _today, letter.kind.in_(AT_WORK))
    found = found.where(letter.state.in_(ON_ITS_WAY), step.pupil_id == Firings.pupil_id)
    return found.correlate_except(letter, step).exists()


def _spoken() -> Any:
    """Some guardian gave a reason or was met at home; or this guardian said "we know", and no case has opened since."""
    case = aliased(Cases)
    met = select(case.id).where(
        case.pupil_id == Firings.pupil_id, case.run_start == Firings.run_start, case.visited_on.is_not(None)
    )
    answer, step = aliased(Answers), aliased(Firings)
    opened = and_(step.step.in_((AWAY, *WITH_CASE)), step.day > answer.day, step.struck_at.is_(None))
    since = select(step.id).where(step.pupil_id == answer.pupil_id, opened)
    knows = and_(answer.code == KNOWN, answer.person_id == Guardians.person_id, ~since.correlate_except(step).exists())
    found = select(answer.id).where(
        answer.pupil_id == Firings.pupil_id,
        answer.day >= Firings.day,
        or_(answer.code.not_in([UNAWARE, KNOWN]), knows),
    )
    return or_(found.correlate_except(answer).exists(), met.correlate_except(case).exists())


def _alarms(*which: Any) -> Any:
    """How many messages of this absence there are for this guardian."""
    letter, fired = aliased(Outbox), aliased(Firings)
    found = (
        select(func.count(letter.id))
        .join(fired, fired.id == letter.about)
        .where(
            letter.person_id == Guardians.person_id,
            letter.kind.in_(ALARMS),
            fired.pupil_id == Firings.pupil_id,
            fired.day >= Firings.day,
            *(condition(letter) for condition in which),
        )
    )
    return found.correlate_except(letter, fired).scalar_subquery()


def _texts() -> Any:
    return _alarms(lambda letter: letter.day < _today, lambda letter: letter.state.in_(ON_ITS_WAY))


def _told_today() -> Any:
    """Another message about this day is there already, or the teacher's tap has kept it back."""
    today = (lambda letter: letter.day == _today, lambda letter: letter.kind != Kind.ABSENT_AGAIN)
    return _alarms(*today, lambda letter: or_(letter.state.in_((*ON_ITS_WAY, HELD)), letter.why == WITHHELD)) > 0


@job(times=lambda _school: [EVENING], late=timedelta(hours=12))
async def thank_families(round_: Round, session: AsyncSession) -> Sequence[Said]:
    """Once a return, and only guardians who had been told of the absence."""
    given = {"schools": list(round_.schools), "today": round_.day, "since": round_.day - LOOK_BACK}
    return [Notices(kind=Kind.THANKS, select=_thanked(), values=given, valid_until=round_.now + timedelta(hours=18))]


@cache
def _thanked() -> Select[*tuple[Any, ...]]:
    missed, told = aliased(Marks), aliased(Outbox)
    still_away = select(missed.id).where(
        missed.pupil_id == Firings.pupil_id, missed.day == _today, missed.kind == K, live(missed)
    )
    ended = and_(Cases.closed_on == _today, Cases.closed_why == literal("returned"))
    with_case = select(Firings.id).join(
        Cases, and_(Cases.pupil_id == Firings.pupil_id, Cases.run_start == Firings.run_start)
    )
    since = bindparam("since", type_=Date)
    recent = select(Firings.id).where(Firings.day >= since, Firings.day < _today, Firings.step == FIRST)
    back = attended(Firings.pupil_id, _today, _today)
    return (
        select(
            Firings.school_id,
            told.person_id,
            Firings.id.label("about"),
            _today.label("day"),
            key_of("thanks", Firings.id),
        )
        .join(told, and_(told.about == Firings.id, told.kind.in_(ALARMS)))
        .where(
            Firings.id.in_(union(recent, with_case.where(ended))),
            Firings.step == FIRST,
            among(Firings.school_id, SCHOOLS),
            Firings.struck_at.is_(None),
            told.state == SENT,
            back,
            ~still_away.correlate_except(missed).exists(),
            ~_knows_the_return(told.person_id),
        )
        .distinct()
    )


def _knows_the_return(person_id: Any) -> Any:
    """As one of the staff, who is thanked in the letter that says so."""
    letter, case = aliased(Outbox), aliased(Cases)
    found = select(letter.id).join(case, case.id == letter.about)
    found = found.where(letter.person_id == person_id, letter.kind == Kind.RETURNED, case.pupil_id == Firings.pupil_id)
    found = found.where(letter.day == _today, letter.state.in_(ON_ITS_WAY))
    return found.correlate_except(letter, case).exists()
