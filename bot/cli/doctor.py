"""What is wrong or missing, in the administrator's words: each line says what to do next."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import date, datetime, timedelta

import aiohttp
from msgspec import Struct
from rich.console import Console
from rich.table import Table
from rich.text import Text
from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.cli.reports import reports_of
from bot.cli.usage import used as used_of
from bot.engine.database import Database
from bot.engine.migrate import current, newest
from bot.engine.outcomes.health import carried_at, disk_problems, failing, waiting
from bot.engine.sentences import sentence
from channels import ChannelProtocol, HearsGroups, KeepsTokens
from letters.outcomes import lines
from locales import _
from locales.words import listed, short_day
from models import Chats, Classes, DayRules, Enrolments, Groups, Guardians, Inbox, People, Places, Pupils, Roles, Years
from models.figures.roll import drifts
from models.outcomes.everything import gaps
from models.people.askers import chat_to, schools
from models.people.places import place_name
from models.people.roles import held_on
from models.shapes.asker import School
from papers.figures.drift import drift_words
from papers.templates.checking import faults
from rules.people.roles import Role

PATIENCE = aiohttp.ClientTimeout(total=10)  # for the answer of the program that runs

NAMED = 12  # how many of a kind are named; the rest is counted


class Finding(Struct, frozen=True):
    """`weight`: ok, warning (the bot runs, somebody is not served), error (it does not run)."""

    weight: str
    text: str


async def examine(database: Database, channels: Mapping[str, ChannelProtocol], now: datetime) -> list[Finding]:
    """Everything there is to say; a line is written to the database to see that it can be, and changes nothing."""
    found = await _database(database)
    if any(finding.weight == "error" for finding in found):
        return found
    for name, channel in channels.items():
        problem = await channel.problem() if name != "web" else None
        tried = not isinstance(channel, KeepsTokens)  # beside the running program nobody may use up its tokens
        text = _("Channel {name}: reachable") if tried else _("Channel {name}: only the running program can try it")
        text = text.format(name=name)
        found.append(Finding("error", f"{name}: {problem}") if problem else Finding("ok", text))
    deaf = {one: said for one, channel in channels.items() if (said := await _unheard(channel))}
    found += [Finding("error", problem) for problem in await disk_problems(database)]
    async with database.read() as session:
        found += [Finding("warning", problem) for problem in await waiting(session, now) + await failing(session, now)]
        found += [await _carried(session, name) for name in channels if name != "web"]
        known = await schools(session)
        midnight = min((school.midnight(now) for school in known.values()), default=now)
        used = [await used_of(session, name, channel, now, midnight) for name, channel in channels.items()]
        found += [Finding("warning" if nearly else "ok", text) for text, nearly in used if text]
        found += [Finding(*said) for said in [await reports_of(session, *one, now) for one in channels.items()] if said]
        found += [await _in_groups(session, name, said) for name, said in deaf.items()]
        if not known:
            found.append(Finding("error", _("There is no school yet: run “python -m bot import FILE.xlsx”.")))
        for school in known.values():
            found += [finding async for finding in _school(session, school, now)]
            missing = lines(await gaps(session, school, now))
            found += [Finding("warning", f"{school.name}: {line}") for line in missing]
    return found


async def _unheard(channel: ChannelProtocol) -> str | None:
    return await channel.unheard_in_groups() if isinstance(channel, HearsGroups) else None


async def _in_groups(session: AsyncSession, channel: str, said: str) -> Finding:
    """That plain reports are not heard is amiss where a group of the staff is bound."""
    staff = select(func.count()).select_from(Groups).join(Chats, Chats.id == Groups.chat_id)
    bound = staff.where(Chats.channel == channel, Groups.school_id.is_not(None), Groups.class_id.is_(None))
    return Finding("warning" if await session.scalar(bound) else "ok", f"{channel}: {said}")


async def _carried(session: AsyncSession, channel: str) -> Finding:
    at = await carried_at(session, channel)
    if at is None:
        return Finding("warning", _("Channel {name}: no letter has arrived yet").format(name=channel))
    text = _("Channel {name}: the last letter arrived at {moment} UTC")
    return Finding("ok", text.format(name=channel, moment=f"{at:%Y-%m-%d %H:%M}"))


async def running_program(url: str) -> list[Finding]:
    """What the program that serves the school says of itself: it alone knows whether it still hears and sends."""
    try:
        async with aiohttp.ClientSession() as web, web.get(f"{url}/health", timeout=PATIENCE) as reply:
            said = await reply.json()
    except (aiohttp.ClientError, OSError, ValueError) as error:
        text = _("The program is not running: nobody answers at {url} ({why})")
        return [Finding("warning", text.format(url=url, why=type(error).__name__))]
    found = [] if said["problems"] else [Finding("ok", _("The program is running and serves the school"))]
    text = _("The running program says: {problem}")
    return found + [Finding("warning", text.format(problem=one)) for one in [*said["problems"], said["watcher"]] if one]


async def templates_tried(folder: str) -> list[Finding]:
    """The school's own templates of papers, each filled once."""
    return [Finding("warning", fault) for fault in await asyncio.to_thread(faults, folder)]


