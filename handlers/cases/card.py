"""The card of a case: who, until when, why, whether it helps, and everything that was done and said."""

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.asked import local
from handlers.cases.tasks import state_words
from letters.cases.by_hand import ENDS
from letters.families.said import said_lines
from letters.families.trail import trail_lines
from letters.says import cases as says
from letters.says.cases import CaseAct
from letters.says.partners import ask_partner
from letters.told import TOLD as TOLD_OF
from letters.told import told_words
from locales import N_, _
from locales.causes import body_words, cause_words, visit_words
from locales.words import day_words, joined, listed, percent, plain, pupil_at, quoted, short_day
from models import Cases
from models.calendar.held import school_calendar
from models.cases.decisions import REQUEST
from models.cases.history import Case, Fired, Told, began_with_return, fired_of, notes_of, one_case, tasks, told_about
from models.cases.presence import BEFORE, Attended, before, held_parts, since
from models.cases.sight import may_know_causes, may_see_photos, own
from models.cases.told import ENDED, OF_CASE, RESULT
from models.cases.visits import Visit, causes_of, of_cases, visits
from models.ladder.facts import Fact, case_facts
from models.ladder.look_again import KINDS
from models.people.places import carers, places
from models.people.roles import Contact, homeroom
from models.people.tables import Guardians
from models.post.corrections import CORRECTED
from models.shapes.message import Button, Incoming, Outgoing
from papers.ladder.words import fired_words
from rules.cases.causes import bodies_for
from rules.figures.indicators import rate
from rules.ladder.steps import AWAY, CASE, FIRST, NOT_BACK, OUT, TOLD, UP, StepKind, kind_of
from rules.letters import Kind
from rules.people.phones import shown
from rules.people.roles import HEADS, Role

WENT, DECIDED = "went", "decided"
NOTICES: dict[str, str] = {
    Kind.CASE_BY_HAND: N_("opened by hand"),
    Kind.VISIT_DUE: N_("the home visit was overdue"),
    Kind.PROMISE_BROKEN: N_("not back on the day promised"),
}
ORDER = (AWAY, FIRST, CASE, TOLD, WENT, UP, NOT_BACK, DECIDED, OUT)  # of what is of one day


async def card(incoming: Incoming, session: AsyncSession, case: Case) -> Outgoing:
    """Everything for those who work on it; for those who were asked to help, what they need to know."""
    fact = (await case_facts(session, [case.id]))[0]
    teacher = (await homeroom(session, [fact.class_id], local(incoming)[1].date())).get(fact.class_id)
    today = local(incoming)[1].date()
    if await one_case(session, Cases.id == case.id, own(incoming.asker, today)) is None:
        return _handed(case, fact, teacher)
    knows = await may_know_causes(session, incoming.asker.person_id, case, today)
    made = await visits(session, of_cases([case.id]))
    lines = [
        _who(case, fact),
        await _now(incoming, session, case, teacher),
        _opened(case, knows=knows, returning=await began_with_return(session, case.id)),
        *(await _causes(session, case) if knows else []),
        *await _presence(incoming, session, case, made),
        *await _history(incoming, session, case, made, knows=knows),
        *await _answers(incoming, session, case),
        *(await _said(incoming, session, case) if knows else []),
        *await trail_lines(session, case.pupil_id, case.run_start),
    ]
    return Outgoing(text=joined(lines), buttons=await _buttons(incoming, session, case, made))


def _who(case: Case, fact: Fact) -> str:
    return _("**Case {case}**: {who}").format(case=case.id, who=pupil_at(fact.name, fact.class_name, fact.place))


def _handed(case: Case, fact: Fact, teacher: Contact | None) -> Outgoing:
    """No causes, no notes, no family: what the principal has asked for, and whom to call."""
    lines = [
        _who(case, fact),
        *([_("Not in class since {day}.").format(day=day_words(case.run_start))] if case.days else []),
        _("The school asks you to go to the family with it, so that the pupil comes back to class."),
    ]
    if teacher is not None:
        phone = shown(teacher.phone) if teacher.phone else ""
        lines.append(_("Teacher of the class: {name} {phone}").format(name=teacher.name, phone=phone).strip())
    lines.append(_("To answer the school: write it here, and tap “Pass this on”. Or call the teacher."))
    return Outgoing(text="\n".join(lines))


