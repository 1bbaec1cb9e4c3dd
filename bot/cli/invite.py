"""The invite command: looks the school up, asks Telegram for the bot's name, writes the paper or shows the code."""

import asyncio
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.cli.invitations import InviteError, invite_class, invite_person
from bot.engine.database import Database
from bot.engine.private import write_private
from channels import ChannelProtocol
from locales import _
from models import Schools


async def write_slips(
    database: Database, channels: Mapping[str, ChannelProtocol], school: str, klass: str, out: Path, console: Console
) -> None:
    """Slips of a class as a .docx. Raises InviteError."""
    link = await _link(channels)
    async with database.write() as session:
        paper = await invite_class(session, await _school(session, school), klass, datetime.now(UTC), link)
        await asyncio.to_thread(write_private, out, paper)  # what cannot be written leaves the older slips in force
    console.print(_("Written: {file}").format(file=out), markup=False)


async def write_codes(database: Database, school: str, person: str, console: Console) -> None:
    """One-time codes on the terminal, once. Raises InviteError."""
    async with database.write() as session:
        codes = await invite_person(session, await _school(session, school), person, datetime.now(UTC))
    for name, code in codes:
        console.print(
            _("{name}: {code} (7 days, one use; in the chat: /lienket {code})").format(name=name, code=code),
            markup=False,
        )


async def _school(session: AsyncSession, code: str) -> int:
    found = await session.scalar(select(Schools.id).where(Schools.code == code))
    if found is None:
        raise InviteError(_("There is no school with the code {code}.").format(code=code))
    return found


async def _link(channels: Mapping[str, ChannelProtocol]) -> Callable[[str], str] | None:
    """How to open the chat by a tap, if a channel that has such links is there; without it the slip has the code."""
    for channel in channels.values():
        if channel.can.links and await channel.problem() is None and channel.deep_link("x"):
            return channel.deep_link
    return None
