"""The command line: siso [--config FILE] run | import | ladder | rollover | sample | check | …; or python -m bot …"""

import asyncio
import signal
import sqlite3
import sys
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

import bot
from bot.cli.invitations import InviteError
from bot.engine.app import App, open_channels
from bot.engine.clock import Time
from bot.engine.config import Config, ConfigError, NoSchool, read_config
from bot.engine.database import Database
from bot.engine.log import set_up
from bot.engine.migrate import UnknownVersionError, current, newest, upgrade
from bot.engine.private import nothing_for_others
from bot.engine.sentences import sentence
from locales import _, speaking

cli = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
console = Console(stderr=True, highlight=False, soft_wrap=True)
OLDEST_SQLITE = (3, 35)  # RETURNING, and WITH … AS MATERIALIZED
DEMO = "sqlite+aiosqlite:///var/demo.db"
EXAMPLE = Path(bot.__file__).parents[1] / "config.example.toml"  # beside the packages, in a checkout and installed


class Fault(Exception):  # noqa: N818, it ends the command with a sentence
    """The command cannot go on; the text says what to do."""


def main() -> None:
    """What we say is UTF-8, also into a file or a pipe, whatever else this machine writes there."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    cli()


def _say_version(wanted: bool) -> None:  # noqa: FBT001, Typer's way
    if wanted:
        print(f"Sĩ Số {bot.__version__}")  # noqa: T201, for other programs to read
        raise typer.Exit


@cli.callback()
def options(
    context: typer.Context,
    config: Annotated[Path | None, typer.Option(help="The configuration file; without one: the sample school.")] = None,
    version: Annotated[  # noqa: ARG001, FBT002, Typer's way; it has been said when we come here
        bool, typer.Option("--version", callback=_say_version, is_eager=True, help="Say which version this is.")
    ] = False,
) -> None:
    """Sĩ Số: keeps pupils in class."""
    nothing_for_others()
    context.obj = config


def configured(context: typer.Context) -> Config:
    try:
        config = read_config(context.obj)
    except (ConfigError, OSError) as error:
        raise _stop(sentence(error) or str(error)) from error
    if context.obj is None:
        config.database.url = DEMO
    set_up(config.log.level)
    return config


def _stop(sentence: str, code: int = 1) -> typer.Exit:
    console.print(sentence, style="red", markup=False)
    return typer.Exit(code)


def work(main: Callable[[], Coroutine[Any, Any, int]]) -> None:
    """Run a command; faults that say what to do become one sentence and exit code 1."""
    try:
        code = asyncio.run(main())
    except (Fault, ConfigError) as error:
        raise _stop(str(error)) from error
    except UnknownVersionError as error:
        raise _stop(
            f"The database was written by a newer Sĩ Số (version {error}). Please update the program."
        ) from error
    except Exception as error:
        said = sentence(error)
        if said is None:
            raise  # it is our own fault, and the traceback says where
        raise _stop(said) from error
    raise typer.Exit(code)


async def ready(database: Database) -> None:
    """SQLite is brought up to date on the spot; a shared PostgreSQL is migrated once, by hand."""
    if database.is_sqlite:
        if sqlite3.sqlite_version_info < OLDEST_SQLITE:
            needed = ".".join(map(str, OLDEST_SQLITE))
            raise Fault(
                f"This Python comes with SQLite {sqlite3.sqlite_version}; {needed} or newer is needed. Please install "
                "a newer Python, or use PostgreSQL ([database] url in config.toml)."
            )
        await upgrade(database)
    elif await current(database) != newest():
        raise Fault("The database is not up to date. Please run: python -m bot --config FILE migrate")


@cli.command()
def run(context: typer.Context) -> None:
    """Run the bot until it is stopped (Ctrl-C or SIGTERM)."""
    config = configured(context)
    work(lambda: _run(config))


async def _run(config: Config) -> int:
    from bot.runner import run_until_stopped  # the web server is not needed by the other commands, which start faster

    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    _on_signals(loop, stop)
    if not config.channels:
        config.channels = _local_chat(config)
    app = App(config, Time(), open_channels(config))
    try:
        await ready(app.database)
        await run_until_stopped(app, stop, console)
    finally:
        await app.database.close()
    return 0


def _on_signals(loop: asyncio.AbstractEventLoop, stop: asyncio.Event) -> None:
    names = [signal.SIGINT, signal.SIGTERM]
    if sys.platform == "win32":
        names.append(signal.SIGBREAK)  # the window is closed
    for name in names:
        try:
            loop.add_signal_handler(name, stop.set)
        except (
            NotImplementedError
        ):  # Windows' loop has none; the way below may miss a signal that a thread gets elsewhere
            signal.signal(name, lambda *_signal: loop.call_soon_threadsafe(stop.set))


def _local_chat(config: Config) -> dict[str, dict[str, Any]]:
    """Without any channel the sample school is shown; a school of one's own needs one. Raises Fault."""
    if isinstance(config.school, NoSchool):
        return {"web": {}}
    raise Fault(
        _(
            "The configuration names a school and no channel to reach its people. Please write the bot's token under "
            "[channels.telegram] (see config.example.toml). The sample school is shown without --config."
        )
    )


