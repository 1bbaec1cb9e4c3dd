"""Whom something has reached, and whom not and why: what every sentence that says so is written from."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

from msgspec import Struct

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
)
from models.shapes.asker import School
from rules.calendar.quiet_hours import next_allowed


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


def resting(school: School, now: datetime) -> bool:
    """Whether nobody of the school is written to unasked now."""
    local = school.local(now)
    return next_allowed(local, school.quiet_from, school.quiet_until) > local


def better(first: Told | None, second: Told) -> Told:
    return second if first is None or best_of([first.fate, second.fate]) is not first.fate else first


def best_of(fates: Iterable[Fate]) -> Fate:
    """The best that came of these; of none, that there was nobody."""
    return min(fates, key=list(Fate).index, default=Fate.NOBODY)
