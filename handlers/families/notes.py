"""/nhanco: a family's words, voice or picture for the homeroom teacher; at night they rest with all notices."""

from collections.abc import Collection, Sequence

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import command, document
from handlers.asked import local
from handlers.leave.asking import Child, own_children
from letters.says.families import WRITE_TO_TEACHER, read_family_file
from letters.told import line_for
from locales import N_, _
from locales.words import joined
from models import FamilyNotes
from models.families.notes import LONGEST
from models.people.holders import deciders
from models.post.awaited import expect_words
from models.shapes.message import Act, File, Incoming, Notice, Outgoing, Said
from rules.leave import which_child
from rules.letters import Kind
from rules.people.roles import LEADERS, STAFF, Role

FAMILIES = frozenset({Role.GUARDIAN})


@command(
    "nhắn cô",
    "nhắn thầy",
    "nhắn thầy cô",
    "nhắn cô giáo",
    "nhắn thầy giáo",
    "write to teacher",
    help=N_("write to your child's homeroom teacher"),
    usage=N_("your words"),
    task=N_("Write to teacher"),
    who=FAMILIES,
)
async def write(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    """Without words they are asked for; a picture or a voice message may come instead."""
    words = " ".join(incoming.rest.split())
    if words:
        return await pass_on(incoming, session, words)
    await expect_words(session, incoming.asker.chat_id, WRITE_TO_TEACHER, incoming.when)
    text = _("Please write what the homeroom teacher should read; a voice message or a picture is fine too.")
    return [Outgoing(text=text)]


async def _file(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    return await pass_on(incoming, session, incoming.text)


@document(who=FAMILIES, prepare=None, pictures=True, unless=STAFF)
async def picture(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    return await _file(incoming, session)


@document(who=FAMILIES, prepare=None, unless=STAFF)
async def voice(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    return await _file(incoming, session)


async def pass_on(incoming: Incoming, session: AsyncSession, text: str, children: Collection[int] = ()) -> list[Said]:
    """To the homeroom teacher of the child that is named, else of these children, else of all the writer's."""
    _school, moment = local(incoming)
    words = " ".join(text.split())[:LONGEST]
    known = await own_children(session, incoming.asker.children, moment.date())
    named, _left = which_child(words, {pupil: child.name for pupil, child in known.items()})
    meant = named or [pupil for pupil in known if pupil in children] or list(known)
    said: list[Said] = []
    for pupil_id in meant:
        said += await written_to_teacher(incoming, session, known[pupil_id], words)
    if not said:
        return [Outgoing(text=_("There is no homeroom teacher to write to. Please call the school."))]
    line = await line_for(session, incoming.linked.school, incoming.when, said)
    return [Outgoing(text=joined([_("Thank you; it is passed on to the school."), line])), *said]


async def written_to_teacher(incoming: Incoming, session: AsyncSession, child: Child, words: str) -> list[Said]:
    """Kept and on its way to who decides about the child, but the writer; empty: there is nobody."""
    school, moment = local(incoming)
    people = await deciders(session, child.class_id, child.pupil_id, moment.date())
    readers = [one for one in people if one != incoming.linked.person_id]
    if not readers:
        return []
    whose = {"school_id": school.id, "pupil_id": child.pupil_id, "person_id": incoming.linked.person_id}
    file = incoming.attachment
    kept = {"name": file.name[-60:], "channel": incoming.channel, "reference": file.reference} if file else {}
    values = {**whose, **kept, "words": words or None, "at": incoming.when}
    number = await session.scalar(insert(FamilyNotes).values(**values).returning(FamilyNotes.id)) or 0
    key, day = f"family_note:{number}", moment.date()
    notices: list[Said] = [
        Notice(kind=Kind.FAMILY_NOTE, key=key, school_id=school.id, person_id=one, about=number, day=day)
        for one in readers
    ]
    return [*notices, Act("family.note", number)]


@command("tin gia đình", help="", who=LEADERS | {Role.HOMEROOM}, hidden=True)
async def show(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    """The file itself, for who decides about the child now."""
    number = read_family_file(incoming.rest)
    found = select(FamilyNotes.__table__).where(FamilyNotes.id == number, FamilyNotes.reference.is_not(None))
    row = (await session.execute(found)).first() if number is not None else None
    school, _moment = local(incoming)
    if row is None or row.school_id != school.id or not await may_see(incoming, session, row.pupil_id):
        return [Outgoing(text=_("This message is not there any more, or is not for you."))]
    file = File(row.name or "file", held_by=row.channel, reference=row.reference)
    return [Outgoing(text=_("From the family:"), files=[file]), Act("family.note_read", row.id)]


async def may_see(incoming: Incoming, session: AsyncSession, pupil_id: int) -> bool:
    """Whether the asker decides about the child now."""
    _school, moment = local(incoming)
    child = (await own_children(session, [pupil_id], moment.date())).get(pupil_id)
    if child is None:
        return False
    return incoming.linked.person_id in await deciders(session, child.class_id, pupil_id, moment.date())
