"""/ca: a case: its card, opening and closing it by hand, its causes, pictures, and answers of those asked to help."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import date

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import command
from handlers.asked import Unclear, class_asked, local
from handlers.cases.answers import answer_case
from handlers.cases.by_hand import close_case, open_case
from handlers.cases.card import card
from handlers.cases.tasks import state_words
from letters.says import cases as says
from letters.says.cases import CaseAct
from locales import N_, _
from locales.causes import CAUSES, body_words, cause_words
from models import Cases, Visits
from models.calendar.held import school_calendar
from models.cases.history import Case, one_case, tasks
from models.cases.sight import is_inside, may_know_causes, may_see_photos, own, seen_by
from models.cases.tables import CaseCauses
from models.cases.visits import add_causes, causes_of, of_cases, visits
from models.ladder.facts import Fact, case_facts
from models.shapes.message import Act, Button, File, Incoming, Outgoing, Said
from rules.cases.causes import BY_CODE, bodies_for
from rules.people.roles import LEADERS, Role
from rules.reading.who.roster import ClassRoster, Pupil, build_index, find

WHO = LEADERS | {Role.HOMEROOM, Role.HAMLET_STAFF, Role.VILLAGE_HEAD, Role.COMMUNE_OFFICER}
OFFERED = 8
Doing = Callable[[Incoming, AsyncSession, Case, str], Awaitable[Sequence[Said]]]


@command(
    "ca",
    "vụ việc",
    "case",
    help=N_("a case: what was done, who reads of it, what is next"),
    usage=N_("6A Nguyen Van A"),
    daily=10,
    who=WHO,
    slash=True,
)
async def case_command(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    """Alone: the cases one may see. With a number or a name: the card. `mở` and `đóng` are by hand."""
    if not incoming.rest.strip():
        return await _list(incoming, session)
    if (opens := says.read_open_case(incoming.rest)) is not None:
        return await open_case(incoming, session, opens)
    if (closing := says.read_close_case(incoming.rest)) is not None:
        return await close_case(incoming, session, await _by_number(incoming, session, closing.case_id), closing.why)
    wish = says.read_case(incoming.rest)
    if wish is not None and (case := await _by_number(incoming, session, wish.case_id)) is not None:
        return await DOINGS[wish.act](incoming, session, case, wish.words)
    return await _show(incoming, session, await _by_name(incoming, session), "")


async def _by_number(incoming: Incoming, session: AsyncSession, number: int | None) -> Case | None:
    """A case that is not this person's to see is answered as one that does not exist."""
    if number is None:
        return None
    return await one_case(session, Cases.id == number, seen_by(incoming.asker, local(incoming)[1].date()))


async def _by_name(incoming: Incoming, session: AsyncSession) -> Case:
    """Among the cases this person may see. Raises Unclear."""
    words, today = incoming.rest.strip(), local(incoming)[1].date()
    klass, left = await class_asked(incoming, session, words) if is_inside(incoming.asker) else (None, words)
    seen = select(Cases.id).where(seen_by(incoming.asker, today))
    if klass is not None and left != words:
        seen = seen.where(Cases.class_id == klass.id)
    facts = await case_facts(session, list(await session.scalars(seen)))
    pupils = {fact.pupil_id: Pupil(fact.pupil_id, None, fact.name) for fact in facts}
    found = find(build_index(ClassRoster(0, "", 0, tuple(pupils.values()))), left) if pupils and left else ()
    if len(found) == 1:
        case = await one_case(session, Cases.pupil_id == found[0].id, seen_by(incoming.asker, today))
        if case is not None:
            return case
    if found:
        latest = {fact.pupil_id: fact for fact in facts}
        buttons = [[Button(_named(latest[one.id]), says.case(latest[one.id].id))] for one in found[:OFFERED]]
        raise Unclear(_("Which pupil is meant?"), buttons)
    raise Unclear(_("There is no case you may see for “{words}”. Please see /ca for all of them.").format(words=words))


