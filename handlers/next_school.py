"""/chuyencap: where those who ended the school last year went, asked one by one."""

from collections import Counter
from collections.abc import Sequence

from msgspec.structs import replace
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import command
from handlers.asked import OFFERED, leads, local
from letters.says import year as says
from locales import N_, _
from locales.words import joined
from models.next_school import Ended, ended_school, keep_next_school, last_teachers
from models.shapes.message import Act, Button, Incoming, Outgoing, Said
from rules.people.roles import EMPLOYED

NAMED = 40
SCHOOLS_OFFERED = 3


@command(
    "chuyển cấp",
    "next school",
    help=N_("where those who ended the school went"),
    who=EMPLOYED,
    hidden=True,
)
async def next_school(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    """The leadership those of the school; who was homeroom teacher of a last class, those of it."""
    mine = await _mine(incoming, session)
    said = says.read_next_school(incoming.rest)
    if said is None:
        return [_overview(mine)]
    one = next((each for each in mine if each.pupil_id == said.pupil_id), None)
    if one is None:
        return [Outgoing(text=_("That pupil is none of those you may be asked about. Nothing was changed."))]
    if said.goes is None:
        text = _("Where does {name} ({klass}) go to school now? Tap, or type the school: {example}")
        example = says.next_school(one.pupil_id, goes=True, school=_("name of the school"))
        words = text.format(name=one.name, klass=one.class_name, example=example)
        return [Outgoing(text=words, buttons=_answers(one, _schools(mine)))]
    return await _kept(incoming, session, mine, one, said)


async def _mine(incoming: Incoming, session: AsyncSession) -> list[Ended]:
    school, moment = local(incoming)
    found = await ended_school(session, school.id, moment.date())
    if leads(incoming.asker):
        return found
    teachers = await last_teachers(session, {one.class_id for one in found})
    me = incoming.linked.person_id
    return [one for one in found if teachers.get(one.class_id, (0, 0))[1] == me]


async def _kept(
    incoming: Incoming, session: AsyncSession, mine: Sequence[Ended], one: Ended, said: says.NextSchool
) -> Sequence[Said]:
    """And the next of whom nothing is known."""
    school, _moment = local(incoming)
    await keep_next_school(
        session,
        {
            "school_id": school.id,
            "pupil_id": one.pupil_id,
            "goes": said.goes,
            "school": said.school if said.goes else "",
            "person_id": incoming.linked.person_id,
            "at": incoming.when,
        },
    )
    text = _("**Noted**: {name} goes to school.") if said.goes else _("**Noted**: {name} does not go to school.")
    if said.goes and said.school:
        text = _("**Noted**: {name} goes to {school}.")
    left = [each for each in mine if each.goes is None and each.pupil_id != one.pupil_id]
    lines = [text.format(name=one.name, school=said.school)]
    if not said.goes:
        lines.append(_("The leadership finds {name} in /chuyencap.").format(name=one.name))
    if left:
        lines.append(_("Not known yet: {count}. Next: {name} ({klass})").format(
            count=len(left), name=left[0].name, klass=left[0].class_name
        ))  # fmt: skip
    act = Act("pupil.next_school", one.pupil_id)
    schools = _schools([*mine, replace(one, school=said.school)])
    return [Outgoing(text=joined(lines), buttons=_answers(left[0], schools) if left else []), act]


def _schools(mine: Sequence[Ended]) -> list[str]:
    """The next schools that have been named, the most usual first."""
    return [name for name, _count in Counter(one.school for one in mine if one.school).most_common(SCHOOLS_OFFERED)]


def _answers(one: Ended, schools: Sequence[str]) -> list[list[Button]]:
    goes = Button(_("Goes to school"), says.next_school(one.pupil_id, goes=True))
    named = [Button(name[:40], says.next_school(one.pupil_id, goes=True, school=name)) for name in schools]
    stays = Button(_("Does not go to school"), says.next_school(one.pupil_id, goes=False))
    return [[goes], *([button] for button in named), [stays]]


def _names(title: str, some: Sequence[Ended]) -> list[str]:
    if not some:
        return []
    names = ", ".join(f"{one.name} ({one.class_name})" for one in some[:NAMED])
    more = _(" and {count} more").format(count=len(some) - NAMED) if len(some) > NAMED else ""
    return [f"{title} {names}{more}"]


def _overview(mine: Sequence[Ended]) -> Outgoing:
    if not mine:
        return Outgoing(text=_("Nobody ended the school last year, or they were of classes of others."))
    unknown = [one for one in mine if one.goes is None]
    away = [one for one in mine if one.goes is False]
    head = _(
        "**Ended the school last year: {count}**, at the next school {there}, not going {away}, not known {unknown}"
    )
    there = len(mine) - len(unknown) - len(away)
    lines = [head.format(count=len(mine), there=there, away=len(away), unknown=len(unknown))]
    lines += _names(_("Do not go to school:"), away) + _names(_("Not known yet:"), unknown)
    by_school: dict[str, list[Ended]] = {}
    for one in mine:
        if one.goes:
            by_school.setdefault(one.school, []).append(one)
    for school, some in sorted(by_school.items(), key=lambda pair: (not pair[0], -len(pair[1]))):
        title = _("At {school} ({count}):").format(school=school or _("another school"), count=len(some))
        lines += _names(title, some)
    buttons = [[Button(one.name, says.next_school(one.pupil_id))] for one in unknown[:OFFERED]]
    return Outgoing(text=joined(lines), buttons=buttons)
