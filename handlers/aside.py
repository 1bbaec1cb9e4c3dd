"""What takes long to make is made beside everybody else's messages, not in their midst."""

from collections.abc import Awaitable, Callable, Sequence
from contextvars import copy_context

from sqlalchemy.ext.asyncio import AsyncSession

from models.shapes.message import Said


class Aside(Exception):  # noqa: N818, it ends the handler with a promise
    """Raised by a handler that has looked at rights and words and has written nothing: the answer is what `make` says
    of a reading of its own, in the language being spoken. The message waits for it, and its chat; nobody else does.
    """

    def __init__(self, make: Callable[[AsyncSession], Awaitable[Sequence[Said]]]) -> None:
        super().__init__()
        self.make, self.context = make, copy_context()
