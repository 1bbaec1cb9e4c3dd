"""Letters to whoever can assign somebody: a hamlet without a pair, a step of the ladder that reaches nobody."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import and_, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from letters.ladder.wording import bullets
from locales import N_, _
from locales.words import ROLES, day_words, listed
from models import Classes, Firings, LadderTells, People, Places, Pupils, Roles
from models.base import twin
from models.ladder.meant import nobody_told
from models.people.places import place_name
from models.people.roles import held_on
from models.readers import FIRING, GAP, holds, leads
from models.shapes.letter import Due, Letter, Reader, composes, dues_about
from papers.ladder.words import shown
from rules.ladder.steps import FIRST
from rules.letters import Kind
from rules.people.roles import HEADS, Role


@composes(
    Kind.HAMLET_GAP,
    to=holds(*HEADS, Role.ADMIN, of=GAP) | leads().passed_on(),
    about=N_("hamlets with nobody in charge"),
)
async def hamlet_gap(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    """Whoever can assign somebody hears of hamlets with an absence and nobody to send."""
    village, fired = twin(Places, "hamlet_gap"), Firings.day == dues[-1].day
    statement = (
        select(
            Places.id, Places.name, village.name.label("village"), func.count(Firings.pupil_id.distinct()).label("away")
        )
        .join(Firings, Firings.place_id == Places.id)
        .outerjoin(village, village.id == Places.parent_id)
        .where(Places.id.in_([due.about for due in dues]), fired, Firings.step == FIRST, Firings.struck_at.is_(None))
        .group_by(Places.id, Places.name, village.name)
        .order_by(Places.id)
    )
    rows = (await session.execute(statement)).all()
    if not rows:
        return None
    hamlet = _("Hamlet {place} has nobody looking after it: {count} absent without leave on {day}")
    village_ = _("{place} has nobody looking after it: {count} absent without leave on {day}")
    lines = [
        (hamlet if row.village else village_).format(
            place=place_name(row.name, row.village), count=row.away, day=day_words(dues[-1].day)
        )
        for row in rows
    ]
    head = _("**Somebody must be assigned**")
    ask = _("Please have somebody ask the families, and assign a pair. Names: /noc {name}")
    if reader.reads_on(dues[-1].day):
        ask = _("Please have somebody ask the families today, and assign a pair. Names: /noc {name}")
    there = {row.id for row in rows}
    told = dues_about(dues, there)
    return Letter(text="\n".join([head, *bullets(lines), ask.format(name=rows[0].name)]), told=told)


@composes(
    Kind.LADDER_GAP,
    to=holds(*HEADS, Role.ADMIN, of=FIRING) | leads().passed_on(),
    about=N_("a step that nobody fills"),
)
async def ladder_gap(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    """A step that should tell a role, position or person nobody fills: which, and whose absence nobody heard of."""
    statement = (
        select(
            Firings.id,
            Firings.step,
            Pupils.full_name.label("name"),
            Classes.name.label("klass"),
            LadderTells.role,
            LadderTells.position,
            People.full_name.label("person"),
            _is_taught(dues[-1].day).label("taught"),
        )
        .join(LadderTells, and_(LadderTells.ladder_id == Firings.ladder_id, LadderTells.step == Firings.step))
        .join(Pupils, Pupils.id == Firings.pupil_id)
        .join(Classes, Classes.id == Firings.class_id)
        .outerjoin(People, People.id == LadderTells.person_id)
        .where(Firings.id.in_([due.about for due in dues]), Firings.struck_at.is_(None), nobody_told(dues[-1].day))
        .order_by(Firings.id, LadderTells.id)
    )
    rows = (await session.execute(statement)).all()
    if not rows:
        return None
    lines: dict[str, list[str]] = {}
    for row in rows:
        pupil = _("{name}, class {klass}").format(name=row.name, klass=row.klass)
        lines.setdefault(_unfilled(row), []).append(pupil)
    head = _("**A step of the ladder reaches nobody**")
    ask = _("Please see to it, and have the administrator fill the post (/chucvu) or change the step (/thang).")
    if reader.reads_on(dues[-1].day):
        ask = _(
            "Please see to it today, and have the administrator fill the post (/chucvu) or change the step (/thang)."
        )
    said = [f"{post}: {listed(dict.fromkeys(pupils))}" for post, pupils in lines.items()]
    there = {row.id for row in rows}
    told = dues_about(dues, there)
    return Letter(text="\n".join([head, *bullets(said), ask]), told=told)


def _is_taught(day: date) -> Any:
    role = twin(Roles, "ladder_gap")
    held = select(role.id).where(role.class_id == Firings.class_id, role.name == Role.HOMEROOM, *held_on(day, role))
    return held.correlate_except(role).exists()


def _unfilled(row: Any) -> str:
    """Whom step so-and-so should have told."""
    if row.role == Role.HOMEROOM and row.taught:
        text = _("Step {step}: the homeroom teacher of {klass} is of the pupil's family, somebody else is to do it")
        return text.format(step=shown(row.step), klass=row.klass)
    if row.role == Role.HOMEROOM:
        return _("Step {step}: class {klass} has no homeroom teacher").format(step=shown(row.step), klass=row.klass)
    if row.person:
        return _("Step {step}: {name} no longer has a post here").format(step=shown(row.step), name=row.person)
    post = row.position or _(ROLES[row.role])
    return _("Step {step}: nobody is {post}").format(step=shown(row.step), post=post)
