"""Whom something has reached, and whom not and why: what every sentence that says so is written from."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import Any

from msgspec import Struct
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models.people.askers import chat_to
from models.people.guardians import has_chat
from models.people.tables import Guardians, People
from models.post.tables import (
    EXPIRED,
    FAILED,
    HANDED,
    HELD,
    IN_DOUBT,
    LEASED,
    PENDING,
    SENT,
    STOPPED,
    UNCERTAIN,
    Outbox,
)
from models.shapes.asker import School
from models.stopped import Meant, held_back
from rules.calendar.quiet_hours import next_allowed
from rules.letters import AT_ONCE, BY_NUMBER


class Fate(StrEnum):
    """What has become of something somebody is to be told, the best first."""

    SEEN = "seen"  # its reader has read it, or tapped on it
    ARRIVED = "arrived"  # it left, and the channel took it
    UNCLEAR = "unclear"  # it left, and nobody knows whether it arrived
    WAITING = "waiting"
    RESTING = "resting"  # it waits for the end of the school's rest
    UNTAPPED = "untapped"  # it waits for the homeroom teacher's tap
    STOPPED = "stopped"  # somebody has stopped such letters for a while, or is still to look at them
    GONE = "gone"  # the phone takes no more messages
    LATE = "late"
    REFUSED = "refused"
    BY_CALL = "by call"  # there is a phone, and this is not sent to it: its reader has stopped such letters
    NO_PHONE = "no phone"
    NOBODY = "nobody"  # there is nobody to be told


SET_OUT = (Fate.SEEN, Fate.ARRIVED, Fate.UNCLEAR)
ON_ITS_WAY = (Fate.WAITING, Fate.RESTING, Fate.UNTAPPED, Fate.STOPPED)
_UNREACHED = {"gone": Fate.GONE, "unlinked": Fate.GONE, None: Fate.NO_PHONE} | dict.fromkeys(IN_DOUBT, Fate.UNCLEAR)


class Told(Struct, frozen=True, kw_only=True):
    """One thing somebody is to be told, and what has become of it. A family is named by none of its people."""

    person_id: int
    name: str
    kind: str
    about: int
    fate: Fate
    is_family: bool = False


def fate_of(state: str, why: str | None, *, resting: bool, seen: bool = False, has_chat: bool = False) -> Fate | None:
    """None for what was taken back before it left: nobody is to be told it any more."""
    waits = Fate.RESTING if resting else Fate.WAITING
    lost = _UNREACHED.get(why if state == HANDED else why or "refused", Fate.REFUSED)
    lost = Fate.BY_CALL if lost is Fate.NO_PHONE and has_chat else lost
    fates = {
        SENT: Fate.SEEN if seen else Fate.ARRIVED,
        UNCERTAIN: Fate.UNCLEAR,
        PENDING: waits,
        LEASED: waits,
        STOPPED: Fate.STOPPED,
    }
    fates[HELD] = Fate.UNTAPPED
    return (fates | {EXPIRED: Fate.LATE, HANDED: lost, FAILED: lost}).get(state)


async def told_so(session: AsyncSession, school: School, now: datetime, *which: Any) -> list[Told]:
    """What is owed by the letters of these conditions on `Outbox`, by person; of several the best that came of them."""
    rests = resting(school, now)
    of_family = select(Guardians.id).where(Guardians.person_id == Outbox.person_id).exists()
    statement = (
        select(Outbox.person_id, People.full_name, Outbox.kind, Outbox.about, Outbox.state, Outbox.why)
        .add_columns(of_family.label("is_family"), has_chat(Outbox.person_id).label("linked"))
        .join(People, People.id == Outbox.person_id)
        .where(*which)
        .order_by(Outbox.id)
    )
    found: dict[tuple[int, str, int], Told] = {}
    for row in await session.execute(statement):
        fate = fate_of(row.state, row.why, resting=rests and row.kind not in AT_ONCE, has_chat=row.linked)
        if fate is None:
            continue
        one = Told(
            person_id=row.person_id,
            name=row.full_name,
            kind=row.kind,
            about=row.about or 0,
            fate=fate,
            is_family=row.is_family,
        )
        key = (one.person_id, one.kind, one.about)
        found[key] = better(found.get(key), one)
    return list(found.values())


async def to_be_told(
    session: AsyncSession, school: School, now: datetime, owed: Iterable[tuple[int, Meant]]
) -> list[Told]:
    """What will become of the letters these people are owed from this moment on; each person once, in their order, with
    the best that comes of theirs. Some kinds reach a number too that no chat belongs to.
    """
    letters = list(owed)
    wanted = list(dict.fromkeys(person_id for person_id, _letter in letters))
    by_number = bool(letters) and all(letter.kind in BY_NUMBER for _person, letter in letters)
    linked = chat_to(People.id).is_not(None) if by_number else has_chat(People.id)
    statement = select(People.id, People.full_name, linked.label("linked")).where(People.id.in_(wanted))
    known = {row.id: row for row in await session.execute(statement)}
    rests = resting(school, now)
    held = await held_back(session, {letter for _person, letter in letters}, now)
    fates = dict.fromkeys(wanted, Fate.STOPPED)
    for person_id, letter in letters:
        if letter not in held:
            waits = Fate.RESTING if rests and letter.kind not in AT_ONCE else Fate.WAITING
            fates[person_id] = best_of([fates[person_id], waits])
    return [
        Told(
            person_id=row.id, name=row.full_name, kind="", about=0, fate=fates[row.id] if row.linked else Fate.NO_PHONE
        )
        for row in (known[id_] for id_ in wanted if id_ in known)
    ]


def resting(school: School, now: datetime) -> bool:
    """Whether nobody of the school is written to unasked now."""
    local = school.local(now)
    return next_allowed(local, school.quiet_from, school.quiet_until) > local


def better(first: Told | None, second: Told) -> Told:
    return second if first is None or best_of([first.fate, second.fate]) is not first.fate else first


def best_of(fates: Iterable[Fate]) -> Fate:
    """The best that came of these; of none, that there was nobody."""
    return min(fates, key=list(Fate).index, default=Fate.NOBODY)
