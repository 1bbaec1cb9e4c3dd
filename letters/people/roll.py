"""What teachers and the office hear of changes of the roll: who is where from which day on, as it stands by then."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from letters import kind_words
from locales import N_, _
from locales.words import day_words
from models import (
    Cases,
    Classes,
    ComingBoarders,
    ComingHomes,
    Enrolments,
    Movements,
    People,
    Places,
    Pupils,
    RosterImports,
)
from models.base import twin
from models.figures.counting import enrolled_on
from models.imports.tables import steps_of
from models.people.tables import Guardians, Roles, pupil_names
from models.readers import HELD, SEAT, anybody_here, holds, its_own, teacher
from models.shapes.letter import Due, Letter, Reader, composes, dues_about
from papers.roster.taken_back import NOBODY
from rules.letters import Kind
from rules.people.movements import Movement
from rules.people.roles import Role

_IN = {
    Movement.CAME: N_("• {name}: new in {klass} from {day} on"),
    Movement.BACK: N_("• {name}: back in {klass} from {day} on"),
    Movement.MOVED: N_("• {name}: in {klass} from {day} on, before in {other}"),
}
_OUT = {
    Movement.MOVED: N_("• {name}: now in {other}, from {day} on; no longer in {klass}"),
    Movement.TRANSFERRED: N_("• {name}: gone to another school, no longer in {klass} from {day} on"),
    Movement.DROPPED: N_("• {name}: has left school, no longer in {klass} from {day} on"),
    Movement.LEFT: N_("• {name}: no longer on the list of {klass} from {day} on"),
}


@composes(Kind.ROLL_CHANGED, to=teacher(SEAT).passed_on(), about=kind_words.LISTS)
async def roll_changed(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    """A change that was taken back meanwhile is no news."""
    days = {due.about: due.day for due in dues}
    rows = [row for row in await _seats(session, Enrolments.id.in_(days)) if row.day == days[row.seat]]
    if not rows:
        return None
    followed = await _followed(session, [row.pupil_id for row in rows if row.begins])
    today = reader.school.day(reader.now)
    lines = [_("**Changes of your class list**")]
    for row in rows:
        lines.append(_line(row))
        if row.begins and row.pupil_id in followed:
            lines.append(_case_line(followed[row.pupil_id], begun=row.day <= today))
    return Letter(text="\n".join(lines), told=dues_about(dues, {row.seat for row in rows}))


def _case_line(number: int, *, begun: bool) -> str:
    if begun:
        return _("  There is an open case, with you from now on: /ca {case}").format(case=number)
    return _("  There is an open case, which comes to you on that day.")


def _line(row: Any) -> str:
    text = (_IN if row.begins else _OUT)[Movement(row.kind)]
    return _(text).format(name=row.name, klass=row.class_name, other=row.other or "–", day=day_words(row.day))


async def _seats(session: AsyncSession, *which: Any) -> Sequence[Any]:
    """Places on lists with the movement they began or ended with, and the class on its other side."""
    other, there = twin(Enrolments, "seats"), twin(Classes, "seats")
    begins = Movements.id == Enrolments.began_id
    statement = (
        select(
            Enrolments.id.label("seat"),
            Enrolments.pupil_id,
            Pupils.full_name.label("name"),
            Classes.name.label("class_name"),
            Movements.id.label("movement"),
            Movements.kind,
            Movements.why,
            People.full_name.label("by"),
            Movements.day,
            begins.label("begins"),
            there.name.label("other"),
        )
        .join(Pupils, Pupils.id == Enrolments.pupil_id)
        .join(Classes, Classes.id == Enrolments.class_id)
        .join(Movements, or_(begins, Movements.id == Enrolments.ended_id))
        .outerjoin(
            other, or_(other.began_id == Movements.id, other.ended_id == Movements.id) & (other.id != Enrolments.id)
        )
        .outerjoin(there, there.id == other.class_id)
        .outerjoin(People, People.id == Movements.person_id)
        .where(*which)
        .order_by(Movements.id)
    )
    return (await session.execute(statement)).all()


async def _followed(session: AsyncSession, pupils: Collection[int]) -> dict[int, int]:
    mine = select(Cases.pupil_id, Cases.id).where(Cases.pupil_id.in_(pupils), Cases.closed_on.is_(None))
    return dict((await session.execute(mine)).all())


@composes(Kind.ROLL_NOTED, to=holds(Role.REGISTRAR, Role.ADMIN), about=kind_words.LISTS)
async def roll_noted(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    """What homeroom teachers have changed of their classes, for whoever keeps the lists."""
    lines, told = [], set()
    for due in dues:
        by = select(People.full_name).join(RosterImports, RosterImports.person_id == People.id)
        name = await session.scalar(by.where(RosterImports.id == due.about, RosterImports.taken_back_at.is_(None)))
        changed = await _changed(session, due.about) if name else []
        if changed:
            lines += [_("{name} has noted:").format(name=name), *changed]
            told.add(due.about)
    head = _("**Homeroom teachers have changed class lists**")
    return Letter(text="\n".join([head, *lines]), told=dues_about(dues, told)) if lines else None


async def _changed(session: AsyncSession, number: int) -> list[str]:
    """Movements first; of everybody else only what kind of thing was put right."""
    ids: dict[str, list[int]] = {}
    for step in await steps_of(session, number):
        ids.setdefault(step.table, []).append(step.id)
    moves = await _seats(session, Movements.id.in_(ids.get(Movements.__tablename__, [])))
    seen = {row.pupil_id: _line(row) for row in moves}
    of_family = or_(
        Guardians.id.in_(ids.get(Guardians.__tablename__, [])),
        Guardians.person_id.in_(ids.get(People.__tablename__, [])),
    )
    family = set(await session.scalars(select(Guardians.pupil_id).where(of_family))) - seen.keys()
    own = {*ids.get(Pupils.__tablename__, []), *await _noted_later(session, ids)} - seen.keys()
    names = await pupil_names(session, family | own)
    lines = [_("• {name}: the family's details").format(name=names[one]) for one in sorted(family)]
    lines += [_("• {name}: the pupil's details").format(name=names[one]) for one in sorted(own)]
    return [*seen.values(), *lines]


async def _noted_later(session: AsyncSession, ids: Mapping[str, Collection[int]]) -> list[int]:
    """Who will live elsewhere, or board, from a later day on."""
    found: list[int] = []
    for table in (ComingHomes, ComingBoarders):
        mine = select(table.pupil_id).where(table.id.in_(ids.get(table.__tablename__, [])))
        found += (await session.scalars(mine)).all()
    return found


@composes(Kind.DROPPED_OUT, to=holds(Role.PRINCIPAL), about=kind_words.LISTS)
async def dropped_out(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    """Who has left school for good, by whoever's word; one that was taken back meanwhile is no news."""
    rows = await _seats(session, Movements.id.in_([due.about for due in dues]))
    if not rows:
        return None
    line = _("• {name}, {klass}, from {day} on: {why}; written by {who}")
    lines = [
        line.format(
            name=row.name, klass=row.class_name, day=day_words(row.day), why=row.why or "–", who=row.by or _("a list")
        )
        for row in rows
    ]
    head = _("**Pupils who have left school for good**")
    wrong = _("If this is not so, the one who wrote it, or the office, takes it back.")
    return Letter(text="\n".join([head, *lines, wrong]), told=dues_about(dues, {row.movement for row in rows}))


