"""The roads a family's letters took, in words: for who must call, and on the card of a case."""

from datetime import date
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from locales import N_, _
from locales.channels import channel_words
from locales.words import listed, short_day
from models.families.trail import trail
from models.post.tables import HANDED

CAME_TO = {
    "sent": N_("sent (letter)"),
    "gone": N_("no such reader there"),
    "refused": N_("refused"),
    "channeldown": N_("the channel does not work"),
    "uncertain": N_("unclear"),
    "throttled": N_("had to wait"),
    "notsent": N_("not reachable"),
}
ENDED = {  # why a letter was handed to a person though its last try says nothing of it
    "money": N_("the day's money is spent"),
    "silent": N_("no word that it arrived"),
    "undelivered": N_("reported as not arrived"),
}


async def trail_lines(session: AsyncSession, pupil_id: int, since: date) -> list[str]:
    """One line a letter: `02/11 mẹ Lan: tin mẫu Zalo không có người nhận, SMS đã chuyển`."""
    letters: dict[tuple[date, str], list[str]] = {}
    rows = await trail(session, pupil_id, since)
    last = {row.letter: row for row in rows}
    for row in rows:
        words = letters.setdefault((row.day, row.name), [])
        words += _words(row)
        words += _ended(row) if last[row.letter] is row else []
    line = _("Letter {day} to {name}: {words}")
    return [
        line.format(day=short_day(day), name=name, words=listed(dict.fromkeys(words)))
        for (day, name), words in letters.items()
        if words
    ]


def _ended(row: Any) -> list[str]:
    return [_(ENDED[row.why])] if row.state == HANDED and row.why in ENDED else []


def _words(row: Any) -> list[str]:
    if row.channel is None and row.why in ENDED:
        return []
    if row.channel is None:
        return [_("not linked yet") if row.phone else _("no chat and no number")] if row.state == HANDED else []
    said = _(CAME_TO.get(row.outcome or "", N_("on its way")))
    if row.outcome == "sent" and row.seen_at:
        said = _("read")
    elif row.outcome == "sent" and row.arrived_at:
        said = _("arrived")
    return [f"{channel_words(row.channel)} {said}"]
