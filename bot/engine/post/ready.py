"""What is ready to leave: a reply as it was stored, or a letter sealed with its code, and the tries written down."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec
from msgspec import Struct
from sqlalchemy import insert, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.engine.post.asked_as import may_still
from bot.engine.post.boards import is_outdated, message_shown
from bot.engine.post.choices import number_from, renumber
from bot.engine.post.outbox import EMPTY, Payload, button_rows, with_tokens
from channels import Parcel
from locales import _, speaking
from models import Attempts, Buttons, Outbox
from models.post.tables import CANCELLED, FAILED
from models.shapes.letter import Brief, Letter
from models.shapes.message import DIGEST, EVERYTHING, Abilities, Button, Paper
from rules.letters import Kind
from rules.people.codes import notice_code
from rules.pictures import Chart, Page

OURS = "siso-"  # before the number of a letter, where the other side is told one


class Ready(Struct):
    """A parcel and the outbox rows it settles."""

    channel: str
    chat_id: int
    parcel: Parcel
    rows: list[int]
    charts: Sequence[Chart | Page] = ()
    papers: Sequence[Paper] = ()
    attempts: list[int] = []
    lease: str = ""
    epoch: int = 0  # of its channel's line (`bot.engine.post.lines`)
    can: Abilities = EVERYTHING


async def write_down(session: AsyncSession, ready: Sequence[Ready], now: datetime) -> None:
    """The tries that are about to be made, before any of them is. What was written down already stays as it is."""
    ready = [item for item in ready if not item.attempts]
    tries = [{"outbox_id": row, "chat_id": item.chat_id, "started_at": now} for item in ready for row in item.rows]
    if not tries:
        return
    attempts = Attempts.__table__
    statement = insert(attempts).returning(attempts.c.outbox_id, attempts.c.id)
    of_row = {row.outbox_id: row.id for row in await session.execute(statement, tries)}
    for item in ready:
        item.attempts = [of_row[row] for row in item.rows]


async def reply(session: AsyncSession, row: Any, now: datetime, *, can: Abilities, late: str = "") -> Ready | None:
    """None where it is not to leave any more. Who may not read it by now reads that instead of it."""
    if row.closed_at is not None:
        await end(session, [row.id], FAILED)
        return None
    if row.board is not None and await is_outdated(session, row):
        await end(session, [row.id], CANCELLED)
        return None
    replaces = await message_shown(session, row) if row.board is not None else ""
    payload = msgspec.msgpack.decode(row.payload or EMPTY, type=Payload)
    if not await may_still(session, row, payload.asked_as, now):
        return _withheld(row, replaces)
    with speaking(row.language):  # what takes a message's place makes no copy of it, however often it goes
        words = again(row.text) if row.doubts and not replaces else row.text
        words += late if not replaces else ""
    number = 1
    if payload.buttons and not can.buttons:
        number = await renumber(session, row, await number_from(session, row, now))
    parcel = Parcel(
        address=row.address,
        text=words,
        buttons=payload.buttons,
        first_number=number,
        files=payload.files,
        menu=payload.menu,
        board=payload.board,
        replaces=replaces,
        answers_to=payload.answers_to,
        thread=payload.thread,
        leave=payload.leave,
        keys=payload.keys,
        links=payload.links,
        copied=payload.copied,
        protected=payload.protected,
        language=row.language,
    )
    drawn: list[Chart | Page] = [*payload.charts, *payload.pages]
    return Ready(row.channel, row.chat_id, parcel, [row.id], charts=drawn, papers=payload.papers)


def _withheld(row: Any, replaces: str) -> Ready:
    with speaking(row.language):
        words = _("This answer was late, and meanwhile this account's rights have changed. Please ask again.")
    parcel = Parcel(address=row.address, text=words, replaces=replaces, language=row.language)
    return Ready(row.channel, row.chat_id, parcel, [row.id])


def again(words: str) -> str:
    """A copy of something that may have arrived already says so."""
    return words + "\n" + _("(sent again: please ignore it if you have it already)")


def _coded(words: str, outbox_id: int) -> str:
    """For staff: a line that says what the code is, the same in every copy."""
    code = notice_code(outbox_id)
    return words + "\n" + _("Letter {code}. Is it really ours? Type /kiemtra {code}").format(code=code)


async def sealed(
    session: AsyncSession,
    letter: Letter,
    rows: list[Any],
    now: datetime,
    *,
    can: Abilities,
    late: str = "",
    coded: bool = False,
) -> Ready:
    """Keep the words beside the row, so that what was said can be shown and corrected. Families read no code: it would
    look like the secret numbers they are told never to give away.
    """
    first = rows[0]
    with speaking(first.language):
        words = _coded(letter.text, first.id) if coded else letter.text
        words = (again(words) if first.doubts else words) + late
    labels, number = await _choices(session, letter, first, now, can)
    carried = Payload(buttons=labels, charts=tuple(letter.charts), papers=tuple(letter.papers))
    payload = msgspec.msgpack.encode(carried) if carried != Payload() else None
    await session.execute(update(Outbox).where(Outbox.id == first.id).values(text=words, payload=payload))
    quiet = first.priority == DIGEST or first.kind == Kind.THANKS
    parcel = Parcel(
        address=first.address,
        text=words,
        buttons=labels,
        first_number=number,
        alert=True,
        quiet=quiet,
        protected=first.kind != Kind.ANNOUNCEMENT,
        language=first.language,
    )
    ids = [row.id for row in rows]
    return Ready(first.channel, first.chat_id, parcel, ids, charts=carried.charts, papers=carried.papers)


async def _choices(
    session: AsyncSession, letter: Letter, first: Any, now: datetime, can: Abilities
) -> tuple[tuple[tuple[tuple[str, str], ...], ...], int]:
    """The labels and tokens of a letter's choices, kept, and the number they are counted from where there are no
    buttons. There, a letter that is answered by list numbers has no others.
    """
    buttons = () if letter.answers and not can.buttons else letter.buttons
    labels, number = with_tokens(buttons), 1
    whose = {"chat_id": first.chat_id, "outbox_id": first.id, "now": now, "life": letter.buttons_for}
    if labels:
        number = 1 if can.buttons else await number_from(session, first, now)
        await session.execute(insert(Buttons), button_rows(labels, buttons, first=number, **whose))
    if letter.answers:
        typed = [[Button("", letter.answers)]]
        (row,) = button_rows(with_tokens(typed), typed, **whose)
        await session.execute(insert(Buttons), [row | {"position": 0}])
    return labels, number


async def sealed_in_brief(
    session: AsyncSession, letter: Letter, brief: Brief, rows: list[Any], can: Abilities
) -> Ready:
    """For a road that is only a phone number: a few words or a template's fields, no buttons, and no code, which would
    look like the secret numbers families are told never to give away. What was said is kept as for every letter.
    """
    first = rows[0]
    await session.execute(update(Outbox).where(Outbox.id == first.id).values(text=brief.short, payload=None))
    parcel = Parcel(
        address=first.address,
        text=letter.text,
        alert=True,
        language=first.language,
        brief=brief,
        reference=f"{OURS}{first.id}",
    )
    return Ready(first.channel, first.chat_id, parcel, [row.id for row in rows], can=can)


async def end(session: AsyncSession, rows: list[int], state: str) -> None:
    if rows:
        await session.execute(update(Outbox).where(Outbox.id.in_(rows)).values(state=state, lease=None))
