"""/thon, /noc: a village or hamlet, who lives there, who is away, and who looks after them."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import date

from rapidfuzz import fuzz, process
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import command
from handlers.asked import OFFERED, Unclear, leads, local, not_assigned, period_asked, which_place, year_asked
from handlers.figures.of_year import hamlet_then
from handlers.figures.report_tables import NO_PLACES
from handlers.figures.wording import case_state, mark_words, period_words, run_note
from letters.says import figures as says
from locales import N_, _
from locales.words import joined, listed, part_words, short_day
from models import Cases, Marks
from models.calendar.held import year_start
from models.cases.sight import seen_by
from models.figures.summary import Marked, OpenCase, absent, marked, open_cases, parts
from models.figures.tally import Tally, tallies
from models.people.guardians import guardians
from models.people.places import Carer, Living, Place, carers, living, named, places, with_hamlets
from models.shapes.asker import Asker, School
from models.shapes.message import Button, Incoming, Outgoing, Said
from rules.calendar.periods import Period
from rules.people.names import fold
from rules.people.phones import shown
from rules.people.places import place_key
from rules.people.roles import LEADERS, Role

NAMED = 30  # pupils named one by one; of a larger village only how many
ALIKE = 70  # of 100: how close a name must come to be offered


@command(
    "nóc",
    "thôn",
    "hamlet",
    help=N_("a village or hamlet: who is away, and who looks after it"),
    usage=N_("Takta"),
    task=N_("My hamlets"),
    who=LEADERS | {Role.HAMLET_STAFF, Role.VILLAGE_HEAD},
    in_group=True,
    begins={Role.HAMLET_STAFF: "", Role.VILLAGE_HEAD: ""},
)
async def hamlet(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    school, moment = local(incoming)
    known = await places(session, school.id)
    own = frozenset(known) if leads(incoming.asker) else with_hamlets(known, incoming.asker.places())
    if not known:
        return [Outgoing(text=_(NO_PLACES))]
    if not incoming.rest.strip():
        if len(own) == 1 and not leads(incoming.asker):
            return [await _view(incoming, session, known, known[next(iter(own))])]
        return [await _list(session, school, known, own, moment.date())]
    return [await _of_place(incoming, session, known, own)]


async def _of_place(
    incoming: Incoming, session: AsyncSession, known: Mapping[int, Place], own: Collection[int]
) -> Outgoing:
    """Today, over the days that are named, or as of a year that is over. Raises Unclear."""
    as_of, left = await year_asked(incoming, session, incoming.rest)
    then = as_of if left != incoming.rest and as_of.year else None
    period, left = await _days_asked(incoming, session, known, left)
    alone = known[next(iter(own))] if len(own) == 1 and not left.strip() else None
    place = alone or _asked(left, known, own)
    if then is not None:
        by_name = incoming.private and _looks_after(incoming.asker, known, place)
        inside = with_hamlets(known, [place.id])
        return await hamlet_then(incoming, session, place, inside, then, by_name=by_name)
    if period is not None:
        return await _over_days(incoming, session, known, place, period)
    return await _view(incoming, session, known, place)


async def _days_asked(
    incoming: Incoming, session: AsyncSession, known: Mapping[int, Place], words: str
) -> tuple[Period | None, str]:
    """Days that are named behind a place (a place itself may be called `Ông Năm`), but today. Raises Unclear."""
    if says.read_hamlet(words) or named(known, words):
        return None, words
    period, left = await period_asked(incoming, session, words)
    today = local(incoming)[1].date()
    over = left != words and not (period.first == period.last == today)
    return (period if over else None), left


async def _over_days(
    incoming: Incoming, session: AsyncSession, known: Mapping[int, Place], place: Place, period: Period
) -> Outgoing:
    """Who of those who live there now was away then, the most often first; by name for who looks after the place."""
    school, moment = local(incoming)
    people = await living(session, school.id, moment.date(), with_hamlets(known, [place.id]))
    held = await parts(session, school.id, period.first, min(period.last, moment.date()))
    today = Button(_("Today"), says.hamlet(place.id))
    if not {one.class_name for one in held if one.reported} & {one.class_name for one in people}:
        text = _("**{place}**, {days}: no class of theirs has reported then.")
        return Outgoing(text=text.format(place=place.said, days=period_words(period)), buttons=[[today]])
    theirs = Marks.pupil_id.in_([one.pupil_id for one in people])
    marks = await marked(
        session, school.id, period.first, min(period.last, moment.date()), absent(), theirs, settled=True
    )
    count = Counter(one.pupil_id for one in marks)
    text = _("**{place}**, {days}: pupils {count}, sessions missed {missed}")
    head = text.format(place=place.said, days=period_words(period), count=len(people), missed=len(marks))
    lines = [
        _missed_line([one for one in marks if one.pupil_id == pupil]) for pupil, _times in count.most_common(NAMED)
    ]
    by_name = incoming.private and _looks_after(incoming.asker, known, place)
    return Outgoing(text=joined([head, *(lines if by_name else [])]), buttons=[[today]])


def _missed_line(marks: Sequence[Marked]) -> str:
    days = listed(dict.fromkeys(short_day(one.day) for one in marks))
    text = _("• {name}, {klass}: {count} sessions ({days})")
    return text.format(name=marks[0].name, klass=marks[0].class_name, count=len(marks), days=days)


def _asked(words: str, known: Mapping[int, Place], own: Collection[int]) -> Place:
    numbered = known.get(says.read_hamlet(words) or 0)
    found = [numbered] if numbered else named(known, words)
    mine = [place for place in found if place.id in own]
    if found and not mine:
        raise Unclear(not_assigned(found[0], [place for place in known.values() if place.id in own]))
    if not found:
        near = _near(words, known, own)
        text = _("No village or hamlet here is called “{words}”.").format(words=words)
        raise Unclear(text, [[Button(place.said, says.hamlet(place.id))] for place in near])
    return which_place(mine, words, says.hamlet)


def _near(words: str, known: Mapping[int, Place], own: Collection[int]) -> list[Place]:
    names = {place_id: fold(known[place_id].said) for place_id in known if place_id in own}
    typed = place_key(words)
    close = process.extract(typed, names, scorer=fuzz.WRatio, limit=OFFERED, score_cutoff=ALIKE)
    return [known[place_id] for _name, _score, place_id in close]


async def _list(
    session: AsyncSession, school: School, known: Mapping[int, Place], own: Collection[int], day: date
) -> Outgoing:
    people = await living(session, school.id, day, own)
    away = {mark.pupil_id for mark in await _away(session, school, people, day)}
    silent = await _silent(session, school, people, day)
    cared = {carer.place_id for carer in await carers(session, school.id, day)}
    lines, buttons = [], []
    for place_id in (place_id for place_id in known if place_id in own):
        inside = with_hamlets(known, [place_id])
        here = [one for one in people if one.place_id in inside]
        if not here:
            continue
        line = _("• {place}: pupils {count}, {today}").format(
            place=known[place_id].said, count=len(here), today=_today(here, away, silent)
        )
        nobody = not {place_id, known[place_id].parent_id} & cared and not (inside - {place_id})
        lines.append(line + ("; " + _("nobody in charge") if nobody else ""))
        buttons.append([Button(known[place_id].said, says.hamlet(place_id))])
    head = _("**Villages and hamlets** (a name after /noc shows one)")
    lines = [*lines, _not_reported(silent)] if lines else [_("No pupils live in your places.")]
    return Outgoing(text=joined([head, *lines]), buttons=buttons[:OFFERED])


async def _away(session: AsyncSession, school: School, people: Sequence[Living], day: date) -> list[Marked]:
    """Today's absences of those who live there and are on a list today: counted among the same pupils."""
    theirs = Marks.pupil_id.in_([one.pupil_id for one in people])
    return await marked(session, school.id, day, day, absent(), theirs, settled=True)


