"""Whom an announcement is for: read from the words it begins with, and said."""

from collections.abc import Collection

from msgspec import Struct
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.asked import local
from letters.says import announcements as says
from letters.says.announcements import Verb
from locales import _
from locales.words import listed
from models import Announcements, Classes
from models.announcements import targets
from models.people.class_lists import class_names, classes
from models.people.places import places, with_hamlets
from models.shapes.message import Button, Incoming
from rules.announcements import Read, Whom, read_announcement
from rules.people.places import place_key

_TYPED = {
    Whom.FAMILIES: "phụ huynh",
    Whom.STAFF: "giáo viên",
    Whom.HOMEROOMS: "gvcn",
    Whom.EVERYBODY: "phụ huynh và giáo viên",
}


class Audience(Struct, frozen=True):
    """As it is said, and the classes and places it is of, if not of the whole school; `grade` where it is for all of
    one.
    """

    said: str
    classes: tuple[int, ...] = ()
    places: tuple[int, ...] = ()
    names: tuple[str, ...] = ()
    grade: int | None = None


async def read_audience(incoming: Incoming, session: AsyncSession, text: str) -> Read:
    """A village is meant with its hamlets."""
    school, moment = local(incoming)
    known = await places(session, school.id)
    keys: dict[str, int] = {}
    for place in known.values():
        for key in {*place.keys, place_key(place.said)}:
            keys.setdefault(key, place.id)
    read = read_announcement(text, await classes(session, school, moment.date()), keys)
    whole = with_hamlets(known, read.places) if read.places else frozenset()
    return Read(whom=read.whom, classes=read.classes, places=whole, words=read.words)


async def audience_of(session: AsyncSession, number: int) -> Audience:
    row = (
        await session.execute(select(Announcements.whom, Announcements.school_id).where(Announcements.id == number))
    ).one()
    class_ids, place_ids = await targets(session, number)
    known = await places(session, row.school_id) if place_ids else {}
    named = list((await class_names(session, class_ids)).values())
    villages = [known[one].said for one in place_ids if one in known and known[one].parent_id not in place_ids]
    said = _said(Whom(row.whom), [*named, *villages])
    return Audience(
        said, tuple(class_ids), tuple(place_ids), tuple(named), await _grade(session, row.school_id, class_ids)
    )


async def _grade(session: AsyncSession, school_id: int, class_ids: Collection[int]) -> int | None:
    mine = select(Classes.grade, Classes.year_id).where(Classes.id.in_(class_ids)).distinct()
    rows = (await session.execute(mine)).all()
    if len(rows) != 1:
        return None
    whole = select(Classes.id).where(Classes.school_id == school_id, Classes.grade == rows[0].grade)
    there = set(await session.scalars(whole.where(Classes.year_id == rows[0].year_id)))
    return rows[0].grade if there == set(class_ids) else None


def _said(whom: Whom, where: Collection[str]) -> str:
    match whom:
        case Whom.FAMILIES:
            return _("families of {where}").format(where=listed(where)) if where else _("all families")
        case Whom.EVERYBODY if where:
            return _("families of {where}, and the staff in charge there").format(where=listed(where))
        case Whom.EVERYBODY:
            return _("all staff and all families")
        case _ if where:
            return _("staff in charge of {where}").format(where=listed(where))
        case Whom.HOMEROOMS:
            return _("homeroom teachers")
        case _:
            return _("all staff")


async def typed_audience(session: AsyncSession, number: int) -> str:
    """As it is typed before the words: `phụ huynh 6A, 6B`."""
    row = (
        await session.execute(select(Announcements.whom, Announcements.school_id).where(Announcements.id == number))
    ).one()
    class_ids, place_ids = await targets(session, number)
    known = await places(session, row.school_id) if place_ids else {}
    villages = [known[one].said for one in place_ids if one in known and known[one].parent_id not in place_ids]
    where = [*(await class_names(session, class_ids)).values(), *villages]
    return " ".join(filter(None, (_TYPED[Whom(row.whom)], ", ".join(where))))


def whom_buttons(number: int) -> list[list[Button]]:
    """The circles that need no name."""
    choices = (
        (_("All families"), "phụ huynh"),
        (_("All staff"), "giáo viên"),
        (_("Homeroom teachers"), "gvcn"),
        (_("Staff and families"), "toàn trường"),
    )
    return [[Button(label, says.act(Verb.FOR, number, words))] for label, words in choices]
