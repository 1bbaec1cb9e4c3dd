"""The sponsors' month: asked from the 20th, reminded on the 24th, summed up on the 25th; and the two reports of a year.

The dates are the campaign's: groups comment before the 25th, the school reports before 30 December and 25 May.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import date, time, timedelta
from typing import Any

from msgspec import Struct
from sqlalchemy import Date, Select, String, cast, func, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from jobs import job
from locales import _
from locales.sponsors import PROGRESS, TYPED
from locales.words import listed, opening, quoted
from models import AtRiskPupils, Classes, ClassSessions, Enrolments, People, Pupils, Roles, SponsorNotes, Sponsorships
from models.counting import enrolled_on
from models.ladder import held_on
from models.letter import Due, Letter, Reader, composes
from models.message import DIGEST, Button, Notices, Round, Said
from models.sponsors import WORRY
from rules.names import given_name

ASKED, REMINDED, CLOSED = 20, 24, 25
REPORTS = {(12, 20): date(2000, 12, 30), (5, 15): date(2000, 5, 25)}  # ten days before each report is due
EVENING, MORNING = time(16, 30), time(7, 0)
LATE = timedelta(hours=15)


@job(times=lambda _school: [EVENING], late=LATE)
async def ask_sponsors(round_: Round, session: AsyncSession) -> Sequence[Said]:
    """On the first school day from the 20th on; on the next ones whoever became a sponsor since; on the 24th, school or
    not, once more whoever has not written.
    """
    day = round_.day
    if ASKED <= day.day < REMINDED:
        until = round_.now + timedelta(days=CLOSED - day.day)
        return [_asking("sponsor_ask", _owing(round_, "ask").where(_school_today(day)), until)]
    if day.day == REMINDED:
        return [_asking("sponsor_remind", _owing(round_, "remind"), round_.now + timedelta(days=1))]
    return []


def _asking(kind: str, select_: Select[*tuple[Any, ...]], until: Any) -> Notices:
    return Notices(kind=kind, select=select_, valid_until=until, priority=DIGEST)


def _school_today(day: date) -> Any:
    held = select(ClassSessions.class_id).where(
        ClassSessions.school_id == Sponsorships.school_id, ClassSessions.day == day, ClassSessions.held
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
        Sponsorships.school_id.in_(list(round_.schools)),
        Sponsorships.ends.is_(None),
        staff.correlate(Sponsorships).exists(),
        ~written.correlate(Sponsorships).exists(),
    )


class Owed(Struct, frozen=True, kw_only=True):
    """A sponsorship whose note of the month is not written yet."""

    id: int
    pupil_id: int
    name: str
    class_name: str


async def _still_owed(dues: Sequence[Due], session: AsyncSession) -> list[Owed]:
    day = dues[-1].day
    written = select(SponsorNotes.id).where(
        SponsorNotes.pupil_id == Sponsorships.pupil_id,
        SponsorNotes.person_id == Sponsorships.person_id,
        SponsorNotes.month == day.replace(day=1),
        SponsorNotes.progress.is_not(None),
    )
    statement = (
        select(Sponsorships.id, Sponsorships.pupil_id, Pupils.full_name.label("name"), Classes.name.label("class_name"))
        .join(Pupils, Pupils.id == Sponsorships.pupil_id)
        .join(Enrolments, Enrolments.pupil_id == Pupils.id)
        .join(Classes, Classes.id == Enrolments.class_id)
        .where(
            Sponsorships.id.in_([due.about for due in dues]),
            Sponsorships.ends.is_(None),
            enrolled_on(Enrolments, day),
            ~written.correlate(Sponsorships).exists(),
        )
        .order_by(Classes.grade, Classes.name, Pupils.id)
    )
    return [Owed(**row) for row in (await session.execute(statement)).mappings()]


@composes("sponsor_ask")
async def ask(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    month = f"{dues[-1].day:%m/%Y}"
    head = _("**The sponsor's note of {month}**, before the 25th: how are they?").format(month=month)
    return await _question(dues, session, head)


@composes("sponsor_remind")
async def remind(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    month = f"{dues[-1].day:%m/%Y}"
    head = _("**The last day for the sponsor's note of {month}.** One tap is enough:").format(month=month)
    return await _question(dues, session, head)


async def _question(dues: Sequence[Due], session: AsyncSession, head: str) -> Letter | None:
    """All pupils of one person in one letter; what was written meanwhile is not asked again."""
    owed = await _still_owed(dues, session)
    if not owed:
        return None
    lines = [_("• {name}, class {klass}").format(name=one.name, klass=one.class_name) for one in owed]
    more = _("A few words may be added: /dodau ghi chú {klass} {name}: …").format(
        klass=owed[0].class_name, name=owed[0].name
    )
    readers = _("The head of your group and the leadership read it.")
    several = len(owed) > 1
    buttons = [
        [
            Button(
                opening((given_name(one.name) + ": " if several else "") + _(title)),
                f"/dodau ghi chú #p{one.pupil_id}: {TYPED[name]}",
            )
            for name, title in PROGRESS.items()
        ]
        for one in owed
    ]
    there = {one.id for one in owed}
    told = frozenset(due.outbox_id for due in dues if due.about in there)
    return Letter(text="\n".join([head, *lines, f"{more} {readers}"]), told=told, buttons=buttons)


@job(times=lambda _school: [MORNING], late=LATE)
async def sum_up_sponsors(round_: Round, session: AsyncSession) -> Sequence[Said]:
    """On the 25th the heads of the groups and the leadership get the month; before a report is due, the leadership is
    reminded of the table. Only in schools that have sponsors.
    """
    day, until = round_.day, round_.now + timedelta(days=3)
    found: list[Said] = []
    if day.day == CLOSED:
        found.append(_asking("sponsor_month", _readers(round_, f"sponsor_month:{day:%Y-%m}", "group_head"), until))
    if (day.month, day.day) in REPORTS:
        found.append(_asking("sponsor_report", _readers(round_, f"sponsor_report:{day:%Y-%m}"), until))
    return found


def _readers(round_: Round, key: str, *roles: str) -> Select[*tuple[Any, ...]]:
    """The vice principals (or a principal without any), and whoever has one of these roles."""
    deputy = aliased(Roles)
    has_deputy = select(deputy.id).where(
        deputy.school_id == Roles.school_id,
        deputy.name == "vice_principal",
        deputy.starts <= round_.day,
        or_(deputy.ends.is_(None), deputy.ends >= round_.day),
    )
    alone = (Roles.name == "principal") & ~has_deputy.correlate_except(deputy).exists()
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
            Roles.school_id.in_(list(round_.schools)),
            or_(Roles.name.in_(["vice_principal", *roles]), alone),
            *held_on(round_.day),
            live.correlate(Roles).exists(),
        )
        .distinct()
    )


class Told(Struct, frozen=True, kw_only=True):
    """One sponsorship in the month's summary."""

    pupil: str
    class_name: str
    sponsor: str
    group: str | None
    progress: str | None
    words: str | None


