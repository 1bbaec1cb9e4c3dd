"""What the table of readers needs: one of everything letters are about, and each way a right comes to an end."""

from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from enum import Enum, auto
from typing import Any

import msgspec
from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models import (
    Announcements,
    AnnouncementTargets,
    Answers,
    BoarderReturns,
    CaseNotes,
    Cases,
    Chats,
    Classes,
    DutyTimes,
    Enrolments,
    FamilyNotes,
    Firings,
    Guardians,
    Ladders,
    Leaves,
    LinkRequests,
    MeterWarnings,
    NoteReplies,
    Outbox,
    PartnerAsks,
    People,
    Places,
    Pupils,
    Questions,
    Relays,
    Roles,
    Sponsorships,
    SponsorWishes,
    VisitCases,
    Visits,
    Worries,
    Years,
)
from models.people.staff_requests import StaffRequests
from models.post.optouts import OPTIONAL, OptOuts
from models.register.questions import Matter
from rules.announcements import Whom
from rules.ladder.steps import ABSENCE, AWAY, CASE, FIRST, NOT_BACK, OUT, RETURN, UP
from rules.marks import Mark
from rules.people.roles import Role
from rules.reading.said.reported import ClassReport
from tests.conversation import Play

HIM = "Nguyễn Văn A"
STEPS = {"first": FIRST, "case": CASE, "up": UP, "out": OUT, "away": AWAY, "not back": NOT_BACK}
FURTHER = {"trưởng thôn": Role.VILLAGE_HEAD, "xã": Role.COMMUNE_OFFICER, "tổ trưởng": Role.GROUP_HEAD}


class End(Enum):
    """A way a right ends while a letter waits."""

    ROLE = auto()
    CLASS = auto()
    MOVED = auto()
    PLACE = auto()
    GUARDIAN = auto()
    POSITION = auto()
    HANDED_BACK = auto()
    SPONSOR = auto()
    STOPPED = auto()
    CHAT = auto()


async def everything(play: Play) -> dict[str, int]:
    """One of everything about one pupil of 6A; the numbers by what they are of."""
    async with play.app.database.write() as session:
        found = await _people(play, session)
        found |= await _case(play, session, found)
        return found | await _others(play, session, found)


async def _people(play: Play, session: AsyncSession) -> dict[str, int]:
    """Somebody outside, a sponsor, and a numbered vice principal beside those everybody knows."""
    day, now, school = play.now.date(), play.app.now(), play.school_id
    village = await session.scalar(select(Places.id).where(Places.name == "Thôn 3")) or 0
    for phone, role in FURTHER.items():
        person = {"school_id": school, "key": phone, "full_name": phone}
        person_id = await _new(session, People, **person)
        place = village if role is Role.VILLAGE_HEAD else None
        await _new(session, Roles, school_id=school, person_id=person_id, name=role, place_id=place, starts=day)
        chat = {"channel": "paper", "address": phone, "person_id": person_id}
        await _new(session, Chats, **chat, language="vi", created_at=now, linked_at=now)
    await session.execute(update(Roles).where(Roles.name == Role.VICE_PRINCIPAL).values(position="PHT2"))
    return {
        "pupil": await session.scalar(select(Pupils.id).where(Pupils.full_name == HIM)) or 0,
        "class": await session.scalar(select(Classes.id).where(Classes.name == "6A")) or 0,
        "seat": await session.scalar(
            select(Enrolments.id).join(Pupils, Pupils.id == Enrolments.pupil_id).where(Pupils.full_name == HIM)
        )
        or 0,
        "role": await session.scalar(
            select(Roles.id).join(People, People.id == Roles.person_id).where(People.full_name == "Phạm Thu Hà")
        )
        or 0,
        "place": await session.scalar(select(Places.id).where(Places.name == "Takta")) or 0,
        "mother": await session.scalar(select(People.id).where(People.full_name == f"Mẹ {HIM}")) or 0,
        "colleague": await session.scalar(select(People.id).where(People.full_name == "Cao Thị Yên")) or 0,
        "teacher": await session.scalar(select(People.id).where(People.full_name == "Phạm Thu Hà")) or 0,
    }


