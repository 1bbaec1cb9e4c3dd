"""What a family reads once its child is back in class."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from letters.ladder.thanks import for_promise
from locales import N_, _
from locales.words import listed
from models import Firings
from models.figures.presence import away_on
from models.ladder.facts import Fact, firing_facts
from models.readers import FIRING, family
from models.shapes.letter import Due, Letter, Reader, composes, dues_about
from rules.letters import Kind
from rules.people.names import given_name


@composes(Kind.THANKS, to=family(FIRING), about=N_("thanks to a family"))
async def thanks(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    """The evening of the return: the family that was told of the absence is thanked, once."""
    today = reader.school.day(reader.now)
    back = select(Firings.id).where(Firings.id.in_([due.about for due in dues]), ~away_on(Firings.pupil_id, today))
    facts = await firing_facts(session, set(await session.scalars(back)))
    if not facts:
        return None
    names = listed(dict.fromkeys(_named(fact) for fact in facts))
    text = _("Dear parents, {names} is back in class. The school thanks you for your help, and wishes the family well.")
    if len({fact.pupil_id for fact in facts}) > 1:
        text = _("Dear parents, {names} are back in class. The school thanks you for your help; all the best.")
    kept = await for_promise({fact.pupil_id for fact in facts}, dues[-1].day, session)
    return Letter(text=" ".join([text.format(names=names), *kept]), told=dues_about(dues, (fact.id for fact in facts)))


def _named(fact: Fact) -> str:
    return f"{given_name(fact.name)} ({fact.class_name})"
