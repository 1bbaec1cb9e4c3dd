"""A case whose end was a mistake: whoever had read of it hears that it is open again."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from letters.ladder.wording import all_tasks, bullets
from letters.says import cases as says
from locales import N_, _
from locales.words import day_words, listed
from models import Cases
from models.ladder.facts import Fact, case_facts
from models.people.guardians import children
from models.readers import THIS_CASE, family, named_by_ladder, saw, sponsor
from models.shapes.letter import Due, Letter, Reader, at_hand, composes, dues_about
from models.shapes.message import Button
from rules.letters import Kind
from rules.people.names import given_name


@composes(
    Kind.REOPENED,
    to=saw(THIS_CASE) | sponsor(THIS_CASE) | named_by_ladder(THIS_CASE) | family(THIS_CASE),
    about=N_("a case that is open again"),
)
async def reopened(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    about = [due.about for due in dues]
    open_ = set(await session.scalars(select(Cases.id).where(Cases.id.in_(about), Cases.closed_on.is_(None))))
    facts = await case_facts(session, open_)
    if not facts:
        return None
    own = await children(session, reader.person_id)
    if mine := [fact for fact in facts if fact.pupil_id in own]:
        return Letter(text=_to_the_family(mine), told=dues_about(dues, open_))
    line = _("{name}, class {klass}: followed since {day}, and open again.")
    lines = [line.format(name=fact.name, klass=fact.class_name, day=day_words(fact.day)) for fact in facts]
    head = _("**Correction**: it was a mistake that these pupils need no longer be followed.")
    taps = [[Button(_("The case of {name}").format(name=fact.name), says.case(fact.id))] for fact in facts]
    text = "\n".join([head, *bullets(lines)])
    return Letter(text=text, told=dues_about(dues, open_), buttons=at_hand(taps, all_tasks()))


def _to_the_family(facts: Sequence[Fact]) -> str:
    """It was thanked for a return that was none."""
    names = listed(given_name(fact.name) for fact in facts)
    text = _(
        "We thanked you too early, and are sorry: the school still misses {names}. Please let the homeroom teacher "
        "know how we can help."
    )
    return text.format(names=names)
