"""/dodau ghi chú: a sponsor's short note of the month, by buttons and in a few words."""

from collections.abc import Sequence
from typing import Any

from msgspec import structs
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.asked import Unclear, local
from handlers.sponsors.who import Meant, pupil_meant
from letters.says import sponsors as says
from locales import _
from locales.sponsors import PROGRESS, TYPED, note_words
from locales.words import left_out, opening
from models import SponsorNotes
from models.cases.visits import TO_ADD
from models.shapes.message import Act, Button, Incoming, Outgoing, Said
from models.sponsors.acts import write_note
from models.sponsors.tables import Entry, entries, last_notes, own_pupils
from rules.people.names import short_names
from rules.sponsors import read_progress
from rules.written import pupil_written

LONGEST = 500


async def note(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    """Alone it asks for what this month still lacks; with a pupil and a colon it writes the note down."""
    if not incoming.rest.strip():
        return [await _owed(incoming, session)]
    words, _colon, text = incoming.rest.partition(":")
    meant = await pupil_meant(incoming, session, words.strip())
    if meant.entry is None or not meant.entry.has_sponsor(incoming.asker.person_id):
        raise Unclear(_("Only a sponsor writes notes, and you are not the sponsor of {who}.").format(who=meant.who()))
    progress, said = read_progress(text)
    if not progress and not said:
        raise Unclear(_("How is {who} this month?").format(who=meant.who()), [_progress_row(meant.pupil.id)])
    return [await _write(incoming, session, meant, progress, said), Act("sponsor.noted", meant.entry.id)]


async def words_after(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    """Words typed right after a tap, which no command understands, belong to that note. Empty: there is none."""
    if len(incoming.text.split()) < 2 or incoming.text.startswith("/"):
        return []
    recent = (SponsorNotes.person_id == incoming.asker.person_id, SponsorNotes.made_at > incoming.when - TO_ADD)
    newest = select(SponsorNotes.pupil_id, SponsorNotes.words).where(*recent).order_by(SponsorNotes.made_at.desc())
    last = (await session.execute(newest.limit(1))).first()
    if last is None or last.words:
        return []
    return await note(structs.replace(incoming, rest=f"{pupil_written(last.pupil_id)}: {incoming.text}"), session)


async def _write(incoming: Incoming, session: AsyncSession, meant: Meant, progress: str | None, said: str) -> Outgoing:
    school, moment = local(incoming)
    month = moment.date().replace(day=1)
    key = {
        "school_id": school.id,
        "pupil_id": meant.pupil.id,
        "person_id": incoming.asker.person_id,
        "month": month,
    }
    values: dict[str, Any] = ({"progress": progress} if progress else {}) | ({"words": said[:LONGEST]} if said else {})
    await write_note(session, key, values, incoming.when)
    mine = (SponsorNotes.person_id == incoming.asker.person_id, SponsorNotes.month == month)
    kept = (await last_notes(session, [meant.pupil.id], *mine))[meant.pupil.id]
    lines = [
        _("**Noted for {who}**: {note}").format(who=meant.who(), note=note_words(month, kept.progress, kept.words)),
        "" if kept.words else _add(meant),
        left_out(said, LONGEST),
    ]
    buttons = [] if kept.progress else [_progress_row(meant.pupil.id)]
    return Outgoing(text="\n".join(line for line in lines if line), buttons=buttons)


def _add(meant: Meant) -> str:
    text = _("To add a few words, type them now, or later: /dodau ghi chú {klass} {name}: …")
    return text.format(klass=meant.klass.name, name=meant.pupil.name)


def _progress_row(pupil_id: int, name: str = "") -> list[Button]:
    before = f"{name}: " if name else ""
    return [
        Button(opening(before + _(PROGRESS[one])), says.pupil(pupil_id, says.Act.NOTE, TYPED[one])) for one in PROGRESS
    ]


async def _owed(incoming: Incoming, session: AsyncSession) -> Outgoing:
    school, moment = local(incoming)
    mine = await entries(session, school.id, moment.date(), own_pupils(incoming.asker.person_id))
    if not mine:
        raise Unclear(_("You are nobody's sponsor yet. To take on a pupil at risk: /dodau, the class and the name."))
    owing = await _without_note(incoming, session, mine)
    if not owing:
        return Outgoing(text=_("This month's notes are written. Thank you."))
    lines = [f"• {one.name}, {one.class_name}" for one in owing]
    head = _("**How are your pupils this month?** Tap once each.")
    names = short_names({one.pupil_id: (one.name, one.class_name) for one in owing}) if len(owing) > 1 else {}
    buttons = [_progress_row(one.pupil_id, names.get(one.pupil_id, "")) for one in owing]
    return Outgoing(text="\n".join([head, *lines]), buttons=buttons)


async def _without_note(incoming: Incoming, session: AsyncSession, mine: Sequence[Entry]) -> list[Entry]:
    month = local(incoming)[1].date().replace(day=1)
    own = (SponsorNotes.person_id == incoming.asker.person_id, SponsorNotes.month == month)
    written = await last_notes(session, [one.pupil_id for one in mine], *own, SponsorNotes.progress.is_not(None))
    return [one for one in mine if one.pupil_id not in written]
