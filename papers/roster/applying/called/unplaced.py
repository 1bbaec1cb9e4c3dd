"""Lines that name no class: of whom the school knows, the class is the one he or she is in."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from msgspec.structs import replace
from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from locales import N_
from models import Classes, Enrolments, Pupils
from papers.roster import Fault, PupilRow, Roster, code_key
from papers.roster.likeness import letters, sounds
from papers.roster.lists.pupils import CLASSLESS, NO_CLASS

_AS_KNOWN = N_("the list names no class: each pupil stays in the class he or she is in")
_NOT_KNOWN = N_("the list names no class, and of these it is not known: {names}; add a column headed “Lớp”")
_NAMED = 6
_Keys = Mapping[tuple[object, ...], Sequence[tuple[int, str]]]


async def with_known_classes(session: AsyncSession, school_id: int, roster: Roster, today: date) -> Roster:
    """Where all lines of a list that name no class are somebody's who is known for sure: with these classes, and a
    warning; where most are, the others are named.
    """
    for fault in [one for one in roster.faults if one.message in {CLASSLESS, NO_CLASS}]:
        roster = _settled(roster, fault, await _known(session, school_id, today))
    return roster


def _settled(roster: Roster, fault: Fault, known: _Keys) -> Roster:
    rows = [one for one in roster.pupils if not one.class_name and one.sheet == fault.sheet]
    rows = [one for one in rows if fault.row in {0, one.row}]
    found = {(one.row, one.part): here for one in rows if (here := _who(one, known)) is not None}
    strangers = [one.full_name for one in rows if (one.row, one.part) not in found]
    twice = max(Counter(pupil for pupil, _klass in found.values()).values(), default=0) > 1
    if twice or len(strangers) * 2 > len(rows) or not rows:
        return roster
    if strangers:
        names = ", ".join(strangers[:_NAMED]) + (", …" if len(strangers) > _NAMED else "")
        said = replace(fault, message=_NOT_KNOWN, params={"names": names})
        return replace(roster, faults=[said if one is fault else one for one in roster.faults])

    def placed(row: PupilRow) -> PupilRow:
        here = found.get((row.row, row.part)) if row.sheet == fault.sheet and not row.class_name else None
        answer = None if here is None or row.code else here[0]  # a code is held against the name again
        return row if here is None else replace(row, class_name=here[1], unplaced=True, answer=answer)

    said = replace(fault, message=_AS_KNOWN, severity="warning", params={})
    return replace(
        roster,
        pupils=[placed(one) for one in roster.pupils],
        faults=[said if one is fault else one for one in roster.faults],
    )


def _who(row: PupilRow, known: _Keys) -> tuple[int, str] | None:
    """By the code; else by name and birth date; else by a name that one pupil of the school has."""
    keys: list[tuple[object, ...]] = [("code", code_key(row.code))] if row.code else []
    names = (sounds(row.full_name), letters(row.full_name))
    keys += [(heard, row.birth_date) if row.birth_date else (heard,) for heard in names]
    found = next((known[key] for key in keys if key in known), ())
    return found[0] if len(found) == 1 else None


async def _known(session: AsyncSession, school_id: int, today: date) -> _Keys:
    here = (Enrolments.starts <= today, or_(Enrolments.ends.is_(None), Enrolments.ends >= today))
    rows = select(Pupils.id, Pupils.full_name, Pupils.code, Pupils.birth_date, Classes.name)
    rows = rows.join(Enrolments, Enrolments.pupil_id == Pupils.id).join(Classes, Classes.id == Enrolments.class_id)
    found: dict[tuple[object, ...], list[tuple[int, str]]] = defaultdict(list)
    for id_, name, code, birth, klass in await session.execute(rows.where(Pupils.school_id == school_id, *here)):
        keys: set[tuple[object, ...]] = {key for one in (sounds(name), letters(name)) for key in ((one,), (one, birth))}
        for key in [*keys, *([("code", code_key(code))] if code else [])]:
            found[key].append((id_, klass))
    return found
