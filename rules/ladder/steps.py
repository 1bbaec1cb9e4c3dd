"""The ladder: at which step of a pupil's absence who is asked for what; a value that is checked, and nothing else.

A school has two: `absence`, from the first absence without leave until the request to the commune (the plan of a
boarding school: hamlet pair, home visit after three days, principal, commune), and `return`, which counts from the date
everybody should be back after Tết or the summer, excused or not (three days, then the named leadership).
"""

import re
from enum import StrEnum
from typing import Final, Literal, TypeAlias

from msgspec import Struct, structs

from rules.letters import Kind
from rules.people.names import clean, fold
from rules.people.roles import Role

LadderName: TypeAlias = Literal["absence", "return"]
Unit: TypeAlias = Literal["days", "sessions"]

ABSENCE: Final = "absence"
RETURN: Final = "return"
FIRST, CASE, UP, OUT = 1, 2, 3, 4  # first unexcused absence; the case opens; up to the head; out to the commune
AWAY, NOT_BACK = 11, 12  # away on the return date; not back some days after it
OPENS = (CASE, NOT_BACK)  # the steps that open a case: each ladder has one of them

STEPS: dict[str, dict[int, str]] = {
    ABSENCE: {FIRST: "first_absence", CASE: "days_away", UP: "not_back", OUT: "head_confirms"},
    RETURN: {AWAY: "away_on_return", NOT_BACK: "days_after_return"},
}


class Ask(StrEnum):
    """What somebody is asked at a step."""

    REASON = "reason"  # the family: why was the child absent
    FAMILY = "ask_family"  # the hamlet's pair, the sponsor: ask the family today
    VISIT = "visit"  # go to the home and report
    KNOW = "know"  # nothing, it is for their knowledge
    DECIDE = "decide"  # whether the request goes to the commune
    HELP = "help"  # the village team: help persuade
    FIND_WHY = "find_why"  # the homeroom teacher: the reason of everybody missing


# The message each asking is, by step: the kind of its notice, and so its composer. The return's come first: of one and
# the same fact it is their letter that is written.
MESSAGES: dict[int, dict[Ask, Kind]] = {
    AWAY: {Ask.FIND_WHY: Kind.AWAY_HOMEROOM, Ask.FAMILY: Kind.AWAY_HAMLET, Ask.KNOW: Kind.AWAY_KNOWN},
    NOT_BACK: {Ask.DECIDE: Kind.NOT_BACK_HEAD, Ask.VISIT: Kind.NOT_BACK_HOMEROOM, Ask.KNOW: Kind.NOT_BACK_LEADER},
    FIRST: {Ask.FAMILY: Kind.ABSENT_HAMLET, Ask.REASON: Kind.ABSENT_GUARDIAN, Ask.KNOW: Kind.ABSENT_KNOWN},
    CASE: {Ask.VISIT: Kind.CASE_HOMEROOM, Ask.KNOW: Kind.CASE_LEADER, Ask.REASON: Kind.CASE_GUARDIAN},
    UP: {Ask.DECIDE: Kind.UP_HEAD, Ask.KNOW: Kind.UP_LEADER},
    OUT: {Ask.HELP: Kind.OUT_VILLAGE, Ask.KNOW: Kind.OUT_KNOWN},
}

