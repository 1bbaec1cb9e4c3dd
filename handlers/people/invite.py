"""/moi: a code for one person, or slips to print for a class."""

import asyncio
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from handlers import command
from handlers.asked import local
from letters.people.link_requests import local_day
from letters.says.people import Invited, read_invite
from letters.says.people import invite as invitation
from locales import N_, _, speaking
from locales.words import short_day
from models.people.invitees import Invitee, called, classes_named, family, staff
from models.people.links import CODE_LIFE, make_code, make_codes
from models.shapes.asker import School
from models.shapes.message import Act, Button, File, Incoming, Outgoing, Said
from papers.people.slips import Link, Slip, slips
from rules.people.classes import ClassRef
from rules.people.names import fold
from rules.people.roles import CHANGERS, Role

OFFERED = 8


@command(
    "mời",
    "invite",
    help=N_("invite: slips for a class, or a code for one person"),
    usage=N_("6A | Nguyen Thi Hoa"),
    task=N_("Invite people"),
    who=CHANGERS | {Role.HOMEROOM},
    begins={Role.ADMIN: "{klass}"},
)
async def invite(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    """Codes are shown here, once. A new one ends the one before."""
    school, moment = local(incoming)
    typed = incoming.rest.strip()
    if not typed:
        return [Outgoing(text=_("Whom? Please type a class (/moi 6A) or a name (/moi Nguyen Thi Hoa)."))]
    if found := await classes_named(session, school, typed, moment.date()):
        return await _class(incoming, session, found)
    known = await _allowed(incoming, session, school, moment.date())
    fits = [one for one in known if _number(one) == read_invite(typed)] or called(known, typed)
    if len(fits) == 1:
        return await _one(incoming, session, school, fits[0])
    return [_which(typed, fits)]


async def _allowed(incoming: Incoming, session: AsyncSession, school: School, day: date) -> list[Invitee]:
    """Everybody this person may invite: of the school, or only the families of the own class."""
    if not incoming.asker.has(*CHANGERS):
        return await family(session, school.id, day, among=incoming.asker.classes())
    return [*await staff(session, school.id, day), *await family(session, school.id, day)]


def _number(one: Invitee) -> Invited:
    """What a button says for a person; it is looked up again among those the presser may invite."""
    owner = one.owner
    return Invited(owner.guardian_id or owner.person_id or 0, guardian=owner.guardian_id is not None)


def _which(typed: str, fits: Sequence[Invitee]) -> Outgoing:
    if not fits:
        text = _(
            "Nobody you may invite is called “{name}”. Please type the full name of a teacher, guardian or pupil. For "
            "a pupil whose family is not on the list yet there is nobody to invite."
        )
        return Outgoing(text=text.format(name=typed[:60]))
    text = _("Who is meant by “{name}”?")
    if len(fits) > OFFERED:
        text += " " + _("These are the first {count}; please type more of the name if the right one is missing.")
    numbers = [(_label(one), _number(one)) for one in fits[:OFFERED]]
    buttons = [[Button(label, invitation(one.number, guardian=one.guardian))] for label, one in numbers]
    return Outgoing(text=text.format(name=typed[:60], count=OFFERED), buttons=buttons)


def _label(one: Invitee) -> str:
    if not one.pupil:
        return _("{name} (staff)").format(name=one.name)[:90]
    text = _("{name}, {relation} of {pupil}, {klass}")
    relation = one.relation or _("guardian")
    return text.format(name=one.name, relation=relation, pupil=one.pupil, klass=one.class_name)[:90]


async def _one(incoming: Incoming, session: AsyncSession, school: School, one: Invitee) -> list[Said]:
    code = await make_code(session, school.id, one.owner, incoming.when)
    text = _(
        "Code for **{who}**:\n**{code}**\nThey type to Sĩ Số: lienket {code}\nFor one use, until {day}. An earlier "
        "code of theirs no longer works. Please give it only to them; it cannot be shown again."
    )
    day = short_day(_last_day(school, incoming.when))
    about = one.owner.guardian_id or one.owner.person_id
    kind = "code.guardian" if one.owner.guardian_id is not None else "code.staff"
    return [Outgoing(text=text.format(who=_label(one), code=code, day=day)), Act(kind, about)]


def _last_day(school: School, now: datetime) -> date:
    """The last day on which the code works until midnight: what is printed must hold."""
    return local_day(school, now + CODE_LIFE) - timedelta(days=1)


async def _class(incoming: Incoming, session: AsyncSession, found: Sequence[ClassRef]) -> list[Said]:
    school, _moment = local(incoming)
    mine = found if incoming.asker.has(*CHANGERS) else [one for one in found if one.id in incoming.asker.classes()]
    if not mine:
        return [Outgoing(text=_("You may print slips for your own class only."))]
    said: list[Said] = []
    for klass in mine:
        count, paper = await class_slips(session, school, klass, incoming.when)
        said += [_printed(klass, count, paper), Act("code.class", klass.id)]
    return said


def _printed(klass: ClassRef, count: int, paper: bytes) -> Outgoing:
    if not count:
        text = _("Every guardian of class {klass} on the list is linked already, or the list names none.")
        return Outgoing(text=text.format(klass=klass.name))
    text = _(
        "{count} slips for class {klass}, for the guardians who are not linked yet. Please print and cut them, and "
        "give each to its own family. Slips printed earlier for them no longer work."
    )
    name = "phieu-moi-" + "".join(c for c in fold(klass.name) if c.isalnum()) + ".docx"
    return Outgoing(text=text.format(count=count, klass=klass.name), files=[File(name, paper)])


async def class_slips(
    session: AsyncSession, school: School, klass: ClassRef, now: datetime, link: Link | None = None
) -> tuple[int, bytes]:
    """How many slips, and the .docx: one for each guardian of the class with no linked chat, with a fresh code, in the
    school's language.
    """
    invitees = await family(session, school.id, local_day(school, now), among=[klass.id], unlinked=True)
    codes = await make_codes(session, school.id, [one.owner for one in invitees], now)
    items = [
        Slip(
            school=school.name,
            pupil=one.pupil,
            class_name=one.class_name,
            guardian=one.name,
            relation=one.relation,
            code=code,
            expires=_last_day(school, now),
        )
        for one, code in zip(invitees, codes, strict=True)
    ]
    if not items:
        return 0, b""
    with speaking(school.language):
        return len(items), await asyncio.to_thread(slips, items, link)
