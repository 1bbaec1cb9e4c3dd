"""The roll in words: how many a class or the school began with, who came and went, and how many there are."""

from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from locales import _
from locales.words import listed, short_day
from models.figures.roll import Roll, dropped_out, rolls, together
from models.figures.targets import targets_of
from rules.figures.indicators import Indicator, Share, margin


async def class_roll(session: AsyncSession, school_id: int, class_id: int, day: date) -> str:
    """ "" for a class in which nobody came or went."""
    roll = (await rolls(session, school_id, day)).get(class_id, Roll())
    moved = [(roll.moved_in, _("from other classes {count}")), (roll.moved_out, _("to other classes {count}"))]
    return _line(roll, day, [text.format(count=count) for count, text in moved if count])


async def school_roll(session: AsyncSession, school_id: int, day: date) -> list[str]:
    """The school's own, and how far it is from the target for those who drop out; empty while nobody came or went."""
    roll = together((await rolls(session, school_id, day)).values())
    line = _line(roll, day, [])
    return [line, await _target(session, school_id, day, roll)] if line else []


async def on_the_list(session: AsyncSession, school_id: int, day: date) -> str:
    """How many pupils the school has."""
    roll = together((await rolls(session, school_id, day)).values())
    return _("On the list on {day}: {count}.").format(day=short_day(day), count=roll.now)


def _line(roll: Roll, day: date, moved: list[str]) -> str:
    """With its day: of a month or a year that is over nothing is “now”."""
    kinds = [
        (roll.came, _("came {count}")),
        (roll.back, _("came back {count}")),
        (roll.transferred, _("moved to other schools {count}")),
        (roll.dropped, _("dropped out {count}")),
        (roll.left, _("off the list without a known reason {count}")),
    ]
    said = [*(text.format(count=count) for count, text in kinds if count), *moved]
    if not said:
        return ""
    text = _("On the list: {opening} at the beginning of the year; {changes}; {now} on {day}.")
    return text.format(opening=roll.opening, changes=listed(said), now=roll.now, day=short_day(day))


async def _target(session: AsyncSession, school_id: int, day: date, roll: Roll) -> str:
    """Who moved to another school has not dropped out; who came back no longer counts."""
    lost = await dropped_out(session, school_id, day)
    if not lost:
        return ""
    target = (await targets_of(session, school_id))[Indicator.DROPOUT]
    more, limit = margin(Share(lost, roll.opening), target), f"{float(target.limit * 100):g}".replace(".", ",")
    text = _("Dropped out: {lost} of {whole} pupils; with up to {margin} more it stays within the target of {limit}%.")
    if more < 0:
        text = _("Dropped out: {lost} of {whole} pupils, {over} more than the target of {limit}% allows.")
    elif not more:
        text = _("Dropped out: {lost} of {whole} pupils; for the target of {limit}% nobody more may be lost.")
    words = text.format(limit=limit, lost=lost, whole=roll.opening, over=-more, margin=more)
    back = roll.dropped - lost
    note = _("({count} who came back are not counted)").format(count=back) if back > 0 else ""
    return f"{words} {note}".rstrip()