async def _database(database: Database) -> list[Finding]:
    try:
        at = await current(database)
    except Exception as error:  # whatever keeps us from the database is the finding
        text = _("The database cannot be opened: {why}").format(why=type(error).__name__)
        return [Finding("error", sentence(error) or text)]
    if at != newest():
        return [Finding("error", _("The database is not up to date: run “python -m bot migrate”."))]
    return [Finding("ok", _("The database opens and is up to date"))]


async def _school(session: AsyncSession, school: School, now: datetime) -> AsyncIterator[Finding]:
    today = school.day(now)
    year = await session.execute(select(Years.name, Years.starts, Years.ends).where(Years.school_id == school.id))
    running = [row for row in year if row.starts - timedelta(days=120) <= today <= row.ends]
    if not running:
        yield Finding(
            "error",
            _("{school}: no school year covers today; set year_starts and year_ends.").format(school=school.name),
        )
    proposals = await _proposals(session, school, now)
    if proposals:
        text = _("{school}: {count} holidays wait for confirmation ({days}): the administrator types /lich")
        yield Finding("warning", text.format(school=school.name, count=len(proposals), days=_some(proposals)))
    for text, names in (
        (_("{school}: classes without a homeroom teacher: {names}"), await _classes_alone(session, school, today)),
        (
            _("{school}: hamlets with pupils and nobody in charge: {names}"),
            await _hamlets_alone(session, school, today),
        ),
        (_("{school}: staff without a linked chat: {names}"), await _staff_unlinked(session, school, today)),
    ):
        if names:
            yield Finding("warning", text.format(school=school.name, names=_some(names)))
    for drift in await drifts(session, school.id, today):
        text = _("{school}: the roll does not balance: {what}")
        yield Finding("warning", text.format(school=school.name, what=drift_words(drift)))
    unreachable, by_number, pupils = await _unreachable(session, school)
    if unreachable:
        text = _(
            "{school}: {count} of {pupils} pupils have no guardian with a linked chat (of {numbers} a phone number is "
            "written to); slips: {how}"
        )
        words = {"count": unreachable, "pupils": pupils, "numbers": by_number, "how": "python -m bot invite --class 6A"}
        yield Finding("warning", text.format(school=school.name, **words))
    for role, title in ((Role.PRINCIPAL, _("principal")), (Role.VICE_PRINCIPAL, _("vice principal"))):
        holders = select(func.count()).where(Roles.school_id == school.id, Roles.name == role, *held_on(today))
        if not await session.scalar(holders):
            yield Finding("warning", _("{school}: nobody is {title}").format(school=school.name, title=title))
    parked = await session.scalar(select(func.count()).where(Inbox.state == "parked"))
    if parked:
        yield Finding("warning", _("{count} messages were set aside after five failed tries").format(count=parked))