# As schools write them; a position is one of several people with the same role: PHT1, PHT2.
ROLE_WORDS: dict[str, str] = {
    Role.HOMEROOM: "GVCN",
    Role.HAMLET_STAFF: "phụ trách nóc",
    Role.MENTOR: "đỡ đầu",
    Role.GUARDIAN: "phụ huynh",
    Role.REGISTRAR: "TPT",
    Role.VICE_PRINCIPAL: "PHT",
    Role.PRINCIPAL: "HT",
    Role.ADMIN: "quản trị",
    Role.VILLAGE_HEAD: "trưởng thôn",
    Role.COMMUNE_OFFICER: "UBND xã",
}
_OTHER_WORDS = {
    "giao vien chu nhiem": Role.HOMEROOM,
    "cap phu trach noc": Role.HAMLET_STAFF,
    "phu trach thon": Role.HAMLET_STAFF,
    "phu trach thon noc": Role.HAMLET_STAFF,
    "nguoi do dau": Role.MENTOR,
    "cha me": Role.GUARDIAN,
    "gia dinh": Role.GUARDIAN,
    "tong phu trach": Role.REGISTRAR,
    "tpt doi": Role.REGISTRAR,
    "pho hieu truong": Role.VICE_PRINCIPAL,
    "hieu truong": Role.PRINCIPAL,
}
_ROLE_OF = {fold(words): role for role, words in ROLE_WORDS.items()} | _OTHER_WORDS | {r: r for r in ROLE_WORDS}
_DEPUTY = re.compile(r"\b(?:pht|p ht|pho ht|pho hieu truong)\W*(\d{1,2})\b")
_POSITION = re.compile(r"[A-ZĐ]{2,6}(?: ?\d{1,2})?|[a-zđ]{2,6}\d{1,2}")  # a name has small letters


def numbered(title: str) -> str | None:
    """`PHT2` of a vice principal's title that says which of several it is: `Phó Hiệu trưởng (PHT2)`, `pht 2`."""
    folded = fold(clean(title))
    found = _DEPUTY.search(folded)
    return f"PHT{int(found[1])}" if found else None


def read_position(words: str) -> str | None:
    """`PHT2` of `pht 2`, `Phó hiệu trưởng 2`, `Phó Hiệu trưởng (PHT2)`; other short titles (`TTCM`) as they are."""
    typed = clean(words)
    return numbered(words) or (typed.upper().replace(" ", "") if _POSITION.fullmatch(typed) else None)


class Who(Struct, frozen=True, kw_only=True, order=True):
    """A recipient: everybody of a role, whoever holds a position, or one person by full name."""

    role: str = ""
    position: str = ""
    person: str = ""

    def words(self) -> str:
        """As written in the ladder's file and in chat."""
        return self.position or self.person or ROLE_WORDS[self.role]


def read_who(words: str) -> Who:
    """The recipient meant; what is neither a role nor a position is taken for a name."""
    role = _ROLE_OF.get(fold(clean(words)))
    if role is not None:
        return Who(role=role)
    if position := read_position(words):
        return Who(position=position)
    return Who(person=clean(words))


class Counting(Struct, frozen=True, kw_only=True):
    """How absences add up at step 2: in a row, or so many within the last `within` school days; whole days or sessions;
    and whether an absence with leave ends the row (it never adds).
    """

    unit: Unit = "days"
    within: int | None = None
    leave_breaks: bool = True


class Step(Struct, frozen=True, kw_only=True):
    """`after`: how many absences (step 2), or school days after the visit was made or overdue (step 3), or days from
    the return date. `due`: school days those asked have. `note`: a sentence of the school's own, for staff.
    """

    number: int
    after: int = 1
    due: int = 0
    tell: tuple[tuple[Who, Ask], ...] = ()
    note: str = ""

    def told(self, who: Who) -> bool:
        return any(one == who for one, _ask in self.tell)


class Ladder(Struct, frozen=True, kw_only=True):
    name: LadderName
    counting: Counting = Counting()
    steps: tuple[Step, ...] = ()

    def step(self, number: int) -> Step | None:
        return next((step for step in self.steps if step.number == number), None)

    def with_step(self, step: Step) -> "Ladder":
        """The same ladder with this step in place of the one of its number."""
        others = [one for one in self.steps if one.number != step.number]
        return structs.replace(self, steps=tuple(sorted([*others, step], key=lambda one: one.number)))


def _step(number: int, *tell: tuple[str, Ask], after: int = 1, due: int = 0) -> Step:
    return Step(number=number, after=after, due=due, tell=tuple((read_who(words), ask) for words, ask in tell))


