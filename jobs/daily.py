"""What joins the daily check: other ladders' steps and other people's letters, declared where they live."""

import sys
from collections.abc import Callable, Collection, Sequence
from functools import cache
from typing import Any, TypeAlias

from msgspec import Struct
from sqlalchemy import Select

from models.shapes.declared import declared
from models.shapes.message import Notices, Round

Statement: TypeAlias = Callable[[], Any]  # builds it once: a cached function
Tells: TypeAlias = Callable[[Round, int, Collection[int]], Sequence[Notices]]


class Fires(Struct, frozen=True, kw_only=True):
    """Statements that run before the check's own firings, about the `schools` and the day `today`, where `needed`, a
    SELECT of one row at most, finds one.
    """

    name: str
    needed: Callable[[], Select[Any]]
    statements: Sequence[Statement]


def fires_too(*, needed: Callable[[], Select[Any]]) -> Callable[[Callable[[], Sequence[Statement]]], Any]:
    """Declare the statements of a ladder that the daily check fires as well."""

    def declare(statements: Callable[[], Sequence[Statement]]) -> Any:
        name = statements.__name__
        statements.fires_too = Fires(name=name, needed=needed, statements=statements())  # type: ignore[attr-defined]
        return statements

    return declare


def tells_too(run: Tells) -> Tells:
    """Declare who hears besides those whom the ladder names. It gets the round, the last firing from before it, and the
    steps that fired in it.
    """
    run.tells_too = run  # type: ignore[attr-defined]  # the walk reads it
    return run


@cache
def all_that_fire() -> Sequence[Fires]:
    """In the order of the files: the folder is the list."""
    return tuple(declared("fires_too", sys.modules[__name__.partition(".")[0]]))


@cache
def all_that_tell() -> Sequence[Tells]:
    """In the order of the files."""
    return tuple(declared("tells_too", sys.modules[__name__.partition(".")[0]]))
