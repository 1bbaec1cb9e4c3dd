"""A ladder in plain words, for chat and terminal: what happens when, who is asked for what, what a change changes."""

from collections.abc import Sequence

from locales import N_, _
from locales.words import ROLES, opening
from rules.ladder.faults import Fault, Wrong
from rules.ladder.recipients import Who
from rules.ladder.steps import CASE, RETURN, TOLD, Ask, Counting, Ladder, Step, StepKind, kind_of

ASKED = {
    Ask.REASON: N_("asked for the reason"),
    Ask.FAMILY: N_("asks the family the same day"),
    Ask.VISIT: N_("visits the home within {due} school days and reports"),
    Ask.KNOW: N_("is told"),
    Ask.DECIDE: N_("decides whether the commune is asked for help"),
    Ask.HELP: N_("helps to persuade"),
    Ask.FIND_WHY: N_("finds out why each pupil is missing"),
}


def shown(number: int) -> str:
    """What people call a step by: each ladder counts its own from 1, and those that only tell have their days."""
    return _("further {count}").format(count=number - TOLD) if kind_of(number) is TOLD else str(number % 10)


def ladder_title(ladder: Ladder) -> str:
    if ladder.name == RETURN:
        return _("**After the return date (Tết, summer)**")
    return _("**When a pupil is absent without leave**")


def ladder_lines(ladder: Ladder) -> list[str]:
    """The title, the way of counting (where one is needed), and a line a step."""
    counting = [counting_line(ladder.counting)] if ladder.step(CASE) else []
    return [ladder_title(ladder), *counting, *(step_line(step, ladder.counting) for step in ladder.in_order())]


def counting_line(counting: Counting) -> str:
    if counting.within is not None:
        return _("How it counts: any absences without leave within so many school days; those with leave do not count.")
    if counting.leave_breaks:
        return _("How it counts: absences without leave in a row; a day off school is no day, leave ends the row.")
    return _("How it counts: absences without leave in a row; a day off school is no day, leave is passed over.")


def step_line(step: Step, counting: Counting) -> str:
    told = "; ".join(_asked(who, ask, step) for who, ask in step.tell)
    text = _("Step {number} – {when}: {told}.")
    said = text.format(number=shown(step.number), when=when_words(step, counting), told=told)
    return said + (" " + _("Added to the letter: “{note}”").format(note=step.note) if step.note else "")


def _asked(who: Who, ask: Ask, step: Step) -> str:
    return who_words(who) + " " + _(ASKED[ask]).format(due=step.due)


def who_words(who: Who) -> str:
    return who.position or who.person or _(ROLES[who.role])


def when_words(step: Step, counting: Counting) -> str:  # noqa: PLR0911, one for each kind
    """When the step comes, in the middle of a sentence."""
    match step.kind:
        case StepKind.FIRST:
            return _("the first session absent without leave")
        case StepKind.CASE | StepKind.TOLD:
            return case_words(step.after, counting)
        case StepKind.UP if step.after > 1:
            text = _("{count} school days after the visit was reported or overdue, and not back")
            return text.format(count=step.after)
        case StepKind.UP:
            return _("not back on the next school day after the visit was reported or overdue")
        case StepKind.OUT:
            return _("the principal confirms")
        case StepKind.AWAY:
            return _("missing on the return date, excused or not")
        case StepKind.NOT_BACK:
            return _("{count} days after the return date, excused or not").format(count=step.after)


def fired_words(step: int, days: int) -> str:  # noqa: PLR0911, one for each kind
    """What has come to pass at a step, as a case's history says it."""
    match kind_of(step):
        case StepKind.FIRST:
            return _("first absence without leave")
        case StepKind.CASE:
            return _("the case opened, {days} days away").format(days=days)
        case StepKind.TOLD:
            return _("{days} days away without leave").format(days=days)
        case StepKind.UP:
            return _("still not back: to the principal")
        case StepKind.OUT:
            return _("the commune is asked to help")
        case StepKind.AWAY:
            return _("away on the return date")
        case StepKind.NOT_BACK:
            return _("not back {days} days after the return date").format(days=days)


