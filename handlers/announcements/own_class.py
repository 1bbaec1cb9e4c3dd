"""/chuadoc: which families of the own class have not read the school's last announcements, and whom to call."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import command
from handlers.announcements.card import Standing, beginning, call_line, children_of, standing
from locales import N_, _
from locales.words import joined, short_day
from models import Announcements, People
from models.shapes.message import Act, Incoming, Outgoing, Said
from rules.people.roles import Role

LATEST, NAMED = 3, 15
NEWS = timedelta(days=14)


@command(
    "chưa đọc",
    "unread",
    help=N_("families of your class who have not read an announcement"),
    who=frozenset({Role.HOMEROOM}),
    slash=True,
)
async def own_class(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    """Of what was announced lately to them; numbers as the teacher has them for calls anyway."""
    lately = (Announcements.school_id == incoming.linked.school.id, Announcements.sent_at > incoming.when - NEWS)
    found = select(Announcements.id, Announcements.words, Announcements.sent_at).where(*lately)
    rows = (await session.execute(found.order_by(Announcements.id.desc()).limit(LATEST))).all()
    lines = [line for row in rows for line in await _of(incoming, session, row)]
    if not lines:
        return [Outgoing(text=_("No family of your class has an announcement left to read."))]
    text = joined([_("**Not read yet in your class**"), *lines])
    return [Outgoing(text=text), Act("announcement.own_calls_read", len(rows))]


async def _of(incoming: Incoming, session: AsyncSession, row: Any) -> list[str]:
    stands: Standing = await standing(incoming, session, row.id)
    wanted = [*((one, True) for one in stands.missed), *((one, False) for one in stands.unread)]
    people = [one.person_id for one, _missed in wanted if one.is_family]
    mine = await children_of(incoming, session, people, incoming.asker.classes())
    if not mine:
        return []
    phones = dict((await session.execute(select(People.id, People.phone).where(People.id.in_(mine)))).all())
    head = f"{short_day(incoming.linked.school.day(row.sent_at))}: {beginning(row.words)}"
    calls = [call_line(one, phones.get(one.person_id), mine[one.person_id], missed=missed)
             for one, missed in wanted if one.person_id in mine]  # fmt: skip
    more = [_("• and {count} more").format(count=len(calls) - NAMED)] if len(calls) > NAMED else []
    return [head, *calls[:NAMED], *more]
