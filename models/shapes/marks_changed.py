"""What follows from a change of marks: each consequence, and what keeps a step of the ladder standing, is declared
where it lives, and found by walking `models`.
"""

import sys
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any, TypeAlias

from sqlalchemy.ext.asyncio import AsyncSession

from models.shapes.asker import School
from models.shapes.declared import declared
from models.shapes.message import Notice
from rules.ladder.steps import StepKind

Follows: TypeAlias = Callable[[AsyncSession, School, Collection[int], date, datetime], Awaitable[list[Notice]]]
Stands: TypeAlias = Callable[[AsyncSession, Any, int], Awaitable[bool]]


def follows_marks(run: Follows) -> Follows:
    """Declare what a change of these pupils' marks on a day takes back: it strikes what no longer stands, cancels what
    has not left yet, and returns the notices of correction. None relies on what another one did.
    """
    run.follows_marks = run  # type: ignore[attr-defined]  # the walk reads it
    return run


@cache
def all_that_follows() -> Sequence[Follows]:
    """Everything declared so, in the order of the files: the folder is the list."""
    return tuple(declared("follows_marks", sys.modules[__name__.partition(".")[0]]))


def stands_while(*kinds: StepKind) -> Callable[[Stands], Stands]:
    """Declare whether a firing (a row of `Firings`) of these kinds of step still stands, by what the pupil's marks are
    now: the last argument is what its own ladder says `after`.
    """

    def declare(run: Stands) -> Stands:
        run.stands_while = dict.fromkeys(kinds, run)  # type: ignore[attr-defined]  # the walk reads it
        return run

    return declare


@cache
def standing() -> Mapping[StepKind, Stands]:
    """By kind of step, what was declared so; a kind without needs nothing more than its mark."""
    own = declared("stands_while", sys.modules[__name__.partition(".")[0]])
    return {kind: run for one in own for kind, run in one.items()}
