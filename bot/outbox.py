"""The outbox: what is owed to somebody is stored beside the change that caused it, claimed by lease, and settled."""

import secrets
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Struct
from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Integer,
    Select,
    String,
    and_,
    bindparam,
    case,
    cast,
    literal,
    select,
    union_all,
    update,
)
from sqlalchemy import insert as plain_insert
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from bot.boards import tokens_on
from models import Audit, Buttons, Chats, Outbox
from models.asker import School
from models.base import Moment, insert_new, new_rows
from models.letter import BUTTON_LIFE
from models.message import REPLY, Act, Button, Chart, File, Incoming, Notice, Notices, Outgoing, Said
from models.optouts import ALARMS, OPTIONAL, opted_out
from models.post import HANDED, HELD, LEASED, PENDING, in_state
from rules.hours import next_allowed


class Payload(Struct, frozen=True):
    """What a message carries beside its text, as stored: rows of (label, token), files, a command menu, whether its
    buttons change it in place, and charts to draw.
    """

    buttons: tuple[tuple[tuple[str, str], ...], ...] = ()
    files: tuple[File, ...] = ()
    menu: tuple[tuple[str, str], ...] | None = None
    board: bool = False
    charts: tuple[Chart, ...] = ()


EMPTY = msgspec.msgpack.encode(Payload())


class Origin(Struct, frozen=True):
    """Whose words these are: the message that was answered, or the job's school day."""

    now: datetime
    chat_id: int | None = None
    person_id: int | None = None
    school_id: int | None = None
    inbox_id: int | None = None


def origin_of(incoming: Incoming, now: datetime) -> Origin:
    asker = incoming.asker
    school_id = asker.school.id if asker.school else None
    return Origin(now, asker.chat_id, asker.person_id, school_id, incoming.inbox_id)


async def store(
    session: AsyncSession, said: Iterable[tuple[Origin, Sequence[Said]]], schools: dict[int, School], now: datetime
) -> None:
    """Store everything several messages or one job said: one statement a table, in the caller's transaction."""
    items = [(origin, item) for origin, each in said for item in each]
    replies = [(origin, item) for origin, item in items if isinstance(item, Outgoing)]
    notices = [item for _origin, item in items if isinstance(item, Notice)]
    selected = [item for _origin, item in items if isinstance(item, Notices)]
    audit = [_audit_row(origin, item) for origin, item in items if isinstance(item, Act)]
    if selected:
        connection = await session.connection()
        for together in _together(selected):
            await _store_selected(connection, together, schools, now)
    if replies:
        await _store_replies(session, replies, now)
    if notices:
        await _store_notices(session, notices, schools, now)
    if audit:
        await session.execute(plain_insert(Audit.__table__), audit)


def _audit_row(origin: Origin, act: Act) -> dict[str, Any]:
    return {
        "at": origin.now,
        "school_id": act.school_id or origin.school_id,
        "person_id": origin.person_id,
        "inbox_id": origin.inbox_id,
        "kind": act.kind,
        "about": act.about,
    }


async def _store_replies(session: AsyncSession, replies: list[tuple[Origin, Outgoing]], now: datetime) -> None:
    known = [await _known_tokens(session, origin, reply, now) for origin, reply in replies]
    payloads = [_payload(reply, tokens) for (_origin, reply), tokens in zip(replies, known, strict=True)]
    rows: list[dict[str, Any]] = [
        {
            "school_id": origin.school_id,
            "chat_id": reply.to or origin.chat_id,
            "inbox_id": origin.inbox_id,
            "board": reply.replaces or (origin.inbox_id if reply.board else None),
            "priority": REPLY,
            "text": reply.text,
            "payload": None if payload == Payload() else msgspec.msgpack.encode(payload),
            "state": PENDING,
            "created_at": now,
            "not_before": now,
        }
        for (origin, reply), payload in zip(replies, payloads, strict=True)
    ]
    if not any(reply.buttons or reply.answers for _origin, reply in replies):
        await session.execute(plain_insert(Outbox.__table__), rows)
        return
    ids = await _insert_numbered(session, rows)
    pressed = [
        button
        for (_origin, reply), row, outbox_id, payload, tokens in zip(replies, rows, ids, payloads, known, strict=True)
        for button in _new_buttons(reply, payload, tokens, chat_id=row["chat_id"], outbox_id=outbox_id, now=now)
    ]
    if pressed:
        await session.execute(plain_insert(Buttons.__table__), pressed)


