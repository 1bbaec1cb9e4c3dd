"""What buttons about people, their phones and their posts say."""

from enum import StrEnum

from msgspec import Struct

from letters.says import Code, Says, Typed
from papers.roster.applying.doubtful import Asked
from rules.people.names import fold
from rules.written import read_id

STAFF_SLIPS = Typed("/moi cán bộ")


def own_language(code: Code) -> Typed:
    return Typed(f"/ngonngu {code}")


def stop_topic(topic: Code) -> Typed:
    return Typed(f"/ngung {topic}")


def receive_topic(topic: Code) -> Typed:
    return Typed(f"/nhantin {topic}")


_AGREED = "đồng ý"
UNLINK = Typed(f"/ngung {_AGREED}")


def agrees_to_unlink(words: str) -> bool:
    return fold(words.strip()) == fold(_AGREED)


def unknown_device(chat_id: int) -> Says:
    return Says(f"/gothietbi {chat_id}")


def read_unknown_device(words: str) -> int | None:
    return read_id(words.strip())


_LOST = "mất"


class Approval(Struct, frozen=True):
    """A yes to a phone. With `old_is_lost` those that the person has used so far end."""

    request_id: int
    old_is_lost: bool


def approve(request_id: int, *, old_is_lost: bool = False) -> Says:
    return Says(f"/duyet {request_id}" + (f" {_LOST}" if old_is_lost else ""))


def read_approve(words: str) -> Approval | None:
    return _approval(words)


def _approval(words: str) -> Approval | None:
    number, _blank, more = words.strip().partition(" ")
    request_id, lost = read_id(number), fold(more.strip())
    return Approval(request_id, lost != "") if request_id is not None and lost in {"", fold(_LOST)} else None


def refuse(request_id: int) -> Says:
    return Says(f"/tuchoi {request_id}")


def read_refuse(words: str) -> int | None:
    return read_id(words.strip())


def not_family(request_id: int) -> Says:
    return Says(f"/khongphainguoinha {request_id}")


def read_not_family(words: str) -> int | None:
    return read_id(words.strip())


def approve_staff(request_id: int, *, old_is_lost: bool = False) -> Says:
    return Says(f"/duyetmay {request_id}" + (f" {_LOST}" if old_is_lost else ""))


def read_approve_staff(words: str) -> Approval | None:
    return _approval(words)


def refuse_staff(request_id: int) -> Says:
    return Says(f"/tuchoimay {request_id}")


def read_refuse_staff(words: str) -> int | None:
    return read_id(words.strip())


class Leaving(StrEnum):
    """Whether who is not in the file leaves. Nothing said: it is asked."""

    ASK = ""
    GO = "ra"
    STAY = "giu"


class Returning(StrEnum):
    """Whether who had left and is in the file comes back. Nothing said: it is asked."""

    ASK = ""
    BACK = "ve"
    AWAY = "nghi"


class Changes(Struct, frozen=True):
    upload_id: int
    leaving: Leaving = Leaving.ASK
    returning: Returning = Returning.ASK


def make_changes(upload_id: int, leaving: Leaving = Leaving.ASK, returning: Returning = Returning.ASK) -> Says:
    """Of a roster that was sent and shown."""
    return Says(" ".join(("/nhapdanhsach", str(upload_id), *(word for word in (leaving, returning) if word))))


def read_make_changes(words: str) -> Changes | None:
    number, *said = [*words.split(), ""]
    upload_id = read_id(number)
    if upload_id is None:
        return None
    leaving = next((one for one in Leaving if one and one in said), Leaving.ASK)
    returning = next((one for one in Returning if one and one in said), Returning.ASK)
    return Changes(upload_id, leaving, returning)


class LineAnswer(Struct, frozen=True):
    """Who a line of a roster is: `who` is the number of somebody known, 0 for somebody new."""

    upload_id: int
    of: Asked
    index: int
    who: int


def answer_line(upload_id: int, *, of: Asked, index: int, who: int) -> Says:
    return Says(f"/nhapdanhsach {upload_id} {of}{index} {who}")


def read_answer_line(words: str) -> LineAnswer | None:
    """None: no line is spoken of."""
    number, line, known = [*words.split(), "", "", ""][:3]
    upload_id, of = read_id(number), next((one for one in Asked if one == line[:2]), None)
    index, who = read_id(line[2:]), read_id(known)
    if upload_id is None or of is None or index is None or who is None:
        return None
    return LineAnswer(upload_id, of, index, who)


def take_back_import(import_id: int) -> Says:
    return Says(f"/huynhap {import_id}")


def read_take_back_import(words: str) -> int | None:
    return read_id(words.strip())


POSITION_EXAMPLE = Typed("/chucvu Le Dinh Khoi PHT2")


class Position(Struct, frozen=True):
    person_id: int
    position: str


def position(person_id: int, said: Code) -> Says:
    return Says(f"/chucvu #s{person_id} {said}")


def read_position(words: str) -> Position | None:
    """None: the person is named."""
    whose, _blank, said = words.partition(" ")
    person_id = read_id(whose.removeprefix("#s")) if whose.startswith("#s") else None
    return None if person_id is None else Position(person_id, said)


class Invited(Struct, frozen=True):
    """Somebody to invite: a guardian by that number, or a person of the staff."""

    number: int
    guardian: bool


def invite(number: int, *, guardian: bool) -> Says:
    return Says(f"/moi #{'g' if guardian else 's'}{number}")


def read_invite(words: str) -> Invited | None:
    """None: the person is named."""
    number = read_id(words[2:])
    return Invited(number, words[1] == "g") if number is not None and words[:2] in {"#g", "#s"} else None


_STAFF, _PARENTS, _LEAVES = "gan", "phuhuynh", "roi"


class OfParents(Struct, frozen=True):
    """A group is one of a class's parents; without the class it is asked which."""

    chat_id: int
    class_id: int | None = None


def bind_staff(chat_id: int) -> Says:
    return Says(f"/nhom {_STAFF} {chat_id}")


def read_bind_staff(words: str) -> int | None:
    return read_id(_behind(words, _STAFF))


def bind_parents(chat_id: int, class_id: int | None = None) -> Says:
    return Says(f"/nhom {_PARENTS} {chat_id}" + ("" if class_id is None else f" {class_id}"))


def read_bind_parents(words: str) -> OfParents | None:
    group, blank, klass = _behind(words, _PARENTS).partition(" ")
    chat_id, class_id = read_id(group), read_id(klass)
    return None if chat_id is None or (blank and class_id is None) else OfParents(chat_id, class_id)


class LeaveGroup(Struct, frozen=True):
    """Leave a group. `bound`: even though it has been bound."""

    chat_id: int
    bound: bool = False


def leave_group(chat_id: int, *, bound: bool = False) -> Says:
    return Says(f"/nhom {_LEAVES} {chat_id}" + (f" {_STAFF}" if bound else ""))


def read_leave_group(words: str) -> LeaveGroup | None:
    group, _blank, bound = _behind(words, _LEAVES).partition(" ")
    chat_id = read_id(group)
    return LeaveGroup(chat_id, bound != "") if chat_id is not None and bound in {"", _STAFF} else None


def _behind(words: str, word: str) -> str:
    first, _blank, rest = words.strip().partition(" ")
    return rest.strip() if fold(first) == word else ""
