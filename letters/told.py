"""The only sentences that say that somebody was told, asked or reminded: written from what has left and arrived."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from operator import attrgetter

from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncSession

from locales import N_, _
from locales.words import listed, opening
from models import Outbox
from models.shapes.asker import School
from models.shapes.letter import Reader
from models.shapes.message import Notice, Notices, Said
from models.stopped import Meant
from models.telling import readable, to_be_told, told_so
from models.told import ON_ITS_WAY, Fate, Told
from rules.letters import Kind


class Claim(Struct, frozen=True):
    """How it is said of whom it has reached, of whom it is on its way to, and of whom it has not reached."""

    reached: str
    waiting: str
    missed: str


TOLD = Claim(N_("sent to {names}"), N_("on its way to {names}"), N_("not reached: {names} ({why})"))
ALSO = Claim(N_("also told: {names}"), TOLD.waiting, TOLD.missed)
REMINDED = Claim(N_("reminded: {names}"), N_("being reminded: {names}"), N_("not reminded: {names} ({why})"))
ASKED = Claim(N_("asked for help: {names}"), N_("being asked for help: {names}"), N_("not asked yet: {names} ({why})"))
_LATER = {
    Fate.SEEN: N_("{names} know of it"),
    Fate.UNCLEAR: N_("sent to {names}, and not clear whether it arrived"),
    Fate.RESTING: N_("to be sent to {names} when the quiet hours are over"),
    Fate.UNTAPPED: N_("to be sent to {names} when the homeroom teacher agrees"),
    Fate.STOPPED: N_("held back for now, and to be sent to {names} later"),
}
WHY = {
    Fate.BY_CALL: N_("please call"),
    Fate.NO_PHONE: N_("no phone linked"),
    Fate.GONE: N_("the phone no longer takes messages"),
    Fate.LATE: N_("could not leave in time"),
    Fate.REFUSED: N_("the channel refused it"),
    Fate.UNCLEAR: N_("it is not clear whether it arrived"),
    Fate.NOBODY: N_("nobody has this task"),
}


def told_words(claim: Claim, named: Iterable[tuple[str, Fate]]) -> str:
    """`đã nhắc 6B; chưa nhắc được 5A và 7A (chưa liên kết)`; nothing of nobody."""
    by_fate: dict[Fate, list[str]] = {}
    for name, fate in named:
        by_fate.setdefault(fate, []).append(name)
    return "; ".join(
        _(_said(claim, fate)).format(names=listed(dict.fromkeys(by_fate[fate])), why=_(WHY.get(fate, "")))
        for fate in Fate
        if fate in by_fate
    )


def _said(claim: Claim, fate: Fate) -> str:
    if fate is Fate.ARRIVED:
        return claim.reached
    return claim.waiting if fate is Fate.WAITING else _LATER.get(fate, claim.missed)


def told_line(claim: Claim, named: Iterable[tuple[str, Fate]]) -> str:
    """The same as a sentence of its own."""
    words = told_words(claim, named)
    return opening(words) + "." if words else ""


def people(told: Iterable[Told], but: int = 0) -> list[tuple[str, Fate]]:
    """By name, without who reads it."""
    return [(one.name, one.fate) for one in told if one.person_id != but]


async def lines_of(
    reader: Reader, session: AsyncSession, kinds: Sequence[Kind], about: Iterable[int], day: date | None = None
) -> list[str]:
    """One line about whom letters of these kinds have reached besides the reader; none where nobody was owed any."""
    which = [Outbox.kind.in_(kinds), Outbox.about.in_(set(about)), *([Outbox.day == day] if day else [])]
    line = told_line(TOLD, people(await told_so(session, reader.school, reader.now, *which), reader.person_id))
    return [line] if line else []


async def line_for(session: AsyncSession, school: School, now: datetime, said: Iterable[Said], called: str = "") -> str:
    """Whom the notices among this will reach, as a sentence; `called`, if given, stands for all of their names."""
    told = await of_these(session, school, now, said)
    return told_line(TOLD, [(called or one.name, one.fate) for one in told])


async def reach_line(session: AsyncSession, school: School, now: datetime, said: Iterable[Said]) -> str:
    """How many people these notices will reach, and how many not: nobody is named."""
    told = await of_these(session, school, now, said)
    there = sum(one.fate in ON_ITS_WAY for one in told)
    reached = _("Reaches {count} people.").format(count=there)
    if there == len(told):
        return reached
    missed = _("Does not reach {count} people: no phone linked.").format(count=len(told) - there)
    return f"{reached} {missed}"


async def corrections_line(session: AsyncSession, school: School, now: datetime, said: Sequence[Said]) -> str:
    """The same of corrections: how many people's are on their way, and who is not reached."""
    told = await of_these(session, school, now, said)
    there = [one for one in told if one.fate in ON_ITS_WAY]
    missed = [(one.name, one.fate) for one in told if one.fate not in ON_ITS_WAY]
    count = [(_("{count} people").format(count=len(there)), there[0].fate)] if there else []
    words = told_words(TOLD, [*count, *missed])
    if words:
        return _("The correction: {words}.").format(words=words)
    if any(isinstance(one, Notice | Notices) for one in said):
        return _("Whoever was told earlier is told about the pupil no more, and gets no correction.")
    return _("Nobody had been told yet.")


async def of_these(session: AsyncSession, school: School, now: datetime, said: Iterable[Said]) -> list[Told]:
    """What will become of the notices among this."""
    return await to_be_told(session, school, now, await _owed(session, school, now, said))


async def _owed(session: AsyncSession, school: School, now: datetime, said: Iterable[Said]) -> list[tuple[int, Meant]]:
    """Who is told which letter by this; those a statement finds stand in the order of the list of people, whatever the
    database, and by who they are today.
    """
    said = list(said)
    named = await readable(session, school, now, [one for one in said if isinstance(one, Notice)])
    found = [(one.person_id, Meant(one.school_id, one.kind, one.about, one.day)) for one in named]
    for one in said:
        if isinstance(one, Notices):
            rows = sorted(await session.execute(one.select, dict(one.values)), key=attrgetter("person_id"))
            found += [(row.person_id, Meant(row.school_id, one.kind, row.about, row.day)) for row in rows]
    return found
