"""`/dodau năm trước`: last year's sponsors, offered again; one tap goes on with one pupil, or with all."""

from collections.abc import Sequence

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.asked import OFFERED, Unclear, local
from handlers.sponsors.told import told_sponsors
from handlers.sponsors.who import leads_school
from letters.says import sponsors as says
from letters.told import line_for
from locales import _
from locales.sponsors import sponsor_words
from locales.words import joined
from models import AtRiskPupils
from models.shapes.message import Act, Button, Incoming, Notice, Outgoing, Said
from models.sponsors.acts import put_on_list, set_sponsors
from models.sponsors.last_year import Last, of_last_year
from models.sponsors.tables import sponsors
from rules.written import read_pupil


async def offered(incoming: Incoming, session: AsyncSession) -> list[Last]:
    """For the leadership those of the school, for a homeroom teacher those of the own class."""
    school, moment = local(incoming)
    found = await of_last_year(session, school.id, moment.date())
    return found if leads_school(incoming) else [one for one in found if one.class_id in incoming.asker.classes()]


async def last_year(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    found = await offered(incoming, session)
    if not found:
        return [Outgoing(text=_("Of last year there is no sponsor whom one could go on with."))]
    pupils = _by_pupil(found)
    text = _("• {name} ({klass}): {sponsors}")
    lines = [
        text.format(name=mine[0].name, klass=mine[0].class_name, sponsors=_names(mine)) for mine in pupils.values()
    ]
    every = Button(_("Go on with all ({count})").format(count=len(pupils)), says.GO_ON)
    each = [[Button(mine[0].name, says.pupil(id_, says.Act.GO_ON))] for id_, mine in list(pupils.items())[:OFFERED]]
    head = _("**Sponsored last year, and not yet this year**")
    return [Outgoing(text=joined([head, *lines]), buttons=[[every], *each])]


async def go_on(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    """With one pupil, or with all that are offered; the sponsors hear of it. Raises Unclear."""
    found = await offered(incoming, session)
    chosen = read_pupil(incoming.rest.strip()) if incoming.rest.strip() else None
    if incoming.rest.strip():
        found = [one for one in found if one.pupil_id == chosen]
    if not found:
        raise Unclear(_("Of last year there is no sponsor whom one could go on with."))
    notices = [notice for mine in _by_pupil(found).values() for notice in await _begin(incoming, session, mine)]
    school = local(incoming)[0]
    text = _("**This year again**: {names}.")
    names = "; ".join(f"{mine[0].name} – {_names(mine)}" for mine in _by_pupil(found).values())
    words = [text.format(names=names), await line_for(session, school, incoming.when, notices)]
    begun = [Act("risk.listed", one) for one in _by_pupil(found)]
    return [Outgoing(text=joined(words)), *begun, *notices]


async def _begin(incoming: Incoming, session: AsyncSession, mine: Sequence[Last]) -> list[Notice]:
    """On this year's list for the same reasons; what was written of the child last year is gone."""
    school, moment = local(incoming)
    pupil = mine[0].pupil_id
    entry = await put_on_list(session, school.id, pupil, moment.date())
    await session.execute(update(AtRiskPupils).where(AtRiskPupils.id == entry).values(mine[0].categories()))
    wanted = {one.person_id: one.supporting for one in mine}
    begun, _ended = await set_sponsors(session, school.id, pupil, wanted, moment.date())
    now = (await sponsors(session, [pupil])).get(pupil, [])
    return told_sponsors(incoming, [(one.id, one.person_id) for one in now if one.id in begun], "on")


def _by_pupil(found: Sequence[Last]) -> dict[int, list[Last]]:
    pupils: dict[int, list[Last]] = {}
    for one in found:
        pupils.setdefault(one.pupil_id, []).append(one)
    return pupils


def _names(mine: Sequence[Last]) -> str:
    return ", ".join(sponsor_words(one.person, supporting=one.supporting) for one in mine)
