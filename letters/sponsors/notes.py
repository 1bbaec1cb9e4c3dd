"""The sponsors' month: what each is asked, and what the month came to."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from msgspec import Struct
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from letters import kind_words
from letters.says.sponsors import Act, pupil
from locales import _
from locales.sponsors import PROGRESS, TYPED
from locales.words import listed, opening, quoted
from models import AtRiskPupils, Classes, Enrolments, People, Pupils, Roles, SponsorNotes, Sponsorships
from models.figures.counting import enrolled_on
from models.people.roles import held_on
from models.readers import SPONSORSHIP, holds, its_own, sponsor
from models.shapes.letter import Due, Letter, Reader, composes, dues_about
from models.shapes.message import Button
from models.sponsors.tables import WORRY
from rules.letters import Kind
from rules.people.names import short_names
from rules.people.roles import HEADS, Role


class Owed(Struct, frozen=True, kw_only=True):
    """A sponsorship whose note of the month is not written yet."""

    id: int
    pupil_id: int
    name: str
    class_name: str


async def _still_owed(dues: Sequence[Due], session: AsyncSession) -> list[Owed]:
    day = dues[-1].day
    written = select(SponsorNotes.id).where(
        SponsorNotes.pupil_id == Sponsorships.pupil_id,
        SponsorNotes.person_id == Sponsorships.person_id,
        SponsorNotes.month == day.replace(day=1),
        SponsorNotes.progress.is_not(None),
    )
    statement = (
        select(Sponsorships.id, Sponsorships.pupil_id, Pupils.full_name.label("name"), Classes.name.label("class_name"))
        .join(Pupils, Pupils.id == Sponsorships.pupil_id)
        .join(Enrolments, Enrolments.pupil_id == Pupils.id)
        .join(Classes, Classes.id == Enrolments.class_id)
        .where(
            Sponsorships.id.in_([due.about for due in dues]),
            Sponsorships.ends.is_(None),
            enrolled_on(Enrolments, day),
            ~written.correlate(Sponsorships).exists(),
        )
        .order_by(Classes.grade, Classes.name, Pupils.id)
    )
    return [Owed(**row) for row in (await session.execute(statement)).mappings()]


@composes(Kind.SPONSOR_ASK, to=its_own(SPONSORSHIP) & sponsor(SPONSORSHIP), about=kind_words.SPONSORS)
async def ask(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    month = f"{dues[-1].day:%m/%Y}"
    head = _("**The sponsor's note of {month}**, before the 25th: how are they?").format(month=month)
    return await _question(dues, session, head)


@composes(Kind.SPONSOR_REMIND, to=its_own(SPONSORSHIP) & sponsor(SPONSORSHIP), about=kind_words.SPONSORS)
async def remind(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    month = f"{dues[-1].day:%m/%Y}"
    head = _("**The last day for the sponsor's note of {month}.** One tap is enough:").format(month=month)
    return await _question(dues, session, head)


async def _question(dues: Sequence[Due], session: AsyncSession, head: str) -> Letter | None:
    """All pupils of one person in one letter; what was written meanwhile is not asked again."""
    owed = await _still_owed(dues, session)
    if not owed:
        return None
    lines = [_("• {name}, class {klass}").format(name=one.name, klass=one.class_name) for one in owed]
    more = _("A few words may be added: /dodau ghi chú {klass} {name}: …").format(
        klass=owed[0].class_name, name=owed[0].name
    )
    readers = _("The head of your group and the leadership read it.")
    names = short_names({one.pupil_id: (one.name, one.class_name) for one in owed}) if len(owed) > 1 else {}
    buttons = [
        [
            Button(
                opening((f"{names[one.pupil_id]}: " if names else "") + _(title)),
                pupil(one.pupil_id, Act.NOTE, TYPED[name]),
            )
            for name, title in PROGRESS.items()
        ]
        for one in owed
    ]
    there = {one.id for one in owed}
    told = dues_about(dues, there)
    return Letter(text="\n".join([head, *lines, f"{more} {readers}"]), told=told, buttons=buttons)


class Told(Struct, frozen=True, kw_only=True):
    """One sponsorship in the month's summary."""

    pupil: str
    class_name: str
    sponsor: str
    group: str | None
    progress: str | None
    words: str | None


