"""The written request to the commune, made of what its cases know: of one pupil, or one letter for several."""

import asyncio
from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from locales import DEFAULT, _, speaking
from locales.causes import body_words, visit_words
from locales.words import listed
from models import Firings, Outbox, People, Pupils
from models.calendar.held import year_start
from models.cases.history import began_with_return
from models.cases.visits import causes_of, of_cases, visits
from models.figures.tally import tallies
from models.ladder.facts import Fact, case_facts
from models.ladder.look_again import KINDS
from models.people.roles import homeroom
from models.people.signing import signed_letterhead
from models.post.tables import SENT
from models.shapes.asker import School
from models.shapes.message import Paper
from papers.cases.request import Done, Request, request_paper
from papers.figures.words import file_name
from papers.making import Made, NoPaperError, makes
from rules.cases.causes import OF_COMMUNE, bodies_for
from rules.ladder.steps import FIRST
from rules.letters import Kind
from rules.papers import PaperKind
from rules.people.names import fold
from rules.people.phones import shown


@makes(PaperKind.REQUEST)
async def request(session: AsyncSession, school: School, paper: Paper) -> Made:
    """Its ids are cases; in Vietnamese, whatever language the principal reads."""
    cases = [one for one in await case_facts(session, paper.ids) if one.school_id == school.id]
    if not cases:
        raise NoPaperError(_("No open case waits for a request to the commune."))
    with speaking(DEFAULT):
        requests = [await _request(session, school, case, paper.day) for case in cases]
        on_top = await signed_letterhead(session, school, paper.day)
        content = await asyncio.to_thread(request_paper, requests, on_top, paper.day)
    who = f"{cases[0].class_name} {cases[0].name}" if len(cases) == 1 else f"{len(cases)} em"
    return Made(file_name("de-nghi-ubnd-xa", fold(who), ending="docx"), content)


async def _request(session: AsyncSession, school: School, case: Fact, day: date) -> Request:
    tally = (await tallies(session, [case.pupil_id], day, await year_start(session, school.id, day)))[case.pupil_id]
    teacher = (await homeroom(session, [case.class_id], day)).get(case.class_id)
    causes = (await causes_of(session, [case.id])).get(case.id, ())
    return Request(
        pupil=case.name,
        born=await session.scalar(select(Pupils.birth_date).where(Pupils.id == case.pupil_id)),
        class_name=case.class_name,
        place=case.place,
        since=case.run_start,
        days=max(tally.days, case.days),
        returning=await began_with_return(session, case.id),
        done=await _done(session, case),
        bodies=body_words([body for body in bodies_for(causes) if body in OF_COMMUNE]),
        homeroom=teacher.name if teacher else "",
        phone=shown(teacher.phone) if teacher and teacher.phone else "",
    )


async def _done(session: AsyncSession, case: Fact) -> list[Done]:
    """Who was sent to the family on the first day, and every visit since."""
    first = select(Firings.id, Firings.day).where(
        Firings.pupil_id == case.pupil_id,
        Firings.run_start == case.run_start,
        Firings.step == FIRST,
        Firings.struck_at.is_(None),
    )
    done = []
    for firing_id, on in (await session.execute(first)).all():
        asked = select(People.full_name).join(Outbox, Outbox.person_id == People.id)
        asked = asked.where(Outbox.about == firing_id, Outbox.kind == Kind.ABSENT_HAMLET, Outbox.state == SENT)
        if names := list(await session.scalars(asked.where(Outbox.kind.in_(KINDS)).order_by(People.id))):
            done.append(Done(on, _("the staff of the hamlet were sent to the family: {names}").format(
                names=listed(names)
            )))  # fmt: skip
    for visit in await visits(session, of_cases([case.id])):
        went = _("{name} visited the home: {result}")
        result = visit_words(visit.met, visit.promised_on, between=", ")
        done.append(Done(visit.made_on, went.format(name=visit.person, result=result)))
    return done or [Done(case.day, _("the school opened a file to follow the pupil"))]
