"""Messages written by hand as teachers and families type them, and how they are read: python -m bench.reading.natural.

`natural.jsonl` has one message a line: `class` is the writer's own, `expected` what a careful clerk may do, several
ways apart by `|`: `R Lan=P@-1#S, Tú` writes down Lan with leave, yesterday morning, and Tú; `N` nobody is absent; `A`
asks, and may write down those behind it; `-` does nothing. Without `=` any excuse, without `#` any half day is right.
"""

import json
import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path

import msgspec
from msgspec import Struct, field
from rich.console import Console
from rich.table import Table

from bot.cli.read import MessageRow, ReadingRow, School, StudentRow, schools
from rules.reading.words.lexicon import standard

HERE = Path(__file__).parent
NOW = "2026-11-25T07:12"  # a Wednesday
ASKED = {"ambiguous", "unknown_student", "unknown_class"}
_PUPIL = re.compile(r"([^=@#]+)(?:=([PK]))?(?:@([-\d.]+))?(?:#([SCD]))?(?:=([PK]))?$")
_EXCUSE, _SESSION = {"P": True, "K": False}, {"S": "morning", "C": "afternoon", "D": "day"}


class Natural(Struct, frozen=True):
    school: str
    kind: str
    text: str
    expected: str
    klass: str | None = field(name="class", default=None)


class Judged(StrEnum):
    """From the worst: somebody written down who must not be; somebody lost; a question too many; a field wrong."""

    WRONG = "wrong"
    DROPPED = "dropped"
    NEEDLESS = "needless"
    FIELDS = "fields"
    RIGHT = "right"


class _Way(Struct, frozen=True):
    """One way that is right: what is done, and with whom; a pupil is (excuse, days, session), None where all are."""

    what: str
    pupils: Mapping[str, tuple[bool | None, tuple[int, ...], str | None]]


def messages() -> list[Natural]:
    return [msgspec.json.decode(line, type=Natural) for line in (HERE / "natural.jsonl").read_bytes().splitlines()]


@cache
def _rosters() -> Mapping[str, Mapping[str, list[str]]]:
    found: Mapping[str, Mapping[str, list[str]]] = json.loads((HERE / "natural-rosters.json").read_bytes())
    return found


@cache
def _schools() -> Mapping[int | str, School]:
    """The pupils' ids are school, class and name."""
    rows = [
        {
            "id": school,
            "name": school,
            "classes": [
                {
                    "id": klass,
                    "name": klass,
                    "students": [
                        {"id": f"{school}|{klass}|{name}", "stt": number, "name": name}
                        for number, name in enumerate(names, 1)
                    ],
                }
                for klass, names in classes.items()
            ],
        }
        for school, classes in _rosters().items()
    ]
    return schools(msgspec.json.encode({"schools": rows}))


def read(message: Natural) -> ReadingRow:
    row = MessageRow(id=0, school=message.school, now=NOW, text=message.text, class_hint=message.klass)
    return _schools()[message.school].read(row, standard())


def judged(message: Natural, got: ReadingRow) -> Judged:
    ways = list(_ways(message))
    written = {str(student.id): student for student in got.students}
    allowed = {pupil for way in ways for pupil in way.pupils}
    if written.keys() - allowed:
        return Judged.WRONG
    if got.outcome in ASKED:
        return Judged.RIGHT if any(way.what == "A" for way in ways) else Judged.NEEDLESS
    if got.outcome != "record":
        what = "N" if got.outcome == "none_absent" else "-"
        return Judged.RIGHT if any(way.what == what for way in ways) else Judged.DROPPED
    same = [way for way in ways if way.what == "R" and way.pupils.keys() == written.keys()]
    if not same:
        return Judged.DROPPED if any(way.what == "R" for way in ways) else Judged.WRONG
    agrees = any(all(_agrees(way.pupils[pupil], written[pupil]) for pupil in written) for way in same)
    return Judged.RIGHT if agrees else Judged.FIELDS


def _agrees(expected: tuple[bool | None, tuple[int, ...], str | None], student: StudentRow) -> bool:
    excused, days, session = expected
    excuse = excused is None or student.excused is excused
    return excuse and tuple(student.dates) == days and session in (None, student.part)


def _ways(message: Natural) -> Iterator[_Way]:
    for way in message.expected.split("|"):
        what, _blank, named = way.strip().partition(" ")
        yield _Way(what.strip(), dict(_pupil(message, each) for each in re.split(r",|\bR\b", named) if each.strip()))


def _pupil(message: Natural, said: str) -> tuple[str, tuple[bool | None, tuple[int, ...], str | None]]:
    parts = _PUPIL.match(said.strip())
    assert parts is not None, said
    excuse = _EXCUSE.get(parts[2] or parts[5])
    days = tuple(int(day) for day in parts[3].split(".")) if parts[3] else (0,)
    return _id(message, parts[1].strip()), (excuse, days, _SESSION.get(parts[4]))


def _id(message: Natural, name: str) -> str:
    """The one pupil so called, of the writer's own class if there is one there."""
    classes = _rosters()[message.school]
    near = {message.klass: classes[message.klass]} if message.klass else {}
    for among in (near, classes):
        found = [
            f"{message.school}|{klass}|{each}"
            for klass, names in among.items()
            for each in names
            if name == each or each.endswith(f" {name}")
        ]
        if len(found) == 1:
            return found[0]
    raise ValueError(f"{message.text}: {name}")


def main() -> None:
    console, by_kind = Console(), dict[str, Counter[Judged]]()
    for message in messages():
        got = read(message)
        verdict = judged(message, got)
        by_kind.setdefault(message.kind, Counter())[verdict] += 1
        if verdict is not Judged.RIGHT and "--show" in sys.argv:
            console.print(f"{verdict}: {message.text!r}, expected {message.expected}, read as {got}", markup=False)
    table = Table("kind", "messages", *Judged)
    for kind, counts in [*by_kind.items(), ("all", sum(by_kind.values(), Counter[Judged]()))]:
        table.add_row(kind, str(counts.total()), *(str(counts[each]) for each in Judged))
    console.print(table)


if __name__ == "__main__":
    main()
