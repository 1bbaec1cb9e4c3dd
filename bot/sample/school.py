"""The sample school: made from the sample workbook by the importer itself, with a phone for each part of the story."""

import tempfile
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.engine.app import App
from bot.engine.config import SchoolConfig
from bot.engine.school import keep_school
from models import Chats, Classes, ClockSlots, Enrolments, Guardians, Inbox, People, Places, Pupils, Roles, Schools
from models.calendar.held import open_day
from papers.roster.applying.everything import apply_roster
from papers.roster.bounds import read_roster_safely
from papers.roster.sample import write_sample
from rules.people.roles import Role

SAMPLE = SchoolConfig(code="mau", name="Trường PTDTBT TH&THCS Long Riêu (mẫu)")
HERO = "Nguyễn Văn A"


async def is_empty(app: App) -> bool:
    async with app.database.read() as session:
        return not await session.scalar(select(func.count()).select_from(Schools))


async def make_sample_school(app: App) -> None:
    """Fill an empty database; the story begins on a Monday morning."""
    app.now.move_to(_monday(datetime.now(UTC)))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "school.xlsx"
        write_sample(path)
        roster = read_roster_safely(path)
    today = _local(app.now()).date()
    async with app.database.write() as session:
        school_id = await keep_school(session, SAMPLE, today, demo=True)
        await apply_roster(session, school_id, roster, today)
        await _give_phones(session, school_id, app.now())
        await open_day(session, [school_id], today)


def _local(moment: datetime) -> datetime:
    return moment.astimezone(ZoneInfo(SAMPLE.timezone))


def _monday(now: datetime) -> datetime:
    """Five past seven on this week's Monday; in the summer, on a Monday of October."""
    today = _local(now).date()
    if today.month in {6, 7, 8} or (today.month == 9 and today.day < 14):
        today = date(today.year, 10, 12)
    monday = today - timedelta(days=today.weekday())
    return datetime.combine(monday, time(7, 5), ZoneInfo(SAMPLE.timezone)).astimezone(UTC)


async def resume_time(app: App) -> None:
    """The story's clock goes on where it stood when the program was stopped."""
    async with app.database.read() as session:
        slot = await session.scalar(select(func.max(ClockSlots.claimed_at)))
        message = await session.scalar(select(func.max(Inbox.received_at)))
    last = max((moment for moment in (slot, message) if moment), default=_monday(datetime.now(UTC)))
    app.now.move_to(last + timedelta(minutes=1))


async def _give_phones(session: AsyncSession, school_id: int, now: datetime) -> None:
    """One phone each: homeroom teacher, guardian, hamlet staff of the same pupil, leaders, village head, commune."""
    hero = (
        await session.execute(
            select(Pupils.id, Pupils.place_id, Enrolments.class_id)
            .join(Enrolments, Enrolments.pupil_id == Pupils.id)
            .join(Classes, Classes.id == Enrolments.class_id)
            .where(Pupils.full_name == HERO, Pupils.school_id == school_id)
        )
    ).one()
    guardian = select(Guardians.person_id).where(Guardians.pupil_id == hero.id).order_by(Guardians.slot).limit(1)
    parent = select(Places.parent_id).where(Places.id == hero.place_id).scalar_subquery()
    people = {
        "gvcn": await _holder(session, school_id, Role.HOMEROOM, Roles.class_id == hero.class_id),
        "phuhuynh": await session.scalar(guardian),
        "noc": await _holder(session, school_id, Role.HAMLET_STAFF, Roles.place_id.in_([hero.place_id, parent])),
        "pht": await _holder(session, school_id, Role.VICE_PRINCIPAL, Roles.id > 0),
        "ht": await _holder(session, school_id, Role.PRINCIPAL, Roles.id > 0),
        "thon": await _holder(session, school_id, Role.VILLAGE_HEAD, Roles.place_id.in_([hero.place_id, parent])),
        "xa": await _holder(session, school_id, Role.COMMUNE_OFFICER, Roles.id > 0),
        "quantri": await _holder(session, school_id, Role.ADMIN, Roles.id > 0),
    }
    rows = [
        {"channel": "web", "address": address, "person_id": person, "created_at": now, "linked_at": now}
        for address, person in people.items()
        if person is not None
    ]
    await session.execute(insert(Chats), rows)
    await session.execute(update(People).where(People.full_name == "").values(full_name="Phụ huynh"))


async def _holder(session: AsyncSession, school_id: int, role: str, condition: object) -> int | None:
    """Somebody with this role who has no phone of another role already wherever possible."""
    statement = select(Roles.person_id).where(Roles.school_id == school_id, Roles.name == role, condition)  # type: ignore[arg-type]  # an SQL condition
    others = select(Roles.person_id).where(Roles.school_id == school_id, Roles.name == Role.HOMEROOM)
    preferred = statement.where(Roles.person_id.not_in(others)) if role != Role.HOMEROOM else statement
    return await session.scalar(preferred.limit(1)) or await session.scalar(statement.limit(1))
