"""What is asked of one pupil, answered in a line or two; the card is a tap away."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import date

from msgspec import structs
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import as_if_typed
from handlers.asked import leads, local, period_asked
from handlers.families.notes import may_see
from handlers.figures.absent import told_of
from handlers.figures.pupil import absence_lines, family_lines, home_line
from handlers.figures.wording import period_words
from letters.families.said import said_lines
from letters.says.cases import case
from letters.says.families import roads
from letters.says.figures import klass as klass_view
from letters.says.figures import pupil_card
from locales import _
from locales.marks import mark_said
from locales.words import day_words, joined, listed, opening, part_words, when
from models import ClassParts, Marks, People
from models.cases.history import one_case
from models.cases.sight import seen_by
from models.figures.counting import live
from models.figures.summary import parts
from models.people.guardians import guardians
from models.register.tables import Cases
from models.shapes.message import Act, Button, Incoming, Outgoing, Said
from models.sponsors.tables import sponsors
from rules.asking.wish import Facet
from rules.marks import ABSENT, Mark
from rules.people.classes import ClassRef
from rules.people.phones import shown
from rules.reading.who.roster import Pupil

LATEST = 3  # marks

_Of = Callable[[Incoming, AsyncSession, ClassRef, Pupil], Awaitable[list[str]]]


async def facet_of(
    incoming: Incoming, session: AsyncSession, facet: Facet, klass: ClassRef, pupil: Pupil
) -> Sequence[Said] | None:
    """Of a pupil whom the asker may read about."""
    card = await as_if_typed(incoming, session, pupil_card(pupil.id))
    if card is None or not any(isinstance(one, Act) for one in card):
        return card
    if facet is Facet.VISIT and (said := await _case(incoming, session, pupil)) is not None:
        return said
    if facet in _OF_STAFF and not _teaches(incoming, klass):
        return card
    lines = await FACETS[facet](incoming, session, klass, pupil)
    head = f"**{pupil.name}**, {klass.name}"
    rows = [[Button(_("See {name}").format(name=pupil.name), pupil_card(pupil.id))]]
    if facet in {Facet.PHONE, Facet.REPLY}:
        rows.append([Button(_("Roads to this family"), roads(pupil.id))])
    read = Act("phone.read" if facet is Facet.PHONE else "pupil.read", pupil.id)
    return [Outgoing(text=joined([head, *lines]), buttons=rows), read]


async def days_of(incoming: Incoming, session: AsyncSession, klass: ClassRef, pupil: Pupil, days: str) -> list[Said]:
    """`tuần này nghỉ mấy buổi`: each half day missed then, and how many of the class were reported."""
    period, _left = await period_asked(structs.replace(incoming, rest=days), session, days)
    those = (Marks.pupil_id == pupil.id, Marks.day.between(period.first, period.last), Marks.kind.in_(ABSENT), live())
    columns = select(Marks.day, Marks.part, Marks.kind, Marks.unsettled)
    rows = (await session.execute(columns.where(*those).order_by(Marks.day, Marks.part.desc()))).all()
    held = await parts(session, local(incoming)[0].id, period.first, period.last, [klass.id])
    text = _("**{name}**, {klass}, {days}: absent {count} of {reported} reported sessions.")
    head = text.format(
        name=pupil.name,
        klass=klass.name,
        days=period_words(period),
        count=len(rows),
        reported=sum(one.reported for one in held),
    )
    lines = [f"• {when(day, [part])}: {mark_said(kind, unsettled=unsettled)}" for day, part, kind, unsettled in rows]
    see = Button(_("See {name}").format(name=pupil.name), pupil_card(pupil.id))
    return [Outgoing(text=joined([head, *lines]), buttons=[[see]]), Act("pupil.read", pupil.id)]


def _teaches(incoming: Incoming, klass: ClassRef) -> bool:
    return leads(incoming.asker) or klass.id in incoming.asker.classes()


async def _case(incoming: Incoming, session: AsyncSession, pupil: Pupil) -> Sequence[Said] | None:
    """The open case, with its own taps."""
    today = local(incoming)[1].date()
    open_ = await one_case(
        session, Cases.pupil_id == pupil.id, Cases.closed_on.is_(None), seen_by(incoming.asker, today)
    )
    return await as_if_typed(incoming, session, case(open_.id)) if open_ is not None else None


async def _phone(_incoming: Incoming, session: AsyncSession, _klass: ClassRef, pupil: Pupil) -> list[str]:
    """Whole, for who calls this family anyway; the audit says who read it."""
    found = await guardians(session, [pupil.id])
    lines = [
        f"{one.relation} {one.name}".strip() + f": {shown(one.phone) if one.phone else _('no phone')}" for one in found
    ]
    return lines or [_("Family: nobody is on the list of pupils yet")]


async def _home(_incoming: Incoming, session: AsyncSession, _klass: ClassRef, pupil: Pupil) -> list[str]:
    return [await home_line(session, pupil)]


async def _family(_incoming: Incoming, session: AsyncSession, _klass: ClassRef, pupil: Pupil) -> list[str]:
    return await family_lines(session, pupil)


async def _reply(incoming: Incoming, session: AsyncSession, _klass: ClassRef, pupil: Pupil) -> list[str]:
    """Whom today's letters have reached, and what the family answered or wrote last; its own words for who decides
    about the child.
    """
    school, moment = local(incoming)
    told = (await told_of(incoming, session, [pupil.id], moment.date())).get(pupil.id)
    today = [_("Today: {told}.").format(told=told)] if told else [await _none_yet(session, pupil.id, moment.date())]
    own_words = await may_see(incoming, session, pupil.id)
    lines = await said_lines(session, school, pupil.id, own_words=own_words)
    return (
        [*today, _("What the family answered:"), *lines]
        if lines
        else [*today, _("The family has not answered or written yet."), *await family_lines(session, pupil)]
    )


async def _none_yet(session: AsyncSession, pupil_id: int, today: date) -> str:
    """What has just been reported is told after the next check."""
    missed = select(Marks.id).where(
        Marks.pupil_id == pupil_id, Marks.day == today, Marks.kind == Mark.UNEXCUSED, live()
    )
    if await session.scalar(missed.limit(1)) is None:
        return _("No letter about today was due.")
    return _("No letter about today has left yet: what is to be told of this absence leaves after the next check.")


async def _reported_by(incoming: Incoming, session: AsyncSession, _klass: ClassRef, pupil: Pupil) -> list[str]:
    school, _moment = local(incoming)
    columns = (Marks.day, Marks.part, Marks.kind, Marks.unsettled, Marks.made_at, People.full_name)
    found = select(*columns).outerjoin(People, People.id == Marks.person_id)
    found = found.where(Marks.pupil_id == pupil.id, live()).order_by(Marks.day.desc(), Marks.part.desc()).limit(LATEST)
    text = _("• {when}: {kind}, written down by {name} at {time}")
    return [
        text.format(
            when=when(day, [part]),
            kind=mark_said(kind, unsettled=unsettled),
            name=name or "–",
            time=f"{school.local(at):%H:%M %d/%m}",
        )
        for day, part, kind, unsettled, at, name in await session.execute(found)
    ] or [_("No session missed this school year.")]


async def _sponsor(_incoming: Incoming, session: AsyncSession, _klass: ClassRef, pupil: Pupil) -> list[str]:
    found = (await sponsors(session, [pupil.id])).get(pupil.id, [])
    return (
        [_("Sponsored by: {names}").format(names=listed(one.name for one in found))]
        if found
        else [_("Nobody sponsors this pupil yet.")]
    )


async def _no_case(incoming: Incoming, session: AsyncSession, klass: ClassRef, pupil: Pupil) -> list[str]:
    followed = select(Cases.id).where(Cases.pupil_id == pupil.id, Cases.closed_on.is_(None))
    absences = await absence_lines(incoming, session, klass, pupil)
    if await session.scalar(followed.limit(1)) is not None:  # one that is not for the asker to see
        return absences
    return [_("There is no open case, so no home visit is due."), *absences]


async def _born(_incoming: Incoming, session: AsyncSession, _klass: ClassRef, pupil: Pupil) -> list[str]:
    born, home = pupil.birth_date, await home_line(session, pupil)
    known = _("Born on {day}").format(day=f"{born:%d/%m/%Y}") if born else _("The list of pupils has no birth date.")
    return [known, home]


FACETS: dict[Facet, _Of] = {
    Facet.PHONE: _phone,
    Facet.HOME: _home,
    Facet.FAMILY: _family,
    Facet.REPLY: _reply,
    Facet.REPORTED_BY: _reported_by,
    Facet.SPONSOR: _sponsor,
    Facet.VISIT: _no_case,
    Facet.BORN: _born,
    Facet.WHY: absence_lines,
    Facet.DAYS: absence_lines,
}
_OF_STAFF = frozenset((Facet.PHONE, Facet.REPLY, Facet.REPORTED_BY, Facet.SPONSOR))


async def who_reported(
    incoming: Incoming, session: AsyncSession, klass: ClassRef, day: date | None = None
) -> Sequence[Outgoing]:
    """Of a class today or on a day: by whom, and when."""
    school, moment = local(incoming)
    day = day or moment.date()
    found = select(ClassParts.part, ClassParts.reported_at, People.full_name).outerjoin(
        People, People.id == ClassParts.reported_by
    )
    today = (ClassParts.class_id == klass.id, ClassParts.day == day, ClassParts.held)
    text = _("reported at {time} by {name}")
    lines = [
        f"{opening(part_words([part]))}: "
        + (text.format(time=f"{school.local(at):%H:%M}", name=name or "–") if at else _("not reported yet"))
        for part, at, name in await session.execute(found.where(*today).order_by(ClassParts.part.desc()))
    ]
    head = f"**{klass.name}**, {day_words(day)}"
    see = Button(_("See {klass}").format(klass=klass.name), klass_view(klass.name))
    return [Outgoing(text=joined([head, *(lines or [_("no lessons") + "."])]), buttons=[[see]])]
