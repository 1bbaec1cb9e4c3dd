"""/tep: the registers as files, of a class, a village or the school; homeroom teachers get those of their own class."""

from collections.abc import Sequence
from functools import partial

from sqlalchemy.ext.asyncio import AsyncSession

from handlers import command
from handlers.aside import Aside
from handlers.asked import leads, local
from handlers.figures.report_asked import Asked, asked_of
from handlers.figures.report_scope import scope_of
from handlers.figures.report_tables import Scope
from handlers.figures.wording import period_words
from locales import N_, _
from models.shapes.message import Act, File, Incoming, Outgoing, Said
from papers.figures.files import (
    Made,
    boarder_file,
    class_file,
    day_file,
    months_of,
    place_files,
    summary_file,
    villages,
)
from rules.calendar.periods import DAY, Period
from rules.calendar.stretches import MONTH
from rules.people.classes import ClassRef
from rules.people.roles import LEADERS, Role

MOST_DAYS = 31  # of which each has a sheet; of more there is one page for all


@command(
    "tệp",
    "file",
    help=N_("the absence register as a file to print: of a class, a day, a village"),
    usage=N_("6A tháng 11"),
    who=LEADERS | {Role.HOMEROOM},
)
async def files(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    asked = await asked_of(incoming, session)
    scope = await scope_of(incoming, session, asked)
    if asked.sex:
        return [Outgoing(text=_("A register is of whole classes: girls and boys stand in it together."))]
    period = asked.period if _as_asked(incoming, asked, scope) else _month_of(asked.period)
    raise Aside(partial(_registers, incoming, asked=asked, scope=scope, period=period))


async def _registers(
    incoming: Incoming, session: AsyncSession, *, asked: Asked, scope: Scope, period: Period
) -> Sequence[Said]:
    made = await _made(incoming, session, asked, scope, period)
    if not made:
        return [Outgoing(text=_("No class has had lessons yet by the calendar. Days off are changed with /lich."))]
    text = _("The register of {title}, {days}. It has children's names: please keep it among those who need it.")
    said = text.format(title=scope.title, days=period_words(period))
    return [Outgoing(text=said, files=[File(one.name, one.content) for one in made]), Act("register.exported")]


def _as_asked(incoming: Incoming, asked: Asked, scope: Scope) -> bool:
    """Only the school has a register of one day; of a class or a place it is of the month."""
    return asked.period.kind != DAY or (leads(incoming.asker) and asked.klass is None and not scope.partly)


def _month_of(period: Period) -> Period:
    return Period(kind=MONTH, first=period.first.replace(day=1), last=period.last)


async def _made(
    incoming: Incoming, session: AsyncSession, asked: Asked, scope: Scope, period: Period
) -> Sequence[Made]:
    school, moment = local(incoming)
    days, today = (period.first, period.last), moment.date()
    if asked.place is not None:
        return await place_files(session, school, scope.places, [asked.place], days, today)
    if asked.by == "place":
        return await place_files(session, school, scope.places, villages(scope.places), days, today)
    classes = [ClassRef(id_, name) for id_, name in scope.classes.items()]
    if scope.boarders:
        boarding = await boarder_file(session, school, classes, months_of(*days), today)
        return [boarding] if boarding else []
    if not scope.whole:
        months = months_of(*days)
        found = [await class_file(session, school, klass, months, today) for klass in classes]
        return [one for one in found if one is not None]
    if (period.last - period.first).days < MOST_DAYS:
        made = await day_file(session, school, *days, today)
        return [made] if made else []
    return [await summary_file(session, school, classes, scope.places, days, today)]