async def _now(incoming: Incoming, session: AsyncSession, case: Case, teacher: Contact | None) -> str:
    """Who has it in hand, what is next and until when; or how it ended."""
    if case.closed_on is not None:
        ends = ENDS | {"returned": N_("back in class"), "corrected": N_("the absence was put right")}
        text = _("**Closed** {day}: {why}")
        return text.format(day=day_words(case.closed_on), why=_(ends.get(case.closed_why or "", N_("ended"))))
    school, moment = local(incoming)
    today = moment.date()
    task = (await tasks(session, await school_calendar(session, school, today), today, Cases.id == case.id))[0]
    owner = _("the principal") if task.to_decide else teacher.name if teacher else await _near(session, case, today)
    gone = _("**No longer on a class list**: it stays open until a person closes it.")
    if not task.fact.class_id:
        gone = _("**On no class list yet**: it ends when the child is put on one and is in class.")
    said = _("In hand: {owner}; {state}").format(owner=owner, state=state_words(task, today))
    return joined([said, "" if task.on_a_list else gone])


async def _near(session: AsyncSession, case: Case, today: date) -> str:
    """Of a child on no list those who look after its hamlet."""
    known = await places(session, case.school_id) if case.class_id is None else {}
    home = known.get(case.place_id or 0)
    there = {home.id, home.parent_id} if home else set()
    pair = [one.name for one in await carers(session, case.school_id, today)
            if one.place_id in there and one.role == Role.HAMLET_STAFF]  # fmt: skip
    return listed(pair) if pair else _("nobody yet")


def _opened(case: Case, *, knows: bool, returning: bool) -> str:
    day = day_words(case.opened_on)
    if case.opened_by is not None:
        text = _("Opened {day} by {name}: {why}")
        said = quoted(case.opened_why) if case.opened_why else _("no words")
        why = said if knows else _("see the homeroom teacher")
        return text.format(day=day, name=case.names.get(case.opened_by, "–"), why=why)
    text = _("Opened {day}: {days} days without leave, since {since}")
    if returning:
        text = _("Opened {day}: not back {days} school days after the return date, {since}")
    return text.format(day=day, days=case.days, since=day_words(case.run_start))


async def _causes(session: AsyncSession, case: Case) -> list[str]:
    codes = (await causes_of(session, [case.id])).get(case.id, ())
    if not codes:
        return [_("Cause: not known yet")]
    return [
        _("Cause: {causes}").format(causes=cause_words(codes)),
        _("Who can help: {bodies}.").format(bodies=body_words(bodies_for(codes))),
    ]


async def _presence(incoming: Incoming, session: AsyncSession, case: Case, made: Sequence[Visit]) -> list[str]:
    """Half days before percentages: a percentage hides how few they are."""
    today = local(incoming)[1].date()
    held = await held_parts(session, case.pupil_id, case.opened_on, case.closed_on or today)
    lines = [
        _("Attendance, {days} school days before: {share}").format(
            days=BEFORE, share=_share(before(held, case.opened_on))
        ),
        _("Since it opened: {share}").format(share=_share(since(held, case.opened_on))),
    ]
    text = _("Since the visit of {day}: {share}")
    return lines + [
        text.format(day=short_day(one.made_on), share=_share(since(held, one.made_on)))
        for one in made
        if not one.met_nobody
    ]


def _share(attended: Attended) -> str:
    if not attended.counted:
        return _("no session reported")
    found = rate(attended.present, attended.counted)
    said = percent(None if found is None else float(found))
    return _("{present}/{counted} sessions ({percent})").format(
        present=attended.present, counted=attended.counted, percent=said
    )


async def _history(
    incoming: Incoming, session: AsyncSession, case: Case, made: Sequence[Visit], *, knows: bool
) -> list[str]:
    """Every step in its order, and with each who was told and whether it has reached them."""
    fired = await fired_of(session, case)
    told = await told_about(session, case, fired, made)
    family = await _family(session, case)
    steps = [
        (
            one.day,
            _place(kind_of(one.step)),
            fired_words(one.step, one.days) + _told([t for t in told if _about(t, one)], family),
        )
        for one in fired
    ]
    went = [
        (one.made_on, _place(WENT), _visit(one, knows=knows) + _told([t for t in told if _result(t, one)], family))
        for one in made
    ]
    decided = [(case.decided_on, _place(DECIDED), _decided(case))] if case.decided_on else []
    events = sorted([*steps, *went, *decided, *_notices(told, family)])
    lines = [f"• {short_day(day)} {words}" for day, _order, words in events]
    put_right = [one for one in told if one.kind == CORRECTED]
    if put_right:
        lines.append("• " + _("the correction") + _told(put_right, family))
    back = [one for one in told if one.kind in ENDED]
    if back:
        lines.append("• " + _("how it ended") + _told(back, family))
    return [_("**So far**"), *lines] if lines else []


