"""What the clock does: one file a job, and here how a file declares when it is due.

A job gets a `Round` (the moment it was due, the school day, the schools it is for) and a transaction, and returns what
to say. `bot/engine/clock.py` runs every function marked with `@job` once a school and due time.
"""

import sys
from collections.abc import Awaitable, Callable, Collection, Sequence
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import TypeAlias

from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncSession

from models.shapes.asker import School
from models.shapes.declared import declared
from models.shapes.message import Job, Round

Times: TypeAlias = Callable[[School], Sequence[time]]
Needed: TypeAlias = Callable[[Round, AsyncSession], Awaitable[Collection[int]]]


class WordlessJobError(Exception):
    """A job whose missed runs are to be told does not say in which words: the program does not start."""


class Schedule(Struct, frozen=True, kw_only=True):
    """Due at these local times each day; still worth running up to `late` afterwards, else it is too late.

    Of a run that came too late the administrator and the principal hear in the words of `missed`, in the schools that
    `needed` names: those where it would have had something to do. Without words nobody is told.
    """

    name: str
    times: Times
    late: timedelta
    missed: str
    needed: Needed | None
    run: Job


def job(*, times: Times, late: timedelta, missed: str = "", needed: Needed | None = None) -> Callable[[Job], Job]:
    """Declare a job; its name is its function's. `missed` is marked with N_() for the catalogues, and goes with
    `needed`. Raises WordlessJobError.
    """

    def declare(run: Job) -> Job:
        if bool(missed.strip()) is not bool(needed):
            raise WordlessJobError(f"{run.__module__}.{run.__name__}: `missed` and `needed` go together")
        run.schedule = Schedule(  # type: ignore[attr-defined]  # the walk reads it
            name=run.__name__, times=times, late=late, missed=missed, needed=needed, run=run
        )
        return run

    return declare


@cache
def schedules() -> dict[str, Schedule]:
    """Every job there is, by its name: the folder is the list. Raises WordlessJobError."""
    return {one.name: one for one in declared("schedule", sys.modules[__name__])}


def after(moment: time, minutes: int) -> time:
    """A local time so many minutes later (or earlier), within the day."""
    return (datetime.combine(date(2000, 1, 1), moment) + timedelta(minutes=minutes)).time()
