"""What a button says is read as it was written: every writer has its twin, found by walking; nobody else writes any."""

import ast
import pkgutil
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from enum import Enum
from functools import cache
from importlib import import_module
from inspect import Parameter, isfunction, signature
from itertools import product
from pathlib import Path
from types import ModuleType, NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

import pytest
from msgspec import Struct
from msgspec.structs import astuple

import handlers
import jobs
import letters
from handlers import match
from letters import says
from letters.says import Code, Says, Typed, Word
from letters.says.calendar import Added
from rules.calendar.periods import DAY, Period
from rules.written import LARGEST

MODULES: list[ModuleType] = [import_module(f"letters.says.{one.name}") for one in pkgutil.iter_modules(says.__path__)]
WRITERS: list[tuple[ModuleType, str]] = [
    (module, name)
    for module in MODULES
    for name, found in vars(module).items()
    if isfunction(found) and found.__module__ == module.__name__ and get_type_hints(found)["return"] in {Says, Code}
]
SENTENCES: list[tuple[ModuleType, str]] = [
    (module, name)
    for module in MODULES
    for name, found in vars(module).items()
    if isfunction(found) and found.__module__ == module.__name__ and get_type_hints(found)["return"] is Typed
]
HOSTILE = (
    "", " ", "#", "#p", "#s", "v", "p", "-", "\0", "x" * 400, "9" * 5000, "#" + "9" * 30, f"#p{LARGEST + 1}",
    "v" + "9" * 30, "²", "#p²", "-1", "1e9", "0x10", "1_000", "chắc chắn 999999 ", "chắc chắn 000000 x",
    "1:2 2026-11-16T07:00 x", "co 0 0",
)  # fmt: skip
VALUES: dict[object, tuple[object, ...]] = {
    int: (1, 12, LARGEST),
    bool: (True, False),
    str: ("om", "mẹ đi rẫy", "9" * 30, "x" * 400, "x\0y", "#p1"),
    Code: (Code("om"), Code("can_giup")),
    Word: (Word("ca"), Word("viec")),
    date: (date(2026, 11, 16), date(2028, 2, 29)),
    Period: (Period(kind=DAY, first=date(2026, 11, 16), last=date(2026, 11, 16)),),
    datetime: (datetime(2026, 11, 16, 0, 5, tzinfo=UTC),),
    Added: (Added("nghỉ", "20/11", "sáng", "6A vì bão"), Added("bù", "5/12", "", "")),
}


def values(kind: Any) -> tuple[object, ...]:
    """What a parameter of this type may be."""
    if kind in VALUES:
        return VALUES[kind]
    if get_origin(kind) is UnionType:
        return tuple(one for each in get_args(kind) for one in ((None,) if each is NoneType else values(each)))
    if get_origin(kind) is tuple:
        some = values(get_args(kind)[0])
        return (some[:1], some)
    assert issubclass(kind, Enum), f"no values are known for {kind}"
    return tuple(kind)


def written(writer: Callable[..., str]) -> Iterator[tuple[tuple[object, ...], str]]:
    """Every choice of values, and what the writer makes of it."""
    hints, names = get_type_hints(writer), signature(writer).parameters
    for chosen in product(*(values(hints[name]) for name in names)):
        by_name = dict(zip(names, chosen, strict=True))
        keywords = {name: value for name, value in by_name.items() if names[name].kind is Parameter.KEYWORD_ONLY}
        yield chosen, writer(*(value for name, value in by_name.items() if name not in keywords), **keywords)


def behind(text: str) -> str:
    """What the handler of a button's command gets; an answer's one word is not a command."""
    if not text.startswith("/"):
        return text
    found = match(text)
    assert found is not None, f"no command reads {text}"
    return found[1]


@pytest.mark.parametrize(("module", "name"), WRITERS, ids=lambda one: getattr(one, "__name__", one))
def test_what_a_button_says_is_read_as_it_was_written(module: ModuleType, name: str) -> None:
    reader = getattr(module, f"read_{name}", None)
    assert reader is not None, f"{module.__name__}.{name} has no twin"
    for chosen, text in written(getattr(module, name)):
        found = reader(behind(text))
        expected = chosen if isinstance(found, Struct) else chosen[0]
        assert (astuple(found) if isinstance(found, Struct) else found) == expected, text


