"""The school's own targets, and the shares that only the school can count, said by its leadership."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.asked import local
from locales import _
from locales.words import opening, percent
from models.figures.roll import year_of
from models.figures.targets import forget_target, keep_share, keep_target, targets_of
from models.shapes.message import Act, Incoming, Outgoing, Said
from papers.figures.numbers import INDICATORS
from rules.figures.indicators import Share
from rules.figures.targets import ENTERED, TargetWish
from rules.people.roles import CHANGERS


async def decided(incoming: Incoming, session: AsyncSession, wish: TargetWish) -> Sequence[Said]:
    if not incoming.asker.has(*CHANGERS):
        return [Outgoing(text=_("The school's targets are decided by the vice principal and the principal."))]
    if wish.share is not None:
        return await _counted(incoming, session, wish, wish.share)
    school_id, one = incoming.linked.school.id, wish.indicator
    if wish.limit is None:
        await forget_target(session, school_id, one)
    elif not 0 <= wish.limit <= 1:
        return [Outgoing(text=_("A target is a share of a hundred: between 0 and 100 %. Nothing was changed."))]
    else:
        await keep_target(session, school_id, one, wish.limit, incoming.linked.person_id, incoming.when)
    target = (await targets_of(session, school_id)).get(one)
    if target is None:
        return [
            Outgoing(text=_("**Target taken away**: {name}.").format(name=_(INDICATORS[one]))),
            Act("target.changed"),
        ]
    text = _("**Target**: {name} {sign} {limit}%. Reports, margins and /chitieu count by it from now on.")
    sign, limit = "≥" if target.at_least else "≤", f"{float(target.limit * 100):g}".replace(".", ",")
    return [Outgoing(text=text.format(name=opening(_(INDICATORS[one])), sign=sign, limit=limit)), Act("target.changed")]


async def _counted(incoming: Incoming, session: AsyncSession, wish: TargetWish, share: Share) -> Sequence[Said]:
    """Of this school year; what the program counts itself is not typed over."""
    year = await year_of(session, incoming.linked.school.id, local(incoming)[1].date())
    if year is None:
        return [Outgoing(text=_("No school year has begun yet."))]
    if wish.indicator not in ENTERED:
        return [
            Outgoing(
                text=_("This is counted from lists and reports; only repeating and finishing in time are entered.")
            )
        ]
    if not share.whole or share.part > share.whole:
        return [
            Outgoing(
                text=_("{part} of {whole} cannot be. Nothing was changed.").format(part=share.part, whole=share.whole)
            )
        ]
    await keep_share(session, year.id, wish.indicator, share, incoming.linked.person_id, incoming.when)
    text = _("**Recorded for {year}**: {name} {part}/{whole} ({rate}).")
    rate = percent(None if share.rate is None else float(share.rate))
    said = text.format(
        year=year.name, name=_(INDICATORS[wish.indicator]), part=share.part, whole=share.whole, rate=rate
    )
    return [Outgoing(text=said), Act("share.entered")]
