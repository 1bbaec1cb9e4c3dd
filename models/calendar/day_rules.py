"""Days off and make-up days as decided: read, added, struck and confirmed; and what such a change does to classes."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from msgspec import Struct, structs
from sqlalchemy import func, insert, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession

from models.calendar.held import Calendar, calendars, open_day
from models.register.tables import ClassParts
from models.school.tables import DayRules, Schools
from rules.calendar.held import DayRule

Held = tuple[int, date, str]  # class, day, half day


class Decided(Struct, frozen=True, kw_only=True):
    """A live rule. One that is not confirmed is a proposal and has no effect. `id` is 0 until it is stored."""

    id: int = 0
    day: date
    kind: str
    part: str | None = None
    class_id: int | None = None
    grade: int | None = None
    campus_id: int | None = None
    reason: str = ""
    made_at: datetime
    confirmed: bool = True

    def rule(self) -> DayRule:
        names = ("kind", "part", "class_id", "grade", "campus_id", "made_at", "confirmed")
        return DayRule(date=self.day, **{name: getattr(self, name) for name in names})


class Change(Struct, frozen=True, kw_only=True):
    """What is to become of the calendar: rules added, struck, confirmed, and proposals again."""

    add: tuple[Decided, ...] = ()
    strike: tuple[Decided, ...] = ()
    confirm: tuple[Decided, ...] = ()
    unconfirm: tuple[Decided, ...] = ()

    def days(self) -> list[date]:
        return sorted({rule.day for rule in (*self.add, *self.strike, *self.confirm, *self.unconfirm)})

    def applied(self, rules: Sequence[Decided]) -> list[Decided]:
        """The rules as they are after it."""
        struck = {rule.id for rule in self.strike}
        turned = {rule.id: True for rule in self.confirm} | {rule.id: False for rule in self.unconfirm}
        kept = [rule for rule in rules if rule.id not in struck]
        kept = [structs.replace(rule, confirmed=turned.get(rule.id, rule.confirmed)) for rule in kept]
        return [*kept, *self.add]


class Effect(Struct, frozen=True):
    """The class half days that are held no longer, and those that are held from now on."""

    lost: frozenset[Held]
    gained: frozenset[Held]

    def classes(self) -> frozenset[int]:
        return frozenset(class_id for class_id, _day, _part in self.lost | self.gained)


_COLUMNS = (
    DayRules.id, DayRules.day, DayRules.kind, DayRules.part, DayRules.class_id, DayRules.grade, DayRules.campus_id,
    DayRules.reason, DayRules.made_at, DayRules.confirmed_at.is_not(None).label("confirmed"),
)  # fmt: skip


async def decided(session: AsyncSession, school_id: int, first: date, last: date) -> list[Decided]:
    """The live rules and proposals of some days, by day."""
    statement = select(*_COLUMNS).where(
        DayRules.school_id == school_id, DayRules.day.between(first, last), DayRules.struck_at.is_(None)
    )
    rows = await session.execute(statement.order_by(DayRules.day, DayRules.id))
    return [Decided(**row) for row in rows.mappings()]


async def by_ids(session: AsyncSession, school_id: int, ids: Collection[int], *, struck: bool = False) -> list[Decided]:
    """Rules of this school by their numbers: the live ones, or those that were struck."""
    state = DayRules.struck_at.is_not(None) if struck else DayRules.struck_at.is_(None)
    statement = select(*_COLUMNS).where(DayRules.school_id == school_id, DayRules.id.in_(ids), state)
    return [Decided(**row) for row in (await session.execute(statement.order_by(DayRules.day, DayRules.id))).mappings()]


async def effect(session: AsyncSession, school_id: int, change: Change) -> Effect:
    """What a change would do; nothing is written."""
    days = change.days()
    calendar = (await calendars(session, [school_id], days[0], days[-1]))[school_id]
    rules = await decided(session, school_id, days[0], days[-1])
    new = structs.replace(calendar, rules=tuple(rule.rule() for rule in change.applied(rules)))
    before, after = _held(calendar, days), _held(new, days)
    return Effect(frozenset(before - after), frozenset(after - before))


def _held(calendar: Calendar, days: Sequence[date]) -> set[Held]:
    return {
        (class_id, day, part) for class_id in calendar.classes for day in days for part in calendar.held(class_id, day)
    }


async def reports(session: AsyncSession, held: Collection[Held]) -> int:
    """How many reports there are about these class half days."""
    if not held:
        return 0
    key = tuple_(ClassParts.class_id, ClassParts.day, ClassParts.part)
    statement = select(func.count()).where(key.in_(list(held)), ClassParts.reported_at.is_not(None))
    return await session.scalar(statement) or 0


async def apply(session: AsyncSession, school_id: int, change: Change, today: date, at: datetime) -> list[int]:
    """Write a change down and open its days up to today again; return the numbers of the rules added."""
    new = [await _add(session, school_id, rule, at) for rule in change.add]
    for rules, values in (
        (change.strike, {"struck_at": at}),
        (change.confirm, {"confirmed_at": at}),
        (change.unconfirm, {"confirmed_at": None}),
    ):
        if rules:
            ids = [rule.id for rule in rules]
            await session.execute(update(DayRules).where(DayRules.id.in_(ids)).values(values))
    await session.execute(update(Schools).where(Schools.id == school_id).values(version=Schools.version + 1))
    for day in change.days():
        if day <= today:
            await open_day(session, [school_id], day)
    return new


async def _add(session: AsyncSession, school_id: int, rule: Decided, at: datetime) -> int:
    names = ("day", "kind", "part", "class_id", "grade", "campus_id", "reason")
    values = {name: getattr(rule, name) for name in names}
    values |= {"school_id": school_id, "made_at": at, "confirmed_at": at if rule.confirmed else None}
    return await session.scalar(insert(DayRules).values(values).returning(DayRules.id)) or 0
