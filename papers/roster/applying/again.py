"""A pupil who stands in the file again: which line counts is asked, and what was answered is kept."""

from collections import Counter
from collections.abc import Collection, Sequence

from msgspec.structs import replace

from papers.roster import PupilRow, Roster, code_key


def once(roster: Roster) -> Roster:
    """Without the lines that were said to be another line's pupil again."""
    again = set(roster.again)
    return replace(roster, pupils=[row for index, row in enumerate(roster.pupils) if index not in again])


def kept_lines(roster: Roster) -> list[int]:
    """The places in the file of those that `once` keeps."""
    again = set(roster.again)
    return [index for index in range(len(roster.pupils)) if index not in again]


def written_again(roster: Roster) -> dict[int, list[int]]:
    """The lines that may be one pupil and were not answered about, by the first of them."""
    again = set(roster.again)
    groups = ([index for index in group if index not in again] for group in roster.alike)
    return {group[0]: group for group in groups if len(group) > 1 and group[0] not in roster.apart}


def choices_of(roster: Roster, lines: Collection[int]) -> dict[str, int]:
    """By class the line that says most."""
    rows = sorted(((roster.pupils[index], index) for index in lines), key=lambda pair: (_says(pair[0]), -pair[1]))
    best = {row.class_name: index for row, index in rows}
    return dict(sorted(best.items(), key=lambda pair: pair[1]))


def told_apart(roster: Roster, first: int, line: int | None) -> Roster:
    """Of the lines that begin with `first` this one counts; or each is a pupil of its own. An answer to what is not
    asked any more changes nothing.
    """
    lines = written_again(roster).get(first, [])
    if line is None:
        return replace(roster, pupils=_with_own_codes(roster.pupils, lines), apart=[*roster.apart, *lines[:1]])
    if line not in lines:
        return roster
    return replace(roster, again=[*roster.again, *(index for index in lines if index != line)])


def _with_own_codes(pupils: Sequence[PupilRow], lines: Sequence[int]) -> list[PupilRow]:
    """A code that several pupils share is nobody's."""
    codes = Counter(code_key(pupils[index].code) for index in lines)
    shared = {index for index in lines if codes[code_key(pupils[index].code)] > 1}
    return [replace(row, code=None) if index in shared else row for index, row in enumerate(pupils)]


def _says(row: PupilRow) -> int:
    return sum(map(bool, (row.code, row.birth_date, row.guardians, row.hamlet or row.village)))
