"""Why a pupil stays away, and who can help with it: the list, its official groups and the bodies, in one place.

Causes: the school and district plans (seeds 001, 003) and reports from the field; groups: the five of CV
3237/BGDĐT-KHTC; bodies: the division of tasks in seed 003 IV, since July 2025 all of them the commune's own.
"""

import re
from typing import Final

from msgspec import Struct

from rules.people.names import fold

ECONOMY, LEARNING, DISTANCE, DISASTER, OTHER = 1, 2, 3, 4, 5

# Who can help, in the order they are named.
BODIES: Final = (
    "study", "boarding", "women", "police", "justice", "health", "youth", "farmers", "social", "village", "class"
)  # fmt: skip


OF_COMMUNE: Final = tuple(body for body in BODIES if body not in {"boarding", "village", "class"})  # it can give a task


class Cause(Struct, frozen=True):
    """`group` is one of the five that official reports count by; `bodies` are who can help."""

    code: str
    group: int
    bodies: tuple[str, ...]


CAUSES: Final = (
    Cause("poverty", ECONOMY, ("study", "boarding", "social")),
    Cause("labour", OTHER, ("women", "police", "justice")),
    Cause("fields", OTHER, ("farmers", "village")),
    Cause("marriage", OTHER, ("women", "police", "justice")),
    Cause("moved", OTHER, ("village", "police")),
    Cause("parents_away", OTHER, ("village", "women")),
    Cause("learning", LEARNING, ("class", "youth")),
    Cause("far", DISTANCE, ("boarding", "social")),
    Cause("disaster", DISASTER, ("social", "village")),
    Cause("sick", OTHER, ("health",)),
    Cause("family_sick", OTHER, ("health", "women")),
    Cause("papers", OTHER, ("justice",)),
    Cause("games", OTHER, ("police", "youth")),
    Cause("custom", OTHER, ("village",)),
    Cause("no_value", OTHER, ("village", "women", "youth")),
    Cause("other", OTHER, ("village",)),
)
BY_CODE: Final = {cause.code: cause for cause in CAUSES}

_KIN = r"(?:bo|cha|me|ba|ong)"
_NOT_KIN = r"(?<!\bbo )(?<!\bcha )(?<!\bme )(?<!\bba )(?<!\bong )"  # whose work or way is somebody else's
_PARENTS = r"(?<!theo )(?<!theo bo )(?<!theo cha )\b(?:bo|cha|me)"
# What teachers type, without marks.
_TYPED: Final = {
    "poverty": r"ngheo|kho khan|thieu (?:an|gao|tien)",
    "labour": rf"{_NOT_KIN}(?:di lam(?! viec nha)|(?<!di )lam (?:thue|cong))|(?<!lam )(?:cong ty|xuong may)",
    "fields": (
        rf"(?:{_NOT_KIN}|(?<=theo bo )|(?<=theo cha )|(?<=theo me )|(?<=theo bo me )|(?<=theo cha me ))(?:di|len) ray"
        r"|mua vu|thu hoach|lam ruong|(?:giu|trong) em|(?:giu|chan) (?:bo|trau|de)\b"
    ),
    # "cưới" without marks is "cuối" as well: the end of a week, the last day
    "marriage": (
        r"tao hon|lay (?:vo|chong)|\bcuoi (?:vo|chong)|bat vo"
        r"|(?:sap|da|doi|chuan bi) cuoi(?! (?:tuan|thang|nam|ky))"
    ),
    "moved": r"theo (?:bo me|cha me|gia dinh|bo|cha|me)(?! me| (?:di|len) ray)|" + _NOT_KIN + r"di xa",
    "parents_away": rf"{_PARENTS} (?:deu |dang )?(?:di xa|(?:di )?lam (?:an |thue |cong )?xa)",
    "learning": r"chan hoc|hoc yeu|luoi hoc|khong (?:hieu bai|theo kip)|khong muon (?:di )?hoc|so hoc",
    "far": r"(?:nha|duong) xa|khong co xe|hong xe|duong kho",
    "disaster": r"sat lo|mua lu|lu quet|bao lu|dich benh|thien tai",
    "sick": r"\b(?:om|benh)\b|dau bung|\bsot\b|nam vien|tai nan|gay (?:chan|tay)",
    "family_sick": rf"\b{_KIN}(?: em| noi| ngoai)?(?: dang| bi| lai)* (?:om|benh|dau|sot|nam vien|tai nan)",
    "papers": r"khai sinh|ho khau|ho tich|giay to",
    "games": r"\bgame|choi dien tu|quan net|internet",
    "custom": r"le hoi|dam (?:cuoi|ma|tang)|phong tuc|an tet|cung lang",
    "no_value": r"khong cho (?:di )?hoc|bat nghi hoc",
}
_CLAUSES = re.compile(r"[,;.:!?\n]+")
_PATTERNS = {code: re.compile(typed) for code, typed in _TYPED.items()}


def bodies_for(codes: tuple[str, ...]) -> tuple[str, ...]:
    """Who can help with any of these causes, each once."""
    wanted = {body for code in codes if code in BY_CODE for body in BY_CODE[code].bodies}
    return tuple(body for body in BODIES if body in wanted)


def groups_of(codes: tuple[str, ...]) -> tuple[int, ...]:
    """The official groups a pupil counts in; there may be several."""
    return tuple(sorted({BY_CODE[code].group for code in codes if code in BY_CODE}))


def causes_typed(text: str) -> tuple[str, ...]:
    """The causes named in what somebody typed, with or without marks; whose mother is ill is not ill."""
    found: set[str] = set()
    for clause in _CLAUSES.split(text):
        words = fold(clause)
        ill = _PATTERNS["family_sick"].sub("", words)
        found |= {code for code, typed in _PATTERNS.items() if typed.search(ill if code == "sick" else words)}
    return tuple(code for code in _PATTERNS if code in found)
