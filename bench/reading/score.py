"""Scores a reader against the clerk: python -m bench.reading.score READINGS.jsonl [--show N]."""

import argparse
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

import msgspec
from msgspec import Struct
from rich.console import Console
from rich.table import Table

from bench.reading import Decision, Message, Reading, Told, lines, messages
from bench.reading.spelling import fold

QUESTIONS = {"ambiguous", "unknown_student", "unknown_class"}
SILENT = {"record", "none_absent", "not_a_report"}
Pair = tuple[Message, Reading]


class Share(Struct, frozen=True):
    hits: int
    of: int

    def __str__(self) -> str:
        return f"{self.hits:>5} / {self.of:<5} {100 * self.hits / self.of:6.2f} %" if self.of else "–"


def wrong_pupil(message: Message, got: Reading) -> bool:
    """Somebody is written down who should not be."""
    return bool(ids(got.students) - ids(message.expected.students))


def dropped(message: Message, got: Reading) -> bool:
    """Somebody who was reported is neither written down nor asked about, and nothing is said of it."""
    left_out = ids(message.expected.students) - ids(got.students) - set(got.candidates)
    return got.outcome in SILENT and bool(left_out)


def clear(message: Message) -> bool:
    return message.expected.outcome in {"record", "none_absent"}


def needless(message: Message, got: Reading) -> bool:
    return clear(message) and got.outcome in QUESTIONS


def decided(message: Message, got: Reading) -> bool:
    """The outcome, who is written down and, where one asks, whom about."""
    expected = message.expected
    asked = expected.outcome not in QUESTIONS or set(expected.candidates) <= set(got.candidates)
    return expected.outcome == got.outcome and ids(expected.students) == ids(got.students) and asked


def ids(students: Iterable[Told]) -> set[str]:
    return {told.id for told in students}


def same_reason(one: str | None, other: str | None) -> bool:
    if one is None or other is None:
        return one is other
    a, b = fold(one), fold(other)
    return bool(a and b) and (a in b or b in a)


DETAILS: Mapping[str, Callable[[Told, Told], bool]] = {
    "excuse": lambda one, other: one.excused is other.excused,
    "reason": lambda one, other: same_reason(one.reason, other.reason),
    "dates": lambda one, other: sorted(one.dates) == sorted(other.dates),
    "session": lambda one, other: one.session == other.session,
}


def all_right(one: Told, other: Told) -> bool:
    return all(same(one, other) for same in DETAILS.values())


def both(message: Message, got: Reading) -> list[tuple[Told, Told]]:
    """The pupils rightly written down, as expected and as read."""
    theirs = {told.id: told for told in got.students}
    return [(told, theirs[told.id]) for told in message.expected.students if told.id in theirs]


def perfect(message: Message, got: Reading) -> bool:
    return decided(message, got) and all(all_right(*pair) for pair in both(message, got))


def share(pairs: Sequence[Pair], holds: Callable[[Message, Reading], bool]) -> Share:
    return Share(sum(holds(*pair) for pair in pairs), len(pairs))


def detail(pairs: Sequence[Pair], holds: Callable[[Told, Told], bool]) -> Share:
    told = [pair for message, got in pairs for pair in both(message, got)]
    return Share(sum(holds(*pair) for pair in told), len(told))


def figures(pairs: Sequence[Pair]) -> dict[str, Share]:
    """What the table says of these messages, in its order."""
    return {
        "wrong pupil written down without asking": share(pairs, wrong_pupil),
        "reported pupil silently dropped": share(pairs, dropped),
        "needless question (of the clear ones)": share([pair for pair in pairs if clear(pair[0])], needless),
        "whole decision right": share(pairs, decided),
        **{f"of the pupils written down: {name} right": detail(pairs, same) for name, same in DETAILS.items()},
        "of the pupils written down: all four right": detail(pairs, all_right),
    }


def table(pairs: Sequence[Pair]) -> Table:
    drawn = Table(title=f"How {len(pairs)} messages were read", title_justify="left")
    drawn.add_column("")
    for name in ("wrong", "dropped", "needless", "decision right", "all four right"):
        drawn.add_column(name, justify="right")
    for name, figure in figures(pairs).items():
        drawn.add_row(name, "", "", "", str(figure), "")
    drawn.add_section()
    for at in range(2):
        for part in sorted({one for message, _ in pairs for one in message.kind.split(", ")[at : at + 1]}):
            drawn.add_row(part, *of_kind([pair for pair in pairs if part in pair[0].kind.split(", ")]))
        drawn.add_section()
    return drawn


def of_kind(pairs: Sequence[Pair]) -> list[str]:
    counts = [str(share(pairs, holds).hits or "") for holds in (wrong_pupil, dropped, needless)]
    right, details = share(pairs, decided), detail(pairs, all_right)
    return [*counts, str(right), str(details)]


def paired(expected: Sequence[Message], readings: Sequence[Reading]) -> list[Pair]:
    """A message without a reading counts as read as nothing."""
    theirs = {reading.id: reading for reading in readings}
    return [(message, theirs.get(message.id) or Reading(message.id, "not_a_report")) for message in expected]


def shown(message: Message, got: Reading) -> str:
    def said(decision: Decision | Reading) -> str:
        told = [msgspec.json.encode(one).decode() for one in decision.students]
        return f"{decision.outcome} {' '.join(told)} asks {decision.candidates}"

    hint = f"{message.now} writer of {message.class_hint}"
    return f"""{message.id} {message.kind} ({hint})
  {message.text!r}
  expected {said(message.expected)}
  got      {said(got)}"""


def main(arguments: Sequence[str]) -> int:
    wants = argparse.ArgumentParser(description=__doc__)
    wants.add_argument("readings", type=Path)
    wants.add_argument("--show", type=int, default=0, help="how many failing messages to print")
    wants.add_argument("--kind", help="only messages of this kind or way of typing")
    given = wants.parse_args(arguments)
    pairs = paired(
        [one for one in messages() if given.kind in {None, *one.kind.split(", ")}], lines(given.readings, Reading)
    )
    console = Console(width=None if sys.stdout.isatty() else 160)
    console.print(table(pairs))
    for message, got in [pair for pair in pairs if not perfect(*pair)][: given.show]:
        console.print(shown(message, got), markup=False, highlight=False)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
