"""Class lists, kept in memory by the school's roster version."""

from collections.abc import Collection
from datetime import date
from typing import Any

from msgspec import Struct
from sqlalchemy import and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.base import twin
from models.kept import kept
from models.people.places import place_name
from models.people.tables import Enrolments, Pupils
from models.school.tables import Classes, Places, Years
from models.shapes.asker import School
from rules.people.classes import ClassRef
from rules.reading.who.roster import ClassRoster, Index, Pupil, build_index
from rules.reading.words.lexicon import Lexicon, standard


def lexicon_of(session: AsyncSession) -> Lexicon:
    """The words messages are read with: the school's own beside the standard ones."""
    return session.info.get("lexicon") or standard()


async def classes(session: AsyncSession, school: School, day: date) -> tuple[ClassRef, ...]:
    """The classes of the school year a day falls in, by name."""

    async def make() -> tuple[ClassRef, ...]:
        statement = (
            select(Classes.id, Classes.name)
            .join(Years, Years.id == Classes.year_id)
            .where(Classes.school_id == school.id, Years.starts <= day, Years.ends >= day)
            .order_by(Classes.grade, Classes.name)
        )
        return tuple(ClassRef(id_, name) for id_, name in (await session.execute(statement)))

    return await kept(session, ("classes", school.id, school.version, day), make)


async def class_names(session: AsyncSession, ids: Collection[int]) -> dict[int, str]:
    """The names of some classes, by grade and name."""
    named = select(Classes.id, Classes.name).where(Classes.id.in_(ids)).order_by(Classes.grade, Classes.name)
    return dict((await session.execute(named)).all())


class ClassList(Struct, frozen=True):
    """A class on a day: its pupils prepared for finding names, and where each of them lives; `others` were in it on
    other days only.
    """

    index: Index
    places: dict[int, int | None]
    others: dict[int, Pupil] = {}

    @property
    def enrolled(self) -> int:
        return len(self.index.roster.pupils)

    def _known(self, pupil_id: int) -> Pupil:
        return self.index.by_id.get(pupil_id) or self.others[pupil_id]

    def name(self, pupil_id: int) -> str:
        return self._known(pupil_id).name

    def numbered(self, pupil_id: int) -> str:
        """The name, and in brackets the number on the list."""
        pupil = self._known(pupil_id)
        return f"{pupil.name} ({pupil.list_no})" if pupil.list_no is not None else pupil.name


async def class_list(session: AsyncSession, school: School, class_id: int, day: date) -> ClassList:
    """The pupils of a class on a day, in the school's own order."""

    async def make() -> ClassList:
        village = twin(Places, "class_list")
        statement = (
            select(
                Pupils.id,
                Enrolments.list_no,
                Pupils.full_name,
                Pupils.birth_date,
                Places.name,
                village.name,
                Classes.name,
                Pupils.place_id,
                and_(Enrolments.starts <= day, or_(Enrolments.ends.is_(None), Enrolments.ends >= day)).label("there"),
            )
            .select_from(Enrolments)
            .join(Classes, Classes.id == Enrolments.class_id)
            .join(Pupils, Pupils.id == Enrolments.pupil_id)
            .outerjoin(Places, Places.id == Pupils.place_id)
            .outerjoin(village, village.id == Places.parent_id)
            .where(Enrolments.class_id == class_id)
            .order_by(Enrolments.list_no.is_(None), Enrolments.list_no, Enrolments.id)
        )
        rows = (await session.execute(statement)).all()
        here = [row for row in rows if row.there]
        name = rows[0][6] if rows else ""
        index = build_index(ClassRoster(class_id, name, school.version, tuple(map(_pupil, here))))
        others = {row[0]: _pupil(row) for row in rows if row[0] not in index.by_id}
        return ClassList(index, {row[0]: row[7] for row in rows}, others)

    return await kept(session, ("roster", class_id, school.version, day), make)


def _pupil(row: Any) -> Pupil:
    id_, number, name, born, hamlet, village = row[:6]
    return Pupil(id_, number, name, born, place_name(hamlet, village) or None)


async def class_of(session: AsyncSession, school: School, pupil_id: int, day: date) -> int | None:
    """The class of this school a pupil is in on a day."""
    mine = (
        select(Enrolments.class_id)
        .join(Classes, Classes.id == Enrolments.class_id)
        .where(Enrolments.pupil_id == pupil_id, Classes.school_id == school.id, Enrolments.starts <= day)
        .where(or_(Enrolments.ends.is_(None), Enrolments.ends >= day))
    )
    return await session.scalar(mine.limit(1))