async def _case(play: Play, session: AsyncSession, found: dict[str, int]) -> dict[str, int]:
    day = play.now.date()
    ladders = dict((await session.execute(select(Ladders.name, Ladders.id))).all())
    about: dict[str, Any] = {"school_id": play.school_id, "pupil_id": found["pupil"], "class_id": found["class"]}
    about |= {"place_id": found["place"], "run_start": day, "days": 3}
    case = await _new(session, Cases, **about, opened_on=day, ladder_id=ladders[ABSENCE], step=OUT, decision="request")
    fired = {
        name: await _new(
            session, Firings, **about, step=step, day=day, ladder_id=ladders[RETURN if step >= AWAY else ABSENCE],
            case_id=case if step != FIRST else None,
        )
        for name, step in STEPS.items()
    }  # fmt: skip
    visit = await _new(session, Visits, school_id=play.school_id, trip=1, made_on=day, started_at=play.app.now())
    await session.execute(insert(VisitCases).values(visit_id=visit, case_id=case))
    note = await _new(session, CaseNotes, case_id=case, at=play.app.now())
    return {**fired, "the case": case, "visit": visit, "note": note}


async def _others(play: Play, session: AsyncSession, found: dict[str, int]) -> dict[str, int]:
    day, now = play.now.date(), play.app.now()
    school, pupil = {"school_id": play.school_id}, {"pupil_id": found["pupil"]}
    theirs = {**school, **pupil}
    mother, colleague = {"person_id": found["mother"]}, {"person_id": found["colleague"]}
    klass, place = {"class_id": found["class"]}, {"place_id": found["place"]}
    year = await session.scalar(select(Years.id)) or 0
    slot = await session.scalar(select(Guardians.id).where(Guardians.pupil_id == found["pupil"])) or 0
    chat = await session.scalar(select(Chats.id).where(Chats.person_id == found["colleague"])) or 0
    lost = {**mother, "kind": "thanks", "state": "failed", "created_at": now, "not_before": now}
    said = msgspec.json.encode(Matter(report=ClassReport(), mark=Mark.UNEXCUSED)).decode()
    question = {"class_id": found["class"], "day": day, "parts": "S", "kind": "count", "words": "", "candidates": ""}
    told = {**school, "person_id": found["teacher"], "words": "mai học bình thường", "made_at": now, "sent_at": now}
    there = await _new(session, Announcements, **told, whom=Whom.EVERYBODY)
    await session.execute(insert(AnnouncementTargets).values(announcement_id=there, **klass))
    await session.execute(insert(AnnouncementTargets).values(announcement_id=there, **place))
    return {
        "announcement": await _new(session, Announcements, **told, whom=Whom.EVERYBODY),
        "announcement there": there,
        "answer": await _new(
            session, Answers, **theirs, **mother, firing_id=found["first"], day=day, code="om", answered_at=now
        ),
        "leave": await _new(session, Leaves, **theirs, **klass, **mother, first=day, last=day, asked_at=now),
        "family note": (note := await _new(session, FamilyNotes, **theirs, **mother, words="cháu về quê", at=now)),
        "linked": chat,
        "note reply": await _new(session, NoteReplies, note_id=note, **mother, words="cô biết rồi", at=now),
        "partner ask": await _new(session, PartnerAsks, **school, **colleague, case_id=found["the case"], asked_at=now),
        "worry": await _new(session, Worries, **theirs, **mother, words="cháu bỏ nhà đi", at=now),
        "warning": await _new(
            session, MeterWarnings, **theirs, **klass, year_id=year, threshold=40, missed=40, day=day
        ),
        "boarder": await _new(session, BoarderReturns, **theirs, **klass, **place, day=day),
        "relay": await _new(session, Relays, **theirs, **klass, **place, day=day, asked_at=now),
        "sponsorship": await _new(session, Sponsorships, **theirs, **colleague, starts=day),
        "wish": await _new(session, SponsorWishes, **theirs, **colleague, asked_at=now),
        "link": await _new(session, LinkRequests, **school, chat_id=chat, guardian_id=slot, asked_at=now),
        "account": await _new(session, StaffRequests, **school, **colleague, chat_id=chat, asked_at=now),
        "question": await _new(
            session, Questions, **school, **colleague, **question, chat_id=chat, said=said, inbox_id=0, asked_at=now
        ),
        "duty": await _new(
            session, DutyTimes, **school, duty="month", due=date(2026, 11, 24), role=Role.VICE_PRINCIPAL
        ),
        "lost": await _new(session, Outbox, **school, **lost),
    }


