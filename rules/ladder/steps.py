"""The ladder: at which step of a pupil's absence who is asked for what; a value that is checked, and nothing else.

A school has two: `absence`, from the first absence without leave until the request to the commune (the plan of a
boarding school: hamlet pair, home visit after three days, principal, commune), and `return`, which counts from the date
everybody should be back after Tết or the summer, excused or not (three days, then the named leadership).
"""

from enum import IntEnum, StrEnum
from typing import Final, Literal, TypeAlias

from msgspec import Struct, structs

from rules.ladder.recipients import Who, read_who
from rules.letters import Kind
from rules.people.roles import Role

LadderName: TypeAlias = Literal["absence", "return"]
Unit: TypeAlias = Literal["days", "sessions"]
ABSENCE: Final = "absence"
RETURN: Final = "return"


class StepKind(IntEnum):
    """What a step waits for. Its number is that of the step as it is stored; a ladder has one step of a kind, and of
    the last as many as it likes: their numbers are the kind's and the days after which they come.
    """

    FIRST = 1  # first unexcused absence
    CASE = 2  # the case opens
    UP = 3  # up to the head
    OUT = 4  # out to the commune
    AWAY = 11  # away on the return date
    NOT_BACK = 12  # not back some days after it
    TOLD = 100  # so many days without leave, whether there is a case or not: somebody is told, and nothing else


FIRST, CASE, UP, OUT = StepKind.FIRST, StepKind.CASE, StepKind.UP, StepKind.OUT
AWAY, NOT_BACK, TOLD = StepKind.AWAY, StepKind.NOT_BACK, StepKind.TOLD
OPENS = (CASE, NOT_BACK)  # the steps that open a case: each ladder has one of them
OF_RETURN = (AWAY, NOT_BACK)


def kind_of(number: int) -> StepKind:
    """The kind of the step with this number."""
    return TOLD if number >= TOLD else StepKind(number)


def told_after(days: int) -> int:
    """The number of the step at which, after so many days without leave, somebody is told and nothing else."""
    return TOLD + max(days, 0)


class Ask(StrEnum):
    """What somebody is asked at a step."""

    REASON = "reason"  # the family: why was the child absent
    FAMILY = "ask_family"  # the hamlet's pair, the sponsor: ask the family today
    VISIT = "visit"  # go to the home and report
    KNOW = "know"  # nothing, it is for their knowledge
    DECIDE = "decide"  # whether the request goes to the commune
    HELP = "help"  # the village team: help persuade
    FIND_WHY = "find_why"  # the homeroom teacher: the reason of everybody missing


TASKS = (Ask.FAMILY, Ask.VISIT, Ask.DECIDE, Ask.HELP, Ask.FIND_WHY)  # what somebody of the school is to do


class Nature(Struct, frozen=True, kw_only=True):
    """What there is to know of a kind of step: the ladder it is of, the word of that ladder's file, and what may be
    asked at it, each in which kind of letter. `with_case`: there is a case, which a correction closes with it. A ladder
    may do without an `optional` one.
    """

    ladder: LadderName
    word: str
    asks: dict[Ask, Kind]
    with_case: bool = False
    optional: bool = False


# The return's come first: of one and the same fact it is their letter that is written.
KINDS: dict[StepKind, Nature] = {
    AWAY: Nature(
        ladder=RETURN,
        word="away_on_return",
        asks={Ask.FIND_WHY: Kind.AWAY_HOMEROOM, Ask.FAMILY: Kind.AWAY_HAMLET, Ask.KNOW: Kind.AWAY_KNOWN},
    ),
    NOT_BACK: Nature(
        ladder=RETURN,
        word="days_after_return",
        asks={Ask.DECIDE: Kind.NOT_BACK_HEAD, Ask.VISIT: Kind.NOT_BACK_HOMEROOM, Ask.KNOW: Kind.NOT_BACK_LEADER},
        with_case=True,
    ),
    FIRST: Nature(
        ladder=ABSENCE,
        word="first_absence",
        asks={Ask.FAMILY: Kind.ABSENT_HAMLET, Ask.REASON: Kind.ABSENT_GUARDIAN, Ask.KNOW: Kind.ABSENT_KNOWN},
    ),
    CASE: Nature(
        ladder=ABSENCE,
        word="days_away",
        asks={Ask.VISIT: Kind.CASE_HOMEROOM, Ask.KNOW: Kind.CASE_LEADER, Ask.REASON: Kind.CASE_GUARDIAN},
        with_case=True,
    ),
    UP: Nature(
        ladder=ABSENCE,
        word="not_back",
        asks={Ask.DECIDE: Kind.UP_HEAD, Ask.KNOW: Kind.UP_LEADER},
        with_case=True,
    ),
    OUT: Nature(
        ladder=ABSENCE,
        word="head_confirms",
        asks={Ask.HELP: Kind.OUT_VILLAGE, Ask.KNOW: Kind.OUT_KNOWN},
        with_case=True,
    ),
    TOLD: Nature(
        ladder=ABSENCE,
        word="",  # in the file it looks like the one that opens the case
        asks={Ask.FAMILY: Kind.DAYS_FAMILY, Ask.KNOW: Kind.DAYS_KNOWN},
        optional=True,
    ),
}
MESSAGES = {kind: nature.asks for kind, nature in KINDS.items()}
OPTIONAL = tuple(kind for kind, nature in KINDS.items() if nature.optional)
WITH_CASE = tuple(kind for kind, nature in KINDS.items() if nature.with_case)
LADDERS: tuple[LadderName, ...] = (ABSENCE, RETURN)
# By ladder, its kinds of step in their order, and what its file calls them.
STEPS = {
    name: {kind: KINDS[kind].word for kind in sorted(KINDS) if KINDS[kind].ladder == name and KINDS[kind].word}
    for name in LADDERS
}


