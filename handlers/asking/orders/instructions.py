"""Instructions: the command that does it, with the blanks filled; nothing is done before the tap."""

import re
from collections.abc import Awaitable, Callable, Sequence
from datetime import date, timedelta

from msgspec import structs
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import as_if_typed, may
from handlers.asked import OFFERED, local
from handlers.asking.about import About, all_named, class_of_pupil
from handlers.asking.colleagues import named_colleagues, not_yours
from handlers.asking.orders.handing import handed_on
from handlers.asking.orders.linked import linked
from handlers.asking.orders.parting import parts
from handlers.asking.orders.stand_in import stands_in
from handlers.register.free_text import offer_undo
from handlers.roll.several import Way, several
from handlers.service import not_for_you, with_taps
from handlers.whom_to_call import only_a_family, whom_to_call
from letters.says import Says, Typed, Word, roll
from letters.says.announcements import announcement
from letters.says.calendar import day_off, make_up
from letters.says.families import note
from letters.says.people import STAFF_SLIPS
from letters.says.service import meant
from locales import _
from locales.words import joined
from models.families.notes import LONGEST
from models.people.places import named_within, places
from models.shapes.message import Button, Incoming, Outgoing, Said
from rules.announcements import after_announce, announced_last, names_a_matter
from rules.asking.wish import Intent
from rules.asking.words import (
    looks_back,
    names_a_site,
    names_a_weekday,
    part_of_school_in,
    place_in,
    reason_in,
    school_in,
    why_for_good,
    why_in,
)
from rules.people.names import fold
from rules.people.roles import CHANGERS, OFFICE, REPORTERS, ROLL
from rules.reading.who.roster import Pupil
from rules.roll import says_next_week
from rules.roll_days import is_coming, spoken_day

_OF_STAFF = re.compile(r"\b(?:giao vien|gv|thay co|can bo|cbgv|nhan vien)\b")


async def _off(incoming: Incoming, session: AsyncSession, about: About) -> Sequence[Said]:
    told = after_announce(about.text) != about.text or announced_last(about.text)
    if told and may(incoming.asker, OFFICE):  # `mai nghỉ vì bão, báo phụ huynh`: what is sent enters the day as well
        return await _announced(incoming, session, about)
    return await _offered(
        incoming, session, about, day_off, _("Shall this day off be entered in the calendar? Nothing was done yet.")
    )


async def _made_up(incoming: Incoming, session: AsyncSession, about: About) -> Sequence[Said]:
    return await _offered(
        incoming, session, about, make_up, _("Shall this make-up day be entered in the calendar? Nothing was done yet.")
    )


async def _offered(
    incoming: Incoming, session: AsyncSession, about: About, says: Callable[[str], Typed], text: str
) -> Sequence[Said]:
    """Who may not change the calendar is told so by its command."""
    _school, moment = local(incoming)
    day = about.day or moment.date() + timedelta(days=1)
    scope = about.klass.name if about.klass is not None else part_of_school_in(about.text)
    words = says(" ".join(filter(None, (f"{day:%d/%m}", scope, reason_in(about.text)))))
    if not incoming.asker.has(*CHANGERS):
        return await as_if_typed(incoming, session, words) or [await not_for_you(incoming, session)]
    return [Outgoing(text=text, buttons=[[Button(words, words)]])]


async def _announced(incoming: Incoming, session: AsyncSession, about: About) -> Sequence[Said]:
    """Leaders see it as it would be sent; the others are told who announces."""
    if may(incoming.asker, OFFICE):
        words = announced_last(about.text) or after_announce(about.text)
        words = words if names_a_matter(words) else ""
        return await as_if_typed(incoming, session, announcement(words)) or []
    text = _("Announcements are sent by the school's leaders; nothing was sent. What it can do here:")
    return [with_taps(incoming.asker, text, more=[Button(_("Days off, make-up days"), meant(Word("lich")))])]


async def _invited(incoming: Incoming, session: AsyncSession, about: About) -> Sequence[Said]:
    """A code is made by the tap; without a name the command asks whom."""
    asked = await as_if_typed(incoming, session, meant(Word("moi")))
    if asked is not None and about.klass is not None and not about.pupils:
        slips = Button(_("Slips for {klass}").format(klass=about.klass.name), meant(Word("moi"), about.klass.name))
        text = _("Shall the slips for the families of {klass} be made? Nothing was done yet.")
        return [Outgoing(text=text.format(klass=about.klass.name), buttons=[[slips]])]
    if asked is not None and not about.pupils and _OF_STAFF.search(fold(about.text)):
        text = _("Shall the slips for all of the staff be made? Nothing was done yet.")
        return [Outgoing(text=text, buttons=[[Button(_("Slips for all of the staff"), STAFF_SLIPS)]])]
    if asked is None or len(about.pupils) != 1:
        return asked or [await not_yours(incoming, session)]
    words = meant(Word("moi"), about.pupils[0].name)
    text = _("Shall a code be made for the family of {name}? Nothing was done yet.").format(name=about.pupils[0].name)
    return [Outgoing(text=text, buttons=[[Button(words, words)]])]


