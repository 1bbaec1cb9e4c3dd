"""/chitieu: what the school is measured by since the year began, and how many pupils there are to the target."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from handlers import command
from handlers.aside import Aside
from handlers.asked import AsOf, leads, local, year_asked
from handlers.figures.own_targets import decided
from letters.says import figures as says
from locales import N_, _
from locales.words import joined, opening, percent, short_day
from models.figures.measured import Measured, Measures, Of, measured
from models.people.class_lists import class_names
from models.people.places import places
from models.shapes.message import Button, Incoming, Outgoing, Said
from papers.figures.numbers import INDICATORS
from rules.figures.indicators import Indicator, Share, Target, margin
from rules.figures.targets import read_target
from rules.people.names import fold
from rules.people.roles import CHANGERS, LEADERS

_BY = {Of.GRADE: "khoi", Of.CLASS: "lop", Of.VILLAGE: "thon", Of.PLACE: "noc", Of.SEX: "gioi"}
_SHOWN = (Indicator.KEPT, Indicator.DROPOUT, Indicator.ATTENDANCE)  # of each class or hamlet
_LOST = (Indicator.KEPT, Indicator.DROPOUT)  # where pupils can still be lost


@command(
    "chỉ tiêu",
    "targets",
    help=N_("the school's targets and how far it is from each"),
    usage=N_("lớp"),
    who=LEADERS,
    in_group=True,
)
async def targets(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    """Of the school; with `khối`, `lớp`, `thôn`, `nóc` or `giới tính` behind it, of each. It names no pupil."""
    as_of, rest = await year_asked(incoming, session, incoming.rest)
    wish = None if as_of.year else read_target(rest)
    if wish is not None:
        return await decided(incoming, session, wish)
    raise Aside(partial(_told, incoming, as_of=as_of, rest=rest))


async def _told(incoming: Incoming, session: AsyncSession, *, as_of: AsOf, rest: str) -> Sequence[Said]:
    school, _moment = local(incoming)
    found = await measured(session, school.id, date.min, as_of.day)
    if found is None or not leads(incoming.asker):
        return [Outgoing(text=_("No school year has begun yet."))]
    words = fold(rest)
    of = next((one for one, word in _BY.items() if word in words), Of.SCHOOL)
    text = _("**Targets, since {first} until {last}**")
    if as_of.year:
        text = _("**Targets of the school year {year}, since {first} until {last}**")
    head = text.format(year=as_of.year, first=short_day(found.first), last=short_day(found.last))
    lines = _of_school(found) if of is Of.SCHOOL else await _of_each(session, school.id, found, of)
    if of is Of.SCHOOL and incoming.private and incoming.asker.has(*CHANGERS):
        lines.append(_("The school's own: /chitieu bỏ học 1,5 % or, counted by hand, /chitieu hiệu quả đào tạo 95/98"))
    buttons = [[Button(_("By class"), says.targets("lớp")), Button(_("By hamlet"), says.targets("thôn"))]]
    return [Outgoing(text=joined([head, *lines]), buttons=buttons)]


def _of_school(found: Measured) -> list[str]:
    """What nothing can be measured by yet has no line."""
    known = [(one, share) for one, share in found.school.shares.items() if share.whole]
    lines = [
        f"• {opening(_(INDICATORS[one]))}: {_share(share)}{_target(one, share, found.targets.get(one))}"
        for one, share in known
    ]
    if unknown := found.school.fates.unknown:
        text = _("Of {count} pupils no half day has been reported yet, so they do not count as brought to class.")
        lines.append(text.format(count=unknown))
    return lines or [_("There are no figures yet: they begin with the first lists and reports.")]


def _share(share: Share) -> str:
    return f"{share.part}/{share.whole} ({percent(None if share.rate is None else float(share.rate))})"


def _target(one: Indicator, share: Share, target: Target | None) -> str:
    if target is None:
        return ""
    left = margin(share, target)
    sign = "≥" if target.at_least else "≤"
    asked = _("; target {sign} {limit}%: {margin}")
    return asked.format(sign=sign, limit=f"{float(target.limit * 100):g}", margin=_margin(one, left, target))


def _margin(one: Indicator, left: int, target: Target) -> str:
    if one is Indicator.ATTENDANCE:  # counted in half days, not in pupils
        return _("**below it**") if left < 0 else _("target reached")
    if left < 0:
        text = _("**{count} pupils short**") if target.at_least else _("**{count} pupils too many**")
        return text.format(count=-left)
    if one in _LOST:
        return _("{count} more may be lost").format(count=left) if left else _("nobody more may be lost")
    return _("target reached")


async def _of_each(session: AsyncSession, school_id: int, found: Measured, of: Of) -> list[str]:
    each = found.of(of)
    names: dict[Any, str] = {None: _("not known")}
    if of is Of.CLASS:
        names |= await class_names(session, [one.key for one in each])
    elif of in {Of.VILLAGE, Of.PLACE}:
        names |= {id_: place.said for id_, place in (await places(session, school_id)).items()}
    order = {key: number for number, key in enumerate(names)}
    each.sort(key=lambda one: order.get(one.key, len(order)) if one.key is not None else len(order) + 1)
    return [f"• {_name(of, one, names)}: {_figures(one)}" for one in each if one.fates.expected]


def _name(of: Of, one: Measures, names: dict[Any, str]) -> str:
    if of is Of.GRADE and one.key is not None:
        return _("grade {grade}").format(grade=one.key)
    return names.get(one.key, str(one.key))


def _figures(one: Measures) -> str:
    return "; ".join(f"{_(INDICATORS[each])} {_share(one.shares[each])}" for each in _SHOWN if one.shares[each].whole)
