"""A report of two stretches of days side by side: numbers first, then how far attendance has gone up or down; and of
girls and boys.
"""

from collections.abc import Mapping, Sequence

from msgspec import structs
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.asked import local
from handlers.figures.report_asked import Asked
from handlers.figures.report_parts import BOTH, BOYS, GIRLS, classes_then, sex_words
from handlers.figures.report_scope import scope_of
from handlers.figures.report_tables import Scope, partly_count, shortened
from handlers.figures.wording import count_words, period_words, rate_words
from letters.says import Says, Typed, Word
from letters.says import figures as says
from letters.says.service import meant
from locales import _
from locales.words import joined, listed, opening
from models.figures.headcount import heads
from models.figures.summary import total
from models.figures.totals import Count, by_class
from models.shapes.message import Button, Incoming, Outgoing
from rules.calendar.periods import Period
from rules.figures.indicators import rate


async def compared(incoming: Incoming, session: AsyncSession, asked: Asked, against: Period) -> Outgoing:
    """Raises Unclear for what this person may not see, and where there were no such classes then."""
    scope, count, classes = await _counted(incoming, session, asked, asked.period)
    _then, before, classes_before = await _counted(incoming, session, asked, against)
    one, other = asked.period, against
    text = _("**{title}: {days} compared with {other}**")
    head = text.format(title=opening(scope.title), days=period_words(one), other=period_words(other))
    lines = [head, _side(one, scope, count), _side(other, scope, before), _change(count, before)]
    if len(scope.classes) > 1 and not scope.partly:
        lines += _classes(scope, classes, classes_before)
    buttons = [Button(opening(period_words(each)), _again(asked, scope, each)) for each in (one, other)]
    return Outgoing(text=joined(lines), buttons=[buttons])


def _again(asked: Asked, scope: Scope, period: Period) -> Says | Typed:
    words = says.period_written(period)
    return says.report_of_hamlet(asked.place.id, words) if asked.place else says.report(scope.said, words)


async def _counted(
    incoming: Incoming, session: AsyncSession, asked: Asked, period: Period
) -> tuple[Scope, Count, dict[str, Count]]:
    """What was asked for in those days, its count, and those of its classes by their names: last year's 6A is another
    class of the same name.
    """
    school, _moment = local(incoming)
    classes, _left = await classes_then(incoming, session, asked.classes, "", period)
    scope = await scope_of(incoming, session, structs.replace(asked, period=period, classes=classes))
    days = (period.first, period.last)
    if scope.partly:
        return scope, await partly_count(session, school.id, *days, scope), {}
    found = await by_class(session, list(scope.classes), *days)
    return scope, total(found.values()), {scope.classes[id_]: count for id_, count in found.items()}


def _side(period: Period, scope: Scope, count: Count) -> str:
    days = opening(period_words(period))
    if not count.possible:
        return _("• {days}: nothing reported").format(days=days)
    said = _("• {days}: absent {count}; attendance {rate}")
    reported = _("; reported {reported}/{held} class sessions")
    text = said if scope.partly else said + reported
    words = {"days": days, "count": count_words(count), "rate": rate_words(count)}
    return text.format(**words, reported=count.reported, held=count.held)


def _change(count: Count, before: Count) -> str:
    """In percentage points of attendance; empty where one side has nothing to compare."""
    now, then = rate(count.present, count.known), rate(before.present, before.known)
    if now is None or then is None:
        return ""
    points = round(float(now) * 100, 1) - round(float(then) * 100, 1)
    if abs(points) < 0.05:
        return _("Attendance is the same.")
    up, down = (
        _("Attendance is up by {points} percentage points."),
        _("Attendance is down by {points} percentage points."),
    )
    text = up if points > 0 else down
    return text.format(points=f"{abs(points):.1f}".replace(".", ","))


def _classes(scope: Scope, now: Mapping[str, Count], then: Mapping[str, Count]) -> Sequence[str]:
    text = _("• {klass}: {rate} ({absent}/{possible}), before {rate_before} ({absent_before}/{possible_before})")
    lines = [
        text.format(
            klass=name, rate=rate_words(now[name]), absent=now[name].absent, possible=now[name].possible,
            rate_before=rate_words(then[name]), absent_before=then[name].absent, possible_before=then[name].possible,
        )
        for name in now
        if name in then and (now[name].possible or then[name].possible)
    ]  # fmt: skip
    return [_("**By class** (attendance, absent pupil-sessions)"), *shortened(lines, scope)] if lines else []


async def of_sexes(incoming: Incoming, session: AsyncSession, asked: Asked) -> Outgoing | None:
    """None: of neither, or of one of them, of whom there are figures. Raises Unclear."""
    if not asked.sex:
        return None
    school, moment = local(incoming)
    first, last = asked.period.first, min(asked.period.last, moment.date())
    scope = await scope_of(incoming, session, structs.replace(asked, sex=GIRLS) if asked.sex == BOTH else asked)
    title = listed([sex_words(GIRLS), sex_words(BOYS)]) if asked.sex == BOTH else scope.title
    lines = [_("**{title}, {days}**").format(title=title, days=period_words(asked.period))]
    found = await heads(session, list(scope.classes), last)
    if found.unsaid == found.pupils:
        text = _(
            "The lists do not say who is a girl and who is a boy, so there are no such figures. They come with the "
            "column “Giới tính” of the list of pupils."
        )
        lines.append(text)
        return Outgoing(text="\n".join(lines), buttons=[[Button(_("Today's figures"), meant(Word("baocao")))]])
    if asked.sex != BOTH:
        return None
    for sex in (GIRLS, BOYS):
        count = await partly_count(session, school.id, first, last, structs.replace(scope, sex=sex))
        lines.append(f"• {sex_words(sex)}: {count_words(count)}, {rate_words(count)}")
    if found.unsaid:
        lines.append(_("Of {count} the list does not say whether it is a girl.").format(count=found.unsaid))
    return Outgoing(text="\n".join(lines))