@composes(Kind.HOMEROOM_CHANGED, to=its_own(HELD), about=N_("the class or hamlet that is yours"))
async def homeroom_changed(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    """What of these roles stands: from when, and until when."""
    statement = (
        select(Roles.id, Roles.starts, Roles.ends, Classes.name.label("klass"), Places.name.label("place"))
        .outerjoin(Classes, Classes.id == Roles.class_id)
        .outerjoin(Places, Places.id == Roles.place_id)
        .where(Roles.id.in_([due.about for due in dues]))
    )
    rows = (await session.execute(statement.order_by(Roles.starts))).all()
    stand = [row for row in rows if (row.klass or row.place) and (row.ends is None or row.starts <= row.ends)]
    if not stand:
        return None
    heads = [
        *(
            [_("**Homeroom teacher**"), *(_role_line(row) for row in stand if row.klass)]
            if _any(stand, "klass")
            else []
        ),
        *([_("**In your charge**"), *(_role_line(row) for row in stand if row.place)] if _any(stand, "place") else []),
    ]
    return Letter(text="\n".join(heads), told=dues_about(dues, [row.id for row in rows]))


def _any(rows: Sequence[Any], of: str) -> bool:
    return any(getattr(row, of) for row in rows)


def _role_line(row: Any) -> str:
    text = {
        (True, True): N_("• You are homeroom teacher of {klass} from {day} on."),
        (True, False): N_("• You are homeroom teacher of {klass} from {day} to {last}."),
        (False, True): N_("• You look after {place} from {day} on."),
        (False, False): N_("• You look after {place} from {day} to {last}."),
    }[bool(row.klass), row.ends is None]
    last = day_words(row.ends) if row.ends else ""
    return _(text).format(klass=row.klass, place=row.place, day=day_words(row.starts), last=last)


@composes(Kind.ROLL_TAKEN_BACK, to=anybody_here(), about=kind_words.LISTS)
async def roll_taken_back(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    """Of each pupil where he or she is now; of who was new there is nothing left to name."""
    today, pupils = reader.school.day(reader.now), {due.about for due in dues} - {NOBODY}
    rows = (
        select(Pupils.id, Pupils.full_name, Classes.name)
        .outerjoin(Enrolments, and_(Enrolments.pupil_id == Pupils.id, enrolled_on(Enrolments, today)))
        .outerjoin(Classes, Classes.id == Enrolments.class_id)
        .where(Pupils.id.in_(pupils))
        .order_by(Pupils.id)
    )
    known = {row.id: row for row in await session.execute(rows)}
    line = _("• {name}: {klass}, as before")
    lines = [line.format(name=row.full_name, klass=row.name or _("on no list")) for row in known.values()]
    if new := len(pupils - known.keys()):
        lines.append(_("• New pupils who were noted then: no longer on the list ({count})").format(count=new))
    if any(due.about == NOBODY for due in dues):
        lines.append(_("• Homeroom teachers, and who looks after which hamlet: as before"))
    head = _("**Correction**: a change of the lists that you have read of was taken back.")
    return Letter(text="\n".join([head, *lines]), told=dues_about(dues))
