"""`vì sao học sinh nghỉ nhiều`: the half days missed by the reasons that were told, and how many have none."""

from collections.abc import Sequence

from msgspec import structs
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.asked import known_classes, leads, local, period_asked
from handlers.asking.about import About
from handlers.asking.colleagues import not_yours
from handlers.asking.subjects.topics import one_facet
from handlers.figures.wording import period_words
from letters.says.figures import of_grades, report
from locales import _
from locales.reasons import REASONS
from locales.words import joined, opening
from models import Marks
from models.figures.counting import live
from models.shapes.message import Button, Incoming, Outgoing, Said
from rules.asking.in_order import means_all_shown
from rules.asking.wish import Facet
from rules.marks import ABSENT

YEAR_SO_FAR = "năm học"


async def reasons_told(incoming: Incoming, session: AsyncSession, about: About) -> Sequence[Said]:
    """Of the school or the class that is named for leaders, else of the own classes."""
    if means_all_shown(about.text) and (said := await one_facet(incoming, session, about, Facet.WHY)) is not None:
        return said  # `mấy em đó nghỉ vì sao`
    school, _moment = local(incoming)
    known = await known_classes(incoming, session)
    mine = [one for one in known if leads(incoming.asker) or one.id in incoming.asker.classes()]
    whose = [one for one in mine if about.klass in {None, one}]
    if not whose:
        return [await not_yours(incoming, session)]
    days = about.days or YEAR_SO_FAR
    period, _left = await period_asked(structs.replace(incoming, rest=days), session, days)
    those = (
        Marks.school_id == school.id,
        Marks.class_id.in_([one.id for one in whose]),
        Marks.kind.in_(ABSENT),
        live(),
    )
    found = select(Marks.reason_code, func.count()).where(*those, Marks.day.between(period.first, period.last))
    rows = sorted((await session.execute(found.group_by(Marks.reason_code))).all(), key=lambda row: -row[1])
    whole = leads(incoming.asker) and about.klass is None
    title = school.name if whole else ", ".join(one.name for one in whose)
    head = _("**{title}, {days}**: {count} sessions missed, by their reasons")
    lines = [head.format(title=title, days=period_words(period), count=sum(row[1] for row in rows))]
    text = _("• {reason}: {count}")
    for code, count in rows:
        reason = _(REASONS[code]) if code in REASONS else _("no reason is recorded")
        lines.append(text.format(reason=opening(reason), count=count))
    name = about.klass.name if about.klass is not None else of_grades(about.grades) if about.grades else ""
    return [Outgoing(text=joined(lines), buttons=[[Button(_("Attendance"), report(name, days))]])]
