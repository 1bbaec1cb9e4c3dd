"""Which pupil of the school a line of the file is: known again by code, else by name, birth date and class."""

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from papers.roster import PupilRow, code_key
from papers.roster.likeness import letters, longer, near, sounds


class Known(Struct, frozen=True, kw_only=True):
    """A pupil of the school. `class_name` is the class now, or the last one of who is not `here` any more."""

    id: int
    full_name: str
    code: str | None
    birth_date: date | None
    class_name: str | None
    list_no: int | None
    here: bool


class Doubt(Struct, frozen=True, kw_only=True):
    """Line `index` may be one of these pupils, and nothing decides: the sender is asked."""

    index: int
    row: PupilRow
    known: list[Known]


class Strange(Struct, frozen=True, kw_only=True):
    """The line's code is another pupil's: neither name nor birth date agree."""

    row: PupilRow
    known: Known


class Recognised(Struct):
    """`found` is the pupil of each line that is one; the others are new, or doubtful, or strange."""

    found: dict[int, Known]
    doubts: list[Doubt]
    strange: list[Strange]


_FEWEST_NEW_CODES = 3
Fits = Callable[[PupilRow, Known], bool]


def recognise(rows: Sequence[PupilRow], known: Sequence[Known], *, alone: bool = False) -> Recognised:
    """Each level looks only at what those before it have left, and decides only where one line fits one pupil. A line
    that was typed `alone` is somebody known only by code, or by name, birth date and class; else it is asked.
    """
    work = _Work(rows, known)
    work.by_answer()
    work.by_code()
    for shared, fits in _LEVELS_OF_A_LINE:
        work.by(shared, fits)
    if not alone:
        work.without_renewed_codes()
    for shared, fits in () if alone else _LEVELS[len(_LEVELS_OF_A_LINE) :]:
        work.by(shared, fits)
    for shared, fits in () if alone else _LEVELS_OF_A_WHOLE_LIST:
        work.by(shared, work.where_whole(fits))
    if not alone:  # a name alone is enough where that pupil's own class has come without him or her
        work.by(lambda one: (sounds(one.full_name),), lambda row, one: _no_birth(row, one) and work.comes(one))
    work.doubt()
    return Recognised(work.found, work.doubts, work.strange)


class _Work:
    def __init__(self, rows: Sequence[PupilRow], known: Sequence[Known]) -> None:
        self.all, self.rows = rows, dict(enumerate(rows))
        self.known = {one.id: one for one in known}
        self.sizes = Counter(one.class_name for one in known if one.here)
        self.seen: Counter[str | None] = Counter()
        self.classes = {row.class_name for row in rows}
        names = {(letters(row.full_name), row.class_name) for row in rows}
        self.named = Counter(
            one.class_name for one in known if one.here and (letters(one.full_name), one.class_name) in names
        )
        self.found: dict[int, Known] = {}
        self.doubts: list[Doubt] = []
        self.strange: list[Strange] = []

    def take(self, index: int, one: Known) -> None:
        self.found[index] = one
        self.seen[one.class_name] += one.here
        del self.rows[index], self.known[one.id]

    def comes(self, one: Known) -> bool:
        """Whether the list of this pupil's class is in the file."""
        return one.class_name in self.classes

    def is_whole(self, row: PupilRow, one: Known) -> bool:
        """Whether nobody else can be meant: the same seat, or a list that has most of the class already, so that this
        is no new namesake on a list of a few.
        """
        if row.list_no is not None and row.list_no == one.list_no:
            return True
        return self.seen[one.class_name] * 2 >= self.sizes[one.class_name] - 1

    def is_named(self, row: PupilRow, one: Known) -> bool:
        """Whether the file has most names of the class, and no birth date speaks against this one: an export of names
        without marks, with codes, knows nothing else of anybody.
        """
        return _no_birth(row, one) and self.named[one.class_name] * 2 >= self.sizes[one.class_name]

    def where_whole(self, fits: Fits) -> Fits:
        return lambda row, one: fits(row, one) and (self.is_whole(row, one) or self.is_named(row, one))

    def by_answer(self) -> None:
        for index, row in list(self.rows.items()):
            if row.answer is not None:
                one = self.known.get(row.answer)
                if one is not None:
                    self.take(index, one)
                else:
                    del self.rows[index]

    def by_code(self) -> None:
        codes = {code_key(one.code): one for one in self.known.values() if one.code}
        for index, row in list(self.rows.items()):
            one = codes.get(code_key(row.code))
            if one is None or one.id not in self.known:
                continue
            if _agree(row, one):
                self.take(index, one)
            else:
                self.strange.append(Strange(row=row, known=one))
                del self.rows[index], self.known[one.id]

    def without_renewed_codes(self) -> None:
        """Where most of those who are known for sure have another code in the file, the school gives new codes: that
        one has another tells nobody apart.
        """
        both = [(self.all[index], one) for index, one in self.found.items() if self.all[index].code and one.code]
        new = sum(code_key(row.code) != code_key(one.code) for row, one in both)
        if new >= _FEWEST_NEW_CODES and new * 2 > len(both):
            self.rows = {index: replace(row, code=None) for index, row in self.rows.items()}

    def by(self, shared: "_Shared", fits: Fits) -> None:
        rows: dict[tuple[object, ...], list[int]] = defaultdict(list)
        known: dict[tuple[object, ...], list[Known]] = defaultdict(list)
        for index, row in self.rows.items():
            rows[shared(row)].append(index)
        for one in self.known.values():
            known[shared(one)].append(one)
        for key, indices in rows.items():
            if None not in key and key in known:
                self._pair(indices, known[key], fits)

    def _pair(self, indices: Sequence[int], known: Sequence[Known], fits: Fits) -> None:
        """Those who fit each other and nobody else; namesakes are told apart by their number on the list."""
        pairs = [(index, one) for index in indices for one in known if fits(self.rows[index], one)]
        numbered = [(index, one) for index, one in pairs if self.rows[index].list_no == one.list_no is not None]
        for chosen in (pairs, numbered):
            for index, one in chosen:
                alone = [pair for pair in chosen if pair[0] == index or pair[1].id == one.id] == [(index, one)]
                if alone and index in self.rows and one.id in self.known:
                    self.take(index, one)
        left, free = ([at for at in indices if at in self.rows], [one for one in known if one.id in self.known])
        if fits is _any and len(left) == len(free):  # of one name, birth date and class: each is as good as the other
            for index, one in zip(left, free, strict=True):
                self.take(index, one)

    def doubt(self) -> None:
        """What is left looks like somebody, but something speaks against it."""
        names: dict[str, list[Known]] = defaultdict(list)
        births: dict[object, list[Known]] = defaultdict(list)
        for one in self.known.values():
            names[letters(one.full_name)].append(one)
            births[one.birth_date].append(one)
        for index, row in self.rows.items():
            may_be = {one.id: one for one in names[letters(row.full_name)] if self._asked_by_name(row, one)}
            if row.birth_date:
                may_be |= {one.id: one for one in births[row.birth_date] if self._asked_by_birth(row, one)}
            if may_be:
                self.doubts.append(Doubt(index=index, row=row, known=list(may_be.values())))

    def _asked_by_name(self, row: PupilRow, one: Known) -> bool:
        """Of one name: where the birth dates differ only if that pupil would else leave the school."""
        if _differ(row.birth_date, one.birth_date):
            if one.here and one.class_name == row.class_name and not _codes_differ(row, one):
                return True
            return one.here and self.comes(one) and not _codes_differ(row, one)
        return True

    def _asked_by_birth(self, row: PupilRow, one: Known) -> bool:
        """Born on one day: another name that is near, or the same seat in the class."""
        if _codes_differ(row, one):
            return False
        seat = row.list_no is not None and (row.class_name, row.list_no) == (one.class_name, one.list_no)
        return one.here and (near(row.full_name, one.full_name) or seat)


