"""Rows of the table of readers for kinds without one of their own, by the words their composers are declared with."""

import inspect
from collections.abc import Iterator

from msgspec import Struct

import jobs
import letters
from models import readers
from models.post.optouts import OPTIONAL
from models.shapes.declared import declared
from models.shapes.letter import To, Way
from rules.letters import Kind
from rules.people.roles import Role
from tests.letters.right_of_readers import End

PHONES = {
    Role.HOMEROOM: "gvcn", Role.TEACHER: "bộ môn", Role.HAMLET_STAFF: "nóc", Role.REGISTRAR: "tpt",
    Role.VICE_PRINCIPAL: "pht", Role.PRINCIPAL: "ht", Role.ADMIN: "admin", Role.VILLAGE_HEAD: "trưởng thôn",
    Role.COMMUNE_OFFICER: "xã", Role.GROUP_HEAD: "tổ trưởng",
}  # fmt: skip
ABOUT = (
    (readers.PUPIL, "pupil"), (readers.CLASS, "class"), (readers.SEAT, "seat"), (readers.FIRING, "first"),
    (readers.THIS_CASE, "the case"), (readers.VISIT, "visit"), (readers.NOTE, "note"), (readers.RELAY, "relay"),
    (readers.ANSWER, "answer"), (readers.WORRY, "worry"), (readers.LEAVE, "leave"), (readers.WARNING, "warning"),
    (readers.BOARDER, "boarder"), (readers.SPONSORSHIP, "sponsorship"), (readers.WISH, "wish"),
    (readers.LINK, "link"), (readers.ACCOUNT, "account"), (readers.QUESTION, "question"), (readers.LOST, "lost"),
    (readers.FAMILY_NOTE, "family note"), (readers.NOTE_REPLY, "note reply"), (readers.DUTY, "duty"),
    (readers.LINKED, "linked"), (readers.GOES_ON, "an absence that goes on"),
)  # fmt: skip
WORDS: dict[str, tuple[str, frozenset[End]]] = {  # whose phone, and any of which rights its reader needs
    "owes": ("pht", frozenset({End.ROLE})),
    "leads": ("pht", frozenset({End.ROLE})),
    "anybody_here": ("gvcn", frozenset({End.ROLE})),
    "teacher": ("gvcn", frozenset({End.ROLE, End.CLASS})),
    "carer": ("nóc", frozenset({End.ROLE, End.PLACE})),
    "family": ("mẹ A", frozenset({End.GUARDIAN})),
    "sponsor": ("bộ môn", frozenset({End.ROLE, End.SPONSOR})),
}
OF_A_PUPIL = (
    "pupil",
    "seat",
    "answer",
    "worry",
    "leave",
    "sponsorship",
    "wish",
    "link",
    "lost",
    "family note",
    "note reply",
    "an absence that goes on",
)  # wherever it goes


class Row(Struct, frozen=True):
    """A letter on this phone, about one of everything; `rests_on` are the rights any of which its reader needs."""

    phone: str
    about: str
    rests_on: frozenset[End]


def declarations() -> dict[Kind, To]:
    return {kind: composition.to for kind, composition in declared("composes", letters, jobs)}


def derived(kind: Kind, to: To) -> Iterator[Row]:
    """The rows of those of its words that say by themselves whom they mean."""
    about = next((name for matter, name in ABOUT if matter is to.of), "")
    for together in to.ways:
        for phone, rests_on in _meant(together[0]) if len(together) == 1 else ():
            yield Row(phone, about, rests_on | _further(kind, phone, about))


def _meant(way: Way) -> Iterator[tuple[str, frozenset[End]]]:
    word = way.__qualname__.partition(".")[0]
    if word == "holds":
        for role in inspect.getclosurevars(way).nonlocals["roles"]:
            if role in PHONES:
                yield PHONES[role], frozenset({End.ROLE})
    elif word in WORDS:
        yield WORDS[word]


def _further(kind: Kind, phone: str, about: str) -> frozenset[End]:
    ends = {End.CHAT}
    if phone == WORDS["teacher"][0] and about in OF_A_PUPIL:
        ends.add(End.MOVED)
    if about == "lost":  # to a guardian of the pupil, or it is about nobody
        ends.add(End.GUARDIAN)
    if phone == WORDS["family"][0] and kind in OPTIONAL:
        ends.add(End.STOPPED)
    return frozenset(ends)
