"""The outbox: what is owed to somebody is stored beside the change that caused it."""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

import msgspec
from msgspec import Struct, structs
from sqlalchemy import insert as plain_insert
from sqlalchemy.ext.asyncio import AsyncSession

from bot.engine.post.asked_as import AskedAs, asked_as
from bot.engine.post.boards import tokens_on
from bot.engine.post.notices import store_selected
from bot.engine.post.one_by_one import store_each
from models import Audit, Buttons, Outbox
from models.post.last_question import keep_question
from models.post.tables import PENDING
from models.shapes.asker import School
from models.shapes.letter import BUTTON_LIFE
from models.shapes.message import (
    DIGEST,
    REPLY,
    Act,
    Asked,
    Button,
    File,
    Incoming,
    Keys,
    Notice,
    Notices,
    Outgoing,
    Paper,
    Said,
)
from rules.pictures import Chart, Page


class Payload(Struct, frozen=True):
    """What a message carries beside its text, as stored: rows of (label, token), files, a command menu, whether its
    buttons change it in place, what is to be drawn and written; in a group the message it answers and its topic,
    and whether we leave after it; in a private chat what its reader was who asked.
    """

    buttons: tuple[tuple[tuple[str, str], ...], ...] = ()
    files: tuple[File, ...] = ()
    menu: tuple[tuple[str, str], ...] | None = None
    board: bool = False
    charts: tuple[Chart, ...] = ()
    answers_to: str = ""
    thread: str = ""
    leave: bool = False
    keys: Keys | None = None
    links: tuple[tuple[str, str], ...] = ()
    copied: bool = False
    protected: bool = False
    pages: tuple[Page, ...] = ()
    asked_as: AskedAs | None = None
    papers: tuple[Paper, ...] = ()


EMPTY = msgspec.msgpack.encode(Payload())


class Origin(Struct, frozen=True):
    """Whose words these are: the message that was answered, or the job's school day."""

    now: datetime
    chat_id: int | None = None
    person_id: int | None = None
    school_id: int | None = None
    inbox_id: int | None = None
    answers_to: str = ""
    thread: str = ""
    asked_as: AskedAs | None = None


def origin_of(incoming: Incoming, now: datetime) -> Origin:
    asker = incoming.asker
    school_id = asker.school.id if asker.school else None
    known = Origin(now, asker.chat_id, asker.person_id, school_id, incoming.inbox_id)
    if incoming.private:
        return structs.replace(known, asked_as=asked_as(asker))
    return structs.replace(known, answers_to=incoming.message_id, thread=incoming.thread)


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
        await store_selected(await session.connection(), selected, schools, now)
    if replies:
        await _store_replies(session, replies, now)
    if notices:
        await store_each(session, notices, schools, now)
    if audit:
        await session.execute(plain_insert(Audit.__table__), audit)
    for origin, item in items:
        if isinstance(item, Asked) and origin.chat_id is not None:
            await keep_question(session, origin.chat_id, item.text, origin.inbox_id or 0, now)


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
    payloads = [_payload(origin, reply, tokens) for (origin, reply), tokens in zip(replies, known, strict=True)]
    rows: list[dict[str, Any]] = [
        {
            "school_id": origin.school_id,
            "chat_id": reply.to or origin.chat_id,
            "inbox_id": origin.inbox_id,
            "board": reply.replaces or (origin.inbox_id if reply.board else None),
            "priority": _priority(origin, reply),
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


def _priority(origin: Origin, reply: Outgoing) -> int:
    """Strangers wait behind alarms: however many write, no family is told later for it."""
    stranger = origin.inbox_id is not None and origin.person_id is None and reply.to is None
    return DIGEST if stranger else REPLY


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


def _payload(origin: Origin, reply: Outgoing, known: Mapping[str, str]) -> Payload:
    here = reply.to is None
    return Payload(
        buttons=with_tokens(reply.buttons, known),
        files=tuple(reply.files),
        menu=tuple(reply.menu) if reply.menu is not None else None,
        board=reply.board,
        charts=tuple(reply.charts),
        answers_to=origin.answers_to if here else "",
        thread=origin.thread if here else "",
        leave=reply.leave,
        keys=reply.keys,
        links=tuple(reply.links),
        copied=reply.copied,
        protected=_of_a_child(origin, reply),
        pages=tuple(reply.pages),
        asked_as=origin.asked_as if here else None,
        papers=tuple(reply.papers),
    )


def _of_a_child(origin: Origin, reply: Outgoing) -> bool:
    """Whatever may name one: all that is said to staff and families in private, but for words made for others."""
    known = origin.asked_as is not None or reply.to is not None
    return known and not (reply.copied or reply.passed_on)


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
    first: int = 1,
) -> list[dict[str, Any]]:
    """Rows of the buttons table; positions count from `first` over all rows, for channels where people type a digit."""
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
        for position, ((label, token), words) in enumerate(zip(flat, says, strict=True), first)
    ]
