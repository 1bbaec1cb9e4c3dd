"""Where a step of the ladder tells somebody and does no more, so many days without leave first: one letter for all."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from letters import kind_words
from letters.ladder.wording import bullets, countings, notes, standing, unsettled_words
from locales import _
from locales.words import day_words
from models.ladder.facts import Fact
from models.people.roles import homeroom
from models.readers import FIRING, sponsor, told_by_ladder
from models.shapes.letter import Due, Letter, Reader, composes, dues_about
from papers.ladder.words import run_words
from rules.ladder.steps import Ask, kind_of
from rules.letters import Kind


@composes(Kind.DAYS_KNOWN, to=told_by_ladder(Ask.KNOW).passed_on(), about=kind_words.CASE)
async def days_known(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    """Whoever is to know that it has been so many days."""
    return await _days_away(dues, session)


@composes(Kind.DAYS_FAMILY, to=told_by_ladder(Ask.FAMILY).passed_on() | sponsor(FIRING), about=kind_words.CASE)
async def days_family(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    """Whoever is asked to speak with the family by then."""
    today = any(reader.reads_on(due.day) for due in dues)
    return await _days_away(
        dues, session, _("Please speak with the family today.") if today else _("Please speak with the family.")
    )


async def _days_away(dues: Sequence[Due], session: AsyncSession, *asked: str) -> Letter | None:
    there = await standing(dues, session)
    facts = _longest(there)
    if not facts:
        return None
    teachers = await homeroom(session, {fact.class_id for fact in facts}, facts[0].day)
    counting = await countings(facts, session)
    line = _("{name}, class {klass} ({place}): {run}, since {since}; homeroom teacher {teacher}")
    lines = [
        line.format(
            name=fact.name,
            klass=fact.class_name,
            place=fact.place or _("hamlet unknown"),
            run=run_words(fact.step, fact.days, counting[fact.id]) + unsettled_words(fact),
            since=day_words(fact.run_start),
            teacher=teachers[fact.class_id].name if fact.class_id in teachers else _("nobody yet"),
        )
        for fact in facts
    ]
    own = [note for step in sorted({fact.step for fact in facts}) for note in await notes(facts, step, session)]
    text = "\n".join([_("**Away without leave for days**"), *bullets(lines), *own, *asked])
    return Letter(text=text, told=dues_about(dues, (fact.id for fact in there)))


def _longest(facts: Sequence[Fact]) -> list[Fact]:
    """Of two such steps of one kind that one letter tells of a pupil, the later one says it all."""
    ordered = sorted(facts, key=lambda fact: (fact.day, fact.step))
    last = {(fact.pupil_id, kind_of(fact.step)): fact for fact in ordered}
    return [fact for fact in facts if last[fact.pupil_id, kind_of(fact.step)] is fact]
