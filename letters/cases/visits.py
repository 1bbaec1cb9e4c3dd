"""Visits that are due, and promises that were not kept."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from letters import kind_words
from letters.ladder.wording import all_tasks, bullets
from letters.says.cases import case, decide_case, visit
from locales import _
from locales.words import day_words, pupil_at
from models import Cases, Roles
from models.cases.decisions import REQUEST
from models.ladder.facts import Fact, case_facts
from models.people.roles import held_on
from models.readers import THIS_CASE, named_by_ladder, works_on
from models.shapes.letter import Due, Letter, Reader, at_hand, composes, dues_about
from models.shapes.message import Button
from rules.letters import Kind
from rules.people.roles import Role


async def _standing(dues: Sequence[Due], session: AsyncSession, *which: Any) -> tuple[list[Fact], dict[int, Any]]:
    """The cases still open of which it is still true."""
    columns = (Cases.id, Cases.promised_on, Cases.decision)
    still = select(*columns).where(Cases.id.in_([due.about for due in dues]), Cases.closed_on.is_(None), *which)
    rows = {row.id: row for row in await session.execute(still)}
    return await case_facts(session, rows), rows


def _who(fact: Fact) -> str:
    return pupil_at(fact.name, fact.class_name, fact.place)


@composes(Kind.VISIT_DUE, to=works_on(THIS_CASE) | named_by_ladder(THIS_CASE), about=kind_words.CASE)
async def visit_due(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    """One reminder; a visit reported meanwhile makes it fall away."""
    facts, _rows = await _standing(dues, session, Cases.visited_on.is_(None))
    if not facts:
        return None
    day = max(due.day for due in dues)
    head = _("**The home visit was due on {day}**").format(day=day_words(day))
    if reader.reads_on(day):
        head = _("**The home visit is due today**")
    tail = _("Please report what came of it; without a report the case goes to the principal.")
    taps = [[Button(_("Visited {name}").format(name=fact.name), visit(fact.id))] for fact in facts]
    lines = bullets([_who(fact) for fact in facts])
    return Letter(
        text="\n".join([head, *lines, tail]),
        told=dues_about(dues, (fact.id for fact in facts)),
        buttons=at_hand(taps, all_tasks()),
    )


@composes(Kind.PROMISE_BROKEN, to=works_on(THIS_CASE), about=kind_words.CASE)
async def promise_broken(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    """The day that was promised has come, and the pupil has not."""
    facts, rows = await _standing(dues, session, Cases.promised_on.is_not(None))
    if not facts:
        return None
    line = _("{who}: promised for {day}, not back")
    lines = [line.format(who=_who(fact), day=day_words(rows[fact.id].promised_on)) for fact in facts]
    taps = [[Button(_("The case of {name}").format(name=fact.name), case(fact.id))] for fact in facts]
    if await _is_principal(session, reader):
        taps += [
            [Button(_("Send the request to the commune") + f": {fact.name}", decide_case(fact.id, sends=True))]
            for fact in facts
            if rows[fact.id].decision != REQUEST
        ]
    text = "\n".join([_("**Not back on the promised day**"), *bullets(lines)])
    return Letter(text=text, told=dues_about(dues, (fact.id for fact in facts)), buttons=at_hand(taps, all_tasks()))


async def _is_principal(session: AsyncSession, reader: Reader) -> bool:
    today = reader.school.day(reader.now)
    held = select(Roles.id).where(Roles.person_id == reader.person_id, Roles.name == Role.PRINCIPAL, *held_on(today))
    return await session.scalar(held.limit(1)) is not None
