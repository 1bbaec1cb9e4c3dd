"""What was announced last, and of one announcement who has read it, who has not, and whom it has not reached."""

from collections.abc import Collection, Sequence
from typing import Any

from msgspec import Struct
from sqlalchemy import select, true
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.announcements.audience import audience_of
from handlers.announcements.ready import titles
from handlers.asked import Unclear, local
from letters.says import announcements as says
from letters.says.announcements import Verb
from locales import _
from locales.words import joined, listed, plain, short_day
from models import Announcements, Classes, Enrolments, Guardians, Outbox, People, Pupils
from models.announcements import read_counts, readers
from models.people.roles import held_on
from models.shapes.message import Button, Incoming, Outgoing
from models.telling import told_so
from models.told import ON_ITS_WAY, SET_OUT, Told
from rules.letters import Kind
from rules.people.phones import shown
from rules.people.roles import OFFICE
from rules.written import read_id

LATEST, NAMED, BEGINNING = 5, 25, 40


async def latest(incoming: Incoming, session: AsyncSession) -> Outgoing:
    """The school's last ones, how many have read each, and what can be sent."""
    found = select(Announcements.id, Announcements.words, Announcements.sent_at).where(
        Announcements.school_id == incoming.linked.school.id, Announcements.sent_at.is_not(None)
    )
    rows = (await session.execute(found.order_by(Announcements.id.desc()).limit(LATEST))).all()
    counts = await read_counts(session, [row.id for row in rows])
    lines = [_("**Announcements**"), *(_line(incoming, row, counts.get(row.id, 0)) for row in rows)]
    example = says.announcement("phụ huynh 6A: sáng mai các em mang áo ấm")
    lines.append(_("To announce something: {example}").format(example=example))
    lines.append(_("It is shown first with the number of people it reaches; one tap sends it. Ready texts:"))
    asked = [
        [Button(_("Who has read it: {words}").format(words=beginning(row.words)), says.act(Verb.SHOW, row.id, ""))]
        for row in rows
    ]
    offered = [[Button(title, says.act(Verb.READY, number, ""))] for number, title in titles()]
    return Outgoing(text=joined(lines), buttons=[*asked, *offered])


def _line(incoming: Incoming, row: Any, read: int) -> str:
    day = short_day(incoming.linked.school.day(row.sent_at))
    return _("• {day}: {words} (read by {count})").format(day=day, words=beginning(row.words), count=read)


def beginning(words: str) -> str:
    said = plain(words)
    return said if len(said) <= BEGINNING else said[:BEGINNING].rsplit(" ", 1)[0] + "…"


class Standing(Struct, frozen=True):
    """Those it was for: who has read it, who has it and has not said so, whose is on its way, whom it missed."""

    read: list[Told]
    unread: list[Told]
    waiting: list[Told]
    missed: list[Told]


async def card(incoming: Incoming, session: AsyncSession, number: int, skipped: str) -> Outgoing:
    """Raises Unclear for what was never sent here."""
    school, _moment = local(incoming)
    mine = (Announcements.id == number, Announcements.school_id == school.id, Announcements.sent_at.is_not(None))
    row = (await session.execute(select(Announcements.words, Announcements.sent_at).where(*mine))).one_or_none()
    if row is None:
        raise Unclear(_("There is no such announcement. Nothing was sent."))
    stands = await standing(incoming, session, number)
    head = _("**{day}: {words}**").format(day=short_day(school.day(row.sent_at)), words=beginning(row.words))
    to = _("To: {whom}").format(whom=(await audience_of(session, number)).said)
    calls, more = await _calls(incoming, session, stands, read_id(skipped) or 0)
    buttons = [[Button(_("More to call"), says.act(Verb.SHOW, number, str(more)))]] if more else []
    return Outgoing(text=joined([head, to, *counted(stands), *calls]), buttons=buttons)


async def standing(incoming: Incoming, session: AsyncSession, number: int) -> Standing:
    which = (Outbox.kind == Kind.ANNOUNCEMENT, Outbox.about == number)
    told = await told_so(session, incoming.linked.school, incoming.when, *which)
    pressed = await readers(session, number)
    read = [one for one in told if one.person_id in pressed]
    others = [one for one in told if one.person_id not in pressed]
    return Standing(
        read,
        [one for one in others if one.fate in SET_OUT],
        [one for one in others if one.fate in ON_ITS_WAY],
        [one for one in others if one.fate not in (*SET_OUT, *ON_ITS_WAY)],
    )


def counted(stands: Standing) -> list[str]:
    staff = [one.name for one in stands.read if not one.is_family]
    who = listed(staff) if 0 < len(staff) == len(stands.read) <= NAMED else ""
    read = _("Read: {count}").format(count=len(stands.read))
    lines = [f"{read} ({who})" if who else read, _("Not read yet: {count}").format(count=len(stands.unread))]
    if stands.waiting:
        lines.append(_("On its way: {count}").format(count=len(stands.waiting)))
    return [*lines, _("Not reached: {count}").format(count=len(stands.missed))]


async def _calls(incoming: Incoming, session: AsyncSession, stands: Standing, skipped: int) -> tuple[list[str], int]:
    """Whom to call, first those it has not reached; and where the next part begins, 0 at the end."""
    wanted = [*((one, True) for one in stands.missed), *((one, False) for one in stands.unread)]
    part = wanted[skipped : skipped + NAMED]
    if not part:
        return [], 0
    people = [one.person_id for one, _missed in part]
    phones = dict((await session.execute(select(People.id, People.phone).where(People.id.in_(people)))).all())
    of = await _children(incoming, session, people)
    lines = [
        call_line(one, phones.get(one.person_id), of.get(one.person_id, ""), missed=missed) for one, missed in part
    ]
    more = skipped + NAMED if len(wanted) > skipped + NAMED else 0
    return ["", _("**To call**"), *lines], more


def call_line(one: Told, phone: str | None, child: str, *, missed: bool) -> str:
    why = _("not reached") if missed else _("not read yet")
    who = f"{one.name} ({child})" if child else one.name
    return f"• {who}: {shown(phone) if phone else _('no phone')}, {why}"


async def _children(incoming: Incoming, session: AsyncSession, people: Sequence[int]) -> dict[int, str]:
    """Whose family they are, for who looks after the school's roll."""
    return await children_of(incoming, session, people) if incoming.asker.has(*OFFICE) else {}


async def children_of(
    incoming: Incoming, session: AsyncSession, people: Sequence[int], classes: Collection[int] | None = None
) -> dict[int, str]:
    """The children of these people, of some `classes` only where these are given."""
    day = local(incoming)[1].date()
    found = (
        select(Guardians.person_id, Pupils.full_name, Classes.name)
        .join(Pupils, Pupils.id == Guardians.pupil_id)
        .join(Enrolments, Enrolments.pupil_id == Pupils.id)
        .join(Classes, Classes.id == Enrolments.class_id)
        .where(Guardians.person_id.in_(people), *held_on(day, Enrolments))
        .where(true() if classes is None else Classes.id.in_(classes))
        .order_by(Pupils.id)
    )
    said: dict[int, list[str]] = {}
    for person_id, name, klass in await session.execute(found):
        said.setdefault(person_id, []).append(f"{name}, {klass}")
    return {person_id: "; ".join(names) for person_id, names in said.items()}
