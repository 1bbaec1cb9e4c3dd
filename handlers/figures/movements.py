"""/biendong: who came, moved, left and came back, by name, and the roll of the year that it adds up to."""

from collections.abc import Sequence

from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import command
from handlers.asked import Unclear, known_classes, local, period_asked, year_asked
from handlers.figures.roll import class_roll, on_the_list, school_roll
from handlers.figures.wording import period_words
from locales import N_, _
from locales.words import joined, quoted, short_day
from models.calendar.held import year_start
from models.figures.roll import drifts
from models.people.movements import Moved, movements
from models.shapes.message import Incoming, Outgoing, Said
from papers.figures.drift import drift_words
from rules.calendar.periods import YEAR, Period
from rules.people.classes import find_class
from rules.people.movements import Movement
from rules.people.roles import OFFICE, Role

MOST = 40  # lines of names in one message: the newest
_HOW = {
    Movement.CAME: N_("{name}: new in {new}"),
    Movement.BACK: N_("{name}: back in {new}"),
    Movement.MOVED: N_("{name}: from {old} to {new}"),
    Movement.TRANSFERRED: N_("{name} ({old}): moved to another school"),
    Movement.DROPPED: N_("{name} ({old}): dropped out"),
    Movement.LEFT: N_("{name} ({old}): off the list, no reason known"),
}


class Asked(Struct, frozen=True, kw_only=True):
    """`classes` are those asked about, by id; with `whole` the school is."""

    period: Period
    classes: dict[int, str]
    whole: bool


@command(
    "biến động",
    "movements",
    help=N_("who came, moved, left or came back, by name"),
    usage=N_("6A month 11"),
    who=OFFICE | {Role.HOMEROOM},
)
async def roll_movements(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    """The year so far where no days are named; homeroom teachers: of their own class."""
    try:
        asked = await _asked(incoming, session)
    except Unclear as unclear:
        return [unclear.answer]
    school, _moment = local(incoming)
    named = set(asked.classes.values())
    found = [
        one
        for one in await movements(session, school.id, asked.period.first, asked.period.last)
        if asked.whole or {one.old_class, one.new_class} & named
    ]
    title = _("the school") if asked.whole else ", ".join(asked.classes.values())
    head = _("**Movements of {title}, {days}**").format(title=title, days=period_words(asked.period))
    lines = [head, *await _balance(incoming, session, asked), *_by_name(found)]
    return [Outgoing(text=joined(lines))]


async def _asked(incoming: Incoming, session: AsyncSession) -> Asked:
    """Raises Unclear."""
    as_of, left = await year_asked(incoming, session, incoming.rest)
    known = await known_classes(incoming, session, as_of.day)
    found = find_class(known, left)
    klass = found.classes[0] if found is not None and len(found.classes) == 1 else None
    if found is not None and klass is not None:
        left = f"{left[: found.start]} {left[found.end :]}"
    whole, own = incoming.asker.has(*OFFICE), incoming.asker.classes()
    classes = {one.id: one.name for one in known if (whole or one.id in own) and klass in (None, one)}
    if not classes:
        raise Unclear(_("You see the movements of your own class only: /biendong"))
    period, left = await period_asked(incoming, session, left, as_of) if left.strip() else (None, "")
    if left.strip():
        raise Unclear(_("“{words}” is not understood. For example: /biendong 6A tháng 11").format(words=left.strip()))
    if period is None:
        first = await year_start(session, local(incoming)[0].id, as_of.day)
        period = Period(kind=YEAR, first=first, last=as_of.day, year=as_of.year)
    return Asked(period=period, classes=classes, whole=whole and klass is None)


async def _balance(incoming: Incoming, session: AsyncSession, asked: Asked) -> list[str]:
    """The roll that the names add up to; where it does not add up, by name."""
    school, last = local(incoming)[0], asked.period.last
    drifted = [one for one in await drifts(session, school.id, last)
               if asked.whole or one.class_name in asked.classes.values()]  # fmt: skip
    wrong = [_("The lists do not add up: {what}").format(what=drift_words(one)) for one in drifted]
    if asked.whole:
        known = await school_roll(session, school.id, last) or [await on_the_list(session, school.id, last)]
        return [*known, *wrong]
    rolls = {name: await class_roll(session, school.id, id_, last) for id_, name in asked.classes.items()}
    if len(rolls) == 1:
        return [*rolls.values(), *wrong]
    return [*(f"{name}: {line}" for name, line in rolls.items() if line), *wrong]


def _by_name(found: Sequence[Moved]) -> list[str]:
    if not found:
        return [_("Nobody came, moved or left.")]
    more = [_("… and {count} before.").format(count=len(found) - MOST)] if len(found) > MOST else []
    return [*more, *map(_line, found[-MOST:])]


def _line(one: Moved) -> str:
    how = _(_HOW[one.kind]).format(name=one.name, old=one.old_class or "–", new=one.new_class or "–")
    why = f" {quoted(one.why)}" if one.why else ""
    by = _(", noted by {name}").format(name=one.by) if one.by else ""
    return f"• {short_day(one.day)}: {how}{why}{by}"
