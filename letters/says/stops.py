"""What buttons say about letters that are held back."""

from msgspec import Struct

from letters.says import Code, Says
from rules.written import read_id

EVERYTHING = Code("tatca")
_KIND, _CLASS, _ALL = "=", "#", "tất cả"


def end_stop(stop_id: int) -> Says:
    """What it holds back may leave."""
    return Says(f"/guitin {stop_id}")


def read_end_stop(words: str) -> int | None:
    return read_id(words.strip())


class StopKind(Struct, frozen=True):
    kind: str
    reason: str


def stop_kind(kind: Code, reason: str) -> Says:
    """Letters of this kind are to stop, or all; without a reason it is asked for."""
    return Says(f"/dungkhan {_KIND}{kind} {reason}".rstrip())


def read_stop_kind(words: str) -> StopKind | None:
    """None: no kind is meant."""
    kind, _blank, reason = words.partition(" ")
    return StopKind(kind.removeprefix(_KIND), reason) if kind.startswith(_KIND) else None


class StopClass(Struct, frozen=True):
    class_id: int
    reason: str


def stop_class(class_id: int, reason: str) -> Says:
    return Says(f"/dungkhan {_CLASS}{class_id} {reason}".rstrip())


def read_stop_class(words: str) -> StopClass | None:
    number, _blank, reason = words.partition(" ")
    class_id = read_id(number.removeprefix(_CLASS)) if number.startswith(_CLASS) else None
    return None if class_id is None else StopClass(class_id, reason)


def parted(words: str) -> tuple[str, str]:
    """What is to stop, as it was typed, and the reason behind it."""
    if words.lower().startswith(_ALL):
        return EVERYTHING, words[len(_ALL) :].strip(" :,.-")
    target, _blank, reason = words.partition(" ")
    return target, reason.strip(" :,.-")
