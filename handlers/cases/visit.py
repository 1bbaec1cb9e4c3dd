"""/tham: a home visit reported in a few taps or one line; only then is the task done, and it closes no case."""

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import structs
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import command
from handlers.asked import local
from handlers.cases.visit_asks import next_question, same_hamlet
from handlers.cases.visit_more import LONGEST_NOTE, VISITORS, keep_picture, note_later
from handlers.cases.visit_whose import whose_home
from letters.says.cases import NO_DAY, VisitAnswer, VisitAsk, read_visit_answer, read_visit_trip
from letters.told import line_for
from locales import N_, _
from locales.causes import visit_words
from locales.words import joined, listed
from models import Cases, Visits
from models.cases.sight import own
from models.cases.tables import CAUSE, DONE, MET, PROMISE
from models.cases.visits import (
    Visit,
    add_causes,
    answer,
    begin,
    brothers_and_sisters,
    causes_of,
    families,
    report,
    result_notices,
    visits,
)
from models.ladder.facts import Fact, case_facts
from models.shapes.message import Act, Incoming, Outgoing, Said
from rules.cases.causes import BY_CODE
from rules.cases.visit import NOBODY, PEOPLE, may_be_promised, read_visit
from rules.people.names import fold, given_name
from rules.written import read_day


@command(
    "thăm",
    "visit",
    help=N_("report a home visit: the pupil, then the result"),
    usage=N_("6A Nguyen Van A: met the mother, back on Monday"),
    daily=9,
    who=VISITORS,
    own=True,
)
async def visited(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    """A case's number or pupil begins the questions; words behind answer what they can. `v7 …` is a button's answer."""
    if (said := read_visit_answer(incoming.rest)) is not None:
        return await _answered(incoming, session, said)
    if (place_id := read_visit_trip(incoming.rest)) is not None:
        return await _whole_hamlet(incoming, session, place_id)
    case, result = await whose_home(incoming, session)
    if fold(result).startswith("ghi"):
        return await note_later(incoming, session, case.id, result[3:].lstrip(" :"))
    visit = await _under_way(incoming, session, case.id) if result else None
    visit = visit or await _begin(incoming, session, [await brothers_and_sisters(session, case.id)])
    if result:
        visit = await _read_line(incoming, session, visit, result)
    await keep_picture(incoming, session, visit)
    return await _go_on(incoming, session, visit)


async def _begin(incoming: Incoming, session: AsyncSession, homes: Sequence[Sequence[int]]) -> Visit:
    school, moment = local(incoming)
    person_id = incoming.linked.person_id
    first = await begin(session, person_id, school.id, homes, incoming.when, moment.date())
    return (await visits(session, Visits.id == first))[0]


async def _under_way(incoming: Incoming, session: AsyncSession, case_id: int) -> Visit | None:
    """Words typed instead of a tap belong to the visit that is being reported."""
    mine = (Visits.person_id == incoming.asker.person_id, Visits.reported_at.is_(None))
    return next((one for one in await visits(session, *mine) if case_id in one.cases), None)


async def _whole_hamlet(incoming: Incoming, session: AsyncSession, place_id: int) -> Sequence[Said]:
    """One trip to every home of a hamlet where a pupil is away: family after family."""
    cases = await same_hamlet(incoming, session, place_id)
    if not cases:
        await whose_home(incoming, session)  # raises: which homes there are to report about
    return await _go_on(incoming, session, await _begin(incoming, session, await families(session, cases)))


async def _read_line(incoming: Incoming, session: AsyncSession, visit: Visit, words: str) -> Visit:
    """What the line says is kept as said; what it leaves open is asked."""
    day = local(incoming)[1].date()
    found = read_visit(words, day)
    await add_causes(session, visit.cases, found.causes, incoming.asker.person_id, day)
    said_before = f"{visit.note}. " if visit.note else ""
    values: dict[str, Any] = {"note": (said_before + words)[:LONGEST_NOTE]}
    if found.met:
        values["met"] = ",".join(found.met)
    if found.promised_on or found.no_promise:
        values |= {"promised_on": found.promised_on, "promise_known": True}
    await answer(session, visit.id, **values)
    return structs.replace(visit, **values)


async def _answered(incoming: Incoming, session: AsyncSession, said: VisitAnswer) -> Sequence[Said]:
    visit = await _draft(incoming, session, said.visit_id)
    if visit is None:
        text = _("No visit report like this waits for your answer. For a new one type /tham and the pupil's name.")
        return [Outgoing(text=text)]
    if said.to is VisitAsk.SAME_HAMLET:
        return await _rest_of_hamlet(incoming, session, visit)
    change = await _change(incoming, session, visit, said)
    if change is None:
        return [await next_question(incoming, session, visit)]
    await answer(session, visit.id, **change)
    return await _go_on(incoming, session, structs.replace(visit, **change))


async def _draft(incoming: Incoming, session: AsyncSession, number: int) -> Visit | None:
    """The visit being reported, if it is this person's own and they still may."""
    mine = (Visits.id == number, Visits.person_id == incoming.asker.person_id, Visits.reported_at.is_(None))
    found = await visits(session, *mine)
    if not found:
        return None
    allowed = own(incoming.asker, local(incoming)[1].date())
    still = select(Cases.id).where(Cases.id.in_(found[0].cases), Cases.closed_on.is_(None), allowed)
    return found[0] if await session.scalar(still.limit(1)) is not None else None


async def _change(incoming: Incoming, session: AsyncSession, visit: Visit, said: VisitAnswer) -> dict[str, Any] | None:
    """What an answer changes; None if it is none."""
    day = local(incoming)[1].date()
    match said.to:
        case VisitAsk.WHOM if set(said.value.split(",")) <= {*PEOPLE, NOBODY}:
            return {"met": said.value, "asks": PROMISE}
        case VisitAsk.CAUSE if said.value in BY_CODE:
            await add_causes(session, visit.cases, [said.value], incoming.asker.person_id, day)
            return {"asks": PROMISE}
        case VisitAsk.ONE_MORE:
            return {"asks": CAUSE}
        case VisitAsk.PROMISE if said.value == NO_DAY:
            return {"promised_on": None, "promise_known": True}
        case VisitAsk.PROMISE if (promised := read_day(said.value)) and may_be_promised(promised, day):
            return {"promised_on": promised, "promise_known": True}
        case _:
            return None


async def _rest_of_hamlet(incoming: Incoming, session: AsyncSession, visit: Visit) -> Sequence[Said]:
    """The same trip goes to the hamlet's other homes too."""
    case = await session.scalar(select(Cases.place_id).where(Cases.id == visit.cases[0]))
    others = [one for one in await same_hamlet(incoming, session, case or 0) if one not in visit.cases]
    first = await _begin(incoming, session, [visit.cases, *await families(session, others)])
    return await _go_on(incoming, session, first)


async def _go_on(incoming: Incoming, session: AsyncSession, visit: Visit) -> Sequence[Said]:
    """Ask what is still open, or report what is complete."""
    asks = _open_question(visit, await causes_of(session, visit.cases))
    if asks != DONE:
        await answer(session, visit.id, asks=asks)
        return [await next_question(incoming, session, structs.replace(visit, asks=asks))]
    return await _finish(incoming, session, visit)


def _open_question(visit: Visit, causes: Mapping[int, Sequence[str]]) -> str:
    """A cause is required before the task is done; with nobody met there is nothing more to ask."""
    if not visit.met:
        return MET
    if visit.met_nobody:
        return DONE
    if visit.asks == CAUSE or not all(case in causes for case in visit.cases):
        return CAUSE
    return DONE if visit.promise_known else PROMISE


async def _finish(incoming: Incoming, session: AsyncSession, visit: Visit) -> Sequence[Said]:
    await report(session, visit, incoming.when)
    waiting = (Visits.trip == visit.trip, Visits.reported_at.is_(None), Visits.person_id == incoming.asker.person_id)
    rest = await visits(session, *waiting)
    facts = await case_facts(session, visit.cases)
    results = await result_notices(session, visit)
    told = await line_for(session, local(incoming)[0], incoming.when, results)
    acts = [Act("case.visited", case) for case in visit.cases]
    said: list[Said] = [_recorded(visit, facts, told), *acts, *results]
    return [*said, await next_question(incoming, session, rest[0])] if rest else said


def _recorded(visit: Visit, facts: Sequence[Fact], told: str) -> Outgoing:
    names = listed(given_name(fact.name) for fact in facts)
    result = visit_words(visit.met, visit.promised_on)
    lines = [_("**Recorded**: home visit for {names}: {result}.").format(names=names, result=result)]
    if visit.met_nobody:
        lines.append(_("Nobody was met, so the visit is still to be made."))
    else:
        lines.append(_("The case closes when {names} is back.").format(names=names))
    lines += [told, _("To add: type a few words now, or send a picture.")]
    return Outgoing(text=joined(lines))
