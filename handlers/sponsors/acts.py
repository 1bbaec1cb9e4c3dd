"""What /dodau changes: who is on the list and why, who sponsors whom, and what is known of a child's circumstances."""

from collections.abc import Sequence

from msgspec import structs
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.asked import Unclear, local
from handlers.sponsors.card import card
from handlers.sponsors.told import told_leaders, told_sponsors
from handlers.sponsors.who import Meant, entry_of, leads_school, must, people_meant, pupil_meant, teaches
from handlers.sponsors.wish import wish
from letters.says import sponsors as says
from letters.told import line_for
from locales import _
from locales.sponsors import sponsor_words
from locales.words import joined, left_out
from models import AtRiskPupils
from models.shapes.message import Act, Button, Handler, Incoming, Outgoing, Said
from models.sponsors.acts import end, erase, put_on_list, set_sponsors, take_off_list
from models.sponsors.tables import (
    CATEGORIES,
    MOST_MENTEES,
    MOST_SPONSORS,
    WRITTEN,
    Entry,
    entries,
    own_pupils,
    sponsors,
)
from rules.sponsors import Named, read_sponsors
from rules.written import pupil_written

LONGEST = 1000


async def _again(incoming: Incoming, session: AsyncSession, meant: Meant) -> Meant:
    """The pupil as the list now has it."""
    school, moment = local(incoming)
    entry = await entry_of(session, school.id, meant.pupil.id, moment.date())
    return structs.replace(meant, entry=entry)


