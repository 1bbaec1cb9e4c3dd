"""What joins the daily check: other steps (`models.shapes.fires`) and other letters, declared where they live."""

import sys
from collections.abc import Callable, Collection, Sequence
from functools import cache
from typing import TypeAlias

import models
from models.shapes.declared import declared
from models.shapes.fires import Fires
from models.shapes.message import Notices, Round

Tells: TypeAlias = Callable[[Round, int, Collection[int]], Sequence[Notices]]


def tells_too(run: Tells) -> Tells:
    """Declare who hears besides those whom the ladder names. It gets the round, the last firing from before it, and the
    steps that fired in it.
    """
    run.tells_too = run  # type: ignore[attr-defined]  # the walk reads it
    return run


@cache
def all_that_fire() -> Sequence[Fires]:
    """In the order of the files: the folders are the list."""
    return tuple(declared("fires_too", models, sys.modules[__name__.partition(".")[0]]))


@cache
def all_that_tell() -> Sequence[Tells]:
    """In the order of the files."""
    return tuple(declared("tells_too", sys.modules[__name__.partition(".")[0]]))