@cli.command()
def migrate(context: typer.Context) -> None:
    """Bring the database's tables up to date."""
    config = configured(context)
    work(lambda: _migrate(config))


async def _migrate(config: Config) -> int:
    database = Database(config.database.url)
    try:
        changed = await upgrade(database)
    finally:
        await database.close()
    with speaking(config.school.language):
        console.print(_("The database is up to date now.") if changed else _("The database was up to date already."))
    return 0


@cli.command()
def sample(
    file: Annotated[Path, typer.Argument(help="The file to write: .xlsx, or .toml for a configuration.")],
) -> None:
    """Write an example of the roster workbook, ready to be imported; or of the configuration, to be filled in."""
    work(lambda: asyncio.to_thread(_sample, file))


def _sample(file: Path) -> int:
    from papers.roster.sample import write_sample  # XlsxWriter is only needed here

    if file.is_file():  # it may be filled in
        raise Fault(_("{file} is there already, and was left as it is.").format(file=file))
    if file.suffix.lower() == ".toml":
        file.write_bytes(EXAMPLE.read_bytes())
    else:
        write_sample(file)
    console.print(_("Written: {file}").format(file=file), markup=False)
    return 0


@cli.command(name="import")
def import_(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="The school's list (.xlsx, .xls, .ods, .csv, .txt).")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would change, change nothing.")] = False,  # noqa: FBT002, Typer's way
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask before changing an existing roster.")] = False,  # noqa: FBT002, Typer's way
    let_go: Annotated[bool, typer.Option("--let-go", help="Whoever the list leaves out leaves.")] = False,  # noqa: FBT002, Typer's way
) -> None:
    """Import the roster: pupils, staff, hamlets. All or nothing; what the file does not hold stays."""
    config = configured(context)
    work(lambda: _import(config, file, dry_run=dry_run, yes=yes, let_go=let_go))


@cli.command(name="take-back")
def take_back(
    context: typer.Context,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,  # noqa: FBT002, Typer's way
) -> None:
    """Take back the last import of the roster, whole, unless something rests on it."""
    config = configured(context)
    work(lambda: _take_back(config, yes=yes))


async def _take_back(config: Config, *, yes: bool) -> int:
    from bot.cli.taking_back import take_back as undo  # as with the other commands

    database = Database(config.database.url)
    try:
        await ready(database)
        return await undo(database, config.school, console, yes=yes)
    finally:
        await database.close()


async def _import(config: Config, file: Path, *, dry_run: bool, yes: bool, let_go: bool) -> int:
    from bot.cli.importing import import_workbook  # workbook libraries are only needed here

    database = Database(config.database.url)
    try:
        await ready(database)
        return await import_workbook(database, config.school, file, console, dry_run=dry_run, yes=yes, let_go=let_go)
    finally:
        await database.close()


ladder = typer.Typer(no_args_is_help=True, help="The ladder: who is told when a pupil stays away, as a file.")
cli.add_typer(ladder, name="ladder")


@ladder.command()
def export(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="The file to write (.toml).")],
    school: Annotated[str, typer.Option(help="A school's code; without it, the configured one.")] = "",
) -> None:
    """Write the ladder in force, ready to be changed and read in again."""
    config = configured(context)
    work(lambda: _export_ladder(config, school or config.school.code, file))


@asynccontextmanager
async def _ladders(config: Config) -> AsyncIterator[Database]:
    from bot.cli.ladder import NoSchoolError  # as with the other commands

    database = Database(config.database.url)
    try:
        await ready(database)
        with speaking(config.school.language):
            yield database
    except NoSchoolError as error:
        raise Fault(f"There is no school with the code {error}.") from error
    finally:
        await database.close()


async def _export_ladder(config: Config, school: str, file: Path) -> int:
    from bot.cli.ladder import export_ladders  # as with the other commands

    async with _ladders(config) as database:
        await export_ladders(database, school, file)
    console.print(f"Written: {file}", markup=False)
    return 0


@ladder.command(name="import")
def import_ladder(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="The file to read (.toml).")],
    school: Annotated[str, typer.Option(help="A school's code; without it, the configured one.")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would change, change nothing.")] = False,  # noqa: FBT002, Typer's way
) -> None:
    """Put the ladder of a file in force. All or nothing; every fault is named."""
    config = configured(context)
    work(lambda: _import_ladder(config, school or config.school.code, file, dry_run=dry_run))


