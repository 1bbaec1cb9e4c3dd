"""What buttons about groups say: whose one is, and that we leave it."""

from msgspec import Struct

from letters.says import Says
from rules.people.names import fold
from rules.written import read_id

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


def leave_group(chat_id: int) -> Says:
    return Says(f"/nhom {_LEAVES} {chat_id}")


def read_leave_group(words: str) -> int | None:
    return read_id(_behind(words, _LEAVES))


def _behind(words: str, word: str) -> str:
    first, _blank, rest = words.strip().partition(" ")
    return rest.strip() if fold(first) == word else ""
