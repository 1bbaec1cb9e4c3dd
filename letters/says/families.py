"""What buttons to families say, and those about what families answer: calls, reasons, the teacher's word."""

from datetime import date
from enum import StrEnum

from msgspec import Struct

from letters.says import NOTHING, Code, Says, Typed
from letters.says.cases import VisitWish, read_visit, visit
from rules.written import pupil_written, read_day, read_id, read_pupil

CALLS = Typed("/goi")


class CallAct(StrEnum):
    """What is tapped about a family to call. Without any its numbers and calls are shown."""

    SHOW = ""
    NUMBER = "so"
    VILLAGE = "nho"
    REACHED = "gap"
    NO_ANSWER = "khongnghe"
    WRONG_NUMBER = "saiso"
    ZALO = "zalo"  # the words and the chat, for who writes from the own phone
    FORWARDED = "danhan"


CALL_SHEET = Typed("/goi in")


class Call(Struct, frozen=True):
    pupil_id: int
    act: CallAct = CallAct.SHOW
    reason: str = ""


def call(pupil_id: int, act: CallAct = CallAct.SHOW, reason: Code = NOTHING) -> Says:
    return Says(f"/goi {pupil_written(pupil_id)} {act} {reason}".rstrip())


def read_call(words: str) -> Call | None:
    """None: no family is meant."""
    pupil, said, reason = [*words.split(), "", "", ""][:3]
    pupil_id, act = read_pupil(pupil), next((one for one in CallAct if one == said), None)
    if pupil_id is None:
        return None
    return Call(pupil_id, CallAct.SHOW, said) if act is None else Call(pupil_id, act, reason)


class Relayed(Struct, frozen=True):
    relay_id: int
    told: bool


def relayed(relay_id: int, *, told: bool) -> Says:
    """The village's answer: the family was told, or nobody was met."""
    return Says(f"/nhangiup {relay_id} {'xong' if told else 'chua'}")


def read_relayed(words: str) -> Relayed | None:
    number, _blank, word = words.partition(" ")
    relay_id, told = read_id(number), {"xong": True, "chua": False}.get(word)
    return None if relay_id is None or told is None else Relayed(relay_id, told)


WRITE_TO_TEACHER = Typed("/nhanco")
REPLIES = "/traloigiadinh"


def note(words: str) -> Typed:
    """What the homeroom teacher is to read."""
    return Typed(f"{WRITE_TO_TEACHER} {' '.join(words.split())}")


class PassedOn(Struct, frozen=True):
    pupil_id: int
    words: str


def passed_on(pupil_id: int, words: str) -> Says:
    """What who decides about this pupil is to read."""
    return Says(f"/chuyenloi {pupil_written(pupil_id)} {' '.join(words.split())}")


def read_passed_on(words: str) -> PassedOn | None:
    pupil, _blank, said = words.strip().partition(" ")
    pupil_id = read_pupil(pupil)
    return None if pupil_id is None else PassedOn(pupil_id, said.strip())


def read_waiting(says: Says) -> VisitWish | PassedOn | None:
    """What waits for a tap and keeps words: a home visit, or a word passed on. None: another tap, or without words."""
    command, _blank, rest = says.partition(" ")
    seen = read_visit(rest) if command == visit(0).partition(" ")[0] else None
    told = read_passed_on(rest) if command == passed_on(0, "").partition(" ")[0] else None
    if seen is not None:
        return seen if seen.result else None
    return told if told is not None and told.words else None


def family_file(note_id: int) -> Says:
    """A voice note or picture of a family, to be shown."""
    return Says(f"/tingiadinh {note_id}")


def read_family_file(words: str) -> int | None:
    return read_id(words.strip())


class ReplyAct(StrEnum):
    """Of a teacher's answer to a family's note: `number` is the note's where it is written, else the answer's."""

    WRITE = "viet"
    SEND = "gui"
    DROP = "thoi"


class NoteReply(Struct, frozen=True):
    act: ReplyAct
    number: int
    words: str = ""


def note_reply(act: ReplyAct, number: int, words: str = "") -> Says:
    return Says(f"{REPLIES} {act} {number} {words}".rstrip())


def read_note_reply(words: str) -> NoteReply | None:
    first, written, own = [*words.split(None, 2), "", "", ""][:3]
    act, number = next((one for one in ReplyAct if one == first), None), read_id(written)
    return None if act is None or number is None else NoteReply(act, number, own)


