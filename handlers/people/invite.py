"""/moi: a code for one person, or slips to print for a class."""

import asyncio
import re
from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from handlers import command
from handlers.asked import local
from handlers.people.invite_staff import last_day, of_staff, tasks_words
from letters.people.link_requests import local_day
from letters.says.people import Invited, read_invite
from letters.says.people import invite as invitation
from locales import N_, _, speaking
from locales.words import short_day
from models.people.invitees import Invitee, called, classes_named, family, staff
from models.people.links import CODE_LIFE, make_code, make_codes
from models.shapes.asker import School
from models.shapes.message import Act, Button, Door, File, Incoming, Outgoing, Said
from papers.people.slips import Slip, first_step, slips
from rules.people.classes import ClassRef
from rules.people.codes import payload
from rules.people.names import fold
from rules.people.roles import CHANGERS, Role

OFFERED = 8
STAFF_WORDS = frozenset(
    {"can bo", "giao vien", "gv", "cbgv", "can bo giao vien", "nhan vien", "thay co", "staff", "teachers"}
)

_OF_WHOM = re.compile(r"^(?:(?:phụ huynh|gia đình|bố|mẹ|ba|má|cha|của|em|cháu|bạn) )+(?=\S)", re.IGNORECASE)


@command(
    "mời",
    "invite",
    help=N_("invite: slips for a class, or a code for one person"),
    usage=N_("6A | Nguyen Thi Hoa | cán bộ"),
    task=N_("Invite people"),
    who=CHANGERS | {Role.HOMEROOM},
    begins={Role.ADMIN: "{klass}"},
)
async def invite(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    """Codes are shown here, once; each is good for its days, however often slips are printed."""
    school, moment = local(incoming)
    typed = incoming.rest.strip()
    if not typed:
        return [Outgoing(text=_("Whom? Please type a class (/moi 6A) or a name (/moi Nguyen Thi Hoa)."))]
    if incoming.asker.has(*CHANGERS) and fold(typed) in STAFF_WORDS:
        return await of_staff(incoming, session)
    if found := await classes_named(session, school, typed, moment.date()):
        return await _class(incoming, session, found)
    known = await _allowed(incoming, session, school, moment.date())
    fits = [one for one in known if _number(one) == read_invite(typed)]
    fits = fits or called(known, typed) or called(known, _OF_WHOM.sub("", typed))
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
        return _("{name} ({tasks})").format(name=one.name, tasks=tasks_words(one))[:90]
    text = _("{name}, {relation} of {pupil}, {klass}")
    relation = one.relation or _("guardian")
    return text.format(name=one.name, relation=relation, pupil=one.pupil, klass=one.class_name)[:90]


async def _one(incoming: Incoming, session: AsyncSession, school: School, one: Invitee) -> list[Said]:
    code = await make_code(session, school.id, one.owner, incoming.when)
    text = _(
        "Code for **{who}**:\n**{code}**\nFor one use, until {day}. Please give it only to them; it cannot be shown "
        "again. The next message is for forwarding to them in Zalo or by text message:"
    )
    day = short_day(last_day(school, incoming.when))
    about = one.owner.guardian_id or one.owner.person_id
    kind = "code.guardian" if one.owner.guardian_id is not None else "code.staff"
    words = Outgoing(text=text.format(who=_label(one), code=code, day=day))
    return [words, Outgoing(text=_to_forward(school, one, code, incoming.doors), passed_on=True), Act(kind, about)]


def _to_forward(school: School, one: Invitee, code: str, doors: Sequence[Door]) -> str:
    """What somebody who follows only it can link by; of a child it has no more than the slip."""
    links = [door.with_code.format(code=payload(code)) or door.link for door in doors]
    lines = [
        _("{school} invites {name} to link with Sĩ Số, the school's attendance:").format(
            school=school.name, name=one.name
        ),
        first_step(doors, on_paper=False),
        _("2. type: lienket {code}").format(code=code),
        *[_("Or tap: {link}").format(link=link) for link in links if link],
        _("The school never asks for a password, an OTP code or money in these messages."),
    ]
    return "\n".join(lines)


async def _class(incoming: Incoming, session: AsyncSession, found: Sequence[ClassRef]) -> list[Said]:
    school, _moment = local(incoming)
    mine = found if incoming.asker.has(*CHANGERS) else [one for one in found if one.id in incoming.asker.classes()]
    if not mine:
        return [Outgoing(text=_("You may print slips for your own class only."))]
    said: list[Said] = []
    for klass in mine:
        count, paper = await class_slips(session, school, klass, incoming.when, incoming.doors)
        said += [_printed(klass, count, paper), Act("code.class", klass.id)]
    return said


def _printed(klass: ClassRef, count: int, paper: bytes) -> Outgoing:
    if not count:
        text = _("Every guardian of class {klass} on the list is linked already, or the list names none.")
        return Outgoing(text=text.format(klass=klass.name))
    text = _(
        "{count} slips for class {klass}, for the guardians who are not linked yet. Please print and cut them, and "
        "give each to its own family. They work for {days} days; slips printed earlier that nobody has used still work."
    )
    name = "phieu-moi-" + "".join(c for c in fold(klass.name) if c.isalnum()) + ".docx"
    words = text.format(count=count, klass=klass.name, days=CODE_LIFE.days)
    return Outgoing(text=words, files=[File(name, paper)])


async def class_slips(
    session: AsyncSession, school: School, klass: ClassRef, now: datetime, doors: Sequence[Door] = ()
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
            expires=last_day(school, now),
        )
        for one, code in zip(invitees, codes, strict=True)
    ]
    if not items:
        return 0, b""
    with speaking(school.language):
        return len(items), await asyncio.to_thread(slips, items, doors)