async def _view(incoming: Incoming, session: AsyncSession, known: Mapping[int, Place], place: Place) -> Outgoing:
    school, moment = local(incoming)
    day, inside = moment.date(), with_hamlets(known, [place.id])
    people = await living(session, school.id, day, inside)
    marks = await _away(session, school, people, day)
    away = list(dict.fromkeys(mark.pupil_id for mark in marks))
    silent = await _silent(session, school, people, day)
    head = _("**{place}**: pupils {count}, {today}")
    lines = [head.format(place=place.said, count=len(people), today=_today(people, away, silent))]
    by_name = incoming.private and _looks_after(incoming.asker, known, place)
    if by_name:
        figures = await tallies(session, away, day, await year_start(session, school.id, day))
        lines += [_away_line(marks, figures[pupil_id], pupil_id) for pupil_id in away]
    lines.append(_not_reported(silent))
    lines += await _case_lines(incoming, session, school, inside)
    lines += _carer_lines(known, place, await carers(session, school.id, day))
    lines.append(await _families(session, people))
    if by_name and len(people) <= NAMED:
        lines += _people_lines(people)
    return Outgoing(text=joined(lines))


def _looks_after(asker: Asker, known: Mapping[int, Place], place: Place) -> bool:
    """As staff. A village head sees counts, and the cases handed over, whatever else he or she is."""
    return leads(asker) or place.id in with_hamlets(known, asker.places(Role.HAMLET_STAFF))


