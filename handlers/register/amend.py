"""/sua, and what teachers write to the same end: "sửa Lan thành Hùng", "không phải Lan mà là Hùng", "Lan có phép"."""

import re
from collections.abc import Sequence
from functools import partial
from typing import Any

from msgspec.structs import replace
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import command
from handlers.asked import Unclear
from handlers.register.edited import instead
from handlers.register.excuse_alone import excuse_of_the_last
from handlers.register.heard import Heard, hear
from handlers.register.in_private import in_private
from handlers.register.reporting import report
from handlers.register.undo import last_of, may_change
from letters.says import register as says
from letters.says.register import scope_typed
from locales import N_, _
from models.people.class_lists import class_names
from models.people.tables import pupil_names
from models.register.batches import Batch, batch
from models.register.reported import absent_now
from models.register.reports import PRESENT
from models.shapes.message import Button, Incoming, Outgoing, Said
from rules.calendar.parts import Part
from rules.marks import IN_PART, Mark
from rules.people.names import fold_in_place
from rules.people.roles import REPORTERS
from rules.reading.said.reported import ClassReport, Item
from rules.reading.words.lexicon import Kind
from rules.written import pupil_written

MOST = 20  # pupils that get their own buttons
_AGAIN = re.compile(r"^(?:(?:lai|thanh|la|giup|cho|bao cao)\b|[:,.\s])+")
_A_MARK = re.compile(r"(?:p|k|kp|cp|co phep|khong phep|phep|co mat|muon|di muon|tre)(?!\w)")
_BECOMES = re.compile(r"\b(?:doi |sua )?thanh\b|->|=>|→|\bdoi lai la\b")


