"""What buttons about cases, home visits and the principal's decision say."""

from enum import StrEnum

from msgspec import Struct

from letters.says import NOTHING, Code, Says, Typed
from rules.people.names import fold
from rules.written import pupil_written, read_id

TASKS = Typed("/viec")
KNOWN = Typed("/dabiet")  # whoever was asked has read it


class CaseAct(StrEnum):
    """What is done with a case: its words, as buttons say them. Without any its card is shown."""

    SHOW = ""
    ANSWER = "trả lời"
    CAUSES = "nguyên nhân"
    PICTURES = "ảnh"


class CaseWish(Struct, frozen=True):
    case_id: int
    act: CaseAct = CaseAct.SHOW
    words: str = ""


def case(case_id: int, act: CaseAct = CaseAct.SHOW, words: str = "") -> Says:
    return Says(f"/ca {case_id} {act} {words}".rstrip())


def read_case(words: str) -> CaseWish | None:
    """None: it does not begin with a number."""
    number, _blank, rest = words.strip().partition(" ")
    case_id = read_id(number.removeprefix("#"))
    if case_id is None:
        return None
    folded = fold(rest.strip())
    act = next((act for act in CaseAct if act and folded.startswith(fold(act))), CaseAct.SHOW)
    return CaseWish(case_id, act, " ".join(rest.split()[len(act.split()) :]))


def open_case(klass: str, pupil_id: int, why: str) -> Typed:
    return Typed(f"/ca mở {klass} {pupil_written(pupil_id)}: {why}")


def read_open_case(words: str) -> str | None:
    """Class, pupil and reason, which are looked up in the lists. None: nothing is to be opened."""
    word, _blank, rest = words.strip().partition(" ")
    return rest.strip() if fold(word) in {"mo", "open"} else None


class End(StrEnum):
    """How a person may close a case, as it is kept."""

    TRANSFERRED = "transferred"
    DROPPED = "dropped"
    MISTAKE = "mistake"


_ENDS = {End.TRANSFERRED: "chuyển", End.DROPPED: "bỏ", End.MISTAKE: "nhầm"}
_TYPED = {fold(word): end for end, word in _ENDS.items()} | {"thoi": End.DROPPED}


class Closing(Struct, frozen=True):
    """`case_id` is None where no case has that number."""

    case_id: int | None
    why: End | None = None


def close_case(case_id: int, why: End | None = None) -> Says:
    return Says(f"/ca đóng {case_id} {_ENDS[why] if why else ''}".rstrip())


def read_close_case(words: str) -> Closing | None:
    """None: nothing is to be closed."""
    word, _blank, rest = words.strip().partition(" ")
    if fold(word) not in {"dong", "close"}:
        return None
    number, _blank, why = rest.strip().partition(" ")
    found = next((_TYPED[one] for one in fold(why).split() if one in _TYPED), None)
    return Closing(read_id(number.removeprefix("#")), found)


class Decision(Struct, frozen=True):
    case_id: int
    sends: bool


def decide_case(case_id: int, *, sends: bool) -> Says:
    return Says(f"/quyetdinh {case_id} {'gửi' if sends else 'chưa'}")


def read_decide_case(words: str) -> Decision | None:
    number, _blank, word = words.partition(" ")
    case_id, sends = read_id(number), {"gui": True, "chua": False}.get(fold(word))
    return None if case_id is None or sends is None else Decision(case_id, sends)


class VisitWish(Struct, frozen=True):
    """`case_id` is 0 where no case can have the number that was typed."""

    case_id: int
    result: str = ""


def visit(case_id: int, result: str = "") -> Says:
    return Says(f"/tham {case_id} {result}".rstrip())


def read_visit(words: str) -> VisitWish | None:
    """None: the line does not begin with a number."""
    number, _blank, result = words.strip().partition(" ")
    number = number.removeprefix("#").rstrip(":,")
    return VisitWish(read_id(number) or 0, result.strip()) if number.isdecimal() else None


def visit_trip(place_id: int) -> Says:
    """One way to every home of a hamlet."""
    return Says(f"/tham noc {place_id}")


def read_visit_trip(words: str) -> int | None:
    """0: no hamlet has that number. None: no trip is meant."""
    word, _blank, number = words.strip().partition(" ")
    return (read_id(number.strip()) or 0) if fold(word) == "noc" else None


class VisitAsk(StrEnum):
    """What an answer about a visit that is being reported is an answer to."""

    WHOM = "g"
    CAUSE = "n"
    PROMISE = "h"
    ONE_MORE = "+"
    SAME_HAMLET = "noc"


class VisitAnswer(Struct, frozen=True):
    visit_id: int
    to: VisitAsk | None
    value: str = ""


NO_DAY = Code("khong")


def visit_answer(visit_id: int, to: VisitAsk, value: Code = NOTHING) -> Says:
    return Says(f"/tham v{visit_id} {to} {value}".rstrip())


def read_visit_answer(words: str) -> VisitAnswer | None:
    """None: it is no answer. `to` is None where nothing asked that."""
    word, _blank, rest = words.strip().partition(" ")
    number = word.removeprefix("v")
    if number == word or not number.isdecimal():
        return None
    kind, _blank, value = rest.strip().partition(" ")
    return VisitAnswer(read_id(number) or 0, next((one for one in VisitAsk if one == kind), None), value)
