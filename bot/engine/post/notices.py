"""Notices whose readers a SELECT finds become rows of the outbox by one INSERT … SELECT, however many they are."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, TypeAlias

from msgspec import Struct
from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Select,
    String,
    and_,
    bindparam,
    case,
    cast,
    select,
    union_all,
)
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.orm import aliased

from models import Chats, Outbox
from models.base import Moment, new_rows
from models.people.askers import chat_to
from models.post.optouts import ALARMS, OPTIONAL, opted_out
from models.post.tables import HANDED, HELD, PENDING
from models.shapes.among import Numbers, among, ours
from models.shapes.asker import School
from models.shapes.kept import run_kept
from models.shapes.message import Notices
from rules.calendar.quiet_hours import next_allowed
from rules.letters import AT_ONCE

ByHours: TypeAlias = Sequence[Sequence[School]]  # schools with the same quiet hours together; nearly all have the same

AFTER_REST = timedelta(hours=3)  # what could not leave before the school's rest may leave for so long after it


async def store_selected(
    connection: AsyncConnection, selected: Sequence[Notices], schools: dict[int, School], now: datetime
) -> None:
    hours: dict[tuple[Any, ...], list[School]] = defaultdict(list)
    for school in schools.values():
        hours[school.timezone, school.quiet_from, school.quiet_until].append(school)
    for together in _together(selected):
        await _store_together(connection, together, list(hours.values()), now)


def _together(selected: Sequence[Notices]) -> Iterable[Sequence[Notices]]:
    """Those that go into one statement."""
    groups: dict[str | int, list[Notices]] = {}
    for number, each in enumerate(selected):
        groups.setdefault(each.at_once or number, []).append(each)
    return groups.values()


class Part(Struct, frozen=True):
    """What of `Notices` the statement they are stored by depends on: to how many schools they leave at another moment
    than to most, whether there are some where they wait for a teacher's tap, and whether people may have stopped them.
    """

    select: Any
    kind: str
    priority: int
    others: int
    held: bool
    may_refuse: bool


async def _store_together(
    connection: AsyncConnection, together: Sequence[Notices], by_hours: ByHours, now: datetime
) -> None:
    """One INSERT … SELECT, however many people it is for."""
    parts, given = [], {**together[0].values, "now": now}
    for number, notices in enumerate(together):
        part, values = _part(notices, number, by_hours, now)
        parts.append(part)
        given |= values
    statement = _selecting(tuple(parts), connection.dialect.name)
    if together[0].values:
        await run_kept(connection, statement, given)
    else:  # one of many that say the same
        await connection.execute(statement, given)


def _part(notices: Notices, number: int, by_hours: ByHours, now: datetime) -> tuple[Part, dict[str, Any]]:
    """Where schools have different quiet hours, those whose notices may leave at another moment than most are named."""
    waits: dict[datetime, list[int]] = defaultdict(list)
    for alike in by_hours:
        waits[allowed(alike[0], now + notices.hold, notices.kind)] += [school.id for school in alike]
    commonest = max(waits, key=lambda moment: len(waits[moment]), default=now + notices.hold)
    others = [(moment, ids) for moment, ids in waits.items() if moment != commonest]
    tapped = [school.id for alike in by_hours for school in alike if waits_for_tap(notices.kind, school)]
    meant = now + notices.hold
    values: dict[str, Any] = {"leaves": commonest}
    values |= {"until": lives_until(notices.valid_until, commonest, meant)}
    for other, (moment, ids) in enumerate(others):
        values |= {f"leaves{other}": moment, f"there{other}": ids}
        values |= {f"until{other}": lives_until(notices.valid_until, moment, meant)}
    values |= {"tapped": tapped} if tapped else {}
    part = Part(
        notices.select, notices.kind, notices.priority, len(others), held=bool(tapped),
        may_refuse=may_refuse(notices.kind),
    )  # fmt: skip
    return part, {f"{name}_of_{number}": value for name, value in values.items()}


@lru_cache(128)
def _selecting(parts: tuple[Part, ...], dialect: str) -> Any:
    """The statement of `_store_together`; the clock's selects are built once, and so is what goes around them."""
    chosen = [_chosen(part, number) for number, part in enumerate(parts)]
    columns = [
        "school_id",
        "person_id",
        "chat_id",
        "priority",
        "kind",
        "key",
        "about",
        "day",
        "state",
        "created_at",
        "not_before",
        "valid_until",
        "tries",
        "doubts",
    ]
    rows = union_all(*chosen) if len(chosen) > 1 else chosen[0]
    return new_rows(dialect, Outbox.__table__).from_select(columns, rows)


def _chosen(part: Part, number: int) -> Select[*tuple[Any, ...]]:
    """Its rows, each with the chat it goes to. The chats are joined inside, so that the parts keep their order."""
    picked, chats = part.select.subquery(), Chats.__table__.alias("theirs")
    tapped = among(picked.c.school_id, _value("tapped", number, Numbers()))
    waits = [(tapped, ours(HELD))] if part.held else []
    chat = chats.c.id == chat_to(picked.c.person_id)
    if part.may_refuse:
        chat = and_(chat, ~opted_out(picked.c.person_id, ours(part.kind)))
    return (
        select(
            picked.c.school_id,
            picked.c.person_id,
            chats.c.id,
            ours(part.priority),
            ours(part.kind),
            cast(picked.c.key, String),
            picked.c.about,
            picked.c.day,
            case((chats.c.id.is_(None), ours(HANDED)), *waits, else_=ours(PENDING)),
            bindparam("now", type_=Moment),
            _moment(part, number, picked, "leaves"),
            _moment(part, number, picked, "until"),
            ours(0),
            ours(0),
        )
        .select_from(picked.outerjoin(chats, chat))
        .where(~_stored(picked))
    )


def _value(name: str, number: int, type_: Any) -> BindParameter[Any]:
    return bindparam(f"{name}_of_{number}", type_=type_)


def _moment(part: Part, number: int, picked: Any, name: str) -> ColumnElement[Any]:
    """That of most schools, or of those where it is another."""
    commonest = _value(name, number, Moment)
    others = [
        (
            among(picked.c.school_id, _value(f"there{other}", number, Numbers())),
            _value(f"{name}{other}", number, Moment),
        )
        for other in range(part.others)
    ]
    return case(*others, else_=commonest) if others else commonest


def _stored(picked: Any) -> ColumnElement[bool]:
    """Looked for before the chat is, which costs more than to find out that there is nothing to store: of five checks a
    day four find most of it there.
    """
    theirs = aliased(Outbox)
    there = select(theirs.id).where(theirs.person_id == picked.c.person_id, theirs.key == picked.c.key)
    return there.correlate(picked).exists()


def waits_for_tap(kind: str, school: School | None) -> bool:
    """Whether letters of this kind wait for the homeroom teacher's tap there."""
    return school is not None and school.family_after_tap and kind in ALARMS


def may_refuse(kind: str) -> bool:
    """Whether people may have stopped letters of this kind: a person is to tell them then."""
    return kind in OPTIONAL


def lives_until(until: datetime, leaves: datetime, meant: datetime) -> datetime:
    """A life that would end in the school's rest lasts until its letter may have left."""
    return max(until, leaves + AFTER_REST) if leaves > meant else until


def allowed(school: School | None, moment: datetime, kind: str = "") -> datetime:
    """The first moment from `moment` on that is not in the school's quiet hours, which some kinds do not mind."""
    if school is None or kind in AT_ONCE:
        return moment
    local = school.local(moment)
    return next_allowed(local, school.quiet_from, school.quiet_until).astimezone(moment.tzinfo)
