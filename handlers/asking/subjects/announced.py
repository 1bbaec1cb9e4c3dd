"""What is said of announcements that have gone out: who has read one, who has not, and how one is put right."""

import re
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import as_if_typed, may
from handlers.announcements.audience import typed_audience
from handlers.announcements.card import beginning
from handlers.asked import local
from handlers.asking.about import About
from handlers.service import with_taps
from letters.says import Word
from letters.says import announcements as says
from letters.says.announcements import Verb
from letters.says.service import meant
from locales import _
from locales.words import short_day
from models import Announcements
from models.shapes.message import Button, Incoming, Outgoing, Said
from rules.announcements import matters_in
from rules.people.names import fold
from rules.people.roles import OFFICE

LATEST = 20
_TAKEN_BACK = re.compile(
    r"\b(?:huy|thu hoi|go|xoa|rut|sua|sai|nham|lay lai|dung gui|ngung gui|bo (?:cai|tin|thong bao)|dinh chinh|them)\b"
)


async def announced_before(incoming: Incoming, session: AsyncSession, about: About) -> Sequence[Said]:
    """Of the one that is meant (of its day, by its words, else the last) who has read it; of one to be taken back, that
    it cannot be, with the beginning of words that put it right.
    """
    if not may(incoming.asker, OFFICE):
        text = _("Announcements are sent by the school's leaders; nothing was sent or changed by this message.")
        return [with_taps(incoming.asker, text)]
    meant_one = await _meant(incoming, session, about)
    if meant_one is None:
        shown = await as_if_typed(incoming, session, meant(Word("thongbao"))) or []
        return [Outgoing(text=_("No announcement has been sent yet.")), *shown]
    if _TAKEN_BACK.search(fold(incoming.text)):
        return await _put_right(incoming, session, meant_one)
    return await as_if_typed(incoming, session, says.act(Verb.SHOW, meant_one.id, "")) or []


async def _meant(incoming: Incoming, session: AsyncSession, about: About) -> Any:
    school = local(incoming)[0]
    sent = select(Announcements.id, Announcements.words, Announcements.sent_at).where(
        Announcements.school_id == school.id, Announcements.sent_at.is_not(None)
    )
    rows = (await session.execute(sent.order_by(Announcements.id.desc()).limit(LATEST))).all()
    rows = [row for row in rows if about.day is None or school.day(row.sent_at) == about.day] or rows
    said = matters_in(incoming.text)
    return max(rows, key=lambda row: len(said & matters_in(row.words)), default=None)


async def _put_right(incoming: Incoming, session: AsyncSession, row: Any) -> Sequence[Said]:
    text = _(
        "“{words}” went out on {day} and cannot be taken back or changed. To put it right for the same people: copy "
        "the next message, add the right words and send it to me."
    )
    day = short_day(local(incoming)[0].day(row.sent_at))
    buttons = [
        [Button(_("Who has read it"), says.act(Verb.SHOW, row.id, ""))],
        [Button(_("All announcements"), meant(Word("thongbao")))],
    ]
    begins = says.announcement(f"{await typed_audience(session, row.id)}: nhà trường xin đính chính:")
    return [
        Outgoing(text=text.format(words=beginning(row.words), day=day), buttons=buttons),
        Outgoing(text=begins, copied=True),
    ]
