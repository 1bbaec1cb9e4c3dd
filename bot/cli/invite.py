"""The invite command: looks the school up, asks Telegram for the bot's name, writes the paper or shows the code."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.cli.invitations import InviteError, invite_class, invite_person, invite_staff
from bot.engine.database import Database
from bot.engine.doors import doors
from bot.engine.private import write_private
from channels import ChannelProtocol
from locales import _
from models import Schools
from models.people.links import CODE_LIFE
from models.shapes.message import Door


async def write_slips(
    database: Database, channels: Mapping[str, ChannelProtocol], school: str, klass: str, out: Path, console: Console
) -> None:
    """Slips of a class as a .docx. Raises InviteError."""
    ways = await _doors(channels)
    async with database.write() as session:
        paper = await invite_class(session, await _school(session, school), klass, datetime.now(UTC), ways)
        await asyncio.to_thread(write_private, out, paper)
    console.print(_("Written: {file}").format(file=out), markup=False)


async def write_staff_slips(
    database: Database, channels: Mapping[str, ChannelProtocol], school: str, out: Path, console: Console
) -> None:
    """Slips of all staff who are not linked yet, and the table of who is, as a .docx. Raises InviteError."""
    ways = await _doors(channels)
    async with database.write() as session:
        paper = await invite_staff(session, await _school(session, school), datetime.now(UTC), ways)
        await asyncio.to_thread(write_private, out, paper)
    console.print(_("Written: {file}").format(file=out), markup=False)


async def write_codes(database: Database, school: str, person: str, console: Console) -> None:
    """One-time codes on the terminal, once. Raises InviteError."""
    async with database.write() as session:
        codes = await invite_person(session, await _school(session, school), person, datetime.now(UTC))
    for name, code in codes:
        console.print(
            _("{name}: {code} ({days} days, one use; in the chat: /lienket {code})").format(
                name=name, code=code, days=CODE_LIFE.days
            ),
            markup=False,
        )


async def _school(session: AsyncSession, code: str) -> int:
    found = await session.scalar(select(Schools.id).where(Schools.code == code))
    if found is None:
        raise InviteError(_("There is no school with the code {code}.").format(code=code))
    return found


async def _doors(channels: Mapping[str, ChannelProtocol]) -> Sequence[Door]:
    """How to find us; a channel that cannot be reached now still counts, if its own name is known."""
    for channel in channels.values():
        await channel.problem()  # asks for the name
    return doors(channels)
