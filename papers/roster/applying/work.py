"""One import on its way: what it changes, and the ids it has found or made."""

import asyncio
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from msgspec import Struct, field
from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from papers.progress import come_to
from papers.roster.applying.changes import Change, Changes, Field
from rules.people.places import place_key

_MOST_IDS = 500  # in one statement
PASSES = 4  # over the lines of pupils: who they are, what is new of them, their class, their family
TOLD_EVERY = 500  # lines


class Import(Struct):
    """`let_go`: endings that ask for a second word were confirmed; `bring_back`: so were returns of who had left.
    `pupils` and `people` are ids by the line's place in the file, `places` by parent and key; `later` is when
    something is noted already of a pupil for a day after this import's. `by` is who sent it, if that is known; new
    roles last to `until`, and with `only` pupils of other classes are left alone; `unmarked` is a file whose names
    have lost their marks; `line_of` is where each line of a pupil stands among those that were sent. `passes` are
    those made over the `lines` of pupils. `sites` are those that the file says, by the class's key. `now` is the day
    on which it is written, where `today` is one to come. `aliases` are places (village, hamlet) and what else they are
    called.
    """

    session: AsyncSession
    school_id: int
    year: Any
    today: date
    first: bool
    let_go: bool = False
    bring_back: bool = False
    changes: Changes = field(default_factory=Changes)
    classes: dict[str, int] = {}
    places: dict[tuple[int | None, str], int] = {}
    people: list[int] = []
    pending: dict[tuple[Any, tuple[str, ...]], list[dict[str, Any]]] = {}
    pupils: list[int] = []
    by: int | None = None
    later: dict[int, date] = {}
    until: date | None = None
    only: int | None = None
    unmarked: bool = False
    lines: int = 0
    line_of: list[int] = []
    passes: int = 0
    sites: dict[str, str] = {}
    now: date | None = None
    aliases: list[tuple[tuple[str | None, str | None], tuple[str | None, str | None]]] = []

    @property
    def starts(self) -> date:
        """The first import describes the year from its beginning; later ones change things from today."""
        return min(self.year.starts, self.today) if self.first else self.today

    async def passed(self, lines: int) -> None:
        """So many lines of one more pass over all of them: says how far the whole has come, and lets others go on."""
        come_to(min(99, (self.passes * self.lines + lines) * 100 // (PASSES * (self.lines or 1))), 100)
        self.passes += lines >= self.lines
        await asyncio.sleep(0)

    def say(self, message: str, *fields: Field, **params: str) -> None:
        self.changes.append(Change(message, params, fields))

    def end(self, message: str, **params: str) -> None:
        """An ending: done on a second word, else it waits for one. Whoever calls ends it only where `let_go`."""
        (self.changes if self.let_go else self.changes.waiting).append(Change(message, params))

    def asks_back(self, message: str, **params: str) -> None:
        self.changes.returning.append(Change(message, params))

    def remark(self, message: str, **params: str) -> None:
        self.changes.remarks.append(Change(message, params))

    def place(self, village: str | None, hamlet: str | None) -> int | None:
        """The id of a place; of a hamlet named without its village only if there is one of that name."""
        parent = self.places.get((None, place_key(village))) if village else None
        if not hamlet:
            return parent
        key = place_key(hamlet)
        named = [id_ for (_parent, own), id_ in self.places.items() if own == key and _parent is not None]
        alone = named[0] if len(named) == 1 and not village else None
        return self.places.get((parent, key), alone)

    def put(self, table: Any, row_id: int, **values: Any) -> None:
        """Change a row, at the next `flush`: thousands go in a few statements."""
        if not values:
            return
        self.pending.setdefault((table, tuple(sorted(values))), []).append({"row_id": row_id, **values})

    async def flush(self) -> None:
        connection = await self.session.connection()
        for (table, names), rows in self.pending.items():
            statement = update(table.__table__).where(table.id == bindparam("row_id"))
            await connection.execute(statement.values({name: bindparam(name) for name in names}), rows)
        self.pending.clear()

    async def add(self, table: Any, rows: Sequence[Mapping[str, Any]]) -> list[tuple[int, str]]:
        """Insert rows of a table with a `key`; the id and key of each. A key that is taken gets a number behind it."""
        taken = await self._taken(table, [row["key"] for row in rows])
        keyed = []
        for row in rows:
            key = free(row["key"], taken)
            taken.add(key)
            keyed.append({**row, "key": key, "school_id": self.school_id})
        if keyed:
            await self.session.execute(insert(table), keyed)
        ids: dict[str, int] = {}
        for some in slices([row["key"] for row in keyed]):
            found = select(table.key, table.id).where(table.school_id == self.school_id, table.key.in_(some))
            ids |= dict((await self.session.execute(found)).all())
        return [(ids[row["key"]], row["key"]) for row in keyed]

    async def _taken(self, table: Any, keys: Sequence[str]) -> set[str]:
        if not keys:
            return set()
        return set(await self.session.scalars(select(table.key).where(table.school_id == self.school_id)))


def free(key: str, taken: set[str]) -> str:
    numbered = (f"{key}#{number}" for number in range(2, len(taken) + 3))
    return key if key not in taken else next(one for one in numbered if one not in taken)


def slices(keys: Sequence[Any], size: int = _MOST_IDS) -> Iterable[Sequence[Any]]:
    return (keys[start : start + size] for start in range(0, len(keys), size))


def class_alike(name: str) -> str:
    """What ways of writing one class have in common: `6.1` and `6-1` are 6/1."""
    return re.sub(r"(?<=\d)[._-](?=\d)", "/", class_key(name))


def class_key(name: str) -> str:
    """`Lá 1` and `lá1` are one class."""
    return "".join(name.split()).upper()