@composes("sponsor_month")
async def month_told(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    """The leadership reads of the whole school, the head of a group of the pupils its members follow."""
    day = dues[-1].day
    group = await _group_read(reader, day, session)
    found = [one for one in await _month(reader.school.id, day, session) if group is None or _same(one.group, group)]
    if not found:
        return None
    count = Counter(one.progress for one in found if one.progress)
    head = _("**Sponsors, {month}**: {written} of {count} notes written").format(
        month=f"{day:%m/%Y}", written=count.total(), count=len(found)
    )
    parts = [f"{_(title)} {count[name]}" for name, title in PROGRESS.items() if count[name]]
    worrying = [_worry_line(one) for one in found if one.progress == WORRY]
    missing = list(dict.fromkeys(one.sponsor for one in found if not one.progress))
    lines = [head + (": " + ", ".join(parts) if parts else "") + "."]
    lines += [_("Worrying:"), *worrying] if worrying else []
    lines += [_("Not written yet: {names}.").format(names=listed(missing))] if missing else []
    return Letter(text="\n".join(lines), told=frozenset(due.outbox_id for due in dues))


def _worry_line(one: Told) -> str:
    text = _("• {name}, class {klass} (sponsor {sponsor})")
    said = text.format(name=one.pupil, klass=one.class_name, sponsor=one.sponsor)
    return f"{said}: {quoted(one.words)}" if one.words else said


def _same(one: str | None, other: str) -> bool:
    return one is not None and one.casefold() == other.casefold()


async def _group_read(reader: Reader, day: date, session: AsyncSession) -> str | None:
    """The group whose pupils the reader hears of; None for the leadership, who hears of all."""
    statement = select(Roles.name, People.group_name).join(People, People.id == Roles.person_id)
    rows = (await session.execute(statement.where(Roles.person_id == reader.person_id, *held_on(day)))).all()
    if any(role in {"vice_principal", "principal"} for role, _group in rows):
        return None
    return next((group for role, group in rows if role == "group_head" and group), "")


async def _month(school_id: int, day: date, session: AsyncSession) -> list[Told]:
    note = (
        (SponsorNotes.pupil_id == Sponsorships.pupil_id)
        & (SponsorNotes.person_id == Sponsorships.person_id)
        & (SponsorNotes.month == day.replace(day=1))
    )
    statement = (
        select(
            Pupils.full_name.label("pupil"),
            Classes.name.label("class_name"),
            People.full_name.label("sponsor"),
            People.group_name.label("group"),
            SponsorNotes.progress,
            SponsorNotes.words,
        )
        .select_from(Sponsorships)
        .join(Pupils, Pupils.id == Sponsorships.pupil_id)
        .join(People, People.id == Sponsorships.person_id)
        .join(Enrolments, Enrolments.pupil_id == Pupils.id)
        .join(Classes, Classes.id == Enrolments.class_id)
        .outerjoin(SponsorNotes, note)
        .where(Sponsorships.school_id == school_id, Sponsorships.ends.is_(None), enrolled_on(Enrolments, day))
        .order_by(Classes.grade, Classes.name, Pupils.id, Sponsorships.id)
    )
    return [Told(**row) for row in (await session.execute(statement)).mappings()]


@composes("sponsor_report")
async def report_due(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    """Ten days before the list and the results are due above: the gaps, and the table as a file."""
    day = dues[-1].day
    due = REPORTS[day.month, day.day]
    sponsored = select(Sponsorships.id).where(
        Sponsorships.pupil_id == AtRiskPupils.pupil_id, Sponsorships.ends.is_(None)
    )
    on_list = (AtRiskPupils.school_id == reader.school.id, AtRiskPupils.ends.is_(None))
    count = await session.scalar(select(func.count()).where(*on_list)) or 0
    gaps = await session.scalar(select(func.count()).where(*on_list, ~sponsored.correlate(AtRiskPupils).exists())) or 0
    text = _("**The report on sponsors is due before {day}.** Pupils at risk: {count}, without a sponsor: {gaps}.")
    buttons = [[Button(_("The table as a file"), "/dodau bảng")], [Button(_("See the list"), "/dodau")]]
    words = text.format(day=f"{due:%d/%m}", count=count, gaps=gaps)
    return Letter(text=words, told=frozenset(one.outbox_id for one in dues), buttons=buttons)
