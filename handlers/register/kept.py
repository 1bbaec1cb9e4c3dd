"""In a school that has agreed, a report is kept with stand-ins for all names, to measure the next reader on."""

from collections.abc import Mapping, Sequence
from itertools import starmap
from random import SystemRandom

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.register.heard import Heard
from models.people.class_lists import class_list, lexicon_of
from models.samples import ListOf, keep_sample
from rules.people.classes import ClassRef
from rules.reading.outcome import verdict
from rules.reading.report import read_report
from rules.reading.standins import StandIns
from rules.reading.who.roster import ClassRoster, Pupil, build_index

TRIES = 5  # draws of names; a message that reads otherwise with each is not kept


async def keep_for_learning(session: AsyncSession, heard: Heard) -> None:
    """Only what was typed, in private or in a group, and of classes that were found."""
    numbers = sorted({one.class_id for one in heard.reading.reports if one.class_id is not None})
    if not heard.school.learn_together or not heard.text or not numbers:
        return
    rolls = {one: (await class_list(session, heard.school, one, heard.today)).index.roster.pupils for one in numbers}
    draws = (_drawn(session, heard, rolls) for _ in range(TRIES))
    found = next((one for one in draws if _reads_alike(session, heard, one)), None)
    if found is None:
        return
    text, lists = found
    await keep_sample(
        session,
        lists,
        school_id=heard.school.id,
        inbox_id=heard.inbox_id,
        day=heard.today,
        own_class=next(iter(heard.own_classes), None),
        said_at=heard.at,
        text=text,
        outcome=verdict(heard.reading).outcome,
    )


def _drawn(session: AsyncSession, heard: Heard, rolls: Mapping[int, Sequence[Pupil]]) -> tuple[str, list[ListOf]]:
    draw = StandIns(lexicon_of(session), SystemRandom(), [one.name for pupils in rolls.values() for one in pupils])
    lists = [_list(heard, draw, number, pupils) for number, pupils in rolls.items()]
    return draw.text(heard.text, [item.words for one in heard.reading.reports for item in one.items]), lists


def _reads_alike(session: AsyncSession, heard: Heard, drawn: tuple[str, list[ListOf]]) -> bool:
    """A name may become a word that says something (Chiều), by which the message would say something else."""
    text, lists = drawn
    rolls = {
        one.id: build_index(ClassRoster(one.id, one.name, 1, tuple(starmap(_pupil, enumerate(one.pupils, 1)))))
        for one in lists
    }
    classes, own = [ClassRef(one.id, one.name) for one in lists], next(iter(heard.own_classes), None)
    again = read_report(text, heard.moment, classes, own, rolls, lexicon=lexicon_of(session))
    return verdict(again).outcome == verdict(heard.reading).outcome


def _pupil(place: int, known: tuple[int, str]) -> Pupil:
    return Pupil(known[0], place, known[1])


def _list(heard: Heard, draw: StandIns, number: int, pupils: Sequence[Pupil]) -> ListOf:
    known = zip((one.id for one in pupils), draw.names(one.name for one in pupils), strict=True)
    return ListOf(id=number, name=heard.klass(number).name, pupils=tuple(known))
