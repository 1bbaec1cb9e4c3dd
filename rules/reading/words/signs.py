"""Signs that stand for words: `❌ Lan = P`, `30-2=28`, `6A: đủ/6B: Lan`, `ốm (Lan), không phép (Tú, An)`."""

import re
from collections.abc import Container

from rules.people.names import fold

_SUM = re.compile(r"(?<![\d/.-])(\d{1,2}) ?[-–] ?(\d{1,2}) ?= ?(\d{1,2})(?!\d|[/.]\d)")
_EQUALS = re.compile(r" ?= ?(?=(?:[kp]|kp|cp|có phép|co phep|không phép|khong phep)(?!\w))", re.IGNORECASE)
_NEXT_CLASS = re.compile(r"(?<=[^\W\d_]) ?/ ?(?=\d{1,2}[a-z]?\d?(?:/\d{1,2})? ?:)", re.IGNORECASE)
_MARKS = ("❌", "✖", "⏰", "✅")
_A_PICTURE = "[\U0001f300-\U0001faff\u2600-\u26ff]"
_PICTURES = re.compile(rf"(?<!{_A_PICTURE}){_A_PICTURE}{{1,6}}(?=\s{{0,3}}[^\W\d_])")
_GROUP = re.compile(r"([^,;:()\n]{1,40}?) ?\(([^()\n]{1,120})\)")  # in bounds: a hostile text has thousands of signs
_COUNTED_DAYS = re.compile(r"\b(hai|ba|bốn|bon) (?=ngày|ngay|hôm|hom)(\w+ \d{1,2}/\d{1,2} ?(?:và|va|,|&|\+) ?\d)")
_NUMBERS = {"hai": "2", "ba": "3", "bốn": "4", "bon": "4"}


def written_in_words(text: str, names: Container[str]) -> str:
    """The text with what such signs stand for. `names`: words of pupils' names, unmarked."""
    if "=" in text:
        text = _EQUALS.sub(" ", _SUM.sub(_counted, text))
    if "/" in text:
        text = _COUNTED_DAYS.sub(lambda found: _days(found, names), _NEXT_CLASS.sub("; ", text))
    if "(" in text:
        text = _listed_behind(text, names)
    if "❌" in text and "✅" in text:  # Linh ❌ Lan ✅
        text = text.replace("❌", " vắng,").replace("✅", " có mặt,")
    for mark in _MARKS:
        text = text.replace(mark, ",")
    return text if max(text, default="") < "☀" else _PICTURES.sub(" , ", text)  # Lan, Sen 😥 em gọi không ai nghe


def _counted(found: re.Match[str]) -> str:
    """`30-2=28`: of 30 there are 28 here."""
    whole, away, here = int(found[1]), int(found[2]), int(found[3])
    return f"{here}/{whole}" if whole - away == here else found[0]


def _days(found: re.Match[str], names: Container[str]) -> str:
    """`hai ngày 20/11 và 21/11`, whoever is called Ba."""
    return found[0] if fold(found[1]) in names else f"{_NUMBERS[found[1]]} {found[2]}"


def _listed_behind(text: str, names: Container[str]) -> str:
    """Several groups of pupils in brackets, each behind what is said of them."""
    groups = list(_GROUP.finditer(text))
    lists = len(groups) > 1 and all(_are_names(found[2], names) and not _are_names(found[1], names) for found in groups)
    return _GROUP.sub(r"\1: \2;", text) if lists else text


def _are_names(listed: str, names: Container[str]) -> bool:
    words = re.findall(r"[^\W\d_]+", fold(listed.lower()))
    return bool(words) and all(word in names or word in ("va", "voi") for word in words)
