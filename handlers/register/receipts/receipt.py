"""The answer to a report: what was recorded, with this pupil's figures, and what is still open."""

from collections.abc import Collection, Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.register.heard import Heard
from handlers.register.other_days import on_another_day, other_days
from handlers.register.plan import Plan
from handlers.register.proposing import proposed_lines
from handlers.register.receipts.offered import contradiction, for_good, propose, silent_beside
from handlers.register.recording import Result, Written
from handlers.register.scope import Roll
from letters.register.asking import ask
from letters.register.waiting import still_open
from letters.says import register as says
from letters.says.register import scope_typed
from letters.told import line_for
from locales import _
from locales.marks import in_part_words, mark_said
from locales.reasons import reason_words
from locales.words import listed, plain
from models.figures.tally import Tally
from models.people.askers import person_name
from models.register.questions import Question
from models.register.reports import PRESENT, NewMark, Recorded
from models.register.silence import left_open
from models.shapes.message import Button, Notice, Outgoing, Said
from rules.letters import Kind
from rules.marks import ABSENT, Mark


async def answer(
    session: AsyncSession, heard: Heard, found: Plan, result: Result, waiting: Sequence[Question]
) -> list[Said]:
    """`waiting` is everything this person has still to choose, what this message left open first."""
    lines: list[str] = []
    unclear = [one for written in result.written for one in _leave_unclear(heard, found, written)]
    for one in result.written:
        if not _only_proposed(one, result):
            lines += await _recorded(session, heard, one, {mark.pupil_id for _roll, mark in unclear})
    lines += other_days(heard, result.written)
    lines += closed_line(result.closed) if heard.private else []
    lines += proposed_lines(heard, result.proposed)
    asked_of = [one for one in result.others if isinstance(one, Notice) and one.kind == Kind.MARK_PROPOSED]
    lines += [await line_for(session, heard.school, heard.at, asked_of)] if asked_of else []
    lines += [_("Is that with leave? One tap tells; until then it is not clear.")] if unclear else []
    buttons = [*_with_leave(unclear), *for_good(heard, result), *_correcting(heard, result)]
    buttons += await _own_left(session, heard, result)
    lines += _noted(heard, found, result)
    for proposal in found.proposals:
        lines.append(await propose(session, heard, proposal, buttons, found.cleared))
    lines += await silent_beside(session, heard, found, result, buttons)
    if found.signals and result.written:
        lines.append(_("Only the school's leadership reads of this."))
    if not (result.written or result.proposed or found.questions):
        waiting = ()  # what was asked before is put again beside a report, not beside what was none
    asked = waiting[: 1 if heard.private else 0]
    lines += _waiting(heard, lines, waiting)
    said: list[Said] = [Outgoing(text="\n".join(lines), buttons=buttons)] if lines else []
    said += [contradiction(heard, one) for one in found.contradictions]
    said += [await ask(session, heard.school, one) for one in asked]
    return [*(said or [Outgoing(text=_("Nothing was recorded."))]), *result.others]


def _only_proposed(one: Written, result: Result) -> bool:
    """Of a class that had reported nothing was recorded: all that was said of it is for its homeroom teacher."""
    proposed = {(roll.klass.id, roll.day) for roll in result.proposed}
    nothing = not (one.roll.marks or one.roll.nobody or one.recorded.new or one.recorded.changed)
    return nothing and one.recorded.before is not None and (one.roll.klass.id, one.roll.day) in proposed


def closed_line(names: Sequence[str]) -> list[str]:
    """The own correction is no news, and that nobody need go to the family any more is."""
    text = _("The case of {names} is closed with it; no visit is needed any more.")
    return [text.format(names=listed(names))] if names else []


def _noted(heard: Heard, found: Plan, result: Result) -> list[str]:
    """What could not be recorded, and words nobody understood. In a group they might be names."""
    if not heard.private:
        return [_unclear_here()] if found.notes or found.unread else []
    lines = list(found.notes)
    if lines and not result.written:
        lines.append(_("Nothing was recorded."))
    if found.unread and (lines or result.written):
        lines.append(_("Not understood: “{words}”.").format(words="”, “".join(map(plain, found.unread))))
    return lines


def _unclear_here() -> str:
    return _("Something is unclear: please write to me privately.")


def _waiting(heard: Heard, lines: Sequence[str], waiting: Sequence[Question]) -> list[str]:
    """What is open, unless it is the one thing there is to say, and asked below. No names in a group."""
    if not waiting or (heard.private and not lines and len(waiting) == 1):
        return []
    if not heard.private:
        return [] if _unclear_here() in lines else [_unclear_here()]
    return [still_open(waiting)]