def run_words(step: int, days: int, counting: Counting) -> str:
    """The same of a pupil who is named, in the middle of a letter's line."""
    return case_words(days, counting) if kind_of(step) is TOLD else fired_words(step, days)


def case_words(count: int, counting: Counting) -> str:
    """`3 days without leave in a row`, by the ladder's way of counting."""
    by_parts = counting.unit == "sessions"
    if count == 1:
        return _("one session without leave") if by_parts else _("one day without leave")
    if counting.within is None:
        text = _("{count} sessions without leave in a row") if by_parts else _("{count} days without leave in a row")
        return text.format(count=count)
    text = (
        _("{count} sessions without leave within {within} school days")
        if by_parts
        else _("{count} days without leave within {within} school days")
    )
    return text.format(count=count, within=counting.within)


def differences(old: Ladder, new: Ladder) -> list[str]:
    """What changes, line by line: as it was, and as it will be."""
    before, after = ladder_lines(old), ladder_lines(new)
    gone = [_("Was: {line}").format(line=line) for line in before if line not in after]
    come = [_("Will be: {line}").format(line=line) for line in after if line not in before]
    return gone + come


def changes_made(old: Ladder, new: Ladder) -> list[str]:
    """What has changed, as it is now."""
    before = ladder_lines(old)
    return [_("Now: {line}").format(line=line) for line in ladder_lines(new) if line not in before]


WRONG = {
    Wrong.NO_STEP: N_("this step is missing: every ladder has all of its steps"),
    Wrong.AFTER: N_("“{said}” is no number of days: write a number from 1 to {allowed}"),
    Wrong.FIRST_AFTER: N_("this step comes at once: leave out “after”, or write 1"),
    Wrong.DUE: N_("“{said}” is no time to visit in: write a number of school days from 1 to {allowed}"),
    Wrong.WITHIN: N_("“within {said}” is not possible: write a number of school days from 1 to {allowed}"),
    Wrong.WITHIN_LESS: N_(
        "{allowed} absences cannot fall within {said} school days: write more days, or fewer absences"
    ),
    Wrong.WITHIN_LEAVE: N_("leave ends no row where absences are added up within some days: leave out “leave_breaks”"),
    Wrong.NOBODY: N_("nobody is told: name at least one role, position or person"),
    Wrong.TWICE: N_("“{said}” is named twice: once is enough"),
    Wrong.ASK: N_("“{said}” cannot be asked at this step: write one of {allowed}"),
    Wrong.FAMILY_ASK: N_("the family can only be asked for the reason: write “reason” for “{said}”"),
    Wrong.FAMILY_ONLY: N_("only the family is asked for the reason: write something else for “{said}”"),
    Wrong.FAMILY_KNOWS: N_(
        "the family is written to by steps 1 and 2 and each day in between: leave out “{said}” here"
    ),
    Wrong.NO_VISIT: N_("nobody visits the home: somebody must be asked for “visit”, for example GVCN"),
    Wrong.NO_HEAD: N_("nobody decides: HT must be asked for “decide”"),
    Wrong.HEAD_ONLY: N_("only the principal decides what leaves the school: write HT for “decide”, not “{said}”"),
    Wrong.UNKNOWN_PERSON: N_(
        "“{said}” is neither a role (GVCN, PHT, HT …) nor a position (PHT2) nor a member of staff: check the name"
    ),
    Wrong.SAME_NAME: N_("several members of staff are called “{said}”: give one a position (/chucvu) and name that"),
    Wrong.NOTE: N_("the note is too long or has several lines: one sentence of at most {allowed} letters"),
}


def fault_words(fault: Fault) -> str:
    """`Step 2: …`, a sentence that says what to do."""
    said = _(WRONG[fault.wrong]).format(said=fault.said, allowed=fault.allowed)
    if not fault.step:
        return opening(said) + "."
    return _("Step {number}: {fault}.").format(number=shown(fault.step), fault=said)


def all_faults(faults: Sequence[Fault]) -> list[str]:
    return list(dict.fromkeys(fault_words(fault) for fault in faults))
