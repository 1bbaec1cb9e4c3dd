"""Whose change it is and from which day on; what is shown before a tap makes it, by the way of an import."""

from collections.abc import Callable, Sequence
from datetime import date

from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.asked import OFFERED, Unclear, known_classes, local
from handlers.people.roster import propose
from letters.says import Says
from letters.says.roll import Chosen
from locales import _
from locales.words import short_day
from models.calendar.held import year_start
from models.people.class_lists import class_list
from models.shapes.message import Button, Incoming, Said
from papers.roster import PupilRow, Roster, Typed
from rules.calendar.days_said import DayProblem
from rules.people.classes import ClassRef
from rules.people.roles import OFFICE
from rules.reading.who.roster import Pupil
from rules.roll import Line, named, read_line

Writer = Callable[[int, str], Says]


class Meant(Struct, frozen=True, kw_only=True):
    """The pupil, the class, what the line says, and what is left of it beside the name."""

    klass: ClassRef
    pupil: Pupil
    line: Line
    rest: str = ""


async def line_of(incoming: Incoming, session: AsyncSession, text: str) -> Line:
    """Raises Unclear for a day or a class that there is not."""
    line = read_line(text, await known_classes(incoming, session), local(incoming)[1].date())
    if line.problem is DayProblem.BACKWARDS:
        raise Unclear(_("The last day is before the first one. Nothing was changed."))
    if line.vague:
        text = _("“{words}” names no day: please write it as day/month, for example {example}. Nothing was changed.")
        raise Unclear(text.format(words=line.vague, example=short_day(local(incoming)[1].date())))
    if line.problem is not None:
        text = _("There is no such day. Please write it as day/month, for example {example}. Nothing was changed.")
        raise Unclear(text.format(example=short_day(local(incoming)[1].date())))
    school, moment = local(incoming)
    if line.day is not None and line.day < await year_start(session, school.id, moment.date()):
        text = _("{day} is before this school year. Nothing was changed.")
        raise Unclear(text.format(day=f"{line.day:%d/%m/%Y}"))
    if line.unknown:
        text = _("There is no class {klass} here, or several of that name. Nothing was changed.")
        raise Unclear(text.format(klass=line.unknown))
    return line


async def pupil_meant(
    incoming: Incoming,
    session: AsyncSession,
    writer: Writer,
    chosen: Chosen | None,
    example: str,
    *,
    more: bool = False,
) -> Meant:
    """One pupil on the lists of today, of the own class unless the office asks; `more` words may stand behind the name.
    Raises Unclear: whom to choose from.
    """
    line = await line_of(incoming, session, chosen.rest if chosen else incoming.rest)
    mine = await own_lists(incoming, session)
    if chosen is not None:
        left = line.words if more else ""
        found = [(klass, pupil, left) for klass in mine for pupil in await _of(incoming, session, klass)
                 if pupil.id == chosen.pupil_id]  # fmt: skip
    else:
        found, line = await _named(incoming, session, mine, line, more=more)
    if len(found) == 1:
        klass, pupil, rest = found[0]
        return Meant(klass=klass, pupil=pupil, line=line, rest=rest)
    if found:
        buttons = [[Button(who(klass, one), writer(one.id, again(line, rest)))] for klass, one, rest in found]
        raise Unclear(_("Which pupil is meant?"), buttons[:OFFERED])
    if not line.words:
        raise Unclear(_("Which pupil? Please write the class and the name, for example: {example}").format(
            example=example
        ))  # fmt: skip
    text = _("There is no pupil “{words}” in a class of yours. Nothing was changed.")
    if incoming.asker.has(*OFFICE):
        text = _("There is no pupil “{words}” on the lists of today. Nothing was changed.")
    raise Unclear(text.format(words=line.words[:60]))


async def own_lists(incoming: Incoming, session: AsyncSession) -> list[ClassRef]:
    known = await known_classes(incoming, session)
    return [one for one in known if incoming.asker.has(*OFFICE) or one.id in incoming.asker.classes()]


async def _of(incoming: Incoming, session: AsyncSession, klass: ClassRef) -> Sequence[Pupil]:
    school, moment = local(incoming)
    return (await class_list(session, school, klass.id, moment.date())).index.roster.pupils


Found = list[tuple[ClassRef, Pupil, str]]


async def _named(
    incoming: Incoming, session: AsyncSession, mine: Sequence[ClassRef], line: Line, *, more: bool
) -> tuple[Found, Line]:
    """In the class that is said; a class alone may as well be the one to go to."""
    if line.of is None:
        return await search(incoming, session, mine, line.words, more=more), line
    found = await search(incoming, session, [one for one in mine if one == line.of], line.words, more=more)
    if found or line.to is not None:
        return found, line
    elsewhere = await search(incoming, session, mine, line.words, more=more)
    return elsewhere, replace(line, of=None, to=line.of)


async def search(
    incoming: Incoming, session: AsyncSession, classes: Sequence[ClassRef], words: str, *, more: bool
) -> Found:
    school, moment = local(incoming)
    found: Found = []
    for klass in classes if words else []:
        index = (await class_list(session, school, klass.id, moment.date())).index
        pupils, rest = named(index, words, more=more)
        found += [(klass, pupil, rest) for pupil in pupils]
    least = min((len(rest) for _klass, _pupil, rest in found), default=0)
    return [one for one in found if len(one[2]) == least]


def who(klass: ClassRef, pupil: Pupil) -> str:
    born = f"{pupil.birth_date:%d/%m/%Y}" if pupil.birth_date else ""
    return ", ".join(part for part in (pupil.name, klass.name, born) if part)[:60]


def again(line: Line, rest: str) -> str:
    """What was said besides, as the button says it once more."""
    to = f"sang {line.to.name}" if line.to else ""
    day = line.day.isoformat() if line.day else ""
    why = f": {line.why}" if line.why else ""
    return " ".join(part for part in (rest, to, day) if part) + why


def stretch(line: Line) -> str:
    """The days that were said, as the button says them once more."""
    return " đến ".join(day.isoformat() for day in (line.day, line.last) if day is not None)


def day_of(incoming: Incoming, line: Line) -> date:
    """From which day on: today, if nothing was said."""
    return line.day or local(incoming)[1].date()


def the_other_day(line: Line, writer: Writer, pupil_id: int, rest: str) -> list[list[Button]]:
    """A bare weekday may be the one behind or the one ahead."""
    if line.other is None:
        return []
    label = _("From {day} instead").format(day=short_day(line.other))
    return [[Button(label, writer(pupil_id, f"{rest} {line.other.isoformat()}".strip()))]]


async def offer(
    incoming: Incoming,
    session: AsyncSession,
    meant: Meant,
    roster: Roster,
    buttons: Sequence[Sequence[Button]] = (),
    lines: Sequence[str] = (),
) -> Sequence[Said]:
    """The change of a pupil who is known, shown with the tap that makes it so."""
    typed = replace(roster, typed=typed_now(incoming, meant.klass, meant.line))
    return await propose(incoming, session, typed, buttons, lines)


def typed_now(incoming: Incoming, klass: ClassRef, line: Line) -> Typed:
    return Typed(day=day_of(incoming, line), until=line.last, klass=klass.id)


def line_for(meant: Meant) -> PupilRow:
    """The pupil's line with nothing but the name: what it does not say stays."""
    return PupilRow(
        sheet="", row=0, list_no=None, code=None, full_name=meant.pupil.name, birth_date=None, gender=None,
        class_name=meant.klass.name, village=None, hamlet=None, boarding=None, guardians=[], answer=meant.pupil.id,
    )  # fmt: skip
