"""Puts a sponsor list that was read into the database: each line is held against the pupils and staff there are."""

from collections.abc import Mapping, Sequence
from datetime import date
from difflib import get_close_matches
from typing import Any

from msgspec import Struct
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from locales import N_
from models import AtRiskPupils, Classes, Enrolments, Pupils
from models.figures.counting import enrolled_on
from models.sponsors.acts import put_on_list, set_sponsors, take_off_list
from models.sponsors.tables import colleagues, sponsors
from papers.roster import Fault, Param, SponsorRow
from papers.roster.applying.work import Import
from papers.roster.text import folded
from rules.people.names import clean, fold, spelt, syllables

_SPONSORS = N_("{name} is sponsored by {sponsor}")
_SUPPORTS = N_("{name} is sponsored by {sponsor} (supporting)")
_NO_LONGER = N_("{name} is no longer sponsored by {sponsor}")
_OFF_LIST = N_("pupil {name} leaves the sponsor list")


class Unmatched(Exception):  # noqa: N818, the file is at fault, and it says where
    """The list names people who are not there, or who cannot be told apart. Nothing of it is to be kept."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(f"{len(faults)} faults")
        self.faults = tuple(faults)


class Matched(Struct, frozen=True):
    """A line whose people were found. `sponsors`: supporting or not, by person; empty = the line does not say."""

    row: SponsorRow
    pupil_id: int
    sponsors: dict[int, bool]


class School(Struct):
    """Whom a line may name: pupils by class, staff by id; and what was wrong so far."""

    pupils: dict[str, dict[int, str]]
    staff: dict[int, str]
    faults: list[Fault] = []

    def fault(self, line: SponsorRow, of: str, message: str, **params: Param) -> None:
        letter, header = line.columns.get(of, ("", ""))
        self.faults.append(
            Fault(sheet=line.sheet, row=line.row, column=letter, header=header, message=message, params=params)
        )


async def apply_sponsors(work: Import, rows: Sequence[SponsorRow]) -> None:
    """Bring the school's list in line with the file: the same file again changes nothing, a blank cell leaves what is
    there. A pupil or sponsor the file does not name stays until a second word. Raises Unmatched.
    """
    session, school_id, today = work.session, work.school_id, work.today
    school = School(await _pupils(session, school_id, today), await colleagues(session, school_id, today))
    matched = [found for row in rows if (found := _match(row, school))]
    _doubles(matched, school)
    if school.faults:
        raise Unmatched(school.faults)
    names = await _on_list(session, school_id)
    for line in matched:
        await _apply(work, line, school.staff)
    gone = [pupil_id for pupil_id in names if pupil_id not in {line.pupil_id for line in matched}]
    if work.let_go:
        await take_off_list(session, gone, today)
    for pupil_id in gone:
        work.end(_OFF_LIST, name=names[pupil_id])


async def _pupils(session: AsyncSession, school_id: int, today: date) -> dict[str, dict[int, str]]:
    statement = (
        select(Classes.key, Pupils.id, Pupils.full_name)
        .join(Enrolments, Enrolments.class_id == Classes.id)
        .join(Pupils, Pupils.id == Enrolments.pupil_id)
        .where(Classes.school_id == school_id, enrolled_on(Enrolments, today))
        .order_by(Classes.key, Enrolments.list_no)
    )
    found: dict[str, dict[int, str]] = {}
    for key, pupil_id, name in await session.execute(statement):
        found.setdefault(key, {})[pupil_id] = name
    return found


async def _on_list(session: AsyncSession, school_id: int) -> dict[int, str]:
    statement = select(AtRiskPupils.pupil_id, Pupils.full_name).join(Pupils, Pupils.id == AtRiskPupils.pupil_id)
    found = await session.execute(statement.where(AtRiskPupils.school_id == school_id, AtRiskPupils.ends.is_(None)))
    return dict(found.all())


def _match(row: SponsorRow, school: School) -> Matched | None:
    pupil = _pupil(row, school)
    people: dict[int, bool] = {}
    for named in row.sponsors:
        person = _person(row, named.name, school)
        if person is not None:
            people[person] = named.supporting
    return None if pupil is None else Matched(row, pupil, people)


def _pupil(row: SponsorRow, school: School) -> int | None:
    if row.class_name and row.class_name not in school.pupils:
        close = get_close_matches(row.class_name, school.pupils, n=1, cutoff=0.5)
        if close:
            school.fault(
                row, "class", N_("there is no class {name}; is it {close}?"), name=row.class_name, close=close[0]
            )
        else:
            school.fault(row, "class", N_("there is no class {name}"), name=row.class_name)
        return None
    known = school.pupils.get(row.class_name) or {
        id_: name for pupils in school.pupils.values() for id_, name in pupils.items()
    }
    found = _called(row.full_name, known)
    if len(found) == 1:
        return found[0]
    if found:
        message = N_("several pupils are called {name}: leave this line out and use /dodau for it")
        school.fault(row, "name", message, name=row.full_name)
    else:
        _nobody(row, "name", row.full_name, known, school)
    return None


def _person(row: SponsorRow, name: str, school: School) -> int | None:
    found = _called(name, school.staff)
    if len(found) == 1:
        return found[0]
    if found:
        message = N_("several members of staff are called {name}: leave this line out and use /dodau for it")
        school.fault(row, "sponsors", message, name=name)
    else:
        _nobody(row, "sponsors", name, school.staff, school)
    return None


def _nobody(row: SponsorRow, of: str, name: str, known: Mapping[int, str], school: School) -> None:
    close = get_close_matches(name, known.values(), n=1, cutoff=0.6)
    if close:
        school.fault(row, of, N_("nobody is called {name}; is it {close}?"), name=name, close=close[0])
    else:
        school.fault(row, of, N_("nobody is called {name}: write the full name as on the roster"), name=name)


def _called(name: str, known: Mapping[int, str]) -> list[int]:
    """Those with that whole name. Marks are evidence: Tám is not Tâm; a name typed without any may be either."""
    alike = [id_ for id_, full_name in known.items() if _letters(full_name) == _letters(name)]
    exact = [id_ for id_ in alike if _sounds(known[id_]) == _sounds(name)]
    unmarked = fold(name) == clean(name).lower()
    return exact or (alike if unmarked else [])


def _letters(name: str) -> str:
    return folded(name).replace(" ", "")


def _sounds(name: str) -> str:
    """With the marks, wherever the tone was put: Hòa is Hoà, Quí is Quý."""
    return "".join("".join(spelt(word.lower())[2]) for word in syllables(name))


def _doubles(matched: Sequence[Matched], school: School) -> None:
    first: dict[int, SponsorRow] = {}
    for line in matched:
        other = first.setdefault(line.pupil_id, line.row)
        if other is not line.row:
            message = N_("this pupil also stands on sheet “{sheet}”, row {row}: keep one line")
            school.fault(line.row, "name", message, sheet=other.sheet, row=other.row)


async def _apply(work: Import, line: Matched, staff: Mapping[int, str]) -> None:
    name = line.row.full_name
    before = await _entry(work.session, line.pupil_id)
    entry = before.id if before else await put_on_list(work.session, work.school_id, line.pupil_id, work.today)
    if before is None:
        work.say(N_("pupil {name} comes on the sponsor list"), name=name)
    await _words(work, entry, before, line.row)
    if line.sponsors:
        await _sponsors(work, line, staff)


async def _entry(session: AsyncSession, pupil_id: int) -> Any:
    columns = (AtRiskPupils.id, AtRiskPupils.circumstances, AtRiskPupils.conduct)
    live = select(*columns).where(AtRiskPupils.pupil_id == pupil_id, AtRiskPupils.ends.is_(None))
    return (await session.execute(live)).first()


async def _words(work: Import, entry: int, before: Any, row: SponsorRow) -> None:
    """What changed is said without the words themselves: whoever imports need not be one who may read them."""
    said = {"circumstances": row.circumstances, "conduct": row.conduct}
    different = {of: words for of, words in said.items() if words and words != getattr(before, of, None)}
    if not different:
        return
    await work.session.execute(update(AtRiskPupils).where(AtRiskPupils.id == entry).values(different))
    if before is not None:
        work.say(N_("pupil {name}: the description on the sponsor list changed"), name=row.full_name)


async def _sponsors(work: Import, line: Matched, staff: Mapping[int, str]) -> None:
    now = (await sponsors(work.session, [line.pupil_id])).get(line.pupil_id, [])
    before = {one.person_id: one.supporting for one in now}
    wanted = line.sponsors if work.let_go else before | line.sponsors
    if before != wanted:
        await set_sponsors(work.session, work.school_id, line.pupil_id, wanted, work.today)
    names = {one.person_id: one.name for one in now} | dict(staff)
    for person, supporting in line.sponsors.items():
        if person not in before:
            work.say(_SUPPORTS if supporting else _SPONSORS, name=line.row.full_name, sponsor=names[person])
        elif before[person] is not supporting:
            work.say(N_("{name}: the part of {sponsor} changed"), name=line.row.full_name, sponsor=names[person])
    for person in before.keys() - line.sponsors.keys():
        work.end(_NO_LONGER, name=line.row.full_name, sponsor=names[person])
