"""What the daily check fires besides its own steps, declared where it lives, in `models` or in `jobs`."""

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

from msgspec import Struct
from sqlalchemy import Select

Statement: TypeAlias = Callable[[], Any]  # builds it once: a cached function


class Fires(Struct, frozen=True, kw_only=True):
    """Statements that run before the check's own firings, about the `schools` and the day `today`, where `needed`, a
    SELECT of one row at most, finds one.
    """

    name: str
    needed: Callable[[], Select[Any]]
    statements: Callable[[], Sequence[Statement]]


def fires_too(*, needed: Callable[[], Select[Any]]) -> Callable[[Callable[[], Sequence[Statement]]], Any]:
    """Declare the statements of a step, or of a ladder, that the daily check fires as well."""

    def declare(statements: Callable[[], Sequence[Statement]]) -> Any:
        name = statements.__name__
        statements.fires_too = Fires(name=name, needed=needed, statements=statements)  # type: ignore[attr-defined]
        return statements

    return declare