async def _known_tokens(session: AsyncSession, origin: Origin, reply: Outgoing, now: datetime) -> dict[str, str]:
    if reply.replaces is None:
        return {}
    return await tokens_on(session, reply.to or origin.chat_id, reply.replaces, now)


def _new_buttons(
    reply: Outgoing, payload: Payload, known: Mapping[str, str], *, chat_id: int, outbox_id: int, now: datetime
) -> list[dict[str, Any]]:
    """Rows of the buttons this reply brings, and of what a typed list of numbers means from now on."""
    rows = button_rows(payload.buttons, reply.buttons, chat_id=chat_id, outbox_id=outbox_id, now=now)
    fresh = [row for row in rows if row["says"] not in known]
    if reply.answers and (fresh or not reply.buttons):
        typed = [[Button("", reply.answers)]]
        answer = button_rows(with_tokens(typed), typed, chat_id=chat_id, outbox_id=outbox_id, now=now)
        return [*fresh, answer[0] | {"position": 0}]
    return fresh


async def _insert_numbered(session: AsyncSession, rows: list[dict[str, Any]]) -> list[int]:
    """Insert and return the ids in the order of the rows. They are given in that order, but come back in any; asking
    SQLAlchemy to sort them makes it insert row by row on SQLite.
    """
    statement = plain_insert(Outbox.__table__).returning(Outbox.__table__.c.id, Outbox.__table__.c.inbox_id)
    given = sorted((row.id, row.inbox_id) for row in await session.execute(statement, rows))
    assert [inbox_id for _id, inbox_id in given] == [row["inbox_id"] for row in rows]  # noqa: S101, see above
    return [id_ for id_, _inbox_id in given]


def _payload(reply: Outgoing, known: Mapping[str, str]) -> Payload:
    return Payload(
        buttons=with_tokens(reply.buttons, known),
        files=tuple(reply.files),
        menu=tuple(reply.menu) if reply.menu is not None else None,
        board=reply.board,
        charts=tuple(reply.charts),
    )


def with_tokens(
    buttons: Sequence[Sequence[Button]], known: Mapping[str, str] = MappingProxyType({})
) -> tuple[tuple[tuple[str, str], ...], ...]:
    """Give every button its known token, or a fresh unguessable one, short enough for any channel (22 letters)."""
    return tuple(
        tuple((button.label, known.get(button.says) or secrets.token_urlsafe(16)) for button in row) for row in buttons
    )


def button_rows(
    labels: Sequence[Sequence[tuple[str, str]]],
    buttons: Sequence[Sequence[Button]],
    *,
    chat_id: int,
    outbox_id: int,
    now: datetime,
    life: timedelta = BUTTON_LIFE,
) -> list[dict[str, Any]]:
    """Rows of the buttons table; positions count from 1 over all rows, for channels where people type a digit."""
    says = [button.says for row in buttons for button in row]
    flat = [pair for row in labels for pair in row]
    return [
        {
            "token": token,
            "chat_id": chat_id,
            "outbox_id": outbox_id,
            "position": position,
            "label": label,
            "says": words,
            "expires_at": now + life,
        }
        for position, ((label, token), words) in enumerate(zip(flat, says, strict=True), 1)
    ]


def latest_chat(person_id: ColumnElement[int]) -> Any:
    """The chat a person is written to: the open one linked last."""
    return (
        select(Chats.id)
        .where(Chats.person_id == person_id, Chats.closed_at.is_(None))
        .order_by(Chats.linked_at.desc(), Chats.id.desc())
        .limit(1)
        .scalar_subquery()
    )


async def _store_notices(
    session: AsyncSession, notices: list[Notice], schools: dict[int, School], now: datetime
) -> None:
    people = {notice.person_id for notice in notices}
    found = await session.execute(
        select(Chats.person_id, Chats.id)
        .where(Chats.person_id.in_(people), Chats.closed_at.is_(None))
        .order_by(Chats.linked_at, Chats.id)
    )
    chats = dict(found.all())
    rows = [
        {
            "school_id": notice.school_id,
            "person_id": notice.person_id,
            "chat_id": chats.get(notice.person_id),
            "priority": notice.priority,
            "kind": notice.kind,
            "key": notice.key,
            "about": notice.about,
            "day": notice.day,
            "state": PENDING if notice.person_id in chats else HANDED,
            "created_at": now,
            "not_before": allowed(schools.get(notice.school_id), now + notice.hold),
            "valid_until": now + notice.valid_for,
        }
        for notice in notices
    ]
    await session.execute(insert_new(session, Outbox), rows)


