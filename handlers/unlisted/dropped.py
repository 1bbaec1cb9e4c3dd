"""Who has left school for good and nobody goes to: one tap, and the child is followed like any other on no list."""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.asked import leads, local
from letters.says import Says
from letters.says import unlisted as says
from letters.says.unlisted import Verb
from locales import _
from locales.words import short_day
from models.people.places import Place
from models.shapes.message import Button, Incoming
from models.unlisted.dropped import Dropped, gone_for_good
from rules.people.roles import Role

NAMED, OFFERED = 15, 4


async def not_followed(incoming: Incoming, session: AsyncSession, wanted: Collection[int]) -> list[Dropped]:
    """Those of these places; leaders see those without one too, and a village head nobody by name."""
    if not (leads(incoming.asker) or incoming.asker.has(Role.HAMLET_STAFF)):
        return []
    school, moment = local(incoming)
    found = await gone_for_good(session, school.id, moment.date())
    return [one for one in found if one.place_id in wanted or (one.place_id is None and leads(incoming.asker))]


def dropped_lines(found: Sequence[Dropped], where: Mapping[int, Place]) -> list[str]:
    if not found:
        return []
    head = _("**Left school for good, and nobody goes to them: {count}**").format(count=len(found))
    more = _("… and {count} more pupils").format(count=len(found) - NAMED) if len(found) > NAMED else ""
    return [head, *(f"• {_said(one, where)}" for one in found[:NAMED]), *filter(None, [more])]


def _said(one: Dropped, where: Mapping[int, Place]) -> str:
    place = _place(one, where)
    since = _("since {day}").format(day=short_day(one.since))
    return ", ".join(filter(None, (one.name, one.class_name, place, since)))


def _place(one: Dropped, where: Mapping[int, Place]) -> str:
    home = where.get(one.place_id or 0)
    return home.said if home else ""


def follow_buttons(found: Sequence[Dropped]) -> list[list[Button]]:
    return [[Button(_("Go to {name} again").format(name=one.name), _follow(one))] for one in found[:OFFERED]]


def _follow(one: Dropped) -> Says:
    words = ", ".join(filter(None, (one.name, str(one.born) if one.born else "")))
    return says.act(Verb.IS, one.pupil_id, f"{words}: {Verb.DROPPED}")
