"""A case opened by hand, and how a case ended by a person's word."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from letters import kind_words
from letters.says.cases import End, case
from locales import N_, _
from locales.words import day_words, pupil_at, pupil_words, quoted
from models import Cases
from models.ladder.facts import Fact, case_facts
from models.readers import THIS_CASE, named_by_ladder, saw, sponsor, works_on
from models.shapes.letter import Due, Letter, Reader, composes, dues_about
from models.shapes.message import Button
from rules.letters import Kind

ENDS = {
    End.TRANSFERRED: N_("moved to another school"),
    End.DROPPED: N_("dropped out"),
    End.MISTAKE: N_("opened by mistake"),
}


@composes(Kind.CASE_BY_HAND, to=works_on(THIS_CASE) | named_by_ladder(THIS_CASE), about=kind_words.CASE)
async def case_by_hand(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    """The homeroom teacher's task, and the leadership's knowledge, of a case a person has opened."""
    facts = await case_facts(session, [due.about for due in dues])
    rows = select(Cases.id, Cases.opened_why).where(
        Cases.id.in_([fact.id for fact in facts]), Cases.closed_on.is_(None)
    )
    why = dict((await session.execute(rows)).all())
    open_ = [fact for fact in facts if fact.id in why]
    if not open_:
        return None
    pupils = [_because(fact, why[fact.id]) for fact in open_ if fact.class_id]
    children = [_because(fact, why[fact.id]) for fact in open_ if not fact.class_id]
    head = _("**A case was opened by hand**: the homeroom teacher is asked to visit the family.")
    outside = _("**A child of school age on no list**: those in charge of the hamlet are asked to go to the family.")
    lines = [*([head, *pupils] if pupils else []), *([outside, *children] if children else [])]
    buttons = [[Button(_("The case of {name}").format(name=fact.name), case(fact.id))] for fact in open_]
    return Letter(text="\n".join(lines), told=dues_about(dues, why), buttons=buttons)


def _because(fact: Fact, why: str | None) -> str:
    who = pupil_at(fact.name, fact.class_name, fact.place)
    return f"• {who}: {quoted(why)}" if why else f"• {who}"


@composes(Kind.CASE_CLOSED, to=saw(THIS_CASE) | sponsor(THIS_CASE) | named_by_ladder(THIS_CASE), about=kind_words.CASE)
async def case_closed(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    facts = await case_facts(session, [due.about for due in dues])
    rows = await session.execute(
        select(Cases.id, Cases.closed_why, Cases.closed_on).where(Cases.id.in_([fact.id for fact in facts]))
    )
    ends = {row.id: row for row in rows if row.closed_why in ENDS}
    line = _("• {pupil}: {why} ({day})")
    lines = [
        line.format(
            pupil=pupil_words(fact.name, fact.class_name),
            why=_(ENDS[ends[fact.id].closed_why]),
            day=day_words(ends[fact.id].closed_on),
        )
        for fact in facts
        if fact.id in ends
    ]
    told = dues_about(dues, ends)
    return Letter(text="\n".join([_("**Case closed**"), *lines]), told=told) if lines else None
