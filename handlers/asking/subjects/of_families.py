"""What a family asks besides its child today: what became of a request for leave; children that are not its own."""

from collections.abc import Sequence
from datetime import timedelta

from msgspec import structs
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import as_if_typed, may
from handlers.asked import known_classes, leads, local
from handlers.asking.about import About, pupils_called
from handlers.leave.asking import STATES
from handlers.service import with_taps
from handlers.whom_to_call import only_a_family, whom_to_call
from letters.leave import days_said, whose
from letters.says import Word
from letters.says.families import note
from letters.says.leave import LeaveWord, decide_leave, withdraw_leave
from letters.says.service import meant
from locales import N_, _
from locales.words import joined
from models import Leaves
from models.families.notes import LONGEST
from models.leave import APPROVED, ASKED, REFUSED, WITHDRAWN, Leave, leaves
from models.people.holders import deciders
from models.shapes.message import Button, Incoming, Outgoing, Said
from rules.people.names import given_name
from rules.people.roles import LEADERS, Role

LATELY, MOST = timedelta(days=14), 10
_OVER = {REFUSED: N_("not agreed"), WITHDRAWN: N_("withdrawn")}


async def leave_state(incoming: Incoming, session: AsyncSession, about: About) -> Sequence[Said] | None:
    """`cô duyệt chưa ạ`: each request of the last days or for days to come, and how it stands."""
    if not only_a_family(incoming):
        return await _of_classes(incoming, session, about) if may(incoming.asker, LEADERS | {Role.HOMEROOM}) else None
    today = local(incoming)[1].date()
    mine = (Leaves.pupil_id.in_(list(incoming.asker.children)), Leaves.last >= today - LATELY)
    found = await leaves(session, today, *mine)
    if not found:
        text = _("Sĩ Số has no request for leave from you in these two weeks.")
        return [
            await _passed_on(incoming, session, text, [Button(_("Ask leave for my child"), meant(Word("xinphep")))])
        ]
    open_ = [one for one in found if one.state in (ASKED, APPROVED) and one.last >= today]
    rows = [[Button(_("Withdraw") + f": {_days(one)}", withdraw_leave(one.id))] for one in open_]
    said = Outgoing(text=joined([_("Leave:"), *map(_line, found)]), buttons=rows)
    waits = any(one.state == ASKED for one in found)
    return [structs.replace(said, text=joined([said.text, await whom_to_call(incoming, session)]))] if waits else [said]


async def _of_classes(incoming: Incoming, session: AsyncSession, about: About) -> Sequence[Said]:
    """Of this week and of days to come, in the classes of which one may read; with the taps of who decides."""
    today, asker = local(incoming)[1].date(), incoming.asker
    known = await known_classes(incoming, session)
    mine = [one.id for one in known if leads(asker) or one.id in asker.classes()]
    mine = [one for one in mine if about.klass is None or one == about.klass.id]
    monday = today - timedelta(days=today.weekday())
    found = await leaves(session, today, Leaves.class_id.in_(mine), Leaves.last >= monday, Leaves.state != WITHDRAWN)
    found = [one for one in found if not about.pupils or one.pupil_id in {pupil.id for pupil in about.pupils}]
    if not found:
        return [with_taps(asker, _("No family has asked leave for this week or for days to come. Nothing waits."))]
    text = _("• {name}, {klass}, {days}: {state}")
    lines = [
        text.format(name=one.name, klass=one.class_name, days=_days(one), state=_({**STATES, **_OVER}[one.state]))
        for one in found[:MOST]
    ]
    rows = []
    waiting = [each for each in found if each.state == ASKED][:MOST]
    names = whose(waiting)
    for one in waiting:
        decides = one.class_id and asker.person_id in await deciders(session, one.class_id, one.pupil_id, today)
        label = f"{names[one.id]}: " + _("Agree")
        rows += [[Button(label, decide_leave(one.id, LeaveWord.YES))]] if decides else []
    return [Outgoing(text=joined([_("Leave asked by families:"), *lines]), buttons=rows)]


def _days(leave: Leave) -> str:
    return days_said(leave.first, leave.last, leave.part)


def _line(leave: Leave) -> str:
    return f"• {given_name(leave.name)}, {_days(leave)}: {_({**STATES, **_OVER}[leave.state])}"


async def _passed_on(incoming: Incoming, session: AsyncSession, text: str, more: list[Button]) -> Outgoing:
    words = joined([text, await whom_to_call(incoming, session)])
    tap = Button(_("Pass this on to the teacher"), note(incoming.text[:LONGEST]))
    return Outgoing(text=words, buttons=[more, [tap]])


async def of_other_children(incoming: Incoming, session: AsyncSession, _about: About) -> Sequence[Said] | None:
    """A family reads of its own child alone; whose child another one is may be asked of its teacher."""
    if not only_a_family(incoming):
        return None
    text = _("A family reads here of its own child only; the family of another child asks by itself.")
    own = await as_if_typed(incoming, session, meant(Word("con"))) or ()
    shown = [one.text for one in own if isinstance(one, Outgoing)]
    rest = [one for one in own if not isinstance(one, Outgoing)]
    return [Outgoing(text=joined([text, *shown])), *rest]


async def asks_of_another(incoming: Incoming, session: AsyncSession) -> bool:
    """`con Mai nhà hàng xóm có tới lớp không`: a pupil of the school is called by name, and no own child."""
    called = await pupils_called(incoming, session)
    return bool(called) and called.isdisjoint(incoming.asker.children)
