"""In a school that has agreed, a report is kept with stand-ins for all names, to measure the next reader on."""

from collections.abc import Sequence
from random import SystemRandom

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.register.heard import Heard
from models.people.class_lists import class_list, lexicon_of
from models.samples import ListOf, keep_sample
from rules.reading.outcome import verdict
from rules.reading.standins import StandIns
from rules.reading.who.roster import Pupil


async def keep_for_learning(session: AsyncSession, heard: Heard) -> None:
    """Only what was typed, in private or in a group, and of classes that were found."""
    numbers = sorted({one.class_id for one in heard.reading.reports if one.class_id is not None})
    if not heard.school.learn_together or not heard.text or not numbers:
        return
    rolls = {one: (await class_list(session, heard.school, one, heard.today)).index.roster.pupils for one in numbers}
    everybody = [one.name for pupils in rolls.values() for one in pupils]
    draw = StandIns(lexicon_of(session), SystemRandom(), everybody)
    lists = [_list(heard, draw, number, pupils) for number, pupils in rolls.items()]
    await keep_sample(
        session,
        lists,
        school_id=heard.school.id,
        inbox_id=heard.inbox_id,
        day=heard.today,
        own_class=next(iter(heard.own_classes), None),
        said_at=heard.at,
        text=draw.text(heard.text, [item.words for one in heard.reading.reports for item in one.items]),
        outcome=verdict(heard.reading).outcome,
    )


def _list(heard: Heard, draw: StandIns, number: int, pupils: Sequence[Pupil]) -> ListOf:
    known = zip((one.id for one in pupils), draw.names(one.name for one in pupils), strict=True)
    return ListOf(id=number, name=heard.klass(number).name, pupils=tuple(known))
