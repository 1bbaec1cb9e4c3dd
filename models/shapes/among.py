"""A column's value is one of many: given as one parameter, however many they are, or known here and written out.

The schools of a round are always asked for by `among`; of a few rows SQLAlchemy's own `in_` asks as well.
"""

import json
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import (
    BindParameter,
    Boolean,
    ColumnElement,
    Dialect,
    Integer,
    String,
    TypeDecorator,
    bindparam,
    literal,
    literal_column,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement
from typing_extensions import override


class Numbers(TypeDecorator[Sequence[int]]):
    """Numbers as one value: an array, on SQLite JSON."""

    impl = ARRAY(Integer)
    cache_ok = True

    @override
    def load_dialect_impl(self, dialect: Dialect) -> Any:
        return self.impl_instance if dialect.name == "postgresql" else dialect.type_descriptor(Integer())

    @override
    def process_bind_param(self, value: Sequence[int] | None, dialect: Dialect) -> Any:
        return list(value or ()) if dialect.name == "postgresql" else json.dumps(list(value or ()))


class _Among(FunctionElement[bool]):
    """As `column.in_(…)`, which gives each value a parameter of its own. For 200 schools in thirty places of the daily
    check that takes longer than to ask the database.
    """

    type = Boolean()
    inherit_cache = True

    @override
    def self_group(self, against: Any = None) -> Any:
        """Without the `= 1` that SQLAlchemy writes behind what is true on SQLite: no index would be used."""
        return self


def among(column: Any, numbers: Iterable[int] | BindParameter[Any]) -> ColumnElement[bool]:
    """`numbers` is what `many` gave, in a statement that is kept."""
    given = numbers if isinstance(numbers, BindParameter) else literal(list(numbers), Numbers())
    return _Among(column, given)


def many(name: str) -> BindParameter[Any]:
    """The parameter of a statement that is kept."""
    return bindparam(name, type_=Numbers())


SCHOOLS = many("schools")


def ours(word: str | int) -> ColumnElement[Any]:
    """A word or number of the program's own, never of a person, written into the statement: each parameter of what runs
    for every message or check costs more than what it is for, and hides from SQLite that a partial index fits.
    """
    return literal_column(str(int(word)), Integer) if isinstance(word, int) else literal_column(f"'{word}'", String)


def one_of(column: Any, words: Collection[Any]) -> ColumnElement[bool]:
    """The column's value is one of these of `ours`."""
    found: ColumnElement[bool] = column.in_([ours(word) for word in sorted(words)])
    return found


@compiles(_Among, "sqlite")
def _in_json(element: Any, compiler: Any, **how: Any) -> str:
    column, values = (compiler.process(each, **how) for each in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({values}))"  # noqa: S608, what it names is a parameter


@compiles(_Among, "postgresql")
def _in_array(element: Any, compiler: Any, **how: Any) -> str:
    column, values = (compiler.process(each, **how) for each in element.clauses)
    return f"{column} = ANY (CAST({values} AS INTEGER[]))"
