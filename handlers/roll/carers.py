"""/giaonoc: who looks after a village or hamlet from a day on."""

from collections.abc import Sequence
from datetime import date

from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import command
from handlers.asked import OFFERED, Unclear, local
from handlers.people.roster import propose
from handlers.roll.asking import day_of, line_of, stretch
from letters.says import roll as says
from locales import N_, _
from locales.words import listed
from models.people.places import Place, carers, named_within, places
from models.people.positions import staff_names
from models.shapes.message import Button, Incoming, Said
from papers.roster import HamletRow, Roster, Typed
from papers.roster.typed import hamlet_and_village
from rules.asking.words import place_in
from rules.carers_said import CarersSaid, read_carers
from rules.people.roles import OFFICE, Role


class _Meant(Struct, frozen=True):
    """Who looks after the place by then, and whether somebody goes who was not spoken of."""

    names: list[str]
    unsaid: bool


@command(
    "giao nóc",
    "giao địa bàn",
    "phụ trách nóc",
    help=N_("who looks after a hamlet from a day on"),
    usage=N_("Takta: Cao Thi Yen, Bui Van Tam from 1/12"),
    who=OFFICE,
    slash=True,
)
async def carers_changed(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    """Whoever is named is the pair from then on; `thêm`: besides those there are; `thay`: in place of one. Raises
    Unclear.
    """
    place, left = await _place(incoming, session)
    line = await line_of(incoming, session, left)
    day, words = day_of(incoming, line), " ".join(part for part in (line.words, line.why) if part)
    here = await _here(incoming, session, place, day)
    said, names = await _read(incoming, session, words, day, f"{place.said}: {{name}} {_days(stretch(line))}")
    if not (said.new or said.over):
        text = _("{place}: who looks after it from when on? Now: {names}. For example: {example}")
        raise Unclear(text.format(place=place.said, names=listed(here) or "–", example=says.CARERS_EXAMPLE))
    meant = _meant(said, names, here)
    hamlet, village = hamlet_and_village(place)
    row = HamletRow(sheet="", row=0, hamlet=hamlet, village=village, staff=meant.names, when_text="", note="")
    typed = Typed(day=day, until=line.last, klass=0)
    roster = Roster(pupils=[], staff=[], hamlets=[row], faults=[], whole_staff=False, typed=typed)
    stay = says.carers(f"{place.said}: thêm {', '.join(names[one] for one in said.new)} {_days(stretch(line))}")
    buttons = [[Button(_("In addition: nobody ceases"), stay)]] if meant.unsaid else []
    lines = [] if meant.names else [_("{place}: nobody else is in charge").format(place=place.said)]
    return await propose(incoming, session, roster, buttons, lines)


def _meant(said: CarersSaid, names: Sequence[str], here: Sequence[str]) -> _Meant:
    new, over = [names[one] for one in said.new], {names[one] for one in said.over}
    if over or said.more:
        return _Meant(list(dict.fromkeys([*(name for name in here if name not in over), *new])), unsaid=False)
    return _Meant(new, unsaid=bool(set(here) - set(new)))


def _days(days: str) -> str:
    return f"từ {days}" if days else ""


async def _place(incoming: Incoming, session: AsyncSession) -> tuple[Place, str]:
    """The one that is named, and the words without it."""
    known = await places(session, local(incoming)[0].id)
    found, left = named_within(known, incoming.rest)
    if len(found) == 1:
        others, less = named_within(known, left)
        if [one for one in others if one.id != found[0].parent_id]:
            buttons = [[Button(one.said, says.carers(f"{one.said} {less}"))] for one in (*found, *others)]
            raise Unclear(_("One place at a time, please: which first?"), buttons)
        return found[0], left
    if found:
        buttons = [[Button(one.said, says.carers(f"{one.said} {left}"))] for one in found[:OFFERED]]
        raise Unclear(_("Which place is meant?"), buttons)
    if not incoming.rest.strip():
        raise Unclear(_("Which hamlet, and who? For example: {example}").format(example=says.CARERS_EXAMPLE))
    text = _("No place called {name} is known here. Known: {places}.")
    name = place_in(incoming.rest) or incoming.rest[:60]
    raise Unclear(text.format(name=name, places=listed(sorted(one.said for one in known.values()))))


async def _here(incoming: Incoming, session: AsyncSession, place: Place, day: date) -> list[str]:
    everybody = await carers(session, local(incoming)[0].id, day)
    return [one.name for one in everybody if one.place_id == place.id and one.role == Role.HAMLET_STAFF]


async def _read(
    incoming: Incoming, session: AsyncSession, words: str, day: date, again: str
) -> tuple[CarersSaid, Sequence[str]]:
    """What is said, and the names it counts by. Raises Unclear: nobody is called so, or several are."""
    known = await staff_names(session, local(incoming)[0].id, day)
    names = list(known)
    said = read_carers(words, names)
    if said.unknown:
        text = _("Nobody of the staff is called “{name}”. Nothing was changed.")
        raise Unclear(text.format(name=said.unknown[:60]))
    if said.several:
        buttons = [[Button(names[one], says.carers(again.format(name=names[one])))] for one in said.several[:OFFERED]]
        raise Unclear(_("Several of the staff are called so: write the whole name, or tap who is meant."), buttons)
    for one in (*said.new, *said.over):
        if len(known[names[one]]) > 1:
            text = _("Several of the staff are called {name}: send the list of hamlets and staff, with phones.")
            raise Unclear(text.format(name=names[one]))
    return said, names
