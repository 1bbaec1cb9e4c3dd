"""Several lines of the staff with one name: whether that is one person is asked, and what was answered is kept."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import reduce

from msgspec.structs import replace

from papers.roster import Roster
from papers.roster.likeness import letters
from papers.roster.lists.staff import also


def namesakes(roster: Roster) -> dict[int, list[int]]:
    """The lines, by the first of them, that have one name and not each a phone of its own, and were not answered
    about.
    """
    by_key: dict[str, list[int]] = defaultdict(list)
    for index, row in enumerate(roster.staff):
        if row.full_name and row.key not in roster.namesakes and row.answer is None:
            by_key[row.key].append(index)
    return {lines[0]: lines for lines in by_key.values() if len(lines) > 1 and not _have_own_phones(roster, lines)}


def _have_own_phones(roster: Roster, lines: Iterable[int]) -> bool:
    phones = [roster.staff[index].phone for index in lines]
    return None not in phones and len(set(phones)) == len(phones)


def not_known_as_many(roster: Roster, names: Iterable[str]) -> dict[int, list[int]]:
    """Of these groups those of which the school has not as many people of that name already."""
    known = Counter(map(letters, names))
    return {
        first: lines
        for first, lines in namesakes(roster).items()
        if known[letters(roster.staff[first].full_name)] < len(lines)
    }


def told_who(roster: Roster, first: int, *, one: bool) -> Roster:
    """One person with what all of these lines say, or as many as there are lines."""
    lines = namesakes(roster).get(first, [])
    if not lines:
        return roster
    if not one:
        return replace(roster, namesakes=[*roster.namesakes, roster.staff[first].key])
    whole = reduce(also, [roster.staff[index] for index in lines])
    others = set(lines[1:])
    staff = [whole if index == first else row for index, row in enumerate(roster.staff) if index not in others]
    return replace(roster, staff=staff)
