"""Which class and which pupils of it are meant."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.asked import Unclear, class_asked, leads, local
from locales import _
from locales.words import listed
from models.people.class_lists import class_list
from models.shapes.message import Incoming
from rules.calendar.dates import read_day
from rules.people.classes import ClassRef
from rules.people.names import given_name
from rules.people.roles import Role
from rules.reading.who.roster import Pupil, find


async def class_and_day(incoming: Incoming, session: AsyncSession) -> tuple[ClassRef, date, str]:
    """The class that is typed or the own one, the day (today), and the words that are left. Raises Unclear."""
    klass, words = await class_asked(incoming, session, incoming.rest)
    if klass is None:
        raise Unclear(_("Which class? Please type it first, for example 6A."))
    asker = incoming.asker
    if not (leads(asker) or klass.id in asker.classes() or asker.has(Role.TEACHER)):
        raise Unclear(_("You may look at your own class only."))
    today = local(incoming)[1].date()
    said = read_day(words, today)
    if said is None or not said.days:
        return klass, today, words
    if said.days[-1] > today:
        raise Unclear(_("That day has not come yet. Nothing was written down."))
    return klass, said.days[0], f"{words[: said.start]} {words[said.end :]}"


def may_change(incoming: Incoming, klass: ClassRef) -> None:
    """Lists are the homeroom teacher's and the leadership's. Raises Unclear."""
    if not (leads(incoming.asker) or klass.id in incoming.asker.classes()):
        raise Unclear(_("The list is changed by the homeroom teacher or the leadership."))


async def pupils_called(
    incoming: Incoming, session: AsyncSession, klass: ClassRef, names: Sequence[str]
) -> list[Pupil]:
    """Each name is one pupil of the class. Raises Unclear, and nothing is written down for any."""
    school, moment = local(incoming)
    index = (await class_list(session, school, klass.id, moment.date())).index
    found: list[Pupil] = []
    for name in names:
        fits = find(index, name)
        if len(fits) == 1:
            found.append(fits[0])
            continue
        if not fits:
            text = _("There is no pupil “{words}” in class {klass}. Nothing was written down.")
            raise Unclear(text.format(words=name[:60], klass=klass.name))
        text = _("“{words}” may be {names}: please write more of the name, or the number on the list.")
        names_ = listed(f"{one.name} ({one.list_no})" if one.list_no else one.name for one in fits)
        raise Unclear(text.format(words=given_name(name), names=names_))
    return found
