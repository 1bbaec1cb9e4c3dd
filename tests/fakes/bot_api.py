"""Checks calls and answers against the Bot API's own description (trimmed to what this bot uses)."""

import json
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple


class Upload(NamedTuple):
    name: str
    content: bytes


PLAIN: dict[str, tuple[type, ...]] = {
    "String": (str,),
    "Integer": (int,),
    "Float": (int, float),
    "Boolean": (bool,),
    "True": (bool,),
    "InputFile": (Upload,),
}


@cache
def api() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(Path(__file__).with_name("telegram_api.json").read_text("utf-8"))
    return found


def typed(method: str, fields: dict[str, Any]) -> dict[str, Any]:
    """Form fields are all text: what the method does not want as text is JSON."""
    wanted = api()["methods"].get(method, {})
    return {name: _typed(value, wanted.get(name, {}).get("types", ["String"])) for name, value in fields.items()}


def _typed(value: Any, types: list[str]) -> Any:
    if not isinstance(value, str) or "String" in types:
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value


def call_faults(method: str, given: dict[str, Any]) -> list[str]:
    if method not in api()["methods"]:
        return [f"{method}: no such method among those this bot calls"]
    return _field_faults(given, api()["methods"][method], method)


def faults(value: Any, kind: str, where: str) -> list[str]:
    """What is wrong with `value` as a `kind` ("Integer", "Array of String", "Message")."""
    if kind.startswith("Array of "):
        return _array_faults(value, kind.removeprefix("Array of "), where)
    if kind in PLAIN:
        fits = isinstance(value, PLAIN[kind]) and (isinstance(value, bool) == (bool in PLAIN[kind]))
        return [] if fits else [f"{where}: {type(value).__name__} is not {kind}"]
    description = api()["types"].get(kind)
    if description is None:
        return [f"{where}: {kind} is not in the trimmed description"]
    if isinstance(description, list):
        return _union_faults(value, description, where)
    if not isinstance(value, dict):
        return [f"{where}: {type(value).__name__} is not {kind}"]
    return _field_faults(value, description, where)


def _field_faults(given: dict[str, Any], wanted: dict[str, Any], where: str) -> list[str]:
    found = [f"{where}: unknown {name}" for name in given if name not in wanted]
    found += [
        f"{where}: {name} is missing" for name, field in wanted.items() if field["required"] and name not in given
    ]
    for name in given.keys() & wanted.keys():
        found += _union_faults(given[name], wanted[name]["types"], f"{where}.{name}")
    return found


def _array_faults(value: Any, kind: str, where: str) -> list[str]:
    if not isinstance(value, list):
        return [f"{where}: {type(value).__name__} is not an array"]
    return [fault for number, item in enumerate(value) for fault in faults(item, kind, f"{where}[{number}]")]


def _union_faults(value: Any, kinds: list[str], where: str) -> list[str]:
    each = [faults(value, kind, where) for kind in kinds]
    return min(each, key=len)
