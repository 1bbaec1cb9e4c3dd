"""A message that only names another class, pupil or time: what was looked at last is looked at so."""

from collections.abc import Sequence

from msgspec import structs
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import as_if_typed, may
from handlers.asked import classes_meant, local
from handlers.asking.about import About, about
from handlers.asking.answers import of_pupils
from handlers.families.awaiting import awaited_of
from letters.says import Says, Typed, Word
from letters.says.figures import days_written, klass, of_grades, pupil_card, pupil_month, report
from letters.says.service import meant
from models.people.recent import Looked, last_looked_at
from models.shapes.message import Incoming, Said
from rules.asking.subject import asks_which_class, may_follow, names_a_half_day
from rules.calendar.against import read_against
from rules.people.classes import ClassRef
from rules.people.roles import REPORTERS, Role

_TODAY = "hôm nay"


async def compared(incoming: Incoming, session: AsyncSession, said: About) -> Sequence[Said] | None:
    """`so với tháng trước thì sao`: of the class or grade that was looked at last; None where another is named."""
    if said.klass is not None or said.grades or said.pupils or said.place is not None or not said.days:
        return None
    last = await last_looked_at(session, local(incoming)[0].id, incoming.linked.person_id, incoming.when)
    if last is None or last.class_id is None or last.class_id == 0:
        return None
    for words in _over_days(said, last, await classes_meant(incoming, session)):
        if (answer := await as_if_typed(incoming, session, words)) is not None:
            return answer
    return None


async def followed_up(incoming: Incoming, session: AsyncSession) -> Sequence[Said] | None:
    """None where more was said than that. `còn Bình` behind one's own report is more of the report."""
    if not may_follow(incoming.text) or await awaited_of(incoming, session):
        return None
    staff = may(incoming.asker, REPORTERS | {Role.HAMLET_STAFF})
    found = await about(incoming, session, of_pupils=staff)
    if not found.bare or len(found.grades) > 1:  # the report reads several grades by itself
        return None
    last = await last_looked_at(session, local(incoming)[0].id, incoming.linked.person_id, incoming.when)
    time_alone = bool(found.days) and found.klass is None and not found.grades
    if not found.marked and (last is None or not time_alone):
        return None
    if last is not None and last.reported and found.pupils:
        return None
    for words in _looks(found, last, await classes_meant(incoming, session)):
        if (said := await as_if_typed(incoming, session, words)) is not None:
            return said
    return None


async def over_the_days_before(incoming: Incoming, session: AsyncSession, said: About) -> About:
    """`lớp nào nhiều nhất`: of the days that were looked at last."""
    if said.days or not asks_which_class(said.text):
        return said
    last = await last_looked_at(session, local(incoming)[0].id, incoming.linked.person_id, incoming.when)
    if last is None or last.class_id is None:
        return said
    days = days_written(last.first, last.last, one=False) if last.first and last.last else _TODAY
    return structs.replace(said, days=days)


def _looks(said: About, last: Looked | None, known: Sequence[ClassRef]) -> Sequence[Typed | Says]:
    """The words said now before those of the last answer."""
    if said.pupils:
        return of_pupils(said)
    if not (said.days or said.grades or said.klass) and names_a_half_day(said.text):
        return [*_over_days(said, last, known), meant(Word("con"))]
    days = said.days or (days_written(last.first, last.last, one=False) if last and last.first and last.last else "")
    if said.grades or said.klass is not None:
        return [klass(said.klass.name, days) if said.klass else report(of_grades(said.grades), days)]
    return _over_days(said, last, known) if said.days else []


def _looked_at(last: Looked, known: Sequence[ClassRef]) -> str:
    """The grade or class; nothing of the school."""
    if (last.class_id or 0) < 0:
        return of_grades([-(last.class_id or 0)])
    return next((one.name for one in known if one.id == last.class_id), "")


def _over_days(said: About, last: Looked | None, known: Sequence[ClassRef]) -> Sequence[Typed | Says]:
    """The pupil, the class or the school of the last answer."""
    against = read_against(said.text)[0]
    if against and (last is None or last.reported):
        return [report("", f"so với {said.days}")]
    if last is not None and last.pupil_id is not None:
        return [pupil_month(last.pupil_id, said.month) if said.month else pupil_card(last.pupil_id)]
    if last is not None and against:
        days = days_written(last.first, last.last, one=last.first == last.last) if last.first and last.last else _TODAY
        return [report(_looked_at(last, known), f"{days} so với {said.days}")]
    if last is not None and (last.class_id or 0) < 0:
        return [report(of_grades([-(last.class_id or 0)]), said.days)]
    before = next((one.name for one in known if last is not None and one.id == last.class_id), "")
    if before or (said.own and not (last and last.class_id == 0)):
        return [klass(before, said.days)]
    return [report("", said.days)]
