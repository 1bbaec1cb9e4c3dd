"""Who may have which answer: the first that this person may read, else whom to ask."""

import re
from collections.abc import Awaitable, Callable, Sequence

from msgspec import structs
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import as_if_typed, may
from handlers.asked import leads
from handlers.asking.about import About
from handlers.asking.answers import ANSWERS
from handlers.asking.colleagues import not_yours
from handlers.asking.follow_up import compared, over_the_days_before
from handlers.asking.named import nobody_of_that_name, of_the_named
from handlers.asking.orders.instructions import INSTRUCTIONS
from handlers.asking.orders.visits import visit_planned, visit_told
from handlers.asking.passing import passing_on, with_passing_on
from handlers.asking.subjects.announced import announced_before
from handlers.asking.subjects.carers import who_looks_after
from handlers.asking.subjects.courtesy import COURTESIES
from handlers.asking.subjects.headcount import headcount
from handlers.asking.subjects.how_to import how_to
from handlers.asking.subjects.late_reports import late_reports
from handlers.asking.subjects.most import most_of_classes
from handlers.asking.subjects.of_families import leave_state, of_other_children
from handlers.asking.subjects.of_itself import (
    call_wanted,
    correcting,
    data_kept,
    hours_changed,
    more_phones,
    no_reminders,
    own_systems,
    quiet_hours,
)
from handlers.asking.subjects.office import out_of_class, own_report, roster_told, teacher_told
from handlers.asking.subjects.own_days import calendar_of_a_day, nothing_to_withdraw, own_days
from handlers.asking.subjects.reasons import reasons_told
from handlers.asking.subjects.topics import whose_number
from handlers.whom_to_call import only_a_family
from letters.says.families import note
from letters.says.register import remind_again
from locales import _
from models.families.notes import LONGEST
from models.shapes.message import Button, Incoming, Outgoing, Said
from rules.asking.subject import asks_which, calls_somebody
from rules.asking.wish import OF_ALL, Intent
from rules.people.roles import REPORTERS, Role


async def _compared(incoming: Incoming, session: AsyncSession, found: About) -> Sequence[Said] | None:
    """`6A với 6B lớp nào tốt hơn`, before a report of other days."""
    asked = asks_which(found.text)
    return (await most_of_classes(incoming, session, found) if asked else None) or await compared(
        incoming, session, found
    )


_BY_THEMSELVES: dict[Intent, Callable[[Incoming, AsyncSession, About], Awaitable[Sequence[Said] | None]]] = {
    Intent.HEADCOUNT: headcount,
    Intent.MOST: most_of_classes,
    Intent.REPORT: _compared,
    Intent.ROSTER: roster_told,
    Intent.TOLD: teacher_told,
    Intent.LATE_REPORTS: late_reports,
    Intent.TEACHERS: whose_number,
    Intent.CARERS: who_looks_after,
    Intent.PASSED_ON: passing_on,
    Intent.VISITED: visit_told,
    Intent.VISIT_PLANNED: visit_planned,
    Intent.PUPIL: own_days,
    Intent.HOW_TO: how_to,
    Intent.DATA: data_kept,
    Intent.QUIET: quiet_hours,
    Intent.PHONES: more_phones,
    Intent.SENT: announced_before,
    Intent.OWN_REPORT: own_report,
    Intent.CAMPAIGN: out_of_class,
    Intent.CORRECTING: correcting,
    Intent.HOURS: hours_changed,
    Intent.SYNC: own_systems,
    Intent.CALL_ME: call_wanted,
    Intent.LEAVE_STATE: leave_state,
    Intent.OTHERS: of_other_children,
    Intent.REMIND: no_reminders,
    Intent.REASONS: reasons_told,
    Intent.CALENDAR: calendar_of_a_day,
    Intent.WITHDRAW: nothing_to_withdraw,
    **INSTRUCTIONS,
}
_SOME_PLACE = re.compile(
    r"\b(?:thôn|thon|nóc|noc|bản|làng|lang|xóm|buôn|ấp|địa bàn|dia ban|nhà|nha|ở|o)\b", re.IGNORECASE
)
_OF_PLACES = (Intent.FIGURES, Intent.REPORT, Intent.PUPIL, Intent.CASES, Intent.MOVEMENTS)


