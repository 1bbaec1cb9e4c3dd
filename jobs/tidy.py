"""Keeps nothing longer than its purpose (see docs/details/retention.md)."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta

from msgspec import Struct
from sqlalchemy import Executable, delete, func, select, update
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
    LastQuestions,
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


class Old(Struct, frozen=True):
    """Up to when things are old. `now` and `day` are those of the run before."""

    now: datetime
    day: date

    def before(self, kept: timedelta) -> datetime:
        return self.now - kept


@job(times=lambda _school: [time(2, 30)], late=timedelta(hours=20))
async def tidy(round_: Round, session: AsyncSession) -> Sequence[Said]:
    """What was old at the run before already goes: a clock that is ahead for less than a day erases nothing."""
    now, connection = await _run_before(round_, session), await session.connection()
    if now is None:
        return []
    old = Old(now, round_.day - (round_.now - now))
    for forgets in (_post, _files, _register, _cases, _families, _announcements, _people, _program):
        for statement in forgets(old):
            await connection.execute(statement)
    return []


def _post(old: Old) -> Iterator[Executable]:
    """What arrived and what was sent."""
    raw, words = old.before(RAW), old.before(WORDS)
    yield update(Inbox).where(Inbox.received_at < raw, Inbox.state == DONE, Inbox.body.is_not(None)).values(body=None)
    settled = Outbox.state != PENDING
    sent = update(Outbox).where(settled, Outbox.payload.is_not(None), Outbox.created_at < old.before(FILES))
    yield sent.values(payload=None)
    tried = select(Outbox.id).where(settled, Outbox.created_at < words)
    yield delete(Attempts).where(Attempts.outbox_id.in_(tried))
    yield update(Outbox).where(settled, Outbox.created_at < words, Outbox.text.is_not(None)).values(text=None)
    yield delete(Buttons).where(Buttons.expires_at < old.now)


def _files(old: Old) -> Iterator[Executable]:
    """Lists that were sent in, and what would take them back."""
    yield delete(Uploads).where(Uploads.made_at < old.before(FILES))
    there = update(RosterImports).where(RosterImports.made_at < old.before(WORDS), RosterImports.steps.is_not(None))
    yield there.values(steps=None)


def _register(old: Old) -> Iterator[Executable]:
    """Boards that were tapped, reasons, questions that were put."""
    words, over_since = old.before(WORDS), old.before(FILES)
    tapped = select(RollCalls.id).where(RollCalls.expires_at < over_since)
    yield delete(Taps).where(Taps.roll_call_id.in_(tapped))
    yield delete(RollCalls).where(RollCalls.expires_at < over_since)
    yield update(Marks).where(Marks.made_at < words, Marks.reason.is_not(None)).values(reason=None)
    yield delete(Questions).where(Questions.asked_at < words)


def _cases(old: Old) -> Iterator[Executable]:
    """Pictures, what was written about cases that are closed, and sponsorships that are over."""
    closed = select(Cases.id).where(Cases.closed_on < old.day - WORDS)
    visited = select(VisitCases.visit_id).where(VisitCases.case_id.in_(closed))
    photographed = update(Visits).where(Visits.started_at < old.before(PICTURES), Visits.photo.is_not(None))
    yield photographed.values(photo=None, photo_channel=None)
    yield update(Visits).where(Visits.id.in_(visited), Visits.note.is_not(None)).values(note=None)
    yield update(CaseNotes).where(CaseNotes.case_id.in_(closed), CaseNotes.text.is_not(None)).values(text=None)
    yield update(Cases).where(Cases.id.in_(closed), Cases.opened_why.is_not(None)).values(opened_why=None)
    yield from over(old.day, old.before(FILES))


def _families(old: Old) -> Iterator[Executable]:
    """The words of families and of whoever was worried about a child."""
    words = old.before(WORDS)
    yield update(Answers).where(Answers.answered_at < words, Answers.words.is_not(None)).values(words=None)
    yield update(Leaves).where(Leaves.asked_at < words, Leaves.reason.is_not(None)).values(reason=None)
    yield update(FamilyNotes).where(FamilyNotes.at < words).values(words=None, channel=None, reference=None)
    yield update(NoteReplies).where(NoteReplies.at < words).values(words=None)
    yield update(Worries).where(Worries.at < words, Worries.words.is_not(None)).values(words=None)


def _announcements(old: Old) -> Iterator[Executable]:
    """Drafts that were never sent."""
    made = Announcements.made_at < old.before(FILES)
    drafts = select(Announcements.id).where(made, Announcements.sent_at.is_(None))
    yield delete(AnnouncementTargets).where(AnnouncementTargets.announcement_id.in_(drafts))
    yield delete(Announcements).where(Announcements.id.in_(drafts))


def _people(old: Old) -> Iterator[Executable]:
    """Words learned for classes whose year is over, words that were waited for, what was asked last, tries to link."""
    ended = select(Classes.id).join(Years, Years.id == Classes.year_id).where(Years.ends < old.day)
    yield delete(LearnedWords).where(LearnedWords.class_id.in_(ended))
    yield delete(AwaitedWords).where(AwaitedWords.expires_at < old.now)
    yield delete(LastQuestions).where(LastQuestions.expires_at < old.now)
    yield delete(LinkTries).where(LinkTries.at < old.before(WORDS))


def _program(old: Old) -> Iterator[Executable]:
    yield delete(ClockSlots).where(ClockSlots.due_at < old.before(SLOTS))
    yield delete(Audit).where(Audit.at < old.before(AUDIT))


async def _run_before(round_: Round, session: AsyncSession) -> datetime | None:
    """When: by what the clock showed then, and not in this same round of a program that catches up."""
    earlier = select(func.max(ClockSlots.claimed_at)).where(ClockSlots.job == tidy.__name__, ClockSlots.outcome == DONE)
    found: datetime | None = await session.scalar(earlier.where(ClockSlots.claimed_at < round_.now))
    return found
