"""What the clock does: one file a job, and here how a file declares when it is due.

A job gets a `Round` (the moment it was due, the school day, the schools it is for) and a transaction, and returns what
to say. `bot/clock.py` finds every function marked with `@job` and runs each once a school and due time.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from typing import TypeAlias

from msgspec import Struct

from models.shapes.asker import School
from models.shapes.message import Job

Times: TypeAlias = Callable[[School], Sequence[time]]


class Schedule(Struct, frozen=True, kw_only=True):
    """Due at these local times each day; still worth running up to `late` afterwards, else recorded as missed. With
    `tell` the administrator and the principal hear of a run that was missed.
    """

    name: str
    times: Times
    late: timedelta
    tell: bool
    run: Job


def job(*, times: Times, late: timedelta, tell: bool = False) -> Callable[[Job], Job]:
    """Declare a job; its name is its function's."""

    def declare(run: Job) -> Job:
        run.schedule = Schedule(name=run.__name__, times=times, late=late, tell=tell, run=run)  # type: ignore[attr-defined]  # the walk reads it
        return run

    return declare


def after(moment: time, minutes: int) -> time:
    """A local time so many minutes later (or earlier), within the day."""
    return (datetime.combine(date(2000, 1, 1), moment) + timedelta(minutes=minutes)).time()
