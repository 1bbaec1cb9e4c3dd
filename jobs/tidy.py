"""Keeps nothing longer than its purpose (see docs/details/retention.md)."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from jobs import job
from models import (
    Announcements,
    AnnouncementTargets,
    Answers,
    Attempts,
    Audit,
    AwaitedWords,
    Buttons,
    CaseNotes,
    Cases,
    Classes,
    ClockSlots,
    FamilyNotes,
    Inbox,
    LearnedWords,
    Leaves,
    LinkTries,
    Marks,
    NoteReplies,
    Outbox,
    Questions,
    RollCalls,
    RosterImports,
    Taps,
    Uploads,
    VisitCases,
    Visits,
    Worries,
    Years,
)
from models.post.tables import DONE, PENDING
from models.shapes.message import Round, Said
from models.sponsors.acts import over

RAW = timedelta(days=8)  # what arrived, as it arrived
FILES = timedelta(days=1)  # files that were sent out, texts that showed a child's circumstances
PICTURES = timedelta(days=30)  # of home visits
WORDS = timedelta(days=30)  # texts that were sent, reasons in free text, tries
SLOTS = timedelta(days=60)
AUDIT = timedelta(days=730)


@job(times=lambda _school: [time(2, 30)], late=timedelta(hours=20))
async def tidy(round_: Round, session: AsyncSession) -> Sequence[Said]:
    """What was old at the run before already goes: a clock that is ahead for less than a day erases nothing."""
    now, connection = await _run_before(round_, session), await session.connection()
    if now is None:
        return []
    day = round_.day - (round_.now - now)
    closed = select(Cases.id).where(Cases.closed_on < day - WORDS)
    of_closed = select(VisitCases.visit_id).where(VisitCases.case_id.in_(closed))
    settled = Outbox.state != PENDING
    old = select(Outbox.id).where(settled, Outbox.created_at < now - WORDS)
    ended = select(Classes.id).join(Years, Years.id == Classes.year_id).where(Years.ends < day)
    roll_calls = select(RollCalls.id).where(RollCalls.expires_at < now - FILES)
    drafts = select(Announcements.id).where(Announcements.made_at < now - FILES, Announcements.sent_at.is_(None))
    for statement in (
        update(Inbox)
        .where(Inbox.received_at < now - RAW, Inbox.state == "done", Inbox.body.is_not(None))
        .values(body=None),
        update(Outbox)
        .where(settled, Outbox.created_at < now - FILES, Outbox.payload.is_not(None))
        .values(payload=None),
        delete(Attempts).where(Attempts.outbox_id.in_(old)),
        update(Outbox).where(settled, Outbox.created_at < now - WORDS, Outbox.text.is_not(None)).values(text=None),
        delete(Uploads).where(Uploads.made_at < now - FILES),
        update(RosterImports)
        .where(RosterImports.made_at < now - WORDS, RosterImports.steps.is_not(None))
        .values(steps=None),
        delete(Buttons).where(Buttons.expires_at < now),
        delete(Taps).where(Taps.roll_call_id.in_(roll_calls)),
        delete(RollCalls).where(RollCalls.expires_at < now - FILES),
        update(Marks).where(Marks.made_at < now - WORDS, Marks.reason.is_not(None)).values(reason=None),
        delete(Questions).where(Questions.asked_at < now - WORDS),
        update(Visits)
        .where(Visits.started_at < now - PICTURES, Visits.photo.is_not(None))
        .values(photo=None, photo_channel=None),
        update(Visits).where(Visits.id.in_(of_closed), Visits.note.is_not(None)).values(note=None),
        update(CaseNotes).where(CaseNotes.case_id.in_(closed), CaseNotes.text.is_not(None)).values(text=None),
        update(Cases).where(Cases.id.in_(closed), Cases.opened_why.is_not(None)).values(opened_why=None),
        update(Answers).where(Answers.answered_at < now - WORDS, Answers.words.is_not(None)).values(words=None),
        update(Leaves).where(Leaves.asked_at < now - WORDS, Leaves.reason.is_not(None)).values(reason=None),
        update(FamilyNotes).where(FamilyNotes.at < now - WORDS).values(words=None, channel=None, reference=None),
        update(NoteReplies).where(NoteReplies.at < now - WORDS).values(words=None),
        update(Worries).where(Worries.at < now - WORDS, Worries.words.is_not(None)).values(words=None),
        delete(AnnouncementTargets).where(AnnouncementTargets.announcement_id.in_(drafts)),
        delete(Announcements).where(Announcements.id.in_(drafts)),
        delete(LearnedWords).where(LearnedWords.class_id.in_(ended)),
        delete(AwaitedWords).where(AwaitedWords.expires_at < now),
        delete(LinkTries).where(LinkTries.at < now - WORDS),
        *over(day, now - FILES),
        delete(ClockSlots).where(ClockSlots.due_at < now - SLOTS),
        delete(Audit).where(Audit.at < now - AUDIT),
    ):
        await connection.execute(statement)
    return []


async def _run_before(round_: Round, session: AsyncSession) -> datetime | None:
    """When: by what the clock showed then, and not in this same round of a program that catches up."""
    earlier = select(func.max(ClockSlots.claimed_at)).where(ClockSlots.job == tidy.__name__, ClockSlots.outcome == DONE)
    found: datetime | None = await session.scalar(earlier.where(ClockSlots.claimed_at < round_.now))
    return found
