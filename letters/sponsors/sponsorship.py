"""What people are told when a sponsorship begins or ends: the sponsor, and those who answer for the pupil."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from msgspec import Struct
from sqlalchemy import Date, String, cast, func, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.register.scope import local
from locales import _
from locales.sponsors import sponsor_words
from models import Classes, Enrolments, People, Pupils, Roles, Sponsorships
from models.figures.counting import enrolled_on
from models.ladder.facts import held_on
from models.shapes.letter import Due, Letter, Reader, composes
from models.shapes.message import Button, Incoming, Notice, Notices

WORTH = timedelta(days=3)


async def newly_told(session: AsyncSession, school_id: int, moment: datetime) -> Notices:
    """Everybody who becomes a sponsor by what is done after this call, and in the same transaction."""
    newest = await session.scalar(select(func.max(Sponsorships.id))) or 0
    chosen = select(
        Sponsorships.school_id,
        Sponsorships.person_id,
        Sponsorships.id.label("about"),
        literal(moment.date(), Date).label("day"),
        (literal("sponsor_on:") + cast(Sponsorships.id, String)).label("key"),
    ).where(Sponsorships.school_id == school_id, Sponsorships.id > newest, Sponsorships.ends.is_(None))
    return Notices(kind="sponsor_changed", select=chosen, valid_until=moment + WORTH)


def told_sponsors(incoming: Incoming, ids: Collection[tuple[int, int]], state: str) -> list[Notice]:
    """A notice for each (sponsorship, person) that began (`on`) or ended (`off`), but not for who did it."""
    return [
        _notice(incoming, "sponsor_changed", id_, person_id, f"sponsor_{state}:{id_}")
        for id_, person_id in ids
        if person_id != incoming.asker.person_id
    ]


async def told_leaders(incoming: Incoming, session: AsyncSession, sponsorship: int, class_id: int) -> list[Notice]:
    """Whoever answers for the pupil hears that a colleague took him or her on: the homeroom teacher, the leadership."""
    school, moment = local(incoming)
    leads = or_(Roles.name == "vice_principal", (Roles.name == "homeroom") & (Roles.class_id == class_id))
    statement = select(Roles.person_id).where(Roles.school_id == school.id, leads, *held_on(moment.date()))
    people = (await session.scalars(statement.distinct())).all()
    return [
        _notice(incoming, "sponsor_adopted", sponsorship, person, f"adopted:{sponsorship}")
        for person in people
        if person != incoming.asker.person_id
    ]


def _notice(incoming: Incoming, kind: str, about: int, person_id: int, key: str) -> Notice:
    school, moment = local(incoming)
    day = moment.date()
    return Notice(kind=kind, key=key, school_id=school.id, person_id=person_id, about=about, day=day, valid_for=WORTH)


class Pair(Struct, frozen=True, kw_only=True):
    """A sponsorship in words."""

    id: int
    pupil_id: int
    pupil: str
    class_name: str
    sponsor: str
    supporting: bool
    ended: bool

    def line(self) -> str:
        return "• " + sponsor_words(f"{self.pupil} ({self.class_name})", supporting=self.supporting)


async def _pairs(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> list[Pair]:
    statement = (
        select(
            Sponsorships.id,
            Sponsorships.pupil_id,
            Pupils.full_name.label("pupil"),
            Classes.name.label("class_name"),
            People.full_name.label("sponsor"),
            Sponsorships.supporting,
            Sponsorships.ends.is_not(None).label("ended"),
        )
        .join(Pupils, Pupils.id == Sponsorships.pupil_id)
        .join(People, People.id == Sponsorships.person_id)
        .join(Enrolments, Enrolments.pupil_id == Pupils.id)
        .join(Classes, Classes.id == Enrolments.class_id)
        .where(Sponsorships.id.in_([due.about for due in dues]), enrolled_on(Enrolments, dues[-1].day))
        .order_by(Classes.grade, Classes.name, Pupils.id)
    )
    return [Pair(**row) for row in (await session.execute(statement)).mappings()]


@composes("sponsor_changed")
async def sponsor_changed(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    """One letter a person: whom he or she follows from now on, and whom no longer."""
    pairs = await _pairs(dues, reader, session)
    begun, ended = [one for one in pairs if not one.ended], [one for one in pairs if one.ended]
    lines = []
    if begun:
        lines += [_("**The school asks you to be the sponsor of:**"), *(one.line() for one in begun)]
        lines.append(
            _("You will hear of absences without leave the same morning, and be asked for a short note every month.")
        )
    if ended:
        lines += [_("**You are no longer the sponsor of:**"), *(one.line() for one in ended), _("Thank you.")]
    button = [[Button(_("My pupils"), "/dodau")]] if begun else []
    return (
        Letter(text="\n".join(lines), told=frozenset(due.outbox_id for due in dues), buttons=button) if pairs else None
    )


@composes("sponsor_adopted")
async def sponsor_adopted(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    """The leadership and the homeroom teacher; who thinks otherwise says so with a tap."""
    pairs = [one for one in await _pairs(dues, reader, session) if not one.ended]
    text = _("• {sponsor} is now the sponsor of {pupil}, class {klass}")
    lines = [text.format(sponsor=one.sponsor, pupil=one.pupil, klass=one.class_name) for one in pairs]
    buttons = [[Button(_("See {name}").format(name=one.pupil), f"/dodau #p{one.pupil_id}")] for one in pairs]
    head = _("**A colleague has taken on a pupil**")
    told = frozenset(due.outbox_id for due in dues if due.about in {one.id for one in pairs})
    return Letter(text="\n".join([head, *lines]), told=told, buttons=buttons) if pairs else None
