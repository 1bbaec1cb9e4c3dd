"""Lists that were sent and changes that were typed, kept until the tap below what was shown of them."""

import msgspec
from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models import Uploads
from models.shapes.message import Incoming
from papers.roster import Roster


async def keep(session: AsyncSession, incoming: Incoming, roster: Roster) -> int:
    values = {
        "chat_id": incoming.asker.chat_id,
        "roster": msgspec.msgpack.encode(roster),
        "made_at": incoming.when,
    }
    return await session.scalar(insert(Uploads).values(values).returning(Uploads.id)) or 0


async def keep_as(session: AsyncSession, upload: int, roster: Roster) -> None:
    """In place of what was kept: with an answer, or with what its sender now reads."""
    changed = update(Uploads).where(Uploads.id == upload)
    await session.execute(changed.values(roster=msgspec.msgpack.encode(roster)))


async def kept(session: AsyncSession, incoming: Incoming, upload: int) -> Roster | None:
    """Of this chat, as long as it is kept."""
    mine = (Uploads.id == upload, Uploads.chat_id == incoming.asker.chat_id)
    found = await session.scalar(select(Uploads.roster).where(*mine))
    return msgspec.msgpack.decode(found, type=Roster) if found is not None else None


async def replaced_since(session: AsyncSession, incoming: Incoming, upload: int, roster: Roster) -> bool:
    """Whether this chat has sent another list since, or typed another change of the same people or class: what stands
    above an old button is then no longer what its sender means.
    """
    later = select(Uploads.roster).where(Uploads.id > upload, Uploads.chat_id == incoming.asker.chat_id)
    return any(_of_one_kind(roster, msgspec.msgpack.decode(one, type=Roster)) for one in await session.scalars(later))


def _of_one_kind(older: Roster, newer: Roster) -> bool:
    if older.typed is None or newer.typed is None:
        return older.typed is newer.typed is None
    return bool(_spoken_of(older) & _spoken_of(newer))


def _spoken_of(roster: Roster) -> set[tuple[str, str]]:
    """The pupils by who they are, the classes that are given to somebody."""
    rows = [*roster.pupils, *(one.row for one in roster.aside)]
    pupils = {("pupil", str(row.answer or row.key)) for row in rows}
    return pupils | {("class", name) for row in roster.staff for name in row.classes}
