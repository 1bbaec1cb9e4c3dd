"""/lydo: a guardian's answer, put before the homeroom teacher; and corrections of what was told."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import and_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import command
from handlers.roll import part_typed
from locales import N_, _
from locales.words import day_words, when
from models import Classes, Firings, Marks, Pupils, Roles
from models.attendance import EXCUSED, LATE
from models.counting import was_reported
from models.ladder import children, held_on
from models.letter import Due, Letter, Reader, composes
from models.message import Act, Button, Incoming, Notice, Outgoing, Said
from rules.ladder import CASE
from rules.names import given_name

REASONS = {
    "om": N_("child is ill"),
    "viec_nha": N_("family matter"),
    "khong_biet": N_("the family did not know"),
    "can_giup": N_("the family asks for the school's help"),
}


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
        if row.step >= CASE and row.pupil_id not in own:
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
    if kinds == {EXCUSED}:
        return _("{name}, class {klass}, {day}: with leave.")
    if kinds == {LATE}:
        return _("{name}, class {klass}, {day}: came late, not absent.")
    if not counts:
        return _("{name}, class {klass}, {day}: the class had the day off.")
    return _("{name}, class {klass}, {day}: changed.")
