"""The register of a class over some days: every pupil's sign in every held half day, and what was corrected in it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from itertools import groupby
from typing import Any, TypeAlias

from msgspec import Struct
from sqlalchemy import and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.base import twin
from models.figures.contested import contested_of
from models.figures.counting import counted, enrolled_on
from models.figures.doubts import doubted
from models.figures.summary import PartCount, marked, parts, total
from models.figures.totals import COUNTED_APART, Count
from models.people.roles import held_on
from models.people.tables import Enrolments, People, Pupils, Roles
from models.register.tables import ClassParts, Marks
from rules.people.roles import Role

Cell: TypeAlias = tuple[int, date, str]  # pupil, day, half day
CAME = ""  # the sign of who was in class


class Listed(Struct, frozen=True):
    """A pupil of the class; `stays` are the days (first, last) on its list, None: until further notice."""

    pupil_id: int
    list_no: int | None
    name: str
    stays: tuple[tuple[date, date | None], ...]

    def there(self, day: date) -> bool:
        return any(first <= day and (last is None or day <= last) for first, last in self.stays)


class Correction(Struct, frozen=True, kw_only=True):
    """A sign that was changed, or added to a half day already reported; `at` is UTC, `by` who did it, if known."""

    day: date
    part: str
    name: str
    before: str
    after: str
    at: datetime
    by: str


class ClassRegister(Struct, frozen=True, kw_only=True):
    """`parts` are the held half days, by day, morning first. `signs` are those of pupils on the list that day, in
    counted half days; `unsure` is whom an open question could mean, with the `contested`, of whose absence
    somebody says otherwise.
    """

    class_name: str
    first: date
    last: date
    parts: Sequence[PartCount]
    pupils: Sequence[Listed]
    signs: Mapping[Cell, str]
    unsure: frozenset[Cell]
    contested: frozenset[Cell]
    corrections: Sequence[Correction]
    homeroom: str

    def count(self, pupil: Listed) -> Count:
        """The pupil's own figures: `possible` are the reported half days on the list."""
        mine = [part for part in self.parts if pupil.there(part.day)]
        signs = [self.signs.get((pupil.pupil_id, part.day, part.part), CAME) for part in mine]
        kinds = {name: signs.count(kind) for name, kind in COUNTED_APART.items()}
        reported = sum(part.reported for part in mine)
        open_ = sum((pupil.pupil_id, part.day, part.part) in self.contested for part in mine)
        return Count(held=len(mine), reported=reported, possible=reported, unsure=open_, **kinds)

    def whole(self) -> Count:
        """The class's figures, as every other paper and answer has them."""
        return total(part.count for part in self.parts)


async def class_register(
    session: AsyncSession, school_id: int, class_id: int, class_name: str, first: date, last: date
) -> ClassRegister:
    pupils = await _pupils(session, class_id, first, last)
    on_list = {pupil.pupil_id: pupil for pupil in pupils}
    marks = await marked(session, school_id, first, last, Marks.class_id == class_id)
    contested = await _contested(session, class_id, first, last)
    cells = {(mark.pupil_id, mark.day, mark.part): mark.sign for mark in marks if mark.pupil_id in on_list}
    signs = {cell: sign for cell, sign in cells.items() if cell not in contested and on_list[cell[0]].there(cell[1])}
    return ClassRegister(
        class_name=class_name,
        first=first,
        last=last,
        parts=await parts(session, school_id, first, last, [class_id]),
        pupils=pupils,
        signs=signs,
        unsure=await _unsure(session, class_id, first, last) | contested,
        contested=contested,
        corrections=await _corrections(session, class_id, first, last),
        homeroom=(await homerooms(session, [class_id], last)).get(class_id, ""),
    )


async def homerooms(session: AsyncSession, classes: Collection[int], day: date) -> dict[int, str]:
    """The homeroom teacher of each class on a day."""
    held = select(Roles.class_id, People.full_name).join(People, People.id == Roles.person_id)
    held = held.where(Roles.name == Role.HOMEROOM, Roles.class_id.in_(classes), *held_on(day)).order_by(Roles.id.desc())
    return {class_id: name for class_id, name in await session.execute(held) if class_id is not None}