def _place(what: StepKind | str) -> int:
    """Of what is of one day, what comes first."""
    return ORDER.index(what) if what in ORDER else len(ORDER)


def _notices(told: Sequence[Told], family: frozenset[int]) -> list[tuple[date, int, str]]:
    """What was said about the case itself, by day: that it was opened, that a visit or a promised day is overdue."""
    sent = dict.fromkeys((one.day, one.kind) for one in told if one.kind in OF_CASE)
    return [
        (day, len(ORDER), _(NOTICES[kind]) + _told([t for t in told if (t.day, t.kind) == (day, kind)], family))
        for day, kind in sent
    ]


def _about(told: Told, fired: Fired) -> bool:
    return told.about == fired.id and told.kind in KINDS


def _result(told: Told, visit: Visit) -> bool:
    return told.about == visit.id and told.kind == RESULT


async def _family(session: AsyncSession, case: Case) -> frozenset[int]:
    return frozenset(await session.scalars(select(Guardians.person_id).where(Guardians.pupil_id == case.pupil_id)))


def _visit(visit: Visit, *, knows: bool) -> str:
    result = visit_words(visit.met, visit.promised_on, visit.note if knows else None)
    return _("home visit by {name}: {result}").format(name=visit.person or "–", result=result)


def _decided(case: Case) -> str:
    name = case.names.get(case.decided_by or 0, _("the principal"))
    if case.decision == REQUEST:
        return _("{name} decided: ask the commune for help").format(name=name)
    return _("{name} decided: the school goes on persuading").format(name=name)


def _told(told: Iterable[Told], family: frozenset[int]) -> str:
    """Whom it has reached and whom not, families by what they are, not by name."""
    named = [(_("the family") if one.person_id in family else one.name, one.fate) for one in told]
    words = told_words(TOLD_OF, [(name, fate) for name, fate in named if fate is not None])
    return f"; {words}" if words else ""


async def _answers(incoming: Incoming, session: AsyncSession, case: Case) -> list[str]:
    school, _moment = local(incoming)
    text = _("• {day} answer of {name}: “{text}”")
    return [
        text.format(day=short_day(school.day(note.at)), name=note.name, text=plain(note.text or _("no longer kept")))
        for note in await notes_of(session, case.id)
    ]


async def _said(incoming: Incoming, session: AsyncSession, case: Case) -> list[str]:
    """By the family itself, since the absence began."""
    school, _moment = local(incoming)
    said = await said_lines(session, school, case.pupil_id, own_words=True, since=case.run_start)
    return [_("What the family answered:"), *said] if said else []


async def _buttons(incoming: Incoming, session: AsyncSession, case: Case, made: Sequence[Visit]) -> list[list[Button]]:
    asker, today = incoming.asker, local(incoming)[1].date()
    rows = []
    if any(one.photo for one in made) and await may_see_photos(session, asker.person_id, case, today):
        rows.append([Button(_("Pictures"), says.case(case.id, CaseAct.PICTURES))])
    mine = await one_case(session, Cases.id == case.id, own(asker, today))
    if case.closed_on is not None or mine is None:
        return rows
    visit = Button(_("Report a home visit"), says.visit(case.id))
    causes = Button(_("Causes"), says.case(case.id, CaseAct.CAUSES))
    knows = await may_know_causes(session, asker.person_id, case, today)
    rows.append([visit, causes] if knows else [visit])
    if asker.has(Role.PRINCIPAL) and case.decision != REQUEST:
        rows.append([Button(_("Send the request to the commune"), says.decide_case(case.id, sends=True))])
    if asker.has(*HEADS):
        rows.append([Button(_("Ask a partner to go along"), ask_partner(case.id, None))])
        rows.append([Button(_("Close by hand"), says.close_case(case.id))])
    return rows