def _leave_unclear(heard: Heard, found: Plan, one: Written) -> list[tuple[Roll, NewMark]]:
    """Whose reason is said, and not whether it is with leave. A sign of danger is no leave, and of an own child
    somebody else decides.
    """
    kinds = {pupil_id: kind for pupil_id, _part, kind in one.recorded.marks}
    settled = one.recorded.same | found.signals | set(heard.own_children)
    return [
        (one.roll, mark)
        for mark in one.roll.marks
        if heard.private and mark.pupil_id in one.recorded.unclear and not on_another_day(one.roll)
        if kinds.get(mark.pupil_id) == mark.kind and mark.pupil_id not in settled
    ]


def _with_leave(unclear: Sequence[tuple[Roll, NewMark]]) -> list[list[Button]]:
    """Two taps for each, with the name where there are several."""
    rows = []
    for roll, mark in unclear:
        name = roll.pupils.name(mark.pupil_id) + ": " if len(unclear) > 1 else ""
        scope = scope_typed(roll.klass.name, mark.parts or roll.parts, roll.day)
        choices = ((_("With leave"), Mark.EXCUSED), (_("Without leave"), Mark.UNEXCUSED))
        rows.append([Button(name + label, says.mark(scope, mark.pupil_id, kind)) for label, kind in choices])
    return rows


async def _own_left(session: AsyncSession, heard: Heard, result: Result) -> list[list[Button]]:
    """Of a teacher of several classes those that are still to be reported, complete with one tap."""
    own = [one.roll for one in result.written if one.roll.klass.id in heard.own_classes]
    left = heard.own_classes - {roll.klass.id for roll in own}
    if not own or not left or not heard.private:
        return []
    open_ = await left_open(session, heard.school.id, left, own[0].day, own[0].parts)
    scopes = {name: scope_typed(name, parts, own[0].day) for name, parts in open_.items()}
    label = _("{klass}: nobody absent")
    return [[Button(label.format(klass=name), says.nobody_absent(scope))] for name, scope in scopes.items()]


async def _recorded(session: AsyncSession, heard: Heard, one: Written, unclear: Collection[int]) -> list[str]:
    roll, recorded = one.roll, one.recorded
    if one.says_nothing:
        text = _("{scope} has not been reported yet, so nothing was recorded. Is the whole class here?")
        return [text.format(scope=roll.said())]
    if on_another_day(roll):
        return []
    lines = [_head(roll, recorded)]
    if heard.private:
        asked = _asked_before(heard, roll, recorded)
        lines += [] if roll.nobody else _pupil_lines(one, asked, unclear)
        lines += _leave_lines(roll, asked)
        lines += await _others(session, heard, roll, recorded)
    return lines


def _head(roll: Roll, recorded: Recorded) -> str:
    if roll.nobody:
        text = _("**Recorded {scope}**: nobody absent, {enrolled}/{enrolled} in class. Thank you.")
        return text.format(scope=roll.said(), enrolled=roll.pupils.enrolled)
    if not roll.reports and recorded.before is None:
        return _("**Recorded {scope}**; of the others in class nothing has been reported yet.").format(
            scope=roll.said()
        )
    unexcused = recorded.marked(Mark.UNEXCUSED)
    with_leave = recorded.marked(Mark.EXCUSED) - unexcused
    open_ = (unexcused | with_leave) & recorded.unsettled
    text = _("**Recorded {scope}**: absent {absent}/{enrolled} ({excused} with leave, {unexcused} without).")
    if open_:
        text = _(
            "**Recorded {scope}**: absent {absent}/{enrolled} ({excused} with leave, {unexcused} without, {unclear} "
            "not clear yet)."
        )
    return text.format(
        scope=roll.said(),
        absent=len(unexcused | with_leave),
        enrolled=roll.pupils.enrolled,
        excused=len(with_leave - open_),
        unexcused=len(unexcused - open_),
        unclear=len(open_),
    )


def _pupil_lines(one: Written, asked: Sequence[int], unclear: Collection[int]) -> list[str]:
    roll, recorded = one.roll, one.recorded
    before = {each.pupil_id: each for each in recorded.replaced}
    now = {pupil_id: kind for pupil_id, _part, kind in recorded.marks}
    lines = []
    for mark in roll.marks:
        kind = now.get(mark.pupil_id, mark.kind)
        state = _state(kind, one.figures.get(mark.pupil_id, Tally()), mark.reason, clear=mark.pupil_id not in unclear)
        why = reason_words(mark.reason_code, mark.reason) if kind in ABSENT else ""
        line = f"• {roll.pupils.numbered(mark.pupil_id)}: {f'{why}, ' if why else ''}{state}"
        if mark.pupil_id in asked:
            line += " " + _("(leave asked before)")
        elif mark.pupil_id in recorded.same:
            line += " " + _("(recorded already)")
        elif mark.pupil_id in before and before[mark.pupil_id].kind != kind:
            was = before[mark.pupil_id]
            line += " " + _("(corrected, was {kind})").format(kind=mark_said(was.kind, unsettled=was.unsettled))
        elif mark.pupil_id in recorded.changed:
            line += " " + _("(corrected)")
        lines.append(line)
    return lines


