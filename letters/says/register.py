"""What buttons about reports say: class, half days and day, as the reader of reports understands them again; the answer
to an open question; and what becomes of a report.
"""

from collections.abc import Sequence
from datetime import date, datetime

from msgspec import Struct

from letters.says import NOTHING, Code, Says, Typed, Word
from locales.words import part_words, short_day
from models.register.reports import PRESENT
from rules.calendar.parts import Part
from rules.marks import Mark
from rules.written import pupil_written, read_day, read_id, read_ids

SAID: dict[str, str] = {Part.MORNING: "sáng", Part.AFTERNOON: "chiều"}


def scope_typed(class_name: str, parts: Sequence[str], day: date) -> str:
    return " ".join(filter(None, (class_name, part_typed(parts) if parts else "", day.isoformat())))


def scope_said(class_name: str, parts: Sequence[str], day: date) -> str:
    return f"{class_name} {part_words(parts)} {short_day(day)}"


def part_typed(parts: Sequence[str]) -> str:
    """Half days as the reader of reports understands them, in whatever language the button is."""
    return "cả ngày" if len(set(parts)) > 1 else SAID[parts[0]]


NOBODY_ABSENT = Typed("/du")
ABSENT = Typed("/vang")
CONFIRMED, THE_OTHERS = Code("ghi lại"), Code("còn lại")  # what is said behind /du of the absences that are there
_COMMANDS = {PRESENT: "/comat", Mark.LATE: "/muon", Mark.EXCUSED: "/phep", Mark.UNEXCUSED: "/vang", Mark.DUTY: "/vang"}
_CODES = {
    Mark.UNEXCUSED: "K",
    Mark.EXCUSED: "P",
    Mark.DUTY: "đi thi",
    Mark.SKIPPED: "bỏ tiết",
    Mark.LEFT_EARLY: "về sớm",
    PRESENT: "có mặt",
}


def nobody_absent(scope: str, confirmed: str = "") -> Typed:
    """`scope`: what it is about, as `scope_typed` writes it, or the class alone."""
    return Typed(" ".join(filter(None, (NOBODY_ABSENT, scope, confirmed))))


def read_confirmed(words: str) -> tuple[str, str]:
    """What a button behind /du says of the absences that are there (nothing, if it was typed), and the words before."""
    said = next((word for word in (CONFIRMED, THE_OTHERS) if words.endswith(f" {word}")), "")
    return said, words.removesuffix(f" {said}")


def mark(scope: str, pupil_id: int, kind: str) -> Typed:
    """One pupil's mark, by the command people type for it."""
    command = _COMMANDS.get(kind, ABSENT)
    code = f" {_CODES.get(kind, kind)}" if command == ABSENT else ""
    return Typed(f"{command} {scope} {pupil_written(pupil_id)}{code}")


def put_back(scope: str, pupil_id: int, kind: str) -> Typed:
    """The mark a pupil had, as it was reported."""
    return Typed(f"{ABSENT} {scope} {pupil_written(pupil_id)} {kind}")


def marked(marks: dict[int, str]) -> str:
    """Pupils with their marks, as they are said behind /vang."""
    return ", ".join(f"{pupil_written(pupil_id)} {_CODES[kind]}" for pupil_id, kind in marks.items())


def absent(words: str) -> Typed:
    """A text as a report of absences."""
    return Typed(f"{ABSENT} {words}")


class OfQuestion(Struct, frozen=True):
    """`answer` is empty where the question is to be asked again."""

    question_id: int
    answer: str = ""


CHOOSE = Word("/chon")


def choose(question_id: int, answer: Code = NOTHING) -> Says:
    """An answer to an open question that is a word of its own."""
    return Says(f"{CHOOSE} {question_id} {answer}".rstrip())


def read_chosen(words: str) -> int | None:
    """Which question a button answers; None for any other button, and for one that asks the question again."""
    command, _blank, rest = words.partition(" ")
    chosen = read_choose(rest) if command == CHOOSE else None
    return chosen.question_id if chosen and chosen.answer else None


