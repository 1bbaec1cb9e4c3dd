"""The pupils of a roster: known again, put right, moved, new; and who leaves."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from msgspec.structs import replace
from sqlalchemy import select

from locales import N_, _
from models import Classes, Enrolments, Places, Pupils
from models.people.places import place_name
from models.unlisted.children import struck
from papers.roster import AsideRow, Fault, Param, PupilRow, Roster, code_key
from papers.roster.applying.boarding import board
from papers.roster.applying.cases import cases_end
from papers.roster.applying.changes import COMES, FIELDS, HAD_LEFT, LEAVES, MOVES, NOTED, RETURNS, Field, shown
from papers.roster.applying.doubtful import Doubtful, NotYours
from papers.roster.applying.going import goes, tell_gone_before, tell_unfound
from papers.roster.applying.identity import Known, recognise
from papers.roster.applying.less import lost_its_marks, of_whole_lists, own_seats, with_known_days
from papers.roster.applying.moving import Moving, Period, arrives, begin, hold_now, keep_moves, register_follows, since
from papers.roster.applying.sponsors import Unmatched
from papers.roster.applying.work import TOLD_EVERY, Import, class_key
from papers.roster.likeness import sounds
from rules.people.movements import Movement

# What a line says of a pupil is kept in the column that is called the same.
KEPT = [name for name in PupilRow.__struct_fields__ if name in Pupils.__table__.columns]
MOST_LEAVING = 10  # percent of a class that may leave without a second word


async def apply_pupils(work: Import, roster: Roster) -> None:
    """Fills `work.pupils`. Raises Doubtful, and Unmatched for codes that are another pupil's."""
    there = await _there(work)
    roster = replace(roster, pupils=with_known_days(roster.pupils, there.values()))
    rows = [_keyed(row) for row in (*roster.pupils, *(aside.row for aside in roster.aside))]
    seen = recognise(rows, [_known(work, one) for one in there.values()], alone=roster.typed is not None)
    if seen.strange:
        raise Unmatched([_not_theirs(one.row, one.known) for one in seen.strange])
    count = len(roster.pupils)
    await work.passed(count)
    if doubts := [doubt for doubt in seen.doubts if doubt.index < count]:
        raise Doubtful([replace(doubt, index=work.line_of[doubt.index]) for doubt in doubts])
    known = {index: there[one.id] for index, one in seen.found.items()}
    _only_own(work, known.values())
    await _people(work, roster.pupils, known)
    here = [one for one in there.values() if _is_here(work, one)]
    moved = await _enrolments(work, own_seats(roster.pupils, work.pupils, here), there)
    gone = {known[count + n].id: one for n, one in enumerate(roster.aside) if one.gone and count + n in known}
    stay = {known[count + n].id for n, one in enumerate(roster.aside) if not one.gone and count + n in known}
    board(work, roster.aside, known, count)
    former = {sounds(one.full_name) for one in there.values() if not _is_here(work, one)}
    tell_unfound(work, roster.aside, known.keys(), count, former)
    tell_gone_before(work, {there[id_].full_name: one for id_, one in gone.items() if not _is_here(work, there[id_])})
    left = await _leave(work, roster, there, {*work.pupils, *stay}, gone)
    await register_follows(work, dict.fromkeys(moved, work.today) | left)


def _only_own(work: Import, known: Iterable[Any]) -> None:
    """Raises NotYours."""
    for one in known:
        if work.only is not None and one.class_id != work.only:
            raise NotYours(one.full_name, one.class_name or "–")


def _keyed(row: PupilRow) -> PupilRow:
    """With the class as it is matched."""
    return replace(row, class_name=class_key(row.class_name))


async def _there(work: Import) -> dict[int, Any]:
    """Every pupil of the school with the enrolment of the day, else the newest; and `work.later`."""
    statement = (
        select(
            *Pupils.__table__.columns,
            Enrolments.id.label("enrolment"),
            Enrolments.class_id,
            Enrolments.list_no,
            Enrolments.starts,
            Enrolments.ends,
            Enrolments.ended_id,
            Classes.year_id,
            Classes.key.label("class_key"),
            Classes.name.label("class_name"),
        )
        .outerjoin(Enrolments, Enrolments.pupil_id == Pupils.id)
        .outerjoin(Classes, Classes.id == Enrolments.class_id)
        .where(Pupils.school_id == work.school_id, ~struck())
        .order_by(Pupils.id, Enrolments.starts, Enrolments.id)
    )
    found: dict[int, Any] = {}
    for row in await work.session.execute(statement):
        if row.id not in found or not _is_here(work, found[row.id]):
            found[row.id] = row
        if change := _changes_later(work, row):
            work.later[row.id] = change
    return found


