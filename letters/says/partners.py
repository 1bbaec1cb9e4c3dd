"""What buttons about partners of the village team say."""

from msgspec import Struct

from letters.says import Says, Typed
from rules.partners import Answer
from rules.written import read_id

PARTNERS = Typed("/doitac")
EXAMPLE = Typed("/doitac Hội Phụ nữ: Hồ Thị Xuân 0912 345 678")
_ANSWERS = {Answer.MET: "đã đến", Answer.NOT_MET: "chưa gặp", Answer.SCHOOL: "cần trường"}


class Asking(Struct, frozen=True):
    """`person_id` None: the partner is still to be chosen."""

    case_id: int
    person_id: int | None


def ask_partner(case_id: int, person_id: int | None) -> Says:
    return Says(f"/doitac nhờ #{case_id} {person_id or ''}".rstrip())


def read_ask_partner(words: str) -> Asking | None:
    verb, _blank, rest = words.strip().partition(" ")
    number, _blank, person = rest.partition(" ")
    case_id = read_id(number.removeprefix("#")) if verb == "nhờ" and number.startswith("#") else None
    return None if case_id is None else Asking(case_id, read_id(person) if person else None)


def end_partner(person_id: int) -> Says:
    return Says(f"/doitac thôi #{person_id}")


def read_end_partner(words: str) -> int | None:
    verb, _blank, number = words.strip().partition(" ")
    return read_id(number.removeprefix("#")) if verb == "thôi" and number.startswith("#") else None


class Answered(Struct, frozen=True):
    """`words` are the partner's own besides."""

    ask_id: int
    answer: Answer
    words: str = ""


def went_along(ask_id: int, answer: Answer, words: str = "") -> Says:
    return Says(f"/cungden #{ask_id} {_ANSWERS[answer]}" + (f": {words}" if words else ""))


def read_went_along(words: str) -> Answered | None:
    number, _blank, rest = words.strip().partition(" ")
    said, _colon, more = rest.partition(": ")
    ask_id = read_id(number.removeprefix("#")) if number.startswith("#") else None
    answer = next((one for one, word in _ANSWERS.items() if word == said), None)
    return None if ask_id is None or answer is None else Answered(ask_id, answer, more.strip())
