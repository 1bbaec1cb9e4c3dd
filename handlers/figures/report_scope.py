"""Whom a report that is asked for counts, and what of it this person may see."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.asked import AsOf, Unclear, known_classes, local, own_classes
from handlers.figures.report_asked import Asked
from handlers.figures.report_parts import grades_of, sex_words
from handlers.figures.report_tables import Scope
from letters.says import figures as says
from locales import _
from locales.words import listed
from models.people.places import places, with_hamlets
from models.school.tables import Classes
from models.shapes.message import Incoming
from rules.people.roles import LEADERS, Role


async def scope_of(
    incoming: Incoming, session: AsyncSession, asked: Asked, everything: frozenset[Role] = LEADERS
) -> Scope:
    """What is counted. Raises Unclear for what this person may not see: but for who may see `everything`, homeroom
    teachers see their own class.
    """
    school, _moment = local(incoming)
    known = {klass.id: klass.name for klass in await known_classes(incoming, session, asked.period.last)}
    if not incoming.asker.has(*everything):
        mine = await own_classes(incoming, session, AsOf(asked.period.last, asked.period.year))
        own = {class_id: name for class_id, name in known.items() if class_id in mine}
        others = asked.grades or asked.site or asked.boarders or asked.sex or asked.place or asked.by == "place"
        if not own or others or any(klass.id not in own for klass in asked.classes):
            raise Unclear(_("You see your own class only; of others please ask the leadership."))
        return Scope(title=", ".join(own.values()), classes=own)
    if asked.classes:
        named_ = {klass.id: klass.name for klass in asked.classes}
        return Scope(title=listed(named_.values()), said=" ".join(named_.values()), classes=named_)
    everywhere = await places(session, school.id)
    if asked.place is not None:
        inside = with_hamlets(everywhere, [asked.place.id])
        return Scope(title=asked.place.said, classes=known, places=everywhere, inside=inside)
    return await _of_classes(session, asked, Scope(title="", classes=known, places=everywhere, by=asked.by))


async def _of_classes(session: AsyncSession, asked: Asked, every: Scope) -> Scope:
    """The school, or its classes of some grades, at one site; boarders only, if they are asked for."""
    grades, said, titles = await grades_of(session, every.classes), [], []
    ids = [id_ for id_, grade in grades.items() if not asked.grades or grade in asked.grades]
    if asked.grades:
        titles.append(_("grade {grade}").format(grade=listed(map(str, asked.grades))))
        said.append(says.of_grades(asked.grades))
    if asked.site:
        there = select(Classes.id).where(Classes.id.in_(ids), Classes.campus_id.is_not_distinct_from(asked.site.id))
        ids = list(await session.scalars(there.order_by(Classes.grade, Classes.name)))
        titles.append(asked.site.name)
        said.append(says.of_site(asked.site.name if asked.site.id else ""))
    if asked.boarders:
        titles.append(_("boarders"))
        said.append(says.BOARDERS)
    if asked.sex:
        titles.append(sex_words(asked.sex))
        said.append(f"học sinh {asked.sex}")
    return Scope(
        title=", ".join(titles) or _("the school"),
        said=" ".join(said),
        classes={id_: every.classes[id_] for id_ in ids},
        grades=grades,
        places=every.places,
        whole=not titles,
        boarders=asked.boarders,
        sex=asked.sex,
        by=asked.by,
    )