def _is_here(work: Import, row: Any) -> bool:
    return row.year_id == work.year.id and row.starts <= work.today and _lasts(work, row)


def _lasts(work: Import, row: Any) -> bool:
    return row.enrolment is not None and (row.ends is None or row.ends >= work.today)


def _changes_later(work: Import, row: Any) -> date | None:
    """The day after this import's on which the pupil's place begins or ends."""
    if not _lasts(work, row):
        return None
    if row.starts > work.today:
        begins: date = row.starts
        return begins
    return None if row.ends is None else row.ends + timedelta(days=1)


def _known(work: Import, row: Any) -> Known:
    return Known(
        id=row.id,
        full_name=row.full_name,
        code=row.code,
        birth_date=row.birth_date,
        class_name=row.class_key,
        list_no=row.list_no,
        here=_lasts(work, row),
    )


def _not_theirs(row: PupilRow, known: Known) -> Fault:
    message = N_(
        "the code {code} is {known}'s ({klass}), of another name and birth date: put the code or the name right"
    )
    params: dict[str, Param] = {"code": row.code or "", "known": known.full_name, "klass": known.class_name or "–"}
    return Fault(sheet=row.sheet, row=row.row, message=message, params=params)


async def _people(work: Import, rows: Sequence[PupilRow], known: dict[int, Any]) -> None:
    homes = await _homes(work)
    parents = {id_: parent for id_, (parent, _name) in homes.items()}
    new = [row for index, row in enumerate(rows) if index not in known]
    values = [_values(work, row) | {"key": row.key, "boarding": bool(row.boarding)} for row in new]
    ids = iter(await work.add(Pupils, values))
    for index, row in enumerate(rows):
        if index % TOLD_EVERY == 0:
            await work.passed(index)
        if index not in known:
            work.pupils.append(next(ids)[0])
            day = _(", from {day} on").format(day=shown(row.came_on)) if since(work, row) else ""
            work.say(COMES, name=f"{row.full_name} ({row.class_name}{day})", klass=row.class_name)
            continue
        now = known[index]
        work.pupils.append(now.id)
        different = _different(work, now, row, parents)
        if different:
            at_once = await hold_now(work, now, different)
            if at_once is None:
                continue
            work.put(Pupils, now.id, **at_once)
            fields = [_field(name, getattr(now, name), different[name], homes) for name in FIELDS if name in different]
            work.say(N_("pupil {name}: {what} changed"), *fields, name=f"{now.full_name} ({row.class_name})")
    await work.passed(len(rows))


def _values(work: Import, row: PupilRow) -> dict[str, Any]:
    return {name: getattr(row, name) for name in KEPT} | {"place_id": work.place(row.village, row.hamlet)}


def _different(work: Import, now: Any, row: PupilRow, parents: dict[int, int | None]) -> dict[str, Any]:
    """What the line says otherwise: a blank says nothing, and the village alone does not contradict its hamlet."""
    wanted = _values(work, row)
    found = {name: value for name, value in wanted.items() if value is not None and getattr(now, name) != value}
    if sounds(now.full_name) == sounds(row.full_name) or lost_its_marks(work, row.full_name, now.full_name):
        found.pop("full_name", None)
    if code_key(now.code) == code_key(row.code):
        found.pop("code", None)
    if "place_id" in found and not row.hamlet and parents.get(now.place_id or 0) == found["place_id"]:
        del found["place_id"]
    return found


async def _homes(work: Import) -> dict[int, tuple[int | None, str]]:
    """The village of each place, and its whole name."""
    found = select(Places.id, Places.parent_id, Places.name).where(Places.school_id == work.school_id)
    rows = {row.id: row for row in await work.session.execute(found)}
    above = {id_: rows[row.parent_id].name if row.parent_id else None for id_, row in rows.items()}
    return {id_: (row.parent_id, place_name(row.name, above[id_])) for id_, row in rows.items()}


def _field(name: str, old: Any, new: Any, homes: dict[int, tuple[int | None, str]]) -> Field:
    if name == "place_id":
        old, new = (homes[id_][1] if id_ else None for id_ in (old, new))
    return Field(name, shown(old), shown(new))