def with_case(number: int) -> bool:
    """Whether there is a case at this step, which a correction closes with it."""
    return kind_of(number) in WITH_CASE


class Counting(Struct, frozen=True, kw_only=True):
    """How absences add up at step 2 and where somebody is only told: in a row, or so many within the last `within`
    school days; whole days or half days; and whether an absence with leave ends the row (it never adds).
    """

    unit: Unit = "days"
    within: int | None = None
    leave_breaks: bool = True


class Step(Struct, frozen=True, kw_only=True):
    """`after`: how many absences (step 2 and where somebody is only told), or school days after the visit was made or
    overdue (step 3), or days from the return date. `due`: school days those asked have. `note`: a sentence of the
    school's own, for staff.
    """

    number: int
    after: int = 1
    due: int = 0
    tell: tuple[tuple[Who, Ask], ...] = ()
    note: str = ""

    @property
    def kind(self) -> StepKind:
        return kind_of(self.number)

    def told(self, who: Who) -> bool:
        return any(one == who for one, _ask in self.tell)


class Ladder(Struct, frozen=True, kw_only=True):
    name: LadderName
    counting: Counting = Counting()
    steps: tuple[Step, ...] = ()

    def step(self, number: int) -> Step | None:
        return next((step for step in self.steps if step.number == number), None)

    def with_step(self, step: Step) -> "Ladder":
        """The same ladder with this step in place of the one of its number; a step that need not be, and tells nobody
        now, is gone.
        """
        others = [one for one in self.steps if one.number != step.number]
        kept = [] if step.kind in OPTIONAL and not step.tell else [step]
        return structs.replace(self, steps=tuple(sorted([*others, *kept], key=lambda one: one.number)))

    def in_order(self) -> list[Step]:
        """As a pupil who stays away comes to them: those that only tell beside the one that opens a case."""
        case = self.step(CASE)

        def place(step: Step) -> tuple[float, int]:
            if step.kind is not TOLD or case is None:
                return step.number, 0
            return CASE + (0.5 if step.after >= case.after else -0.5), step.after

        return sorted(self.steps, key=place)


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


def usual_ask(kind: StepKind, who: Who) -> Ask:
    """What somebody newly named at a step is asked, unless it is said."""
    usual: dict[tuple[StepKind, str], Ask] = {
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
        (TOLD, Role.HOMEROOM): Ask.FAMILY,
        (TOLD, Role.HAMLET_STAFF): Ask.FAMILY,
        (TOLD, Role.MENTOR): Ask.FAMILY,
    }
    if who.role == Role.GUARDIAN:
        return Ask.REASON
    return usual.get((kind, who.role), Ask.KNOW)


def telling(step: Step, who: Who, ask: Ask | None = None) -> Step:
    """The step telling somebody more. Naming one of several (PHT2) takes the place of naming them all (PHT)."""
    role = Role.VICE_PRINCIPAL if who.position.startswith("PHT") else ""
    kept = [(one, said) for one, said in step.tell if one != who and not (role and one.role == role)]
    general = next((said for one, said in step.tell if role and one.role == role), None)
    return structs.replace(step, tell=(*kept, (who, ask or general or usual_ask(step.kind, who))))


def not_telling(step: Step, who: Who) -> Step:
    return structs.replace(step, tell=tuple((one, ask) for one, ask in step.tell if one != who))