def default_ladder(name: LadderName = ABSENCE, *, days_to_case: int = 3, days_to_visit: int = 2) -> Ladder:
    """What a school begins with: seed 000 for absences, seed 002 for the return after Tết."""
    if name == RETURN:
        away = _step(AWAY, ("GVCN", Ask.FIND_WHY), ("phụ trách nóc", Ask.FAMILY))
        told = (("PHT2", Ask.KNOW), ("HT", Ask.DECIDE), ("GVCN", Ask.VISIT))
        return Ladder(name=RETURN, steps=(away, _step(NOT_BACK, *told, after=3, due=days_to_visit)))
    steps = (
        _step(FIRST, ("phụ trách nóc", Ask.FAMILY), ("đỡ đầu", Ask.FAMILY), ("phụ huynh", Ask.REASON)),
        _step(
            CASE,
            ("GVCN", Ask.VISIT),
            ("PHT", Ask.KNOW),
            ("phụ huynh", Ask.REASON),
            after=days_to_case,
            due=days_to_visit,
        ),
        _step(UP, ("PHT", Ask.KNOW), ("HT", Ask.DECIDE)),
        _step(OUT, ("phụ trách nóc", Ask.HELP), ("trưởng thôn", Ask.HELP), ("GVCN", Ask.KNOW), ("PHT", Ask.KNOW)),
    )
    return Ladder(name=ABSENCE, steps=steps)


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
    needed = STEPS[ladder.name].keys()
    there = {step.number for step in ladder.steps}
    missing = [Fault(wrong=Wrong.NO_STEP, step=number) for number in needed if number not in there]
    inside = [fault for step in ladder.steps for fault in _step_faults(step)]
    return [*missing, *_counting_faults(ladder), *inside]


def _counting_faults(ladder: Ladder) -> list[Fault]:
    counting, case = ladder.counting, ladder.step(CASE)
    if counting.within is None:
        return []
    found = []
    if not 1 <= counting.within <= MOST_WITHIN:
        found.append(Fault(wrong=Wrong.WITHIN, said=str(counting.within), allowed=str(MOST_WITHIN)))
    parts = 2 if counting.unit == "sessions" else 1
    if case and case.after > counting.within * parts:
        found.append(Fault(wrong=Wrong.WITHIN_LESS, said=str(counting.within), allowed=str(case.after)))
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
    number, allowed = step.number, MESSAGES[step.number]
    if not step.tell:
        return [Fault(wrong=Wrong.NOBODY, step=number)]
    people = [who for who, _ask in step.tell]
    found = [
        Fault(wrong=Wrong.TWICE, step=number, said=who.words())
        for who in dict.fromkeys(people)
        if people.count(who) > 1
    ]
    for who, ask in step.tell:
        if ask not in allowed:
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


def usual_ask(number: int, who: Who) -> Ask:
    """What somebody newly named at a step is asked, unless it is said."""
    usual: dict[tuple[int, str], Ask] = {
        (FIRST, Role.HAMLET_STAFF): Ask.FAMILY,
        (FIRST, Role.MENTOR): Ask.FAMILY,
        (CASE, Role.HOMEROOM): Ask.VISIT,
        (UP, Role.PRINCIPAL): Ask.DECIDE,
        (NOT_BACK, Role.PRINCIPAL): Ask.DECIDE,
        (OUT, Role.HAMLET_STAFF): Ask.HELP,
        (OUT, Role.VILLAGE_HEAD): Ask.HELP,
        (AWAY, Role.HOMEROOM): Ask.FIND_WHY,
        (AWAY, Role.HAMLET_STAFF): Ask.FAMILY,
        (NOT_BACK, Role.HOMEROOM): Ask.VISIT,
    }
    if who.role == Role.GUARDIAN:
        return Ask.REASON
    return usual.get((number, who.role), Ask.KNOW)


def telling(step: Step, who: Who, ask: Ask | None = None) -> Step:
    """The step telling somebody more. Naming one of several (PHT2) takes the place of naming them all (PHT)."""
    role = Role.VICE_PRINCIPAL if who.position.startswith("PHT") else ""
    kept = [(one, said) for one, said in step.tell if one != who and not (role and one.role == role)]
    general = next((said for one, said in step.tell if role and one.role == role), None)
    return structs.replace(step, tell=(*kept, (who, ask or general or usual_ask(step.number, who))))


def not_telling(step: Step, who: Who) -> Step:
    return structs.replace(step, tell=tuple((one, ask) for one, ask in step.tell if one != who))
