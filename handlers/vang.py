"""/vang, /phep, /comat, /muon: who is absent, excused, here after all, late."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from handlers import REPORTERS, command
from handlers.ralop_reasons import reasons_wanted
from handlers.roll import Roll, Unclear, read_roll
from handlers.undo import replacing
from locales import N_, _
from models.attendance import ABSENT, DUTY, EXCUSED, LATE, UNEXCUSED
from models.classroom import school_calendar
from models.correct import look_again
from models.counting import Tally, tallies
from models.message import Act, Button, Incoming, Outgoing, Said
from models.register import PRESENT, NewMark, Recorded, record, reported
from models.who import person_name
from rules.report import Item
from rules.roster import nearest
from rules.words import Kind

OFFERED = 6


@command(
    "vắng",
    "nghỉ",
    help=N_("report absent pupils: name, then P (with leave) or K, and the reason"),
    usage=N_("6A Nguyen Van A P, Le Thi B"),
    who=REPORTERS,
)
async def absent(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    return await _report(incoming, session, UNEXCUSED)


@command("phép", "có phép", help=N_("a pupil's absence is with leave"), usage=N_("6A Nguyen Van A"), who=REPORTERS)
async def excused(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    return await _report(incoming, session, EXCUSED)


@command("có mặt", help=N_("a pupil is in class after all"), usage=N_("6A Nguyen Van A"), who=REPORTERS)
async def present(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    return await _report(incoming, session, PRESENT)


@command("muộn", "trễ", help=N_("a pupil came late"), usage=N_("6A Nguyen Van A"), who=REPORTERS)
async def late(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    return await _report(incoming, session, LATE)


async def _report(incoming: Incoming, session: AsyncSession, kind: str) -> Sequence[Said]:
    try:
        if incoming.edited and (question := await replacing(incoming, session)):
            return [question]
        roll = await read_roll(incoming, session)
        return await _write_down(incoming, session, roll, kind)
    except Unclear as unclear:
        return [unclear.answer]


async def _write_down(incoming: Incoming, session: AsyncSession, roll: Roll, kind: str) -> Sequence[Said]:
    sure = [item for item in roll.reading.items if item.pupil is not None]
    open_ = [item for item in roll.reading.items if item.pupil is None]
    _check_sense(roll, kind)
    said: list[Said] = []
    if kind == PRESENT and not await reported(session, roll.klass.id, roll.day, roll.sessions):
        raise _nothing_to_correct(roll)
    if sure:
        said += await _record(incoming, session, roll, sure, kind)
    said += [_question(roll, item, kind) for item in open_]
    if sure and kind in ABSENT:
        said += await reasons_wanted(incoming, session, roll.klass.id, roll.day)
    return said


def _check_sense(roll: Roll, kind: str) -> None:
    reading = roll.reading
    if reading.nobody and reading.items:
        raise Unclear(_("Is nobody absent, or are those pupils? Nothing was recorded. Please write one or the other."))
    if reading.nobody and kind == UNEXCUSED:
        text = _("Nobody absent? Please confirm with the button.")
        raise Unclear(
            text, [[Button(_("{klass}: nobody absent").format(klass=roll.klass.name), f"/du {roll.scope()}")]]
        )
    if not reading.items:
        text = _("Who? Nothing was recorded. Please write the names after the class, separated by commas.")
        if reading.unread:
            text = _("No pupil of {klass} is called “{words}”. Nothing was recorded.")
        raise Unclear(text.format(klass=roll.klass.name, words=", ".join(reading.unread)))
    if len(reading.items) > roll.pupils.enrolled:
        raise Unclear(_("That is more pupils than the class has. Nothing was recorded. Please check the message."))


def _nothing_to_correct(roll: Roll) -> Unclear:
    """One pupil in class says nothing of the others: without a report the session stays unreported."""
    text = _("{scope} has not been reported yet, so nothing was recorded. Is the whole class here?")
    button = Button(_("{klass}: nobody absent").format(klass=roll.klass.name), f"/du {roll.scope()}")
    return Unclear(text.format(scope=roll.said()), [[button]])


async def _record(
    incoming: Incoming, session: AsyncSession, roll: Roll, items: Sequence[Item], kind: str
) -> list[Said]:
    marks = {mark.pupil_id: mark for mark in (_mark(roll, item, kind) for item in items)}
    report = roll.report(incoming)
    recorded = await record(session, report, list(marks.values()))
    corrections: list[Any] = []
    if recorded.changed:
        corrections = await look_again(session, roll.school, recorded.changed, roll.day, incoming.when)
    since = (await school_calendar(session, roll.school, roll.day)).year_start(roll.day)
    figures = await tallies(session, list(marks), roll.day, since)
    lines = [_head(roll, recorded), *_pupil_lines(roll, marks, figures, recorded)]
    lines += await _others(session, incoming, recorded)
    if roll.reading.count_said is not None:
        text = _("The message says {said} pupils, but {named} are named. Please check.")
        lines.append(text.format(said=roll.reading.count_said, named=len(roll.reading.items)))
    if roll.reading.unread:
        lines.append(_("Not understood: “{words}”.").format(words="”, “".join(roll.reading.unread)))
    buttons = [[Button(_("Correct"), f"/sua {incoming.inbox_id}"), Button(_("Undo"), f"/huy {incoming.inbox_id}")]]
    return [Outgoing(text="\n".join(lines), buttons=buttons), Act("report.made", roll.klass.id), *corrections]


def _mark(roll: Roll, item: Item, kind: str) -> NewMark:
    assert item.pupil is not None  # noqa: S101, only sure items come here
    letter = kind
    if item.kind is Kind.PRESENT:
        letter = PRESENT
    elif kind == UNEXCUSED:
        letter = {Kind.LATE: LATE, Kind.DUTY: DUTY}.get(item.kind, EXCUSED if item.excused else UNEXCUSED)
    return NewMark(
        pupil_id=item.pupil,
        kind=letter,
        sessions=tuple(part for part in item.sessions or () if part in roll.sessions) or None,
        place_id=roll.pupils.places.get(item.pupil),
        reason_code=item.reason_code,
        reason=item.reason_text,
    )


def _head(roll: Roll, recorded: Recorded) -> str:
    unexcused = recorded.marked(UNEXCUSED)
    with_leave = recorded.marked(EXCUSED) - unexcused
    text = _("**Recorded {scope}**: absent {absent}/{enrolled} ({excused} with leave, {unexcused} without).")
    return text.format(
        scope=roll.said(),
        absent=len(unexcused | with_leave),
        enrolled=roll.pupils.enrolled,
        excused=len(with_leave),
        unexcused=len(unexcused),
    )


def _pupil_lines(roll: Roll, marks: dict[int, NewMark], figures: dict[int, Tally], recorded: Recorded) -> list[str]:
    lines = []
    for pupil_id, mark in marks.items():
        pupil = roll.pupils.index.by_id[pupil_id]
        number = f" ({pupil.list_no})" if pupil.list_no is not None else ""
        line = f"• {pupil.name}{number}: " + _state(mark, figures[pupil_id])
        if pupil_id in recorded.same:
            line += " " + _("(recorded already)")
        elif pupil_id in recorded.changed:
            line += " " + _("(corrected)")
        lines.append(line)
    return lines


def _state(mark: NewMark, tally: Tally) -> str:
    match mark.kind:
        case "K":
            text = _("without leave, {run}, {total} sessions missed this year.")
        case "P":
            text = _("with leave, {total} sessions missed this year.")
        case "M":
            text = _("late.")
        case "D":
            text = _("on duty for the school, not counted as absent.")
        case _:
            text = _("in class.")
    return text.format(run=run_words(tally), total=tally.total)


def run_words(tally: Tally) -> str:
    """`day 2 in a row`; with sessions nobody reported, the least and the most it can be."""
    if tally.days == 0:
        return _("part of the day")
    if tally.unknown:
        text = _("{least}–{most} days in a row ({unknown} days not reported)")
        return text.format(least=tally.days, most=tally.days + tally.unknown, unknown=tally.unknown)
    return _("day {days} in a row").format(days=tally.days)


async def _others(session: AsyncSession, incoming: Incoming, recorded: Recorded) -> list[str]:
    """Two people report one class: each is told of the other, and no mark is lost."""
    if recorded.before is None or recorded.before_by in {None, incoming.asker.person_id}:
        return []
    name = await person_name(session, recorded.before_by)
    return [_("{name} had already reported this session; both reports stand.").format(name=name)]


def _question(roll: Roll, item: Item, kind: str) -> Outgoing:
    """Ask with buttons; each button is the report of that one pupil, checked again when pressed."""
    index = roll.pupils.index
    word = {UNEXCUSED: "/vang", EXCUSED: "/phep", PRESENT: "/comat", LATE: "/muon"}[kind]
    found = [index.by_id[pupil_id] for pupil_id in item.candidates]
    if found:
        text = _("**{words}** in class {klass}: which pupil is it? Not recorded yet.")
    else:
        found = list(nearest(index, item.words, OFFERED))
        text = _("Class {klass} has no pupil called “{words}”. Not recorded. Is it one of these?")
        if not found:
            text = _("Class {klass} has no pupil called “{words}”. Not recorded.")
    tail = _tail(item, kind)
    buttons = [[Button(_who(pupil), f"{word} {roll.scope()} #p{pupil.id}{tail}")] for pupil in found]
    return Outgoing(text=text.format(words=item.words, klass=roll.klass.name), buttons=buttons)


def _tail(item: Item, kind: str) -> str:
    if kind != UNEXCUSED:
        return ""
    code = {True: " P", False: " K", None: ""}[item.excused]
    return code + (f" ({item.reason_text})" if item.reason_text else "")


def _who(pupil: Any) -> str:
    """Full name, list number, and what tells namesakes apart."""
    parts = [pupil.name]
    if pupil.list_no is not None:
        parts.append(_("no. {number}").format(number=pupil.list_no))
    if pupil.birth_date is not None:
        parts.append(pupil.birth_date.strftime("%d/%m/%Y"))
    if pupil.place:
        parts.append(pupil.place)
    return ", ".join(parts)[:60]