def _state(kind: str, tally: Tally, reason: str | None, *, clear: bool) -> str:
    match kind:
        case Mark.EXCUSED if not clear:
            text = _("leave not clear yet, counted as leave until you say; {total} sessions missed this year.")
        case Mark.UNEXCUSED if not clear:
            text = _("leave not clear yet, {run}, {total} sessions missed this year.")
        case Mark.UNEXCUSED:
            text = _("without leave, {run}, {total} sessions missed this year.")
        case Mark.EXCUSED:
            text = _("with leave, {total} sessions missed this year.")
        case Mark.LATE:
            text = _("late.")
        case Mark.DUTY:
            text = _("on duty for the school, not counted as absent.")
        case Mark.SKIPPED | Mark.LEFT_EARLY:
            return _("{state}, not counted as absent.").format(state=in_part_words(kind, reason))
        case _:
            text = _("in class.")
    return text.format(run=run_words(tally), total=tally.total)


def run_words(tally: Tally) -> str:
    """`day 2 in a row`; with half days nobody reported, the least and the most it can be."""
    if tally.days == 0:
        return _("part of the day")
    if tally.days == 1 and not tally.unknown:
        return _("the first day")
    if tally.unknown:
        text = _("{least}–{most} days in a row ({unknown} days not reported)")
        return text.format(least=tally.days, most=tally.days + tally.unknown, unknown=tally.unknown)
    return _("day {days} in a row").format(days=tally.days)


def _asked_before(heard: Heard, roll: Roll, recorded: Recorded) -> list[int]:
    """The pupils whose leave was asked for before the day itself: it counts, whether or not they are named now."""
    if roll.day != roll.today:
        return []
    there = [*recorded.earlier, *((one.pupil_id, one.made_at) for one in recorded.replaced)]
    excused = recorded.marked(Mark.EXCUSED)
    before = {pupil_id: None for pupil_id, made_at in there if heard.school.day(made_at) < roll.day}
    return [pupil_id for pupil_id in before if pupil_id in excused and pupil_id in roll.pupils.index.by_id]


def _leave_lines(roll: Roll, asked: Sequence[int]) -> list[str]:
    named = {mark.pupil_id for mark in roll.marks}
    names = [roll.pupils.numbered(pupil_id) for pupil_id in asked if pupil_id not in named]
    return [_("{names}: leave asked before.").format(names=listed(names))] if names else []


async def _others(session: AsyncSession, heard: Heard, roll: Roll, recorded: Recorded) -> list[str]:
    """Two people report one class: each is told of the other, and of what they say differently."""
    lines = []
    if roll.reports and recorded.before is not None and recorded.before_by not in {None, heard.person_id}:
        name = await person_name(session, recorded.before_by)
        lines.append(_("{name} had already reported this session; both reports stand.").format(name=name))
    now = {pupil_id: kind for pupil_id, _part, kind in recorded.marks}
    for one in {each.pupil_id: each for each in recorded.replaced}.values():
        if one.person_id not in {None, heard.person_id}:
            text = _("{pupil}: {name} wrote {before}, you write {after}.")
            name, pupil = await person_name(session, one.person_id), roll.pupils.name(one.pupil_id)
            before = mark_said(one.kind, unsettled=one.unsettled)
            after = mark_said(now.get(one.pupil_id, PRESENT), unsettled=one.pupil_id in recorded.unsettled)
            lines.append(text.format(pupil=pupil, name=name, before=before, after=after))
    return lines


def _correcting(heard: Heard, result: Result) -> list[list[Button]]:
    silent = [one.roll for one in result.written if one.says_nothing]
    rows = [
        [Button(_("{klass}: nobody absent").format(klass=roll.klass.name), says.nobody_absent(roll.scope()))]
        for roll in silent
    ]
    if len(silent) == len(result.written):
        return rows
    undo = Button(_("Undo"), says.undo(heard.inbox_id))
    nobody = all(one.roll.nobody for one in result.written)
    return [*rows, [undo] if nobody else [Button(_("Correct"), says.correct(heard.inbox_id)), undo]]
