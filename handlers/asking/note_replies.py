"""Which of a family's notes a teacher's words without a command are the answer to."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import match, may
from handlers.families.note_replies import TEACHERS
from letters.says.families import REPLIES, read_note_reply
from models import FamilyNotes, Outbox
from models.families.notes import is_of_family
from models.post.awaited import awaited
from models.shapes.message import Incoming
from rules.letters import Kind


async def note_answered(incoming: Incoming, session: AsyncSession) -> int | None:
    """The note that a teacher's words answer: the one whose letter they stand under, or that “Answer” was pressed for
    before; None for whatever else a teacher writes.
    """
    if not may(incoming.asker, TEACHERS):
        return None
    under = await _answered(incoming, session)
    return under if under is not None or match(incoming.text) else await _awaited(incoming, session)


async def _answered(incoming: Incoming, session: AsyncSession) -> int | None:
    """The note whose letter this message answers, where it told of one alone."""
    if not incoming.answers_to:
        return None
    here = (Outbox.chat_id == incoming.asker.chat_id, Outbox.message_id == incoming.answers_to)
    found = select(Outbox.about).join(FamilyNotes, FamilyNotes.id == Outbox.about)
    found = found.where(*here, Outbox.kind == Kind.FAMILY_NOTE, is_of_family())
    notes = (await session.scalars(found)).all()
    return notes[0] if len(notes) == 1 else None


async def _awaited(incoming: Incoming, session: AsyncSession) -> int | None:
    says = await awaited(session, incoming.asker.chat_id, incoming.when) or ""
    wish = read_note_reply(says.removeprefix(REPLIES).strip()) if says.startswith(REPLIES) else None
    return wish.number if wish else None