def read_answer(words: str) -> Code | None:
    """With which answer a button answers a question; None for any other button."""
    command, _blank, rest = words.partition(" ")
    chosen = read_choose(rest) if command == CHOOSE else None
    return Code(chosen.answer) if chosen and chosen.answer else None


def puts_right(words: str) -> bool:
    """Whether a button writes one pupil down as in class, or a class as complete, after all."""
    command, _blank, rest = words.partition(" ")
    return (command == NOBODY_ABSENT and not rest.endswith(f" {THE_OTHERS}")) or command == _COMMANDS[PRESENT]


def read_choose(words: str) -> OfQuestion | None:
    number, _blank, answer = words.strip().partition(" ")
    question_id = read_id(number)
    return None if question_id is None else OfQuestion(question_id, answer.strip())


def chosen_pupil(pupil_id: int) -> Code:
    return Code(f"p{pupil_id}")


def read_chosen_pupil(answer: str) -> int | None:
    return read_id(answer.removeprefix("p")) if answer.startswith("p") else None


def all_but(pupil_id: int) -> Code:
    return Code(f"-{pupil_id}")


def read_all_but(answer: str) -> int | None:
    return read_id(answer.removeprefix("-")) if answer.startswith("-") else None


def chosen_class(class_id: int) -> Code:
    return Code(f"c{class_id}")


def read_chosen_class(answer: str) -> int | None:
    return read_id(answer.removeprefix("c")) if answer.startswith("c") else None


def chosen_days(days: tuple[date, ...]) -> Code:
    return Code(",".join(day.isoformat() for day in days))


def read_chosen_days(answer: str) -> tuple[date, ...]:
    """Nothing, if one of them is no day."""
    days = [read_day(word) for word in answer.split(",")]
    return tuple(day for day in days if day is not None) if None not in days else ()


def names_an_answer(code: str) -> bool:
    """Whether it names a pupil, a class or days, and is no word of its own."""
    named = (read_chosen_pupil(code), read_chosen_class(code))
    return any(one is not None for one in named) or bool(read_chosen_days(code))


def undo(inbox_id: int) -> Says:
    """Of what that message brought."""
    return Says(f"/huy {inbox_id}")


def read_undo(words: str) -> int | None:
    return read_id(words.strip())


def correct(inbox_id: int) -> Says:
    return Says(f"/sua {inbox_id}")


def read_correct(words: str) -> int | None:
    return read_id(words.strip())


class Replacing(Struct, frozen=True):
    """The reports to take back, the message that stands instead, when it was written, and its text: it means the day it
    was written on, whenever the button is pressed.
    """

    old: tuple[int, ...]
    new: int
    written: datetime
    text: str


KEEP = Typed("/giunguyen")
UNREPORTED = Typed("/chuabao")


def remind_again(class_id: int) -> Says:
    return Says(f"{UNREPORTED} {class_id}")


def read_remind_again(words: str) -> int | None:
    return read_id(words.strip())


def replace(old: tuple[int, ...], new: int, written: datetime, text: str) -> Says:
    return Says(f"/thaythe {','.join(map(str, old))}:{new} {written.isoformat()} {text}")


def read_replace(words: str) -> Replacing | None:
    numbers, moment, text = [*words.split(None, 2), "", "", ""][:3]
    old, _colon, number = numbers.partition(":")
    new, written = read_id(number), _moment(moment)
    return None if new is None or written is None or not text else Replacing(read_ids(old), new, written, text)


def _moment(words: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(words)
    except ValueError:
        return None
    return found if found.tzinfo is not None else None


def forget_own(number: int) -> Says:
    return Says(f"/botu {number}")


def read_forget_own(words: str) -> int | None:
    return read_id(words.strip())


def forget_schools(number: int) -> Says:
    """What the whole school says so."""
    return Says(f"/botutruong {number}")


def read_forget_schools(words: str) -> int | None:
    return read_id(words.strip())