@command("sửa", help=N_("change a report"), who=REPORTERS, hidden=True, in_group=True)
async def amend(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    """Alone or with a number (from a button): buttons for every pupil. With words: these are to stand instead."""
    numbered = says.read_correct(incoming.rest)
    if incoming.rest.strip() and not numbered:
        if (said := await excuse_of_the_last(incoming, session, incoming.rest)) is not None:
            return said
        return await _amended(incoming, session, incoming.rest)
    number = numbered or await last_of(incoming, session)
    done = await batch(session, number) if number else None
    if done is None or not may_change(incoming, done):
        return [Outgoing(text=_("There is no report of yours to take back."))]
    if not incoming.private:
        said = await in_private(incoming, session, partial(_offered, session=session, done=done))
        return said or [Outgoing(text=_("Something is unclear: please write to me privately."))]
    return await _offered(incoming, session, done)


async def _offered(_incoming: Incoming, session: AsyncSession, done: Batch) -> list[Said]:
    """A button a pupil: with leave, or in class after all. Each is a message like any other."""
    classes = await class_names(session, done.classes)
    names = await pupil_names(session, {mark.pupil_id for mark in done.marks})
    marks: dict[tuple[int, int, Any, bool], list[str]] = {}
    for mark in sorted(done.marks, key=lambda mark: mark.pupil_id):
        marks.setdefault((mark.pupil_id, mark.class_id, mark.day, mark.kind in IN_PART), []).append(mark.part)
    buttons = []
    for (pupil_id, class_id, day, in_part), parts in list(marks.items())[:MOST]:
        scope, name = scope_typed(classes[class_id], parts, day), names[pupil_id]
        if len(done.parts) > 1:
            name += f" {day:%d/%m}"
        if in_part:
            buttons.append(
                [Button(_("{name}: in class all the time").format(name=name), says.mark(scope, pupil_id, PRESENT))]
            )
            continue
        buttons.append(
            [
                Button(_("{name}: with leave").format(name=name), says.mark(scope, pupil_id, Mark.EXCUSED)),
                Button(_("{name}: in class").format(name=name), says.mark(scope, pupil_id, PRESENT)),
            ]
        )
    buttons.append([Button(_("Undo all of it"), says.undo(done.inbox_id))])
    return [Outgoing(text=_("What should be changed? To add a pupil, just report again."), buttons=buttons)]


async def _amended(incoming: Incoming, session: AsyncSession, text: str) -> Sequence[Said]:
    """What was said of pupils who are marked changes these marks; anything else stands instead of the last report."""
    folded = fold_in_place(text)
    again = _AGAIN.match(folded)
    words = text[again.end() :] if again else text
    heard = await hear(incoming, session, _in_one(words), command=True)
    if _becomes_nobody(words, heard):
        raise Unclear(_("Nothing was changed: it is not clear what should stand instead. Please write name and mark."))
    if (swapped := await swap(session, heard)) is not None:
        return await report(incoming, session, swapped)
    if await _all_marked(session, heard):
        return await report(incoming, session, _outright(heard))
    done = await _last_about(incoming, session, heard)
    if done is None:
        return await report(incoming, session, heard)
    return await instead(incoming, session, heard, [done], says.absent(_in_one(words)))


def _in_one(words: str) -> str:
    """`Lan thành Hùng` as the reader of reports knows it; `Lan K thành P` is said of one pupil."""
    found = _BECOMES.search(fold_in_place(words))
    if found is None:
        return words
    before, after = words[: found.start()].strip(" ,"), words[found.end() :].strip(" ,")
    if mark := _A_MARK.match(_after(words)):
        return re.sub(r"\s(?:p|k|kp|cp|P|K|KP|CP)$", "", before) + f" {after[: mark.end()]}"
    return f"không phải {before} mà là {after}"


def _after(words: str) -> str:
    found = _BECOMES.search(fold_in_place(words))
    return fold_in_place(words[found.end() :].strip(" ,")) if found else ""


def _becomes_nobody(words: str, heard: Heard) -> bool:
    """`Lan thành hoa`: whom it was is taken back only for somebody else."""
    swaps = bool(_after(words)) and not _A_MARK.match(_after(words))
    items = [item for one in heard.reading.reports for item in one.items]
    taken = any(item.kind is Kind.PRESENT and item.pupil is not None for item in items)
    return swaps and taken and not any(item.kind is Kind.ABSENT and item.candidates for item in items)


async def swap(session: AsyncSession, heard: Heard) -> Heard | None:
    """`Not Lan but Hùng`: Lan's mark goes and Hùng's comes, on the day and in the half days of Lan's. None: no swap."""
    reports = heard.reading.reports
    if len(reports) != 1 or not heard.reading.retracted or reports[0].class_id is None:
        return None
    wrong = [item for item in reports[0].items if item.kind is Kind.PRESENT and item.pupil is not None]
    right = [item for item in reports[0].items if item.kind is Kind.ABSENT]
    if len(wrong) != 1 or not right:
        return None
    day = (wrong[0].days or reports[0].days or (heard.today,))[-1]
    marked = [
        row
        for row in await absent_now(
            session, reports[0].class_id, day, (Part.MORNING, Part.AFTERNOON), wrong[0].candidates
        )
        if row.pupil_id == wrong[0].pupil
    ]
    if not marked:
        return None
    parts = tuple(part for part in (Part.MORNING, Part.AFTERNOON) if part in {row.part for row in marked})
    there = {"days": (day,), "parts": parts, "day_problem": None}
    excused = all(row.kind == Mark.EXCUSED for row in marked)
    items = [_corrects(replace(wrong[0], **there))]
    items += [replace(item, excused=excused if item.excused is None else item.excused, **there) for item in right]
    return _with(heard, replace(reports[0], items=tuple(items), days=(day,), parts=parts))


def _corrects(item: Item) -> Item:
    """As a button says it, so that it is done and not proposed."""
    return replace(item, words=pupil_written(item.pupil or 0))


def _with(heard: Heard, *reports: ClassReport) -> Heard:
    return replace(heard, reading=replace(heard.reading, reports=reports))


def _outright(heard: Heard) -> Heard:
    reports = [replace(one, items=tuple(map(_corrects, one.items))) for one in heard.reading.reports]
    return _with(heard, *reports)


async def _all_marked(session: AsyncSession, heard: Heard) -> bool:
    """Whether each pupil named is marked already, and something else is now said of each."""
    items = [(one, item) for one in heard.reading.reports for item in one.items]
    for one, item in items:
        if one.class_id is None or item.pupil is None or not _says_something(item):
            return False
        for day in item.days or one.days or (heard.today,):
            marked = await absent_now(session, one.class_id, day, (Part.MORNING, Part.AFTERNOON), item.candidates)
            if item.pupil not in {row.pupil_id for row in marked}:
                return False
    return bool(items)


def _says_something(item: Item) -> bool:
    return item.excused is not None or item.reason_code is not None or item.kind is not Kind.ABSENT


async def _last_about(incoming: Incoming, session: AsyncSession, heard: Heard) -> Batch | None:
    """The writer's last report, if it is about a class and day that are spoken of now."""
    number = await last_of(incoming, session)
    done = await batch(session, number) if number else None
    if done is None or not may_change(incoming, done):
        return None
    about = {
        (one.class_id, day)
        for one in heard.reading.reports
        for day in one.days or tuple(day for item in one.items for day in item.days) or (heard.today,)
    }
    return done if about & set(done.parts) else None
