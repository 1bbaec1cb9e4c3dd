"""/doiban: two pupils of a class of whom one helps the other."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import insert, update
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import command
from handlers.asked import Unclear, local
from handlers.tutoring.whom import class_and_day, may_change, pupils_called
from letters.says import tutoring as says
from locales import N_, _
from locales.words import joined
from models import Buddies
from models.people.class_lists import class_list
from models.shapes.message import Act, Button, Incoming, Outgoing, Said
from models.tutoring import Pair, buddies
from rules.people.classes import ClassRef
from rules.people.roles import LEADERS, Role
from rules.tutoring import Verb, read_buddies, read_tutoring

OFFERED = 8


@command(
    "đôi bạn",
    "đôi bạn cùng tiến",
    "buddies",
    help=N_("buddies: who helps whom in a class"),
    usage=N_("6A Bình kèm Lan"),
    who=LEADERS | {Role.HOMEROOM, Role.TEACHER},
    slash=True,
)
async def pairs(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    klass, _day, words = await class_and_day(incoming, session)
    line = read_tutoring(words)
    if line.verb == Verb.DROP and line.names:
        return await _no_longer(incoming, session, klass, line.names)
    return await _pair(incoming, session, klass, words) if words.strip() else [await _shown(incoming, session, klass)]


async def _of(incoming: Incoming, session: AsyncSession, klass: ClassRef) -> Sequence[Pair]:
    school, moment = local(incoming)
    pupils = await class_list(session, school, klass.id, moment.date())
    return await buddies(session, moment.date(), list(pupils.index.by_id))


async def _shown(incoming: Incoming, session: AsyncSession, klass: ClassRef) -> Outgoing:
    found = await _of(incoming, session, klass)
    if not found:
        text = _("Class {klass} has no buddies yet. To begin: {example}")
        return Outgoing(text=text.format(klass=klass.name, example=says.BUDDIES_EXAMPLE))
    line = _("• {helper} helps {pupil}")
    lines = [line.format(helper=one.helper, pupil=one.pupil) for one in found]
    buttons = [[Button(_("No longer: {name}").format(name=one.helper), says.no_buddies(klass.name, one.helper_id))]
               for one in found[:OFFERED]]  # fmt: skip
    return Outgoing(text=joined([_("**Buddies, class {klass}**").format(klass=klass.name), *lines]), buttons=buttons)


async def _pair(incoming: Incoming, session: AsyncSession, klass: ClassRef, words: str) -> Sequence[Said]:
    """Who helped the same pupil before is thanked by staying on the list. Raises Unclear."""
    may_change(incoming, klass)
    two = read_buddies(words)
    if two is None:
        raise Unclear(_("Who helps whom? For example: {example}").format(example=says.BUDDIES_EXAMPLE))
    helper, helped = await pupils_called(incoming, session, klass, two)
    if helper.id == helped.id:
        raise Unclear(_("These are one pupil. Nothing was written down."))
    if any((one.helper_id, one.pupil_id) == (helper.id, helped.id) for one in await _of(incoming, session, klass)):
        raise Unclear(_("{helper} helps {pupil} already.").format(helper=helper.name, pupil=helped.name))
    row = {"school_id": local(incoming)[0].id, "helper_id": helper.id, "pupil_id": helped.id}
    since = local(incoming)[1].date()
    await session.execute(insert(Buddies).values(**row, starts=since, person_id=incoming.linked.person_id))
    text = _("**Written down**: {helper} helps {pupil}.").format(helper=helper.name, pupil=helped.name)
    return [Outgoing(text=text), Act("buddies.made", helped.id)]


async def _no_longer(
    incoming: Incoming, session: AsyncSession, klass: ClassRef, names: Sequence[str]
) -> Sequence[Said]:
    """Raises Unclear."""
    may_change(incoming, klass)
    (helper, *_rest) = await pupils_called(incoming, session, klass, names[:1])
    mine = [one.id for one in await _of(incoming, session, klass) if helper.id in {one.helper_id, one.pupil_id}]
    if not mine:
        raise Unclear(_("{name} is nobody's buddy. Nothing was changed.").format(name=helper.name))
    before = local(incoming)[1].date() - timedelta(days=1)
    await session.execute(update(Buddies).where(Buddies.id.in_(mine)).values(ends=before))
    return [Outgoing(text=_("Written down. Thank you.")), Act("buddies.ended", helper.id)]
