"""A message that only names another class, pupil or day: it is looked at."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from handlers import as_if_typed
from handlers.asking.about import About
from handlers.asking.answers import of_pupils
from letters.says import Says, Typed
from letters.says.figures import klass, report
from models.shapes.message import Incoming, Said


async def followed_up(incoming: Incoming, session: AsyncSession, about: About) -> Sequence[Said] | None:
    """None where more was said than that."""
    if not about.bare:
        return None
    for words in _looks(about):
        if (said := await as_if_typed(incoming, session, words)) is not None:
            return said
    return None


def _looks(about: About) -> Sequence[Typed | Says]:
    if about.pupils:
        return of_pupils(about)
    if about.klass is not None:
        return [klass(about.klass.name, about.days)]
    return [*([klass("", about.days)] if about.own else []), report("", about.days)] if about.days else []
