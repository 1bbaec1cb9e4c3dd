"""The written request to the commune, made of what a case knows; nobody gets it but the principal who tapped."""

import asyncio
from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from locales import _, speaking
from locales.causes import body_words, visit_words
from locales.words import listed
from models import Firings, Outbox, People, Pupils
from models.calendar.held import year_start
from models.cases.history import began_with_return
from models.cases.visits import causes_of, of_cases, visits
from models.figures.tally import tallies
from models.ladder.facts import Fact
from models.ladder.look_again import KINDS
from models.people.roles import homeroom
from models.people.signing import signed_letterhead
from models.post.tables import SENT
from models.shapes.asker import School
from models.shapes.message import File
from papers.cases.request import Done, Request, request_paper
from rules.cases.causes import OF_COMMUNE, bodies_for
from rules.ladder.steps import FIRST
from rules.letters import Kind
from rules.people.names import fold
from rules.people.phones import shown

OFFICIAL = "vi"  # papers to the commune are in Vietnamese, whatever language the principal reads


async def request_file(session: AsyncSession, school: School, case: Fact, day: date) -> File:
    with speaking(OFFICIAL):
        request = await _request(session, school, case, day)
        on_top = await signed_letterhead(session, school, day)
        content = await asyncio.to_thread(request_paper, request, on_top, day)
    name = "".join(letter if letter.isalnum() else "-" for letter in fold(f"{case.class_name} {case.name}"))
    return File(f"de-nghi-ubnd-xa-{name}.docx", content)


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
