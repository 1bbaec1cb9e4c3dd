"""The words of the call list and of what the village is asked, found when they leave, from what is then true."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from letters import kind_words
from letters.says.families import CALLS, call, relayed
from letters.told import ASKED, told_words
from locales import N_, _
from locales.words import short_day, when
from models import Classes, Places, Pupils, Relays
from models.families.call_list import ToCall, call_list
from models.families.calls import FORWARDED, MET, NO_ANSWER, WRONG_NUMBER, village, village_asked
from models.people.guardians import guardians
from models.people.roles import homeroom
from models.readers import PUPIL, RELAY, carer, teacher
from models.shapes.letter import Due, Letter, Reader, at_hand, composes, dues_about
from models.shapes.message import Button
from models.told import Fate
from papers.people.contacts import contact_words
from rules.calendar.parts import Part
from rules.letters import Kind
from rules.people.names import given_name, short_names
from rules.people.phones import shown
from rules.people.roles import Role

RESULTS = {
    MET: N_("the family was reached"),
    NO_ANSWER: N_("no answer"),
    WRONG_NUMBER: N_("wrong number"),
    FORWARDED: N_("written to on Zalo"),
}


def absent_words(one: ToCall, today: date | None = None) -> str:
    """`vắng sáng nay`, with the day where it is not `today`; or that a case is waiting."""
    if not one.parts:
        return _("an open case is waiting")
    words = _("absent {session}, leave not clear yet") if one.unsettled else _("absent without leave {session}")
    return words.format(session=_day_part(one.parts) if one.day == (today or one.day) else when(one.day, one.parts))


def called_for(one: ToCall) -> str:
    """What the list says of a pupil: the absence, and why somebody is to call."""
    return absent_words(one) + ("; " + _("messages were not answered") if one.unanswered else "")


def _day_part(parts: Sequence[str]) -> str:
    if len(set(parts)) > 1:
        return _("all day")
    return _("this morning") if parts[0] == Part.MORNING else _("this afternoon")


async def contact_lines(session: AsyncSession, one: ToCall) -> list[str]:
    """Who can be called."""
    found = contact_words(await guardians(session, [one.pupil_id]))
    return found or [_("Nobody of the family is on the list of pupils: please ask the village head.")]


def relay_words(relay: Any, asked: Fate) -> str:
    """What the village has said; before that, whether it has been asked."""
    day = short_day(relay.day)
    if relay.outcome == "told":
        return _("the village has spoken with the family ({day})").format(day=day)
    if relay.outcome == "not_met":
        return _("the village did not meet the family ({day})").format(day=day)
    return f"{told_words(ASKED, [(_('the village'), asked)])} ({day})"


@composes(Kind.CALL, to=teacher(PUPIL).passed_on(), about=kind_words.CALLS)
async def call_letter(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    """The homeroom teacher's families to call, as the list is now."""
    found = await _still_to_call(session, reader.school.id, dues)
    if not found:
        return None
    lines = []
    for one in found:
        contacts = "; ".join(await contact_lines(session, one))
        absent = when(one.day, one.parts) if one.parts else ""
        who = _("{name} (absent {when})").format(name=one.name, when=absent) if absent else one.name
        lines.append(f"• {who}: {contacts}")
    head = _("**Please call these families**: it is not sure of any message that it reached them.")
    taps = [[Button(_("Numbers and results: {name}").format(name=one.name), call(one.pupil_id))]
            for one in found]  # fmt: skip
    told = dues_about(dues, {one.pupil_id for one in found})
    return Letter(
        text="\n".join([head, *lines]), told=told, buttons=at_hand(taps, Button(_("Families to call"), CALLS))
    )


async def _still_to_call(session: AsyncSession, school_id: int, dues: Sequence[Due]) -> list[ToCall]:
    """Of each day, the newest first; nobody twice."""
    found: dict[int, ToCall] = {}
    for day in sorted({due.day for due in dues}, reverse=True):
        mine = Pupils.id.in_([due.about for due in dues if due.day == day])
        for one in await call_list(session, school_id, day, mine):
            if not one.done and not one.unanswered:
                found.setdefault(one.pupil_id, one)
    return list(found.values())


