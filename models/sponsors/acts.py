"""What is done to the list of pupils at risk and their sponsors, and how what it says of a child goes again."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Update, and_, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models.base import insert_new
from models.figures.counting import enrolled_on
from models.people.roles import held_on
from models.people.tables import Enrolments, Roles
from models.post.tables import PENDING, Audit, Inbox, Outbox
from models.school.tables import Classes, Years
from models.sponsors.tables import READ, WRITTEN, AtRiskPupils, SponsorNotes, Sponsorships

_GONE = {"circumstances": None, "conduct": None}


async def put_on_list(session: AsyncSession, school_id: int, pupil_id: int, day: date) -> int:
    """The pupil's entry on the list, made if there is none; its id."""
    live = select(AtRiskPupils.id).where(AtRiskPupils.pupil_id == pupil_id, AtRiskPupils.ends.is_(None))
    if known := await session.scalar(live):
        return known
    year = select(Years.id).where(Years.school_id == school_id, Years.starts <= day).order_by(Years.starts.desc())
    values = {"school_id": school_id, "pupil_id": pupil_id, "starts": day, "year_id": await session.scalar(year)}
    statement = insert(AtRiskPupils).values(values | {"hardship": False, "weak": False, "dropout": False})
    return await session.scalar(statement.returning(AtRiskPupils.id)) or 0


async def take_off_list(session: AsyncSession, pupils: Collection[int], day: date) -> None:
    """The entries end, their sponsorships with them, and what was said of the children's circumstances goes at once."""
    entry = update(AtRiskPupils).where(AtRiskPupils.pupil_id.in_(pupils), AtRiskPupils.ends.is_(None))
    await session.execute(entry.values(ends=day, **_GONE))
    ended = update(Sponsorships).where(Sponsorships.pupil_id.in_(pupils), Sponsorships.ends.is_(None))
    await session.execute(ended.values(ends=day))


async def set_sponsors(
    session: AsyncSession, school_id: int, pupil_id: int, wanted: Mapping[int, bool], day: date
) -> tuple[list[int], list[int]]:
    """These people (id: supporting?) and nobody else sponsor the pupil; the ids of the sponsorships begun and ended."""
    live = (Sponsorships.pupil_id == pupil_id, Sponsorships.ends.is_(None))
    rows = (await session.execute(select(Sponsorships.id, Sponsorships.person_id).where(*live))).all()
    known = {person_id: id_ for id_, person_id in rows}
    ended = [id_ for person_id, id_ in known.items() if person_id not in wanted]
    await end(session, ended, day)
    for person_id, supporting in wanted.items():
        if person_id in known:
            same = update(Sponsorships).where(Sponsorships.id == known[person_id])
            await session.execute(same.values(supporting=supporting))
    new = [(person_id, supporting) for person_id, supporting in wanted.items() if person_id not in known]
    return [await _begin(session, school_id, pupil_id, one, day) for one in new], ended


async def _begin(session: AsyncSession, school_id: int, pupil_id: int, one: tuple[int, bool], day: date) -> int:
    person_id, supporting = one
    values = {"school_id": school_id, "pupil_id": pupil_id, "person_id": person_id}
    statement = insert(Sponsorships).values(**values, supporting=supporting, starts=day)
    return await session.scalar(statement.returning(Sponsorships.id)) or 0


async def end(session: AsyncSession, ids: Iterable[int], day: date) -> None:
    await session.execute(update(Sponsorships).where(Sponsorships.id.in_(list(ids))).values(ends=day))


async def write_note(session: AsyncSession, key: Mapping[str, Any], values: Mapping[str, Any], at: datetime) -> None:
    """Write or complete the note of `key` (school, pupil, person, month); what `values` does not name stays."""
    await session.execute(insert_new(session, SponsorNotes).values({**key, "made_at": at}))
    mine = (SponsorNotes.pupil_id == key["pupil_id"], SponsorNotes.person_id == key["person_id"])
    note = update(SponsorNotes).where(*mine, SponsorNotes.month == key["month"])
    await session.execute(note.values({**values, "made_at": at}))


async def erase(session: AsyncSession, entry_id: int) -> None:
    """The restricted words of an entry are forgotten, and so are the copies that were typed in or shown."""
    await session.execute(update(AtRiskPupils).where(AtRiskPupils.id == entry_id).values(_GONE))
    for statement in _copies(Audit.about == entry_id):
        await session.execute(statement)


def _copies(which: Any) -> list[Update]:
    """Texts that showed restricted words, and messages and files they came in with, once they are dealt with."""
    read = select(Audit.inbox_id).where(Audit.kind == READ, Audit.inbox_id.is_not(None), which)
    written = select(Audit.inbox_id).where(Audit.kind == WRITTEN, Audit.inbox_id.is_not(None), which)
    shown = update(Outbox).where(Outbox.inbox_id.in_(read), Outbox.state != PENDING)
    typed = update(Inbox).where(Inbox.id.in_(written), Inbox.state == "done", Inbox.body.is_not(None))
    return [
        shown.where(or_(Outbox.text.is_not(None), Outbox.payload.is_not(None))).values(text=None, payload=None),
        typed.values(body=None),
    ]


def over(day: date, copies_before: datetime) -> list[Update]:
    """What the night tidies: sponsorships of pupils who left, of staff who left and of years that ended; then every
    restricted word nobody may need any more, and copies of those made before a moment.
    """
    here = (
        select(Enrolments.id)
        .join(Classes, Classes.id == Enrolments.class_id)
        .join(Years, Years.id == Classes.year_id)
        .where(enrolled_on(Enrolments, day), Years.ends >= day)
    )
    on_a_list = here.where(Enrolments.pupil_id == AtRiskPupils.pupil_id).correlate(AtRiskPupils).exists()
    sponsored = select(AtRiskPupils.id).where(
        AtRiskPupils.pupil_id == Sponsorships.pupil_id, AtRiskPupils.ends.is_(None)
    )
    staff = select(Roles.id).where(Roles.person_id == Sponsorships.person_id, *held_on(day))
    year_over = AtRiskPupils.year_id.in_(select(Years.id).where(Years.ends < day))
    stands = and_(sponsored.correlate(Sponsorships).exists(), staff.correlate(Sponsorships).exists())
    left = or_(year_over, ~on_a_list)
    return [
        update(AtRiskPupils).where(AtRiskPupils.ends.is_(None), left).values(ends=day, **_GONE),
        update(Sponsorships).where(Sponsorships.ends.is_(None), ~stands).values(ends=day),
        update(SponsorNotes).where(SponsorNotes.words.is_not(None), _of_a_past_year(day)).values(words=None),
        *_copies(Audit.at < copies_before),
    ]


def _of_a_past_year(day: date) -> Any:
    ended = select(Years.id).where(
        Years.school_id == SponsorNotes.school_id, Years.ends < day, Years.ends >= SponsorNotes.month
    )
    return ended.correlate(SponsorNotes).exists()
