"""A child on no list is told of: read, compared with everybody the school knows, and followed from then on."""

from collections.abc import Mapping, Sequence

from msgspec import structs
from rapidfuzz.distance import Levenshtein
from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.asked import OFFERED, Unclear, local, not_assigned
from letters.says import cases as case_says
from letters.says import unlisted as says
from letters.says.unlisted import Verb
from letters.told import line_for
from locales import _
from locales.unlisted import ORIGINS
from locales.words import joined, opening
from models import Cases, Pupils
from models.ladder.versions import in_force
from models.people.holders import leaders
from models.people.places import Place, carers, places, with_hamlets
from models.shapes.message import Act, Button, Incoming, Notice, Outgoing, Said
from models.unlisted.children import Alike, everybody, keep
from papers.roster.lists.values import Wrong, as_name, check_name
from rules.ladder.steps import CASE
from rules.letters import Kind
from rules.people.names import fold
from rules.people.places import place_key
from rules.people.roles import LEADERS, Role
from rules.unlisted import Child, read_child

_SLIPS = 1  # letters that may differ in the name of one child
_LONG = 300


async def told(
    incoming: Incoming,
    session: AsyncSession,
    words: str,
    *,
    known: int | None = None,
    new: bool = False,
    place: int | None = None,
) -> Sequence[Said]:
    """`known` is the pupil it is said to be. Raises Unclear: what is asked back, nothing was written down."""
    school, moment = local(incoming)
    where = await places(session, school.id)
    child = _read(incoming, words, where)
    child.place = place if place in where else child.place
    everybody_here = await everybody(session, school.id, moment.date())
    alike = [one for one in everybody_here if one.pupil_id == known] if known else []
    if alike and child.place is None and not child.unknown:
        child.place = alike[0].place_id
    child.place = _place(incoming, child, words, where)
    if not alike and not new:
        _ask_who(incoming, words, child, [one for one in everybody_here if _may_be(one, child)])
    if alike and (alike[0].told or alike[0].class_name):
        return [_known_already(incoming, alike[0])]
    pupil_id = alike[0].pupil_id if alike else await _new_pupil(incoming, session, child)
    case_id = await _follow(incoming, session, pupil_id, child)
    notices = await _notices(incoming, session, case_id, child.place)
    answer = await _answer(incoming, session, child, where, pupil_id, case_id, notices)
    return [answer, Act("unlisted.told", pupil_id), Act("case.opened", case_id), *notices]


def _read(incoming: Incoming, words: str, where: Mapping[int, Place]) -> Child:
    keys: dict[str, int] = {}
    for place in where.values():
        for key in {*place.keys, place_key(place.said)}:
            keys.setdefault(key, place.id)
    child = read_child(words, keys, local(incoming)[1].date())
    child.name = as_name(child.name)
    try:
        check_name(child.name)
    except Wrong:
        child.wrong = child.wrong or child.name
    if len(child.name.split()) < 2 or child.wrong:
        text = _("Please write the child's full name, the year of birth and the hamlet, for example: {example}")
        wrong = _("“{words}” was not understood.").format(words=child.wrong[:60]) if child.wrong else ""
        raise Unclear(" ".join(filter(None, (wrong, text.format(example=says.EXAMPLE)))))
    return child


def _place(incoming: Incoming, child: Child, words: str, where: Mapping[int, Place]) -> int | None:
    """Of people in a hamlet only their own places; one place alone need not be said. Raises Unclear."""
    own = _own_places(incoming, where)
    if child.place is None and not child.unknown and len(own) == 1:
        return next(iter(own))
    if child.place in own or (child.place is None and not where):
        return child.place
    if child.place is not None:
        raise Unclear(not_assigned(where[child.place], [place for place in where.values() if place.id in own]))
    leaves = [one for one in where.values() if one.id in own and not any(o.parent_id == one.id for o in where.values())]
    rest = words.replace(child.unknown, "") if child.unknown else words
    buttons = [[Button(one.said, says.act(Verb.AT, one.id, rest))] for one in leaves]
    text = _("Where does {name} live? Nothing was written down yet.").format(name=child.name)
    if child.unknown:
        unknown = _("No village or hamlet here is called “{words}”.").format(words=child.unknown[:60])
        text = f"{unknown} {text}"
    raise Unclear(text, buttons)


def _own_places(incoming: Incoming, where: Mapping[int, Place]) -> frozenset[int]:
    """Homeroom teachers and the leadership may tell of a child anywhere."""
    if incoming.asker.has(*LEADERS, Role.HOMEROOM):
        return frozenset(where)
    return with_hamlets(where, incoming.asker.places(Role.HAMLET_STAFF, Role.VILLAGE_HEAD))


def _may_be(one: Alike, child: Child) -> bool:
    """One name, and nothing else that speaks against it: Nguyễn Văn B of 2016 is none of 2009."""
    far = Levenshtein.distance(fold(one.name), fold(child.name))
    near = one.born is None or child.born is None or abs(one.born - child.born) <= 1
    return near and (far == 0 or (far <= _SLIPS and one.born == child.born and one.place_id == child.place))


