"""/cungden: a partner's tap, whether the family was met; it lands on the case."""

from collections.abc import Sequence

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import command
from handlers.asked import local
from handlers.cases.answers import case_notices
from letters.says.partners import read_went_along
from letters.told import line_for
from locales import _
from locales.partners import ANSWERS
from locales.words import joined, opening
from models import CaseNotes, Cases, PartnerAsks
from models.cases.history import one_case
from models.shapes.message import Act, Incoming, Outgoing, Said
from rules.people.roles import Role


@command("cùng đến", help="", who=frozenset({Role.PARTNER}), hidden=True, slash=True)
async def went_along(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    """Only what this person was asked, and while it stands."""
    said = read_went_along(incoming.rest)
    mine = select(PartnerAsks.case_id).where(
        PartnerAsks.id == (said.ask_id if said else 0), PartnerAsks.person_id == incoming.linked.person_id
    )
    case = await one_case(session, Cases.id == await session.scalar(mine), Cases.closed_on.is_(None))
    if said is None or case is None:
        return [Outgoing(text=_("This has ended already, thank you."))]
    done = update(PartnerAsks).where(PartnerAsks.id == said.ask_id)
    await session.execute(done.values(answer=said.answer, answered_at=incoming.when))
    words = opening(_(ANSWERS[said.answer])) + (f": {said.words}" if said.words else "")
    note = {"case_id": case.id, "person_id": incoming.linked.person_id, "at": incoming.when, "text": words}
    note_id = (await session.execute(insert(CaseNotes).values(note).returning(CaseNotes.id))).scalar_one()
    notices = await case_notices(incoming, session, case, note_id)
    line = await line_for(session, local(incoming)[0], incoming.when, notices)
    return [Outgoing(text=joined([_("Thank you for your answer."), line])), Act("case.note", case.id), *notices]
