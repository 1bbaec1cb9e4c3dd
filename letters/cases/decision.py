"""What the principal decided: the village team and the commune are asked, the others are told."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from letters import kind_words
from letters.says.cases import case
from locales import _
from locales.words import day_words, pupil_at
from models import Cases
from models.cases.decisions import REQUEST
from models.ladder.facts import Fact, firing_facts
from models.readers import FIRING, sees, told_by_ladder
from models.shapes.letter import Due, Letter, Reader, composes, dues_about
from models.shapes.message import Button
from rules.ladder.steps import Ask
from rules.letters import Kind


@composes(Kind.OUT_COMMUNE, to=sees(FIRING), about=kind_words.CASE)
async def out_commune(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    """An officer of the commune: the school's request is on its way, and here is whom it is about."""
    fired = await firing_facts(session, [due.about for due in dues], marked=False)
    handed = select(Cases.id).where(
        Cases.id.in_([fact.case_id for fact in fired]), Cases.closed_on.is_(None), Cases.decision == REQUEST
    )
    still = set(await session.scalars(handed))
    facts = [fact for fact in fired if fact.case_id in still]
    if not facts:
        return None
    head = _("**{school} asks the commune for help**; the written request follows.").format(school=reader.school.name)
    lines = [_out_line(fact) for fact in facts]
    tail = _("To answer the school: write it here, and tap “Pass this on”. Or call the teacher.")
    standing = {fact.id for fact in facts}
    told = dues_about(dues, standing)
    buttons = [[Button(fact.name, case(fact.case_id))] for fact in facts if fact.case_id]
    return Letter(text="\n".join([head, *lines, tail]), told=told, buttons=buttons)


@composes(Kind.OUT_VILLAGE, to=told_by_ladder(Ask.HELP) & sees(FIRING), about=kind_words.CASE)
async def out_village(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    """The village team: the principal asks for their help."""
    head = _("**The principal asks the village team for help**")
    ask = _("Please go to the family together, and tell the homeroom teacher what was said.")
    return await _out(dues, session, head, ask)


@composes(Kind.OUT_KNOWN, to=told_by_ladder(Ask.KNOW).passed_on(), about=kind_words.CASE)
async def out_known(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    """Those who have worked on the case hear where it has gone."""
    head = _("**The principal has decided to ask the commune for help**")
    return await _out(dues, session, head, _("Please go on persuading the family meanwhile."))


async def _out(dues: Sequence[Due], session: AsyncSession, head: str, ask: str) -> Letter | None:
    facts = await firing_facts(session, [due.about for due in dues], marked=False)
    if not facts:
        return None
    told = {fact.id for fact in facts}
    buttons = [
        [Button(_("The case of {name}").format(name=fact.name), case(fact.case_id))] for fact in facts if fact.case_id
    ]
    return Letter(
        text="\n".join([head, *(_out_line(fact) for fact in facts), ask]),
        told=dues_about(dues, told),
        buttons=buttons,
    )


def _out_line(fact: Fact) -> str:
    who = pupil_at(fact.name, fact.class_name, fact.place)
    return f"• {_since(fact)}".format(who=who, day=day_words(fact.run_start))


def _since(fact: Fact) -> str:
    return _("{who}: not in class since {day}") if fact.class_id else _("{who}: of school age, and not in class")
