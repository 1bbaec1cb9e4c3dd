"""The homeroom teacher's answer to what a family wrote: shown first, sent by one tap, at night it rests."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import command
from handlers.asked import local
from handlers.families.notes import may_see
from letters.says.families import NoteReply, ReplyAct, note_reply, read_note_reply
from letters.told import line_for
from locales import _
from locales.words import joined, quoted
from models import FamilyNotes, NoteReplies, People, Pupils
from models.families.notes import LONGEST, is_of_family
from models.post.awaited import expect_nothing, expect_words
from models.shapes.message import Act, Button, Incoming, Notice, Outgoing, Said
from rules.letters import Kind
from rules.people.roles import LEADERS, Role

TEACHERS = LEADERS | {Role.HOMEROOM}


@command("trả lời gia đình", help="", who=TEACHERS, hidden=True, slash=True)
async def reply(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    """Who decides about the child now may answer. What is written is shown with its reader before it leaves."""
    wish = read_note_reply(incoming.rest)
    if wish is None:
        return [_gone()]
    if wish.act is ReplyAct.WRITE:
        return await _write(incoming, session, wish)
    row = await _draft(incoming, session, wish.number)
    if row is None:
        return [_gone()]
    if wish.act is ReplyAct.DROP:
        await session.execute(update(NoteReplies).where(NoteReplies.id == row.id).values(words=None))
        return [Outgoing(text=_("Nothing was sent."))]
    return await _send(incoming, session, row)


def _gone() -> Outgoing:
    return Outgoing(text=_("This message is not there any more, or is not for you."))


async def _write(incoming: Incoming, session: AsyncSession, wish: NoteReply) -> Sequence[Said]:
    """Without words they are asked for."""
    found = select(FamilyNotes.id, FamilyNotes.pupil_id, People.full_name.label("writer"), Pupils.full_name)
    found = found.join(People, People.id == FamilyNotes.person_id).join(Pupils, Pupils.id == FamilyNotes.pupil_id)
    mine = (FamilyNotes.id == wish.number, FamilyNotes.school_id == incoming.linked.school.id, is_of_family())
    note = (await session.execute(found.where(*mine))).one_or_none()
    if note is None or not await may_see(incoming, session, note.pupil_id):
        return [_gone()]
    words = " ".join(wish.words.split())
    if not words:
        await expect_words(session, incoming.asker.chat_id, note_reply(ReplyAct.WRITE, note.id), incoming.when)
        text = _("Please write your answer to {writer} (family of {name}). It is shown to you before it is sent.")
        return [Outgoing(text=text.format(writer=note.writer, name=note.full_name))]
    if len(words) > LONGEST:
        text = _("That is too long for phones: at most {count} letters, please. Nothing was sent.")
        return [Outgoing(text=text.format(count=LONGEST))]
    await expect_nothing(session, incoming.asker.chat_id)
    values = {"note_id": note.id, "person_id": incoming.linked.person_id, "words": words, "at": incoming.when}
    number = await session.scalar(insert(NoteReplies).values(**values).returning(NoteReplies.id)) or 0
    text = _("To **{writer}**, family of {name}: {words}\nNothing was sent yet.")
    buttons = [
        [Button(_("Send it"), note_reply(ReplyAct.SEND, number))],
        [Button(_("Do not send"), note_reply(ReplyAct.DROP, number))],
    ]
    shown = text.format(writer=note.writer, name=note.full_name, words=quoted(words))
    return [Outgoing(text=shown, buttons=buttons)]


async def _draft(incoming: Incoming, session: AsyncSession, number: int) -> Any:
    """The asker's own, not sent yet, about a child that is still the asker's to decide about."""
    found = select(NoteReplies.id, FamilyNotes.pupil_id, FamilyNotes.person_id.label("writer"))
    found = found.join(FamilyNotes, FamilyNotes.id == NoteReplies.note_id)
    mine = (NoteReplies.id == number, NoteReplies.person_id == incoming.linked.person_id)
    open_ = (NoteReplies.sent_at.is_(None), NoteReplies.words.is_not(None))
    row = (await session.execute(found.where(*mine, *open_))).one_or_none()
    return row if row is not None and await may_see(incoming, session, row.pupil_id) else None


async def _send(incoming: Incoming, session: AsyncSession, row: Any) -> Sequence[Said]:
    school, moment = local(incoming)
    sent = update(NoteReplies).where(NoteReplies.id == row.id).values(sent_at=incoming.when)
    await session.execute(sent)
    key = f"{Kind.NOTE_REPLY}:{row.id}"
    owed = {"school_id": school.id, "person_id": row.writer, "about": row.id, "day": moment.date()}
    notice = Notice(kind=Kind.NOTE_REPLY, key=key, **owed)
    line = await line_for(session, school, incoming.when, [notice])
    return [Outgoing(text=joined([_("**Your answer**"), line])), notice, Act("family.note_answered", row.id)]
