"""A family's own words to the homeroom teacher, what it said or showed one tap away; and the teacher's answer."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from letters.says.families import WRITE_TO_TEACHER, ReplyAct, family_file, note_reply
from locales import N_, _
from locales.words import quoted
from models import Classes, Enrolments, FamilyNotes, NoteReplies, People, Pupils
from models.families.notes import is_of_family
from models.figures.counting import enrolled_on
from models.people.guardians import guardians
from models.readers import FAMILY_NOTE, NOTE_REPLY, decides, family
from models.shapes.letter import Due, Letter, Reader, composes, dues_about
from models.shapes.message import Button
from papers.people.contacts import contact_words
from rules.letters import Kind

FILM = ".mp4"
RECALLED = 80  # letters of what the family wrote


@composes(Kind.FAMILY_NOTE, to=decides(FAMILY_NOTE), about=N_("what a family or a hamlet's pair wrote"))
async def family_note(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    """Who of which family wrote, and whom to call back."""
    statement = (
        select(FamilyNotes.__table__, Pupils.full_name, People.full_name.label("writer"), Classes.name.label("klass"))
        .add_columns(is_of_family().label("of_family"))
        .join(Pupils, Pupils.id == FamilyNotes.pupil_id)
        .join(People, People.id == FamilyNotes.person_id)
        .join(Enrolments, (Enrolments.pupil_id == Pupils.id) & enrolled_on(Enrolments, reader.school.day(reader.now)))
        .join(Classes, Classes.id == Enrolments.class_id)
        .where(FamilyNotes.id.in_([due.about for due in dues]))
        .order_by(FamilyNotes.id)
    )
    rows = (await session.execute(statement)).all()
    lines = _under(_("**From a family**"), [row for row in rows if row.of_family])
    lines += _under(_("**A colleague writes about a pupil**"), [row for row in rows if not row.of_family])
    found = [await guardians(session, [pupil_id]) for pupil_id in dict.fromkeys(row.pupil_id for row in rows)]
    lines += dict.fromkeys(_("Family: {who}").format(who=who) for one in found for who in contact_words(one))
    buttons = [[Button(_shows(row, rows), family_file(row.id))] for row in rows if row.reference]
    # an answer to the last words of a family is one to all of them
    latest = {row.pupil_id: row for row in rows if row.of_family}
    answers = _("Answer: {name}")
    buttons += [
        [Button(answers.format(name=row.full_name), note_reply(ReplyAct.WRITE, row.id))] for row in latest.values()
    ]
    text = "\n".join(lines)
    return Letter(text=text, told=dues_about(dues, (row.id for row in rows)), buttons=buttons) if rows else None


def _under(head: str, rows: Sequence[Any]) -> list[str]:
    return [head, *map(_line, rows)] if rows else []


def _line(row: Any) -> str:
    line = _("• **{name}**, class {klass}. {writer} wrote: {words}").format
    if row.reference is None:
        return line(name=row.full_name, klass=row.klass, writer=row.writer, words=quoted(row.words or "…"))
    line = _("• **{name}**, class {klass}. {writer} sends {what}. {words}").format
    film = (row.name or "").endswith(FILM)
    what = _("a voice message") if _is_spoken(row) else _("a video") if film else _("a picture or file")
    words = quoted(row.words) if row.words else ""
    return line(name=row.full_name, klass=row.klass, writer=row.writer, what=what, words=words).strip()


def _shows(row: Any, rows: Sequence[Any]) -> str:
    """The button of a file: which of several of one child's it is."""
    label = (_("Hear it: {name}") if _is_spoken(row) else _("See it: {name}")).format(name=row.full_name)
    alike = [
        one.id for one in rows if one.reference and (one.full_name, _is_spoken(one)) == (row.full_name, _is_spoken(row))
    ]
    return f"{label} ({alike.index(row.id) + 1})" if len(alike) > 1 else label


def _is_spoken(row: Any) -> bool:
    return (row.name or "").endswith((".ogg", ".aac"))


@composes(Kind.NOTE_REPLY, to=family(NOTE_REPLY), about=N_("a teacher's answer to a family"))
async def replied(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    """The teacher's words under the family's own."""
    statement = (
        select(NoteReplies.id, NoteReplies.words, FamilyNotes.words.label("asked"), People.full_name)
        .join(FamilyNotes, FamilyNotes.id == NoteReplies.note_id)
        .join(People, People.id == NoteReplies.person_id)
        .where(NoteReplies.id.in_([due.about for due in dues]), NoteReplies.words.is_not(None))
        .order_by(NoteReplies.id)
    )
    rows = (await session.execute(statement)).all()
    if not rows:
        return None
    lines = []
    for row in rows:
        if row.asked:
            lines.append(_("You wrote: {words}").format(words=quoted(shortened(row.asked))))
        lines.append(_("**{teacher} answers:** {words}").format(teacher=row.full_name, words=quoted(row.words)))
    buttons = [[Button(_("Write again"), WRITE_TO_TEACHER)]]
    return Letter(text="\n".join(lines), told=dues_about(dues, (row.id for row in rows)), buttons=buttons)


def shortened(words: str) -> str:
    """Enough of it to know it again."""
    return words if len(words) <= RECALLED else words[:RECALLED].rsplit(" ", 1)[0] + "…"