def _some(names: Sequence[str]) -> str:
    more = len(names) - NAMED
    shown = list(names[:NAMED])
    return listed([*shown, _("{count} others").format(count=more)]) if more > 0 else listed(shown)


async def _proposals(session: AsyncSession, school: School, now: datetime) -> list[str]:
    statement = select(DayRules.day).where(
        DayRules.school_id == school.id,
        DayRules.confirmed_at.is_(None),
        DayRules.struck_at.is_(None),
        DayRules.day >= school.day(now),
    )
    return [short_day(day) for day in await session.scalars(statement.order_by(DayRules.day))]


async def _classes_alone(session: AsyncSession, school: School, today: date) -> Sequence[str]:
    has = select(Roles.id).where(Roles.class_id == Classes.id, Roles.name == Role.HOMEROOM, *held_on(today))
    pupils = select(Enrolments.id).where(
        Enrolments.class_id == Classes.id, or_(Enrolments.ends.is_(None), Enrolments.ends >= today)
    )  # so that the classes of a year gone by are no longer asked for
    statement = select(Classes.name).where(
        Classes.school_id == school.id, pupils.correlate(Classes).exists(), ~has.correlate(Classes).exists()
    )
    return (await session.scalars(statement.order_by(Classes.grade, Classes.name))).all()


async def _hamlets_alone(session: AsyncSession, school: School, today: date) -> list[str]:
    village = aliased(Places)
    has = select(Roles.id).where(
        Roles.place_id.in_([Places.id, Places.parent_id]), Roles.name == Role.HAMLET_STAFF, *held_on(today)
    )
    statement = (
        select(Places.name, village.name)
        .join(Pupils, Pupils.place_id == Places.id)
        .outerjoin(village, village.id == Places.parent_id)
        .where(Places.school_id == school.id, ~has.correlate(Places).exists())
        .distinct()
    )
    return sorted(place_name(hamlet, above) for hamlet, above in await session.execute(statement))


async def _staff_unlinked(session: AsyncSession, school: School, today: date) -> Sequence[str]:
    chat = select(Chats.id).where(Chats.person_id == People.id, Chats.closed_at.is_(None))
    statement = (
        select(People.full_name)
        .join(Roles, Roles.person_id == People.id)
        .where(People.school_id == school.id, *held_on(today), ~chat.correlate(People).exists())
        .distinct()
    )
    return (await session.scalars(statement.order_by(People.full_name))).all()


async def _unreachable(session: AsyncSession, school: School) -> tuple[int, int, int]:
    """Pupils without a guardian in any chat, those of them with one whose number is written to, and all pupils."""
    road = select(Guardians.id).where(Guardians.pupil_id == Pupils.id, chat_to(Guardians.person_id).is_not(None))
    chat = (
        select(Guardians.id)
        .join(Chats, Chats.person_id == Guardians.person_id)
        .where(Guardians.pupil_id == Pupils.id, Chats.closed_at.is_(None))
        .correlate(Pupils)
    )
    here = (
        select(func.count(Pupils.id.distinct()))
        .join(Enrolments, Enrolments.pupil_id == Pupils.id)
        .where(Pupils.school_id == school.id, Enrolments.ends.is_(None))
    )
    alone = here.where(~chat.exists())
    counted = (alone, alone.where(road.correlate(Pupils).exists()), here)
    first, second, third = [await session.scalar(one) or 0 for one in counted]
    return first, second, third


def show(findings: Sequence[Finding], console: Console) -> int:
    """Print a table; the exit code is 1 if something keeps the bot from running."""
    marks = {"ok": ("✓", "green"), "warning": ("!", "yellow"), "error": ("✗", "red")}
    table = Table(show_header=False, box=None, padding=(0, 1))
    for finding in findings:
        sign, style = marks[finding.weight]
        table.add_row(f"[{style}]{sign}[/]", Text(finding.text))
    console.print(table)
    return int(any(finding.weight == "error" for finding in findings))
