"""Papers made from what the database says now: one file a topic, for letters, chats and the command line."""

import sys
from collections.abc import Awaitable, Callable
from functools import cache
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy.ext.asyncio import AsyncSession

from locales.words import joined
from models.shapes.asker import School
from models.shapes.declared import declared
from models.shapes.message import Paper
from papers.templates.filling import noticing
from rules.papers import PaperKind


class NoPaperError(Exception):
    """It cannot be made; the sentence says why, in the language being spoken."""


class Made(Struct, frozen=True):
    """`remark` is what whoever gets it must know, "" for nothing."""

    name: str
    content: bytes
    remark: str = ""


Make: TypeAlias = Callable[[AsyncSession, School, Paper], Awaitable[Made]]


def makes(*kinds: PaperKind) -> Callable[[Make], Make]:
    """Declare how these kinds of paper are made. It raises NoPaperError; files are written aside, nobody waits."""

    def declare(run: Make) -> Make:
        run.makes = dict.fromkeys(kinds, run)  # type: ignore[attr-defined]  # the walk reads it
        return run

    return declare


@cache
def _makers() -> dict[PaperKind, Make]:
    return {kind: run for one in declared("makes", sys.modules[__name__]) for kind, run in one.items()}


async def make(session: AsyncSession, school: School, paper: Paper) -> Made:
    """The file, with a remark on a template of the school's that could not be used. Raises NoPaperError."""
    with noticing() as remarks:
        made = await _makers()[paper.kind](session, school, paper)
    return replace(made, remark=joined([made.remark, *remarks]))
