"""An edited message: the difference to what was recorded is shown by name, and recorded on confirmation; at once while
nobody has been told yet.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from msgspec import Struct, structs
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import command, match
from handlers.register.heard import NOBODY, Heard, hear
from handlers.register.plan import Plan
from handlers.register.plan.making import plan
from handlers.register.reporting import settle
from handlers.register.undo import may_change, reopened_by
from letters.says import register as says
from locales import _
from locales.marks import in_part_words, mark_said
from locales.reasons import reason_words
from locales.words import listed
from models import Firings, Inbox
from models import Marks as Marked
from models.figures.counting import live
from models.people.tables import pupil_names
from models.proposals import put_in_question
from models.register.batches import Batch, Undoing, batch, take_back
from models.register.questions import drop_open, open_of
from models.register.reports import PRESENT, NewMark
from models.shapes.message import Act, Button, Incoming, Outgoing, Said
from rules.marks import ABSENT, IN_PART, Mark
from rules.people.roles import REPORTERS

MARKS = {"vang": Mark.UNEXCUSED, "phep": Mark.EXCUSED, "comat": PRESENT, "muon": Mark.LATE, "du": NOBODY}


class OfHalfDay(Struct, frozen=True):
    """All that a message says of a pupil's half day: the mark, whether its leave is not settled, and why."""

    kind: str
    unsettled: bool
    code: str | None
    why: str | None

    def words(self, *, whole: bool) -> str:
        """With the reason where the `whole` is told."""
        if self.kind in IN_PART:
            return in_part_words(self.kind, self.why)
        mark = mark_said(self.kind, unsettled=self.unsettled)
        why = reason_words(self.code, self.why) if whole else ""
        return f"{mark} ({why})" if why else mark


Marks = dict[tuple[int, date, str], OfHalfDay]  # of a pupil by day and half day


class Difference(Struct, frozen=True):
    """Names added, taken away, and changed (with both marks), as said to people."""

    added: list[str]
    gone: list[str]
    changed: list[str]

    def __bool__(self) -> bool:
        return bool(self.added or self.gone or self.changed)

    def words(self) -> str:
        texts = (
            (_("added {names}"), self.added),
            (_("taken away {names}"), self.gone),
            (_("changed {names}"), self.changed),
        )
        return "; ".join(text.format(names=listed(names)) for text, names in texts if names)


async def replacing(incoming: Incoming, session: AsyncSession, heard: Heard) -> list[Said] | None:
    """The answer to an edited message; None if there is nothing to replace, so that it is a report like any other."""
    heard = structs.replace(heard, at=incoming.received or incoming.when)  # it was written long before it was changed
    earlier = await _earlier(incoming, session)
    found = [done for inbox_id in earlier if (done := await batch(session, inbox_id)) is not None]
    if found:
        return await instead(incoming, session, heard, found, incoming.text)
    for inbox_id in earlier:
        await drop_open(session, inbox_id, heard.person_id, heard.at)
    return None


async def _earlier(incoming: Incoming, session: AsyncSession) -> list[int]:
    """The inbox rows that brought this message before."""
    statement = select(Inbox.id).where(
        Inbox.channel == incoming.channel,
        Inbox.address == incoming.address,
        Inbox.message_id == incoming.message_id,
        Inbox.id != incoming.inbox_id,
    )
    return list(await session.scalars(statement))


async def instead(
    incoming: Incoming, session: AsyncSession, heard: Heard, found: Sequence[Batch], again: str
) -> list[Said]:
    """Put what was heard in the place of some reports, or ask first. `again` lets a button hear it once more."""
    wanted = await plan(session, structs.replace(heard, confirmed=says.CONFIRMED))
    if not (wanted.rolls or wanted.questions):
        return [_nothing_left(found)]
    difference = await _difference(session, found, wanted)
    if not difference and not wanted.questions:
        return [Outgoing(text=_("The new text changes nothing of what was recorded."))]
    if await _untold(session, heard, found):
        return await _replace(session, heard, found, difference)
    await _in_question(session, heard, found, wanted)
    text = _("You changed a message that was recorded already: {difference}. Should that be recorded?")
    old = tuple(done.inbox_id for done in found)
    record = says.replace(old, heard.inbox_id, heard.moment, again)
    buttons = [[Button(_("Record the change"), record), _keep()]]
    words = difference.words() if heard.private else _("{count} pupils").format(count=len(difference.added))
    return [Outgoing(text=text.format(difference=words), buttons=buttons)]