def allowed(school: School | None, moment: datetime) -> datetime:
    """The first moment from `moment` on that is not in the school's quiet hours."""
    if school is None:
        return moment
    local = moment.astimezone(ZoneInfo(school.timezone))
    return next_allowed(local, school.quiet_from, school.quiet_until).astimezone(moment.tzinfo)


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
    others: int
    held: bool
    may_refuse: bool


async def _store_selected(
    connection: AsyncConnection, together: Sequence[Notices], schools: dict[int, School], now: datetime
) -> None:
    """One INSERT … SELECT, however many people it is for."""
    parts, given = [], {**together[0].values, "now": now}
    for number, notices in enumerate(together):
        part, values = _part(notices, number, schools, now)
        parts.append(part)
        given |= values
    await connection.execute(_selecting(tuple(parts), connection.dialect.name), given)


def _part(notices: Notices, number: int, schools: dict[int, School], now: datetime) -> tuple[Part, dict[str, Any]]:
    """Where schools have different quiet hours, those whose notices may leave at another moment than most are named."""
    waits: dict[datetime, list[int]] = defaultdict(list)
    moments: dict[tuple[Any, ...], datetime] = {}  # nearly all schools have the same hours
    for school in schools.values():
        hours = (school.timezone, school.quiet_from, school.quiet_until)
        if hours not in moments:
            moments[hours] = allowed(school, now + notices.hold)
        waits[moments[hours]].append(school.id)
    commonest = max(waits, key=lambda moment: len(waits[moment]), default=now + notices.hold)
    others = [(moment, ids) for moment, ids in waits.items() if moment != commonest]
    tapped = [school.id for school in schools.values() if school.family_after_tap] if notices.kind in ALARMS else []
    values = {"priority": notices.priority, "kind": notices.kind, "until": notices.valid_until, "leaves": commonest}
    for other, (moment, ids) in enumerate(others):
        values |= {f"leaves{other}": moment, f"there{other}": ids}
    values |= {"tapped": tapped} if tapped else {}
    part = Part(notices.select, len(others), held=bool(tapped), may_refuse=notices.kind in OPTIONAL)
    return part, {f"{name}_of_{number}": value for name, value in values.items()}


@lru_cache(128)
def _selecting(parts: tuple[Part, ...], dialect: str) -> Any:
    """The statement of `_store_selected`; the clock's selects are built once, and so is what goes around them."""
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

    def value(name: str, type_: Any = None, *, many: bool = False) -> BindParameter[Any]:
        return bindparam(f"{name}_of_{number}", type_=type_, expanding=many)

    picked, chats = part.select.subquery(), Chats.__table__.alias("theirs")
    leaves: ColumnElement[Any] = value("leaves", Moment)
    if part.others:
        there = [picked.c.school_id.in_(value(f"there{other}", many=True)) for other in range(part.others)]
        moments = [value(f"leaves{other}", Moment) for other in range(part.others)]
        leaves = case(*zip(there, moments, strict=True), else_=leaves)
    waits = [(picked.c.school_id.in_(value("tapped", many=True)), HELD)] if part.held else []
    chat = chats.c.id == latest_chat(picked.c.person_id)
    if part.may_refuse:
        chat = and_(chat, ~opted_out(picked.c.person_id, value("kind", String)))
    return (
        select(
            picked.c.school_id,
            picked.c.person_id,
            chats.c.id,
            value("priority", Integer),
            value("kind", String),
            cast(picked.c.key, String),
            picked.c.about,
            picked.c.day,
            case((chats.c.id.is_(None), HANDED), *waits, else_=PENDING),
            bindparam("now", type_=Moment),
            leaves,
            value("until", Moment),
            literal(0, Integer),
            literal(0, Integer),
        )
        .select_from(picked.outerjoin(chats, chat))
        .where(literal(value=True))
    )


class Lease(Struct, frozen=True):
    token: str
    until: datetime


async def claim(
    session: AsyncSession,
    now: datetime,
    *,
    channel: str,
    resting: Sequence[int],
    most: int,
    lease: Lease,
) -> list[Any]:
    """Lease what is due on a channel: for each chat the first in line, and with it everything of the same kind.

    A chat with something in flight is left alone, so one chat's messages never overtake each other. Rows come back
    ordered as they should leave. `resting` chats were written to a moment ago.
    """
    due = _due()
    if session.get_bind().dialect.name == "postgresql":
        due = due.with_for_update(of=Chats.__table__, skip_locked=True)
    given = {"now": now, "on_channel": channel, "resting": list(resting), "most": most}
    found = (await session.execute(due, given)).all()
    rows = _heads(found)
    if not rows:
        return []
    if len(found) == most:
        rows += await _cut_off(session, now, rows)
    # Asked once more: between the two statements another process may have taken the chat and let go of its lock.
    given = {"ids": [row.id for row in rows], "token": lease.token, "until": lease.until}
    mine = set((await session.scalars(_taken(), given)).all())
    return [row for row in rows if row.id in mine]


