"""Which pupil is meant: by name, class and number, among those the asker may read about."""

from collections.abc import Callable, Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.asked import OFFERED, AsOf, Unclear, class_asked, known_classes, leads, local, own_classes
from letters.says import Typed
from letters.says import figures as says
from locales import _
from models.people.class_lists import class_list
from models.people.places import places, with_hamlets
from models.shapes.message import Button, Incoming
from rules.people.classes import ClassRef
from rules.people.names import given_name
from rules.people.roles import Role
from rules.reading.who.roster import Pupil, find
from rules.written import pupil_written


async def pupil_asked(
    incoming: Incoming,
    session: AsyncSession,
    words: str,
    then: AsOf | None = None,
    *,
    again: Callable[[str], Typed] = says.pupil_named,
) -> tuple[ClassRef, Pupil]:
    """As the lists are today, or `then`. Raises Unclear. A pupil one may not read is answered as one who is not there;
    one who is not in the class that was named is looked for in the others.

    `again`: how it is asked of the pupil who is chosen instead.
    """
    klass, left = await _class_in(incoming, session, words, then)
    readable = await _readable(incoming, session, klass, then)
    if not left:
        of_class = readable if klass is not None else []
        mine = [one for one in readable if one[1].id in incoming.asker.children]
        return _chosen(of_class or mine, words, readable, again)
    found = await _named(incoming, session, left, readable, then)
    if klass is not None and not found:
        found = await _named(incoming, session, left, await _readable(incoming, session, None, then), then)
    return _chosen(found, words, readable, again)


async def _named(
    incoming: Incoming,
    session: AsyncSession,
    name: str,
    readable: Sequence[tuple[ClassRef, Pupil]],
    then: AsOf | None,
) -> list[tuple[ClassRef, Pupil]]:
    school, moment = local(incoming)
    found = []
    for each in dict.fromkeys(ref for ref, _pupil in readable):
        index = (await class_list(session, school, each.id, then.day if then else moment.date())).index
        allowed = {pupil.id for ref, pupil in readable if ref == each}
        found += [(each, pupil) for pupil in find(index, name) if pupil.id in allowed]
    return found


async def _class_in(
    incoming: Incoming, session: AsyncSession, words: str, then: AsOf | None
) -> tuple[ClassRef | None, str]:
    """The class that was written; one's own is not assumed, since a child may be in another."""
    klass, left = await class_asked(incoming, session, words, then)
    return (klass, left) if left != words else (None, words)


async def _readable(
    incoming: Incoming, session: AsyncSession, only: ClassRef | None, then: AsOf | None
) -> list[tuple[ClassRef, Pupil]]:
    """Everybody this person may read about: the school, an own class, those of the hamlets a member of staff looks
    after, own children. A village head reads of no pupil as village head.
    """
    asker, (school, moment) = incoming.asker, local(incoming)
    hamlets, as_of = await own_hamlets(incoming, session), then or AsOf(moment.date())
    own = await own_classes(incoming, session, as_of)
    found = []
    for klass in await known_classes(incoming, session, as_of.day):
        if only is not None and klass.id != only.id:
            continue
        pupils = await class_list(session, school, klass.id, as_of.day)
        found += [
            (klass, pupil)
            for pupil in pupils.index.roster.pupils
            if leads(asker) or klass.id in own or pupil.id in asker.children or pupils.places[pupil.id] in hamlets
        ]
    return found


async def own_hamlets(incoming: Incoming, session: AsyncSession) -> frozenset[int]:
    """Where this person looks after families as a member of staff."""
    school, _moment = local(incoming)
    return with_hamlets(await places(session, school.id), incoming.asker.places(Role.HAMLET_STAFF))


def _chosen(
    found: Sequence[tuple[ClassRef, Pupil]],
    words: str,
    readable: Sequence[tuple[ClassRef, Pupil]],
    again: Callable[[str], Typed],
) -> tuple[ClassRef, Pupil]:
    if len(found) == 1:
        return found[0]
    if found:
        buttons = [[Button(_who(klass, pupil), again(pupil_written(pupil.id)))] for klass, pupil in found[:OFFERED]]
        text = _("Which pupil is meant?")
        if len(found) > OFFERED:
            text = _("Pupils that fit: {count}. Please write more of the name, or the class.").format(count=len(found))
        raise Unclear(text, buttons)
    if words:
        raise Unclear(_("No pupil you may read about is called “{words}”.").format(words=words))
    if not readable:
        raise Unclear(_("There is no pupil you may read about yet. The list of pupils comes from the administrator."))
    klass, pupil = readable[0]
    text = _("Which pupil? Please write the name and the class, for example: {example}")
    raise Unclear(text.format(example=again(f"{given_name(pupil.name)} {klass.name}")))


def _who(klass: ClassRef, pupil: Pupil) -> str:
    born = pupil.birth_date.strftime("%d/%m/%Y") if pupil.birth_date else ""
    return ", ".join(part for part in (pupil.name, klass.name, born, pupil.place or "") if part)[:60]
