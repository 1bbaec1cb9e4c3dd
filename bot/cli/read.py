"""Reads messages without recording them: for schools to try their own, and for measuring (`python -m bot read`)."""

from codecs import BOM_UTF8
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import BinaryIO, TypeAlias

import msgspec
from msgspec import Struct, field
from rich.console import Console
from rich.progress import Progress, TextColumn, TimeElapsedColumn

from rules.calendar.parts import Part
from rules.people.classes import ClassRef
from rules.reading.offers import offers
from rules.reading.outcome import Verdict, verdict
from rules.reading.report import read_report
from rules.reading.said.reported import ClassReport, Item
from rules.reading.who.roster import ClassRoster, Index, Pupil, build_index
from rules.reading.words.lexicon import Lexicon, WordsError, standard, with_school_words

Key: TypeAlias = int | str
_PARTS: dict[tuple[str, ...] | None, str | None] = {
    None: None,
    (Part.MORNING,): "morning",
    (Part.AFTERNOON,): "afternoon",
    (Part.MORNING, Part.AFTERNOON): "day",
}


class PupilRow(Struct):
    """One pupil of ROSTERS.json. What is not needed to read (gender, ethnicity) is passed over."""

    id: Key
    name: str
    stt: int | None = None
    dob: date | None = None
    village: str | None = None


class ClassRow(Struct):
    id: Key
    name: str
    students: list[PupilRow]


class SchoolRow(Struct):
    id: Key
    name: str
    classes: list[ClassRow]


class Rosters(Struct):
    schools: list[SchoolRow]


class MessageRow(Struct):
    """One line of MESSAGES.jsonl; `now` is the local moment of writing, `2025-11-12T07:17`."""

    id: Key
    school: Key
    now: str
    text: str
    class_hint: Key | None = None


class StudentRow(Struct):
    id: Key
    excused: bool | None
    reason: str | None
    dates: list[int]
    part: str | None = field(name="session")  # the name in the rows that are read and written


class ReadingRow(Struct):
    id: Key
    outcome: str
    students: list[StudentRow]
    candidates: list[Key]


class RosterError(ValueError):
    """The class lists cannot be used; the message says where and why."""


class MessageError(ValueError):
    """A line of messages cannot be read; the message says why."""


class School:
    """The classes of one school, ready to read with. Pupils and classes are numbered by their place here."""

    def __init__(self, row: SchoolRow) -> None:
        self._class_ids = [each.id for each in row.classes]
        self._pupil_ids: list[Key] = []
        self._classes = tuple(ClassRef(number, each.name) for number, each in enumerate(row.classes))
        self._indexes = {number: self._index(number, each) for number, each in enumerate(row.classes)}

    def _index(self, number: int, row: ClassRow) -> Index:
        pupils = []
        for each in row.students:
            pupils.append(Pupil(len(self._pupil_ids), each.stt, each.name, each.dob, each.village))
            self._pupil_ids.append(each.id)
        return build_index(ClassRoster(number, row.name, 1, tuple(pupils)))

    def read(self, message: MessageRow, lexicon: Lexicon) -> ReadingRow:
        """Raises MessageError if the class of the writer is none of this school's."""
        own = None
        if message.class_hint is not None:
            if message.class_hint not in self._class_ids:
                raise MessageError(f"class_hint {message.class_hint!r} is no class of school {message.school!r}")
            own = self._class_ids.index(message.class_hint)
        moment = _moment(message.now)
        reading = read_report(message.text, moment, self._classes, own, self._indexes, lexicon=lexicon)
        found = verdict(reading)
        today = moment.date()
        return ReadingRow(
            id=message.id,
            outcome=found.outcome,
            students=[self._student(item, today) for item in found.sure],
            candidates=self._candidates(reading.reports, found),
        )

    def _student(self, item: Item, today: date) -> StudentRow:
        return StudentRow(
            id=self._pupil_ids[item.candidates[0]],
            excused=item.excused,
            reason=item.reason_text,
            dates=[(day - today).days for day in item.days] or [0],
            part=_PARTS[item.parts],
        )

    def _candidates(self, reports: Iterable[ClassReport], found: Verdict) -> list[Key]:
        """Everybody whom the questions offer, in their order."""
        offered: dict[int, None] = {}
        for report in reports:
            index = self._indexes.get(report.class_id) if report.class_id is not None else None
            others = [each for number, each in self._indexes.items() if number != report.class_id]
            for item in report.items:
                if index is not None and item in found.open_:
                    offered |= dict.fromkeys(pupil.id for pupil in offers(item, index, others))
        return [self._pupil_ids[number] for number in offered]


def _moment(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError as error:
        raise MessageError(f"now {text!r} is no moment like 2025-11-12T07:17") from error


def schools(content: bytes) -> dict[Key, School]:
    """The schools of ROSTERS.json. Raises RosterError."""
    try:
        rows = msgspec.json.decode(content, type=Rosters)
    except (msgspec.ValidationError, msgspec.DecodeError) as error:
        raise RosterError(str(error)) from error
    return {row.id: School(row) for row in rows.schools}


def read_stream(rosters: Path, words: Path | None, lines: BinaryIO, out: BinaryIO, console: Console) -> int:
    """Read every line; the exit code: 0 all of them read, 1 a file cannot be used, 2 some lines were faulty."""
    try:
        known = schools(rosters.read_bytes().removeprefix(BOM_UTF8))
        lexicon = with_school_words(words.read_text(encoding="utf-8-sig")) if words else standard()
    except OSError as error:
        console.print(f"{error.filename}: {error.strerror}", style="red", markup=False)
        return 1
    except RosterError as error:
        console.print(f"{rosters}: {error}", style="red", markup=False)
        return 1
    except (UnicodeDecodeError, WordsError) as error:
        console.print(f"{words}: {error}", style="red", markup=False)
        return 1
    faults = 0
    columns = (TextColumn("{task.completed} messages"), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("reading", total=None)
        for number, line in enumerate(lines, 1):
            progress.advance(task)
            try:
                reading = read_line(line.removeprefix(BOM_UTF8) if number == 1 else line, known, lexicon)
            except MessageError as error:
                faults += 1
                console.print(f"line {number}: {error}", style="red", markup=False)
                continue
            out.write(reading)
    out.flush()
    return 2 if faults else 0


_decoder, _encoder = msgspec.json.Decoder(MessageRow), msgspec.json.Encoder()


def read_line(line: bytes, known: Mapping[Key, School], lexicon: Lexicon) -> bytes:
    """The reading of one line, a line itself; nothing for an empty one. Raises MessageError."""
    if not line.strip():
        return b""
    try:
        message = _decoder.decode(line)
    except (msgspec.ValidationError, msgspec.DecodeError) as error:
        raise MessageError(str(error)) from error
    if message.school not in known:
        raise MessageError(f"there is no school {message.school!r} in the rosters")
    return _encoder.encode(known[message.school].read(message, lexicon)) + b"\n"
