"""/noitru: who of the boarders is back, said by list numbers, names or buttons; by village for the leadership."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from handlers import command
from handlers.asked import Unclear, class_asked, leads, local
from letters.boarders import ask_buttons, by_village, count_words
from letters.says.boarders import of_class
from locales import N_, _
from locales.words import listed
from models import BoarderReturns
from models.boarders import AWAY, BACK, STAYED, Boarder, boarders, open_day_of, say
from models.people.class_lists import class_list
from models.shapes.message import Act, Incoming, Outgoing, Said
from rules.boarders import ALL, read_boarders
from rules.boarders import Said as Wish
from rules.people.classes import ClassRef
from rules.people.roles import LEADERS, Role
from rules.reading.who.roster import find

CHANGED = {AWAY, BACK, STAYED}


@command(
    "nội trú",
    "boarders",
    help=N_("who of the boarders is back after the free days"),
    usage=N_("6A chưa 3, 5"),
    who=LEADERS | {Role.HOMEROOM},
)
async def boarders_back(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    """A homeroom teacher speaks of the own class, the leadership of any; without a class it sees the school."""
    school, moment = local(incoming)
    day = await open_day_of(session, school, moment.date())
    if day is None:
        text = _("No boarders are expected back these days. Before school begins again Sĩ Số asks at {time}.")
        return [Outgoing(text=text.format(time=f"{school.boarders_evening:%H:%M}"))]
    klass, words = await _class(incoming, session)
    if klass is None:
        found = await boarders(session, day, BoarderReturns.school_id == school.id)
        return [Outgoing(text="\n".join([count_words(found, day), *by_village(found, office=True)]))]
    return await _of_class(incoming, session, klass, words, day)


async def _class(incoming: Incoming, session: AsyncSession) -> tuple[ClassRef | None, str]:
    """Raises Unclear."""
    klass, left = await class_asked(incoming, session, incoming.rest)
    if klass is None and (left.strip() or not leads(incoming.asker)):
        raise Unclear(_("Which class? For example: {example}").format(example=of_class("6A")))
    if klass is not None and not leads(incoming.asker) and klass.id not in incoming.asker.classes():
        raise Unclear(_("You see your own class only. For {klass} please ask its homeroom teacher.").format(
            klass=klass.name
        ))  # fmt: skip
    return klass, left


async def _of_class(incoming: Incoming, session: AsyncSession, klass: ClassRef, words: str, day: date) -> list[Said]:
    found = await boarders(session, day, BoarderReturns.class_id == klass.id)
    if not found:
        return [Outgoing(text=_("Class {klass} has no boarders who are expected back.").format(klass=klass.name))]
    wishes = read_boarders(words)
    said: list[Said] = []
    if wishes:
        changes = await _changes(incoming, session, klass, found, wishes)
        for state in CHANGED & set(changes.values()):
            ids = [one.id for one in found if changes.get(one.pupil_id) == state]
            await say(session, ids, state, incoming.asker.person_id, incoming.when)
        said = [Act("boarders.said", klass.id)]
        found = await boarders(session, day, BoarderReturns.class_id == klass.id)
    head = _("**Recorded**") + ". " if wishes else ""
    text = "\n".join([head + count_words(found, day, klass.name), *by_village(found)])
    return [Outgoing(text=text, buttons=ask_buttons(found, klass.name)), *said]


async def _changes(
    incoming: Incoming, session: AsyncSession, klass: ClassRef, found: Sequence[Boarder], wishes: Sequence[Wish]
) -> dict[int, str]:
    """What becomes of each pupil spoken of. Raises Unclear for a number or name that is no boarder of the class."""
    changes: dict[int, str] = {}
    for wish in wishes:
        state = BACK if wish.state == ALL else wish.state
        for pupil_id in await _meant(incoming, session, klass, found, wish):
            changes[pupil_id] = state
    if any(wish.whole for wish in wishes):
        rest = [one for one in found if one.pupil_id not in changes and one.state != STAYED]
        changes |= {one.pupil_id: BACK for one in rest}
    return changes


async def _meant(
    incoming: Incoming, session: AsyncSession, klass: ClassRef, found: Sequence[Boarder], wish: Wish
) -> list[int]:
    by_number = {one.list_no: one.pupil_id for one in found}
    known = {one.pupil_id for one in found}
    wrong = [str(number) for number in wish.numbers if number not in by_number]
    meant = [by_number[number] for number in wish.numbers if number in by_number]
    meant += [pupil_id for pupil_id in wish.pupils if pupil_id in known]
    index = (await class_list(session, local(incoming)[0], klass.id, local(incoming)[1].date())).index
    for name in wish.names:
        fitting = [pupil for pupil in find(index, name) if pupil.id in known]
        if len(fitting) > 1:
            names = listed(f"{pupil.list_no} {pupil.name}" for pupil in fitting)
            raise Unclear(_("Several boarders fit “{name}”: {names}. Nothing was recorded; please write the number.")
                          .format(name=name, names=names))  # fmt: skip
        meant += [pupil.id for pupil in fitting]
        wrong += [] if fitting else [name]
    if wrong:
        names = listed(f"{one.list_no} {one.name}" for one in found)
        text = _("No boarder of {klass} fits {words}. Nothing was recorded. The boarders are: {names}.")
        raise Unclear(text.format(klass=klass.name, words=listed(wrong), names=names))
    return meant
