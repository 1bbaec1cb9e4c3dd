"""A column's value is one of many given: one parameter, however many they are."""

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import BindParameter, Boolean, Dialect, Integer, TypeDecorator, bindparam
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


class among(FunctionElement[bool]):  # noqa: N801, written as a function
    """`among(column, SCHOOLS)`: as `column.in_(…)`, which gives each value a parameter of its own. For 200 schools in
    thirty places of the daily check that takes longer than to ask the database.
    """

    type = Boolean()
    inherit_cache = True


def many(name: str) -> BindParameter[Any]:
    """The parameter of a statement that is kept."""
    return bindparam(name, type_=Numbers())


SCHOOLS = many("schools")


@compiles(among, "sqlite")
def _in_json(element: Any, compiler: Any, **how: Any) -> str:
    column, values = (compiler.process(each, **how) for each in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({values}))"  # noqa: S608, what it names is a parameter


@compiles(among, "postgresql")
def _in_array(element: Any, compiler: Any, **how: Any) -> str:
    column, values = (compiler.process(each, **how) for each in element.clauses)
    return f"{column} = ANY (CAST({values} AS INTEGER[]))"
