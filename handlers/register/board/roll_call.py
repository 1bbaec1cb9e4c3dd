"""/diemdanh: the whole class to tap at, page by page; nothing is recorded before it is saved."""

from collections.abc import Sequence

from msgspec import structs
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import command
from handlers.asked import Unclear, local, own_class
from handlers.register.board.sheet import Sheet, elsewhere, read_sheet, shown
from handlers.register.complete import nobody_absent
from handlers.register.marks import absent
from handlers.register.scope import Roll, read_roll
from letters.says import Word
from letters.says import roll_call as says
from letters.says.register import NOBODY_ABSENT, marked, scope_typed
from letters.says.service import meant
from locales import N_, _
from locales.words import listed
from models.people.class_lists import classes, lexicon_of
from models.register.reports import PRESENT
from models.register.roll_calls import (
    RollCall,
    begin_roll_call,
    end_roll_call,
    find_roll_call,
    keep_tap,
    open_roll_call,
    touch_roll_call,
)
from models.shapes.message import Act, Button, Handler, Incoming, Outgoing, Said
from rules.marks import ABSENT
from rules.people.roles import REPORTERS, Role
from rules.reading.report import read_report
from rules.reading.said.reported import ClassReport
from rules.register import next_mark, read_numbers

MOST_TYPED = 60  # letters that a button shows


