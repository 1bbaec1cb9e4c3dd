"""/viec, /tham and /lydo: my open tasks, a home visit's result, a guardian's answer."""

from collections.abc import Sequence
from datetime import date, time
from typing import Any

from sqlalchemy import and_, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import STAFF, command
from handlers.roll import local, part_typed
from locales import N_, _
from locales.words import day_words, when
from models import Cases, Classes, ClassSessions, Enrolments, Firings, Marks, Pupils, Roles
from models.attendance import EXCUSED, LATE
from models.classroom import school_calendar
from models.counting import enrolled_on, was_reported
from models.ladder import Fact, case_facts, children, held_on
from models.ladders import step_of
from models.letter import Due, Letter, Reader, composes
from models.message import Act, Button, Incoming, Notice, Outgoing, Said
from rules.ladder import AWAY, CASE, FIRST, NOT_BACK
from rules.names import given_name

REASONS = {
    "om": N_("child is ill"),
    "viec_nha": N_("family matter"),
    "khong_biet": N_("the family did not know"),
    "can_giup": N_("the family asks for the school's help"),
}


@command("việc", "tasks", help=N_("what is waiting for you"), who=STAFF)
async def tasks(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    """Home visits of own classes (the leadership sees all open cases), and today's reports still to make."""
    _school, moment = local(incoming)
    today = moment.date()
    silent = await _silent_sessions(incoming, session, today, moment.time())
    facts = await case_facts(session, await _my_cases(incoming, session))
    lines = [_("• Report class {klass}, {when}").format(klass=name, when=when(today, parts)) for name, parts in silent]
    rows = await _case_rows(session, facts)
    here = await _on_a_list(session, facts, today)
    for fact in facts:
        gone = "" if fact.pupil_id in here else " " + _("(no longer on a class list)")
        lines.append("• " + await _task_line(fact, rows[fact.id], incoming, session) + gone)
    if not lines:
        return [Outgoing(text=_("Nothing is waiting for you. Thank you."))]
    mine = [f for f in facts if f.class_id in incoming.asker.classes() and rows[f.id].visited_on is None]
    buttons = [[Button(_("Visited {name}").format(name=f.name), f"/tham {f.id}")] for f in mine]
    head = _("**What is waiting for you**")
    return [Outgoing(text="\n".join([head, *lines]), buttons=buttons)]


async def _my_cases(incoming: Incoming, session: AsyncSession) -> list[int]:
    asker, school = incoming.asker, incoming.asker.school
    assert school is not None  # noqa: S101, STAFF are linked
    mine = or_(Cases.class_id.in_(asker.classes()), Cases.place_id.in_(asker.places()))
    if asker.has("vice_principal", "principal", "registrar"):
        mine = Cases.school_id == school.id
    found = select(Cases.id).where(Cases.school_id == school.id, Cases.closed_on.is_(None), mine)
    return list(await session.scalars(found.order_by(Cases.opened_on)))


async def _case_rows(session: AsyncSession, facts: Sequence[Fact]) -> dict[int, Any]:
    statement = select(Cases.id, Cases.visited_on, Cases.visit_result, Cases.step).where(
        Cases.id.in_([fact.id for fact in facts])
    )
    return {row.id: row for row in await session.execute(statement)}


async def _on_a_list(session: AsyncSession, facts: Sequence[Fact], day: date) -> frozenset[int]:
    """Those of the pupils who are in some class; a leaver's case stays open and is marked."""
    statement = select(Enrolments.pupil_id).where(
        Enrolments.pupil_id.in_([fact.pupil_id for fact in facts]), enrolled_on(Enrolments, day)
    )
    return frozenset(await session.scalars(statement))


async def _task_line(fact: Fact, row: Any, incoming: Incoming, session: AsyncSession) -> str:
    school, _moment = local(incoming)
    who = _("{name}, class {klass} ({place})").format(
        name=fact.name, klass=fact.class_name, place=fact.place or _("hamlet unknown")
    )
    if row.visited_on is not None:
        return who + ": " + _("visited {day}, not back yet").format(day=day_words(row.visited_on))
    own = [fact.ladder_id or 0]
    known = await step_of(session, own, CASE) or await step_of(session, own, NOT_BACK)
    asked = known.get(own[0])
    calendar = await school_calendar(session, school, fact.day)
    due = calendar.after(fact.class_id, fact.day, asked.due) if asked else None
    return who + ": " + _("home visit due {day}").format(day=day_words(due) if due else _("soon"))


async def _silent_sessions(
    incoming: Incoming, session: AsyncSession, today: date, now: time
) -> list[tuple[str, list[str]]]:
    school, _moment = local(incoming)
    begun = [part for part, at in (("S", school.morning_starts), ("C", school.afternoon_starts)) if at <= now]
    statement = (
        select(Classes.name, ClassSessions.session)
        .join(Classes, Classes.id == ClassSessions.class_id)
        .where(
            ClassSessions.class_id.in_(incoming.asker.classes()),
            ClassSessions.day == today,
            ClassSessions.session.in_(begun),
            ClassSessions.held,
            ClassSessions.reported_at.is_(None),
        )
        .order_by(Classes.name, ClassSessions.session.desc())
    )
    found: dict[str, list[str]] = {}
    for name, part in await session.execute(statement):
        found.setdefault(name, []).append(part)
    return list(found.items())


@command(
    "thăm",
    help=N_("report a home visit: number of the case, then the result"),
    usage="12 …",
    who=frozenset({"homeroom"}),
)
async def visited(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    """The result is asked for in words; only then is the task done, and the vice principal hears it."""
    number, _blank, result = incoming.rest.partition(" ")
    case = await _open_case(incoming, session, number)
    if case is None:
        return [Outgoing(text=_("There is no open case with that number in your class. Please see /viec."))]
    fact = (await case_facts(session, [case.id]))[0]
    if not result.strip():
        return [_ask_result(fact)]
    school, moment = local(incoming)
    values = {"visited_on": moment.date(), "visited_by": incoming.asker.person_id, "visit_result": result.strip()[:500]}
    await session.execute(update(Cases).where(Cases.id == case.id).values(values))
    leaders = await _leaders(session, school.id, moment.date())
    notices = [_visit_notice(school.id, person, case.id, moment.date(), incoming) for person in leaders]
    text = _(
        "**Recorded**: home visit for {name}. The vice principal has been told. The case closes when {name} is back."
    )
    return [Outgoing(text=text.format(name=given_name(fact.name))), Act("case.visited", case.id), *notices]


def _ask_result(fact: Fact) -> Outgoing:
    name = given_name(fact.name)
    text = _("What came of the visit to the family of {name}? Tap, or type /tham {case} and a few words.")
    results = [
        _("Met the parents; they promise that the child comes back"),
        _("Met the parents; the child is ill"),
        _("Met the parents; the family is in difficulty and needs help"),
        _("Nobody was at home"),
    ]
    buttons = [[Button(result, f"/tham {fact.id} {result}")] for result in results]
    return Outgoing(text=text.format(name=name, case=fact.id), buttons=buttons)


async def _open_case(incoming: Incoming, session: AsyncSession, number: str) -> Any:
    if not number.isdecimal() or len(number) > 15:
        return None
    mine = Cases.class_id.in_(incoming.asker.classes())
    statement = select(Cases.id).where(Cases.id == int(number), Cases.closed_on.is_(None), mine)
    return (await session.execute(statement)).first()


async def _leaders(session: AsyncSession, school_id: int, day: date) -> Sequence[int]:
    """The vice principals, or the principal of a school without."""
    for role in ("vice_principal", "principal"):
        statement = select(Roles.person_id).where(Roles.school_id == school_id, Roles.name == role, *held_on(day))
        if people := (await session.scalars(statement.distinct())).all():
            return people
    return []


def _visit_notice(school_id: int, person: int, case_id: int, day: date, incoming: Incoming) -> Notice:
    return Notice(
        kind="visited",
        key=f"visited:{case_id}:{incoming.inbox_id}",
        school_id=school_id,
        person_id=person,
        about=case_id,
        day=day,
    )


@composes("visited")
async def visit_results(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    facts = await case_facts(session, [due.about for due in dues])
    rows = await _case_rows(session, facts)
    lines = []
    for fact in facts:
        who = _("{name}, class {klass} ({place})").format(name=fact.name, klass=fact.class_name, place=fact.place)
        lines.append(f"• {who}: {rows[fact.id].visit_result}")
    text = "\n".join([_("**Home visit reported**"), *lines])
    return Letter(text=text, told=frozenset(due.outbox_id for due in dues)) if lines else None


@command("lý do", help="", who=frozenset({"guardian"}), hidden=True)
async def answer(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    """A guardian's tap on the alert: kept as the reason, and put before the homeroom teacher, who decides."""
    number, _blank, code = incoming.rest.partition(" ")
    firing = await _own_firing(incoming, session, number)
    if firing is None or code not in REASONS:
        return [Outgoing(text=_("This question is no longer open. Please call the homeroom teacher if there is news."))]
    marked = and_(Marks.pupil_id == firing.pupil_id, Marks.day == firing.day, Marks.struck_at.is_(None))
    await session.execute(update(Marks).where(marked, Marks.kind == "K").values(reason_code=code))
    school = incoming.asker.school
    assert school is not None  # noqa: S101, guardians are linked
    teachers = select(Roles.person_id).where(
        Roles.class_id == firing.class_id, Roles.name == "homeroom", *held_on(firing.day)
    )
    notices = [
        Notice(
            kind="answered",
            key=f"answered:{firing.id}:{code}",
            school_id=school.id,
            person_id=person,
            about=firing.id,
            day=firing.day,
        )
        for person in (await session.scalars(teachers)).all()
    ]
    text = _("Thank you. The homeroom teacher has been told: {reason}.").format(reason=_(REASONS[code]))
    return [Outgoing(text=text), Act("guardian.answered", firing.id), *notices]


async def _own_firing(incoming: Incoming, session: AsyncSession, number: str) -> Any:
    if not number.isdecimal() or len(number) > 15:
        return None
    statement = select(Firings.id, Firings.pupil_id, Firings.class_id, Firings.day).where(
        Firings.id == int(number), Firings.pupil_id.in_(incoming.asker.children), Firings.struck_at.is_(None)
    )
    return (await session.execute(statement)).first()


@composes("answered")
async def answers(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    """For the homeroom teacher: what the family said, and the tap that makes it an absence with leave."""
    statement = (
        select(
            Firings.id,
            Firings.day,
            Firings.pupil_id,
            Pupils.full_name,
            Classes.name,
            Marks.reason_code,
            Marks.session,
        )
        .join(Pupils, Pupils.id == Firings.pupil_id)
        .join(Classes, Classes.id == Firings.class_id)
        .join(Marks, and_(Marks.pupil_id == Firings.pupil_id, Marks.day == Firings.day))
        .where(Firings.id.in_([due.about for due in dues]), Marks.struck_at.is_(None), Marks.kind == "K")
    )
    found: dict[int, Any] = {}
    parts: dict[int, list[str]] = {}
    for row in await session.execute(statement.order_by(Firings.id, Marks.session.desc())):
        found[row.id] = row
        parts.setdefault(row.id, []).append(row.session)
    if not found:
        return None
    lines, buttons = [], []
    for firing, row in found.items():
        reason = _(REASONS.get(row.reason_code or "", N_("reason not given")))
        line = _("• {name}, class {klass}, {when}: {reason}")
        said = when(row.day, parts[firing])
        lines.append(line.format(name=row.full_name, klass=row.name, when=said, reason=reason))
        scope = f"{row.name} {part_typed(parts[firing])} {row.day.isoformat()}"
        buttons.append([Button(_("{name}: with leave").format(name=row.full_name), f"/phep {scope} #p{row.pupil_id}")])
    head = _("**The family has answered**")
    told = frozenset(due.outbox_id for due in dues if due.about in found)
    return Letter(text="\n".join([head, *lines]), told=told, buttons=buttons)


@composes("corrected")
async def corrected(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    """One correction to everybody who was told something that has turned out otherwise."""
    statement = (
        select(Firings.id, Firings.pupil_id, Firings.step, Pupils.full_name, Classes.name)
        .join(Pupils, Pupils.id == Firings.pupil_id)
        .join(Classes, Classes.id == Firings.class_id)
        .where(Firings.id.in_([due.about for due in dues]))
    )
    fired = {row.id: row for row in await session.execute(statement.order_by(Firings.id))}
    own = await children(session, reader.person_id)
    lines: dict[tuple[int, date], str] = {}
    for due in sorted(dues, key=lambda due: fired[due.about].step):
        row = fired[due.about]
        name = given_name(row.full_name) if row.pupil_id in own else row.full_name
        text = "• " + (await _now(session, row.pupil_id, due.day)).format(
            name=name, klass=row.name, day=day_words(due.day)
        )
        if row.step not in {FIRST, AWAY} and row.pupil_id not in own:
            text += " " + _("The case is closed.")
        lines[row.pupil_id, due.day] = text
    head = _("**Correction**: an earlier message was wrong, and the school apologises.")
    return Letter(text="\n".join([head, *lines.values()]), told=frozenset(due.outbox_id for due in dues))


async def _now(session: AsyncSession, pupil_id: int, day: date) -> str:
    """What the day has turned out to be, as a sentence to fill in."""
    marks = select(Marks.kind).where(Marks.pupil_id == pupil_id, Marks.day == day, Marks.struck_at.is_(None))
    kinds, counts = set(await session.scalars(marks)), await was_reported(session, pupil_id, day)
    if not kinds and not counts:
        return _("{name}, class {klass}, {day}: the report was a mistake and was taken back.")
    if not kinds:
        return _("{name}, class {klass}, {day}: was in class.")
    if not counts:
        return _("{name}, class {klass}, {day}: the class had the day off.")
    if kinds == {EXCUSED}:
        return _("{name}, class {klass}, {day}: with leave.")
    if kinds == {LATE}:
        return _("{name}, class {klass}, {day}: came late, not absent.")
    return _("{name}, class {klass}, {day}: changed.")
