"""A report's words cut into parts, left to right, the longest reading at each place first."""

import re
from collections.abc import Iterator

from rules.either import longer, name_or_word
from rules.naming import born_at, name_at, numbered, one_more_number, place_at
from rules.parts import CODES, Part, Seen, Source
from rules.phrasing import count_at, day_at, phrase_at, shorter_phrase
from rules.text import Gap, Text

_NUMBERING = re.compile(r"[.)/-] ?[^\W\d]|\)? ?[-–] ?[^\W\d]")


def parts_of(source: Source) -> Iterator[Part]:
    """The text in parts, left to right, the longest reading at each place first; `1.` before a name is left out."""
    text, at, next_number = source.text, 0, 1
    seen = Seen()
    while at < len(text.words):
        if _is_numbering(text, at, next_number):
            next_number += 1
            at += 1
            continue
        part = _part_at(source, at, seen)
        seen.note(source, part)
        yield part
        at = part.end


def _is_numbering(text: Text, at: int, number: int) -> bool:
    if text.plain[at] not in (str(number), f"0{number}") or at + 1 == len(text.words):
        return False
    begins = number > 1 or text.words[at].gap is not Gap.SOFT
    return begins and _NUMBERING.match(text.text, text.words[at].end) is not None


def _part_at(source: Source, at: int, seen: Seen) -> Part:
    text, last = source.text, seen.last
    if last is not None and last.numbered and (more := one_more_number(source, at)):
        return more
    if seen.behind_name() and (hint := born_at(source, at) or place_at(source, at)):
        return hint
    name = numbered(source, at) or name_at(source, at)
    other = day_at(source, at) or shorter_phrase(source, phrase_at(source, at, last)) or count_at(text, at)
    if name is None or other is None:
        return name or other or Part(start=at, end=at + 1)
    touches = seen.behind_name() and text.words[at].gap <= Gap.TIGHT
    if touches and text.plain[at] in CODES and text.text[text.words[at].end :][:1] != ".":
        return other  # Lan K Hùng: K belongs to Lan, whoever is called K. Hùng
    if name.end != other.end:
        return longer(source, name, other, seen)
    return name if name.end - name.start > 1 else name_or_word(source, name, other, seen)
