"""Where a pupil lives and what a pair looks after: `Takta- Thôn 3`, `Ngọc Lê 1,3-Thôn 4`, or two columns."""

import re

from msgspec import Struct

from locales import N_
from papers.roster.lists.values import LONGEST_NAME, Cell, Wrong, read_text
from rules.people.names import clean, fold
from rules.people.places import KINDS, split_place

_OF_A_HAMLET = frozenset({"nóc", "cụm"})
_VILLAGE_KINDS = "|".join(kind for kind in KINDS.split("|") if kind not in _OF_A_HAMLET)
_VILLAGE = re.compile(rf"(?:{_VILLAGE_KINDS}|{fold(_VILLAGE_KINDS)})(?: |\d)", re.IGNORECASE)
_VILLAGE_UNPARTED = re.compile(rf"(?<=\w) (?=(?:{_VILLAGE_KINDS}) \S)", re.IGNORECASE)
_WIDER = re.compile(r"[\s,;–—-]+(?:xã|phường|huyện|tỉnh|thị trấn|thị xã|thành phố|tp\.?|quận)\s.*$", re.IGNORECASE)
_PARTED = re.compile(r"\s*[,;\n]\s*|\s+[-–—]\s*|\s*[-–—]\s+")
_WIDE = re.compile(r"(?:xã|phường|huyện|tỉnh|thị trấn|thị xã|thành phố|tp\.?|quận|đặc khu)\b", re.IGNORECASE)
_IN_ADDRESS = re.compile(rf"(?:{_VILLAGE_KINDS})\s+[^\W_][^/\\]{{0,39}}", re.IGNORECASE)
_HAMLET_NAME = re.compile(r"(?:nóc |cụm )?[^\W\d_]+(?: [^\W\d_]+){0,3}(?: \d{1,2})?", re.IGNORECASE)
_OF_A_STREET = re.compile(
    r"\bto \d|\b(so|nha|duong|pho|hem|ngo|ngach|kiet|quoc lo|tinh lo|km|tang|chung cu|lo|doi|tap the|ky tuc xa)\b"
    r"|\bkhu (tap the|nha|noi tru|ban tru|ky tuc|cong vu|cong nghiep)\b"
)


class Places(Struct, frozen=True):
    """Hamlets of one village; either may be missing."""

    hamlets: tuple[str, ...] = ()
    village: str | None = None


def read_places(cell: Cell) -> Places:
    """Hamlets and village out of one cell, in whatever order and with whatever dashes; the commune is left out."""
    text = read_text(cell)
    hamlets, village = split_place(_VILLAGE_UNPARTED.sub(", ", _WIDER.sub("", text)))
    if not hamlets and not _VILLAGE.match(village):
        hamlets, village = (village,), ""
    street = any(_OF_A_STREET.match(fold(name)) or "/" in name for name in (*hamlets, village))
    if street or (village and not _VILLAGE.match(village)) or any(map(_is_no_hamlet, hamlets)):
        message = N_("“{text}” is not clear: write hamlet - village, like Takta - Thôn 3")
        raise Wrong(message, "warning", text=text)
    return Places(hamlets, _capital(village) or None)


def _is_no_hamlet(name: str) -> bool:
    return not name or name.isdecimal() or len(name) > LONGEST_NAME or bool(_VILLAGE.match(name))


def read_address(cell: Cell) -> Places:
    """The village a free address names, and the hamlet right before it, if that is sure; never a fault."""
    parts = [clean(part) for part in _PARTED.split(_WIDER.sub("", clean(str(cell)))) if clean(part)]
    parts = parts[: next((n for n, part in enumerate(parts) if _WIDE.match(part)), len(parts))]
    villages = [n for n, part in enumerate(parts) if _IN_ADDRESS.fullmatch(part) and not _OF_A_STREET.match(fold(part))]
    kinds = [parts[n].split()[0].lower() for n in villages]
    if not villages or len(set(kinds)) < len(kinds):  # of two, either may be meant
        return Places()
    at = villages[-1]
    before = parts[at - 1] if at == 1 else ""
    hamlet = before if _HAMLET_NAME.fullmatch(before) and not _OF_A_STREET.search(fold(before)) else ""
    return Places((hamlet,) if hamlet else (), _capital(parts[at]))


def read_hamlet(cell: Cell) -> Places:
    """Under a heading of its own; some write the village behind it all the same."""
    text = read_text(cell)
    if not _PARTED.search(text):
        return Places((text,) if text else ())
    try:
        return read_places(text)
    except Wrong:
        return Places(tuple(name for name in _PARTED.split(text) if name))


def read_village(cell: Cell) -> str:
    """A bare number is a village's: `3` is `Thôn 3`."""
    text = read_text(cell)
    return f"Thôn {text}" if text.isdecimal() else _capital(text)


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]
