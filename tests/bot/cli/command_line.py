"""The command line in this process; and every command there is with what it takes, found in it."""

import inspect
import logging
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple, get_args, get_type_hints

import structlog
import typer
from typer.models import ArgumentInfo
from typer.testing import CliRunner, Result

from bot.__main__ import options
from bot.cli.shared import cli


def say(*words: str) -> Result:
    """`siso WORDS`; what is no sentence is the result's exception."""
    before, root = structlog.get_config(), logging.getLogger()
    handlers = root.handlers[:]
    try:
        return CliRunner().invoke(cli, words)
    finally:  # the command logs to a standard error of its own, which is gone now
        structlog.configure(**before)
        root.handlers[:] = handlers


def sentence(result: Result) -> str:
    """What a command that ended by itself said, on whatever stream."""
    if isinstance(result.exception, Exception):
        raise result.exception
    said = result.output.strip()
    assert said or not result.exit_code, "it failed without a word"
    assert "Traceback" not in said
    return " ".join(said.split())


class Taken(NamedTuple):
    """A parameter: the words that give it a value, without the value itself."""

    words: tuple[str, ...]
    kind: type
    required: bool


class Command(NamedTuple):
    words: tuple[str, ...]
    takes: tuple[Taken, ...]
    configured: bool  # it reads the configuration


def commands(app: typer.Typer = cli, before: tuple[str, ...] = ()) -> Iterator[Command]:
    for each in app.registered_commands:
        assert each.callback is not None
        words = (*before, each.name or each.callback.__name__)
        yield Command(words, tuple(taken(each.callback)), "context" in inspect.signature(each.callback).parameters)
    for group in app.registered_groups:
        assert group.typer_instance is not None
        yield from commands(group.typer_instance, (*before, str(group.name)))


def taken(function: Any) -> Iterator[Taken]:
    hints = get_type_hints(function, include_extras=True)
    for name, parameter in inspect.signature(function).parameters.items():
        kind, *more = get_args(hints[name]) or (hints[name],)
        if not more:
            continue  # Typer's own context
        (how,) = more
        argument = isinstance(how, ArgumentInfo)
        named = (
            how.default,
            *(how.param_decls or ()),
            f"--{name.replace('_', '-')}",
        )  # in Annotated, the first is a name
        words = () if argument else [one for one in named if str(one).startswith("--")][:1]
        kinds = [one for one in (get_args(kind) or (kind,)) if one is not type(None)]
        yield Taken(tuple(words), kinds[0], parameter.default is parameter.empty)


GLOBAL = tuple(taken(options))  # what stands before the command
USUAL: dict[type | str, str] = {
    datetime: "2027-09-05",
    str: "6A",
    Path: "school.xlsx",
    "--rosters": "rosters.json",
    "--month": "2026-11",
    "--date": "2026-11-16",
    "--place": "Thôn 3",
    "--term": "hk1",
    "--period": "month",
    "--at": "2026-11-16",
}


def filled(command: Command, but: Taken | None = None) -> list[str]:
    """A call with everything it needs, and nothing else."""
    needed = [one for one in command.takes if one.required and one is not but]
    given = [(*one.words, USUAL.get(one.words[0] if one.words else one.kind) or USUAL[one.kind]) for one in needed]
    return [*command.words, *(word for words in given for word in words)]
