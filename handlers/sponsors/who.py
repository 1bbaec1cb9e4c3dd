"""Which pupil or colleague /dodau is about, and who may do what with an entry of the list."""

from collections.abc import Sequence
from datetime import date

from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.asked import OFFERED, Unclear, known_classes, local
from letters.says import sponsors as says
from locales import _
from models.people.class_lists import class_list
from models.shapes.message import Button, Incoming
from models.sponsors.tables import AtRiskPupils, Entry, colleagues, entries, sponsors
from rules.people.classes import ClassRef, find_class
from rules.people.names import given_name
from rules.people.roles import HEADS
from rules.reading.who.roster import ClassRoster, Index, Pupil, build_index, find, nearest
from rules.sponsors import Named
from rules.written import names_pupil


class Meant(Struct, frozen=True):
    """The pupil an act is about. `entry` is None while the pupil is not on the list."""

    klass: ClassRef
    pupil: Pupil
    entry: Entry | None

    def who(self) -> str:
        return f"{self.pupil.name} ({self.klass.name})"


def leads_school(incoming: Incoming) -> bool:
    return incoming.asker.has(*HEADS)


def teaches(incoming: Incoming, meant: Meant) -> bool:
    return meant.klass.id in incoming.asker.classes()


async def may_read(incoming: Incoming, session: AsyncSession, meant: Meant) -> bool:
    """The restricted words are for the sponsors, the homeroom teacher, the vice principal and the principal."""
    if leads_school(incoming) or teaches(incoming, meant):
        return True
    followed_by = (await sponsors(session, [meant.pupil.id])).get(meant.pupil.id, [])
    return any(one.person_id == incoming.asker.person_id for one in followed_by)


async def must(incoming: Incoming, session: AsyncSession, meant: Meant, *, sponsors_too: bool = False) -> Entry:
    """The pupil's entry, for somebody who may change it. Raises Unclear."""
    allowed = leads_school(incoming) or teaches(incoming, meant)
    if not allowed and not (sponsors_too and await may_read(incoming, session, meant)):
        text = _("Only the homeroom teacher and the leadership may do that for {who}.")
        if sponsors_too:
            text = _("Only the sponsors, the homeroom teacher and the leadership may do that for {who}.")
        raise Unclear(text.format(who=meant.who()))
    if meant.entry is None:
        text = _("{who} is not on the list of pupils at risk. Nothing was changed.")
        raise Unclear(
            text.format(who=meant.who()), [[Button(_("Put on the list"), says.pupil(meant.pupil.id, says.Act.PUT_ON))]]
        )
    return meant.entry


async def pupil_meant(incoming: Incoming, session: AsyncSession, words: str) -> Meant:
    """The one pupil these words name, of a class or of the whole school. Raises Unclear."""
    school, moment = local(incoming)
    known = await known_classes(incoming, session)
    named = None if names_pupil(words) else find_class(known, words)
    left = words
    if named is not None and len(named.classes) == 1:
        known, left = named.classes, f"{words[: named.start]} {words[named.end :]}".strip()
    lists = [(klass, (await class_list(session, school, klass.id, moment.date())).index) for klass in known]
    found = [(klass, pupil) for klass, index in lists for pupil in find(index, left)] if left else []
    if len(found) != 1:
        raise _which(found, left, lists)
    klass, pupil = found[0]
    return Meant(klass, pupil, await entry_of(session, school.id, pupil.id, moment.date()))


async def entry_of(session: AsyncSession, school_id: int, pupil_id: int, day: date) -> Entry | None:
    found = await entries(session, school_id, day, AtRiskPupils.pupil_id == pupil_id)
    return found[0] if found else None


def _which(found: Sequence[tuple[ClassRef, Pupil]], words: str, lists: Sequence[tuple[ClassRef, Index]]) -> Unclear:
    if not words:
        return Unclear(_("Which pupil? Please write the class and the name, for example: {example}").format(
            example=_example(lists)
        ))  # fmt: skip
    near = found or [(klass, pupil) for klass, index in lists for pupil in nearest(index, words, 2)]
    text = _("Which pupil is meant?") if found else _("No pupil is called “{words}”. Nothing was recorded.")
    buttons = [[Button(f"{pupil.name}, {klass.name}", says.pupil(pupil.id))] for klass, pupil in near[:OFFERED]]
    return Unclear(text.format(words=words), buttons)


def _example(lists: Sequence[tuple[ClassRef, Index]]) -> str:
    for klass, index in lists:
        if index.roster.pupils:
            return says.of_class(f"{klass.name} {given_name(index.roster.pupils[0].name)}")
    return says.of_class("6A A")


async def people_meant(incoming: Incoming, session: AsyncSession, named: Sequence[Named]) -> dict[int, bool]:
    """Supporting or not, by the person each name means. Raises Unclear: nobody, or several, or more than two."""
    school, moment = local(incoming)
    staff = await colleagues(session, school.id, moment.date())
    index = build_index(ClassRoster(0, "", 0, tuple(Pupil(id_, None, name) for id_, name in staff.items())))
    found = {_person(one, index, incoming): one.supporting for one in named}
    if not 0 < len(found) <= 2:
        raise Unclear(_("A pupil has one or two sponsors. Please write them like this: cô Thu, thầy Nam (hỗ trợ)"))
    return found


def _person(named: Named, index: Index, incoming: Incoming) -> int:
    if named.name.casefold() in {"tôi", "toi", "me"}:
        return incoming.linked.person_id
    fits = find(index, named.name)
    if len(fits) == 1:
        return fits[0].id
    near = fits or nearest(index, named.name)
    names = ", ".join(one.name for one in near)
    text = _("Several colleagues are called “{name}”: {names}. Please write the full name. Nothing was recorded.")
    if not fits:
        text = _("No colleague is called “{name}”. Nearest: {names}. Nothing was recorded.")
    if not near:
        text = _("No colleague is called “{name}”. Nothing was recorded.")
    raise Unclear(text.format(name=named.name, names=names))