@composes(Kind.SPONSOR_MONTH, to=holds(*HEADS, Role.GROUP_HEAD), about=kind_words.SPONSORS)
async def month_told(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    """The leadership reads of the whole school, the head of a group of the pupils its members follow."""
    day = dues[-1].day
    group = await _group_read(reader, day, session)
    found = [one for one in await _month(reader.school.id, day, session) if group is None or _same(one.group, group)]
    if not found:
        return None
    count = Counter(one.progress for one in found if one.progress)
    head = _("**Sponsors, {month}**: {written} of {count} notes written").format(
        month=f"{day:%m/%Y}", written=count.total(), count=len(found)
    )
    parts = [f"{_(title)} {count[name]}" for name, title in PROGRESS.items() if count[name]]
    worrying = [_worry_line(one) for one in found if one.progress == WORRY]
    missing = list(dict.fromkeys(one.sponsor for one in found if not one.progress))
    lines = [head + (": " + ", ".join(parts) if parts else "") + "."]
    lines += [_("Worrying:"), *worrying] if worrying else []
    lines += [_("Not written yet: {names}.").format(names=listed(missing))] if missing else []
    return Letter(text="\n".join(lines), told=dues_about(dues))


def _worry_line(one: Told) -> str:
    text = _("• {name}, class {klass} (sponsor {sponsor})")
    said = text.format(name=one.pupil, klass=one.class_name, sponsor=one.sponsor)
    return f"{said}: {quoted(one.words)}" if one.words else said


def _same(one: str | None, other: str) -> bool:
    return one is not None and one.casefold() == other.casefold()


async def _group_read(reader: Reader, day: date, session: AsyncSession) -> str | None:
    """The group whose pupils the reader hears of; None for the leadership, who hears of all."""
    statement = select(Roles.name, People.group_name).join(People, People.id == Roles.person_id)
    rows = (await session.execute(statement.where(Roles.person_id == reader.person_id, *held_on(day)))).all()
    if any(role in HEADS for role, _group in rows):
        return None
    return next((group for role, group in rows if role == Role.GROUP_HEAD and group), "")


async def _month(school_id: int, day: date, session: AsyncSession) -> list[Told]:
    note = (
        (SponsorNotes.pupil_id == Sponsorships.pupil_id)
        & (SponsorNotes.person_id == Sponsorships.person_id)
        & (SponsorNotes.month == day.replace(day=1))
    )
    statement = (
        select(
            Pupils.full_name.label("pupil"),
            Classes.name.label("class_name"),
            People.full_name.label("sponsor"),
            People.group_name.label("group"),
            SponsorNotes.progress,
            SponsorNotes.words,
        )
        .select_from(Sponsorships)
        .join(Pupils, Pupils.id == Sponsorships.pupil_id)
        .join(People, People.id == Sponsorships.person_id)
        .join(Enrolments, Enrolments.pupil_id == Pupils.id)
        .join(Classes, Classes.id == Enrolments.class_id)
        .outerjoin(SponsorNotes, note)
        .where(Sponsorships.school_id == school_id, Sponsorships.ends.is_(None), enrolled_on(Enrolments, day))
        .order_by(Classes.grade, Classes.name, Pupils.id, Sponsorships.id)
    )
    return [Told(**row) for row in (await session.execute(statement)).mappings()]


async def gaps_line(session: AsyncSession, school_id: int) -> str:
    """How many pupils are on the list, and who of them nobody sponsors."""
    sponsored = select(Sponsorships.id).where(
        Sponsorships.pupil_id == AtRiskPupils.pupil_id, Sponsorships.ends.is_(None)
    )
    on_list = (AtRiskPupils.school_id == school_id, AtRiskPupils.ends.is_(None))
    count = await session.scalar(select(func.count()).where(*on_list)) or 0
    gaps = await session.scalar(select(func.count()).where(*on_list, ~sponsored.correlate(AtRiskPupils).exists())) or 0
    return _("Pupils at risk: {count}, without a sponsor: {gaps}.").format(count=count, gaps=gaps)
