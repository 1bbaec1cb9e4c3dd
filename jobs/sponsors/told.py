"""Sponsors hear of their pupils from the daily check: the first absence without leave, and the case."""

from collections.abc import Collection, Sequence
from datetime import timedelta
from functools import cache
from typing import Any

from sqlalchemy import Date, Select, bindparam, select

from jobs.daily import tells_too
from models.ladder.recipients import fired_now, key_of
from models.shapes.message import Notices, Round
from models.sponsors.tables import followers
from rules.ladder.steps import CASE, NOT_BACK
from rules.letters import Kind

WORTH = timedelta(days=3)
OF_CASES = {CASE: Kind.CASE_SPONSOR, NOT_BACK: Kind.NOT_BACK_SPONSOR}


@tells_too
def sponsor_notices(round_: Round, newest: int, steps: Collection[int]) -> Sequence[Notices]:
    """Who sponsors a pupil hears of its case whatever the school's ladder says; `newest` is the last firing from before
    the round, `steps` are those that fired. The key is that of the staff, so that who is told as one of them is not
    told again as sponsor.
    """
    given = {"schools": list(round_.schools), "today": round_.day, "newest": newest}
    until = round_.now + WORTH
    return [
        Notices(kind=kind, select=_sponsors(step), valid_until=until, values=given, at_once="steps")
        for step, kind in OF_CASES.items()
        if step in steps
    ]


@cache
def _sponsors(step: int) -> Select[*tuple[Any, ...]]:
    """The sponsors of pupils whose case was opened today, or late for an earlier day."""
    follows = followers(bindparam("today", type_=Date)).subquery("follows")
    fired = fired_now(step)
    told = select(fired.school_id, follows.c.person_id, fired.id.label("about"), fired.day)
    return told.add_columns(key_of(f"step{step}", fired.id)).join(follows, follows.c.pupil_id == fired.pupil_id)
