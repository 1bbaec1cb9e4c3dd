"""/dungkhan: no more letters for a while, of one kind, about one class, or at all; and its end."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from msgspec import Struct
from sqlalchemy import func, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import command
from handlers.asked import leads, local
from letters.kind_words import about
from letters.says import Code, Says
from letters.says import stops as says
from letters.stops import stop_lines, what_is_stopped
from letters.told import line_for
from locales import N_, _
from locales.words import joined, opening
from models import Classes, Outbox, Roles, Stops
from models.people.holders import holders
from models.post.stops import ALARMS_OF_A_DAY, NEVER_STOPPED, in_force
from models.post.stops import end_stop as let_leave
from models.shapes.letter import ABOUT
from models.shapes.message import Act, Button, Incoming, Notices, Outgoing, Said
from rules.letters import Kind
from rules.people.names import fold
from rules.people.roles import LEADERS, Role

LASTS = timedelta(hours=2)
LATELY = timedelta(days=1)
MOST_KINDS = 5


class Target(Struct, frozen=True):
    """What is to stop: a kind (empty: any) and a class (None: any)."""

    kind: str = ""
    class_id: int | None = None
    klass: str = ""


@command("dừng khẩn", help=N_("stop letters for two hours"), usage=N_("6A | all  reason"), who=LEADERS, slash=True)
async def stop(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    """Alone: what is stopped now, and what can be. With what is meant and why: it is stopped."""
    words = incoming.rest.strip()
    meant, reason = await _meant(incoming, session, words) if words else (None, "")
    if meant is None:
        return [await _overview(incoming, session)]
    return await _stopped(incoming, session, meant, reason) if reason else [_why(meant)]


def _why(meant: Target) -> Outgoing:
    """The reasons there mostly are, and how to give another."""
    reasons = (_("The list of pupils is wrong"), _("A report was wrong"), _("The same letter came twice"))
    says_ = [_as_said(meant, reason) for reason in reasons]
    text = _("Why are {what} to stop? Tap a reason, or type it: /dungkhan {target} and the reason.")
    words = text.format(what=what_is_stopped(meant.kind, meant.klass), target=meant.klass or _("all"))
    return Outgoing(text=words, buttons=[[Button(label, said)] for label, said in zip(reasons, says_, strict=True)])


def _as_said(meant: Target, reason: str) -> Says:
    if meant.class_id is not None:
        return says.stop_class(meant.class_id, reason)
    return says.stop_kind(Code(meant.kind) if meant.kind else says.EVERYTHING, reason)


async def _stopped(incoming: Incoming, session: AsyncSession, meant: Target, reason: str) -> Sequence[Said]:
    asker, (school, moment) = incoming.linked, local(incoming)
    ends = incoming.when + LASTS
    values: dict[str, Any] = {"school_id": school.id, "class_id": meant.class_id, "kind": meant.kind, "reason": reason}
    values |= {"person_id": asker.person_id, "made_at": incoming.when, "ends_at": ends, "released": False}
    stop_id = await session.scalar(insert(Stops).values(values).returning(Stops.id)) or 0
    chosen = holders(LEADERS, [school.id], moment.date(), about=stop_id, key=f"{Kind.STOP_SAID}:{stop_id}")
    others = chosen.where(Roles.person_id != asker.person_id)
    told = Notices(kind=Kind.STOP_SAID, select=others, valid_until=ends)
    text = _("**Stopped**: {what}, until {time}; then what is still so leaves by itself. Replies still leave.")
    words = text.format(what=what_is_stopped(meant.kind, meant.klass), time=f"{school.local(ends):%H:%M}")
    words = joined([words, await line_for(session, school, incoming.when, [told])])
    button = Button(_("Let them leave again"), says.end_stop(stop_id))
    return [Outgoing(text=words, buttons=[[button]]), Act("letters.stopped", stop_id), told]


async def _meant(incoming: Incoming, session: AsyncSession, words: str) -> tuple[Target | None, str]:
    """What is to stop, and why, as it was tapped or typed."""
    if tapped := says.read_stop_kind(words):
        known = {says.EVERYTHING: "", ALARMS_OF_A_DAY: ALARMS_OF_A_DAY} | {kind: kind for kind in ABOUT}
        return Target(known[tapped.kind]) if tapped.kind in known else None, tapped.reason
    numbered = says.read_stop_class(words)
    target, reason = ("", numbered.reason) if numbered else says.parted(words)
    if target == says.EVERYTHING:
        return Target(), reason
    named = select(Classes.id, Classes.name).where(Classes.school_id == incoming.linked.school.id)
    for class_id, name in (await session.execute(named.order_by(Classes.id.desc()))).all():
        if class_id == numbered.class_id if numbered else fold(name) == fold(target):
            return Target("", class_id, name), reason
    return None, reason


async def _overview(incoming: Incoming, session: AsyncSession) -> Outgoing:
    school = incoming.linked.school
    stops = [one for one in await in_force(session, [school.id]) if one.ends_at > incoming.when]
    lines = await stop_lines(session, school, stops)
    ends = [
        [Button(_("End {number}").format(number=place), says.end_stop(one.id))] for place, one in enumerate(stops, 1)
    ]
    head = _("**Stopped now**:") if lines else _("No letters are stopped.")
    tail = _("To stop letters for two hours: /dungkhan 6A and the reason, or tap what is to stop.")
    kinds = [
        [Button(opening(about(kind)), says.stop_kind(Code(kind), ""))]
        for kind in await _lately(session, school.id, incoming)
    ]
    choice = [
        [Button(_("Everything"), says.stop_kind(says.EVERYTHING, ""))],
        [Button(_("Absent pupils"), says.stop_kind(Code(ALARMS_OF_A_DAY), ""))],
        *kinds,
    ]
    return Outgoing(text="\n".join([head, *lines, tail]), buttons=[*ends, *choice])


async def _lately(session: AsyncSession, school_id: int, incoming: Incoming) -> list[str]:
    """The kinds of which most was owed in the last day, one for each of their words."""
    since = incoming.when - LATELY
    kinds = select(Outbox.kind).where(Outbox.school_id == school_id, Outbox.created_at > since, Outbox.kind != "")
    found = await session.scalars(kinds.group_by(Outbox.kind).order_by(func.count().desc(), Outbox.kind))
    by_words = {about(kind): kind for kind in reversed(found.all()) if kind in ABOUT and kind not in NEVER_STOPPED}
    return list(reversed(by_words.values()))[:MOST_KINDS]


@command("gửi tin", help="", who=LEADERS | {Role.HOMEROOM}, hidden=True, slash=True)
async def let_out(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    """What was held back leaves now, as far as it is still so. A teacher's are the own pupils' families."""
    stop_id, school = says.read_end_stop(incoming.rest), incoming.linked.school
    mine = {one.id: one for one in await in_force(session, [school.id]) if _is_own(incoming, one)}
    if stop_id is None or stop_id not in mine:
        return [Outgoing(text=_("Nothing is held back there any more."))]
    await let_leave(session, stop_id, incoming.linked.person_id, incoming.when)
    still = [one for one in mine.values() if one.ends_at > incoming.when and _also_holds(one, mine[stop_id])]
    return [await _what_leaves(incoming, session, still), Act("letters.released", stop_id)]


def _is_own(incoming: Incoming, stop: Any) -> bool:
    return leads(incoming.asker) or (stop.pupil_id is not None and stop.class_id in incoming.asker.classes())


def _also_holds(other: Any, ended: Any) -> bool:
    """Another stop holds something of what this one has held."""
    same_class = other.class_id is None or ended.class_id in {None, other.class_id}
    same_pupil = other.pupil_id is None or ended.pupil_id in {None, other.pupil_id}
    wide = {"", ALARMS_OF_A_DAY}  # the kinds of many letters
    same_kind = ended.kind in wide or other.kind in {"", ended.kind} or (ended.pupil_id and other.kind in wide)
    return other.id != ended.id and same_class and same_pupil and bool(same_kind)


async def _what_leaves(incoming: Incoming, session: AsyncSession, still: Sequence[Any]) -> Outgoing:
    """Nothing is said to leave that another stop holds."""
    if not still:
        return Outgoing(text=_("**They leave now**, as far as they are still so."))
    lines = await stop_lines(session, incoming.linked.school, still)
    head = _("**Held back no longer by this, but these are still stopped**, and of them nothing leaves yet:")
    buttons = [
        [Button(_("End {number}").format(number=place), says.end_stop(one.id))] for place, one in enumerate(still, 1)
    ]
    return Outgoing(text="\n".join([head, *lines]), buttons=buttons)