def _ask_who(incoming: Incoming, words: str, child: Child, alike: Sequence[Alike]) -> None:
    """Raises Unclear where the school knows somebody of that name."""
    if not alike:
        return
    at = f"{words}, {child.born}" if child.born and str(child.born) not in words else words
    buttons = [[Button(_said(incoming, one), says.act(Verb.IS, one.pupil_id, at))] for one in alike[:OFFERED]]
    buttons.append([Button(_("No, another child"), says.somebody_new(at))])
    text = _("The school knows somebody of this name already. Is it the same child? Nothing was written down yet.")
    raise Unclear(text, buttons)


def _said(incoming: Incoming, one: Alike) -> str:
    """Classes are for the staff to read."""
    inside = incoming.asker.has(*LEADERS, Role.HOMEROOM, Role.HAMLET_STAFF)
    state = _("gone from the lists")
    if one.class_name:
        state = _("in class {klass}").format(klass=one.class_name) if inside else _("on the school's lists")
    elif one.told:
        state = _("told of already")
    born = str(one.born) if one.born else ""
    return ", ".join(filter(None, (one.name, born, state)))[:60]


def _known_already(incoming: Incoming, one: Alike) -> Outgoing:
    if one.class_name:
        return Outgoing(text=_("Then {name} is on the school's lists: nothing was written down.").format(name=one.name))
    text = _("{name} is known already and followed: nothing was written down twice.")
    return Outgoing(text=text.format(name=one.name), buttons=[[Button(_("Children on no list"), says.LIST)]])


async def _new_pupil(incoming: Incoming, session: AsyncSession, child: Child) -> int:
    """A pupil to be: on no list, and so counted in none."""
    values = {
        "school_id": incoming.linked.school.id,
        "key": f"unlisted:{incoming.inbox_id}:{fold(child.name)}"[:200],
        "full_name": child.name,
        "birth_date": child.birth,
        "gender": child.gender,
        "place_id": child.place,
    }
    return (await session.execute(insert(Pupils).values(values).returning(Pupils.id))).scalar_one()


async def _follow(incoming: Incoming, session: AsyncSession, pupil_id: int, child: Child) -> int:
    school, moment = local(incoming)
    today, by = moment.date(), incoming.linked.person_id
    row = {"pupil_id": pupil_id, "school_id": school.id, "born": child.born, "origin": child.origin}
    await keep(session, {**row, "told_on": today, "told_by": by})
    still = select(Cases.id).where(Cases.pupil_id == pupil_id, Cases.closed_on.is_(None))
    if (open_ := await session.scalar(still)) is not None:
        return open_
    values = {
        "school_id": school.id,
        "pupil_id": pupil_id,
        "place_id": child.place,
        "opened_on": today,
        "run_start": today,
        "days": 0,
        "ladder_id": (await in_force(session, school.id)).id,
        "step": CASE,
        "opened_by": by,
        "opened_why": child.note[:_LONG] or None,
    }
    return (await session.execute(insert(Cases).values(values).returning(Cases.id))).scalar_one()


async def _notices(incoming: Incoming, session: AsyncSession, case_id: int, place_id: int | None) -> list[Notice]:
    """The hamlet's pair is to go there, the leadership to know."""
    school, moment = local(incoming)
    where = await places(session, school.id)
    there = {place_id, where[place_id].parent_id} if place_id in where and place_id else set()
    pair = [one.person_id for one in await carers(session, school.id, moment.date())
            if one.place_id in there and one.role == Role.HAMLET_STAFF]  # fmt: skip
    people = {*pair, *await leaders(session, school.id, moment.date())} - {incoming.linked.person_id}
    shared = Notice(
        kind=Kind.CASE_BY_HAND, key=f"case_by_hand:{case_id}", school_id=school.id, person_id=0, about=case_id,
        day=moment.date(),
    )  # fmt: skip
    return [structs.replace(shared, person_id=one) for one in sorted(people)]


async def _answer(
    incoming: Incoming,
    session: AsyncSession,
    child: Child,
    where: Mapping[int, Place],
    pupil_id: int,
    case_id: int,
    notices: Sequence[Notice],
) -> Outgoing:
    school, moment = local(incoming)
    place = where[child.place].said if child.place else ""
    who = ", ".join(filter(None, (child.name, str(child.born) if child.born else "", place)))
    why = opening(_(ORIGINS[child.origin])) if child.origin else ""
    lines = [_("**Written down**: {who}").format(who=who), why, await line_for(session, school, incoming.when, notices)]
    if len(notices) == len(await leaders(session, school.id, moment.date())):
        lines.append(_("Nobody is in charge of the families there yet."))
    buttons = [] if child.origin else [[Button(opening(_(words)), says.act(Verb[one.upper()], pupil_id, ""))]
                                       for one, words in ORIGINS.items()]  # fmt: skip
    if not incoming.asker.has(Role.VILLAGE_HEAD):
        buttons.append([Button(_("Report a home visit"), case_says.visit(case_id))])
    buttons.append([Button(_("Told by mistake"), says.act(Verb.MISTAKE, pupil_id, ""))])
    return Outgoing(text=joined(lines), buttons=buttons)
