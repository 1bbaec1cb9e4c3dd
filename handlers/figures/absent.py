"""Who is absent on a day, by class and name, why and who has been told: for the leadership, never in a group."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, timedelta
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.asked import leads, local
from handlers.figures.report_tables import Scope
from handlers.figures.wording import mark_words
from letters.register.contested import being_cleared
from letters.told import TOLD, told_words
from locales import _
from locales.words import part_words
from models import Firings, Outbox
from models.contested import contested_on
from models.figures.summary import Marked, absent, marked
from models.ladder.look_again import KINDS
from models.post.optouts import ALARMS
from models.shapes.message import Incoming
from models.telling import told_so
from models.told import Fate, best_of

MOST_NAMED = 50  # what a message has room for beside the figures
MOST_TOLD = 25  # with more absent pupils than that their names are enough to read
LONGEST_RUN = timedelta(days=60)


async def absent_lines(incoming: Incoming, session: AsyncSession, day: date, scope: Scope) -> list[str]:
    """A line a class; empty for who may not read it, and where nobody is known to be absent."""
    school, _moment = local(incoming)
    if not (incoming.private and leads(incoming.asker)):
        return []
    marks = await marked(session, school.id, day, day, absent(), *scope.marks())
    order = {class_id: number for number, class_id in enumerate(scope.classes)}
    marks = [mark for mark in marks if mark.class_id in order]
    marks.sort(key=lambda mark: (order[mark.class_id], mark.pupil_id))
    pupils = [list(own) for _pupil, own in groupby(marks, key=lambda mark: (mark.class_id, mark.pupil_id))]
    ids = {own[0].pupil_id for own in pupils}
    told = await told_of(incoming, session, ids, day) if len(ids) <= MOST_TOLD else {}
    shown = groupby(pupils[:MOST_NAMED], key=lambda own: own[0].class_name)
    lines = [f"• {name}: {', '.join(_named(own, told) for own in of_class)}" for name, of_class in shown]
    if len(pupils) > MOST_NAMED:
        lines.append(_("… and {count} more").format(count=len(pupils) - MOST_NAMED))
    unsure = await contested_on(session, list(scope.classes), day)
    mine = [one for one in unsure if one.pupil_id in ids]
    return [_("**Absent, by name**"), *lines, await being_cleared(session, mine)] if lines else []


def _named(marks: Sequence[Marked], told: dict[int, str]) -> str:
    """`Nguyễn Văn A (sáng K, chiều P, ốm; đã gửi đến gia đình)`; what is the same in both half days is said once."""
    said: dict[str, list[str]] = {}
    for mark in marks:
        said.setdefault(mark_words(mark), []).append(mark.part)
    kinds = ", ".join(f"{part_words(parts)} {words}" for words, parts in said.items())
    return f"{marks[0].name} ({'; '.join(filter(None, (kinds, told.get(marks[0].pupil_id, ''))))})"


async def told_of(incoming: Incoming, session: AsyncSession, pupils: Collection[int], day: date) -> dict[int, str]:
    """Of each pupil whom the letters about this day have reached, and whom not; the family as one."""
    fired = select(Firings.id, Firings.pupil_id).where(
        Firings.pupil_id.in_(pupils), Firings.day.between(day - LONGEST_RUN, day), Firings.struck_at.is_(None)
    )
    whose = dict((await session.execute(fired)).all())
    of_day = (Outbox.about.in_(whose), Outbox.kind.in_({*KINDS, *ALARMS}), Outbox.day == day)
    families: dict[int, list[Fate]] = defaultdict(list)
    staff: dict[int, list[tuple[str, Fate]]] = defaultdict(list)
    for one in await told_so(session, local(incoming)[0], incoming.when, *of_day) if whose else ():
        if one.is_family and one.kind in ALARMS:
            families[whose[one.about]].append(one.fate)
        else:
            staff[whose[one.about]].append((one.name, one.fate))
    theirs = {pupil: [(_("the family"), best_of(fates))] for pupil, fates in families.items()}
    return {pupil: told_words(TOLD, [*theirs.get(pupil, []), *staff[pupil]]) for pupil in {*theirs, *staff}}
