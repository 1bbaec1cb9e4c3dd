"""`lớp nào nghỉ nhiều nhất`: the class itself first, then the figures it is read from."""

import re
from collections.abc import Mapping, Sequence

from msgspec import structs
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import as_if_typed
from handlers.aside import Aside
from handlers.asked import known_classes, leads, local, period_asked
from handlers.asking.about import About
from handlers.figures.report_parts import grades_of
from handlers.figures.wording import count_words, period_words
from letters.says.figures import klass as klass_view
from letters.says.figures import of_grades, report, report_by_grade
from locales import _
from locales.words import joined, listed
from models import Marks
from models.figures.summary import absent, marked, parts, total
from models.figures.totals import Count, by_class
from models.people.class_lists import class_list
from models.shapes.message import Button, Incoming, Outgoing, Said
from rules.asking.subject import asks_which
from rules.asking.words import plain_words
from rules.people.classes import ClassRef, find_classes

YEAR_SO_FAR = "năm học"
_GRADES = re.compile(r"\bkhoi (?:lop )?nao\b")
_LEAST = re.compile(r"\b(?:it|tot|cao|deu|dep|kha|day du) (?:\w+ )?(?:nhat|hon)\b")


async def most_of_classes(incoming: Incoming, session: AsyncSession, about: About) -> Sequence[Said] | None:
    """None: pupils are asked about, or by somebody who reads no figures of the school. Of several grades the report."""
    if _LEAST.search(plain_words(about.text)) and not asks_which(about.text):
        return await _always_there(incoming, session, about)
    if not leads(incoming.asker) or not (asks_which(about.text) or len(await _compared(incoming, session)) > 1):
        return None
    days = about.days or YEAR_SO_FAR
    beside_each_other = await _compared(incoming, session)
    whose = of_grades(about.grades) if about.grades else " ".join(one.name for one in beside_each_other)
    by_grade = _GRADES.search(plain_words(about.text)) is not None and not beside_each_other
    try:
        shown = await as_if_typed(incoming, session, report_by_grade(days) if by_grade else report(whose, days))
    except Aside as aside:
        shown = await aside.make(session)  # it is only the end of the answer
    if not shown or not isinstance(shown[0], Outgoing) or about.grades:
        return shown
    period, _left = await period_asked(structs.replace(incoming, rest=days), session, days)
    known = beside_each_other or await known_classes(incoming, session)
    counts = await by_class(
        session, [one.id for one in known], period.first, min(period.last, local(incoming)[1].date())
    )
    least = _LEAST.search(plain_words(about.text)) is not None
    named = {one.name: counts[one.id] for one in known if one.id in counts}
    head = _most(await _by_grade(session, counts) if by_grade else named, least=least)
    beside = [f"• {one.name}: {count_words(counts[one.id])}" for one in beside_each_other]
    text = joined([head.format(days=period_words(period)), *beside, shown[0].text])
    return [structs.replace(shown[0], text=text), *shown[1:]]


async def _by_grade(session: AsyncSession, counts: Mapping[int, Count]) -> dict[str, Count]:
    grades = await grades_of(session, counts.keys())
    known = sorted({grade for grade in grades.values() if grade is not None})
    sums = {one: total(count for id_, count in counts.items() if grades[id_] == one) for one in known}
    return {_("grade {grade}").format(grade=one): count for one, count in sums.items()}


async def _always_there(incoming: Incoming, session: AsyncSession, about: About) -> Sequence[Said] | None:
    """`em nào đi đều nhất`: of the class that is named or the own one, who missed no session. None: of neither."""
    school, moment = local(incoming)
    mine = [one for one in await known_classes(incoming, session) if one.id in incoming.asker.classes()]
    klass = about.klass or (mine[0] if len(mine) == 1 else None)
    if klass is None or not (leads(incoming.asker) or klass in mine):
        return None
    days = about.days or YEAR_SO_FAR
    period, _left = await period_asked(structs.replace(incoming, rest=days), session, days)
    last = min(period.last, moment.date())
    held = await parts(session, school.id, period.first, last, [klass.id])
    if not any(one.reported for one in held):
        return [Outgoing(text=_("{days}: no class has reported yet.").format(days=period_words(period)))]
    marks = await marked(session, school.id, period.first, last, absent(), Marks.class_id == klass.id, settled=True)
    away = {one.pupil_id for one in marks}
    pupils = (await class_list(session, school, klass.id, last)).index.roster.pupils
    there = [one.name for one in pupils if one.id not in away]
    text = _("**{klass}, {days}**: in {reported} reported sessions {count} of {pupils} pupils missed none.")
    head = text.format(
        klass=klass.name,
        days=period_words(period),
        reported=sum(one.reported for one in held),
        count=len(there),
        pupils=len(pupils),
    )
    see = Button(_("See {klass}").format(klass=klass.name), klass_view(klass.name, days))
    return [Outgoing(text=joined([head, listed(there)]), buttons=[[see]])]


async def _compared(incoming: Incoming, session: AsyncSession) -> list[ClassRef]:
    """`6A với 6B lớp nào tốt hơn`: those that are named, where they are several."""
    named = find_classes(await known_classes(incoming, session), incoming.text)
    found = list(dict.fromkeys(each for one in named if len(one.classes) == 1 for each in one.classes))
    return found if len(found) > 1 else []


def _most(counts: dict[str, Count], *, least: bool) -> str:
    """Several where they are alike; a class that has said nothing is none with nobody absent."""
    if least:
        return _least(counts)
    most = max((one.absent for one in counts.values()), default=0)
    if not any(one.known for one in counts.values()):
        return _("{days}: no class has reported yet.")
    if not most:
        return _("{days}: nobody is recorded as absent.")
    first = [f"{name}: {count_words(one)}" for name, one in counts.items() if one.absent == most]
    return _("Most absences, {days}: {classes}.").replace("{classes}", f"**{listed(first)}**")


def _least(counts: dict[str, Count]) -> str:
    """By the share of those who were there, of the classes that have reported."""
    heard = {name: one for name, one in counts.items() if one.known}
    if not heard:
        return _("{days}: no class has reported yet.")
    best = min(one.absent / one.known for one in heard.values())
    first = [f"{name}: {count_words(one)}" for name, one in heard.items() if one.absent / one.known == best]
    return _("Fewest absences, {days}: {classes}.").replace("{classes}", f"**{listed(first)}**")
