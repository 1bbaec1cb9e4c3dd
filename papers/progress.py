"""How far long work has come: said by whoever does it, heard by whoever shows it, known to nobody between."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeAlias

Hear: TypeAlias = Callable[[str, int, int], None]  # what is being done (a msgid), how much of it, of how much

_hear: ContextVar[Hear | None] = ContextVar("hear", default=None)
_doing: ContextVar[str] = ContextVar("doing", default="")


@contextmanager
def heard_by(hear: Hear) -> Iterator[None]:
    """Whatever is said inside is heard."""
    before = _hear.set(hear)
    try:
        yield
    finally:
        _hear.reset(before)


@contextmanager
def doing(what: str) -> Iterator[None]:
    """What `come_to` is about inside; `what` is an English msgid."""
    before = _doing.set(what)
    try:
        come_to(0, 0)
        yield
    finally:
        _doing.reset(before)


def come_to(done: int, total: int) -> None:
    """So much of the work at hand is done; a `total` of 0: nobody knows of how much."""
    hear = _hear.get()
    if hear is not None:
        hear(_doing.get(), done, total)