async def _relays(session: AsyncSession, dues: Sequence[Due]) -> Sequence[Any]:
    statement = (
        select(
            Relays.__table__,
            Pupils.full_name.label("name"),
            Classes.name.label("class_name"),
            Places.name.label("place"),
        )
        .join(Pupils, Pupils.id == Relays.pupil_id)
        .join(Classes, Classes.id == Relays.class_id)
        .outerjoin(Places, Places.id == Relays.place_id)
        .where(Relays.id.in_([due.about for due in dues]))
        .order_by(Relays.id)
    )
    return (await session.execute(statement)).all()


@composes(Kind.RELAY, to=carer(RELAY, Role.VILLAGE_HEAD, Role.HAMLET_STAFF), about=kind_words.CALLS)
async def relay_letter(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    """For the village: the pupil's name and class and what to say; nothing else about the child or the family."""
    rows = [row for row in await _relays(session, dues) if row.outcome is None]
    waiting = {
        one.pupil_id
        for row in rows
        for one in await call_list(session, reader.school.id, row.day, Pupils.id == row.pupil_id)
    }
    rows = [row for row in rows if row.pupil_id in waiting]
    if not rows:
        return None
    teachers = await homeroom(session, {row.class_id for row in rows}, rows[0].day)
    lines = [_("**The school asks for your help**: it cannot reach these families by phone.")]
    for row in rows:
        text = _(
            "• {name}, class {klass}. Please tell the family: the school misses {given} and asks how things are; "
            "homeroom teacher {teacher}."
        )
        teacher = teachers.get(row.class_id)
        who = f"{teacher.name} {shown(teacher.phone or '')}".strip() if teacher else _("nobody yet")
        lines.append(text.format(name=row.name, klass=row.class_name, given=given_name(row.name), teacher=who))
    names = short_names({row.id: (row.name, row.class_name) for row in rows})
    buttons = [
        [
            Button(_("Spoke with the family of {name}").format(name=names[row.id]), relayed(row.id, told=True)),
            Button(_("Not met"), relayed(row.id, told=False)),
        ]
        for row in rows
    ]
    return Letter(text="\n".join(lines), told=dues_about(dues, (row.id for row in rows)), buttons=buttons)


@composes(Kind.RELAYED, to=teacher(RELAY).passed_on(), about=kind_words.CALLS)
async def relayed_letter(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    """The homeroom teacher hears what the village said."""
    rows = await _relays(session, dues)
    asked = await village_asked(session, [row.id for row in rows])
    words = {row.id: relay_words(row, asked.get(row.id, Fate.NOBODY)) for row in rows}
    lines = [f"• {row.name}, {row.class_name}: {words[row.id]}" for row in rows]
    text = "\n".join([_("**From the village**"), *lines])
    return Letter(text=text, told=dues_about(dues, (row.id for row in rows))) if rows else None


@composes(Kind.HANDED_ON, to=teacher(RELAY).passed_on(), about=kind_words.CALLS)
async def handed_on(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    """The homeroom teacher hears that two calls were in vain and who has been asked since."""
    rows = await _relays(session, dues)
    asked, lines = await village_asked(session, [row.id for row in rows]), []
    for row in rows:
        line = _("• {name}, class {klass}: {words}")
        words = told_words(ASKED, [(_("the village"), asked.get(row.id, Fate.NOBODY))])
        if not await village(session, reader.school.id, row.place_id, row.day):
            words = _("nobody in {place} uses Sĩ Số; please go or send somebody.").format(
                place=row.place or _("the hamlet")
            )
        lines.append(line.format(name=row.name, klass=row.class_name, words=words))
    head = _("**Called twice, nobody reached**")
    return Letter(text="\n".join([head, *lines]), told=dues_about(dues, (row.id for row in rows))) if rows else None
