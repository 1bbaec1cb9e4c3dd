"""Where every pupil sits on the last day of a school year, and where in the next."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from msgspec import Struct
from sqlalchemy import and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from locales import _
from locales.words import listed
from models import Cases, Classes, Enrolments, Pupils
from papers.year.held_back import HeldBack
from rules.people.names import fold
from rules.year import leaves, next_name


class Refused(Exception):  # noqa: N818, it carries the answer
    """The year cannot be turned; the text says why and what to do. Nothing was changed."""


class Seat(Struct, frozen=True, kw_only=True):
    """Where one pupil sits now and where next: `name` is the next class, empty for who leaves."""

    pupil_id: int
    full_name: str
    list_no: int | None
    old_class: int
    name: str
    held_back: bool = False


async def seats_of(session: AsyncSession, old: Any, held_back: Sequence[HeldBack]) -> tuple[list[Seat], dict[int, Any]]:
    """Everybody who was on a list on the old year's last day. Raises Refused."""
    rows = await session.execute(
        select(Classes.__table__).where(Classes.year_id == old.id).order_by(Classes.grade, Classes.name)
    )
    classes = {row.id: row for row in rows}
    statement = (
        select(Enrolments.pupil_id, Enrolments.class_id, Enrolments.list_no, Pupils.full_name, Pupils.code)
        .join(Pupils, Pupils.id == Enrolments.pupil_id)
        .where(Enrolments.class_id.in_(list(classes)), Enrolments.starts <= old.ends)
        .where(or_(Enrolments.ends.is_(None), Enrolments.ends >= old.ends), ~_dropped_out())
        .order_by(Enrolments.class_id, Enrolments.list_no, Enrolments.id)
    )
    listed_ = (await session.execute(statement)).all()
    if not listed_:
        raise Refused(_("School year {name} has no pupils on its lists.").format(name=old.name))
    repeat, grades = _repeating(listed_, classes, held_back), {klass.grade for klass in classes.values()}
    return [_seat(row, classes[row.class_id], repeat, grades) for row in listed_], classes


def _seat(row: Any, klass: Any, repeat: Collection[int], grades: Collection[int | None]) -> Seat:
    stays = row.pupil_id in repeat
    name = klass.name if stays else "" if leaves(klass.grade, grades) else next_name(klass.name, klass.grade)
    number = None if stays else row.list_no
    return Seat(
        pupil_id=row.pupil_id,
        full_name=row.full_name,
        list_no=number,
        old_class=row.class_id,
        name=name,
        held_back=stays,
    )


def _repeating(listed_: Sequence[Any], classes: Mapping[int, Any], held_back: Sequence[HeldBack]) -> frozenset[int]:
    """The pupils on the list of those held back. Raises Refused, naming the rows that fit nobody or several."""
    by_code = {row.code: row.pupil_id for row in listed_ if row.code}
    by_name: dict[tuple[str, str], list[int]] = {}
    for row in listed_:
        by_name.setdefault((fold(row.full_name), classes[row.class_id].key), []).append(row.pupil_id)
    found, wrong = set(), list[str]()
    for one in held_back:
        named = by_name.get((fold(one.name), one.class_name), [])
        fitting = [by_code[one.code]] if one.code in by_code else named
        if len(fitting) == 1:
            found.add(fitting[0])
        else:
            wrong.append(str(one.row))
    if wrong:
        text = _("Rows {rows} of the list of those who repeat fit no pupil, or several. Write code and old class.")
        raise Refused(text.format(rows=listed(wrong)))
    return frozenset(found)


async def is_done(session: AsyncSession, year_id: int, seats: Sequence[Seat]) -> bool:
    """Whether the new year's lists are what the turn would make. Raises Refused where other pupils are on them."""
    statement = select(Enrolments.pupil_id, Classes.key).join(Classes, Classes.id == Enrolments.class_id)
    there = {(pupil_id, key) for pupil_id, key in await session.execute(statement.where(Classes.year_id == year_id))}
    if not there:
        return False
    wanted = {(seat.pupil_id, seat.name) for seat in seats if seat.name}
    if there == wanted:
        return True
    names = sorted({key for _pupil, key in there ^ wanted})
    text = _(
        "The new year has lists already that differ from what the turn would make (classes {names}). Nothing was "
        "changed. Put the lists right by importing the roster of the new year."
    )
    raise Refused(text.format(names=listed(names[:10])))


def _dropped_out() -> Any:
    """By the principal's word, and not put on the list again since."""
    ended = and_(Cases.closed_why == "dropped", Cases.closed_on >= Enrolments.starts)
    return select(Cases.id).where(Cases.pupil_id == Enrolments.pupil_id, ended).correlate(Enrolments).exists()
