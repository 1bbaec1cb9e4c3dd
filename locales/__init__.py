"""How we say it: Babel catalogues, Vietnamese complete and default, English second."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

DEFAULT = "vi"
_places: dict[str, str] = {}
_PLACE = re.compile(r"\b(?:thôn|nóc|xã(?! hội))\b", re.IGNORECASE)
_folder = Path(__file__).parent
_language: ContextVar[str] = ContextVar("language", default=DEFAULT)


def languages() -> list[str]:
    """The languages there is a catalogue for, the default first."""
    found = sorted(path.parent.parent.name for path in _folder.glob("*/LC_MESSAGES/siso.po"))
    return sorted(found, key=lambda name: name != DEFAULT)


@cache
def _catalogue(language: str) -> GNUTranslations:
    """Read straight from the .po, so that there is no compiled file to forget."""
    compiled = BytesIO()
    with (_folder / language / "LC_MESSAGES" / "siso.po").open("rb") as source:
        write_mo(compiled, read_po(source, locale=language))
    compiled.seek(0)
    return GNUTranslations(compiled)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Everything said inside is said in this language; an unknown one falls back to the default."""
    token = _language.set(language if language in languages_known() else DEFAULT)
    try:
        yield
    finally:
        _language.reset(token)


@cache
def languages_known() -> frozenset[str]:
    return frozenset(languages())


def language() -> str:
    return _language.get()


def _(message: str) -> str:
    return as_called_here(_catalogue(_language.get()).gettext(message))


def call_places(village: str = "", hamlet: str = "", commune: str = "") -> None:
    """From now on sentences say these for `thôn`, `nóc` and `xã`, as people here do; what is empty stays. Names are
    filled in afterwards: no place is renamed.
    """
    own = {"thôn": village, "nóc": hamlet, "xã": commune}
    _places.clear()
    _places.update({word: said for word, said in own.items() if said and said != word})


def as_called_here(sentence: str) -> str:
    """A sentence of ours, without names in it yet, in the words of the place. Commands (`/thon`) stay as they are."""
    if not _places or _language.get() != DEFAULT:
        return sentence
    return _PLACE.sub(_called, sentence)


def _called(found: re.Match[str]) -> str:
    said = _places.get(found[0].lower(), found[0])
    return said[0].upper() + said[1:] if found[0][0].isupper() else said


def N_(message: str) -> str:  # noqa: N802, the gettext name for "translate later"
    """Mark a message for the catalogues without translating it yet."""
    return message
