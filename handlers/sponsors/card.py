"""One pupil on the list: who follows, how it goes, and the restricted words for those who may read them."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.sponsors.lists import figures
from handlers.sponsors.who import Meant, leads_school, teaches
from letters.says import sponsors as says
from locales import _
from locales.sponsors import CATEGORIES, PROGRESS, TYPED, sponsor_words
from locales.words import joined, listed, opening, quoted
from models.shapes.message import Act, Button, Incoming, Outgoing, Said
from models.sponsors.tables import MOST_SPONSORS, READ, Entry, Words, restricted


async def card(incoming: Incoming, session: AsyncSession, meant: Meant, head: str = "") -> Sequence[Said]:
    """For somebody who may read it; reading the circumstances is written down. `head` says what was just done."""
    entry = meant.entry
    if entry is None:
        text = _("{who} is not on the list of pupils at risk.").format(who=meant.who())
        buttons = [[Button(_("Put on the list"), says.pupil(meant.pupil.id, says.Act.PUT_ON))], [_self(meant)]]
        return [Outgoing(text=joined([head, text]), buttons=buttons)]
    words = (await restricted(session, [entry.id]))[entry.id]
    said = await figures(incoming, session, [meant.pupil.id])
    lines = [
        head,
        f"**{meant.pupil.name}**, {meant.klass.name}",
        _sponsors(entry),
        _("Reason: {names}").format(names=_categories(entry)),
        opening(said.words(meant.pupil.id)),
        *_restricted(words),
    ]
    read = [Act(READ, entry.id)] if words.circumstances or words.conduct else []
    return [Outgoing(text=joined(lines), buttons=_buttons(incoming, meant, entry, words)), *read]


def _sponsors(entry: Entry) -> str:
    names = [sponsor_words(one.name, supporting=one.supporting) for one in entry.sponsors]
    return _("Sponsor: {names}").format(names=", ".join(names) or _("**no sponsor yet**"))


def _categories(entry: Entry) -> str:
    return listed(_(CATEGORIES[name]) for name in entry.categories()) or _("not chosen yet")


def _restricted(words: Words) -> list[str]:
    """Only what was written down; a line warns whom it is for."""
    lines = [_("Circumstances: {words}").format(words=quoted(words.circumstances))] if words.circumstances else []
    lines += [_("Conduct: {words}").format(words=quoted(words.conduct))] if words.conduct else []
    return (
        [*lines, _("(Only for sponsors, homeroom teacher and leadership; erased at the end of the year.)")]
        if lines
        else []
    )


def _buttons(incoming: Incoming, meant: Meant, entry: Entry, words: Words) -> list[list[Button]]:
    rows = []
    if entry.has_sponsor(incoming.asker.person_id):
        noted = [(opening(_(PROGRESS[name])), TYPED[name]) for name in PROGRESS]
        rows.append([Button(label, says.pupil(meant.pupil.id, says.Act.NOTE, typed)) for label, typed in noted])
        rows.append([Button(_("I can no longer be the sponsor"), says.pupil(meant.pupil.id, says.Act.DROP))])
    elif len(entry.sponsors) < MOST_SPONSORS:
        rows.append([_self(meant)])
    if leads_school(incoming) or teaches(incoming, meant):
        rows += _category_buttons(meant, entry)
        if words.circumstances or words.conduct:
            rows.append([Button(_("Erase the circumstances"), says.pupil(meant.pupil.id, says.Act.FORGET))])
        rows.append([Button(_("Take off the list"), says.pupil(meant.pupil.id, says.Act.TAKE_OFF))])
    if leads_school(incoming):
        others = [one for one in entry.sponsors if one.person_id != incoming.asker.person_id]
        rows += [
            [Button(_("End: {name}").format(name=one.name), says.pupil(meant.pupil.id, says.Act.DROP, one.name))]
            for one in others
        ]
    return rows


def offer(meant: Meant) -> Outgoing:
    """For somebody who may not read about the pupil, and pressed a button that shows one."""
    text = _("{who}: the page of a pupil at risk is for the sponsors. Will you be one?").format(who=meant.who())
    return Outgoing(text=text, buttons=[[_self(meant)]])


def _self(meant: Meant) -> Button:
    return Button(_("I will be the sponsor"), says.pupil(meant.pupil.id, says.Act.ADOPT))


def _category_buttons(meant: Meant, entry: Entry) -> list[list[Button]]:
    """Pressing one that is set takes it away."""
    chosen = entry.categories()
    return [
        [
            Button(
                ("✓ " if name in chosen else "") + opening(_(title)),
                says.pupil(meant.pupil.id, says.Act.CATEGORISE, name),
            )
        ]
        for name, title in CATEGORIES.items()
    ]
