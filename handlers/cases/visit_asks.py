"""The questions of a home visit, one after another, each with its buttons; and the result as others read it."""

from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.asked import local
from letters.says import Code
from letters.says.cases import NO_DAY, VisitAsk, visit_answer
from locales import _
from locales.causes import CAUSES, MET, cause_words
from locales.words import day_words, listed, opening
from models import Cases, Visits
from models.calendar.held import school_calendar
from models.cases.sight import own
from models.cases.tables import CAUSE
from models.cases.tables import MET as WHOM
from models.cases.visits import Visit, causes_of, visits
from models.ladder.facts import Fact, case_facts
from models.shapes.message import Button, Incoming, Outgoing
from rules.people.names import given_name

DAYS_OFFERED = 6


async def next_question(incoming: Incoming, session: AsyncSession, visit: Visit) -> Outgoing:
    """The question a visit waits for. Its buttons are numbered, so a digit answers it where there are none."""
    facts = await case_facts(session, visit.cases)
    names = listed(_short(fact) for fact in facts)
    if visit.asks == WHOM:
        return await _whom(incoming, session, visit, names)
    known = {code for codes in (await causes_of(session, visit.cases)).values() for code in codes}
    if visit.asks == CAUSE:
        return _why(visit, names, known)
    return await _when_back(incoming, session, visit, names, known, facts[0].class_id if facts else 0)


def _short(fact: Fact) -> str:
    return f"{given_name(fact.name)} ({fact.class_name})" if fact.class_name else given_name(fact.name)


async def _whom(incoming: Incoming, session: AsyncSession, visit: Visit, names: str) -> Outgoing:
    def button(code: str) -> Button:
        return Button(_(MET[code]).capitalize(), visit_answer(visit.id, VisitAsk.WHOM, Code(code)))

    both = Button(_("Both parents"), visit_answer(visit.id, VisitAsk.WHOM, Code("father,mother")))
    rows = [
        [button("mother"), button("father"), both],
        [button("grandparent"), button("relative")],
        [button("pupil"), button("nobody")],
    ]
    place = await session.scalar(select(Cases.place_id).where(Cases.id == visit.cases[0]))
    alone = len(await visits(session, Visits.trip == visit.trip)) == 1
    others = [one for one in await same_hamlet(incoming, session, place or 0) if one not in visit.cases]
    if alone and others:
        more = listed(given_name(fact.name) for fact in await case_facts(session, others))
        rows.append(
            [
                Button(
                    _("On the same trip also: {names}").format(names=more), visit_answer(visit.id, VisitAsk.SAME_HAMLET)
                )
            ]
        )
    text = _("Home visit for **{names}**: whom did you meet? (Or in one line: /tham {case} and a few words.)")
    return Outgoing(text=text.format(names=names, case=visit.cases[0]), buttons=rows)


def _why(visit: Visit, names: str, known: set[str]) -> Outgoing:
    buttons = [
        Button(_(words).capitalize(), visit_answer(visit.id, VisitAsk.CAUSE, Code(code)))
        for code, words in CAUSES.items()
        if code not in known
    ]
    rows = [buttons[start : start + 2] for start in range(0, len(buttons), 2)]
    text = _("Why does {names} stay away? Only the homeroom teacher and the leadership see this.")
    return Outgoing(text=text.format(names=names), buttons=rows)


async def _when_back(
    incoming: Incoming, session: AsyncSession, visit: Visit, names: str, known: set[str], class_id: int
) -> Outgoing:
    days = await promise_days(incoming, session, class_id)
    today = local(incoming)[1].date()
    codes = [(_day_label(day, today), Code(day.isoformat())) for day in days] + [(_("No date promised"), NO_DAY)]
    buttons = [[Button(label, visit_answer(visit.id, VisitAsk.PROMISE, code))] for label, code in codes]
    buttons.append([Button(_("One more cause"), visit_answer(visit.id, VisitAsk.ONE_MORE))])
    text = _("Cause: {causes}. When is {names} to be back? (Another day: /tham {case} hứa 25/11.)")
    words = text.format(causes=cause_words(known), names=names, case=visit.cases[0])
    return Outgoing(text=words, buttons=buttons)


def _day_label(day: date, today: date) -> str:
    said = day_words(day)
    return _("Tomorrow, {day}").format(day=said) if day == today + timedelta(days=1) else opening(said)


async def promise_days(incoming: Incoming, session: AsyncSession, class_id: int) -> list[date]:
    """The class's next school days, next Monday among them; any class's for a child who is in none."""
    school, moment = local(incoming)
    calendar = await school_calendar(session, school, moment.date())
    some = class_id if class_id in calendar.classes else next(iter(calendar.classes), None)
    if some is None:
        return []
    last = moment.date() + timedelta(days=13)
    return calendar.days(some, moment.date() + timedelta(days=1), last)[:DAYS_OFFERED]


async def same_hamlet(incoming: Incoming, session: AsyncSession, place_id: int) -> list[int]:
    """The open cases of a hamlet whose homes wait for a visit, of those this person may report about."""
    mine = own(incoming.asker, local(incoming)[1].date())
    waiting = select(Cases.id).where(
        mine, Cases.place_id == place_id, Cases.closed_on.is_(None), Cases.visited_on.is_(None)
    )
    return list(await session.scalars(waiting.order_by(Cases.id)))
