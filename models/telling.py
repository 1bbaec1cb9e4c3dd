"""What has become of letters that are owed, and what will: each is looked at as it will be when it leaves, so that
nobody is said to be told who may not read it.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from msgspec.structs import replace
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models.people.askers import chat_to
from models.people.guardians import has_chat
from models.people.tables import Guardians, People
from models.post.tables import HELD, PENDING, STOPPED, Outbox
from models.shapes.asker import School
from models.shapes.letter import TO
from models.shapes.message import Notice
from models.standing import heirs, standing, told_instead, would_stand
from models.stopped import Meant, held_back
from models.told import Fate, Told, best_of, better, fate_of, resting
from rules.letters import AT_ONCE, BY_NUMBER

WAITS = (PENDING, HELD, STOPPED)


async def told_so(session: AsyncSession, school: School, now: datetime, *which: Any) -> list[Told]:
    """What is owed by the letters of these conditions on `Outbox`, by person; of several the best that came of them."""
    statement = (
        select(Outbox.id, Outbox.person_id, Outbox.kind, Outbox.about, Outbox.state, Outbox.why)
        .where(*which)
        .order_by(Outbox.id)
    )
    rows = (await session.execute(statement)).all()
    gone, instead = await _passed_on(session, [row for row in rows if row.state in WAITS], school.day(now))
    owed = [*((row, row.person_id) for row in rows if row.id not in gone), *instead]
    known = await _people(session, {person_id for _row, person_id in owed})
    rests = resting(school, now)
    found: dict[tuple[int, str, int], Told] = {}
    for row, person_id in owed:
        if (person := known.get(person_id)) is None:
            continue
        fate = fate_of(row.state, row.why, resting=rests and row.kind not in AT_ONCE, has_chat=person.linked)
        if row.person_id != person_id and not person.linked:
            fate = Fate.NO_PHONE
        if fate is None:
            continue
        one = Told(
            person_id=person_id,
            name=person.full_name,
            kind=row.kind,
            about=row.about or 0,
            fate=fate,
            is_family=person.is_family,
        )
        key = (one.person_id, one.kind, one.about)
        found[key] = better(found.get(key), one)
    return list(found.values())


async def _people(session: AsyncSession, wanted: Iterable[int]) -> dict[int, Any]:
    of_family = select(Guardians.id).where(Guardians.person_id == People.id).exists()
    statement = select(People.id, People.full_name, of_family.label("is_family"), has_chat(People.id).label("linked"))
    return {row.id: row for row in await session.execute(statement.where(People.id.in_(wanted)))}


async def _passed_on(
    session: AsyncSession, waiting: Sequence[Any], today: date
) -> tuple[set[int], list[tuple[Any, int]]]:
    """Of what waits the letters their reader may not read any more, and who is told instead."""
    gone: set[int] = set()
    instead = list[tuple[Any, int]]()
    by_kind: dict[str, list[Any]] = defaultdict(list)
    for row in waiting:
        if row.kind in TO:
            by_kind[row.kind].append(row)
    for kind, rows in by_kind.items():
        found = await standing(session, TO[kind], [row.id for row in rows], today)
        lost = {row.id: row for row in rows if row.id not in found.theirs}
        gone |= lost.keys()
        for statement in heirs(TO[kind]) if lost else ():
            heir_of = {row.about: row for row in lost.values()}
            told = await session.execute(statement, {"letters": list(lost), "today": today})
            instead += [(heir_of[row.about], row.person_id) for row in told]
    return gone, instead


async def readable(session: AsyncSession, school: School, now: datetime, notices: Iterable[Notice]) -> list[Notice]:
    """Those of these whose readers may read them, had they left now; in place of the others those told instead."""
    found = list[Notice]()
    today = school.day(now)
    for kind, mine in _by_kind(notices).items():
        if kind not in TO:
            found += mine
            continue
        stands = await would_stand(session, TO[kind], mine, today)
        found += [mine[number] for number in sorted(stands)]
        lost = [one for number, one in enumerate(mine) if number not in stands]
        found += [replace(one, person_id=person) for one, person in await told_instead(session, TO[kind], lost, today)]
    return found


def _by_kind(notices: Iterable[Notice]) -> dict[str, list[Notice]]:
    by_kind: dict[str, list[Notice]] = defaultdict(list)
    for one in notices:
        by_kind[one.kind].append(one)
    return by_kind


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
