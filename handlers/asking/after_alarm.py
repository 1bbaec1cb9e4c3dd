"""What a family writes once it was told of an absence: it reaches the homeroom teacher without a tap, as an answer
where it clearly is one. That the child left for school is told at once to all who can look.
"""

from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta

from msgspec import structs
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import as_if_typed, may
from handlers.asked import local
from handlers.asking.matters import money_warning
from handlers.asking.subjects.worries import worried
from handlers.families.awaiting import awaited_of
from handlers.families.free_text import offer_leave, reason_taps
from handlers.families.notes import pass_on
from handlers.leave.asking import own_children
from handlers.whom_to_call import teachers_of
from letters.says import Code, Word
from letters.says.families import WRITE_TO_TEACHER, answer
from letters.says.service import meant
from locales import _
from locales.words import joined, when
from models.families.answers import (
    UNAWARE,
    Alarm,
    Asked,
    alarms_of,
    asked_about,
    store_answer,
)
from models.shapes.message import Act, Incoming, Outgoing, Said
from rules.after_alarm import Heard, read_after_alarm, reason_tapped
from rules.asking.alarms import demands_money
from rules.asking.wish import OF_ALL, OF_ITSELF, Intent
from rules.leave import read_leave, rests, which_child
from rules.people.names import given_name
from rules.people.roles import REPORTERS

FRESH = timedelta(days=2)  # of an older alarm it is asked whether the words are meant for it

Usual = Callable[[], Awaitable[Sequence[Said] | None]]


async def after_alarm(
    incoming: Incoming, session: AsyncSession, first: Intent | None, usual: Usual
) -> Sequence[Said] | None:
    """None: there was no alarm, or the words are for something else. `usual` answers as if there had been none."""
    if not incoming.asker.children or may(incoming.asker, REPORTERS):
        return None
    alarms = await _alarms(incoming, session)
    heard = read_after_alarm(incoming.text, local(incoming)[1].date())
    if not alarms or heard is Heard.NOTHING:
        return None
    open_ = [one for one in alarms if not one.answered]
    if heard is Heard.LEFT_HOME and (asked := await _missed_today(incoming, session, open_ or alarms)):
        return await _left_home(incoming, session, asked)
    if first is Intent.WORRY or await awaited_of(incoming, session) or (first in OF_ITSELF and heard is Heard.WORDS):
        return None
    if heard in (Heard.REASON, Heard.UNAWARE, Heard.LEFT_HOME) and open_:
        return await _answered(incoming, session, heard, open_)
    return await _noted(incoming, session, heard, alarms, await _kept(incoming, session, heard, first, usual))


async def _alarms(incoming: Incoming, session: AsyncSession) -> list[Alarm]:
    """The fresh ones, about the child that is named if one is."""
    _school, moment = local(incoming)
    found = await alarms_of(session, incoming.linked.person_id, incoming.when)
    known = await own_children(session, [one.pupil_id for one in found], moment.date())
    named, _left = which_child(incoming.text, {pupil: child.name for pupil, child in known.items()})
    return [one for one in found if one.pupil_id in (named or known) and one.sent_at > incoming.when - FRESH]


async def _missed_today(incoming: Incoming, session: AsyncSession, alarms: Sequence[Alarm]) -> list[Asked]:
    today = local(incoming)[1].date()
    found = [await asked_about(session, one.firing_id) for one in alarms]
    return [one for one in found if one is not None and one.days[-1] == today]


async def _left_home(incoming: Incoming, session: AsyncSession, asked: Sequence[Asked]) -> Sequence[Said]:
    """A mistake of the roll or a child that is missing: who can look does so now. It is kept as an answer too."""
    recorded = await _recorded(incoming, session, asked)
    said = await worried(incoming, session, [one.pupil_id for one in asked], recorded)
    words, person_id = " ".join(incoming.text.split()), incoming.linked.person_id
    for one in asked if len(asked) == 1 else ():
        number = await store_answer(session, one, person_id, UNAWARE, words, incoming.when)
        said.append(Act("guardian.answered", number))
    return said


async def _recorded(incoming: Incoming, session: AsyncSession, asked: Sequence[Asked]) -> str:
    today = local(incoming)[1].date()
    known = await own_children(session, [one.pupil_id for one in asked], today)
    text = _("The roll has {name} as absent {when}. Only the teacher in class can change it.")
    lines = []
    for one in asked:
        parts = [each.part for each in one.missed if each.day == today]
        lines.append(text.format(name=given_name(known[one.pupil_id].name), when=when(today, parts)))
    return "\n".join(lines)


async def _answered(
    incoming: Incoming, session: AsyncSession, heard: Heard, open_: Sequence[Alarm]
) -> Sequence[Said] | None:
    """An answer like a tapped one. Of several children the words are passed on, and whose they are is asked."""
    words, today = " ".join(incoming.text.split()), local(incoming)[1].date()
    if len(open_) > 1:
        taps = await reason_taps(incoming, session, [one.firing_id for one in open_], words)
        said = await pass_on(incoming, session, words, [one.pupil_id for one in open_])
        if not isinstance(said[0], Outgoing):
            return said
        which = _("If this is why a child was away, please tap which one; the homeroom teacher then decides on it.")
        return [structs.replace(said[0], text=joined([said[0].text, which]), buttons=taps), *said[1:]]
    code = reason_tapped(words, today) if heard is Heard.REASON else UNAWARE
    return await as_if_typed(incoming, session, answer(open_[0].firing_id, Code(code), words))


async def _kept(
    incoming: Incoming, session: AsyncSession, heard: Heard, first: Intent | None, usual: Usual
) -> Sequence[Said]:
    """What is worth reading beside it: what is recorded, where that is asked for, or how a wrong phone is taken off."""
    wish = read_leave(incoming.text, local(incoming)[1].date())
    if wish.days and wish.days[-1] > local(incoming)[1].date() and (wish.asks or rests(incoming.text)):
        return [await offer_leave(incoming, session, incoming.text, wish)]
    if heard is Heard.PUZZLED:
        return await as_if_typed(incoming, session, meant(Word("con"))) or ()
    if heard is Heard.WRONG_NUMBER or first in OF_ALL:
        return await usual() or ()
    return ()


async def _noted(
    incoming: Incoming, session: AsyncSession, heard: Heard, alarms: Sequence[Alarm], kept: Sequence[Said]
) -> Sequence[Said]:
    pupils = [one.pupil_id for one in alarms]
    said = await pass_on(incoming, session, incoming.text, pupils)
    if isinstance(said[0], Outgoing):
        call = await teachers_of(session, pupils, local(incoming)[1].date())
        warned = money_warning() if demands_money(incoming.text) else ""
        said = [structs.replace(said[0], text=joined([warned, said[0].text, call])), *said[1:]]
    return [*said, *(_without_passing_on(one) for one in kept)]


def _without_passing_on(said: Said) -> Said:
    """What has been passed on needs no tap for it."""
    if not isinstance(said, Outgoing):
        return said
    rows = [[one for one in row if not one.says.startswith(WRITE_TO_TEACHER)] for row in said.buttons]
    return structs.replace(said, buttons=[row for row in rows if row])
