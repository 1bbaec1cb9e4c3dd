"""/ngoaids: children of school age on no list of the school, told of in one line, listed by hamlet."""

from collections.abc import Sequence

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import command
from handlers.asked import Unclear, local
from handlers.unlisted.file import children_file
from handlers.unlisted.listing import children
from handlers.unlisted.telling import told
from letters.says import unlisted as says
from letters.says.unlisted import Verb
from locales import N_, _
from models import Cases, Pupils, UnlistedPupils
from models.cases.sight import own
from models.shapes.message import Act, Incoming, Outgoing, Said
from models.unlisted.children import strike
from rules.people.roles import LEADERS, Role
from rules.unlisted import Origin

WHO = LEADERS | {Role.HOMEROOM, Role.HAMLET_STAFF, Role.VILLAGE_HEAD}
_ORIGINS = {Verb.NEVER: Origin.NEVER, Verb.DROPPED: Origin.DROPPED, Verb.SIBLING: Origin.SIBLING}


@command(
    "ngoài danh sách",
    "ngoài ds",
    "unlisted",
    help=N_("children of school age who are on no list of the school"),
    usage=N_("Dinh Van Moi, 2016, noc Takta: why"),
    task=N_("Children on no list"),
    who=WHO,
    slash=True,
    begins={Role.HAMLET_STAFF: "", Role.VILLAGE_HEAD: ""},
)
async def unlisted(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    """Alone: those who are known of. With a line: one more."""
    words = incoming.rest.strip()
    if not words:
        return await children(incoming, session)
    if says.asks_for_file(words):
        return await children_file(incoming, session)
    line, wish = says.read_somebody_new(words), says.read_act(words)
    if line is not None or wish is None:
        return await told(incoming, session, line or words, new=line is not None)
    return await _tapped(incoming, session, wish)


async def _tapped(incoming: Incoming, session: AsyncSession, wish: says.Act) -> Sequence[Said]:
    match wish.verb:
        case Verb.SHOW:
            return await children(incoming, session, wish.number)
        case Verb.AT:
            return await told(incoming, session, wish.rest, place=wish.number)
        case Verb.IS:
            return await told(incoming, session, wish.rest, known=wish.number)
        case _:
            return await _about(incoming, session, wish)


async def _about(incoming: Incoming, session: AsyncSession, wish: says.Act) -> Sequence[Said]:
    """Why a child is on no list, or that it was a mistake: by whoever works on the case, or told of it today."""
    school, moment = local(incoming)
    today = moment.date()
    just_told = (UnlistedPupils.told_by == incoming.linked.person_id) & (UnlistedPupils.told_on == today)
    works = select(Cases.id).where(Cases.pupil_id == UnlistedPupils.pupil_id, own(incoming.asker, today))
    found = select(Pupils.full_name).join(UnlistedPupils, UnlistedPupils.pupil_id == Pupils.id)
    found = found.where(
        Pupils.id == wish.number, UnlistedPupils.school_id == school.id, UnlistedPupils.struck_on.is_(None)
    )
    name = await session.scalar(found.where(just_told | works.correlate(UnlistedPupils).exists()))
    if name is None:
        raise Unclear(_("There is no such child on no list whom you follow. Nothing was changed."))
    if wish.verb in _ORIGINS:
        said = update(UnlistedPupils).where(UnlistedPupils.pupil_id == wish.number).values(origin=_ORIGINS[wish.verb])
        await session.execute(said)
        return [Outgoing(text=_("Written down. Thank you.")), Act("unlisted.origin", wish.number)]
    await strike(session, wish.number, today, incoming.linked.person_id)
    return [Outgoing(text=_("Taken back: {name} is not followed any more.").format(name=name)),
            Act("unlisted.struck", wish.number)]  # fmt: skip
