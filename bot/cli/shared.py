"""What the commands share: the configuration, faults as sentences, a database that is ready."""

import asyncio
import sqlite3
import sys
from collections.abc import Callable, Coroutine
from typing import Any

import typer
from rich.console import Console
from rich.prompt import Confirm

from bot.engine.config import Config, ConfigError, read_config
from bot.engine.database import Database
from bot.engine.log import set_up
from bot.engine.migrate import UnknownVersionError, current, newest, upgrade
from bot.engine.sentences import sentence
from locales import _

cli = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)


console = Console(stderr=True, highlight=False, soft_wrap=True)


OLDEST_SQLITE = (3, 35)  # RETURNING, and WITH … AS MATERIALIZED


DEMO = "sqlite+aiosqlite:///var/demo.db"


class Fault(Exception):  # noqa: N818, it ends the command with a sentence
    """The command cannot go on; the text says what to do."""


def configured(context: typer.Context) -> Config:
    try:
        config = read_config(context.obj)
    except (ConfigError, OSError) as error:
        raise stop(sentence(error) or str(error)) from error
    if context.obj is None:
        config.database.url = DEMO
    set_up(config.log.level)
    return config


def stop(sentence: str, code: int = 1) -> typer.Exit:
    console.print(sentence, style="red", markup=False)
    return typer.Exit(code)


def work(main: Callable[[], Coroutine[Any, Any, int]]) -> None:
    """Run a command; faults that say what to do become one sentence and exit code 1."""
    try:
        code = asyncio.run(main())
    except (Fault, ConfigError) as error:
        raise stop(str(error)) from error
    except UnknownVersionError as error:
        raise stop(
            f"The database was written by a newer Sĩ Số (version {error}). Please update the program."
        ) from error
    except Exception as error:
        said = sentence(error)
        if said is None:
            raise  # it is our own fault, and the traceback says where
        raise stop(said) from error
    raise typer.Exit(code)


def confirmed(question: str, console: Console) -> bool:
    """Asked at the keyboard; without one it is said how to do it."""
    if not sys.stdin.isatty():
        console.print(question, markup=False)
        console.print(_("Run again with --yes to make these changes."), markup=False)
        return False
    return Confirm.ask(question, default=False, console=console)


async def ready(database: Database) -> None:
    """SQLite is brought up to date on the spot; a shared PostgreSQL is migrated once, by hand."""
    if database.is_sqlite:
        if sqlite3.sqlite_version_info < OLDEST_SQLITE:
            needed = ".".join(map(str, OLDEST_SQLITE))
            text = _(
                "This Python comes with SQLite {here}; {needed} or newer is needed. Please install a newer Python, or "
                "use PostgreSQL ([database] url in config.toml)."
            )
            raise Fault(text.format(here=sqlite3.sqlite_version, needed=needed))
        await upgrade(database)
    elif await current(database) != newest():
        raise Fault(_("The database is not up to date. Please run: python -m bot --config FILE migrate"))
