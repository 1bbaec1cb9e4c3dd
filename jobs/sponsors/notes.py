"""The sponsors' month: asked from the 20th, reminded by the 24th, summed up on the 25th, as the campaign has it."""

from collections.abc import Sequence
from datetime import date, time, timedelta
from typing import Any

from sqlalchemy import Date, Select, String, cast, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from jobs import job
from models import AtRiskPupils, ClassParts, Roles, SponsorNotes, Sponsorships
from models.calendar.held import last_held
from models.people.holders import leads_on
from models.people.roles import held_on
from models.shapes.among import among
from models.shapes.message import DIGEST, Notices, Round, Said
from rules.letters import Kind
from rules.people.roles import Role

ASKED, REMINDED, CLOSED = 20, 24, 25
EVENING, MORNING = time(16, 30), time(7, 0)
LATE = timedelta(hours=15)


@job(times=lambda _school: [EVENING], late=LATE)
async def ask_sponsors(round_: Round, session: AsyncSession) -> Sequence[Said]:
    """On the first school day from the 20th on; on the next ones whoever became a sponsor since; and on the last school
    day until the 24th once more whoever has not written.
    """
    day = round_.day
    if not ASKED <= day.day <= REMINDED:
        return []
    until, mine = round_.now + timedelta(days=CLOSED - day.day), Sponsorships.school_id
    last = await last_held(session, list(round_.schools), day, day.replace(day=REMINDED))
    asked = _owing(round_, "ask").where(_school_today(day), mine.not_in(last))
    return [
        _asking(Kind.SPONSOR_ASK, asked, until),
        _asking(Kind.SPONSOR_REMIND, _owing(round_, "remind").where(mine.in_(last)), until),
    ]


def _asking(kind: Kind, select_: Select[*tuple[Any, ...]], until: Any) -> Notices:
    return Notices(kind=kind, select=select_, valid_until=until, priority=DIGEST)


def _school_today(day: date) -> Any:
    held = select(ClassParts.class_id).where(
        ClassParts.school_id == Sponsorships.school_id, ClassParts.day == day, ClassParts.held
    )
    return held.correlate(Sponsorships).exists()


def _owing(round_: Round, what: str) -> Select[*tuple[Any, ...]]:
    """Sponsorships without this month's note; one question a month and sponsorship."""
    month = round_.day.replace(day=1)
    written = select(SponsorNotes.id).where(
        SponsorNotes.pupil_id == Sponsorships.pupil_id,
        SponsorNotes.person_id == Sponsorships.person_id,
        SponsorNotes.month == month,
        SponsorNotes.progress.is_not(None),
    )
    staff = select(Roles.id).where(Roles.person_id == Sponsorships.person_id, *held_on(round_.day))
    key = literal(f"sponsor_{what}:{month:%Y-%m}:") + cast(Sponsorships.id, String)
    return select(
        Sponsorships.school_id,
        Sponsorships.person_id,
        Sponsorships.id.label("about"),
        literal(round_.day, Date).label("day"),
        key.label("key"),
    ).where(
        among(Sponsorships.school_id, round_.schools),
        Sponsorships.ends.is_(None),
        staff.correlate(Sponsorships).exists(),
        ~written.correlate(Sponsorships).exists(),
    )


@job(times=lambda _school: [MORNING], late=LATE)
async def sum_up_sponsors(round_: Round, session: AsyncSession) -> Sequence[Said]:
    """On the 25th the heads of the groups and the leadership get the month. Only in schools that have sponsors."""
    day, until = round_.day, round_.now + timedelta(days=3)
    if day.day != CLOSED:
        return []
    return [_asking(Kind.SPONSOR_MONTH, _readers(round_, f"sponsor_month:{day:%Y-%m}", Role.GROUP_HEAD), until)]


def _readers(round_: Round, key: str, *roles: str) -> Select[*tuple[Any, ...]]:
    """The vice principals (or a principal without any), and whoever has one of these roles."""
    live = select(AtRiskPupils.id).where(AtRiskPupils.school_id == Roles.school_id, AtRiskPupils.ends.is_(None))
    return (
        select(
            Roles.school_id,
            Roles.person_id,
            literal(0).label("about"),
            literal(round_.day, Date).label("day"),
            cast(literal(key), String).label("key"),
        )
        .where(
            among(Roles.school_id, round_.schools),
            or_(leads_on(round_.day), Roles.name.in_(roles)),
            *held_on(round_.day),
            live.correlate(Roles).exists(),
        )
        .distinct()
    )
