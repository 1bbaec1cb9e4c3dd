"""What is added to a home visit after its questions: a few words more, and a picture."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from handlers import document
from handlers.asked import local
from locales import _
from locales.words import joined, left_out, listed, plain
from models import Visits
from models.cases.visits import TO_ADD, Visit, answer, visits
from models.ladder.facts import case_facts
from models.shapes.message import Act, Incoming, Outgoing, Said
from rules.people.names import given_name
from rules.people.roles import LEADERS, Role

VISITORS = LEADERS | {Role.HOMEROOM, Role.HAMLET_STAFF}
LONGEST_NOTE = 500


async def note_later(incoming: Incoming, session: AsyncSession, case_id: int, words: str) -> Sequence[Said]:
    """`/tham 12 ghi …`: a few words more about this person's last visit for a case."""
    last = await _last_report(incoming, session)
    if last is None or case_id not in last.cases or not words:
        return [Outgoing(text=_("There is no report of yours from today to add this to."))]
    return await _add_note(session, last, words)


async def visit_note(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    """Words typed right after a report, which no command understands, belong to it. Empty: there is none."""
    last = await _last_report(incoming, session)
    if last is None or last.reported_at is None or incoming.when - last.reported_at > TO_ADD:
        return []
    if len(incoming.text.split()) < 2 or incoming.text.startswith("/"):
        return []
    return await _add_note(session, last, incoming.text)


async def _add_note(session: AsyncSession, visit: Visit, words: str) -> Sequence[Said]:
    said = ". ".join(part for part in (visit.note, words.strip()) if part)
    note = said[:LONGEST_NOTE]
    await answer(session, visit.id, note=note)
    names = listed(given_name(fact.name) for fact in await case_facts(session, visit.cases))
    text = _("Added to the home visit for {names}: “{note}”. This was not taken for an absence report.")
    lines = [text.format(names=names, note=plain(note)), left_out(said, LONGEST_NOTE)]
    return [Outgoing(text=joined(lines)), Act("visit.note", visit.id)]


async def _last_report(incoming: Incoming, session: AsyncSession) -> Visit | None:
    """This person's newest report of today."""
    today = local(incoming)[1].date()
    mine = (Visits.person_id == incoming.asker.person_id, Visits.reported_at.is_not(None), Visits.made_on == today)
    found = await visits(session, *mine)
    return max(found, key=lambda one: (one.reported_at or incoming.when, one.id)) if found else None


@document(who=VISITORS, prepare=None, pictures=True)
async def picture(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    """A picture belongs to the visit being reported, or reported a moment ago. Only a reference to it is kept."""
    mine = Visits.person_id == incoming.asker.person_id
    recent = await visits(session, mine, Visits.started_at > incoming.when - TO_ADD * 2)
    if not recent:
        lines = [_("A picture is taken only while a home visit is being reported: /tham.")]
        if incoming.asker.has(Role.ADMIN):
            lines.append(_("Names are not read from a picture of a list: please send the Excel file itself."))
        return [Outgoing(text="\n".join(lines))]
    visit = next((one for one in recent if one.reported_at is None), recent[-1])
    await keep_picture(incoming, session, visit)
    names = listed(given_name(fact.name) for fact in await case_facts(session, visit.cases))
    text = _("The picture goes with the home visit for {names}; it is kept for 30 days, for the homeroom teacher, the "
             "vice principal and the principal.")  # fmt: skip
    return [Outgoing(text=text.format(names=names)), Act("visit.picture", visit.id)]


async def keep_picture(incoming: Incoming, session: AsyncSession, visit: Visit) -> None:
    if incoming.attachment is not None and incoming.attachment.is_picture:
        await answer(session, visit.id, photo=incoming.attachment.reference, photo_channel=incoming.channel)