async def of_intents(
    incoming: Incoming, session: AsyncSession, found: About, intents: Sequence[Intent]
) -> Sequence[Said] | None:
    home = intents[0] is Intent.HAMLET and found.home and _SOME_PLACE.search(found.text)  # and no `tình hình Bình`
    if found.pupils and intents[0] in OF_ALL and not home:
        intents = [Intent.PUPIL, *intents]
    if intents[0] in (Intent.MOST, Intent.LATE):
        found = await over_the_days_before(incoming, session, found)
    sees_pupils = may(incoming.asker, REPORTERS | {Role.HAMLET_STAFF, Role.GUARDIAN})
    if not sees_pupils and calls_somebody(incoming.text) and intents[0] in OF_ALL:
        return [await with_passing_on(incoming, session, await not_yours(incoming, session))]
    of_nobody = Intent.PUPIL in intents and not found.pupils and not incoming.asker.children
    if of_nobody and found.klass is not None and not found.colleague and calls_somebody(incoming.text):
        return await nobody_of_that_name(incoming, session, found)
    if intents[0] is Intent.STOP and not only_a_family(incoming):  # a tired word at work ends no link
        return await COURTESIES[Intent.ANGRY](incoming, session)
    kept = [one for one in intents if not (one is Intent.PUPIL and of_nobody and found.klass is None)]
    if found.place is not None and kept and kept[0] in _OF_PLACES:
        kept = [Intent.HAMLET, *kept]
    for intent in kept:
        if (said := await _of_intent(incoming, session, found, intent)) is not None:
            return said
    return await _of_nobody(incoming, session, found, kept)


async def _of_nobody(
    incoming: Incoming, session: AsyncSession, found: About, intents: Sequence[Intent]
) -> Sequence[Said] | None:
    """Understood, and nothing that this person may read answers it: whom to ask; a family's teacher hears by a tap."""
    if found.hidden and not found.pupils:
        return await of_the_named(incoming, session, found)
    if only_a_family(incoming) or not set(intents) - {Intent.PUPIL}:
        return None
    return [await with_passing_on(incoming, session, await not_yours(incoming, session))]


async def _of_intent(incoming: Incoming, session: AsyncSession, found: About, intent: Intent) -> Sequence[Said] | None:
    if intent in COURTESIES:
        return await COURTESIES[intent](incoming, session)
    if intent in _BY_THEMSELVES and (said := await _BY_THEMSELVES[intent](incoming, session, found)) is not None:
        return said
    for words in ANSWERS[intent](found) if intent in ANSWERS else ():
        if (said := await as_if_typed(incoming, session, words)) is not None:
            return _with_a_way_on(incoming, intent, found, said)
    return None


def _with_a_way_on(incoming: Incoming, intent: Intent, found: About, said: Sequence[Said]) -> Sequence[Said]:
    """What a family reads of its child may be less than it asked: the teacher knows more. A class that is silent may be
    reminded by who leads.
    """
    if not isinstance(said[0], Outgoing):
        return said
    more: list[Button] = []
    if only_a_family(incoming) and intent in OF_ALL and len(incoming.text) <= LONGEST:
        more = [Button(_("Ask the teacher this"), note(incoming.text))]
    elif intent is Intent.SILENT and found.klass is not None and leads(incoming.asker):
        more = [Button(_("Remind {klass} again").format(klass=found.klass.name), remind_again(found.klass.id))]
    return [structs.replace(said[0], buttons=[*said[0].buttons, more]), *said[1:]] if more else said
