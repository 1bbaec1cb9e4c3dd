"""What is plain enough to be answered before a wish is weighed: a class alone, an excuse of the last report, figures
in the words of the report, lessons of a day.
"""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from handlers import as_if_typed, match, may
from handlers.asked import classes_meant, leads
from handlers.asking.about import about, names_days
from handlers.asking.answers import YEAR_SO_FAR
from handlers.asking.orders.instructions import INSTRUCTIONS
from handlers.asking.own_child import with_own_child
from handlers.asking.subjects.lessons import lessons_on
from handlers.families.awaiting import awaited_of
from handlers.figures.report_asked import asks_for_figures
from handlers.register.excuse_alone import excuse_of_the_last
from handlers.register.scope import no_such_class
from letters.says.figures import klass, register_file, report
from models.shapes.message import Incoming, Said
from rules.asking.naming import may_be_a_time
from rules.asking.subject import asks_which, means_the_last
from rules.asking.wanted import Wanted
from rules.asking.wish import Intent, Matter
from rules.asking.words import asks_for_lessons
from rules.calendar.against import read_against
from rules.figures.sessions import read_sessions
from rules.people.roles import REPORTERS, Role

_NO_FIGURES = (
    Intent.LATE_REPORTS,
    Intent.TARGETS,
    Intent.SILENT,
    Intent.CALENDAR,
    Intent.CASES,
    Intent.PAPERS,
    Intent.MOVEMENTS,
    Intent.CARERS,
)
_LONGEST_CLASS = 4  # words
_CERTAIN = 0.9  # of all that may be wanted


async def excuse_of_the_report(incoming: Incoming, session: AsyncSession) -> Sequence[Said] | None:
    """`không phép nha` behind the own report of one pupil."""
    known = match(incoming.text)
    if not may(incoming.asker, REPORTERS) or (known is not None and not known[0].everyday):
        return None
    return await excuse_of_the_last(incoming, session, incoming.text)


async def class_alone(incoming: Incoming, session: AsyncSession) -> Sequence[Said] | None:
    """`7A`: a class and nothing else is looked at."""
    if len(incoming.text.split()) > _LONGEST_CLASS or not may(incoming.asker, REPORTERS):
        return None
    if await awaited_of(incoming, session):
        return None
    found = await about(incoming, session, of_pupils=False)
    if not found.only:
        return None
    if found.klass is None:
        raise no_such_class(found.unknown, await classes_meant(incoming, session))
    return await as_if_typed(incoming, session, klass(found.klass.name))


async def figures_asked(incoming: Incoming, session: AsyncSession, wish: Wanted) -> Sequence[Said] | None:
    """What leaders ask the report for, or its file, in its own words; homeroom teachers too where days are compared."""
    others = (
        means_the_last(incoming.text)
        or (wish.first in (Intent.MOST, Intent.REPORT) and asks_which(incoming.text))
        or wish.first is Intent.REASONS
        or (wish.first in (*_NO_FIGURES, *INSTRUCTIONS) and len(incoming.text.split()) > 2)  # `thôn 3`
        or wish.matter is Matter.STAFF
        or (wish.share >= _CERTAIN and (wish.matter or wish.facet or wish.first is Intent.HEADCOUNT))
        or (wish.first in (Intent.LIMIT, Intent.MOST) and read_sessions(incoming.text))
    )
    asks_it = leads(incoming.asker) or (read_against(incoming.text)[0] and incoming.asker.classes())
    if others or not asks_it:
        return None
    if await awaited_of(incoming, session) or not await asks_for_figures(incoming, session):
        return None
    asked_for = register_file if wish.first is Intent.FILE else report
    days = YEAR_SO_FAR if wish.first is Intent.MOST and not await names_days(incoming, session) else ""
    return await as_if_typed(incoming, session, asked_for(incoming.text, days))


async def lessons_asked(incoming: Incoming, session: AsyncSession) -> Sequence[Said] | None:
    """`mai có học không`, `khi nào nghỉ Tết`."""
    if not asks_for_lessons(await with_own_child(incoming, session)) or await awaited_of(incoming, session):
        return None
    staff = may(incoming.asker, REPORTERS | {Role.HAMLET_STAFF})
    found = await about(incoming, session, of_pupils=staff)
    if found.pupils and not may_be_a_time(incoming.text):  # Bình hôm nay có đi học không
        return None
    return await lessons_on(incoming, session, found)
