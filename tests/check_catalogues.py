"""Every sentence in the code has its words in every catalogue, and they hold nothing else. `--update` adds the new."""

import ast
import sys
import tomllib
from functools import cache
from pathlib import Path
from string import Formatter

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from locales import languages

ROOT = Path(__file__).parent.parent
PACKAGES = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["root_packages"]
KEYWORDS = {"_": None, "N_": None}
SAYS = {
    "ConfigError",
    "Fault",
    "UnreachableError",
    "Unreadable",
    "print",
}  # what an operator reads of them is a sentence


@cache
def in_code() -> dict[str, list[tuple[str, int]]]:
    """Every message of the code, with where it stands."""
    found: dict[str, list[tuple[str, int]]] = {}
    for package in PACKAGES:
        for name, line, message, _comments, _context in extract_from_dir(ROOT / package, keywords=KEYWORDS):
            found.setdefault(str(message), []).append((f"{package}/{name}", line))
    return {message: places for message, places in found.items() if message}


def path(language: str) -> Path:
    return ROOT / "locales" / language / "LC_MESSAGES" / "siso.po"


def read(language: str) -> Catalog:
    with path(language).open("rb") as source:
        return read_po(source, locale=language)


def problems(language: str) -> list[str]:
    """What is wrong with a catalogue, a line each."""
    catalogue, code = read(language), in_code()
    known = {str(message.id): str(message.string) for message in catalogue if message.id}
    lost = [f"{language}: missing: {message!r} ({code[message][0][0]})" for message in code if not known.get(message)]
    old = [f"{language}: no longer said: {message!r}" for message in known if message not in code]
    fuzzy = [f"{language}: fuzzy: {message.id!r}" for message in catalogue if message.fuzzy and message.id]
    fields = [
        f"{language}: other fields: {message!r}"
        for message in code
        if known.get(message) and _differ(message, known[message])
    ]
    return lost + old + fuzzy + fields


def bare() -> list[str]:
    """Sentences that an operator reads in one language only: written where they are said, and not in `_(…)`."""
    found = []
    for package in PACKAGES:
        for file in sorted((ROOT / package).rglob("*.py")):
            calls = (node for node in ast.walk(ast.parse(file.read_text("utf-8"))) if isinstance(node, ast.Call))
            found += [
                f"{file.relative_to(ROOT)}:{call.lineno}: not in the catalogues" for call in calls if _is_bare(call)
            ]
    return found


def _is_bare(call: ast.Call) -> bool:
    called = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    first = call.args[0] if call.args else None
    parts = first.values if isinstance(first, ast.JoinedStr) else [first]
    words = " ".join(
        str(part.value) for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str)
    )
    return called in SAYS and sum(word.isalpha() for word in words.replace(".", " ").split()) > 2


def _differ(message: str, translated: str) -> bool:
    return not _fields(translated) <= _fields(message)


def _fields(text: str) -> set[str]:
    return {name for _text, name, _spec, _conversion in Formatter().parse(text) if name}


def update(language: str, translations: dict[str, str]) -> None:
    """Rewrite a catalogue: the code's messages, with the words they had, or those given, or (English) themselves. Where
    they stand is left to a search: places would make every move of a file a change of both catalogues.
    """
    old = {str(message.id): str(message.string) for message in read(language) if message.id}
    fresh = Catalog(locale=language, project="Sĩ Số", version="1", charset="utf-8", fuzzy=False)
    for message in sorted(in_code()):
        words = translations.get(message) or old.get(message) or (message if language == "en" else "")
        fresh.add(message, words)
    with path(language).open("wb") as target:
        write_po(target, fresh, width=110, omit_header=False, no_location=True, sort_output=True)


def main() -> int:
    if "--update" in sys.argv:
        for language in languages():
            update(language, {})
    found = bare() + [line for language in languages() for line in problems(language)]
    print("\n".join(found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