async def _undone(incoming: Incoming, session: AsyncSession, about: About) -> Sequence[Said]:
    """The last report is offered to be undone, or where a pupil is named to be put right by taps; a family's request is
    withdrawn where it stands.
    """
    if not may(incoming.asker, REPORTERS):
        return await as_if_typed(incoming, session, meant(Word("con"))) or [await not_for_you(incoming, session)]
    if len(about.pupils) == 1 and (shown := await as_if_typed(incoming, session, meant(Word("sua")))):
        return shown
    said = await offer_undo(incoming, session)
    if may(incoming.asker, ROLL) and isinstance(said[0], Outgoing):  # what was typed of the roll is an import too
        back = Button(_("Take back the last change of the lists"), meant(Word("huynhap")))
        return [structs.replace(said[0], buttons=[*said[0].buttons, [back]]), *said[1:]]
    return said


async def _transferred(incoming: Incoming, session: AsyncSession, about: About) -> Sequence[Said]:
    """To another site of this school is to another class."""
    if names_a_site(about.text):
        return await _moved(incoming, session, about)
    return await of_the_roll(incoming, session, about, roll.transfer, Word("chuyentruong"))


async def _dropped(incoming: Incoming, session: AsyncSession, about: About) -> Sequence[Said]:
    """For good, with the reason that was said; else the command asks for it."""
    first = _first_day(incoming, about)
    day = f"từ {first:%d/%m}" if first is not None else ""
    why = reason_in(about.text) or why_in(about.text) or why_for_good(about.text)
    return await of_the_roll(
        incoming, session, about, roll.drop_out, Word("thoihoc"), f"{day}: {why}".lstrip() if why else day
    )


async def _removed(incoming: Incoming, session: AsyncSession, about: About) -> Sequence[Said]:
    """Nobody is taken off a list without the reason: to another school, or for good."""
    if not may(incoming.asker, ROLL) or len(about.pupils) != 1:
        return await _transferred(incoming, session, about)
    one, rest = about.pupils[0], _day_and_where(incoming, about, to_class=False)
    text = _("Why does {name} leave the list? Nothing was changed yet.").format(name=one.name)
    rows = [
        [Button(_("To another school"), roll.transfer(one.id, rest))],
        [Button(_("Leaves school"), roll.drop_out(one.id, rest))],
    ]
    return [Outgoing(text=text, buttons=rows)]


async def _moved(incoming: Incoming, session: AsyncSession, about: About) -> Sequence[Said]:
    return await of_the_roll(incoming, session, about, roll.move, Word("chuyenlop"))


async def moved_home(incoming: Incoming, session: AsyncSession, about: About) -> Sequence[Said]:
    """`nhà em Lan chuyển sang thôn 4`: a place that is known by its whole name, else as it was said."""
    if about.place is None and not place_in(about.text):
        return await _transferred(incoming, session, about)
    known = await places(session, local(incoming)[0].id)
    where = known[about.place].said if about.place is not None else place_in(about.text)
    where = f"{where} {_from_when(incoming, about)}".rstrip()
    return await of_the_roll(incoming, session, about, roll.home, Word("choo"), where)


async def of_the_roll(
    incoming: Incoming,
    session: AsyncSession,
    about: About,
    says: Callable[[int, str], Says],
    word: Word,
    where: str | None = None,
) -> Sequence[Said]:
    """Whom it is about, from which day, where to; the command shows it before anything is changed, and who may not
    change the roll is told whom to tell.
    """
    if only_a_family(incoming) and len(about.text) <= LONGEST:
        return [await told_the_teacher(incoming, session)]
    if not may(incoming.asker, ROLL):
        text = _("Changes of the roll are made by the homeroom teacher or the office; nothing was changed.")
        return [with_taps(incoming.asker, text)]
    known = await places(session, local(incoming)[0].id) if word == Word("choo") else {}
    everybody = await several(incoming, session, Way.MOVE, named_within(known, about.text)[1])
    if everybody is not None:  # `theo bố mẹ vào Nam, nghỉ học luôn` is no transfer
        word = Word("thoihoc") if everybody.for_good and word == Word("chuyentruong") else word
        return await as_if_typed(incoming, session, meant(word, about.text)) or []
    return await _of_one(incoming, session, about, says, word, where)