def _away_line(marks: Sequence[Marked], tally: Tally, pupil_id: int) -> str:
    mine = [mark for mark in marks if mark.pupil_id == pupil_id]
    parts = list(dict.fromkeys(mark_words(mark) for mark in mine))
    said = f"{part_words([mark.part for mark in mine])} {' / '.join(parts)}"
    return "• " + "; ".join(part for part in (f"{mine[0].name}, {mine[0].class_name}: {said}", run_note(tally)) if part)


async def _silent(session: AsyncSession, school: School, people: Sequence[Living], day: date) -> Sequence[str]:
    """The classes of these pupils that have not said anything today: nobody knows who of them is there."""
    theirs = {one.class_name for one in people}
    held = await parts(session, school.id, day, day)
    spoken = {one.class_name for one in held if one.reported}
    return [name for name in dict.fromkeys(one.class_name for one in held) if name in theirs - spoken]


def _not_reported(silent: Sequence[str]) -> str:
    return _("Not reported today: {names}").format(names=listed(silent)) if silent else ""


def _today(people: Sequence[Living], away: Collection[int], silent: Collection[str]) -> str:
    """Who is away, of those whose class has said anything: a class that is silent counts as nothing."""
    heard = [one for one in people if one.class_name not in silent]
    absent = sum(one.pupil_id in away for one in people)
    if people and not heard and not absent:
        return _("today no class has reported yet")
    text = _("absent today {absent}") if len(heard) == len(people) else _("absent today {absent} of {count} reported")
    return text.format(absent=absent, count=len(heard))


async def _case_lines(incoming: Incoming, session: AsyncSession, school: School, inside: Collection[int]) -> list[str]:
    day = local(incoming)[1].date()
    found = await open_cases(session, school.id, Cases.place_id.in_(inside), seen_by(incoming.asker, day))
    head = _("Open cases: {count}").format(count=len(found)) if found else ""
    if not incoming.private:
        return [head]
    text = _("• {pupil}: since {day}, {state}")
    return [head] + [
        text.format(pupil=_followed(one), day=short_day(one.opened_on), state=case_state(one)) for one in found
    ]


def _followed(one: OpenCase) -> str:
    return f"{one.name}, {one.class_name or _('on no class list')}"


def _carer_lines(known: Mapping[int, Place], place: Place, everybody: Sequence[Carer]) -> list[str]:
    """Who is in charge here (or of the village this belongs to); of a village, also the hamlets without anybody."""
    here = [carer for carer in everybody if carer.place_id in {place.id, place.parent_id}]
    staff = [_carer(carer) for carer in here if carer.role == Role.HAMLET_STAFF]
    heads = [_carer(carer) for carer in here if carer.role == Role.VILLAGE_HEAD]
    cared = {carer.place_id for carer in everybody}
    hamlets = [other for other in known.values() if other.parent_id == place.id]
    gaps = [other.said for other in hamlets if not {other.id, place.id} & cared]
    lines = [_("In charge: {names}").format(names=listed(staff))] if staff else []
    if not staff and not hamlets:
        lines = [_("In charge: **nobody yet**")]
    lines += [_("Village head: {names}").format(names=listed(heads))] if heads else []
    return lines + ([_("Nobody in charge of: {names}").format(names=listed(gaps))] if gaps else [])


def _carer(carer: Carer) -> str:
    """Name and phone; whoever no message reaches has to be called."""
    said = f"{carer.name} {shown(carer.phone)}".strip() if carer.phone else carer.name
    return said if carer.linked else _("{who} (not linked, please call)").format(who=said)


async def _families(session: AsyncSession, people: Sequence[Living]) -> str:
    reached = {line.pupil_id for line in await guardians(session, [one.pupil_id for one in people]) if line.linked}
    text = _("Families that get messages: {reached}/{count}")
    return text.format(reached=len(reached), count=len(people)) if people else ""


def _people_lines(people: Sequence[Living]) -> list[str]:
    names: dict[str, list[str]] = {}
    for one in people:
        names.setdefault(one.class_name, []).append(one.name)
    return [f"{klass}: {', '.join(found)}" for klass, found in names.items()]
