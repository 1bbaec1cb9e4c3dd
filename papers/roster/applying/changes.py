"""What an import changes, in words: who comes, who goes, who changes, by name."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from msgspec import Struct

from locales import N_, _
from locales.words import ROLES, listed
from rules.people.phones import shown as phone

SHOWN = 5
SHOWN_COMING = 20
SHOWN_LEAVING = 100  # who goes is said by name
SHOWN_MORE = 40  # names of others of whom the same is put right
MANY = 10  # changes that are counted before they are named
FIELDS = {
    "full_name": N_("full name"),
    "phone": N_("phone"),
    "group_name": N_("subject group"),
    "code": N_("pupil code"),
    "birth_date": N_("birth date"),
    "gender": N_("gender"),
    "place_id": N_("hamlet"),
    "boarding": N_("boarding"),
    "relation": N_("relation"),
}
COMES = N_("new pupil {name}")
RETURNS = N_("pupil {name} comes back")
HAD_LEFT = N_("{name} ({old}): not at the school since {day}")
LEAVES = N_("pupil {name} is no longer on the list of {old}")
MOVES = N_("pupil {name} moves from {old} to {new}")
GONE = N_("pupil {name} leaves {old}: “{state}”")
GONE_FROM = N_("pupil {name} leaves {old} from {day} on: “{state}”")
NOTED = N_("{name}: a change from {day} on is noted already and stays; take that one back first to make another")
NEW_GUARDIAN = N_("new guardian of {pupil}: {who}")
NO_LONGER = N_("{name} is no longer {role}")
NO_LONGER_OF = N_("{name} is no longer {role} of {klass}")
NO_LONGER_AT = N_("{name} is no longer {role}, {place}")
REPLACED = N_("{name} is no longer {role} of {klass}: {heir} is")
_NAMED = {  # kinds that are said as one line of names
    COMES: N_("New pupils ({count}): {names}"),
    RETURNS: N_("Pupils who come back ({count}): {names}"),
    N_("new class {name}"): N_("New classes ({count}): {names}"),
    N_("new village or hamlet {name}"): N_("New villages and hamlets ({count}): {names}"),
    N_("new staff member {name}"): N_("New staff ({count}): {names}"),
    NEW_GUARDIAN: N_("New guardians ({count}): {names}"),
    N_("pupil {name}: list number changed"): N_("List number changed ({count}): {names}"),
    LEAVES: N_("Not on the list of {old} any more ({count}): {names}"),
    MOVES: N_("From {old} to {new} ({count}): {names}"),
}
_TOGETHER = {LEAVES: ("old",), MOVES: ("old", "new")}  # what those of one line have in common
_FIRST = (COMES, RETURNS, GONE, GONE_FROM, LEAVES, MOVES)  # who comes, who goes and who moves is read before the rest
_LEAVING = {LEAVES, GONE, GONE_FROM, HAD_LEFT, NO_LONGER, NO_LONGER_OF, NO_LONGER_AT, REPLACED}


_PUT_RIGHT = (N_("pupil {name}: {what} changed"), N_("pupil {name}: list number changed"))
_COUNTED = (
    (frozenset((COMES, RETURNS)), N_("{count} come")),
    (frozenset((LEAVES, GONE, GONE_FROM)), N_("{count} go")),
    (frozenset((MOVES,)), N_("{count} change class")),
    (frozenset(_PUT_RIGHT), N_("of {count} something is put right")),
)


class Field(Struct, frozen=True):
    """One value put right; "" for none."""

    name: str
    old: str = ""
    new: str = ""

    def words(self) -> str:
        title = _(FIELDS[self.name])
        old, new = (phone(value) if self.name == "phone" else value for value in (self.old, self.new))
        return f"{title} {old or '–'} → {new or '–'}"


class Change(Struct, frozen=True):
    """One thing the import changes; `message` is a msgid that `params` fill, and `{what}` is the `fields`."""

    message: str
    params: dict[str, str]
    fields: tuple[Field, ...] = ()

    @property
    def kind(self) -> tuple[str, ...]:
        where = (self.params[name] for name in _TOGETHER.get(self.message, ()))
        return self.message, *where, *(field.name for field in self.fields)

    def sentence(self) -> str:
        params = dict(self.params)
        if self.fields:
            params["what"] = listed(field.words() for field in self.fields)
        if "role" in params:
            title = ROLES[params["role"]]
            params["role"] = _(title)
        return _(self.message).format(**params)


class Changes(list[Change]):
    """The changes made. `waiting`: endings that are done only on a second word; `returning`: pupils who had left and
    are in the file, brought back only on a word of its own; `remarks`: what was left alone, and why; `odd`: what of all
    this together looks like a slip in the file; `phones`: the pupils, by id, of whose linked guardians the phone was
    corrected.
    """

    def __init__(self, made: Iterable[Change] = ()) -> None:
        super().__init__(made)
        self.waiting: list[Change] = []
        self.returning: list[Change] = []
        self.remarks: list[Change] = []
        self.odd: list[Change] = []
        self.phones: list[int] = []

    def come(self) -> bool:
        """Whether anything changes, now or on a second word."""
        return bool(self or self.waiting or self.returning)


def in_short(changes: Changes) -> list[str]:
    """How many pupils come, go, move and change, where there is more to read than one takes in at a glance."""
    found = Counter(one.message for one in (*changes, *changes.waiting))
    counts = [(sum(found[one] for one in kinds), words) for kinds, words in _COUNTED]
    told = listed(_(words).format(count=count) for count, words in counts if count)
    return [_("**In short, of the pupils**: {what}.").format(what=told)] if sum(found.values()) >= MANY and told else []


def summary(changes: Sequence[Change]) -> list[str]:
    """What changed, kind by kind: the first few of each, and how many more; of who goes, and of each case that ends,
    every name.
    """
    kinds: dict[tuple[str, ...], list[Change]] = {}
    for change in changes:
        kinds.setdefault(change.kind, []).append(change)
    lines: list[str] = []
    for same in sorted(kinds.values(), key=_rank):
        lines += _as_names(same) if same[0].message in _NAMED and len(same) > 1 else _one_by_one(same)
    return lines


def _rank(same: Sequence[Change]) -> int:
    return _FIRST.index(same[0].message) if same[0].message in _FIRST else len(_FIRST)


def _by_class(same: Sequence[Change]) -> str:
    """`5A: An, Bình; 6A: Chi`; of a whole school how many of each class."""
    classes: dict[str, list[str]] = {}
    for one in same:
        klass = one.params["klass"]
        classes.setdefault(klass, []).append(one.params["name"].removesuffix(f" ({klass})"))
    if len(same) <= SHOWN_LEAVING:
        return "; ".join(f"{klass}: {', '.join(names)}" for klass, names in classes.items())
    text = _("{name} {count} pupils")
    return ", ".join(text.format(name=klass, count=len(names)) for klass, names in classes.items())


def _as_names(same: Sequence[Change]) -> list[str]:
    """One line; of very many pupils the classes, so that a whole school is read on a phone."""
    if len(same) > SHOWN_COMING and "klass" in same[0].params:
        names = _by_class(same)
    else:
        most = SHOWN_LEAVING if same[0].message in _LEAVING | {MOVES} else SHOWN_COMING
        names = ", ".join(change.params["name"] for change in same[:most]) + ("" if len(same) <= most else " …")
    return [_(_NAMED[same[0].message]).format(**{**same[0].params, "count": len(same), "names": names})]


def _one_by_one(same: Sequence[Change]) -> list[str]:
    most = SHOWN_LEAVING if same[0].message in _LEAVING or "case" in same[0].params else SHOWN
    lines = [change.sentence() for change in same[:most]]
    if len(same) > most:
        rest = [one.params["name"] for one in same[most:] if "name" in one.params]
        text = _("… and {count} more of this kind").format(count=len(same) - most)
        lines.append(f"{text}: {', '.join(rest)}" if 0 < len(rest) <= SHOWN_MORE else text)
    return lines


def shown(value: object) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else str(value or "")
