"""What is kept in memory beside the database, by keys that change whenever it does."""

from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

MOST = 4000  # class lists in memory: about 100 MB in a country, 1 MB in a school


T = TypeVar("T")


async def kept(session: AsyncSession, key: tuple[Any, ...], make: Callable[[], Awaitable[T]]) -> T:
    cache: OrderedDict[tuple[Any, ...], Any] = session.info["cache"]
    if key in cache:
        cache.move_to_end(key)
    else:
        cache[key] = await make()
        while len(cache) > MOST:
            cache.popitem(last=False)
    return cache[key]  # type: ignore[no-any-return]  # one key, one type
