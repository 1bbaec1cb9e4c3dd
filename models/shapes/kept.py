"""Statements that are built once are looked for once as well."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection
from typing_extensions import override


async def run_kept(connection: AsyncConnection, statement: Any, given: Mapping[str, Any]) -> Any:
    """Execute what a `@cache` has built; the result knows how many rows were written, of an INSERT too.

    To find what it has written a statement out as, SQLAlchemy goes through all of it each time, which for those of the
    daily check takes longer than many of them run.
    """
    return await connection.execute(statement, given, execution_options=_options(statement))


class _WrittenOut(dict[Any, Any]):
    """What one statement was written out as: the second place of SQLAlchemy's key is the statement itself."""

    @override
    def get(self, key: Any, default: Any = None) -> Any:
        return super().get((key[0], *key[2:]), default)

    @override
    def __setitem__(self, key: Any, written: Any) -> None:
        super().__setitem__((key[0], *key[2:]), written)


@lru_cache(256)
def _options(_statement: Any) -> Mapping[str, Any]:
    """Remembered by which statement it is, not by what it says."""
    return {"preserve_rowcount": True, "compiled_cache": _WrittenOut()}