async def _pupils(session: AsyncSession, class_id: int, first: date, last: date) -> list[Listed]:
    """Whoever was on the list on one of the days, in the list's order; a pupil who came back has one line."""
    there = (
        select(Pupils.id, Enrolments.list_no, Pupils.full_name, Enrolments.starts, Enrolments.ends)
        .join(Pupils, Pupils.id == Enrolments.pupil_id)
        .where(
            Enrolments.class_id == class_id,
            Enrolments.starts <= last,
            or_(Enrolments.ends.is_(None), and_(Enrolments.ends >= first, Enrolments.ends >= Enrolments.starts)),
        )
        .order_by(Enrolments.list_no.is_(None), Enrolments.list_no, Enrolments.id)
    )
    found: dict[int, Listed] = {}
    for id_, number, name, starts, ends in await session.execute(there):
        known = found.get(id_)
        stays = (*(known.stays if known else ()), (starts, ends))
        found[id_] = Listed(id_, known.list_no if known else number, name, stays)
    return list(found.values())


async def _unsure(session: AsyncSession, class_id: int, first: date, last: date) -> frozenset[Cell]:
    asked = (
        select(Enrolments.pupil_id, ClassParts.day, ClassParts.part)
        .join(ClassParts, ClassParts.class_id == Enrolments.class_id)
        .where(Enrolments.class_id == class_id, ClassParts.day.between(first, last), counted())
        .where(enrolled_on(Enrolments, ClassParts.day), doubted(Enrolments.pupil_id, ClassParts))
    )
    return frozenset((pupil, day, part) for pupil, day, part in await session.execute(asked))


async def _contested(session: AsyncSession, class_id: int, first: date, last: date) -> frozenset[Cell]:
    ids = await contested_of(session, first, last, [class_id])
    found = await session.execute(select(Marks.pupil_id, Marks.day, Marks.part).where(Marks.id.in_(ids)))
    return frozenset((pupil, day, part) for pupil, day, part in found)


async def _corrections(session: AsyncSession, class_id: int, first: date, last: date) -> list[Correction]:
    """In the order in which they were made."""
    maker, striker = twin(People, "corrections, maker"), twin(People, "corrections, striker")
    every = (
        select(
            *(Marks.pupil_id, Pupils.full_name.label("name"), Marks.day, Marks.part, Marks.kind),
            *(Marks.made_at, maker.full_name.label("maker"), Marks.struck_at, striker.full_name.label("striker")),
            ClassParts.reported_at,
        )
        .join(Pupils, Pupils.id == Marks.pupil_id)
        .join(
            ClassParts,
            and_(
                ClassParts.class_id == class_id, ClassParts.day == Marks.day, ClassParts.part == Marks.part, counted()
            ),
        )
        .outerjoin(maker, maker.id == Marks.person_id)
        .outerjoin(striker, striker.id == Marks.struck_by)
        .where(Marks.class_id == class_id, Marks.day.between(first, last))
        .order_by(Marks.pupil_id, Marks.day, Marks.part, Marks.id)
    )
    rows = (await session.execute(every)).all()
    cells = groupby(rows, key=lambda row: (row.pupil_id, row.day, row.part))
    return sorted((one for _cell, signs in cells for one in _changes(list(signs))), key=lambda one: (one.at, one.name))


def _changes(signs: Sequence[Any]) -> Iterable[Correction]:
    """Of one pupil's signs in one half day, oldest first. The same sign with another reason is no correction."""
    shown, last = CAME, signs[0].reported_at
    for sign, after in zip(signs, [*signs[1:], None], strict=True):
        if sign.kind != shown and sign.made_at > last:
            yield _correction(sign, shown, sign.kind, sign.made_at, sign.maker)
        shown = sign.kind
        replaced = after is not None and after.made_at == sign.struck_at
        if sign.struck_at is not None and not replaced:
            yield _correction(sign, shown, CAME, sign.struck_at, sign.striker)
            shown = CAME


def _correction(sign: Any, before: str, after: str, at: datetime, by: str | None) -> Correction:
    return Correction(day=sign.day, part=sign.part, name=sign.name, before=before, after=after, at=at, by=by or "")
