"""Puts our words into what Zalo can show: plain text, pieces of 2,000, and choices as numbers to type."""

import re
from collections.abc import Sequence

from channels import Parcel
from locales import _

LONGEST = 2000

_STRONG = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*")


def whole_text(parcel: Parcel, files: Sequence[str]) -> str:
    """The parcel's words, then one line for each of `files` that cannot be sent, then its choices, numbered as the
    digits typed in answer are read.
    """
    parts = [_STRONG.sub(r"\1", parcel.text).strip(), *files, *(f"{label}: {link}" for label, link in parcel.links)]
    labels = [label for row in parcel.buttons for label, _token in row]
    if labels:
        parts.append("\n".join(f"{number}. {label}" for number, label in enumerate(labels, parcel.first_number)))
        parts.append(_("(Type the number of your choice.)"))
    return "\n\n".join(part for part in parts if part)


def pieces(text: str) -> list[str]:
    """At most LONGEST letters each, cut between paragraphs, else lines, else words."""
    found, rest = [], text
    while len(rest) > LONGEST:
        cut = _border(rest)
        found.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return [*found, rest] if rest else found


def _border(text: str) -> int:
    for border, least in (("\n\n", LONGEST // 2), ("\n", LONGEST // 2), (" ", 0)):
        cut = text.rfind(border, 0, LONGEST + 1)
        if cut > least:
            return cut
    return LONGEST
