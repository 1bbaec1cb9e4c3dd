"""Words to what was just offered and waits for its tap: it is offered again as amended, and a yes shows the tap.
A yes does what only writes down or passes on the own words; anything else is done by its tap alone.
"""

from collections.abc import Sequence

from msgspec import structs
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import as_if_typed, match
from handlers.asked import local
from handlers.asking.orders.longer_leave import longer_leave
from handlers.families.awaiting import awaited_of
from handlers.leave.asking import own_children
from handlers.people.roster import propose
from handlers.people.uploads import kept
from handlers.whom_to_call import only_a_family
from letters.leave import days_said
from letters.says.calendar import Added, added, days_typed, read_added
from letters.says.leave import ask_for_leave, leave_days, read_ask_for_leave
from letters.says.people import read_make_changes
from letters.says.service import behind, is_deed
from locales import _
from models.families.answers import OTHER
from models.post.offered import Offered, last_letter, last_offered, last_said
from models.shapes.message import Button, Incoming, Outgoing, Said
from papers.roster import Roster
from papers.roster.lists.values import Wrong, read_phones
from rules.asking.amending import Amendment, read_amendment, reason_said, says_not_now
from rules.asking.reply import Reply, read_reply
from rules.calendar.dates import read_day
from rules.calendar.days_said import Expected
from rules.leave import read_leave
from rules.people.names import given_name
from rules.people.phones import shown

_FEW = 6  # words


async def answered_offer(incoming: Incoming, session: AsyncSession) -> Sequence[Said] | None:
    """None where nothing waits, or the words are about something else."""
    amendment = read_amendment(incoming.text, local(incoming)[1].date())
    reason, off = reason_said(incoming.text) or _bare_reason(incoming), says_not_now(incoming.text)
    yes = amendment is None and read_reply(incoming.text) in (Reply.YES, Reply.READ)
    if not (amendment or yes or reason or off) or await awaited_of(incoming, session):
        return None
    offered = await last_offered(session, incoming.asker.chat_id, incoming.when)
    if yes:
        return await _agreed(incoming, session, offered)
    deeds = [one for one in offered if is_deed(one.says)]
    if deeds and off and amendment is None:
        rows = [[Button(one.label, one.says)] for one in deeds]
        return [Outgoing(text=_("All right: nothing was done and nothing was sent. For later:"), buttons=rows)]
    if len(deeds) != 1:
        longer = amendment is not None and bool(offered) and not deeds
        return await longer_leave(incoming, session, offered[0], amendment) if longer and amendment else None
    for again in (_another_day_off, _another_leave, _another_change):
        changed = amendment or Amendment(reason=reason)
        if (said := await again(incoming, session, deeds[0], changed)) is not None:
            return said
    return None


def _bare_reason(incoming: Incoming) -> str:
    """`nhà có việc`, of a family: why leave is asked, where that is all that is said."""
    wish = read_leave(incoming.text, local(incoming)[1].date())
    known = wish.reason_code not in (None, OTHER) and not (wish.days or wish.length or wish.asks)
    alone = len(incoming.text.split()) <= _FEW and "?" not in incoming.text
    return wish.reason if only_a_family(incoming) and known and alone else ""


async def _agreed(incoming: Incoming, session: AsyncSession, offered: Sequence[Offered]) -> Sequence[Said] | None:
    """A yes to what was asked writes down or passes on the own words; what else is offered wants its tap, and a yes
    that may mean several is asked about: `vâng` is never answered as if something had been done.
    """
    sure = read_reply(incoming.text) is Reply.YES  # `dạ`, `ok` may only mean that it was read
    if not offered:
        return _tapped(await last_letter(session, incoming.linked.chat_id, incoming.when)) if sure else None
    asked = "?" in await last_said(session, incoming.linked.chat_id, incoming.when)
    known = match(offered[0].says)
    if sure and asked and len(offered) == 1 and known is not None and known[0].own:
        return await as_if_typed(incoming, session, offered[0].says)
    several = list(offered) if asked else []
    return _tapped(several or [one for one in offered if is_deed(one.says)])


def _tapped(offered: Sequence[Offered]) -> Sequence[Said] | None:
    """The taps once more, for nothing is done by the words."""
    if not offered:
        return None
    text = _("Nothing was done yet. To have it done, please tap here:")
    if len(offered) > 1:
        text = _("Which of these, please? Nothing was done yet.")
    return [Outgoing(text=text, buttons=[[Button(one.label, one.says)] for one in offered])]


async def _another_day_off(
    incoming: Incoming, _session: AsyncSession, offered: Offered, said: Amendment
) -> Sequence[Said] | None:
    before = read_added(offered.says)
    if before is None or said.phone or (said.adds and not said.length):
        return None
    today = local(incoming)[1].date()
    first = read_day(before.day, today, Expected.AHEAD)
    days = said.ahead(today).changed(first.days) if first is not None and first.days else ()
    day = days_typed(days[0], days[-1]) if days else before.day
    words = added(Added(before.kind, day, said.part or before.part, f"{before.rest} {said.reason}".strip()))
    return [Outgoing(text=_("Shall it be entered like this? Nothing was done yet."), buttons=[[Button(words, words)]])]


async def _another_leave(
    incoming: Incoming, session: AsyncSession, offered: Offered, said: Amendment
) -> Sequence[Said] | None:
    asked = read_ask_for_leave(behind(offered.says))
    if asked is None or asked.pupil_id is None or said.phone:
        return None
    today = local(incoming)[1].date()
    child = (await own_children(session, incoming.asker.children, today)).get(asked.pupil_id)
    before = read_leave(asked.words, today)
    days = said.ahead(today).changed(before.days) if before.days or not (said.length or said.until) else ()
    if child is None or not days:
        return None
    part = before.part if not said.part else read_leave(said.part, today).part
    reason = said.reason or before.reason
    words = f"{leave_days(days, part)} vì {reason}" if reason else leave_days(days, part)
    text = _("Do you ask leave for these days: {days}? Nothing has been sent yet.")
    button = Button(_("Ask leave for {name}").format(name=given_name(child.name)), ask_for_leave(child.pupil_id, words))
    return [Outgoing(text=text.format(days=days_said(days[0], days[-1], part)), buttons=[[button]])]


async def _another_change(
    incoming: Incoming, session: AsyncSession, offered: Offered, said: Amendment
) -> Sequence[Said] | None:
    """Of the roll: from another day on, or with the phone that was forgotten."""
    change = read_make_changes(behind(offered.says))
    roster = await kept(session, incoming, change.upload_id) if change is not None and not said.reason else None
    if roster is None or roster.typed is None:
        return None
    if said.phone:
        roster = _with_phone(roster, said.phone)
    if said.days and roster is not None and roster.typed is not None:
        roster = structs.replace(roster, typed=structs.replace(roster.typed, day=said.days[0]))
    phones = [shown(one.phone) for row in roster.pupils for one in row.guardians if one.phone] if roster else []
    return await propose(incoming, session, roster, lines=phones) if roster is not None else None


def _with_phone(roster: Roster, phone: str) -> Roster | None:
    """None: of no one relative, or no number."""
    try:
        numbers = read_phones(phone)
    except Wrong:
        return None
    if len(roster.pupils) != 1 or len(roster.pupils[0].guardians) != 1 or len(numbers) != 1:
        return None
    row = roster.pupils[0]
    relative = structs.replace(row.guardians[0], phone=numbers[0])
    return structs.replace(roster, pupils=[structs.replace(row, guardians=[relative])])
