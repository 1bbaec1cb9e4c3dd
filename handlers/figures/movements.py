"""/biendong: who came, moved, left and came back, by name, and the roll of the year that it adds up to."""

from collections.abc import Sequence

from msgspec.structs import replace
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import command
from handlers.asked import Unclear, leads, local
from handlers.figures.report_asked import asked_of
from handlers.figures.report_scope import scope_of
from handlers.figures.report_tables import Scope
from handlers.figures.roll import class_roll, on_the_list, school_roll
from handlers.figures.wording import period_words
from letters.says import figures as says
from letters.says import unlisted as unlisted_says
from locales import N_, _
from locales.words import joined, quoted, short_day
from models.figures.roll import drifts
from models.people.movements import Moved, movements
from models.shapes.message import Act, Button, File, Incoming, Outgoing, Said
from models.unlisted.dropped import gone_for_good
from papers.figures.drift import drift_words
from papers.figures.movements import moved_words, movements_file, reason_of
from rules.calendar.periods import Period
from rules.calendar.stretches import YEAR
from rules.people.roles import OFFICE, Role

MOST = 40  # lines of names in one message: the newest


@command(
    "biến động",
    "movements",
    help=N_("who came, moved, left or came back, by name"),
    usage=N_("6A month 11"),
    who=OFFICE | {Role.HOMEROOM},
)
async def roll_movements(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    """The year so far where no days are named; homeroom teachers: of their own class."""
    said = says.read_movements(incoming.rest)
    asked = await asked_of(replace(incoming, rest=said.words), session, unsaid=YEAR)
    scope = await scope_of(incoming, session, asked, OFFICE)
    if asked.boarders or asked.campaign:
        text = _("Movements are read of the school, grades, classes or places. For example: {example}")
        raise Unclear(text.format(example=says.movements("6A tháng 11")))
    school, moment = local(incoming)
    period, named = asked.period, set(scope.classes.values())
    found = [
        one
        for one in await movements(session, school.id, period.first, period.last)
        if scope.whole or (one.place_id in scope.inside if scope.inside else {one.old_class, one.new_class} & named)
    ]
    head = _("**Movements of {title}, {days}**").format(title=scope.title, days=period_words(period))
    if said.file:
        made = await movements_file(session, school, scope.title, (period.first, period.last), found, moment.date())
        return [Outgoing(text=head, files=[File(made.name, made.content)]), Act("movements.exported")]
    buttons = [[Button(_("File"), says.movements(said.words, file=True))]] if found else []
    if scope.whole and leads(incoming.asker) and await gone_for_good(session, school.id, moment.date()):
        buttons.insert(0, [Button(_("Who dropped out and nobody goes to"), unlisted_says.LIST)])
    lines = [head, *await _balance(session, school.id, period, scope), *_by_name(found)]
    return [Outgoing(text=joined(lines), buttons=buttons)]


async def _balance(session: AsyncSession, school_id: int, period: Period, scope: Scope) -> list[str]:
    """The roll that the names add up to; where it does not add up, by name. A place has no roll of its own."""
    if scope.inside:
        return []
    names, last = set(scope.classes.values()), period.last
    drifted = [one for one in await drifts(session, school_id, last) if scope.whole or one.class_name in names]
    wrong = [_("The lists do not add up: {what}").format(what=drift_words(one)) for one in drifted]
    if scope.whole:
        known = await school_roll(session, school_id, last) or [await on_the_list(session, school_id, last)]
        return [*known, *wrong]
    rolls = {name: await class_roll(session, school_id, id_, last) for id_, name in scope.classes.items()}
    if len(rolls) == 1:
        return [*rolls.values(), *wrong]
    return [*(f"{name}: {line}" for name, line in rolls.items() if line), *wrong]


def _by_name(found: Sequence[Moved]) -> list[str]:
    if not found:
        return [_("Nobody came, moved or left.")]
    text = _("… and {count} before; all of them are in the file: tap “File”.")
    more = [text.format(count=len(found) - MOST)] if len(found) > MOST else []
    return [*more, *map(_line, found[-MOST:])]


def _line(one: Moved) -> str:
    reason = reason_of(one)
    why = f" {quoted(reason)}" if reason else ""
    by = _(", noted by {name}").format(name=one.by) if one.by else ""
    return f"• {short_day(one.day)}: {moved_words(one)}{why}{by}"