@command(
    "điểm danh",
    help=N_("roll call: tap the absent pupils"),
    usage=N_("6A"),
    daily=3,
    task=N_("Roll call"),
    who=REPORTERS,
    begins={Role.HOMEROOM: "{klass}", Role.TEACHER: ""},
)
async def roll_call(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    """Begins one, or goes on with the one that is open in this chat: it moves to the newest message."""
    roll = await read_roll(await _scope_asked(incoming, session), session)
    wanted = _columns(incoming, roll)
    call = await open_roll_call(session, wanted, incoming.when)
    if call is None:
        call = await begin_roll_call(session, wanted, incoming.when)
        return [shown(await _sheet(session, incoming, call), incoming)]
    await touch_roll_call(session, call.id, incoming.when, inbox_id=incoming.inbox_id)
    moved = await _sheet(session, incoming, structs.replace(call, inbox_id=incoming.inbox_id))
    old = [elsewhere(moved, call.inbox_id)] if incoming.can.buttons else []
    return [*old, shown(moved, incoming)]


async def _scope_asked(incoming: Incoming, session: AsyncSession) -> Incoming:
    """Class, half day and day alone, written so that none of it can be a pupil's name (Sáng). Raises Unclear."""
    school, moment = local(incoming)
    known = await classes(session, school, moment.date())
    own = await own_class(incoming, session)
    reading = read_report(incoming.rest, moment, known, own, {}, lexicon=lexicon_of(session), command=True)
    if any(report.items or report.unread or report.nobody for report in reading.reports):
        text = _("After /diemdanh please write only class, session and day. To report names at once, type /vang.")
        by_name = meant(Word("vang"), incoming.rest)
        raise Unclear(text, [[Button(by_name, by_name)]] if len(by_name) <= MOST_TYPED else ())
    scope = reading.reports[0] if len(reading.reports) == 1 else ClassReport()
    name = next((klass.name for klass in known if klass.id == scope.class_id), None)
    if name is None or scope.day_problem is not None or len(scope.days) > 1:
        return incoming  # read_roll says what is wrong with it
    day = scope.days[0] if scope.days else moment.date()
    return structs.replace(incoming, rest=scope_typed(name, scope.parts or (), day))


def _columns(incoming: Incoming, roll: Roll) -> dict[str, object]:
    return {
        "school_id": roll.school.id,
        "chat_id": incoming.asker.chat_id,
        "person_id": incoming.asker.person_id,
        "class_id": roll.klass.id,
        "day": roll.day,
        "parts": "".join(roll.parts),
        "inbox_id": incoming.inbox_id,
    }


async def _sheet(session: AsyncSession, incoming: Incoming, call: RollCall) -> Sheet:
    sheet = await read_sheet(session, incoming.linked, call)
    assert sheet is not None  # noqa: S101, read_roll has just found the class
    return sheet


@command("chạm điểm danh", help="", who=REPORTERS, hidden=True)
async def tap(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    """A name was tapped. One who has left the class is simply gone."""
    tapped = says.read_tap(incoming.rest)
    sheet = await _under_way(incoming, session, tapped.call_id if tapped else None)
    if tapped and tapped.on in sheet.pupils.index.by_id:
        sheet = await _tapped(session, sheet, tapped.on)
    await touch_roll_call(session, sheet.call.id, incoming.when)
    return [shown(sheet, incoming)]


async def _tapped(session: AsyncSession, sheet: Sheet, pupil_id: int) -> Sheet:
    before = sheet.live.get(pupil_id, PRESENT)
    kind = next_mark(sheet.state(pupil_id), before)
    changed = None if kind == before else kind
    await keep_tap(session, sheet.call.id, pupil_id, changed)
    others = {other: mark for other, mark in sheet.taps.items() if other != pupil_id}
    return structs.replace(sheet, taps=others if changed is None else others | {pupil_id: changed})


@command("trang điểm danh", help="", who=REPORTERS, hidden=True)
async def turn(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    turned = says.read_turn(incoming.rest)
    sheet = await _under_way(incoming, session, turned.call_id if turned else None)
    number = turned.on if turned and 1 <= turned.on <= sheet.pupils.enrolled else 1
    await touch_roll_call(session, sheet.call.id, incoming.when, page=number)
    return [shown(structs.replace(sheet, call=structs.replace(sheet.call, page=number)), incoming)]


@command("bỏ điểm danh", help="", who=REPORTERS, hidden=True)
async def drop(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    sheet = await _under_way(incoming, session, says.read_drop(incoming.rest))
    await end_roll_call(session, sheet.call.id, incoming.when)
    text = _("The roll call {scope} is cancelled; nothing of it was recorded.").format(scope=sheet.said())
    return [Outgoing(text=text, replaces=sheet.call.inbox_id)]


@command("lưu điểm danh", help="", who=REPORTERS, hidden=True)
async def save(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    """Only what was tapped here is reported. Where nothing was, the marks that stand are confirmed."""
    sheet = await _under_way(incoming, session, says.read_save(incoming.rest))
    return await _save(incoming, session, sheet)


@command("số điểm danh", help="", who=REPORTERS, hidden=True)
async def by_number(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    """List numbers typed in answer: they join what was tapped, and all of it is saved."""
    said = says.read_by_number(incoming.rest)
    words = said.words if said else ""
    numbers = read_numbers(words)
    try:
        sheet = await _under_way(incoming, session, said.call_id if said else None)
        if numbers:
            return await _save(incoming, session, await _with_numbers(session, sheet, numbers))
        _check_nobody(sheet, numbers)
        return await _report(incoming, session, sheet, nobody_absent, sheet.scope())
    except Over as over:
        if numbers == () and words.strip() != "0":  # the everyday "đủ", typed long after that roll call
            return await nobody_absent(structs.replace(incoming, text=NOBODY_ABSENT, rest=""), session)
        return [over.answer]


def _check_nobody(sheet: Sheet, numbers: Sequence[object] | None) -> None:
    if numbers is None or any(kind in ABSENT for kind in sheet.taps.values()):
        raise Unclear(_("Is nobody absent, or are pupils? Nothing was recorded. Please write one or the other."))


async def _with_numbers(session: AsyncSession, sheet: Sheet, numbers: Sequence[tuple[int, str]]) -> Sheet:
    """Raises Unclear for a number the class does not have, and for one that is said to be both."""
    known = sheet.numbers()
    strange = [str(number) for number, _kind in numbers if number not in known]
    if strange:
        text = _("Class {klass} has no number {numbers}. Nothing was recorded. Please write the numbers again.")
        raise Unclear(text.format(klass=sheet.klass.name, numbers=listed(strange)))
    if len(dict(numbers)) < len(set(numbers)):
        raise Unclear(_("One number stands there with leave and without. Nothing was recorded. Please write it again."))
    there = [str(number) for number, kind in numbers if kind == PRESENT and sheet.state(known[number].id) not in ABSENT]
    if there:
        text = _("Number {numbers} is not recorded as absent. Nothing was recorded. Please write the numbers again.")
        raise Unclear(text.format(numbers=listed(there)))
    marks = {known[number].id: kind for number, kind in numbers}
    for pupil_id, kind in marks.items():
        await keep_tap(session, sheet.call.id, pupil_id, kind)
    return structs.replace(sheet, taps=sheet.taps | marks)


async def _save(incoming: Incoming, session: AsyncSession, sheet: Sheet) -> Sequence[Said]:
    there = sheet.pupils.index.by_id
    standing = {pupil_id: kind for pupil_id, kind in sheet.live.items() if kind in ABSENT}
    marks = {pupil_id: kind for pupil_id, kind in (sheet.taps or standing).items() if pupil_id in there}
    if not marks:
        return await _report(incoming, session, sheet, nobody_absent, sheet.scope())
    return await _report(incoming, session, sheet, absent, f"{sheet.scope()} {marked(marks)}")


async def _report(incoming: Incoming, session: AsyncSession, sheet: Sheet, run: Handler, words: str) -> Sequence[Said]:
    """Report it as if it had been typed behind /vang or /du; the answer takes the place of the board."""
    said = await run(structs.replace(incoming, rest=words), session)
    if not any(isinstance(item, Act) for item in said):
        return said  # a question, or what was wrong: nothing is recorded yet, and the roll call stays open
    await end_roll_call(session, sheet.call.id, incoming.when)
    if not incoming.can.buttons:
        return said
    if not incoming.pressed:
        return [elsewhere(sheet, sheet.call.inbox_id), *said]
    first = next(item for item in said if isinstance(item, Outgoing))
    in_place = structs.replace(first, replaces=sheet.call.inbox_id)
    return [in_place if item is first else item for item in said]


class Over(Unclear):
    """The roll call was saved, cancelled or left alone for too long."""


async def _under_way(incoming: Incoming, session: AsyncSession, number: int | None) -> Sheet:
    """The roll call of that number. Raises Unclear, Over."""
    call = await find_roll_call(session, number) if number is not None else None
    if call is None or not _is_theirs(incoming, call):
        raise Unclear(
            _("This button is no longer valid. Please type the command, or /trogiup to see what you can say.")
        )
    sheet = await read_sheet(session, incoming.linked, call)
    if call.is_over(incoming.when) or sheet is None or not sheet.pupils.enrolled:
        raise _over(incoming, call)
    return sheet


def _is_theirs(incoming: Incoming, call: RollCall) -> bool:
    asker = incoming.linked
    if asker.school.id != call.school_id:
        return False
    return (asker.chat_id, asker.person_id) == (call.chat_id, call.person_id)


def _over(incoming: Incoming, call: RollCall) -> Over:
    """Said in the board's place, unless that shows by now what was recorded."""
    over = Over(_("This roll call is closed; nothing more was recorded. For a new one, please type /diemdanh."))
    if call.done_at is None and incoming.pressed:
        over.answer = structs.replace(over.answer, replaces=call.inbox_id)
    return over
