"""Who stands in the newest answer of this chat, in its order: `em đầu tiên`, `mấy em đó`."""

import re
from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.asked import classes_meant, local
from handlers.asking.about import readable
from models.people.class_lists import class_list
from models.post.offered import last_answer
from models.register.batches import batch, last_batch
from models.shapes.message import Incoming
from rules.asking.excuse import excuse_alone
from rules.asking.in_order import Nth, Several, nth_said, several_said
from rules.asking.questions import is_question
from rules.people.classes import ClassRef
from rules.reading.who.roster import Pupil

_AN_ITEM = re.compile(r"^\s*(?:•|\d+[.)])")


async def shown_last(
    incoming: Incoming, session: AsyncSession, *, unread: bool = False
) -> list[tuple[ClassRef, Pupil]]:
    """Those of the list in it, where it has one, as far as this person may read of them, or with the others too
    (`unread`: nothing but their names). Two of one name in two classes are nobody.
    """
    lines = (await last_answer(session, incoming.linked.chat_id, incoming.when)).splitlines()
    listed = [line for line in lines if _AN_ITEM.match(line)]
    text = "\n".join(listed or lines)
    school, moment = local(incoming)
    found: dict[str, list[tuple[int, ClassRef, Pupil]]] = {}
    for klass in await classes_meant(incoming, session):
        each = await class_list(session, school, klass.id, moment.date())
        for pupil in each.index.roster.pupils:
            at = text.find(pupil.name)
            if at >= 0 and (unread or await readable(incoming, session, each, pupil)):
                found.setdefault(pupil.name, []).append((at, klass, pupil))
    alone = sorted((one[0] for one in found.values() if len(one) == 1), key=lambda one: one[0])
    return [(klass, pupil) for _at, klass, pupil in alone]


async def _just_reported(incoming: Incoming, session: AsyncSession, those: Sequence[tuple[ClassRef, Pupil]]) -> bool:
    """By the writer: what is told of others changes nothing without a tap or a name."""
    number = await last_batch(session, incoming.linked.person_id)
    done = await batch(session, number) if number else None
    theirs = {one.pupil_id for one in done.marks} if done is not None else set()
    return {pupil.id for _klass, pupil in those} <= theirs


async def nth_shown(incoming: Incoming, session: AsyncSession, said: Nth) -> tuple[ClassRef, Pupil] | None:
    """Whom `em đầu tiên` means."""
    shown = await shown_last(incoming, session)
    return shown[said.at] if shown and -1 <= said.at < len(shown) else None


async def _all_named(incoming: Incoming, session: AsyncSession, said: Several) -> str:
    """`hai em đó có phép` behind a report: of those it has written down, as many as are said, of one class."""
    shown = await shown_last(incoming, session)
    classes = {klass.name for klass, _pupil in shown}
    told = len(classes) == 1 and said.count in (None, len(shown))
    if not told or not await _just_reported(incoming, session, shown):
        return ""
    return f"{classes.pop()}: {', '.join(f'{pupil.name} {said.left}' for _klass, pupil in shown)}"


async def named_in_order(incoming: Incoming, session: AsyncSession) -> str:
    """The text with the name of whom `em đầu tiên` is; nothing where it points at nobody. A weekday is no pupil where
    nothing is asked.
    """
    if (several := several_said(incoming.text)) is not None and excuse_alone(several.left) is not None:
        return await _all_named(incoming, session, several)
    said = nth_said(incoming.text)
    if said is None or (said.weekday and not is_question(incoming.text)):
        return ""
    meant = await nth_shown(incoming, session, said)
    if meant is None or not (is_question(incoming.text) or await _just_reported(incoming, session, [meant])):
        return ""
    klass, pupil = meant
    return f"{incoming.text[: said.start]}em {pupil.name} {klass.name}{incoming.text[said.end :]}"
