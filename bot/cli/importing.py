"""Importing a roster file from the command line, with a bar, a preview of changes, and faults named in place."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from msgspec import Struct
from msgspec.structs import replace
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn
from rich.prompt import Confirm, IntPrompt
from sqlalchemy import func, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.cli.shared import confirmed
from bot.engine.config import SchoolConfig
from bot.engine.database import Database
from bot.engine.post.notices import store_selected
from bot.engine.school import keep_school
from locales import N_, _, speaking
from models import Audit, Pupils, Schools
from models.calendar.held import open_day
from models.imports.tables import image, keep_import
from models.people.askers import schools
from papers.progress import heard_by
from papers.roster import Fault, Roster, Unreadable
from papers.roster.applying.called.unplaced import with_known_classes
from papers.roster.applying.changes import Change, Changes, in_short, summary
from papers.roster.applying.doubtful import Doubtful, Question, answered
from papers.roster.applying.everything import apply_roster
from papers.roster.applying.sponsors import Unmatched
from papers.roster.bounds import read_roster_file
from papers.roster.faults import write_faults
from papers.roster.lists.file_named import with_class_of_file
from papers.roster.said import change_lines, fault_lines, nothing_imported, phone_notices, read_lines
from papers.roster.telling import closings_told, heads_told, teachers_told

MOST_LINES = 40
DONE, REFUSED, NOT_CONFIRMED = 0, 1, 2  # exit codes


class Preview(Exception):  # noqa: N818, it is no error: it takes the transaction back
    pass


class Wish(Struct, frozen=True, kw_only=True):
    """What was typed. `yes`: do not ask, take whoever may be somebody known for that person; `let_go`: whoever a list
    that was sent no longer names leaves, also many at once; `bring_back`: who had left and is in the file is back.
    """

    dry_run: bool = False
    yes: bool = False
    let_go: bool = False
    bring_back: bool = False


async def import_workbook(database: Database, config: SchoolConfig, file: Path, console: Console, wish: Wish) -> int:
    """Read, check, show, apply: all or nothing. The exit code: 0 done or nothing to do, 1 refused, 2 not confirmed."""
    with speaking(config.language):
        try:
            roster = await _read(file, console)
        except Unreadable as unreadable:
            console.print(unreadable.sentence(), style="red", markup=False)
            return REFUSED
        except OSError as error:
            text = _("{file} cannot be read: check the name and the folder.")
            console.print(text.format(file=error.filename or file), style="red", markup=False)
            return REFUSED
        roster = await _with_known_classes(database, config, roster) if roster.errors() else roster
        _show_faults(roster, file, console)
        if roster.errors():
            return REFUSED
        try:
            return await _apply(database, config, roster, console, wish)
        except Unmatched as unmatched:
            _show_unmatched(unmatched, console)
            return REFUSED


async def _read(file: Path, console: Console) -> Roster:
    with _bar(_("Reading {file}").format(file=file.name), console):
        roster = with_class_of_file(await read_roster_file(file), file.name)
    for line in read_lines(roster):
        console.print(line, markup=False)
    return roster


async def _with_known_classes(database: Database, config: SchoolConfig, roster: Roster) -> Roster:
    today = datetime.now(UTC).astimezone(ZoneInfo(config.timezone)).date()
    async with database.read() as session:
        school_id = await session.scalar(select(Schools.id).where(Schools.code == config.code))
        return await with_known_classes(session, school_id or 0, roster, today)


def _show_faults(roster: Roster, file: Path, console: Console) -> None:
    if not roster.faults:
        return
    style = "red" if roster.errors() else "yellow"
    for line in fault_lines(roster.faults, MOST_LINES):
        console.print(line, style=style, markup=False)
    located = any(fault.sheet for fault in roster.faults)
    if target := _write_copy(file, roster.faults) if located else None:
        console.print(_("Every fault is coloured in the copy {file}.").format(file=target), markup=False)
    if roster.errors():
        console.print(nothing_imported(roster), markup=False)


def _show_unmatched(unmatched: Unmatched, console: Console) -> None:
    for line in fault_lines(unmatched.faults, MOST_LINES):
        console.print(line, style="red", markup=False)
    console.print(_("Nothing was imported. Please correct these lines and send the file again."), markup=False)


def _write_copy(file: Path, faults: Sequence[Fault]) -> Path | None:
    """None where the folder may not be written in: the faults have been said."""
    target = file.with_name(f"{file.stem}-loi.xlsx")
    try:
        write_faults(file, faults, target)
    except OSError:
        return None
    return target


async def _apply(database: Database, config: SchoolConfig, roster: Roster, console: Console, wish: Wish) -> int:
    """First do it and take it back, to show what it changes: nobody waits for a lock while a person reads."""
    now, first, version, changes = datetime.now(UTC), False, None, Changes()
    while True:
        try:
            with suppress(Preview):
                async with database.write() as session:
                    first, version = await _is_first(session, config), await _version(session, config)
                    changes = await _write(session, config, roster, now, console, wish, keep=False)
                    raise Preview
            break
        except Doubtful as doubtful:
            answer = _answer(doubtful.questions[0], console, wish)
            if answer is None:
                return _refuse_doubts(doubtful.questions, console)
            roster = answered(roster, doubtful.questions[0].of, doubtful.questions[0].index, answer)
    _show_changes(changes, console)
    wish = replace(
        wish,
        let_go=wish.let_go or _second_word(_LEAVE, changes.waiting, console, wish),
        bring_back=wish.bring_back or _second_word(_BACK, changes.returning, console, wish),
    )
    later = [*(changes.waiting if wish.let_go else []), *(changes.returning if wish.bring_back else [])]
    any_change = bool(changes or later)
    wanted = first or wish.yes or not any_change or wish.dry_run or confirmed(_("Make these changes?"), console)
    if wish.dry_run or not wanted:
        console.print(_("Nothing was changed."), markup=False)
        return DONE if wish.dry_run else NOT_CONFIRMED
    if any_change:
        async with database.write() as session:
            if await _version(session, config) != version:
                console.print(_("Nothing was changed: the lists have been changed meanwhile. Run again."), markup=False)
                return NOT_CONFIRMED
            await _write(session, config, roster, now, console, wish, keep=True)
    console.print(_("Done.") if any_change else _("The roster is up to date: nothing changed."), markup=False)
    return DONE


def _answer(question: Question, console: Console, wish: Wish) -> int | None:
    """The id of who it is, 0 for somebody new, None if nobody is there to say so."""
    only = question.choices[0][0] if len(question.choices) == 1 else None
    if wish.yes or wish.dry_run:
        if only is not None:
            console.print(_("{question} – taken for the same.").format(question=question.sentence()), markup=False)
        return only
    if not sys.stdin.isatty():
        return None
    console.print(question.sentence(), markup=False)
    if only is not None:
        return only if Confirm.ask(_("The same?"), console=console) else 0
    for number, (_id, words) in enumerate(question.choices, 1):
        console.print(f"  {number}. {words}", markup=False)
    numbers = [str(number) for number in range(len(question.choices) + 1)]
    chosen = IntPrompt.ask(
        _("Which one? (0: {none})").format(none=question.none_of_them()), choices=numbers, console=console
    )
    return question.choices[chosen - 1][0] if chosen else 0


def _refuse_doubts(questions: Sequence[Question], console: Console) -> int:
    for question in questions:
        console.print(question.sentence(), style="red", markup=False)
    text = _("Nothing was changed: run again where you can answer, or write codes or birth dates into these lines.")
    console.print(text, markup=False)
    return NOT_CONFIRMED


class _Word(Struct, frozen=True):
    """A question that is asked on its own, and never meant by `--yes`: what is said before the names, what is asked
    after them, and what is said where nobody is there to answer.
    """

    head: str
    ask: str
    alone: str


_LEAVE = _Word(
    N_("These are not in the file. Do they leave?"),
    N_("Do they leave?"),
    N_("They stay. If they have left, run again with --let-go."),
)
_BACK = _Word(
    N_("These pupils had left and are in the file. Are they back at school?"),
    N_("Are they back?"),
    N_("They stay away. If they are back at school, run again with --bring-back."),
)


def _second_word(word: _Word, who: Sequence[Change], console: Console, wish: Wish) -> bool:
    if not who:
        return False
    console.print(_(word.head), markup=False)
    for line in summary(who):
        console.print("  " + line, markup=False)
    if wish.yes or wish.dry_run or not sys.stdin.isatty():
        console.print(_(word.alone), markup=False)
        return False
    return Confirm.ask(_(word.ask), default=False, console=console)


async def _is_first(session: AsyncSession, config: SchoolConfig) -> bool:
    known = (
        select(func.count(Pupils.id)).join(Schools, Schools.id == Pupils.school_id).where(Schools.code == config.code)
    )
    return not await session.scalar(known)


async def _version(session: AsyncSession, config: SchoolConfig) -> int | None:
    """What has been shown holds as long as it is the same."""
    return await session.scalar(select(Schools.version).where(Schools.code == config.code))


async def _write(
    session: AsyncSession,
    config: SchoolConfig,
    roster: Roster,
    now: datetime,
    console: Console,
    wish: Wish,
    *,
    keep: bool,
) -> Changes:
    """Without `keep` only to see what would change."""
    local = now.astimezone(ZoneInfo(config.timezone))
    school_id = await keep_school(session, config, local.date())
    before = await image(session, school_id) if keep else {}
    with _bar(_("Writing the roster") if keep else _("Looking what would change"), console):
        agreed = {"let_go": wish.let_go, "bring_back": wish.bring_back}
        changes = await apply_roster(session, school_id, roster, local.date(), **agreed)
    if changes and keep:
        number = await keep_import(session, school_id, before, None, now)
        note = {"at": now, "school_id": school_id, "kind": "roster.imported", "about": number}
        await session.execute(insert(Audit), [note])
        await open_day(session, [school_id], local.date())
        told = await teachers_told(session, school_id, number, local, None)
        told += await closings_told(session, number, local, None)
        told += await heads_told(session, school_id, number, local, None)
        told += [phone_notices(school_id, changes.phones, local, number, None)] if changes.phones else []
        if told:
            await store_selected(await session.connection(), told, await schools(session, [school_id]), now)
    return changes


@contextmanager
def _bar(title: str, console: Console) -> Iterator[None]:
    """Moves with what the work inside says of itself."""
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(title, total=None)

        def hear(_what: str, done: int, total: int) -> None:
            bar.update(task, total=total or None, completed=done)

        with heard_by(hear):
            yield


def _show_changes(changes: Changes, console: Console) -> None:
    for line in in_short(changes):
        console.print(line.replace("**", ""), markup=False)
    for line in change_lines(changes):
        console.print("  " + line, markup=False)
    if changes:
        console.print(_("{count} changes in all.").format(count=len(changes)), markup=False)
    for line in summary(changes.odd):
        console.print(line.replace("**", ""), style="yellow", markup=False)
