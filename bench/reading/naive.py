"""What a first attempt would do: names found as they are listed, or the most similar name of each piece."""

import re
import unicodedata
from collections.abc import Callable, Sequence

from rapidfuzz import fuzz, process

from bench.reading import Message, Pupil, Reading, School, Told
from rules.people.classes import ClassRef, find_class

_PIECE = re.compile(r"[,;:\n]|\bvà\b")
_ALIKE = 80  # of a hundred
Finder = Callable[[str, Sequence[Pupil]], list[str]]


def exactly(text: str, pupils: Sequence[Pupil]) -> list[str]:
    """Everybody whose name stands in the text as it is listed."""
    return [pupil.id for pupil in pupils if unicodedata.normalize("NFC", pupil.name) in text]


def most_alike(text: str, pupils: Sequence[Pupil]) -> list[str]:
    """Of each piece between commas the most similar name, if it is similar at all."""
    names = {pupil.id: pupil.name.lower() for pupil in pupils}
    pieces = [piece for piece in _PIECE.split(text.lower()) if piece.strip()]
    best = [process.extractOne(piece, names, scorer=fuzz.WRatio, score_cutoff=_ALIKE) for piece in pieces]
    return list(dict.fromkeys(found[2] for found in best if found))


def read(message: Message, school: School, finder: Finder) -> Reading:
    """The class is given to it: the one named, or the writer's own."""
    text = unicodedata.normalize("NFC", message.text)
    found = find_class([ClassRef(at, room.name) for at, room in enumerate(school.classes)], text)
    rooms = [school.classes[found.classes[0].id]] if found else []
    rooms += [room for room in school.classes if not found and room.id == message.class_hint]
    if not rooms:
        return Reading(message.id, "unknown_class")
    rest = text[: found.start] + text[found.end :] if found else text
    told = [Told(each) for each in finder(rest, rooms[0].students)]
    return Reading(message.id, "record" if told else "not_a_report", told)
