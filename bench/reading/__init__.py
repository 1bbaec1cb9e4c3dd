"""How well messages are read: made-up schools, messages with what a clerk would decide, and the score of a reader."""

from pathlib import Path
from typing import TypeVar

import msgspec
from msgspec import Struct

from bench.figure import Figure

HERE = Path(__file__).parent
T = TypeVar("T")
ROSTERS, MESSAGES = HERE / "rosters.json", HERE / "messages.jsonl"


class Pupil(Struct, frozen=True):
    """`name` is as the school's file has it, dirt and all. `dob` is an ISO date."""

    id: str
    stt: int
    name: str
    dob: str
    gender: str
    ethnicity: str
    village: str


class SchoolClass(Struct, frozen=True):
    id: str
    name: str
    students: list[Pupil]


class School(Struct, frozen=True):
    id: str
    name: str
    classes: list[SchoolClass]


class Rosters(Struct, frozen=True):
    schools: list[School]


class Told(Struct, frozen=True):
    """A pupil written down. `dates` are days from the day of writing, `session` is morning, afternoon, day or null."""

    id: str
    excused: bool | None = None
    reason: str | None = None
    dates: tuple[int, ...] = (0,)
    session: str | None = None


class Decision(Struct, frozen=True):
    """`candidates` are the ids of those who are asked about or offered."""

    outcome: str
    students: list[Told] = []
    candidates: list[str] = []


class Message(Struct, frozen=True):
    """`class_hint` is the writer's own class, or null; `now` is local time; `kind` is what is said and, behind a comma,
    how it is typed unless that is the usual way.
    """

    id: str
    school: str
    now: str
    class_hint: str | None
    text: str
    expected: Decision
    kind: str


class Reading(Struct, frozen=True):
    """What a reader made of the message of that id."""

    id: str
    outcome: str
    students: list[Told] = []
    candidates: list[str] = []


def rosters() -> list[School]:
    return msgspec.json.decode(ROSTERS.read_bytes(), type=Rosters).schools


def messages() -> list[Message]:
    return lines(MESSAGES, Message)


def lines(path: Path, shape: type[T]) -> list[T]:
    return [msgspec.json.decode(line, type=shape) for line in path.read_bytes().splitlines() if line.strip()]


def measure(*, small: bool = False) -> list[Figure]:
    from bench.reading.measured import figures  # noqa: PLC0415, the writer of the messages does without the reader

    return figures(small=small)