async def _in_question(session: AsyncSession, heard: Heard, found: Sequence[Batch], wanted: Plan) -> None:
    """Until the tap nobody is told in a hurry what the new text no longer says."""
    said = {
        (mark.pupil_id, roll.day, part): mark.kind
        for roll in wanted.rolls
        for mark in roll.marks
        for part in mark.parts or roll.parts
    }
    by = Undoing(person_id=heard.person_id, at=heard.at)
    for done in found:
        await put_in_question(session, done, by, heard.inbox_id, said, PRESENT)


def _nothing_left(found: Sequence[Batch]) -> Outgoing:
    text = _("The new text reports nobody. Should the report be taken back?")
    undo = Button(_("Undo"), says.undo(found[-1].inbox_id))
    return Outgoing(text=text, buttons=[[undo, _keep()]])


def _keep() -> Button:
    return Button(_("Keep as it was"), says.KEEP)


async def _difference(session: AsyncSession, found: Sequence[Batch], wanted: Plan) -> Difference:
    old: Marks = {(row.pupil_id, row.day, row.part): _of(row) for done in found for row in done.marks}
    said = {
        (mark.pupil_id, roll.day, part): mark
        for roll in wanted.rolls
        for mark in roll.marks
        for part in mark.parts or roll.parts
        if mark.kind != PRESENT
    }
    new: Marks = {key: _of(mark) for key, mark in said.items()}
    for key, known in (await _of_others(session, new, old)).items():
        old[key], new[key] = known, _over(said[key], known)
    names = await pupil_names(session, {key[0] for key in (*old, *new)})
    before, after = _by_pupil(old), _by_pupil(new)
    return Difference(
        added=[f"{names[one]} ({_kinds(after[one])})" for one in after if one not in before],
        gone=[names[one] for one in before if one not in after],
        changed=[
            f"{names[one]}: {_kinds(before[one], whole=True)} → {_kinds(after[one], whole=True)}"
            for one in before
            if one in after and before[one] != after[one]
        ],
    )


async def _of_others(session: AsyncSession, new: Marks, old: Marks) -> Marks:
    """What a tap or somebody else has recorded since of those who are named still."""
    left = new.keys() - old.keys()
    wanted = (Marked.pupil_id.in_({pupil for pupil, *_ in left}), Marked.day.in_({day for _, day, _ in left}))
    rows = await session.scalars(select(Marked).where(*wanted, live(Marked))) if left else ()
    standing = {(row.pupil_id, row.day, row.part): _of(row) for row in rows}
    return {key: mark for key, mark in standing.items() if key in left}


def _over(mark: NewMark, known: OfHalfDay) -> OfHalfDay:
    """As it is recorded over what is known: who says only the absence settles nothing, and takes no reason away."""
    if not {mark.kind, known.kind} <= set(ABSENT):
        return _of(mark)
    settled = known if mark.implied else _of(mark)
    why = _of(mark) if mark.reason_code or mark.reason else known
    return OfHalfDay(settled.kind, settled.unsettled, why.code, why.why)


def _of(mark: Any) -> OfHalfDay:
    unsettled = mark.unsettled and mark.kind in ABSENT
    return OfHalfDay(mark.kind, unsettled, mark.reason_code, mark.reason)


def _by_pupil(marks: Marks) -> dict[int, dict[tuple[date, str], OfHalfDay]]:
    found: dict[int, dict[tuple[date, str], OfHalfDay]] = {}
    for (pupil_id, day, part), kind in marks.items():
        found.setdefault(pupil_id, {})[day, part] = kind
    return found


