"""/lienlac: by which roads a family is reached, in which order, and one tap to change it."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import command
from handlers.asked import leads, local
from handlers.figures.pupil_asked import pupil_asked
from letters.says import Code
from letters.says import families as says
from letters.says.families import RoadAct, RoadWish
from locales import N_, _
from locales.channels import channel_words
from locales.words import opening
from models import Guardians
from models.people.class_lists import class_of
from models.people.devices import devices
from models.people.guardians import GuardianLine, guardians
from models.people.number_roads import NumberRoad, choose_first, chosen, roads_to
from models.people.tables import pupil_names
from models.shapes.message import Act, Button, Incoming, Outgoing, Said
from papers.people.contacts import contact_words
from rules.people.roles import LEADERS, Role


@command(
    "liên lạc",
    "roads",
    help=N_("by which roads a pupil's family is reached, and in which order"),
    usage=N_("Nguyen Van A 6A"),
    who=LEADERS | {Role.HOMEROOM},
    slash=True,
)
async def roads(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    """A homeroom teacher's own class; the leadership all."""
    wish = says.read_road(incoming.rest)
    pupil_id = wish.pupil_id if wish else says.read_roads(incoming.rest)
    if pupil_id is None:
        _klass, pupil = await pupil_asked(incoming, session, incoming.rest.strip(), again=says.roads_named)
        pupil_id = pupil.id
    school, moment = local(incoming)
    class_id = await class_of(session, school, pupil_id, moment.date())
    if class_id is None or not (leads(incoming.asker) or class_id in incoming.asker.classes()):
        return [Outgoing(text=_("Only the homeroom teacher and the leadership change how a family is reached."))]
    changed = await _change(incoming, session, wish) if wish else []
    return [await _shown(session, pupil_id), *changed]


async def _change(incoming: Incoming, session: AsyncSession, wish: RoadWish) -> list[Said]:
    """Nothing where the person is no guardian of the pupil, or has no such road."""
    theirs = select(Guardians.id).where(Guardians.pupil_id == wish.pupil_id, Guardians.person_id == wish.person_id)
    known = {one.channel for one in await roads_to(session, [wish.person_id])}
    first = {RoadAct.CALL: "", RoadAct.AS_BEFORE: None}.get(wish.act, wish.channel)
    if await session.scalar(theirs.limit(1)) is None or (first and first not in known):
        return []
    await choose_first(session, wish.person_id, first, incoming.linked.person_id, incoming.when)
    return [Act("roads.chosen", wish.person_id)]


async def _shown(session: AsyncSession, pupil_id: int) -> Outgoing:
    name = (await pupil_names(session, [pupil_id]))[pupil_id]
    found = await guardians(session, [pupil_id])
    if not found:
        return Outgoing(text=_("No family of {name} stands on the list.").format(name=name))
    numbers = await roads_to(session, [one.person_id for one in found])
    chats = await devices(session, [one.person_id for one in found])
    choices = await chosen(session, [one.person_id for one in found])
    head = _("**How the family of {name} is reached**, each road when the one before it has not carried:")
    lines = [head.format(name=name)]
    buttons: list[list[Button]] = []
    for one, who in zip(found, contact_words(found), strict=True):
        mine = [road for road in numbers if road.person_id == one.person_id]
        taken = [channel_words(chat.channel) for chat in chats if chat.person_id == one.person_id]
        taken += [channel_words(road.channel) for road in mine if road.taken]
        steps = [*taken, _("the teacher calls"), _("the village helps")]
        numbered = ", ".join(f"{number}. {step}" for number, step in enumerate(steps, 1))
        lines.append(f"• {opening(who)}: {numbered}")
        buttons += _buttons(pupil_id, one, mine, is_chosen=one.person_id in choices, alone=len(found) == 1)
    return Outgoing(text="\n".join(lines), buttons=buttons)


def _buttons(
    pupil_id: int, one: GuardianLine, mine: Sequence[NumberRoad], *, is_chosen: bool, alone: bool
) -> list[list[Button]]:
    whose = "" if alone else f"{opening(one.relation or one.name)}: "
    labels = [
        (_("{channel} first").format(channel=channel_words(road.channel)), RoadAct.FIRST, road.channel)
        for place, road in enumerate(mine)
        if place or not road.taken
    ]
    if any(road.taken for road in mine):
        labels.append((_("call instead of SMS and template messages"), RoadAct.CALL, ""))
    if is_chosen:
        labels.append((_("as before"), RoadAct.AS_BEFORE, ""))
    return [
        [Button(opening(whose + label), says.road(pupil_id, one.person_id, act, Code(channel)))]
        for label, act, channel in labels
    ]
