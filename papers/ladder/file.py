"""The ladder as a TOML file: written with its explanations, read with every fault named; all or nothing."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct, structs

from locales import N_, _
from papers.ladder.words import fault_words, when_words
from rules.ladder.faults import Fault, Wrong, faults
from rules.ladder.recipients import Who, read_who
from rules.ladder.steps import ABSENCE, CASE, RETURN, STEPS, TOLD, Ask, Counting, Ladder, LadderName, Step, told_after
from rules.people.names import fold

KEYS: dict[str, type] = {"when": str, "after": int, "due": int, "note": str, "tell": dict}
COUNTING_KEYS: dict[str, type] = {"unit": str, "within": int, "leave_breaks": bool}
UNITS = ("days", "sessions")
Staff = Mapping[str, Sequence[int]]  # full names and the people who bear them


class Trouble(Struct, frozen=True, kw_only=True):
    """Something to put right; `where` is the place in the file."""

    where: str
    message: str
    params: dict[str, str] = {}

    def sentence(self) -> str:
        return f"{self.where}: " + _(self.message).format(**self.params)


class Reading(Struct, frozen=True, kw_only=True):
    """What a file says: ladders to keep, unless there is something to put right."""

    ladders: tuple[Ladder, ...] = ()
    people: dict[str, int] = {}
    troubles: tuple[str, ...] = ()


class _Notes:
    """Troubles found so far."""

    def __init__(self) -> None:
        self.found: list[str] = []

    def add(self, where: str, message: str, **params: object) -> None:
        known = {name: str(value) for name, value in params.items()}
        self.found.append(Trouble(where=where, message=message, params=known).sentence())


def read_ladders(text: str, staff: Staff) -> Reading:
    """Read the file; everything that is wrong in it is named at once."""
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        said = _("The file is not valid TOML ({error}). Write a fresh one with “ladder export” and change that.")
        return Reading(troubles=(said.format(error=error),))
    notes = _Notes()
    for name in content.keys() - {ABSENCE, RETURN}:
        notes.add(f"[{name}]", N_("there is no such part; the parts are [absence] and [return]"))
    known: list[LadderName] = [name for name in (ABSENCE, RETURN) if name in content]
    if not content:
        notes.add("–", N_("the file is empty: write one with “ladder export”"))
    ladders = [_ladder(name, content[name], notes) for name in known]
    people: dict[str, int] = {}
    for ladder in ladders:
        found = [*faults(ladder), *named_people(ladder, staff, people)]
        notes.found += [f"[{ladder.name}] {fault_words(fault)}" for fault in found]
    return Reading(ladders=tuple(ladders), people=people, troubles=tuple(dict.fromkeys(notes.found)))


def named_people(ladder: Ladder, staff: Staff, people: dict[str, int]) -> Iterator[Fault]:
    """Find the people a ladder names among the staff; those who cannot be told for sure are faults."""
    folded: dict[str, list[int]] = {}
    for name, ids in staff.items():
        folded.setdefault(fold(name), []).extend(ids)
    for step in ladder.steps:
        for who, _ask in step.tell:
            ids = staff.get(who.person) or folded.get(fold(who.person), [])
            if who.person and len(ids) == 1:
                people[who.person] = ids[0]
            elif who.person:
                wrong = Wrong.SAME_NAME if ids else Wrong.UNKNOWN_PERSON
                yield Fault(wrong=wrong, step=step.number, said=who.person)


def _ladder(name: LadderName, content: Any, notes: _Notes) -> Ladder:
    if not isinstance(content, dict):
        notes.add(f"[{name}]", N_("this must be a part with [[{name}.step]] in it"), name=name)
        return Ladder(name=name)
    for key in content.keys() - {"counting", "step"}:
        notes.add(f"[{name}]", N_("“{key}” is not known here; known are: {known}"), key=key, known="counting, step")
    counting = _counting(f"[{name}.counting]", content.get("counting", {}), notes)
    rows = content.get("step", [])
    numbers = {when: number for number, when in STEPS[name].items()}
    found: dict[str, Step] = {}
    for place, row in enumerate(rows if isinstance(rows, list) else [], 1):
        where = f"[[{name}.step]] {place}"
        if step := _step(where, _known(where, row, KEYS, notes), numbers, notes):
            found[where] = step
    steps: dict[int, Step] = {}
    for where, step in _told_apart(found).items():
        if step.number in steps:
            notes.add(where, N_("a step for “{when}” stands above already: keep one"), when=_when(name, step))
        else:
            steps[step.number] = step
    return Ladder(name=name, counting=counting, steps=tuple(steps[number] for number in sorted(steps)))


def _told_apart(found: Mapping[str, Step]) -> dict[str, Step]:
    """Of several steps for so many days away the one that asks for a visit opens the case; the others only tell."""
    after_days = [where for where, step in found.items() if step.number == CASE]
    visited = [where for where in after_days if any(ask is Ask.VISIT for _who, ask in found[where].tell)]
    only_tell = set(after_days) - set((visited or after_days)[:1])
    return {
        where: structs.replace(step, number=told_after(step.after)) if where in only_tell else step
        for where, step in found.items()
    }


def _known(where: str, row: Any, keys: Mapping[str, type], notes: _Notes) -> dict[str, Any]:
    """The values whose keys and types are right; the others are named."""
    if not isinstance(row, dict):
        notes.add(where, N_("this must be a table of {known}"), known=", ".join(keys))
        return {}
    for key in row.keys() - keys.keys():
        notes.add(where, N_("“{key}” is not known here; known are: {known}"), key=key, known=", ".join(keys))
    right = {}
    for key in row.keys() & keys.keys():
        if type(row[key]) is keys[key]:
            right[key] = row[key]
        else:
            notes.add(
                where, N_("{key} = {value}: {wanted} is wanted"), key=key, value=row[key], wanted=_(_WANTED[keys[key]])
            )
    return right


_WANTED = {
    int: N_("a whole number"),
    str: N_("a text in quotes"),
    bool: N_("true or false"),
    dict: N_('a table such as {"GVCN" = "visit"}'),
}


def _counting(where: str, row: Any, notes: _Notes) -> Counting:
    known = _known(where, row, COUNTING_KEYS, notes)
    if known.get("unit", "days") not in UNITS:
        notes.add(where, N_("unit = {value}: write one of {known}"), value=known.pop("unit"), known=", ".join(UNITS))
    return Counting(**known)


def _step(where: str, row: dict[str, Any], numbers: Mapping[str, int], notes: _Notes) -> Step | None:
    number = numbers.get(row.pop("when", ""))
    if number is None:
        notes.add(where, N_("“when” must be one of {known}"), known=", ".join(numbers))
        return None
    tell = tuple(_telling(where, row.pop("tell", {}), notes))
    return Step(number=number, tell=tell, **row)


def _telling(where: str, tell: Mapping[str, Any], notes: _Notes) -> Iterator[tuple[Who, Ask]]:
    for words, asked in tell.items():
        try:
            yield read_who(words), Ask(asked)
        except ValueError:
            known = ", ".join(Ask)
            notes.add(where, N_("“{who}” = {asked}: write one of {known}"), who=words, asked=asked, known=known)


def write_ladders(ladders: Sequence[Ladder]) -> str:
    """The file, with what each line means beside it; reading it back gives the same ladders."""
    head = [
        _("The ladder: when a pupil stays away, who is asked for what, and how soon."),
        _("Change it and read it in again: python -m bot ladder import FILE.toml (first with --dry-run)"),
        _("Who: {roles}; a position such as PHT2; or a full name.").format(roles=", ".join(_WHO_EXAMPLES)),
        _("What: reason, ask_family, visit, know, decide, help, find_why."),
        _("Other numbers of days may have a step “days_away” of their own, which only tells: know, ask_family."),
    ]
    lines = [f"# {line}" for line in head]
    for ladder in ladders:
        lines += ["", *(_counting_lines(ladder) if ladder.step(CASE) else [])]
        for step in ladder.in_order():
            lines += ["", *_step_lines(ladder, step)]
    return "\n".join(lines) + "\n"


_WHO_EXAMPLES = (
    "GVCN",
    "phụ trách nóc",
    "đỡ đầu",
    "phụ huynh",
    "TPT",
    "PHT",
    "HT",
    "trưởng thôn",
    "UBND xã",
    "quản trị",
)


def _counting_lines(ladder: Ladder) -> list[str]:
    counting = ladder.counting
    within = f"within = {counting.within}" if counting.within is not None else "# within = 10"
    return [
        f"[{ladder.name}.counting]",
        f'unit = "{counting.unit}"  # ' + _("days or sessions"),
        f"{within}  # " + _("added up within so many school days instead of in a row"),
        f"leave_breaks = {str(counting.leave_breaks).lower()}  # " + _("whether an absence with leave ends the row"),
    ]


def _when(name: LadderName, step: Step) -> str:
    """What the file calls the kind of step: in it one that only tells looks like the one that opens the case."""
    return STEPS[name][CASE if step.kind is TOLD else step.kind]


def _step_lines(ladder: Ladder, step: Step) -> list[str]:
    tell = ", ".join(f'{_quoted(who.words())} = "{ask}"' for who, ask in step.tell)
    lines = [
        f"[[{ladder.name}.step]]  # {when_words(step, ladder.counting)}",
        f'when = "{_when(ladder.name, step)}"',
        f"after = {step.after}",
        f"due = {step.due}  # " + _("school days those asked have; 0 is the same day"),
    ]
    if step.note:
        lines.append(f"note = {_quoted(step.note)}")
    return [*lines, f"tell = {{ {tell} }}"]


def _quoted(words: str) -> str:
    return '"' + words.replace("\\", "\\\\").replace('"', '\\"') + '"'