async def _cut_off(session: AsyncSession, now: datetime, rows: Sequence[Any]) -> list[Any]:
    """What belongs to these letters beyond the bound of what was looked at: one letter stays one letter."""
    kinds = {row.kind for row in rows if row.kind}
    given = {"now": now, "chats": list({row.chat_id for row in rows}), "kinds": list(kinds)}
    heads = {row.chat_id: row for row in reversed(rows)}
    found = (await session.execute(_further(), {**given, "first": min(row.id for row in rows)})).all() if kinds else []
    known = {row.id for row in rows}
    return [row for row in found if row.id not in known and _belongs(row, heads[row.chat_id])]


@cache
def _further() -> Any:
    """By chat and id. The state is a parameter, so that SQLite leaves the index of all that is due alone."""
    return (
        _waiting()
        .where(Outbox.state == bindparam("state", PENDING), Outbox.not_before <= bindparam("now"))
        .where(Outbox.chat_id.in_(bindparam("chats", expanding=True)), Outbox.id > bindparam("first"))
        .where(Outbox.kind.in_(bindparam("kinds", expanding=True)))
        .order_by(Outbox.id)
    )


def _waiting() -> Any:
    linked_to = case((Chats.closed_at.is_(None), Chats.person_id)).label("linked_to")
    columns = (Outbox.__table__, Chats.channel, Chats.address, Chats.language, Chats.closed_at, linked_to)
    return select(*columns).join(Chats, Chats.id == Outbox.chat_id)


@cache
def _due() -> Any:
    """In the order of its index, so that it stops early however much is due."""
    return (
        _waiting()
        .where(
            in_state(PENDING),
            Outbox.not_before <= bindparam("now"),
            Chats.channel == bindparam("on_channel"),
            Outbox.chat_id.not_in(bindparam("resting", expanding=True)),
            ~_in_flight(),
        )
        .order_by(Outbox.priority, Outbox.not_before, Outbox.id)
        .limit(bindparam("most"))
    )


@cache
def _taken() -> Any:
    outbox = Outbox.__table__
    taken = update(outbox).where(
        outbox.c.id.in_(bindparam("ids", expanding=True)), outbox.c.state == PENDING, ~_in_flight()
    )
    values = {"lease": bindparam("token"), "lease_until": bindparam("until"), "tries": outbox.c.tries + 1}
    return taken.values(state=LEASED, **values).returning(outbox.c.id)


def _in_flight() -> ColumnElement[bool]:
    """Something is on its way to the row's chat."""
    return select(_busy.c.id).where(_busy.c.chat_id == Outbox.chat_id, in_state(LEASED, _busy.c)).exists()


_busy = Outbox.__table__.alias("busy")


def _heads(rows: Sequence[Any]) -> list[Any]:
    """The first row of each chat and those that can share its letter: what is in doubt goes again as it was."""
    first: dict[int, Any] = {}
    for row in rows:
        first.setdefault(row.chat_id, row)
    return [row for row in rows if row is first[row.chat_id] or _belongs(row, first[row.chat_id])]


def _belongs(row: Any, first: Any) -> bool:
    return bool(row.kind) and (row.kind, row.doubts > 0) == (first.kind, first.doubts > 0)


async def release_expired(session: AsyncSession, now: datetime) -> int:
    """Rows whose sender died: what became of them is not known, so they go again, with their code."""
    lost = (
        update(Outbox)
        .where(in_state(LEASED), Outbox.lease_until <= now)
        .values(state=PENDING, lease=None, doubts=Outbox.doubts + 1)
    )
    result = await session.execute(lost)
    return int(result.rowcount)  # type: ignore[attr-defined]  # CursorResult, which execute() does not say


async def next_due(session: AsyncSession, channels: Sequence[str], resting: Sequence[int]) -> datetime | None:
    """When the next row may leave on one of these channels, to know how long to sleep."""
    moment = (
        select(Outbox.not_before)
        .join(Chats, Chats.id == Outbox.chat_id)
        .where(in_state(PENDING), Chats.channel.in_(channels), Outbox.chat_id.not_in(resting), ~_in_flight())
        .order_by(Outbox.not_before)
        .limit(1)
    )
    return await session.scalar(moment)
