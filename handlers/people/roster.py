"""A workbook sent to the bot, the roster or a sponsor list: read, shown, and applied only after a tap."""

from collections.abc import Sequence

import msgspec
from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import command, document
from handlers.asked import local
from handlers.sponsors.told import newly_told
from letters.says import people as says
from locales import N_, _
from models import Uploads
from models.shapes.message import Act, Button, File, Incoming, Outgoing, Said
from models.sponsors.tables import WRITTEN
from papers.roster import Fault, Roster, Unreadable
from papers.roster.apply import apply_roster, summary
from papers.roster.bounds import read_roster_bounded, write_faults_bounded
from papers.roster.sponsors_apply import Unmatched
from rules.people.roles import HEADS, Role

ADMINS = frozenset({Role.ADMIN})
SENDERS = ADMINS | HEADS  # the leadership may send the sponsor list alone
MOST_LINES = 15


async def read_workbook(content: bytes) -> tuple[Roster, bytes | None]:
    """What was read, and the coloured copy if something is wrong with it. Raises Unreadable."""
    roster = await read_roster_bounded(content)
    copy = await write_faults_bounded(content, roster.faults) if roster.faults else None
    return roster, copy


@document(who=SENDERS, prepare=read_workbook)
async def roster_file(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    """Nothing changes yet: the answer says what would, and carries the button that does it."""
    if isinstance(incoming.prepared, Unreadable):
        return [Outgoing(text=incoming.prepared.sentence())]
    if isinstance(incoming.prepared, Exception):
        return [Outgoing(text=_("The file could not be fetched. Please send it again."))]
    roster, copy = incoming.prepared
    if not _may(incoming, roster):
        return [_admins_only()]
    lines = [*_read(roster), *_fault_lines(roster.faults)]
    files = [File("danh-sach-can-sua.xlsx", copy)] if copy else []
    if roster.errors():
        lines.append(_("Nothing was imported. Please correct the red rows and import again."))
        return [Outgoing(text="\n".join(lines), files=files)]
    try:
        lines += await _preview(incoming, session, roster)
    except Unmatched as unmatched:
        return [Outgoing(text="\n".join([*lines, *_unmatched(unmatched)]), files=files)]
    upload = await _keep(session, incoming, roster)
    button = Button(_("Make these changes"), says.make_changes(upload))
    acts = [Act("roster.read", upload), *_written(roster)]
    return [Outgoing(text="\n".join(lines), files=files, buttons=[[button]]), *acts]


def _may(incoming: Incoming, roster: Roster) -> bool:
    return incoming.asker.has(*ADMINS) or roster.only_sponsors


def _admins_only() -> Outgoing:
    return Outgoing(text=_("The roster is imported by the administrator. You may send the sponsor list alone."))


def _read(roster: Roster) -> list[str]:
    counts = {"pupils": len(roster.pupils), "staff": len(roster.staff), "hamlets": len(roster.hamlets)}
    roll = _("Read: {pupils} pupils, {staff} staff, {hamlets} hamlet assignments.").format(**counts)
    listed = _("Read: {count} pupils on the sponsor list.").format(count=len(roster.sponsors))
    return [*([] if roster.only_sponsors else [roll]), *([listed] if roster.sponsors else [])]


def _fault_lines(faults: Sequence[Fault]) -> list[str]:
    lines = [f"• {fault.sentence()}" for fault in faults[:MOST_LINES]]
    more = len(faults) - MOST_LINES
    return [*lines, _("… and {count} more.").format(count=more)] if more > 0 else lines


def _unmatched(unmatched: Unmatched) -> list[str]:
    refused = _("Nothing was imported. Please correct these lines and send the file again.")
    return [*_fault_lines(unmatched.faults), refused]


def _written(roster: Roster) -> list[Act]:
    """The message and its file hold restricted words: the night forgets its copy."""
    return [Act(WRITTEN)] if any(row.circumstances or row.conduct for row in roster.sponsors) else []


async def _preview(incoming: Incoming, session: AsyncSession, roster: Roster) -> list[str]:
    """What applying it would change, found by doing it and taking it back."""
    school, moment = local(incoming)
    savepoint = await session.begin_nested()
    try:
        changes = await apply_roster(session, school.id, roster, moment.date())
    finally:
        await savepoint.rollback()
    return [f"• {line}" for line in summary(changes)] or [_("The roster is up to date: nothing changed.")]


async def _keep(session: AsyncSession, incoming: Incoming, roster: Roster) -> int:
    values = {
        "chat_id": incoming.asker.chat_id,
        "roster": msgspec.msgpack.encode(roster),
        "made_at": incoming.when,
    }
    return await session.scalar(insert(Uploads).values(values).returning(Uploads.id)) or 0


@command("nhập danh sách", help=N_("make the changes of a roster that was sent"), who=SENDERS, hidden=True)
async def apply(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    """`rest` is the number of what this chat sent and saw."""
    number, kept = says.read_make_changes(incoming.rest), None
    if number is not None:
        mine = (Uploads.id == number, Uploads.chat_id == incoming.asker.chat_id)
        kept = await session.scalar(select(Uploads.roster).where(*mine))
    if kept is None:
        return [Outgoing(text=_("This file is no longer kept. Please send it again."))]
    roster = msgspec.msgpack.decode(kept, type=Roster)
    if not _may(incoming, roster):
        return [_admins_only()]
    school, moment = local(incoming)
    told = await newly_told(session, school.id, moment)
    try:
        async with session.begin_nested():
            changes = await apply_roster(session, school.id, roster, moment.date())
    except Unmatched as unmatched:  # the school's people changed since the file was shown
        return [Outgoing(text="\n".join(_unmatched(unmatched)))]
    lines = [_("Done."), *(f"• {line}" for line in summary(changes))]
    return [Outgoing(text="\n".join(lines)), Act("roster.imported", school.id), told]