_Shared = Callable[[PupilRow | Known], tuple[object, ...]]


def _agree(row: PupilRow, one: Known) -> bool:
    """Whether a shared code is believed: something else is shared as well."""
    seat = row.list_no is not None and (row.class_name, row.list_no) == (one.class_name, one.list_no)
    same_day = row.birth_date is not None and row.birth_date == one.birth_date
    return same_day or seat or near(row.full_name, one.full_name) or longer(row.full_name, one.full_name)


def _differ(one: object, other: object) -> bool:
    return one is not None and other is not None and one != other


def _codes_differ(row: PupilRow, one: Known) -> bool:
    return bool(row.code and one.code)  # equal ones have been paired


def _any(_row: PupilRow, _one: Known) -> bool:
    return True


def _no_other_code(row: PupilRow, one: Known) -> bool:
    return not _codes_differ(row, one)


def _here(row: PupilRow, one: Known) -> bool:
    return one.here and not _codes_differ(row, one)


def _no_birth(row: PupilRow, one: Known) -> bool:
    return one.here and not _codes_differ(row, one) and not (row.birth_date and one.birth_date)


def _near(row: PupilRow, one: Known) -> bool:
    return one.here and not _codes_differ(row, one) and near(row.full_name, one.full_name)


def _near_without_birth(row: PupilRow, one: Known) -> bool:
    return _near(row, one) and not (row.birth_date and one.birth_date)


# What a line and a pupil share, and what else must be so. From certain to what only the preview's words make safe.
_LEVELS: tuple[tuple[_Shared, Fits], ...] = (
    (lambda one: (sounds(one.full_name), one.birth_date, one.class_name), _any),
    (lambda one: (letters(one.full_name), one.birth_date, one.class_name), _any),
    (lambda one: (sounds(one.full_name), one.birth_date), _no_other_code),
    (lambda one: (letters(one.full_name), one.birth_date), _no_other_code),
    (lambda one: (sounds(one.full_name), one.class_name), _no_birth),
)
_LEVELS_OF_A_LINE = _LEVELS[:2]
_LEVELS_OF_A_WHOLE_LIST: tuple[tuple[_Shared, Fits], ...] = (
    (lambda one: (sounds(one.full_name), one.class_name), _here),
    (lambda one: (letters(one.full_name), one.class_name), _here),
    (lambda one: (one.birth_date, one.class_name), _near),
    (lambda one: (one.class_name, one.list_no), _near_without_birth),
)
