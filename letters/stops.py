"""Letters that are held back: what a leader reads of what would go out, and what the leaders read of a stop."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from textwrap import shorten
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from letters.kind_words import about
from letters.ladder.wording import bullets
from letters.says import register
from letters.says.stops import end_stop
from locales import N_, _
from locales.words import day_words, listed, opening, plain
from models import Classes, ClassParts, Firings, Marks, Outbox, People, Pupils, Stops
from models.people.tables import pupil_names
from models.post.optouts import ALARMS
from models.post.stops import ALARMS_OF_A_DAY, in_force
from models.post.tables import CANCELLED
from models.readers import holds
from models.shapes.asker import School
from models.shapes.letter import Due, Letter, Reader, composes, dues_about
from models.shapes.message import Button
from rules.ladder.steps import FIRST
from rules.letters import Kind
from rules.marks import Mark
from rules.people.names import sort_key
from rules.people.roles import LEADERS

MOST_NAMES, MOST_REPORTS = 12, 3
SHOWN_OF_REPORT = 50  # letters of its pupils on a button


@composes(Kind.ALARM_HELD, to=holds(*LEADERS), about=N_("letters held back to be looked at"))
async def alarm_held(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    """What waits, one letter for all that wait; nothing once they have left or were taken back."""
    stops = select(Stops.__table__).where(Stops.id.in_([due.about for due in dues]), ~Stops.released)
    texts, buttons, told = [], list[list[Button]](), set[int]()
    for stop in (await session.execute(stops.order_by(Stops.id))).all():
        fired = (await session.execute(_fired(stop))).all()
        if fired:
            texts.append(await _shown(session, stop, fired, reader))
            buttons += await _taps(session, stop, fired)
            told.add(stop.id)
    if not texts:
        return None
    return Letter(text="\n\n".join(texts), told=dues_about(dues, told), buttons=buttons)


def _fired(stop: Any) -> Any:
    of_day = (Firings.school_id == stop.school_id, Firings.day == stop.day, Firings.step == FIRST)
    found = select(Firings.id, Firings.pupil_id, Firings.class_id).where(*of_day, Firings.struck_at.is_(None))
    return found if stop.class_id is None else found.where(Firings.class_id == stop.class_id)


async def _shown(session: AsyncSession, stop: Any, fired: Sequence[Any], reader: Reader) -> str:
    size = select(func.max(ClassParts.enrolled)).where(ClassParts.class_id == stop.class_id, ClassParts.day == stop.day)
    klass = select(Classes.name).where(Classes.id == stop.class_id)
    day, until = day_words(stop.day), f"{reader.school.local(stop.ends_at):%H:%M}"
    if stop.class_id is None:
        head = _("**Not sent yet, please look first**: {count} pupils of the school are reported absent without leave "
                 "on {day}, more than three times as many as usual.")  # fmt: skip
        head = head.format(count=len(fired), day=day)
    else:
        head = _("**Not sent yet, please look first**: {count} of {size} pupils of class {klass} are reported absent "
                 "without leave on {day}.")  # fmt: skip
        count, size_ = len(fired), await session.scalar(size)
        head = head.format(count=count, size=size_ or count, klass=await session.scalar(klass), day=day)
    names = sorted((await pupil_names(session, {row.pupil_id for row in fired})).values(), key=sort_key)
    more = [_("{count} more").format(count=len(names) - MOST_NAMES)] if len(names) > MOST_NAMES else []
    who = _("Pupils: {names}.").format(names=listed([*names[:MOST_NAMES], *more]))
    waits = _("Waiting: letters to {families} people of families and {others} others.")
    families, others = await _waiting(session, [row.id for row in fired])
    tail = _("If nobody decides by {time}, they leave: nobody is to stay untold.").format(time=until)
    return "\n".join([head, who, waits.format(families=families, others=others), tail])


async def _waiting(session: AsyncSession, fired: Sequence[int]) -> tuple[int, int]:
    """How many people of families and how many others would read them."""
    mine = (Outbox.about.in_(fired), Outbox.state != CANCELLED, Outbox.chat_id.is_not(None))
    people = select(func.count(Outbox.person_id.distinct())).where(*mine)
    families = await session.scalar(people.where(Outbox.kind.in_(ALARMS))) or 0
    return families, await session.scalar(people.where(Outbox.kind == Kind.ABSENT_HAMLET)) or 0


async def _taps(session: AsyncSession, stop: Any, fired: Sequence[Any]) -> list[list[Button]]:
    """Send, or take back one of the reports they came from."""
    marked = (Marks.pupil_id.in_({row.pupil_id for row in fired}), Marks.day == stop.day, Marks.kind == Mark.UNEXCUSED)
    reports = (
        select(Marks.inbox_id, Marks.pupil_id, func.coalesce(People.full_name, "").label("name"))
        .outerjoin(People, People.id == Marks.person_id)
        .where(*marked, Marks.struck_at.is_(None), Marks.inbox_id.is_not(None))
        .order_by(Marks.inbox_id, Marks.id)
    )
    found: dict[int, list[Any]] = defaultdict(list)
    for row in (await session.execute(reports)).all():
        found[row.inbox_id].append(row)
    names = await pupil_names(session, {row.pupil_id for row in fired})
    label = _("A mistake: take back {name}'s report ({pupils})")
    taken = []
    for number, rows in sorted(found.items(), key=lambda one: (-len(one[1]), one[0]))[:MOST_REPORTS]:
        of = listed(list(dict.fromkeys(names[row.pupil_id] for row in rows)))
        whose = label.format(name=rows[0].name, pupils=shorten(of, SHOWN_OF_REPORT, placeholder=" …"))
        taken.append([Button(whose, register.undo(number))])
    return [[Button(_("It is so: send"), end_stop(stop.id))], *taken]


@composes(Kind.STOP_SAID, to=holds(*LEADERS), about=N_("letters that were stopped"))
async def stop_said(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    """Who stopped what, why, and until when; nothing once it has ended."""
    stops = (
        select(Stops.__table__, Classes.name.label("klass"), People.full_name, Pupils.full_name.label("pupil"))
        .outerjoin(Classes, Classes.id == Stops.class_id)
        .outerjoin(Pupils, Pupils.id == Stops.pupil_id)
        .join(People, People.id == Stops.person_id)
        .where(Stops.id.in_([due.about for due in dues]), ~Stops.released)
    )
    found = (await session.execute(stops.order_by(Stops.id))).all()
    if not found:
        return None
    head = _("**{name} has stopped {what}** until {time}. Replies still leave.")
    why = _("**{name} has stopped {what}** until {time}. Reason: “{reason}”. Replies still leave.")
    lines = [
        (why if stop.reason else head).format(
            name=stop.full_name,
            what=what_is_stopped(stop.kind, stop.klass, stop.pupil),
            time=f"{reader.school.local(stop.ends_at):%H:%M}",
            reason=plain(stop.reason),
        )
        for stop in found
    ]
    buttons = [[Button(_("Let them leave again"), end_stop(stop.id))] for stop in found]
    return Letter(text="\n".join(lines), told=dues_about(dues, {stop.id for stop in found}), buttons=buttons)


async def stopped_now(session: AsyncSession, school: School, now: datetime) -> list[str]:
    """What is held back at this moment, under a head; nothing where nothing is."""
    lines = await stop_lines(
        session, school, [one for one in await in_force(session, [school.id]) if one.ends_at > now]
    )
    return [_("**Stopped now**:"), *lines] if lines else []


async def stop_lines(session: AsyncSession, school: School, stops: Sequence[Any]) -> list[str]:
    """What these hold back, and until when."""
    named = select(Classes.id, Classes.name).where(Classes.id.in_({one.class_id for one in stops}))
    names = dict((await session.execute(named)).all()) if stops else {}
    pupils = await pupil_names(session, {one.pupil_id for one in stops if one.pupil_id})
    line, time = _("{what}, until {time}"), {one.id: f"{school.local(one.ends_at):%H:%M}" for one in stops}
    words = {
        one.id: opening(what_is_stopped(one.kind, names.get(one.class_id), pupils.get(one.pupil_id))) for one in stops
    }
    return bullets([line.format(what=words[one.id], time=time[one.id]) for one in stops])


def what_is_stopped(kind: str, klass: str | None, pupil: str | None = None) -> str:
    """In the middle of a sentence."""
    if pupil:
        return _("the letters to the family of {name}, class {klass}").format(name=pupil, klass=klass)
    if klass:
        return _("the letters about class {klass}").format(klass=klass)
    if kind == ALARMS_OF_A_DAY:
        return _("the letters about absent pupils")
    return _("the letters about: {what}").format(what=about(kind)) if kind else _("all letters")
