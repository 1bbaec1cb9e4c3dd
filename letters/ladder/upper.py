"""Letters of the upper steps: still not back after the visit, and what the principal decides."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from letters import kind_words
from letters.ladder.wording import (
    all_tasks,
    bullets,
    countings,
    figures_of,
    notes,
    of_own_family,
    standing,
    unsettled_words,
)
from letters.says.cases import decide_case
from letters.told import lines_of
from locales import _
from locales.causes import visit_words
from locales.words import day_words
from models.cases.visits import Visit, of_cases, visits
from models.figures.tally import Tally
from models.ladder.facts import Fact
from models.readers import told_by_ladder
from models.shapes.letter import Due, Letter, Reader, at_hand, composes, dues_about
from models.shapes.message import Button
from papers.ladder.words import case_words
from rules.ladder.steps import UP, Ask, Counting
from rules.letters import Kind


@composes(Kind.UP_LEADER, to=told_by_ladder(Ask.KNOW).passed_on(), about=kind_words.CASE)
async def up_leader(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    """The vice principal, at once: visited or overdue, and still not back. It is the principal's to decide."""
    facts = await standing(dues, session)
    if not facts:
        return None
    head = _("**Still not back in class**")
    tail = _("Whether the request goes to the commune waits for the principal's decision.")
    told = await lines_of(reader, session, [Kind.UP_HEAD], [fact.id for fact in facts])
    lines = await _up_lines(facts, reader, session)
    own = await of_own_family(facts, reader, session)
    text = "\n".join([head, *bullets(lines), *await notes(facts, UP, session), tail, *told, *own])
    return Letter(text=text, told=dues_about(dues, (fact.id for fact in facts)))


@composes(Kind.UP_HEAD, to=told_by_ladder(Ask.DECIDE).passed_on(), about=kind_words.CASE)
async def up_head(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    """The principal, at once: what was done so far, and one tap to decide. Nothing leaves the school without it."""
    facts = await standing(dues, session)
    if not facts:
        return None
    head = _("**Still not back in class: the principal's direction is needed**")
    ask = _("Shall the school ask the commune People's Committee for help? Nothing leaves the school without your tap.")
    lines = await _up_lines(facts, reader, session)
    own = await of_own_family(facts, reader, session)
    text = "\n".join([head, *bullets(lines), *await notes(facts, UP, session), *own, ask])
    several = len(facts) > 1
    taps = [row for fact in facts if fact.case_id for row in decisions(fact.case_id, fact.name, several=several)]
    return Letter(text=text, told=dues_about(dues, (fact.id for fact in facts)), buttons=at_hand(taps, all_tasks()))


def decisions(case_id: int, pupil: str, *, several: bool) -> list[list[Button]]:
    """The principal's two taps about a case."""
    name = pupil + ": " if several else ""
    return [
        [Button(name + _("Send the request to the commune"), decide_case(case_id, sends=True))],
        [Button(name + _("Not yet, the school goes on persuading"), decide_case(case_id, sends=False))],
    ]


async def _up_lines(facts: Sequence[Fact], reader: Reader, session: AsyncSession) -> list[str]:
    figures = await figures_of(facts, reader, session)
    made = await visits(session, of_cases({fact.case_id for fact in facts if fact.case_id}))
    last = {case: visit for visit in made for case in visit.cases}
    counting = await countings(facts, session)
    return [_up_line(f, _run(f, figures[f.pupil_id], counting[f.id]), last.get(f.case_id or 0)) for f in facts]


def _run(fact: Fact, tally: Tally, counting: Counting) -> str:
    """How long it has been; a row of days has grown since, what is added up otherwise is said as it opened the case."""
    if counting != Counting():
        return case_words(fact.days, counting) + unsettled_words(fact)
    run = _("{days} school days without leave").format(days=max(tally.days, fact.days))
    return run + unsettled_words(fact)


def _up_line(fact: Fact, run: str, visit: Visit | None) -> str:
    line = _("{name}, class {klass} ({place}): {run}").format(
        name=fact.name, klass=fact.class_name, place=fact.place or _("hamlet unknown"), run=run
    )
    if visit is None:
        return line + "; " + _("no visit reported in time")
    said = visit_words(visit.met, visit.promised_on, visit.note)
    return line + "; " + _("visited {day}: {result}").format(day=day_words(visit.made_on), result=said)
