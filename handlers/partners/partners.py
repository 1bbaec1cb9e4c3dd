"""/doitac: people of bodies outside the school who go along to families; a leader links each, and asks them."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import insert, update
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import command
from handlers.asked import Unclear, local
from letters.says import partners as says
from letters.told import line_for
from locales import N_, _
from locales.partners import BODIES
from locales.words import joined, opening, short_day
from models import Cases, PartnerAsks, People, Roles
from models.cases.history import one_case
from models.cases.sight import own
from models.ladder.facts import case_facts
from models.partners import Partner, partners
from models.people.links import CODE_LIFE, Owner, make_code
from models.shapes.message import Act, Button, Incoming, Notice, Outgoing, Said
from papers.roster.lists.values import Wrong, as_name, check_name, read_phones
from rules.letters import Kind
from rules.partners import read_partner
from rules.people.names import fold
from rules.people.roles import CHANGERS, HEADS, Role

OFFERED = 8


@command(
    "đối tác",
    "partners",
    help=N_("partners of the village team: link one, and ask one to go along to a family"),
    usage=N_("Hội Phụ nữ: Hồ Thị Xuân 0912345678"),
    who=CHANGERS,
    slash=True,
)
async def partner(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    words = incoming.rest.strip()
    if (asking := says.read_ask_partner(words)) is not None:
        return await _ask(incoming, session, asking)
    if (person_id := says.read_end_partner(words)) is not None:
        return await _end(incoming, session, person_id)
    return await _new(incoming, session, words) if words else [await _list(incoming, session)]


async def _list(incoming: Incoming, session: AsyncSession) -> Outgoing:
    school, moment = local(incoming)
    found = await partners(session, school.id, moment.date())
    lines = [f"• {_said(one)}" + ("" if one.linked else ": " + _("not linked yet")) for one in found]
    head = _("**Partners of the village team**") if found else _("No partner has been linked yet.")
    how = _("To link one: {example}").format(example=says.EXAMPLE)
    ends = [[Button(_("No longer: {name}").format(name=one.name), says.end_partner(one.person_id))]
            for one in found[:OFFERED]]  # fmt: skip
    return Outgoing(text=joined([head, *lines, how]), buttons=ends)


def _said(one: Partner) -> str:
    return f"{opening(_(BODIES.get(one.body, one.body)))}: {one.name}"


async def _new(incoming: Incoming, session: AsyncSession, words: str) -> Sequence[Said]:
    """Raises Unclear."""
    read = read_partner(words)
    name = as_name(read.name)
    try:
        check_name(name)
        phone = next(iter(read_phones(read.phone)), None) if read.phone else None
    except Wrong as wrong:
        raise Unclear(_("Please write the body and the full name: {example}").format(example=says.EXAMPLE)) from wrong
    if read.body is None or len(name.split()) < 2:
        raise Unclear(_("Please write the body and the full name: {example}").format(example=says.EXAMPLE))
    school, moment = local(incoming)
    known = [one for one in await partners(session, school.id, moment.date()) if fold(one.name) == fold(name)]
    if known and known[0].linked:
        raise Unclear(_("{name} is linked already.").format(name=known[0].name))
    person_id = known[0].person_id if known else await _keep(incoming, session, name, read.body, phone)
    code = await make_code(session, school.id, Owner(person_id), incoming.when)
    text = _(
        "Code for **{name}** ({body}):\n**{code}**\nFor one use, until {day}: in the chat with Sĩ Số, lienket {code}"
    )
    body, day = _(BODIES[read.body]), short_day(school.day(incoming.when + CODE_LIFE) - timedelta(days=1))
    said = Outgoing(text=text.format(name=name, body=body, code=code, day=day))
    return [said, Act("partner.invited", person_id)]


async def _keep(incoming: Incoming, session: AsyncSession, name: str, body: str, phone: str | None) -> int:
    school, moment = local(incoming)
    values = {"school_id": school.id, "key": f"partner:{incoming.inbox_id}:{fold(name)}"[:200], "full_name": name}
    made = insert(People).values(**values, phone=phone).returning(People.id)
    person_id = (await session.execute(made)).scalar_one()
    role = {"school_id": school.id, "person_id": person_id, "name": Role.PARTNER, "position": body}
    await session.execute(insert(Roles).values(**role, starts=moment.date()))
    return person_id


async def _end(incoming: Incoming, session: AsyncSession, person_id: int) -> Sequence[Said]:
    school, moment = local(incoming)
    mine = [one for one in await partners(session, school.id, moment.date()) if one.person_id == person_id]
    if not mine:
        raise Unclear(_("There is no such partner. Nothing was changed."))
    ended = update(Roles).where(Roles.person_id == person_id, Roles.name == Role.PARTNER, Roles.ends.is_(None))
    await session.execute(ended.values(ends=moment.date() - timedelta(days=1)))
    text = _("{name} is asked no more and reads nothing more.").format(name=mine[0].name)
    return [Outgoing(text=text), Act("partner.ended", person_id)]


async def _ask(incoming: Incoming, session: AsyncSession, asking: says.Asking) -> Sequence[Said]:
    """A vice principal or the principal, of an open case: first whom, then it leaves. Raises Unclear."""
    school, moment = local(incoming)
    case = await one_case(session, Cases.id == asking.case_id, own(incoming.asker, moment.date()))
    if case is None or case.closed_on is not None or not incoming.asker.has(*HEADS):
        raise Unclear(_("There is no open case with that number. Please see /viec."))
    known = await partners(session, school.id, moment.date())
    chosen = next((one for one in known if one.person_id == asking.person_id), None)
    fact = (await case_facts(session, [case.id]))[0]
    if chosen is None:
        raise Unclear(*_whom(known, fact.name, case.id))
    row = {"school_id": school.id, "case_id": case.id, "person_id": chosen.person_id}
    made = insert(PartnerAsks).values(**row, asked_by=incoming.linked.person_id, asked_at=incoming.when)
    number = (await session.execute(made.returning(PartnerAsks.id))).scalar_one()
    notice = Notice(
        kind=Kind.PARTNER_ASKED, key=f"partner:{number}", school_id=school.id, person_id=chosen.person_id,
        about=number, day=moment.date(),
    )  # fmt: skip
    text = _("**A visit together** to the family of {name}: only name and place leave the school, and nothing of why.")
    line = await line_for(session, school, incoming.when, [notice])
    return [Outgoing(text=joined([text.format(name=fact.name), line])), Act("partner.asked", number), notice]


def _whom(known: Sequence[Partner], name: str, case_id: int) -> tuple[str, list[list[Button]]]:
    if not known:
        return _("No partner has been linked yet. To link one: {example}").format(example=says.EXAMPLE), []
    buttons = [[Button(_said(one), says.ask_partner(case_id, one.person_id))] for one in known[:OFFERED]]
    return _("Who is asked to go along to the family of {name}?").format(name=name), buttons
