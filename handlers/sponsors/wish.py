"""A colleague's offer to sponsor a pupil: the homeroom teacher or a leader agrees first, with a tap."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.asked import local
from handlers.sponsors.told import told_leaders, told_sponsors
from handlers.sponsors.who import Meant, leads_school, pupil_meant, teaches
from letters.says import sponsors as says
from letters.told import line_for
from locales import _
from locales.words import joined
from models import Roles
from models.people.holders import leaders, teachers_of
from models.people.roles import held_on
from models.shapes.message import Act, Incoming, Notice, Outgoing, Said
from models.sponsors.acts import set_sponsors
from models.sponsors.tables import MOST_SPONSORS
from models.sponsors.wishes import Wish, decide_wish, wish_for, wishes
from rules.letters import Kind
from rules.written import pupil_written

WORTH = timedelta(days=14)


async def wish(incoming: Incoming, session: AsyncSession, meant: Meant) -> Sequence[Said]:
    """Nothing of the child is shown; whoever answers for the pupil is asked."""
    school, moment = local(incoming)
    me = incoming.linked.person_id
    wish_id = await wish_for(session, school.id, meant.pupil.id, me, incoming.when)
    if wish_id is None:
        text = _("Your offer for {who} waits for the homeroom teacher's or a leader's yes already.")
        return [Outgoing(text=text.format(who=meant.who()))]
    day = moment.date()
    asked = {*await teachers_of(session, meant.klass.id, day), *await leaders(session, school.id, day)} - {me}
    text = _(
        "**Thank you** for your offer for {who}. When the homeroom teacher or a leader has agreed, you get a message "
        "here."
    )
    notices = [_notice(Kind.SPONSOR_WISHED, wish_id, person, incoming) for person in sorted(asked)]
    words = joined([text.format(who=meant.who()), await line_for(session, school, incoming.when, notices)])
    return [Outgoing(text=words), Act("sponsor.wished", wish_id), *notices]


def _notice(kind: Kind, wish_id: int, person_id: int, incoming: Incoming) -> Notice:
    school, moment = local(incoming)
    return Notice(
        kind=kind,
        key=f"{kind}:{wish_id}",
        school_id=school.id,
        person_id=person_id,
        about=wish_id,
        day=moment.date(),
        valid_for=WORTH,
    )


async def agree(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    """The offer's number from a button: the colleague is the sponsor from now on."""
    found = await _open(incoming, session, says.read_agree(incoming.rest))
    if found is None:
        return [_no_such()]
    one, meant = found
    if meant.entry is None or len(meant.entry.sponsors) >= MOST_SPONSORS or not await _on_staff(session, one, incoming):
        await decide_wish(session, one.id, incoming.asker.person_id, incoming.when, yes=False)
        text = _("{who} needs no further sponsor now, or {name} has left. Nothing was changed.")
        return [Outgoing(text=text.format(who=meant.who(), name=one.name))]
    if not await decide_wish(session, one.id, incoming.asker.person_id, incoming.when, yes=True):
        return [_no_such()]
    school, moment = local(incoming)
    now = {each.person_id: each.supporting for each in meant.entry.sponsors}
    wanted = {**now, one.person_id: bool(now)}  # the second one supports the first
    begun, _ended = await set_sponsors(session, school.id, meant.pupil.id, wanted, moment.date())
    told: list[Notice] = told_sponsors(incoming, [(id_, one.person_id) for id_ in begun], "on")
    for id_ in begun:
        others = await told_leaders(incoming, session, id_, meant.klass.id)
        told += [notice for notice in others if notice.person_id != one.person_id]
    text = _("**Agreed**: {name} is the sponsor of {who} now.").format(name=one.name, who=meant.who())
    words = joined([text, await line_for(session, school, incoming.when, told)])
    return [Outgoing(text=words), *(Act("sponsor.began", id_) for id_ in begun), *told]


async def refuse(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    found = await _open(incoming, session, says.read_refuse(incoming.rest))
    if found is None or not await decide_wish(session, found[0].id, incoming.asker.person_id, incoming.when, yes=False):
        return [_no_such()]
    one, meant = found
    text = _("**Recorded**: {name} does not become the sponsor of {who}.")
    thanks, school = _notice(Kind.WISH_REFUSED, one.id, one.person_id, incoming), local(incoming)[0]
    called = _("{name}, with thanks for the offer").format(name=one.name)
    line = await line_for(session, school, incoming.when, [thanks], called=called)
    said = Outgoing(text=joined([text.format(name=one.name, who=meant.who()), line]))
    return [said, Act("sponsor.refused", one.id), thanks]


async def _open(incoming: Incoming, session: AsyncSession, number: int | None) -> tuple[Wish, Meant] | None:
    """The offer numbered, if it waits and this person answers for its pupil; nobody decides the own one."""
    found = await wishes(session, [number]) if number else []
    school, _moment = local(incoming)
    if not found or found[0].decided_at is not None or found[0].school_id != school.id:
        return None
    meant = await pupil_meant(incoming, session, pupil_written(found[0].pupil_id))
    decides = leads_school(incoming) or teaches(incoming, meant)
    return (found[0], meant) if decides and found[0].person_id != incoming.asker.person_id else None


async def _on_staff(session: AsyncSession, one: Wish, incoming: Incoming) -> bool:
    day = local(incoming)[1].date()
    held = select(Roles.id).where(Roles.person_id == one.person_id, *held_on(day))
    return await session.scalar(held.limit(1)) is not None


def _no_such() -> Outgoing:
    return Outgoing(text=_("There is no such request that is yours to decide."))