async def _import_ladder(config: Config, school: str, file: Path, *, dry_run: bool) -> int:
    from bot.cli.ladder import import_ladders  # as with the other commands

    async with _ladders(config) as database:
        return await import_ladders(database, school, file, console, dry_run=dry_run)


@cli.command()
def check(
    context: typer.Context,
    date: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="The school day.")],
    school: Annotated[str, typer.Option(help="A school's code; without it, all of them.")] = "",
) -> None:
    """Run the daily check for a date. Running it again tells nobody anything twice."""
    config = configured(context)
    work(lambda: _check(config, date, school))


async def _check(config: Config, date: datetime, school: str) -> int:
    from bot.cli.check import check_day  # keeps the jobs out of commands that do not need them

    database = Database(config.database.url)
    try:
        await ready(database)
        with speaking(config.school.language):
            summary = await check_day(database, date.date(), school, datetime.now(UTC))
    finally:
        await database.close()
    if summary is None:
        raise Fault(f"There is no school with the code {school}.")
    console.print(summary, markup=False)
    return 0


@cli.command()
def rollover(
    context: typer.Context,
    year: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="The first day of the new school year.")],
    held_back: Annotated[
        Path | None, typer.Option("--held-back", help="Those who repeat the year (.xlsx or .csv: name, class, code).")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Where the list of those who leave is written (.xlsx).")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would change, change nothing.")] = False,  # noqa: FBT002, Typer's way
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask before turning the year.")] = False,  # noqa: FBT002, Typer's way
) -> None:
    """Turn the school year: classes go up, open cases are handed over. All or nothing."""
    config = configured(context)
    work(lambda: _rollover(config, year, held_back, out, dry_run=dry_run, yes=yes))


async def _rollover(
    config: Config, year: datetime, held_back: Path | None, out: Path | None, *, dry_run: bool, yes: bool
) -> int:
    from bot.cli.rollover import Wish, roll_over  # keeps workbook libraries out of commands that do not need them

    database = Database(config.database.url)
    wish = Wish(starts=year.date(), held_back=held_back, out=out, dry_run=dry_run, yes=yes)
    try:
        await ready(database)
        return await roll_over(database, config.school, wish, console)
    finally:
        await database.close()


@cli.command()
def invite(
    context: typer.Context,
    klass: Annotated[str, typer.Option("--class", help="Slips for the guardians of this class.")] = "",
    person: Annotated[str, typer.Option(help="A code for this member of staff, or for this pupil's guardians.")] = "",
    school: Annotated[str, typer.Option(help="A school's code; without it, the configured one.")] = "",
    out: Annotated[Path | None, typer.Option(help="The file to write (.docx).")] = None,
) -> None:
    """One-time codes that link people to their chats."""
    config = configured(context)
    if bool(klass) == bool(person):
        raise _stop("Please say either --class 6A or --person NAME.")
    code = school or config.school.code
    work(lambda: _invite(config, code, klass, person, out or Path(f"phieu-moi-{klass}.docx".replace("/", "-"))))


async def _invite(config: Config, school: str, klass: str, person: str, out: Path) -> int:
    from bot.cli.invite import write_codes, write_slips  # document libraries are only needed here

    database, channels = Database(config.database.url), open_channels(config)
    try:
        await ready(database)
        with speaking(config.school.language):
            if klass:
                await write_slips(database, channels, school, klass, out, console)
            else:
                await write_codes(database, school, person, Console(highlight=False))
    except InviteError as error:
        raise Fault(str(error)) from error
    finally:
        for channel in channels.values():
            await channel.stop()
        await database.close()
    return 0


@cli.command()
def read(
    rosters: Annotated[Path, typer.Option(help="The class lists (JSON).")],
    words: Annotated[Path | None, typer.Option(help="The school's own words (TOML), beside those built in.")] = None,
) -> None:
    """Read messages (JSON lines on standard input) without recording them; the readings go to standard output."""
    from bot.cli.read import read_stream  # nothing else needs it

    raise typer.Exit(read_stream(rosters, words, sys.stdin.buffer, sys.stdout.buffer, console))


@cli.command()
def doctor(context: typer.Context) -> None:
    """Say what is wrong or missing, and what to do about it."""
    config = configured(context)
    work(lambda: _doctor(config))


async def _doctor(config: Config) -> int:
    from bot.cli.doctor import examine, running_program, show  # needed by this command alone

    database, channels = Database(config.database.url), open_channels(config)
    try:
        with speaking(config.school.language):
            found = await examine(database, channels, datetime.now(UTC))
            return show(found + await running_program(config.server.url), console)
    finally:
        for channel in channels.values():
            await channel.stop()
        await database.close()


if __name__ == "__main__":
    main()
