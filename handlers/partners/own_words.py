"""What a partner writes without a tap: it goes to the school with one; a question is answered with what was asked."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.asked import local
from handlers.cases.answers import LONGEST_NOTE
from letters.partners import WITHIN, family_line, taps
from locales import _
from locales.words import joined, quoted
from models import Cases, PartnerAsks
from models.ladder.facts import case_facts
from models.shapes.message import Incoming, Outgoing, Said
from rules.asking.questions import asks, asks_what, asks_whether
from rules.people.roles import Role

MOST = 3  # families


async def partners_words(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    """Empty: the writer is no partner, is something else besides, or was asked nothing lately."""
    asker = incoming.asker
    if {role.name for role in asker.roles} != {Role.PARTNER} or asker.children or incoming.text.startswith("/"):
        return []
    _school, moment = local(incoming)
    mine = select(PartnerAsks.id, PartnerAsks.case_id).join(Cases, Cases.id == PartnerAsks.case_id)
    mine = mine.where(PartnerAsks.person_id == asker.person_id, Cases.closed_on.is_(None))
    lately = mine.where(PartnerAsks.asked_at > incoming.when - WITHIN).order_by(PartnerAsks.id.desc()).limit(MOST)
    rows = (await session.execute(lately)).all()
    if not rows:
        return []
    facts = {fact.id: fact for fact in await case_facts(session, [row.case_id for row in rows])}
    lines = [await family_line(session, facts[row.case_id], moment.date()) for row in rows]
    question = asks(incoming.text) or asks_what(incoming.text) or asks_whether(incoming.text)
    words = "" if question else " ".join(incoming.text.split())[:LONGEST_NOTE]
    head = _("The school asks for this visit together; for more please call:")
    if words:
        head = _("Not passed on yet: {words}. A tap sends it to the school with what came of it:")
    several = len(rows) > 1
    buttons = [tap for row in rows for tap in taps(row.id, facts[row.case_id], several=several, words=words)]
    return [Outgoing(text=joined([head.format(words=quoted(words)), *lines]), buttons=buttons)]