async def _of_one(
    incoming: Incoming,
    session: AsyncSession,
    about: About,
    says: Callable[[int, str], Says],
    word: Word,
    where: str | None,
) -> Sequence[Said]:
    if not about.pupils and await named_colleagues(incoming, session):
        return await parts(incoming, session, about)
    if not about.pupils:
        to_it = word == Word("chuyenlop") and (about.klass or about.to) is not None  # `bình chuyển lớp 6b`
        return await as_if_typed(incoming, session, meant(word, about.text if to_it else "")) or []
    rest = _day_and_where(incoming, about, to_class=word == Word("chuyenlop")) if where is None else where
    everybody = await all_named(incoming, session, about)
    if len({*everybody, *about.pupils}) == 1:
        return await as_if_typed(incoming, session, says(about.pupils[0].id, rest)) or []
    more = len(everybody) > len(about.pupils)
    text = _("One pupil at a time, please: whom first?") if more else _("Which pupil is meant?")
    shown = (everybody if more else about.pupils)[:OFFERED]
    buttons = [[Button(await _label(incoming, session, one), says(one.id, rest))] for one in shown]
    return [Outgoing(text=text, buttons=buttons)]


async def _label(incoming: Incoming, session: AsyncSession, pupil: Pupil) -> str:
    """Two of one name are told apart by class and birth date."""
    klass = await class_of_pupil(incoming, session, pupil)
    born = f"{pupil.birth_date:%d/%m/%Y}" if pupil.birth_date else ""
    return ", ".join(part for part in (pupil.name, klass.name if klass else "", born) if part)[:60]


async def told_the_teacher(incoming: Incoming, session: AsyncSession, *, late: bool = False, why: str = "") -> Outgoing:
    """A family changes no list and no roll: its words reach who does by one tap. `why` is said instead."""
    text = why or _(
        "The homeroom teacher changes the list of pupils; nothing was changed. One tap passes your words on."
    )
    if late and not why:
        text = _("Coming late is no absence, and nothing was sent yet. One tap passes your words on to the teacher.")
    said = joined([text, await whom_to_call(incoming, session)])
    return Outgoing(text=said, buttons=[[Button(_("Pass this on to the teacher"), note(incoming.text))]])


def _first_day(incoming: Incoming, about: About) -> date | None:
    """`từ thứ 2` of a change is the coming Monday, where nothing says that it was."""
    today = local(incoming)[1].date()
    if about.day is None and (spoken := spoken_day(about.text, today)) is not None:
        return spoken.day
    if about.day is not None and about.day <= today and is_coming(about.text):
        return about.day + timedelta(days=7)
    if about.day is None or about.day >= today or not names_a_weekday(about.text) or looks_back(about.text):
        return about.day
    return about.day + timedelta(days=7)


def _from_when(incoming: Incoming, about: About) -> str:
    first = _first_day(incoming, about)
    return f"từ {first:%d/%m}" if first is not None else "từ tuần sau" if says_next_week(about.text) else ""


def _day_and_where(incoming: Incoming, about: About, *, to_class: bool) -> str:
    """What the command is told besides the pupil: `sang 6B từ 20/11`, `từ 20/11: trường Trà Mai`."""
    day = _from_when(incoming, about)
    if to_class:
        return " ".join(filter(None, (f"sang {about.to.name}" if about.to else "", day)))
    school = school_in(about.text)
    return f"{day}: {school}".strip(" ") if school else day


OF_THE_ROLL: dict[Intent, Callable[[Incoming, AsyncSession, About], Awaitable[Sequence[Said]]]] = {
    Intent.DROP_OUT: _dropped,
    Intent.TRANSFER: _transferred,
    Intent.CHANGE_CLASS: _moved,
    Intent.HOME: moved_home,
    Intent.REMOVE: _removed,
}
INSTRUCTIONS: dict[Intent, Callable[[Incoming, AsyncSession, About], Awaitable[Sequence[Said]]]] = {
    Intent.DAY_OFF: _off,
    Intent.MAKE_UP: _made_up,
    Intent.ANNOUNCE: _announced,
    Intent.INVITE: _invited,
    Intent.UNDO: _undone,
    Intent.PARTING: parts,
    Intent.STAND_IN: stands_in,
    Intent.LINKED: linked,
    Intent.ASSIGN: handed_on,
    Intent.CASE_CLOSED: handed_on,
    **OF_THE_ROLL,
}
