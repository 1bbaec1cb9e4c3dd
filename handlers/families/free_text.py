"""What families write without a command: words they were asked for, leave, an answer to what they were told."""

import re
from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from handlers import Command, as_if_typed, may
from handlers.asked import local
from handlers.families.awaiting import awaited_of
from handlers.leave.asking import own_children
from handlers.leave.elsewhere import children_elsewhere
from letters.leave import days_said
from letters.says import Code, Says, Word
from letters.says.families import answer, note
from letters.says.leave import ask_for_leave, leave_days, read_ask_for_leave
from letters.says.service import behind, meant
from locales import _
from models.families.answers import OTHER, asked_about, unanswered
from models.post.awaited import expect_nothing
from models.shapes.message import Button, Incoming, Outgoing, Said
from rules.asking.questions import asks_what, asks_whether
from rules.asking.wanted import wanted_in
from rules.asking.wish import Intent
from rules.leave import (
    LeaveWish,
    a_week_on,
    comes_late,
    left_at_home,
    read_leave,
    reason_code,
    rests,
    stays_away,
    which_child,
)
from rules.people.names import fold, given_name
from rules.people.roles import REPORTERS

_NOT_KNOWN = "khong_ro"  # `không biết` is no reason to be away
_POOR = re.compile(r"\b(?:ngheo|kho khan|khong co tien|het tien|tro cap|ho tro|xin tien)\b")  # for the teacher to hear
_LATE = re.compile(r"\b(?:tre|muon)\b")
_OTHERS_REST = re.compile(r"\b(?:truong|lop|cac chau|cac em|hoc sinh|thay|co giao|le|tet|he|khong|khoi)\b")
OFFERED = 200  # characters of a text that a button repeats


async def family_text(
    incoming: Incoming, session: AsyncSession, known: tuple[Command, str] | None
) -> Sequence[Said] | None:
    """The answer to a guardian's free text, None if it is nothing of the kind. `known` is the command its first words
    are: `con` and `nghỉ` begin a command, and many a parent's sentence.
    """
    asker, text = incoming.asker, incoming.text.strip()
    if not asker.children or not incoming.private or not text or text.startswith("/") or incoming.attachment:
        return None
    if known is not None and may(asker, known[0].who) and not (known[1] and known[0].words[0] == "con"):
        return None
    if says := await awaited_of(incoming, session):
        if (again := await _asked_anew(incoming, session, Says(says), " ".join(text.split()))) is not None:
            return again
        await expect_nothing(session, asker.chat_id)
        return await as_if_typed(incoming, session, f"{says} {' '.join(text.split())}")
    if may(asker, REPORTERS):  # a teacher with a child here: what is written without a command is a teacher's
        return None
    return await _offer(incoming, session, " ".join(text.split()))


async def _asked_anew(incoming: Incoming, session: AsyncSession, says: Says, text: str) -> Sequence[Said] | None:
    """Words that name days themselves, where only the reason was wanted: with a reason and for other days they are a
    request of their own, alone they are the days that are meant. None: the days are not spoken of.
    """
    today = local(incoming)[1].date()
    asked, wish = read_ask_for_leave(behind(says)), read_leave(text, today)
    if asked is None or asked.pupil_id is None or not wish.days or _asks(text):
        return None
    same = wish.days == read_leave(asked.words, today).days
    if not wish.reason or (reason_code(wish.reason) == OTHER and not (wish.asks or rests(text) or same)):
        return None if same else await as_if_typed(incoming, session, ask_for_leave(asked.pupil_id, text))
    await expect_nothing(session, incoming.asker.chat_id)
    if same:
        return await as_if_typed(incoming, session, f"{says} vì {wish.reason}")
    return [await offer_leave(incoming, session, text, wish)]


async def _offer(incoming: Incoming, session: AsyncSession, text: str) -> Sequence[Said] | None:
    """One tap makes it a request or an answer; without it nothing is recorded."""
    _school, moment = local(incoming)
    wish = read_leave(text, moment.date())
    if wish.asks and not _asks(text) and (coming := a_week_on(wish, text, moment.date())) is not None:
        words = f"{leave_days(coming.days, coming.part)} vì {coming.reason}" if coming.reason else text
        return [await offer_leave(incoming, session, words, coming)]
    ahead = [day for day in wish.days if day >= moment.date()]
    if (ahead or wish.length) and (wish.asks or (rests(text) and await _is_the_child(incoming, session, text))):
        return [await offer_leave(incoming, session, text, wish)]
    why, asks = _reason_known(wish, text), _asks(text)
    if wish.asks and not (wish.days or why or asks):  # from which day is asked
        return await as_if_typed(incoming, session, meant(Word("xinphep")))
    open_ = await unanswered(session, incoming.linked, incoming.when) if wish.reason and not asks else ()
    if open_:
        sure = (why or stays_away(text)) and not _LATE.search(fold(text))
        return [await _reasons(incoming, session, open_, text, sure=sure)]
    past = bool(wish.days) and not ahead
    leave = wanted_in(text, family=True).first is Intent.LEAVE
    if (asks and not leave) or past or _POOR.search(fold(text)) or not (why or stays_away(text) or leave):
        return None
    return [await offer_leave(incoming, session, text, wish)]


