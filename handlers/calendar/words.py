"""Days off and make-up days in words: whom they are about, and stretches of days as one line."""

from collections.abc import Sequence
from datetime import timedelta
from itertools import pairwise

from msgspec import Struct
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from locales import _
from locales.words import day_words, part_words, plain
from models import Campuses, Classes
from models.calendar.day_rules import Decided
from rules.calendar.held import OFF


class Names(Struct, frozen=True):
    """The names of a school's classes and sites by their ids."""

    classes: dict[int, str]
    campuses: dict[int, str]


async def names(session: AsyncSession, school_id: int) -> Names:
    classes = select(Classes.id, Classes.name).where(Classes.school_id == school_id)
    campuses = select(Campuses.id, Campuses.name).where(Campuses.school_id == school_id)
    return Names(
        {row.id: row.name for row in await session.execute(classes.order_by(Classes.grade, Classes.name))},
        {row.id: row.name for row in await session.execute(campuses.order_by(Campuses.id))},
    )


def rule_lines(rules: Sequence[Decided], called: Names) -> list[str]:
    """A line for each rule; days in a row with one and the same rule are one line."""
    alike: dict[tuple[object, ...], list[Decided]] = {}
    for rule in sorted(rules, key=lambda rule: rule.day):
        same = (rule.kind, rule.part, rule.class_id, rule.grade, rule.campus_id, rule.reason)
        alike.setdefault(same, []).append(rule)
    stretches = [stretch for group in alike.values() for stretch in _in_a_row(group)]
    return [_line(stretch, called) for stretch in sorted(stretches, key=lambda stretch: stretch[0].day)]


def _in_a_row(rules: Sequence[Decided]) -> list[list[Decided]]:
    found = [[rules[0]]]
    for before, rule in pairwise(rules):
        if rule.day - before.day <= timedelta(days=1):
            found[-1].append(rule)
        else:
            found.append([rule])
    return found


def _line(stretch: Sequence[Decided], called: Names) -> str:
    rule, last = stretch[0], stretch[-1].day
    days = day_words(rule.day)
    if last != rule.day:
        days = _("{first} to {last}").format(first=days, last=day_words(last))
    kind = _("off") if rule.kind == OFF else _("make-up")
    part = f"{part_words([rule.part])} " if rule.part else ""
    line = f"• {kind} {part}{days}, {_scope(rule, called)}"
    return f"{line}: {plain(rule.reason)}" if rule.reason else line


def _scope(rule: Decided, called: Names) -> str:
    parts = []
    if rule.class_id is not None:
        parts.append(called.classes.get(rule.class_id, "?"))
    if rule.grade is not None:
        parts.append(_("grade {grade}").format(grade=rule.grade))
    if rule.campus_id is not None:
        parts.append(called.campuses.get(rule.campus_id, "?"))
    return ", ".join(parts) or _("whole school")
