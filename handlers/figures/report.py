"""/baocao: the school's figures of a day or a period, by class and by hamlet."""

import re
from collections.abc import Sequence

from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import command
from handlers.asked import Unclear, known_classes, leads, local, period_asked, which_place, year_asked
from handlers.figures.report_day import day_lines
from handlers.figures.report_period import period_lines
from handlers.figures.report_tables import Scope
from letters.says import figures as says
from locales import N_, _
from locales.words import joined
from models.people.places import Place, named, places, with_hamlets
from models.shapes.message import Button, Incoming, Outgoing, Said
from rules.calendar.periods import DAY, Period
from rules.people.classes import ClassRef, find_class
from rules.people.names import fold_in_place
from rules.people.places import place_key
from rules.people.roles import LEADERS, Role

_PLACE = re.compile(r"\b(?:thon|noc|ban|lang|buon|xom)\b")
_CLASS = re.compile(r"\blop\b")


class Asked(Struct, frozen=True, kw_only=True):
    """`by` is CLASS or PLACE for one table only; a class or a place narrows everything to it."""

    period: Period
    by: str = ""
    klass: ClassRef | None = None
    place: Place | None = None


@command(
    "báo cáo",
    "report",
    help=N_("the figures of a day, week, month, term or year"),
    usage=N_("tuần"),
    daily=11,
    task=N_("Today's figures"),
    who=LEADERS | {Role.HOMEROOM},
    everyday=True,
    in_group=True,
    begins=dict.fromkeys(LEADERS, ""),
)
async def report(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    try:
        asked = await asked_of(incoming, session)
        scope = await scope_of(incoming, session, asked)
    except Unclear as unclear:
        return [unclear.answer]
    lines = day_lines if asked.period.kind == DAY else period_lines
    text = joined(await lines(incoming, session, asked.period, scope))
    return [Outgoing(text=text, buttons=_buttons(asked) if leads(incoming.asker) else _own_buttons(asked))]


async def asked_of(incoming: Incoming, session: AsyncSession) -> Asked:
    """Raises Unclear."""
    as_of, rest = await year_asked(incoming, session, incoming.rest)
    place, by_place, left = await _place(incoming, session, rest)
    klass, left = _class_in(await known_classes(incoming, session, as_of.day), left)
    by_class = _CLASS.search(fold_in_place(left))
    if by_class:
        left = left[: by_class.start()] + left[by_class.end() :]
    period, left = await period_asked(incoming, session, left, as_of)
    klass, left = await _class_then(incoming, session, klass, left, period)
    if by_place and place is None and left.strip():
        school, _moment = local(incoming)
        place, left = (
            which_place(named(await places(session, school.id), left), left.strip(), says.report_of_hamlet),
            "",
        )
    if left.strip():
        first = (await known_classes(incoming, session))[0].name
        text = _("“{words}” is not understood. For example: {day} or {week} or {klass} or {place}")
        examples = {
            "day": says.report("17/11"),
            "week": says.report(days=says.WEEK),
            "klass": says.report(first),
            "place": says.report("thôn"),
        }
        raise Unclear(text.format(words=left.strip(), **examples))
    return Asked(period=period, by="place" if by_place else "class" if by_class else "", klass=klass, place=place)


def _class_in(known: Sequence[ClassRef], text: str) -> tuple[ClassRef | None, str]:
    """The one class named, and the text without it."""
    found = find_class(known, text)
    if found is None or len(found.classes) != 1:
        return None, text
    return found.classes[0], f"{text[: found.start]} {text[found.end :]}"


async def _class_then(
    incoming: Incoming, session: AsyncSession, klass: ClassRef | None, left: str, period: Period
) -> tuple[ClassRef | None, str]:
    """The class of that name in the school year of those days: 6A of last year is no 6A of now. Raises Unclear."""
    then = await known_classes(incoming, session, period.last)
    if klass is None or klass in then:
        return (klass, left) if klass else _class_in(then, left)
    same = [one for one in then if one.name == klass.name]
    if not same:
        raise Unclear(_("There was no class {klass} in those days.").format(klass=klass.name))
    return same[0], left


async def _place(incoming: Incoming, session: AsyncSession, text: str) -> tuple[Place | None, bool, str]:
    """The place after `thôn` or `nóc`, whether there is such a word at all, and the text without both.

    A known name is taken whole before any day is looked for in it: a hamlet may be called Ông Năm.
    """
    match = _PLACE.search(fold_in_place(text))
    if match is None:
        return None, False, text
    school, _moment = local(incoming)
    known = await places(session, school.id)
    before, words = text[: match.start()], text[match.end() :].split()
    if (place_id := says.read_report_of_hamlet(" ".join(words))) is not None:
        return known.get(place_id), True, f"{before} {' '.join(words[1:])}"
    for count in range(len(words), 0, -1):
        key = place_key(" ".join(words[:count]))
        exact = [place for place in known.values() if key in place.keys]
        if exact:
            place = which_place(exact, " ".join(words[:count]), says.report_of_hamlet)
            return place, True, f"{before} {' '.join(words[count:])}"
    return None, True, f"{before} {' '.join(words)}"


async def scope_of(incoming: Incoming, session: AsyncSession, asked: Asked) -> Scope:
    """What is counted. Raises Unclear for what this person may not see: homeroom teachers see their own class."""
    school, _moment = local(incoming)
    known = {klass.id: klass.name for klass in await known_classes(incoming, session, asked.period.last)}
    if not leads(incoming.asker):
        own = {class_id: name for class_id, name in known.items() if class_id in incoming.asker.classes()}
        if not own or asked.place is not None or asked.by == "place" or (asked.klass and asked.klass.id not in own):
            raise Unclear(_("You see the report of your own class only: /baocao"))
        return Scope(title=", ".join(own.values()), classes=own)
    if asked.klass is not None:
        return Scope(title=asked.klass.name, classes={asked.klass.id: asked.klass.name})
    everywhere = await places(session, school.id)
    if asked.place is not None:
        inside = with_hamlets(everywhere, [asked.place.id])
        return Scope(title=asked.place.said, classes=known, places=everywhere, inside=inside)
    return Scope(title=_("the school"), classes=known, places=everywhere, whole=True, by=asked.by)


def _buttons(asked: Asked) -> list[list[Button]]:
    """What one asks next: the same days another way, or the next longer time."""
    if asked.klass is not None:
        return _own_buttons(asked)
    if asked.place is not None:
        return [[Button(_("Who is away in {place}").format(place=asked.place.said), says.hamlet(asked.place.id))]]
    days = _days(asked)
    tables = [Button(_("By class"), says.report_by_class(days)), Button(_("By hamlet"), says.report_by_hamlet(days))]
    longer = ((_("This week"), says.WEEK), (_("This month"), says.MONTH))
    file = [Button(_("File"), says.register_file(days=days))]
    return [tables, [Button(label, says.report(days=time)) for label, time in longer], file]


def _days(asked: Asked) -> str:
    return says.days_written(asked.period.first, asked.period.last, one=asked.period.kind == DAY)


def _own_buttons(asked: Asked) -> list[list[Button]]:
    name = asked.klass.name if asked.klass is not None else ""
    file = Button(_("File"), says.register_file(name, _days(asked)))
    return [[Button(_("This week"), says.report(name, says.WEEK)), Button(_("Names"), says.klass(name)), file]]
