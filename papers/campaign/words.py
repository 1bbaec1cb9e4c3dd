"""The return campaign in words: figures by day, who is not back by class, by hamlet and by reason."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from locales import N_, _
from locales.marks import unclear_words
from locales.reasons import reason_words
from locales.words import day_words, listed, opening, percent, plain, short_day
from models.campaign.campaigns import Campaign
from models.campaign.returning import Absentee, DayFigure, Picture
from rules.figures.indicators import rate
from rules.marks import UNCLEAR, Mark

DAYS_SHOWN = 10
LINES = 20  # of a table in a text that nobody asked it for
LONG = 3  # school days after which the plan of the return calls it long


def title(campaign: Campaign) -> str:
    """`Ra lớp sau Tết`, without marks of its own."""
    return _("Return to class {name}").format(name=plain(campaign.name) or _("after the holidays"))


def span(campaign: Campaign) -> str:
    return _("{first} to {last}").format(first=day_words(campaign.starts), last=day_words(campaign.ends))


def back_words(figure: DayFigure) -> str:
    """`24/60 (40,0%)`: the count before the percentage."""
    return f"{figure.back}/{figure.enrolled} ({rate_words(figure)})"


def rate_words(figure: DayFigure) -> str:
    found = rate(figure.back, figure.enrolled)
    return percent(None if found is None else float(found))


def picture_lines(picture: Picture) -> list[str]:
    """The whole campaign on a phone: the newest figure, the days before it, who is not back and why."""
    if not picture.figures:
        return [_("**{title}**").format(title=title(picture.campaign)), _("No class has reported yet.")]
    newest, away = picture.figures[-1], picture.not_back()
    return [
        _("**{title}, {day}**: back in class {count}").format(
            title=title(picture.campaign), day=day_words(newest.day), count=back_words(newest)
        ),
        *_reported_lines(picture, newest),
        *_away_lines(away),
        *day_lines(picture),
    ]


def _reported_lines(picture: Picture, newest: DayFigure) -> list[str]:
    line = _("{reported}/{classes} classes have reported").format(reported=newest.reported, classes=newest.classes)
    silent = picture.silent(newest.day)
    return [line + ("; " + _("not yet: {names}").format(names=listed(silent)) if silent else "")]


def _away_lines(away: Sequence[Absentee]) -> list[str]:
    if not away:
        return [_("**Everybody is in class.**")]
    kinds = Counter(one.kind for one in away)
    text = _("Not in class: **{count}** ({excused} with leave, {unexcused} without{unclear})")
    excused, unexcused, unclear = kinds[Mark.EXCUSED], kinds[Mark.UNEXCUSED], unclear_words(kinds[UNCLEAR])
    lines = [text.format(count=len(away), excused=excused, unexcused=unexcused, unclear=unclear)]
    if long := sum(one.never and one.days >= LONG for one in away):
        lines.append(_("Not seen since the return date, {days} school days or more: {count}").format(
            days=LONG, count=long
        ))  # fmt: skip
    return [*lines, _("By reason: {counts}").format(counts=_counted(map(why, away)))]


def _counted(words: Iterable[str]) -> str:
    return ", ".join(f"{word} {count}" for word, count in Counter(words).most_common())


def day_lines(picture: Picture) -> list[str]:
    """`15/2: 24/60 (40,0%)`, a line a day; where classes are missing it says so."""
    lines = [_("**By day, back in class**")]
    for one in picture.figures[-DAYS_SHOWN:]:
        missing = one.classes - one.reported
        note = _("{count} classes not reported").format(count=missing) if missing else ""
        lines.append(f"• {short_day(one.day)}: {back_words(one)}" + (f", {note}" if note else ""))
    return lines


def why(one: Absentee) -> str:
    """The reason, or that none is known yet."""
    return reason_words(one.reason_code, one.reason) if one.has_reason else _("reason not known")


def kind_said(one: Absentee) -> str:
    return _("leave not clear yet") if one.kind == UNCLEAR else one.kind


def pupil_words(one: Absentee) -> str:
    """`A (Takta - Thôn 3): ngày thứ 2, K, theo cha mẹ đi xa`: without the class, which stands above."""
    text = _("{name} ({place}): school day {days}, {kind}, {why}")
    return text.format(
        name=one.name, place=one.place or _("hamlet unknown"), days=one.days, kind=kind_said(one), why=why(one)
    )


def _with_class(one: Absentee) -> str:
    return _("{name}, {klass}").format(name=one.name, klass=one.class_name)


TABLES: dict[str, tuple[str, Callable[[Absentee], str], Callable[[Absentee], str]]] = {
    "class": (N_("**Not in class, by class**"), lambda one: one.class_name, pupil_words),
    "place": (
        N_("**Not in class, by hamlet**"),
        lambda one: one.place or _("hamlet unknown"),
        lambda one: f"{_with_class(one)}: " + _("school day {days}, {why}").format(days=one.days, why=why(one)),
    ),
    "reason": (
        N_("**Not in class, by reason**"),
        why,
        lambda one: f"{_with_class(one)} ({one.place or _('hamlet unknown')})",
    ),
}


def table_lines(picture: Picture, by: str, most: int) -> list[str]:
    """Who is not back, grouped: with names as long as they are few enough for a phone, else only how many."""
    head, key, words = TABLES[by]
    groups: dict[str, list[Absentee]] = {}
    for one in picture.not_back():
        groups.setdefault(key(one), []).append(one)
    if not groups:
        return [_(head), _("**Everybody is in class.**")]
    order = list(groups.items())
    if by != "class":
        order.sort(key=lambda group: -len(group[1]))
    few = sum(map(len, groups.values())) <= most
    lines = [_(head)]
    for name, pupils in order:
        lines.append(_("**{group}: {count}**").format(group=opening(name), count=len(pupils)))
        lines += [f"• {words(one)}" for one in pupils] if few else []
    return lines if few else [*lines, _("Names: /ralop and a class, or /ralop tệp")]