async def _new(session: AsyncSession, table: Any, **values: Any) -> int:
    return await session.scalar(insert(table).values(**values).returning(table.id)) or 0


async def end(play: Play, way: End, found: dict[str, int]) -> None:
    """End that right of everybody who has it."""
    async with play.app.database.write() as session:
        await WAYS[way](play, session, found)


async def _roles(play: Play, session: AsyncSession, found: dict[str, int]) -> None:
    await session.execute(update(Roles).values(ends=play.now.date() - timedelta(days=1)))


async def _class(play: Play, session: AsyncSession, found: dict[str, int]) -> None:
    other = select(Classes.id).where(Classes.name == "6B").scalar_subquery()
    await session.execute(update(Roles).where(Roles.class_id == found["class"]).values(class_id=other))


async def _moved(play: Play, session: AsyncSession, found: dict[str, int]) -> None:
    other = select(Classes.id).where(Classes.name == "6B").scalar_subquery()
    await session.execute(update(Enrolments).where(Enrolments.pupil_id == found["pupil"]).values(class_id=other))


async def _place(play: Play, session: AsyncSession, found: dict[str, int]) -> None:
    other = select(Places.id).where(Places.name == "Thôn 4").scalar_subquery()
    await session.execute(update(Roles).where(Roles.place_id.is_not(None)).values(place_id=other))


async def _guardian(play: Play, session: AsyncSession, found: dict[str, int]) -> None:
    new = select(People.id).where(People.full_name == "Mẹ Hồ Thị Lan").scalar_subquery()
    await session.execute(update(Guardians).where(Guardians.pupil_id == found["pupil"]).values(person_id=new))


async def _position(play: Play, session: AsyncSession, found: dict[str, int]) -> None:
    await session.execute(update(Roles).where(Roles.position == "PHT2").values(position=None))
    await session.execute(update(Roles).where(Roles.name == Role.GROUP_HEAD).values(position="PHT2"))


async def _handed_back(play: Play, session: AsyncSession, found: dict[str, int]) -> None:
    await session.execute(update(Cases).values(decision="wait"))


async def _sponsor(play: Play, session: AsyncSession, found: dict[str, int]) -> None:
    await session.execute(update(Sponsorships).values(ends=play.now.date()))


async def _stopped(play: Play, session: AsyncSession, found: dict[str, int]) -> None:
    kinds = [{"person_id": found["mother"], "kind": kind, "since": play.app.now()} for kind in OPTIONAL]
    await session.execute(insert(OptOuts), kinds)


async def _chat(play: Play, session: AsyncSession, found: dict[str, int]) -> None:
    await session.execute(update(Chats).values(closed_at=play.app.now()))


WAYS: dict[End, Callable[[Play, AsyncSession, dict[str, int]], Awaitable[None]]] = {
    End.ROLE: _roles,
    End.CLASS: _class,
    End.MOVED: _moved,
    End.PLACE: _place,
    End.GUARDIAN: _guardian,
    End.POSITION: _position,
    End.HANDED_BACK: _handed_back,
    End.SPONSOR: _sponsor,
    End.STOPPED: _stopped,
    End.CHAT: _chat,
}
