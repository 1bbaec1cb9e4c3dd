"""What can be wrong with a ladder: each fault says in which step, and what was written there."""

from enum import StrEnum

from msgspec import Struct

from rules.ladder.steps import (
    AWAY,
    CASE,
    FIRST,
    MESSAGES,
    NOT_BACK,
    OPTIONAL,
    OUT,
    STEPS,
    TOLD,
    UP,
    Ask,
    Ladder,
    Step,
)
from rules.people.roles import Role


class Wrong(StrEnum):
    """What can be wrong with a ladder."""

    NO_STEP = "no_step"
    AFTER = "after"
    FIRST_AFTER = "first_after"
    DUE = "due"
    WITHIN = "within"
    WITHIN_LESS = "within_less"
    WITHIN_LEAVE = "within_leave"
    NOBODY = "nobody"
    TWICE = "twice"
    ASK = "ask"
    FAMILY_ASK = "family_ask"
    FAMILY_ONLY = "family_only"
    FAMILY_KNOWS = "family_knows"
    NO_VISIT = "no_visit"
    NO_HEAD = "no_head"
    HEAD_ONLY = "head_only"
    UNKNOWN_PERSON = "unknown_person"
    SAME_NAME = "same_name"
    NOTE = "note"


class Fault(Struct, frozen=True, kw_only=True):
    """A fault, the step it is in (0: the way of counting), and what was written."""

    wrong: Wrong
    step: int = 0
    said: str = ""
    allowed: str = ""


MOST_AFTER, MOST_DUE, MOST_WITHIN, LONGEST_NOTE = 60, 30, 60, 200


def faults(ladder: Ladder) -> list[Fault]:
    """Everything that is wrong with it; a ladder without faults may be kept."""
    needed = [kind for kind in STEPS[ladder.name] if kind not in OPTIONAL]
    there = {step.number for step in ladder.steps}
    missing = [Fault(wrong=Wrong.NO_STEP, step=number) for number in needed if number not in there]
    inside = [fault for step in ladder.steps for fault in _step_faults(step)]
    return [*missing, *_counting_faults(ladder), *inside]


def _counting_faults(ladder: Ladder) -> list[Fault]:
    counting = ladder.counting
    if counting.within is None:
        return []
    found = []
    if not 1 <= counting.within <= MOST_WITHIN:
        found.append(Fault(wrong=Wrong.WITHIN, said=str(counting.within), allowed=str(MOST_WITHIN)))
    parts = 2 if counting.unit == "sessions" else 1
    too_many = [one for one in ladder.steps if one.kind in {CASE, TOLD} and one.after > counting.within * parts]
    found += [Fault(wrong=Wrong.WITHIN_LESS, said=str(counting.within), allowed=str(one.after)) for one in too_many]
    if not counting.leave_breaks:
        found.append(Fault(wrong=Wrong.WITHIN_LEAVE))
    return found


def _step_faults(step: Step) -> list[Fault]:
    found = []
    if step.number in {FIRST, OUT, AWAY} and step.after != 1:
        found.append(Fault(wrong=Wrong.FIRST_AFTER, step=step.number, said=str(step.after)))
    elif not 1 <= step.after <= MOST_AFTER:
        found.append(Fault(wrong=Wrong.AFTER, step=step.number, said=str(step.after), allowed=str(MOST_AFTER)))
    if not 0 <= step.due <= MOST_DUE or (step.number == CASE and not step.due):
        found.append(Fault(wrong=Wrong.DUE, step=step.number, said=str(step.due), allowed=str(MOST_DUE)))
    if len(step.note) > LONGEST_NOTE or "\n" in step.note:
        found.append(Fault(wrong=Wrong.NOTE, step=step.number, allowed=str(LONGEST_NOTE)))
    return found + _tell_faults(step)


def _tell_faults(step: Step) -> list[Fault]:
    number, allowed = step.number, MESSAGES[step.kind]
    if not step.tell:
        return [Fault(wrong=Wrong.NOBODY, step=number)]
    people = [who for who, _ask in step.tell]
    found = [
        Fault(wrong=Wrong.TWICE, step=number, said=who.words())
        for who in dict.fromkeys(people)
        if people.count(who) > 1
    ]
    for who, ask in step.tell:
        if step.kind is TOLD and who.role == Role.GUARDIAN:
            found.append(Fault(wrong=Wrong.FAMILY_KNOWS, step=number, said=who.words()))
        elif ask not in allowed:
            found.append(Fault(wrong=Wrong.ASK, step=number, said=ask, allowed=", ".join(allowed)))
        elif (who.role == Role.GUARDIAN) is not (ask is Ask.REASON):
            wrong = Wrong.FAMILY_ASK if who.role == Role.GUARDIAN else Wrong.FAMILY_ONLY
            found.append(Fault(wrong=wrong, step=number, said=who.words()))
        elif ask is Ask.DECIDE and who.role != Role.PRINCIPAL:
            found.append(Fault(wrong=Wrong.HEAD_ONLY, step=number, said=who.words()))
    asked = {ask for _who, ask in step.tell}
    if number == CASE and Ask.VISIT not in asked:
        found.append(Fault(wrong=Wrong.NO_VISIT, step=number))
    if number in {UP, NOT_BACK} and Ask.DECIDE not in asked:
        found.append(Fault(wrong=Wrong.NO_HEAD, step=number))
    return found