def tells_of_an_absence(incoming: Incoming) -> bool:
    """Leave is asked for, or a reason said that is known as one."""
    _school, moment = local(incoming)
    wish = read_leave(incoming.text, moment.date())
    why = _reason_known(wish, incoming.text)
    return not _asks(incoming.text) and (wish.asks or why or stays_away(incoming.text))


def tells_of_days_ahead(incoming: Incoming) -> bool:
    """`thu 5 thu 6 nha co dam cuoi`: leave without the word; days to come with a reason that is known as one."""
    today = local(incoming)[1].date()
    wish = read_leave(incoming.text, today)
    ahead = bool(wish.days) and wish.days[0] >= today
    return ahead and not (_asks(incoming.text) or comes_late(incoming.text)) and _reason_known(wish, incoming.text)


def _asks(text: str) -> bool:
    return "?" in text or asks_whether(text) or asks_what(text)


async def _is_the_child(incoming: Incoming, session: AsyncSession, text: str) -> bool:
    """Who rests then: the child that is named, or the only one where nobody else is spoken of."""
    _school, moment = local(incoming)
    known = await own_children(session, incoming.asker.children, moment.date())
    named, _left = which_child(text, {pupil: one.name for pupil, one in known.items()})
    alone = len(known) == 1 and not _OTHERS_REST.search(fold(text))
    return (bool(named) or alone) and not _asks(text)


def _reason_known(wish: LeaveWish, text: str) -> bool:
    return wish.reason_code not in (None, OTHER, _NOT_KNOWN) and not left_at_home(text)


async def offer_leave(incoming: Incoming, session: AsyncSession, text: str, wish: LeaveWish) -> Outgoing:
    """For each child by one tap."""
    _school, moment = local(incoming)
    known = await own_children(session, incoming.asker.children, moment.date())
    words = _("Do you ask leave for these days: {days}? The request has not been sent yet.") if wish.days else ""
    if wish.days:
        words = words.format(days=days_said(wish.days[0], wish.days[-1], wish.part))
    labels = {one.pupil_id: given_name(one.name) for one in known.values()}
    if not which_child(text, {pupil: one.name for pupil, one in known.items()})[0]:
        labels |= await children_elsewhere(incoming, session)
    buttons = [
        [Button(_("Ask leave for {name}").format(name=label), ask_for_leave(pupil, text[:OFFERED]))]
        for pupil, label in labels.items()
    ]
    return Outgoing(text=words or _("Do you ask leave? The request has not been sent yet."), buttons=buttons)


async def _reasons(
    incoming: Incoming, session: AsyncSession, open_: Sequence[int], text: str, *, sure: bool
) -> Outgoing:
    """Words that name no reason may as well be for the teacher."""
    words = _("Is this your answer to the school's message? One tap sends it to the homeroom teacher.")
    if not sure:
        words = _("Is this why the child was away, or something else for the homeroom teacher? One tap passes it on.")
    rows = await reason_taps(incoming, session, open_, text)
    return Outgoing(text=words, buttons=[*rows, [Button(_("Something else, for the teacher"), note(text))]])


async def reason_taps(incoming: Incoming, session: AsyncSession, open_: Sequence[int], text: str) -> list[list[Button]]:
    """For each child the tap by which these words are why it was away."""
    _school, moment = local(incoming)
    known = await own_children(session, incoming.asker.children, moment.date())
    rows = []
    for firing_id in open_:
        asked = await asked_about(session, firing_id)
        if asked is not None and asked.pupil_id in known:
            days = days_said(asked.days[0], asked.days[-1], None)
            label = _("Yes, why {name} was away {days}").format(name=given_name(known[asked.pupil_id].name), days=days)
            rows.append([Button(label, answer(firing_id, Code(OTHER), text[:OFFERED]))])
    return rows