async def _enrolments(work: Import, rows: Sequence[PupilRow], there: dict[int, Any]) -> set[int]:
    """Who is in which class: moves end one period and begin another, list numbers are corrected. Returns the pupils
    whose class is another now, or was from the start.
    """
    new, moving, corrected = list[Period](), list[Moving](), set[int]()
    peopled = {one.class_id for one in there.values() if _is_here(work, one)}
    for pupil_id, row in zip(work.pupils, rows, strict=True):
        class_id, now = work.classes[class_key(row.class_name)], there.get(pupil_id)
        here = now if now is not None and _is_here(work, now) else None
        if _is_noted(work, row, pupil_id, here, class_id):
            continue
        if here and _stays(work, row, here, class_id):
            corrected |= {pupil_id} if here.class_id != class_id else set()
            continue
        if now is not None and _left(work, now) and not work.bring_back:
            away = now.ends + timedelta(days=1)
            work.asks_back(HAD_LEFT, name=now.full_name, old=now.class_name, day=shown(away))
            continue
        kind = _arrival(work, row, now, here, begins=class_id not in peopled)
        starts = work.today if now is not None else since(work, row) or work.starts
        new.append(Period(pupil_id=pupil_id, class_id=class_id, list_no=row.list_no, starts=starts))
        if kind is not None:
            moving.append(arrives(kind, here and here.enrolment, new[-1], row, since(work, row)))
    await keep_moves(work, moving)
    await begin(work, new)
    await work.passed(len(rows))
    return {one.pupil_id for one in new} | corrected


def _is_noted(work: Import, row: PupilRow, pupil_id: int, here: Any, class_id: int) -> bool:
    """Something else is noted for a later day, and stays until somebody takes it back."""
    if pupil_id not in work.later or (here is not None and here.class_id == class_id):
        return False
    work.remark(NOTED, name=f"{row.full_name} ({row.class_name})", day=shown(work.later[pupil_id]))
    return True


def _stays(work: Import, row: PupilRow, here: Any, class_id: int) -> bool:
    """In the class, or put into it without a move: a place that began today was wrong from the start."""
    if here.class_id == class_id:
        if row.list_no is not None and here.list_no != row.list_no:
            work.put(Enrolments, here.enrolment, list_no=row.list_no)
            work.say(N_("pupil {name}: list number changed"), name=f"{row.full_name} ({row.class_name})")
        return True
    work.say(MOVES, name=row.full_name, old=here.class_name, new=row.class_name)
    if here.starts < work.today:
        return False
    work.put(Enrolments, here.enrolment, class_id=class_id, list_no=row.list_no)
    return True


def _left(work: Import, now: Any) -> bool:
    """Known, and off the lists by a movement; who only ended a class of another year has not been asked about."""
    return now.ends is not None and (now.ended_id is not None or now.year_id == work.year.id)


def _arrival(work: Import, row: PupilRow, now: Any, here: Any, *, begins: bool) -> Movement | None:
    """None: the list of a class, or of a year, begins with him or her."""
    if here is not None:
        return Movement.MOVED
    if now is None or now.enrolment is None:
        return None if work.first or begins or work.today <= work.year.starts else Movement.CAME
    if now.ends is None:  # in a class of the year before
        work.say(MOVES, name=row.full_name, old=now.class_name, new=row.class_name)
        work.put(Enrolments, now.enrolment, ends=work.today - timedelta(days=1))
        return None
    work.say(RETURNS, name=f"{row.full_name} ({row.class_name})", klass=row.class_name)
    return None if work.today <= work.year.starts and now.year_id != work.year.id else Movement.BACK


async def _leave(
    work: Import, roster: Roster, there: dict[int, Any], present: set[int], gone: dict[int, AsideRow]
) -> dict[int, date]:
    """Of the classes in the file, who is not on the list leaves; many of one class only on a second word. Whose state
    says so leaves in any class. Returns who leaves, and from which day on.
    """
    whole = [] if roster.typed is not None else [row for row in roster.pupils if not row.unplaced]
    listed = Counter(work.classes[class_key(row.class_name)] for row in whole)
    sizes: dict[int, int] = defaultdict(int)
    missing: dict[int, list[Any]] = defaultdict(list)
    moving: list[Moving] = []
    for one in there.values():
        if not _is_here(work, one):
            continue
        sizes[one.class_id] += 1
        if one.id in gone and one.id in work.later:
            work.remark(NOTED, name=one.full_name, day=shown(work.later[one.id]))
        elif one.id in gone and one.id not in present:
            moving.append(goes(work, one, gone[one.id]))
        elif one.class_id in listed and one.id not in present | work.later.keys():
            missing[one.class_id].append(one)
    for class_id, leaving in of_whole_lists(work, missing, sizes, listed):
        many = len(leaving) * 100 > MOST_LEAVING * sizes[class_id]
        for one in leaving:
            if many and not work.let_go:
                work.end(LEAVES, name=one.full_name, old=one.class_name)
                continue
            moving.append(Moving(one.id, Movement.LEFT, ended=one.enrolment))
            work.say(LEAVES, name=one.full_name, old=one.class_name)
    await keep_moves(work, moving)
    if roster.typed is None:  # in chat a case is closed first, by whoever may
        await cases_end(work, moving)
    return {one.pupil_id: one.day or work.today for one in moving}
