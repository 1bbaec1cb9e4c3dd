"""Sponsors hear of their pupils from the daily check: the first absence without leave, and the case."""

from collections.abc import Collection, Sequence
from datetime import timedelta
from functools import cache
from typing import Any

from sqlalchemy import Date, Select, bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from locales import _
from locales.words import day_words
from models.ladder.facts import Fact, firing_facts, homeroom
from models.ladder.recipients import fired_now, key_of
from models.shapes.letter import Due, Letter, Reader, at_hand, composes
from models.shapes.message import Button, Notices, Round
from models.sponsors.tables import followers
from rules.ladder.steps import CASE, NOT_BACK

WORTH = timedelta(days=3)
OF_CASES = {CASE: "case_sponsor", NOT_BACK: "not_back_sponsor"}


def sponsor_notices(round_: Round, newest: int, steps: Collection[int]) -> Sequence[Notices]:
    """Who sponsors a pupil hears of its case whatever the school's ladder says; `newest` is the last firing from before
    the round, `steps` are those that fired. The key is that of the staff, so that who is told as one of them is not
    told again as sponsor.
    """
    given = {"schools": list(round_.schools), "today": round_.day, "newest": newest}
    until = round_.now + WORTH
    return [
        Notices(kind=kind, select=_sponsors(step), valid_until=until, values=given, at_once=f"step{step}")
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


@composes("case_sponsor")
async def case_sponsor(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    """The absence has become a case: the sponsor goes along with the homeroom teacher who visits."""
    facts = await firing_facts(session, [due.about for due in dues])
    if not facts:
        return None
    teachers = await homeroom(session, {fact.class_id for fact in facts}, facts[0].day)
    text = _(
        "{name}, class {klass}: {days} school days without leave in a row, since {since}; homeroom teacher {teacher}"
    )
    lines = [
        "• "
        + text.format(
            name=fact.name,
            klass=fact.class_name,
            days=fact.days,
            since=day_words(fact.run_start),
            teacher=teachers[fact.class_id].name if fact.class_id in teachers else _("nobody yet"),
        )
        for fact in facts
    ]
    head = _("**A case has been opened** for a pupil you are the sponsor of:")
    ask = _("The homeroom teacher visits the family. Please speak with each other, and go along if you can.")
    return Letter(text="\n".join([head, *lines, ask]), told=_told(dues, facts), buttons=_buttons(facts))


def _told(dues: Sequence[Due], facts: Sequence[Fact]) -> frozenset[int]:
    standing = {fact.id for fact in facts}
    return frozenset(due.outbox_id for due in dues if due.about in standing)


def _buttons(facts: Sequence[Fact]) -> Sequence[Sequence[Button]]:
    taps = [[Button(_("See {name}").format(name=fact.name), f"/dodau #p{fact.pupil_id}")] for fact in facts]
    return at_hand(taps, Button(_("My pupils"), "/dodau"))
