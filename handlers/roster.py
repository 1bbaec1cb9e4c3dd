"""A roster workbook sent to the bot by an administrator: read, shown, and applied only after a tap."""

from collections.abc import Sequence

import msgspec
from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import command, document
from handlers.roll import local
from locales import N_, _
from models import Uploads
from models.message import Act, Button, File, Incoming, Outgoing, Said
from papers.roster import Roster, Unreadable
from papers.roster.apply import apply_roster, summary
from papers.roster.bounds import read_roster_bounded, write_faults_bounded

ADMINS = frozenset({"admin"})
MOST_LINES = 15


async def read_workbook(content: bytes) -> tuple[Roster, bytes | None]:
    """What was read, and the coloured copy if something is wrong with it. Raises Unreadable."""
    roster = await read_roster_bounded(content)
    copy = await write_faults_bounded(content, roster.faults) if roster.faults else None
    return roster, copy


@document(who=ADMINS, prepare=read_workbook)
async def roster_file(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    """Nothing changes yet: the answer says what would, and carries the button that does it."""
    if isinstance(incoming.prepared, Unreadable):
        return [Outgoing(text=incoming.prepared.sentence())]
    if isinstance(incoming.prepared, Exception):
        return [Outgoing(text=_("The file could not be fetched. Please send it again."))]
    roster, copy = incoming.prepared
    lines = [_("Read: {pupils} pupils, {staff} staff, {hamlets} hamlet assignments.").format(**_counts(roster))]
    lines += [f"• {fault.sentence()}" for fault in roster.faults[:MOST_LINES]]
    files = [File("danh-sach-can-sua.xlsx", copy)] if copy else []
    if roster.errors():
        lines.append(_("Nothing was imported. Please correct the red rows and import again."))
        return [Outgoing(text="\n".join(lines), files=files)]
    lines += await _preview(incoming, session, roster)
    upload = await _keep(session, incoming, roster)
    button = Button(_("Make these changes"), f"/nhapdanhsach {upload}")
    return [Outgoing(text="\n".join(lines), files=files, buttons=[[button]]), Act("roster.read", upload)]


def _counts(roster: Roster) -> dict[str, int]:
    return {"pupils": len(roster.pupils), "staff": len(roster.staff), "hamlets": len(roster.hamlets)}


async def _preview(incoming: Incoming, session: AsyncSession, roster: Roster) -> list[str]:
    """What applying it would change, found by doing it and taking it back."""
    school, moment = local(incoming)
    savepoint = await session.begin_nested()
    changes = await apply_roster(session, school.id, roster, moment.date())
    await savepoint.rollback()
    return [f"• {line}" for line in summary(changes)] or [_("The roster is up to date: nothing changed.")]


async def _keep(session: AsyncSession, incoming: Incoming, roster: Roster) -> int:
    values = {
        "chat_id": incoming.asker.chat_id,
        "roster": msgspec.msgpack.encode(roster),
        "made_at": incoming.when,
    }
    return await session.scalar(insert(Uploads).values(values).returning(Uploads.id)) or 0


@command("nhập danh sách", help=N_("make the changes of a roster that was sent"), who=ADMINS, hidden=True)
async def apply(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    """`rest` is the number of what this chat sent and saw."""
    number = incoming.rest.strip()
    kept = None
    if number.isdecimal() and len(number) < 18:
        mine = (Uploads.id == int(number), Uploads.chat_id == incoming.asker.chat_id)
        kept = await session.scalar(select(Uploads.roster).where(*mine))
    if kept is None:
        return [Outgoing(text=_("This file is no longer kept. Please send it again."))]
    school, moment = local(incoming)
    changes = await apply_roster(session, school.id, msgspec.msgpack.decode(kept, type=Roster), moment.date())
    lines = [_("Done."), *(f"• {line}" for line in summary(changes))]
    return [Outgoing(text="\n".join(lines)), Act("roster.imported", school.id)]
