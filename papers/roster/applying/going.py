"""Who leaves because a list says so: from which day, why, and whom of such a list the school does not know."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from locales import N_
from papers.roster import AsideRow
from papers.roster.applying.changes import GONE, GONE_FROM, shown
from papers.roster.applying.moving import Moving
from papers.roster.applying.work import Import
from papers.roster.likeness import sounds
from rules.people.movements import leaving_of

_LONGEST_WHY = 300
_UNFOUND = N_(
    "{name} is said to have left, and is not found for sure on the lists here: nothing is changed; class "
    "or birth date beside the name tell who it is"
)
_NO_BOARDER = N_("{name} is on the list of boarders, and is not found for sure on the lists here: nothing is changed")
_BEFORE = N_("{name} is off the lists already")
_NO_DAY = N_("{name}: {day} is no day on which the pupil was in {old}; from today on instead")


def goes(work: Import, now: Any, said: AsideRow) -> Moving:
    """From the day that is said, if the pupil was there on the day before."""
    day = said.day if said.day is not None and _is_there(work, now, said.day) else None
    if said.day is not None and day is None:
        work.remark(_NO_DAY, name=now.full_name, day=shown(said.day), old=now.class_name)
    told = {"name": now.full_name, "old": now.class_name, "state": said.state}
    if day is None:
        work.say(GONE, **told)
    else:
        work.say(GONE_FROM, day=shown(day), **told)
    why = said.state[:_LONGEST_WHY]
    return Moving(now.id, leaving_of(said.state), ended=now.enrolment, why=why, day=day)


def _is_there(work: Import, now: Any, day: date) -> bool:
    return bool(now.starts < day and work.year.starts < day <= work.year.ends)


def tell_unfound(
    work: Import, rows: Sequence[AsideRow], known: Collection[int], before: int, former: Collection[str]
) -> None:
    """Of a list of nobody but leavers, or boarders; of others, which name those of earlier years too, nothing. `former`
    are the names, as they sound, of who has left the lists.
    """
    for index, one in enumerate(rows, before):
        if one.listed and index not in known and sounds(one.row.full_name) in former:
            work.remark(_BEFORE, name=one.row.full_name)
        elif (one.listed or one.boards) and index not in known:
            klass = f" ({one.row.class_name})" if one.row.class_name else ""
            work.remark(_NO_BOARDER if one.boards else _UNFOUND, name=f"{one.row.full_name}{klass}")


def tell_gone_before(work: Import, rows: Mapping[str, AsideRow]) -> None:
    """By name."""
    for name, one in rows.items():
        if one.listed:
            work.remark(_BEFORE, name=name)
