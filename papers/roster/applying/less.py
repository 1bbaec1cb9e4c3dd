"""What a line says less surely than is known already: it changes nothing."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from msgspec.structs import replace

from locales import N_
from papers.roster import PupilRow, Roster
from papers.roster.applying.work import Import, class_key
from papers.roster.likeness import letters, sounds
from rules.people.names import fold

_FEW_OF_CLASS = N_(
    "{klass} has {size} pupils, the file names {count}: it was not taken for the list of that class, and whoever is "
    "not in it stays"
)
_NO_MARKS = N_("the names in the file have no marks: the known ones stay as they are, with theirs")
_FEWEST_NAMES = 3
_SEVERAL = 3  # classes
_MOST_OF_ALL = 75  # percent of their pupils are on what is the list of them
_WHOLE = 2  # half of a class at least is on what is a list of that class


def with_known_days(rows: Sequence[PupilRow], known: Iterable[Any]) -> list[PupilRow]:
    """Of whom a line has the year of birth alone: the known day in that year, if one pupil of the name has it."""
    days: dict[tuple[str, int], set[date]] = defaultdict(set)
    for one in known:
        if one.birth_date:
            days[sounds(one.full_name), one.birth_date.year].add(one.birth_date)

    def whole(row: PupilRow) -> PupilRow:
        if not row.year_alone or row.birth_date is None:
            return row
        same = days[sounds(row.full_name), row.birth_date.year]
        return replace(row, birth_date=next(iter(same))) if len(same) == 1 else row

    return [whole(row) for row in rows]


def own_seats(rows: Sequence[PupilRow], pupils: Sequence[int], here: Iterable[Any]) -> list[PupilRow]:
    """Of a list of a few of a class the numbers are its own: one that another pupil has is not taken."""
    listed, named = Counter(class_key(row.class_name) for row in rows), set(pupils)
    others = [one for one in here if one.id not in named]
    sizes = Counter(one.class_key for one in others)
    taken = {(one.class_key, one.list_no) for one in others}

    def taken_from(row: PupilRow) -> bool:
        klass = class_key(row.class_name)
        return listed[klass] < sizes[klass] and (klass, row.list_no) in taken

    return [replace(row, list_no=None) if taken_from(row) else row for row in rows]


def has_no_marks(roster: Roster) -> bool:
    """Whether this is typed without marks: one such name may be right, all of them are not."""
    names = [one.full_name for one in roster.pupils] + [one.full_name for one in roster.staff]
    return roster.typed is None and len(names) >= _FEWEST_NAMES and all(map(_is_bare, names))


def lost_its_marks(work: Import, name: str, known: str) -> bool:
    """Whether the name is the known one without its marks, in a file that has none; then that is said, once."""
    if not work.unmarked or letters(name) != letters(known):
        return False
    if not any(one.message == _NO_MARKS for one in work.changes.remarks):
        work.remark(_NO_MARKS)
    return True


def of_whole_lists(
    work: Import, missing: Mapping[int, list[Any]], sizes: Mapping[int, int], listed: Mapping[int, int]
) -> Iterator[tuple[int, list[Any]]]:
    """Who is missing on what is the list of a class; of one that has only a few of it (who came lately, who changed
    something), or some of many classes (who lives in a village), that is said.
    """
    whole = len(listed) < _SEVERAL or sum(listed.values()) * 100 >= _MOST_OF_ALL * sum(sizes[one] for one in listed)
    for class_id, leaving in missing.items():
        size, count = sizes[class_id], listed[class_id]
        if whole and count * _WHOLE >= size:
            yield class_id, leaving
        else:
            work.remark(_FEW_OF_CLASS, klass=leaving[0].class_name, count=str(count), size=str(size))


def _is_bare(name: str) -> bool:
    return fold(name) == name.lower()