@pytest.mark.parametrize(("module", "name"), WRITERS, ids=lambda one: getattr(one, "__name__", one))
def test_no_reader_stumbles_over_what_nobody_would_write_and_no_number_is_larger_than_a_row_can_have(
    module: ModuleType, name: str
) -> None:
    reader = getattr(module, f"read_{name}")
    texts = [behind(text) for _chosen, text in written(getattr(module, name))]
    broken = [text.replace("12", large) for text in texts for large in ("9" * 30, str(LARGEST + 1), "²", "\0", "")]
    for text in (*HOSTILE, *broken, *(f"{text} {more}" for text in texts[:20] for more in HOSTILE)):
        found = reader(text)
        parts = astuple(found) if isinstance(found, Struct) else (found,)
        numbers = [one for part in parts for one in (part if isinstance(part, tuple) else (part,))]
        assert all(0 <= one <= LARGEST for one in numbers if isinstance(one, int)), text


@pytest.mark.parametrize(("module", "name"), WRITERS, ids=lambda one: getattr(one, "__name__", one))
def test_a_handler_reads_with_the_twin_and_not_in_a_way_of_its_own(module: ModuleType, name: str) -> None:
    assert any(f"read_{name}(" in text and module.__name__.rpartition(".")[2] in text for text in texts())


@pytest.mark.parametrize(("module", "name"), SENTENCES, ids=lambda one: getattr(one, "__name__", one))
def test_what_a_button_says_as_people_type_it_begins_with_a_command(module: ModuleType, name: str) -> None:
    *_others, (_chosen, text) = written(getattr(module, name))
    assert behind(text)


def test_every_word_of_a_button_that_stands_alone_is_a_command() -> None:
    every = (pair for module in MODULES for pair in vars(module).items())
    alone = [str(one) for name, one in every if name.isupper() and str(one).startswith("/")]
    assert len(alone) > 5
    for text in alone:
        assert match(text) is not None, text


@cache
def texts() -> list[str]:
    return [path.read_text(encoding="utf-8") for path in sources()]


def sources() -> Iterator[Path]:
    for package in (handlers, jobs, letters):
        root = Path(package.__path__[0])
        yield from (path for path in root.rglob("*.py") if (root / "says") not in path.parents)


def bare(path: Path) -> list[str]:
    """Words of buttons that a file writes itself: a text given to a button, or one that begins like a command's."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    notes = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        and node.body and isinstance(node.body[0], ast.Expr)
    }  # fmt: skip
    shown = {
        id(inside)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"_", "N_"}
        for inside in ast.walk(node)
    }
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Button":
            found += [f"{path.name}:{node.lineno}" for says in node.args[1:] if _is_text(says)]
        if isinstance(node, ast.JoinedStr | ast.Constant) and id(node) not in notes | shown:
            found += [f"{path.name}:{node.lineno}"] if _begins_a_command(node) else []
    return found


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.JoinedStr | ast.BinOp | ast.Constant)


def _begins_a_command(node: ast.JoinedStr | ast.Constant) -> bool:
    first = next(iter(node.values), None) if isinstance(node, ast.JoinedStr) else node
    text = first.value if isinstance(first, ast.Constant) else None
    return isinstance(text, str) and len(text) > 2 and text[0] == "/" and text[1].isalpha() and match(text) is not None


def test_nobody_else_writes_the_words_of_a_button() -> None:
    assert [one for path in sources() for one in bare(path)] == []


def reads_itself(path: Path) -> list[str]:
    """Where a file makes a number of a text, or knows how a pupil or a person is numbered."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call | ast.Constant):
            continue
        called = node.func if isinstance(node, ast.Call) else None
        number = isinstance(called, ast.Name) and called.id == "int"
        looks = isinstance(called, ast.Attribute) and called.attr in {"isdecimal", "isdigit", "isnumeric"}
        named = isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.startswith(("#p", "#s"))
        found += [f"{path.name}:{node.lineno}"] if number or looks or named else []
    return found


def test_nobody_else_reads_the_numbers_of_a_button() -> None:
    assert [one for path in sources() for one in reads_itself(path)] == []
