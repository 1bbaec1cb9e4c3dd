"""What the local chat needs to know of the sample school: its phones, its clock, and what each phone has shown."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.engine.app import App
from bot.engine.post.outbox import EMPTY, Payload
from channels.pages.stage import Move, Phone, Shown, spoken
from handlers import found as declared
from handlers.service import to_try
from locales import N_, _
from models import Chats, Classes, Inbox, Outbox, People, Roles
from models.calendar.held import calendars
from models.people.askers import schools
from models.post.tables import SENT, UNCERTAIN
from models.shapes.asker import School
from rules.calendar.parts import Part
from rules.people.roles import Role

MOST_SHOWN = 200
LOOK_AHEAD = timedelta(days=40)  # longer than any holiday


async def advance(app: App, until: datetime) -> None:
    """Let the clock walk to a moment, doing everything that comes due on the way at its own time."""
    async with app.database.read() as session:
        known = await schools(session)
    while True:
        due = app.clock.next_due(known, app.now())
        stop = due is None or due >= until
        app.now.move_to(until if stop else due or until)
        await app.clock.tick()
        await app.settle()
        if stop:
            return


class SampleStage:
    """The stage of `channels.web`: one phone for each person who has a chat there."""

    def __init__(self, app: App) -> None:
        self._app = app

    async def phones(self) -> Sequence[Phone]:
        async with self._app.database.read() as session:
            statement = (
                select(Chats.address, People.id, People.full_name)
                .join(People, People.id == Chats.person_id)
                .where(Chats.channel == "web", Chats.closed_at.is_(None))
                .order_by(Chats.id)
            )
            found = (await session.execute(statement)).all()
            return [await self._phone(session, *row) for row in found]

    async def _phone(self, session: AsyncSession, address: str, person_id: int, name: str) -> Phone:
        statement = (
            select(Roles.name, Classes.name)
            .outerjoin(Classes, Classes.id == Roles.class_id)
            .where(Roles.person_id == person_id, Roles.ends.is_(None))
            .order_by(Roles.id)
        )
        roles = dict((await session.execute(statement)).all())
        role = next((role for role in TITLES if role in roles), Role.GUARDIAN)
        klass = roles.get(role) or "6A"
        return Phone(
            address=address,
            name=name,
            role=_(TITLES[role]).format(klass=klass),
            hint=to_try(role, klass),
            uploads=any(each.who & roles.keys() and not each.unless & roles.keys() for each in declared("document")),
        )

    async def now(self) -> datetime:
        school = await self._school()
        return self._app.now().astimezone(ZoneInfo(school.timezone))

    async def _school(self) -> School:
        async with self._app.database.read() as session:
            return next(iter((await schools(session)).values()))

    async def may_move(self) -> bool:
        async with self._app.database.read() as session:
            return all(school.demo for school in (await schools(session)).values())

    async def move(self, to: Move) -> None:
        await advance(self._app, await self._moment(to))

    async def _moment(self, to: Move) -> datetime:
        school = await self._school()
        zone = ZoneInfo(school.timezone)
        local = self._app.now().astimezone(zone)
        begins = [
            datetime.combine(day, at, zone) + timedelta(minutes=5)
            for day, parts in await self._held(school, local.date())
            for part, at in ((Part.MORNING, school.morning_starts), (Part.AFTERNOON, school.afternoon_starts))
            if part in parts
        ]
        if to == "day":
            begins = [moment for moment in begins if moment.date() > local.date()]
        if to == "check":
            begins = [self._next_check(school, local)]
        return next((moment for moment in begins if moment > local), local + timedelta(days=1)).astimezone(UTC)

    async def _held(self, school: School, first: date) -> list[tuple[date, set[str]]]:
        """Each coming day with the half days any class holds on it."""
        last = first + LOOK_AHEAD
        async with self._app.database.read() as session:
            calendar = (await calendars(session, [school.id], first, last))[school.id]
        days = [first + timedelta(days=ahead) for ahead in range((last - first).days)]
        return [(day, {part for klass in calendar.classes for part in calendar.held(klass, day)}) for day in days]

    def _next_check(self, school: School, local: datetime) -> datetime:
        """Shortly after the next daily check, so that what it tells has left, the hold included."""
        times: Sequence[time] = next(s.times(school) for s in self._app.book.schedules if s.name == "daily_check")
        zone = local.tzinfo
        moments = [
            datetime.combine(local.date() + timedelta(days=ahead), at, zone) + school.hold + timedelta(minutes=3)
            for ahead in (0, 1)
            for at in times
        ]
        return min(moment for moment in moments if moment > local)

    async def history(self, address: str) -> Sequence[Shown]:
        async with self._app.database.read() as session:
            said = select(Inbox.id, Inbox.body, Inbox.received_at).where(
                Inbox.channel == "web", Inbox.address == address, Inbox.body.is_not(None)
            )
            heard = (
                select(Outbox.__table__)
                .join(Chats, Chats.id == Outbox.chat_id)
                .where(Chats.channel == "web", Chats.address == address, Outbox.state.in_([SENT, UNCERTAIN]))
                .where(Outbox.text.is_not(None))
            )
            in_place = (
                select(Outbox.inbox_id)
                .join(Chats, Chats.id == Outbox.chat_id)
                .where(Chats.channel == "web", Chats.address == address, Outbox.board.is_not(None))
            )
            changed_a_board = set(await session.scalars(in_place))
            mine = (await session.execute(said.order_by(Inbox.id.desc()).limit(MOST_SHOWN))).all()
            theirs = (await session.execute(heard.order_by(Outbox.id.desc()).limit(MOST_SHOWN))).all()
        zone = (await self.now()).tzinfo
        spoke = [(row.id, spoken(row.body)) for row in mine]
        lines = [line for id_, line in spoke if not (line.pressed and id_ in changed_a_board)] + _latest(theirs)
        local = [msgspec.structs.replace(line, at=line.at.astimezone(zone)) for line in lines]
        return sorted(local, key=lambda line: line.at)[-MOST_SHOWN:]


def _latest(rows: Sequence[Any]) -> list[Shown]:
    """Messages, each as it was sent last and where it stood first. `rows` come newest first."""
    found: dict[str, Shown] = {}
    for line in map(_shown, reversed(rows)):
        place = found.get(line.id, line)
        found[line.id] = msgspec.structs.replace(line, at=place.at)
    return list(found.values())


def _shown(row: Any) -> Shown:
    payload = msgspec.msgpack.decode(row.payload or EMPTY, type=Payload)
    return Shown(
        id=row.message_id,
        mine=False,
        text=row.text,
        at=row.sent_at,
        buttons=payload.buttons,
        files=[
            *(file.name for file in payload.files),
            *(chart.name for chart in payload.charts),
            *(page.name for page in payload.pages),
        ],
        alert=bool(row.kind),
        board=payload.board,
    )


TITLES = {
    Role.HOMEROOM: N_("Homeroom teacher of {klass}"),
    Role.PRINCIPAL: N_("Principal"),
    Role.VICE_PRINCIPAL: N_("Vice principal"),
    Role.ADMIN: N_("Administrator"),
    Role.HAMLET_STAFF: N_("Looks after a hamlet"),
    Role.VILLAGE_HEAD: N_("Village head"),
    Role.COMMUNE_OFFICER: N_("Commune officer"),
    Role.GUARDIAN: N_("Guardian"),
}
