"""/goi: families no message reaches, to be called today; what a call came to; and the village's help."""

from collections.abc import Sequence
from datetime import date, timedelta

from msgspec import structs
from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import command
from handlers.asked import leads, local
from handlers.families.by_hand import by_hand, sheet
from handlers.families.nobody_to_call import asked_to_be_called, nobody
from handlers.families.spoken import OFFERED, reason_rows, spoke, what_it_said
from letters.families.calls import RESULTS, absent_words, called_for, contact_lines, relay_words
from letters.families.trail import trail_lines
from letters.says.families import CALL_SHEET, Call, CallAct, call, read_call, read_relayed, roads
from letters.says.register import mark, scope_typed
from letters.told import line_for
from locales import N_, _
from locales.reasons import REASONS
from locales.words import joined, short_day
from models import Calls, Classes, Marks, Places, Pupils, Relays, Roles
from models.families.call_list import ToCall, call_list
from models.families.calls import (
    FORWARDED,
    IN_VAIN,
    MET,
    NO_ANSWER,
    RECENT,
    TRIES,
    WRONG_NUMBER,
    village,
)
from models.people.askers import person_name
from models.people.guardians import guardians
from models.people.roles import held_on
from models.shapes.message import Act, Button, Incoming, Notice, Outgoing, Said
from rules.letters import Kind
from rules.marks import Mark
from rules.people.names import fold, given_name
from rules.people.phones import shown
from rules.people.roles import LEADERS, Role

RESULTS_OF = {CallAct.REACHED: MET, CallAct.NO_ANSWER: NO_ANSWER, CallAct.WRONG_NUMBER: WRONG_NUMBER}
RESULTS_OF[CallAct.FORWARDED] = FORWARDED
CALLERS = LEADERS | {Role.HOMEROOM}
TWICE = timedelta(minutes=10)  # the same result within it is one call tapped twice
MOST_BUTTONS = 12


