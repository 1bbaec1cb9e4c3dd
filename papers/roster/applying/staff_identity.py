"""Which member of the staff a line of the file is: known again by phone, else by name, with role or class."""

from collections.abc import Callable, Sequence

from msgspec import Struct

from papers.roster import StaffRow
from papers.roster.likeness import letters, near, sounds
from rules.people.roles import Role

_ONE_OF_A_KIND = frozenset({Role.PRINCIPAL, Role.VICE_PRINCIPAL, Role.REGISTRAR, Role.ADMIN})


class KnownStaff(Struct, frozen=True, kw_only=True):
    """`roles` are (role, class) as held today, classes by their key."""

    id: int
    full_name: str
    phone: str | None
    roles: frozenset[tuple[str, str | None]]
    group: str | None = None


class StaffDoubt(Struct, frozen=True, kw_only=True):
    """Line `index` may be one of these people; the sender is asked."""

    index: int
    row: StaffRow
    known: list[KnownStaff]


class RecognisedStaff(Struct):
    found: dict[int, KnownStaff]
    doubts: list[StaffDoubt]


Fits = Callable[[StaffRow, KnownStaff], bool]


def recognise_staff(rows: Sequence[StaffRow], known: Sequence[KnownStaff]) -> RecognisedStaff:
    """Each level looks only at what those before it have left, and decides only where one line fits one person."""
    left, free = dict(enumerate(rows)), {one.id: one for one in known}
    found: dict[int, KnownStaff] = {}

    def take(index: int, one: KnownStaff) -> None:
        found[index] = one
        del left[index], free[one.id]

    for index, row in enumerate(rows):
        if row.answer is not None:
            if row.answer in free:
                take(index, free[row.answer])
            else:
                del left[index]
    for fits in _LEVELS:
        for index, one in _alone(left, free, fits):
            take(index, one)
    for index, one in _in_their_order(left, free):
        take(index, one)
    doubts = [
        StaffDoubt(index=index, row=row, known=may_be)
        for index, row in left.items()
        if (may_be := [one for one in free.values() if _asked(row, one)])
    ]
    return RecognisedStaff(found, doubts)


def _alone(left: dict[int, StaffRow], free: dict[int, KnownStaff], fits: Fits) -> list[tuple[int, KnownStaff]]:
    pairs = [(index, one) for index, row in left.items() for one in free.values() if fits(row, one)]
    lines, people = [index for index, _one in pairs], [one.id for _index, one in pairs]
    return [(index, one) for index, one in pairs if lines.count(index) == people.count(one.id) == 1]


def _in_their_order(left: dict[int, StaffRow], free: dict[int, KnownStaff]) -> list[tuple[int, KnownStaff]]:
    """As many lines as people of one name whom nothing tells apart, neither phone nor role: which is which is no
    matter.
    """
    pairs: list[tuple[int, KnownStaff]] = []
    for name in {letters(row.full_name) for row in left.values()}:
        lines = [index for index, row in left.items() if letters(row.full_name) == name]
        people = [one for one in free.values() if letters(one.full_name) == name]
        bare = not any(left[index].phone for index in lines) and not any(one.phone for one in people)
        if len(lines) == len(people) > 1 and bare and len({one.roles for one in people}) == 1:
            pairs += zip(lines, sorted(people, key=lambda one: one.id), strict=True)
    return pairs


def _same_phone(row: StaffRow, one: KnownStaff) -> bool:
    return row.phone is not None and row.phone == one.phone


def _same_given_name(row: StaffRow, one: KnownStaff) -> bool:
    """`Bà Hà` is Phạm Thu Hà: with one phone, but not without."""
    return letters(row.full_name.rpartition(" ")[2]) == letters(one.full_name.rpartition(" ")[2])


def _same_name(row: StaffRow, one: KnownStaff) -> bool:
    return sounds(row.full_name) == sounds(one.full_name)


def _same_group(row: StaffRow, one: KnownStaff) -> bool:
    """The subject group (tổ) of namesakes."""
    return bool(row.group and one.group and letters(row.group) == letters(one.group))


def _same_letters(row: StaffRow, one: KnownStaff) -> bool:
    return letters(row.full_name) == letters(one.full_name)


def _same_place(row: StaffRow, one: KnownStaff) -> bool:
    """The homeroom of one class, or an office of which a school has one or two."""
    classes = {klass for role, klass in one.roles if role == Role.HOMEROOM}
    return bool(classes & set(row.classes)) or bool(
        _ONE_OF_A_KIND & set(row.roles) & {role for role, _class in one.roles}
    )


def _asked(row: StaffRow, one: KnownStaff) -> bool:
    """Of one name, of a near one where nothing else tells, or of one phone: a number may be another's now."""
    return _same_phone(row, one) or _same_letters(row, one) or (bool(one.roles) and near(row.full_name, one.full_name))


_LEVELS: tuple[Fits, ...] = (
    lambda row, one: _same_phone(row, one) and _same_letters(row, one),
    lambda row, one: _same_name(row, one) and _same_place(row, one),
    lambda row, one: _same_name(row, one) and _same_group(row, one),
    _same_name,
    _same_letters,
    lambda row, one: _same_phone(row, one) and near(row.full_name, one.full_name),
    lambda row, one: _same_phone(row, one) and _same_given_name(row, one),
    lambda row, one: near(row.full_name, one.full_name) and _same_place(row, one),
)
