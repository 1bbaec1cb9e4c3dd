"""A colleague's offer to sponsor a pupil: told to whoever answers for the pupil; thanked for where it is declined."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from letters import kind_words
from letters.says import sponsors as says
from locales import _
from models import Classes, Enrolments, Pupils, Roles
from models.figures.counting import enrolled_on
from models.people.roles import held_on
from models.readers import WISH, holds, its_own, teacher
from models.shapes.letter import Due, Letter, Reader, composes, dues_about
from models.shapes.message import Button
from models.sponsors.wishes import wishes
from rules.letters import Kind
from rules.people.roles import EMPLOYED, HEADS, Role


@composes(Kind.SPONSOR_WISHED, to=teacher(WISH).passed_on() | holds(*HEADS), about=kind_words.SPONSORS)
async def sponsor_wished(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    """For whoever answers for the pupil at that moment: who offers, and the taps that decide."""
    found = [one for one in await wishes(session, [due.about for due in dues]) if one.decided_at is None]
    words = await _whose(session, [one.pupil_id for one in found], reader, dues[-1].day)
    found = [one for one in found if one.pupil_id in words]
    if not found:
        return None
    line = _("• {name} offers to be the sponsor of {who}")
    lines = [line.format(name=one.name, who=words[one.pupil_id]) for one in found]
    head = _("**A colleague offers to sponsor a pupil**")
    tail = _("A sponsor may read what is written of the child's circumstances. Do you agree?")
    several = len(found) > 1
    buttons = [
        [
            Button((f"{one.name}: " if several else "") + _("Agree"), says.agree(one.id)),
            Button((f"{one.name}: " if several else "") + _("Do not agree"), says.refuse(one.id)),
        ]
        for one in found
    ]
    return Letter(
        text="\n".join([head, *lines, tail]),
        told=dues_about(dues, (one.id for one in found)),
        buttons=buttons,
    )


async def _whose(session: AsyncSession, pupils: Sequence[int], reader: Reader, day: date) -> dict[int, str]:
    """Of these pupils, `Nguyễn Văn A (6A)` of those the reader answers for now."""
    leads = Roles.name.in_((Role.VICE_PRINCIPAL, Role.PRINCIPAL)) & (Roles.school_id == Classes.school_id)
    mine = or_(leads, (Roles.name == Role.HOMEROOM) & (Roles.class_id == Classes.id))
    statement = (
        select(Pupils.id, Pupils.full_name, Classes.name)
        .join(Enrolments, Enrolments.pupil_id == Pupils.id)
        .join(Classes, Classes.id == Enrolments.class_id)
        .join(Roles, mine)
        .where(Pupils.id.in_(pupils), Roles.person_id == reader.person_id, *held_on(day), enrolled_on(Enrolments, day))
    )
    return {id_: f"{name} ({klass})" for id_, name, klass in await session.execute(statement)}


@composes(Kind.WISH_REFUSED, to=its_own(WISH) & holds(*EMPLOYED), about=kind_words.SPONSORS)
async def wish_refused(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    """For the colleague who offered; not a word about the child."""
    found = [one for one in await wishes(session, [due.about for due in dues]) if one.approved is False]
    if not found:
        return None
    names = dict((await session.execute(
        select(Pupils.id, Pupils.full_name).where(Pupils.id.in_([one.pupil_id for one in found]))
    )).all())  # fmt: skip
    text = _("Thank you for offering to sponsor {name}; the school asks you to leave it as it is for now.")
    lines = [text.format(name=names[one.pupil_id]) for one in found]
    return Letter(text="\n".join(lines), told=dues_about(dues))