def _kinds(marks: dict[tuple[date, str], OfHalfDay], *, whole: bool = False) -> str:
    """What is said of them; with the days where they are several."""
    said = [(day, part, mark.words(whole=whole)) for (day, part), mark in sorted(marks.items())]
    if len({words for *_, words in said}) == 1 and len({day for day, *_ in said}) == 1:
        return said[0][2]
    return ", ".join(f"{day:%d/%m}{part} {words}" for day, part, words in said)


async def _untold(session: AsyncSession, heard: Heard, found: Sequence[Batch]) -> bool:
    """Whether the reports are younger than the school's hold, and no step has fired for a pupil in them."""
    if any(heard.at - done.made_at >= heard.school.hold for done in found):
        return False
    marked = {(row.pupil_id, row.day) for done in found for row in done.marks}
    fired = select(Firings.pupil_id, Firings.day).where(
        Firings.pupil_id.in_({pupil for pupil, _day in marked}), Firings.struck_at.is_(None)
    )
    return not marked & {(row.pupil_id, row.day) for row in await session.execute(fired)}


async def _replace(session: AsyncSession, heard: Heard, found: Sequence[Batch], difference: Difference) -> list[Said]:
    """Take the reports back and record what was heard. What stays as it was is no change to anybody who was told."""
    before: dict[date, set[int]] = {}
    acts: list[Said] = []
    for done in found:
        pupils = await take_back(session, done, Undoing(person_id=heard.person_id, at=heard.at))
        for day, some in pupils.items():
            before.setdefault(day, set()).update(some)
        await drop_open(session, done.inbox_id, heard.person_id, heard.at)
        acts.append(Act("report.undone", done.inbox_id))
    said = await settle(
        session, heard, await plan(session, heard), await open_of(session, heard.person_id, heard.at), before
    )
    for done in found:
        acts += await reopened_by(session, heard.school, done, heard.at)
    if difference and heard.private and said and isinstance(said[0], Outgoing):
        text = _("**Changed**: {difference}.").format(difference=difference.words())
        said[0] = structs.replace(said[0], text=f"{text}\n{said[0].text}")
    return [*said, *acts]


@command("thay thế", help="", who=REPORTERS, hidden=True, in_group=True)
async def replace(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    """The button that records an edited message in the place of what it reported before."""
    said = says.read_replace(incoming.rest)
    found = await _batches(session, said.old) if said else []
    may = all(may_change(incoming, done) for done in found)
    if said is None or not may or not await _is_of_this_chat(incoming, session, said.new):
        return [_unchanged()]
    heard = structs.replace(await hear_again(incoming, session, said.text, said.written), inbox_id=said.new)
    difference = await _difference(session, found, await plan(session, heard))
    return await _replace(session, heard, found, difference)


async def _batches(session: AsyncSession, numbers: Sequence[int]) -> list[Batch]:
    return [done for number in numbers if (done := await batch(session, number)) is not None]


async def _is_of_this_chat(incoming: Incoming, session: AsyncSession, number: int) -> bool:
    row = select(Inbox.id).where(
        Inbox.id == number, Inbox.channel == incoming.channel, Inbox.address == incoming.address
    )
    return await session.scalar(row) is not None


async def hear_again(incoming: Incoming, session: AsyncSession, text: str, written: datetime) -> Heard:
    """A text as it was meant when it was written, recorded now. Raises Unclear."""
    earlier = structs.replace(incoming, when=min(written, incoming.when))
    known = match(text) if text.startswith("/") else None
    mark = MARKS.get(known[0].word) if known else None
    if known is None or mark is None:
        heard = await hear(earlier, session, known[1] if known else text, command=known is not None)
    else:
        heard = await hear(earlier, session, known[1], mark=mark, command=True)
    return structs.replace(heard, at=incoming.when)


def _unchanged() -> Outgoing:
    return Outgoing(text=_("Nothing was changed."))


@command("giữ nguyên", help="", who=REPORTERS, hidden=True, in_group=True)
async def keep(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    return [_unchanged()]