class AnswerWord(StrEnum):
    """The teacher's word on a family's answer: all its days with leave, only the day asked about, no, or show it."""

    ALL = "co"
    ONE = "mot"
    NO = "khong"
    SHOW = "xem"


class AnswerDecision(Struct, frozen=True):
    answer_id: int
    word: AnswerWord


def decide_answer(answer_id: int, word: AnswerWord) -> Says:
    return Says(f"/duyetlydo {answer_id} {word}")


def read_decide_answer(words: str) -> AnswerDecision | None:
    number, _blank, said = words.partition(" ")
    answer_id, word = read_id(number), next((one for one in AnswerWord if one == said), None)
    return None if answer_id is None or word is None else AnswerDecision(answer_id, word)


_ANSWER = "/lydo"


class FamilyAnswer(Struct, frozen=True):
    firing_id: int
    code: str
    words: str = ""


def answer(firing_id: int, code: Code, words: str = "") -> Says:
    """A family's answer to what it was told: a reason's code, and its own words if there are any."""
    return Says(f"{_ANSWER} {firing_id} {code} {words}".rstrip())


def answered_by(says: str) -> int | None:
    """What was told, that words behind these answer."""
    _blank, is_answer, rest = says.partition(_ANSWER)
    found = read_answer(rest) if is_answer else None
    return found.firing_id if found else None


def read_answer(words: str) -> FamilyAnswer | None:
    number, code, own = [*words.split(None, 2), "", "", ""][:3]
    firing_id = read_id(number)
    return None if firing_id is None else FamilyAnswer(firing_id, code, own)


class FamilyTap(Struct, frozen=True):
    """Whether the families of these pupils are told of that day."""

    tells: bool
    day: date
    pupils: tuple[int, ...]


def tell_families(*, tells: bool, day: date, pupils: tuple[int, ...]) -> Says:
    return Says(f"/baogiadinh {'co' if tells else 'khong'} {day.isoformat()} {' '.join(map(str, pupils))}")


def read_tell_families(words: str) -> FamilyTap | None:
    word, written, *numbers = [*words.split(), *([] if len(words.split()) > 1 else ["", ""])]
    tells, day = {"co": True, "khong": False}.get(word), read_day(written)
    pupils = tuple(number for number in map(read_id, numbers) if number is not None)
    if tells is None or day is None or len(pupils) < len(numbers):
        return None
    return FamilyTap(tells, day, pupils)


class Hold(Struct, frozen=True):
    """Whose family is not told yet, and why as it was said."""

    pupil_id: int
    words: str


def hold_family(pupil_id: int, words: str) -> Says:
    return Says(f"/khoanbao {pupil_written(pupil_id)} {' '.join(words.split())}".rstrip())


def read_hold_family(words: str) -> Hold | None:
    """None: the pupil is named."""
    pupil, _blank, said = words.strip().partition(" ")
    pupil_id = read_pupil(pupil)
    return None if pupil_id is None else Hold(pupil_id, said.strip())


class RoadAct(StrEnum):
    """A channel first; none, a person calls; or as it was before anybody chose."""

    FIRST = "truoc"
    CALL = "goi"
    AS_BEFORE = "nhucu"


class RoadWish(Struct, frozen=True):
    """Of which guardian of a pupil."""

    pupil_id: int
    person_id: int
    act: RoadAct
    channel: str = ""


def roads(pupil_id: int) -> Says:
    return Says(f"/lienlac {pupil_written(pupil_id)}")


def read_roads(words: str) -> int | None:
    """None: a name was typed, or more is said."""
    return read_pupil(words.strip())


def road(pupil_id: int, person_id: int, act: RoadAct, channel: Code = NOTHING) -> Says:
    return Says(f"/lienlac {pupil_written(pupil_id)} {person_id} {act} {channel}".rstrip())


def read_road(words: str) -> RoadWish | None:
    pupil, person, said, channel = [*words.split(), "", "", "", ""][:4]
    pupil_id, person_id, act = read_pupil(pupil), read_id(person), next((one for one in RoadAct if one == said), None)
    return None if pupil_id is None or person_id is None or act is None else RoadWish(pupil_id, person_id, act, channel)
