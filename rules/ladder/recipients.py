"""Who is told at a step: everybody of a role, whoever holds a position, one person; as schools write them."""

import re

from msgspec import Struct

from rules.people.names import clean, fold
from rules.people.roles import Role

# As schools write them; a position is one of several people with the same role: PHT1, PHT2.
ROLE_WORDS: dict[str, str] = {
    Role.HOMEROOM: "GVCN",
    Role.HAMLET_STAFF: "phụ trách nóc",
    Role.MENTOR: "đỡ đầu",
    Role.GUARDIAN: "phụ huynh",
    Role.REGISTRAR: "TPT",
    Role.VICE_PRINCIPAL: "PHT",
    Role.PRINCIPAL: "HT",
    Role.ADMIN: "quản trị",
    Role.VILLAGE_HEAD: "trưởng thôn",
    Role.COMMUNE_OFFICER: "UBND xã",
}
_OTHER_WORDS = {
    "giao vien chu nhiem": Role.HOMEROOM,
    "cap phu trach noc": Role.HAMLET_STAFF,
    "phu trach thon": Role.HAMLET_STAFF,
    "phu trach thon noc": Role.HAMLET_STAFF,
    "nguoi do dau": Role.MENTOR,
    "cha me": Role.GUARDIAN,
    "gia dinh": Role.GUARDIAN,
    "tong phu trach": Role.REGISTRAR,
    "tpt doi": Role.REGISTRAR,
    "pho hieu truong": Role.VICE_PRINCIPAL,
    "hieu truong": Role.PRINCIPAL,
}
_ROLE_OF = {fold(words): role for role, words in ROLE_WORDS.items()} | _OTHER_WORDS | {r: r for r in ROLE_WORDS}
_DEPUTY = re.compile(r"\b(?:pht|p ht|pho ht|pho hieu truong)\W*(\d{1,2})\b")
_POSITION = re.compile(r"[A-ZĐ]{2,6}(?: ?\d{1,2})?|[a-zđ]{2,6}\d{1,2}")  # a name has small letters


def numbered(title: str) -> str | None:
    """`PHT2` of a vice principal's title that says which of several it is: `Phó Hiệu trưởng (PHT2)`, `pht 2`."""
    folded = fold(clean(title))
    found = _DEPUTY.search(folded)
    return f"PHT{int(found[1])}" if found else None


def read_position(words: str) -> str | None:
    """`PHT2` of `pht 2`, `Phó hiệu trưởng 2`, `Phó Hiệu trưởng (PHT2)`; other short titles (`TTCM`) as they are."""
    typed = clean(words)
    return numbered(words) or (typed.upper().replace(" ", "") if _POSITION.fullmatch(typed) else None)


class Who(Struct, frozen=True, kw_only=True, order=True):
    """A recipient: everybody of a role, whoever holds a position, or one person by full name."""

    role: str = ""
    position: str = ""
    person: str = ""

    def words(self) -> str:
        """As written in the ladder's file and in chat."""
        return self.position or self.person or ROLE_WORDS[self.role]


def read_who(words: str) -> Who:
    """The recipient meant; what is neither a role nor a position is taken for a name."""
    role = _ROLE_OF.get(fold(clean(words)))
    if role is not None:
        return Who(role=role)
    if position := read_position(words):
        return Who(position=position)
    return Who(person=clean(words))
