"""What a receipt offers by one tap: a pupil in class after all, a class that is complete after all."""

from collections.abc import Collection

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.asked import Unclear
from handlers.register.heard import Heard
from handlers.register.plan import Contradiction, Plan, Proposal
from handlers.register.recording import Result, Written
from handlers.register.scope import meant_parts
from letters.says import register as says
from letters.says.register import scope_said, scope_typed
from letters.says.roll import drop_out
from locales import _
from locales.marks import mark_said, state_words
from locales.words import listed, short_day
from models.register.reported import absent_now, reported
from models.register.reports import PRESENT, NewMark
from models.shapes.message import Button, Outgoing
from rules.people.movements import is_for_good


async def silent_beside(
    session: AsyncSession, heard: Heard, found: Plan, result: Result, buttons: list[list[Button]]
) -> list[str]:
    """Of a class of which only that somebody is here was said today: it has not been reported, and one tap does."""
    own = {one.klass.id: one.klass for one in found.proposals if one.mark == PRESENT and one.day == heard.today}
    done = {one.roll.klass.id for one in result.written}
    lines = []
    for klass in own.values() if heard.private else ():
        if klass.id in done or not heard.in_charge(klass.id):
            continue
        try:
            parts = await meant_parts(session, heard.school, klass, heard.today, heard.moment, None)
        except Unclear:
            continue
        if not await reported(session, klass.id, heard.today, parts):
            text = _("{scope} has not been reported yet, so nothing was recorded. Is the whole class here?")
            lines.append(text.format(scope=scope_said(klass.name, parts, heard.today)))
            scope = scope_typed(klass.name, parts, heard.today)
            label = _("{klass}: nobody absent").format(klass=klass.name)
            buttons.append([Button(label, says.nobody_absent(scope))])
    return lines


async def propose(
    session: AsyncSession, heard: Heard, one: Proposal, buttons: list[list[Button]], cleared: Collection[int]
) -> str:
    """Said to be here after all, or late: one tap corrects what stands; if nothing does, that is said."""
    marked = await absent_now(session, one.klass.id, one.day, one.parts, [one.pupil_id])
    mine = [row for row in marked if row.pupil_id == one.pupil_id]
    name = one.name if heard.private else _("This pupil")
    if not mine and one.pupil_id in cleared:
        return _("Thank you: {words} is in class, nothing was recorded.").format(words=name)
    if not mine:
        text = _("{name} is not marked absent on {day}, so there is nothing to change.")
        return text.format(name=name, day=short_day(one.day))
    parts = sorted({row.part for row in mine}, reverse=True)
    said = state_words(one.mark)
    scope = scope_typed(one.klass.name, parts, one.day)
    label = _("{name}: {state}").format(name=name, state=said)
    if heard.private:
        buttons.append([Button(label, says.mark(scope, one.pupil_id, one.mark))])
    text = _("{name} is marked {kind} in {scope}. Change that to: {state}?")
    scope = scope_said(one.klass.name, parts, one.day)
    kind = mark_said(mine[0].kind, unsettled=mine[0].unsettled)
    return text.format(name=name, kind=kind, scope=scope, state=said)


def contradiction(heard: Heard, one: Contradiction) -> Outgoing:
    roll = one.roll
    names = listed(roll.pupils.name(pupil) for pupil in one.pupils if pupil in roll.pupils.index.by_id)
    if not heard.private:
        names = _("{count} pupils").format(count=len(one.pupils))
    text = _("{scope} already has absences: {names}. Are they all in class after all?")
    buttons = [
        [Button(_("Yes, nobody is absent"), says.nobody_absent(roll.scope(), says.CONFIRMED))],
        [Button(_("The others are all here"), says.nobody_absent(roll.scope(), says.THE_OTHERS))],
    ]
    return Outgoing(text=text.format(scope=roll.said(), names=names), buttons=buttons)


def for_good(heard: Heard, result: Result) -> list[list[Button]]:
    """`bỏ học rồi, đi làm`: an absence is recorded, and who keeps the list may write down that it is the last one."""
    first: dict[int, tuple[Written, NewMark]] = {}
    for one in sorted(result.written, key=lambda each: each.roll.day):
        for mark in one.roll.marks:
            told = mark.reason and is_for_good(mark.reason)
            if heard.private and told and heard.in_charge(one.roll.klass.id):
                first.setdefault(mark.pupil_id, (one, mark))
    return [
        [
            Button(
                _("Leaves school: {name}").format(name=one.roll.pupils.name(pupil)),
                drop_out(pupil, f"từ {one.roll.day:%d/%m}: {mark.reason}"),
            )
        ]
        for pupil, (one, mark) in first.items()
    ]