def _named(fact: Fact) -> str:
    return ", ".join(filter(None, (fact.name, fact.class_name))) + (f" ({fact.place})" if fact.place else "")


async def _list(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    school, moment = local(incoming)
    today = moment.date()
    calendar = await school_calendar(session, school, today)
    found = await tasks(session, calendar, today, seen_by(incoming.asker, today))
    if not found:
        return [Outgoing(text=_("There is no open case that you have to do with."))]
    head = _("**Open cases**") if is_inside(incoming.asker) else _("**Pupils the school asks you to help with**")
    lines = [f"• {_named(one.fact)}: {state_words(one, today)}" for one in found]
    buttons = [[Button(_named(one.fact)[:60], says.case(one.fact.id))] for one in found[:OFFERED]]
    return [Outgoing(text="\n".join([head, *lines]), buttons=buttons), Act("cases.read", len(found))]


async def _show(incoming: Incoming, session: AsyncSession, case: Case, words: str) -> Sequence[Said]:
    return [await card(incoming, session, case), Act("case.read", case.id)]


async def _causes(incoming: Incoming, session: AsyncSession, case: Case, code: str) -> Sequence[Said]:
    """Tapping a cause adds it, tapping it again takes it away."""
    today = local(incoming)[1].date()
    works = await session.scalar(select(Cases.id).where(Cases.id == case.id, own(incoming.asker, today)))
    if works is None or not await may_know_causes(session, incoming.asker.person_id, case, today):
        return [Outgoing(text=_("Causes are kept by the homeroom teacher and the leadership."))]
    known = (await causes_of(session, [case.id])).get(case.id, ())
    said: list[Said] = []
    if code in known and len(known) > 1:
        await session.execute(delete(CaseCauses).where(CaseCauses.case_id == case.id, CaseCauses.code == code))
    elif code in BY_CODE:
        await add_causes(session, [case.id], [code], incoming.asker.person_id, today)
    if code in BY_CODE:
        said.append(Act("case.cause", case.id))
    return [await _cause_buttons(session, case), *said]


async def _cause_buttons(session: AsyncSession, case: Case) -> Outgoing:
    known = (await causes_of(session, [case.id])).get(case.id, ())
    text = _("Causes: {causes}. Tap to add one or take one away.").format(causes=cause_words(known) or "–")
    if known:
        text += "\n" + _("Who can help: {bodies}.").format(bodies=body_words(bodies_for(known)))
    buttons = [
        Button(("✓ " if code in known else "") + _(words).capitalize(), says.case(case.id, CaseAct.CAUSES, code))
        for code, words in CAUSES.items()
    ]
    return Outgoing(text=text, buttons=[buttons[start : start + 2] for start in range(0, len(buttons), 2)])


async def _pictures(incoming: Incoming, session: AsyncSession, case: Case, words: str) -> Sequence[Said]:
    """The pictures of its visits, to those who may see them; every look is written down."""
    today = local(incoming)[1].date()
    if not await may_see_photos(session, incoming.asker.person_id, case, today):
        return [Outgoing(text=_("Pictures are for the homeroom teacher, the vice principal and the principal."))]
    made = await visits(session, of_cases([case.id]), Visits.photo.is_not(None))
    if not made:
        return [Outgoing(text=_("There is no picture; they are kept for 30 days."))]
    files = [_picture(one.photo or "", one.photo_channel or "", one.made_on) for one in made]
    return [Outgoing(text=_("Pictures of the visits"), files=files), Act("case.pictures", case.id)]


def _picture(reference: str, channel: str, day: date) -> File:
    return File(f"den-nha-{day}.jpg", held_by=channel, reference=reference)


DOINGS: dict[CaseAct, Doing] = {
    CaseAct.SHOW: _show, CaseAct.ANSWER: answer_case, CaseAct.CAUSES: _causes, CaseAct.PICTURES: _pictures,
}  # fmt: skip
