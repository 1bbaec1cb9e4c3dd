"""Tutoring and buddies beside the figures they are for: on a pupil's card, and in the report of a class."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from locales import _
from locales.words import listed
from models.tutoring import buddies, by_subject, tutored


async def helped_lines(session: AsyncSession, pupil_id: int, day: date) -> list[str]:
    """Of one pupil."""
    text = _("Tutoring{subject}: came {came}/{held}")
    lines = [
        text.format(subject=f" {one.subject}" if one.subject else "", came=one.came, held=one.held)
        for one in await tutored(session, day, pupils=[pupil_id])
    ]
    pairs = await buddies(session, day, [pupil_id])
    helps = [one.pupil for one in pairs if one.helper_id == pupil_id]
    helpers = [one.helper for one in pairs if one.pupil_id == pupil_id]
    lines += [_("Buddy: helps {names}").format(names=listed(helps))] if helps else []
    return lines + ([_("Buddy: helped by {names}").format(names=listed(helpers))] if helpers else [])


async def tutoring_line(session: AsyncSession, classes: Sequence[int], day: date) -> str:
    """Of a class: how many are on the lists, and how often they came."""
    found = by_subject(await tutored(session, day, classes=classes))
    text = _("{subject} {count} pupils, came {came}/{held}")
    parts = [
        text.format(
            subject=subject, count=len(some), came=sum(one.came for one in some), held=sum(one.held for one in some)
        ).strip()
        for subject, some in found.items()
    ]
    return _("Tutoring: {parts}").format(parts="; ".join(parts)) if parts else ""
