"""What has to be handed in, with its draft, to whoever is in charge; and to the principal what is overdue."""

from collections.abc import Sequence
from datetime import date, timedelta

from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncSession

from letters.duties.words import duty_words, in_charge_words, numbered
from letters.says import duties as says
from letters.says.duties import Verb
from letters.sponsors.notes import gaps_line
from locales import N_, _
from locales.words import day_words, joined, listed, short_day
from models.duties.owed import Time, still_owed, time_of, working_days
from models.people.roles import roles_of
from models.readers import holds, owes
from models.shapes.letter import Due, Letter, Reader, composes, dues_about
from models.shapes.message import Button, Paper
from rules.duties.deadlines import working_day
from rules.letters import Kind
from rules.papers import READERS, PaperKind
from rules.people.roles import Role

ABOUT = N_("a report to hand in")
WITHIN = timedelta(days=40)  # the survey lasts a month


class Owed(Struct, frozen=True, kw_only=True):
    """A deadline the reader has not met yet; `by` is the working day it has to be ready on."""

    time: Time
    by: date

    @property
    def id(self) -> int:
        return self.time.id or 0


@composes(Kind.DUTY_DUE, to=owes().passed_on(), about=ABOUT)
async def due(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    """All that is owed in one letter, each draft as a file of it."""
    owed = await _owed(dues, reader, session)
    if not owed:
        return None
    papers = [paper for one in owed if (paper := await draft(session, reader, one.time))]
    head = _("**To hand in: {title}**").format(title=_title(owed[0])) if len(owed) == 1 else _("**To hand in soon**")
    ask = _("When it is handed in, please tap.")
    if papers:
        drafted = _("The draft is attached, with the figures of now: please check, complete and have it signed.")
        ask = f"{drafted} {ask}"
    sponsors = any(one.time.duty.paper == PaperKind.SPONSORS for one in owed)
    gaps = await gaps_line(session, reader.school.id) if sponsors else ""
    return _letter(dues, owed, [head, *_lines(owed), gaps, ask], papers)


@composes(Kind.DUTY_REMIND, to=owes(), about=ABOUT)
async def remind(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    owed = await _owed(dues, reader, session)
    if not owed:
        return None
    return _letter(dues, owed, [_("**Not handed in yet, as far as I know**"), *_lines(owed)], [])


@composes(Kind.DUTY_LATE, to=holds(Role.PRINCIPAL), about=N_("reports that are overdue"))
async def late(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    """Told once: who was to hand in what, and has not."""
    day = reader.school.day(reader.now)
    lines, told = [], []
    for one in dues:
        time = await time_of(session, reader.school.id, one.about)
        people = await still_owed(session, reader.school.id, time, day) if time else {}
        if time is not None and people:
            text = _("• {title}, due {day}: {who}")
            lines.append(text.format(title=duty_words(time.duty), day=short_day(time.due), who=_who(time, people)))
            told.append(one.about)
    if not lines:
        return None
    head, more = _("**Overdue, and not marked as handed in**"), _("What was handed in is seen in /hannop.")
    return Letter(text=joined([head, *lines, more]), told=dues_about(dues, told))


def _who(time: Time, people: dict[int, str]) -> str:
    post = in_charge_words(time.duty.role, time.duty.position)
    return f"{post} ({listed(people.values())})"


async def _owed(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> list[Owed]:
    """What the reader has still to hand in: nothing that a colleague in the same post has, or that is owed no more."""
    day, found = reader.school.day(reader.now), []
    for number in dict.fromkeys(one.about for one in dues):
        time = await time_of(session, reader.school.id, number)
        if time is None or time.due < day:
            continue
        if reader.person_id in await still_owed(session, reader.school.id, time, day):
            working = await working_days(session, reader.school.id, time.due, time.due)
            found.append(Owed(time=time, by=max(day, working_day(time.due, working))))
    return sorted(found, key=lambda one: one.time.due)


def _lines(owed: Sequence[Owed]) -> list[str]:
    """A deadline on a day off says by which day it has to be ready."""
    lines = []
    for one in owed:
        off = one.by != one.time.due
        text = _("• {title}: {by} at the latest (due {day}, a day off)") if off else _("• {title}: {by} at the latest")
        lines.append(text.format(title=_title(one), by=day_words(one.by), day=short_day(one.time.due)))
    return lines


def _title(one: Owed) -> str:
    return duty_words(one.time.duty)


def _letter(dues: Sequence[Due], owed: Sequence[Owed], lines: list[str], papers: Sequence[Paper]) -> Letter:
    several = len(owed) > 1
    buttons = []
    for one in owed:
        label = _("Handed in: {title}").format(title=_title(one)) if several else _("Handed in")
        row = [Button(label, says.act(Verb.DONE, numbered(one.id)))]
        if one.time.duty.paper is not None and not several:
            row.append(Button(_("The draft as of now"), says.act(Verb.DRAFT, numbered(one.id))))
        buttons.append(row)
    told = dues_about(dues, [one.id for one in owed])
    return Letter(text=joined(lines), told=told, buttons=buttons, buttons_for=WITHIN, papers=papers)


async def draft(session: AsyncSession, reader: Reader, time: Time) -> Paper | None:
    """What is drafted for the reader, who may read it; a homeroom teacher's own classes."""
    kind, day = time.duty.paper, reader.school.day(reader.now)
    if kind is None:
        return None
    roles = await roles_of(session, reader.person_id, reader.school.id, day)
    if not any(role.name in READERS[kind] for role in roles):
        return None
    classes = tuple(role.class_id for role in roles if role.class_id and role.name == Role.HOMEROOM)
    return Paper(kind=kind, school_id=reader.school.id, day=min(day, time.due), ids=classes if time.duty.each else ())
