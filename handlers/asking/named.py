"""What is known of whoever or whatever a message names, where nothing else is understood of it; nothing is recorded."""

from collections.abc import Sequence

from msgspec import structs
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import as_if_typed, may
from handlers.asked import leads, local
from handlers.asking.about import About, class_of_pupil
from handlers.asking.answers import of_pupils
from letters.says import Says, Typed, Word
from letters.says.figures import hamlet, klass, report
from letters.says.service import meant
from locales import _
from locales.words import joined
from models.people.roles import Contact, homeroom
from models.shapes.message import Button, Incoming, Outgoing, Said
from rules.asking.subject import calls_somebody, may_follow
from rules.people.phones import shown
from rules.people.roles import REPORTERS
from rules.reading.who.roster import Pupil

MOST_NAMED = 3


async def of_the_named(incoming: Incoming, session: AsyncSession, found: About) -> Sequence[Said] | None:
    """Of a pupil, a class, a place, some days; of a pupil who is not the asker's to read about whom to ask."""
    if found.hidden and not found.pupils:
        return [await _of_others(incoming, session, found.hidden)]
    sees = found.klass is not None and (leads(incoming.asker) or found.klass.id in incoming.asker.classes())
    if found.klass is not None and not found.pupils and (calls_somebody(incoming.text) or not sees):
        return await nobody_of_that_name(incoming, session, found)
    for words in _looks(found):
        if (said := await as_if_typed(incoming, session, words)) is not None:
            return said
    return None


def _looks(found: About) -> Sequence[Typed | Says]:
    if found.pupils:
        return of_pupils(found)
    if found.klass is not None:
        return [klass(found.klass.name, found.days)]
    if found.place is not None:
        return [hamlet(found.place)]
    return [report("", found.days)] if found.days and not found.grades else []


async def nothing_recorded(incoming: Incoming, session: AsyncSession, found: About) -> Sequence[Said] | None:
    """The same where not even a question is understood: what is named is shown. Days alone may be a report."""
    of_days = not (found.pupils or found.hidden or found.klass or found.place)
    said = None if of_days and not may_follow(incoming.text) else await of_the_named(incoming, session, found)
    if said is None or not isinstance(said[0], Outgoing):
        return None
    text = joined([_("What is wanted was not understood, so nothing was recorded. What is known:"), said[0].text])
    return [structs.replace(said[0], text=text), *said[1:]]


async def nobody_of_that_name(incoming: Incoming, session: AsyncSession, found: About) -> Sequence[Said] | None:
    """Of a class that is named, of whom nobody was found: whom to ask, or that there is no such pupil."""
    assert found.klass is not None  # noqa: S101, checked by the caller
    asker, name = incoming.asker, found.klass.name
    if not (leads(asker) or found.klass.id in asker.classes()):
        if not calls_somebody(incoming.text) and may(asker, REPORTERS):
            return await as_if_typed(incoming, session, klass(name, found.days))
        return await as_if_typed(incoming, session, meant(Word("chunhiem"), name))
    text = _("Nobody of that name was found in {klass}; nothing was recorded.").format(klass=name)
    return [Outgoing(text=text, buttons=[[Button(_("See {klass}").format(klass=name), klass(name))]])]


async def _of_others(incoming: Incoming, session: AsyncSession, pupils: Sequence[Pupil]) -> Outgoing:
    """Pupils of classes of others: their homeroom teachers, and the tap that reports."""
    whose = [(one, await class_of_pupil(incoming, session, one)) for one in pupils[:MOST_NAMED]]
    teachers = await homeroom(session, {ref.id for _one, ref in whose if ref is not None}, local(incoming)[1].date())
    lines = [f"• {one.name}, {ref.name}: {_who(teachers.get(ref.id))}" for one, ref in whose if ref is not None]
    names = dict.fromkeys(ref.name for _one, ref in whose if ref is not None)
    looks = [Button(_("See {klass}").format(klass=name), klass(name)) for name in names]
    text = _("What is known of a pupil is for the homeroom teacher and the leaders; please ask:")
    return Outgoing(text=joined([text, *lines]), buttons=[[one] for one in looks])


def _who(teacher: Contact | None) -> str:
    return f"{teacher.name} {shown(teacher.phone) if teacher.phone else ''}".strip() if teacher else "–"
