"""/khoanbao: one pupil's family is not told yet; the leaders read so, and it ends by itself."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import command
from handlers.asked import leads, local
from handlers.figures.pupil_asked import pupil_asked
from handlers.leave.asking import Child, own_children
from letters.says import families as says
from letters.says.families import Hold
from letters.says.register import mark, scope_typed
from letters.says.stops import end_stop
from letters.told import TOLD, line_for, told_line
from locales import N_, _
from locales.words import joined
from models import Classes, Firings, Outbox, Roles, Stops
from models.people.holders import holders
from models.post.optouts import ALARMS
from models.post.stops import TO_THE_FAMILY, end_of_pupils
from models.shapes.message import Act, Button, Incoming, Notices, Outgoing, Said
from models.telling import told_so
from models.told import ON_ITS_WAY
from rules.asking.holding import until_said
from rules.letters import Kind
from rules.marks import Mark
from rules.people.roles import LEADERS, Role

LASTS = timedelta(hours=2)
LONGEST = 200  # letters of the words that are kept


@command(
    "khoan báo",
    help=N_("do not tell a pupil's family yet"),
    usage=N_("Nguyen Van A 6A"),
    who=LEADERS | {Role.HOMEROOM},
    slash=True,
)
async def hold(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    """By the homeroom teacher or a leader; nobody decides it of an own child."""
    wish = says.read_hold_family(incoming.rest)
    if wish is None:
        _klass, pupil = await pupil_asked(incoming, session, incoming.rest.strip(), again=says.hold_named)
        wish = Hold(pupil.id, "")
    _school, moment = local(incoming)
    child = (await own_children(session, [wish.pupil_id], moment.date())).get(wish.pupil_id)
    if child is None or not may_hold(incoming, child):
        text = _(
            "Only the homeroom teacher and the leadership decide when a family is told, and nobody of an own child."
        )
        return [Outgoing(text=text)]
    return await _held(incoming, session, child, wish.words)


def may_hold(incoming: Incoming, child: Child) -> bool:
    asker = incoming.asker
    return child.pupil_id not in asker.children and (leads(asker) or child.class_id in asker.classes())


async def _held(incoming: Incoming, session: AsyncSession, child: Child, words: str) -> Sequence[Said]:
    """Anew where it was held before; and what has left already is said."""
    (school, moment), by = local(incoming), incoming.linked.person_id
    ends = _ends(moment, words)
    await end_of_pupils(session, [school.id], [child.pupil_id], by, incoming.when)
    values: dict[str, Any] = {"school_id": school.id, "class_id": child.class_id, "pupil_id": child.pupil_id}
    values |= {"kind": TO_THE_FAMILY, "reason": words[:LONGEST], "person_id": by}
    values |= {"made_at": incoming.when, "ends_at": ends, "released": False}
    stop_id = await session.scalar(insert(Stops).values(values).returning(Stops.id)) or 0
    chosen = holders(LEADERS, [school.id], moment.date(), about=stop_id, key=f"{Kind.STOP_SAID}:{stop_id}")
    told = Notices(kind=Kind.STOP_SAID, select=chosen.where(Roles.person_id != by), valid_until=ends)
    head = _("**The family of {name} is not told yet**: what would tell it of an absence, or have somebody ask it, "
             "waits until {time}; then what is still so leaves by itself.")  # fmt: skip
    head = head.format(name=child.name, time=f"{school.local(ends):%H:%M}")
    leaders = await line_for(session, school, incoming.when, [told])
    text = joined([head, leaders, await _left(incoming, session, child)])
    buttons = await _taps(incoming, session, child, stop_id)
    return [Outgoing(text=text, buttons=buttons), Act("letters.stopped", stop_id), told]


def _ends(moment: datetime, words: str) -> datetime:
    """At the hour that was said, if it is still to come, else in two hours."""
    said = until_said(words)
    named = datetime.combine(moment.date(), said, moment.tzinfo) if said else moment
    return named if named > moment else moment + LASTS


async def _left(incoming: Incoming, session: AsyncSession, child: Child) -> str:
    """Whom today's alarm has reached before."""
    school, moment = local(incoming)
    fired = select(Firings.id).where(Firings.pupil_id == child.pupil_id, Firings.struck_at.is_(None))
    which = (Outbox.kind.in_(ALARMS), Outbox.day == moment.date(), Outbox.about.in_(fired))
    told = [one for one in await told_so(session, school, incoming.when, *which) if one.fate not in ON_ITS_WAY]
    return told_line(TOLD, [(one.name, one.fate) for one in told])


async def _taps(incoming: Incoming, session: AsyncSession, child: Child, stop_id: int) -> list[list[Button]]:
    """To tell it after all; and where it is known where the pupil is, that is no absence without leave."""
    klass = await session.scalar(select(Classes.name).where(Classes.id == child.class_id)) or ""
    scope = scope_typed(klass, [], local(incoming)[1].date())
    return [
        [Button(_("Let the family be told"), end_stop(stop_id))],
        [Button(_("{name}: with leave").format(name=child.name), mark(scope, child.pupil_id, Mark.EXCUSED))],
    ]
