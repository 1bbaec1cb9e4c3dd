"""What came of a home visit."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from letters import kind_words
from letters.says.cases import case
from locales import _
from locales.causes import visit_words
from locales.words import listed, pupil_at
from models import Visits
from models.cases.sight import may_know_causes
from models.cases.visits import Visit, causes_of, visits
from models.ladder.facts import case_facts
from models.readers import VISIT, named_by_ladder, works_on
from models.shapes.letter import Due, Letter, Reader, composes, dues_about
from models.shapes.message import Button
from rules.letters import Kind


@composes(Kind.VISITED, to=works_on(VISIT) | named_by_ladder(VISIT), about=kind_words.CASE)
async def visit_results(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    """What came of the visits, for the vice principal and whom the ladder names: one letter a trip."""
    made = await visits(session, Visits.id.in_([due.about for due in dues]), Visits.reported_at.is_not(None))
    if not made:
        return None
    lines = [await _result_line(visit, reader, session) for visit in made]
    told = {visit.id for visit in made}
    text = "\n".join([_("**Home visit reported**"), *lines])
    buttons = [
        [Button(_("The case of {name}").format(name=fact.name), case(fact.id))]
        for fact in await case_facts(session, [case for visit in made for case in visit.cases])
    ]
    return Letter(text=text, told=dues_about(dues, told), buttons=buttons)


async def _result_line(visit: Visit, reader: Reader, session: AsyncSession) -> str:
    facts = await case_facts(session, visit.cases)
    inside = all([await may_know_causes(session, reader.person_id, fact, visit.made_on) for fact in facts])
    causes = {code for codes in (await causes_of(session, visit.cases)).values() for code in codes}
    result = visit_words(visit.met, visit.promised_on, visit.note if inside else None, causes if inside else ())
    who = listed(pupil_at(fact.name, fact.class_name, fact.place) for fact in facts)
    picture = " " + _("(with a picture)") if visit.photo else ""
    return f"• {who}: {visit.person}: {result}{picture}"