async def put_on(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    meant = await pupil_meant(incoming, session, incoming.rest)
    if not (leads_school(incoming) or teaches(incoming, meant)):
        text = _("Only the homeroom teacher and the leadership may do that for {who}.")
        raise Unclear(text.format(who=meant.who()))
    school, moment = local(incoming)
    entry = await put_on_list(session, school.id, meant.pupil.id, moment.date())
    head = _(
        "On the list now. Please choose the reasons. To write the circumstances: /dodau hoàn cảnh {klass} {name}: …"
    ).format(klass=meant.klass.name, name=meant.pupil.name)
    said = await card(incoming, session, await _again(incoming, session, meant), head)
    return [*said, Act("risk.listed", entry)]


async def take_off(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    """The sponsors are told; what was written of the child goes at once."""
    meant = await pupil_meant(incoming, session, incoming.rest)
    entry = await must(incoming, session, meant)
    _school, moment = local(incoming)
    await erase(session, entry.id)
    await take_off_list(session, [meant.pupil.id], moment.date())
    notices = told_sponsors(incoming, [(one.id, one.person_id) for one in entry.sponsors], "off")
    text = _("{who} is no longer on the list of pupils at risk.").format(who=meant.who())
    return [Outgoing(text=text), Act("risk.unlisted", entry.id), *notices]


async def adopt(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    """Who answers for a pupil takes him or her on; anybody else offers to, and waits: a sponsor reads what is kept."""
    meant = await pupil_meant(incoming, session, incoming.rest.partition(":")[0].strip())
    school, moment = local(incoming)
    me = incoming.linked.person_id
    answers_for = leads_school(incoming) or teaches(incoming, meant)
    if meant.entry is None:
        if not answers_for:
            text = _(
                "{who} is not on the list of pupils at risk. Please ask the homeroom teacher to put the pupil on it."
            )
            raise Unclear(text.format(who=meant.who()))
        await put_on_list(session, school.id, meant.pupil.id, moment.date())
        meant = await _again(incoming, session, meant)
    await _check_free(incoming, session, meant)
    if not answers_for:
        return await wish(incoming, session, meant)
    now = await _now(session, meant)
    wanted = now | {me: bool(now)}  # the second one supports the first
    begun, _ended = await set_sponsors(session, school.id, meant.pupil.id, wanted, moment.date())
    notices = await told_leaders(incoming, session, begun[0], meant.klass.id) if begun else []
    head = _("**Thank you. You are now the sponsor of {who}.**").format(who=meant.who())
    said = await card(incoming, session, await _again(incoming, session, meant), head)
    return [*said, *(Act("sponsor.began", id_) for id_ in begun), *notices]


async def _now(session: AsyncSession, meant: Meant) -> dict[int, bool]:
    found = (await sponsors(session, [meant.pupil.id])).get(meant.pupil.id, [])
    return {one.person_id: one.supporting for one in found}


async def _check_free(incoming: Incoming, session: AsyncSession, meant: Meant) -> None:
    """One or two sponsors a pupil, one or two pupils a colleague. Raises Unclear."""
    school, moment = local(incoming)
    mine = await entries(session, school.id, moment.date(), own_pupils(incoming.asker.person_id))
    entry = meant.entry
    if entry is not None and entry.has_sponsor(incoming.asker.person_id):
        raise Unclear(_("You are the sponsor of {who} already.").format(who=meant.who()))
    if entry is not None and len(entry.sponsors) >= MOST_SPONSORS:
        raise Unclear(_("{who} has two sponsors already. Thank you for offering.").format(who=meant.who()))
    if len(mine) >= MOST_MENTEES:
        raise Unclear(_("You are the sponsor of two pupils already; the leadership may still ask you for a third."))


async def assign(incoming: Incoming, session: AsyncSession, meant: Meant, value: str) -> Sequence[Said]:
    """The leadership names the sponsors, one or two; whoever is not named any more is told as well."""
    named = read_sponsors(value)
    if not leads_school(incoming):
        if len(named) == 1 and named[0].name.casefold() in {"tôi", "toi", "me"}:
            return await adopt(structs.replace(incoming, rest=pupil_written(meant.pupil.id)), session)
        raise Unclear(
            _("Only the leadership may name somebody else. To take on the pupil yourself leave out the names.")
        )
    wanted = await people_meant(incoming, session, named)
    school, moment = local(incoming)
    before = {one.id: one for one in (await sponsors(session, [meant.pupil.id])).get(meant.pupil.id, [])}
    await put_on_list(session, school.id, meant.pupil.id, moment.date())
    begun, ended = await set_sponsors(session, school.id, meant.pupil.id, wanted, moment.date())
    meant = await _again(incoming, session, meant)
    now = meant.entry.sponsors if meant.entry else ()
    told = told_sponsors(incoming, [(one.id, one.person_id) for one in now if one.id in begun], "on")
    told += told_sponsors(incoming, [(id_, before[id_].person_id) for id_ in ended], "off")
    acts = [Act("sponsor.began", id_) for id_ in begun] + [Act("sponsor.ended", id_) for id_ in ended]
    line = await line_for(session, school, incoming.when, told)
    lines = [_assigned(meant), *([line] if line else []), *await _too_many(incoming, session, meant)]
    buttons = [[Button(_("See {name}").format(name=meant.pupil.name), says.pupil(meant.pupil.id))]]
    return [Outgoing(text="\n".join(lines), buttons=buttons), *acts, *told]


def _assigned(meant: Meant) -> str:
    names = [
        sponsor_words(one.name, supporting=one.supporting) for one in (meant.entry.sponsors if meant.entry else ())
    ]
    return _("**{who}**: sponsored by {names}.").format(who=meant.who(), names=", ".join(names))


async def _too_many(incoming: Incoming, session: AsyncSession, meant: Meant) -> list[str]:
    school, moment = local(incoming)
    found = []
    for one in meant.entry.sponsors if meant.entry else ():
        count = len(await entries(session, school.id, moment.date(), own_pupils(one.person_id)))
        if count > MOST_MENTEES:
            found.append(_("{name} now follows {count} pupils; one or two are asked of each.").format(
                name=one.name, count=count
            ))  # fmt: skip
    return found


async def drop(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    """A sponsor ends the own sponsorship; the leadership, with a name behind a colon, anybody's."""
    words, colon, name = incoming.rest.partition(":")
    meant = await pupil_meant(incoming, session, words.strip())
    whose = incoming.asker.person_id
    if colon and name.strip():
        if not leads_school(incoming):
            raise Unclear(_("Only the leadership may end somebody else's sponsorship."))
        whose = next(iter(await people_meant(incoming, session, [Named(name.strip())])))
    live = [
        one for one in (await sponsors(session, [meant.pupil.id])).get(meant.pupil.id, []) if one.person_id == whose
    ]
    if not live:
        raise Unclear(_no_such(meant, meant.entry, leads=leads_school(incoming)), _end_buttons(incoming, meant))
    _school, moment = local(incoming)
    await end(session, [live[0].id], moment.date())
    text = _("{name} is no longer the sponsor of {who}.").format(name=live[0].name, who=meant.who())
    told = told_sponsors(incoming, [(live[0].id, live[0].person_id)], "off")
    return [Outgoing(text=text), Act("sponsor.ended", live[0].id), *told]


def _no_such(meant: Meant, entry: Entry | None, *, leads: bool) -> str:
    if leads and entry is not None and entry.sponsors:
        return _("Whose sponsorship of {who} shall end?").format(who=meant.who())
    return _("There is no such sponsorship of {who}. Nothing was changed.").format(who=meant.who())


def _end_buttons(incoming: Incoming, meant: Meant) -> list[list[Button]]:
    if not leads_school(incoming) or meant.entry is None:
        return []
    return [[Button(one.name, says.pupil(meant.pupil.id, says.Act.DROP, one.name))] for one in meant.entry.sponsors]


async def categorise(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    """A button's word: a category that is set is taken away, one that is not is set."""
    words, _colon, name = incoming.rest.partition(":")
    meant = await pupil_meant(incoming, session, words.strip())
    entry = await must(incoming, session, meant)
    if name.strip() not in CATEGORIES:
        return await card(incoming, session, meant)
    changed = {name.strip(): not getattr(entry, name.strip())}
    await session.execute(update(AtRiskPupils).where(AtRiskPupils.id == entry.id).values(changed))
    said = await card(incoming, session, await _again(incoming, session, meant))
    return [*said, Act("risk.categorised", entry.id)]


def describe(column: str) -> Handler:
    """The handler that writes one of the two restricted texts down."""

    async def write(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
        words, colon, text = incoming.rest.partition(":")
        meant = await pupil_meant(incoming, session, words.strip())
        entry = await must(incoming, session, meant, sponsors_too=True)
        if not colon or not text.strip():
            raise Unclear(_("Please write the words behind a colon, for example: {example}").format(
                example=says.described(f"{meant.klass.name} {meant.pupil.name}")
            ))  # fmt: skip
        kept = {column: text.strip()[:LONGEST]}
        await session.execute(update(AtRiskPupils).where(AtRiskPupils.id == entry.id).values(kept))
        said = _("Written down for {who}. Only the sponsors, the homeroom teacher and the leadership can read it.")
        lines = [said.format(who=meant.who()), left_out(text.strip(), LONGEST)]
        return [Outgoing(text=joined(lines)), Act(WRITTEN, entry.id)]

    return write


async def forget(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    meant = await pupil_meant(incoming, session, incoming.rest)
    entry = await must(incoming, session, meant)
    await erase(session, entry.id)
    text = _("The circumstances of {who} are erased, and the copies in earlier messages on our side too.")
    return [Outgoing(text=text.format(who=meant.who())), Act("circumstances.erased", entry.id)]