@command(
    "gọi",
    "calls",
    help=N_("families to call today, whom no message reaches"),
    task=N_("Families to call"),
    who=CALLERS,
    own=True,
)
async def calls(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    """A homeroom teacher's own class; the leadership sees the school."""
    if fold(incoming.rest) in {"in", "print"}:
        return await sheet(incoming, session, await to_call(incoming, session))
    wish = read_call(incoming.rest)
    which = [] if wish is None else [Pupils.id == wish.pupil_id]
    found = await to_call(incoming, session, *which)
    for back in range(1, RECENT.days + 1) if wish and not found else ():  # a letter about a day before is still pressed
        found = found or await to_call(incoming, session, *which, back=back)
    if wish is None:
        lines, buttons = await asked_to_be_called(incoming, session)
        said = _list(found) if found else Outgoing(text="") if lines else await nobody(incoming, session)
        text = joined([said.text, *lines])
        return [structs.replace(said, text=text, buttons=[*said.buttons, *buttons])]
    if not found and wish.act in (CallAct.SHOW, CallAct.REACHED):
        found = await spoke(incoming, session, wish.pupil_id)
        if found and wish.act is CallAct.SHOW:
            return [await what_it_said(session, found[0], local(incoming)[1].date())]
    if not found:
        return [Outgoing(text=_("This pupil is not on today's list of families to call. See /goi."))]
    return await _act(incoming, session, found[0], wish)


async def _act(incoming: Incoming, session: AsyncSession, one: ToCall, wish: Call) -> Sequence[Said]:
    match wish.act:
        case CallAct.NUMBER:
            return await _number(session, one)
        case CallAct.ZALO:
            return await by_hand(incoming, session, one)
        case CallAct.VILLAGE:
            return await _to_village(incoming, session, one)
        case CallAct.REACHED | CallAct.NO_ANSWER | CallAct.WRONG_NUMBER | CallAct.FORWARDED:
            return await _called(incoming, session, one, wish)
        case CallAct.SHOW:
            return [await _card(session, one, local(incoming)[1].date())]


async def to_call(incoming: Incoming, session: AsyncSession, *which: object, back: int = 0) -> list[ToCall]:
    """Whom a leader or a homeroom teacher has to call today, or so many days `back`."""
    school, moment = local(incoming)
    day = moment.date() - timedelta(days=back)
    own = [] if leads(incoming.asker) else [Classes.id.in_(incoming.asker.classes())]
    return await call_list(session, school.id, day, *own, *which)


def _list(found: Sequence[ToCall]) -> Outgoing:
    head = _("**Families to call today** ({count}): it is not sure of any message that it reached them.")
    if any(one.unanswered for one in found):
        head = _("**Families to call today** ({count})")
    lines = [head.format(count=len(found))]
    for one in found:
        state = _("called, met") if one.done else _state(one)
        lines.append(f"• {one.name}, {one.class_name}: {called_for(one)}" + (f" ({state})" if state else ""))
    lines.append(_("Tap a name to see the number and to write down what came of the call."))
    waiting = [one for one in found if not one.done]
    buttons = [[Button(f"{one.name}, {one.class_name}", call(one.pupil_id))] for one in waiting[:MOST_BUTTONS]]
    return Outgoing(text="\n".join(lines), buttons=[*buttons, [Button(_("Print the list with numbers"), CALL_SHEET)]])


def _state(one: ToCall) -> str:
    parts = [_(RESULTS[one.calls[-1].result])] if one.calls else []
    return "; ".join(parts + ([relay_words(one.relay, one.asked)] if one.relay is not None else []))


async def _card(session: AsyncSession, one: ToCall, today: date) -> Outgoing:
    lines = [f"**{one.name}**, {one.class_name}: {absent_words(one, today)}", *await contact_lines(session, one)]
    text = _("Called {time}: {result} ({by})")
    lines += [text.format(time=short_day(made.day), result=_(RESULTS[made.result]), by=made.by) for made in one.calls]
    lines += await trail_lines(session, one.pupil_id, one.day)
    if one.relay is not None:
        lines.append(relay_words(one.relay, one.asked))
    return Outgoing(text="\n".join(lines), buttons=await _buttons(session, one))


async def _buttons(session: AsyncSession, one: ToCall) -> list[list[Button]]:
    buttons = []
    if any(line.phone for line in await guardians(session, [one.pupil_id])):
        buttons = [
            [Button(_("Show the number"), call(one.pupil_id, CallAct.NUMBER))],
            [Button(_("Write on Zalo from my phone"), call(one.pupil_id, CallAct.ZALO))],
            [
                Button(_("Reached"), call(one.pupil_id, CallAct.REACHED)),
                Button(_("No answer"), call(one.pupil_id, CallAct.NO_ANSWER)),
            ],
            [Button(_("Wrong number"), call(one.pupil_id, CallAct.WRONG_NUMBER))],
        ]
    village_and_roads = [
        Button(_("Ask the village head"), call(one.pupil_id, CallAct.VILLAGE)),
        Button(_("Roads to this family"), roads(one.pupil_id)),
    ]
    return [*buttons, village_and_roads]


async def _number(session: AsyncSession, one: ToCall) -> list[Said]:
    """The whole number, only where it is asked for; the audit says who read it."""
    lines = [
        f"{line.relation} {line.name}".strip() + f": {shown(line.phone)}"
        for line in await guardians(session, [one.pupil_id])
        if line.phone
    ]
    head = _("Family of {name}, class {klass}. Please use the number for this call only.")
    said = head.format(name=one.name, klass=one.class_name)
    buttons = (await _buttons(session, one))[2:]
    return [Outgoing(text="\n".join([said, *lines]), buttons=buttons), Act("phone.read", one.pupil_id)]


async def _called(incoming: Incoming, session: AsyncSession, one: ToCall, wish: Call) -> list[Said]:
    result = RESULTS_OF[wish.act]
    if not _again(incoming, one, result):
        school, _moment = local(incoming)
        values = {"school_id": school.id, "pupil_id": one.pupil_id, "day": one.day, "result": result}
        by = {"called_by": incoming.asker.person_id, "called_at": incoming.when}
        await session.execute(insert(Calls).values(values | by))
    act = Act("call.made", one.pupil_id)
    if result == MET and wish.reason in OFFERED:
        return [await _reason(session, one, wish.reason), act]
    return [_after(one, result), act]


def _again(incoming: Incoming, one: ToCall, result: str) -> bool:
    return any(
        made.result == result and made.called_by == incoming.asker.person_id and incoming.when - made.called_at < TWICE
        for made in one.calls
    )


def _after(one: ToCall, result: str) -> Outgoing:
    """What was written down, and what to do next."""
    name = given_name(one.name)
    if result == MET:
        text = _("**Recorded**: the family of {name} was reached. What is the reason?").format(name=name)
        return Outgoing(text=text, buttons=reason_rows(one))
    text = _("**Recorded**: {result}.").format(result=_(RESULTS[result]))
    if result == FORWARDED:
        text += " " + _("If the family does not answer, please call.")
        return Outgoing(text=text, buttons=[[Button(_("Reached"), call(one.pupil_id, CallAct.REACHED))]])
    if sum(made.result in IN_VAIN for made in one.calls) + 1 >= TRIES:
        text += " " + _("If {name} is still away tomorrow, the village is asked by itself.").format(name=name)
    else:
        text += " " + _("Please call once more later, or ask the village head now.")
    if result == WRONG_NUMBER:
        text += " " + _("Please have the number put right in the list of pupils.")
    return Outgoing(text=text, buttons=[[Button(_("Ask the village head"), call(one.pupil_id, CallAct.VILLAGE))]])


async def _reason(session: AsyncSession, one: ToCall, code: str) -> Outgoing:
    """The reason is kept with the call and the absence; the teacher's tap makes it leave."""
    day = one.day
    newest = select(Calls.id).where(Calls.pupil_id == one.pupil_id, Calls.day == day, Calls.result == MET)
    newest = newest.order_by(Calls.id.desc()).limit(1)
    await session.execute(update(Calls).where(Calls.id.in_(newest)).values(reason_code=code))
    marked = (Marks.pupil_id == one.pupil_id, Marks.day == day, Marks.kind == Mark.UNEXCUSED, Marks.struck_at.is_(None))
    await session.execute(update(Marks).where(*marked).values(reason_code=code))
    text = _("**Recorded** for {name}: {reason}.").format(name=one.name, reason=_(REASONS[code]))
    if not one.parts:
        return Outgoing(text=text)
    scope = scope_typed(one.class_name, one.parts, day)
    text += " " + _("If this is leave, tap once more.")
    return Outgoing(text=text, buttons=[[Button(_("With leave (P)"), mark(scope, one.pupil_id, Mark.EXCUSED))]])


async def _to_village(incoming: Incoming, session: AsyncSession, one: ToCall) -> list[Said]:
    school, moment = local(incoming)
    if one.relay is not None and one.relay.outcome is None:
        return [Outgoing(text=_("The village is at it already. What comes of it is shown in /goi."))]
    people = await village(session, school.id, one.place_id, moment.date())
    if not people:
        place = await session.scalar(select(Places.name).where(Places.id == one.place_id))
        text = _("In {place} there is neither a village head nor anybody in charge who uses Sĩ Số. Please call or go.")
        return [Outgoing(text=text.format(place=place or _("hamlet unknown")))]
    new = insert(Relays).values(
        school_id=school.id,
        pupil_id=one.pupil_id,
        class_id=one.class_id,
        place_id=one.place_id,
        day=moment.date(),
        asked_by=incoming.asker.person_id,
        asked_at=incoming.when,
    )
    relay = await session.scalar(new.returning(Relays.id)) or 0
    notices = [
        Notice(kind=Kind.RELAY, key=f"relay:{relay}", school_id=school.id, person_id=person, about=relay,
               day=moment.date(), valid_for=timedelta(days=1))
        for person in people
    ]  # fmt: skip
    names = ", ".join([await person_name(session, person) for person in people])
    text = _("**Asked**: {names} to tell the family of {name}. What comes of it is shown in /goi.")
    said = text.format(names=names, name=one.name)
    return [Outgoing(text=said), Act("relay.asked", relay), *notices]


@command("nhắn giúp", help="", who=frozenset({Role.VILLAGE_HEAD, Role.HAMLET_STAFF}), hidden=True)
async def relayed(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    """The village's answer: the family was told, or nobody was met. Only for who looks after that place now."""
    said = read_relayed(incoming.rest)
    relay = await _own_relay(incoming, session, said.relay_id) if said else None
    if said is None or relay is None:
        return [Outgoing(text=_("No request like this waits for your answer."))]
    outcome = "told" if said.told else "not_met"
    values = {"outcome": outcome, "answered_by": incoming.asker.person_id, "answered_at": incoming.when}
    await session.execute(update(Relays).where(Relays.id == relay.id).values(values))
    teachers = select(Roles.person_id).where(
        Roles.class_id == relay.class_id, Roles.name == Role.HOMEROOM, *held_on(relay.day)
    )
    notices = [
        Notice(kind=Kind.RELAYED, key=f"relayed:{relay.id}:{outcome}", school_id=relay.school_id, person_id=person,
               about=relay.id, day=relay.day)
        for person in (await session.scalars(teachers.distinct())).all()
    ]  # fmt: skip
    line = await line_for(session, local(incoming)[0], incoming.when, notices)
    return [Outgoing(text=joined([_("Thank you for your help."), line])), Act("relay.answered", relay.id), *notices]


async def _own_relay(incoming: Incoming, session: AsyncSession, number: int) -> Relays | None:
    row = (await session.execute(select(Relays.__table__).where(Relays.id == number))).first()
    if row is None:
        return None
    parent = await session.scalar(select(Places.parent_id).where(Places.id == row.place_id))
    return row if {row.place_id, parent} & incoming.asker.places() else None  # type: ignore[return-value]  # a row with its columns
