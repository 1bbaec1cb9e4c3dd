"""Words that hand a visit or a case to somebody, or close it: done on the case itself, and whom to call until then."""

from collections.abc import Sequence

from msgspec import structs
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import as_if_typed
from handlers.asking.about import About, class_of_pupil, last_pupil
from handlers.asking.colleagues import named_colleagues, not_yours, to_call
from handlers.asking.subjects.facets import facet_of
from letters.says import Word
from letters.says.service import meant
from locales import _
from locales.words import joined
from models.shapes.message import Incoming, Outgoing, Said
from rules.asking.wish import Facet


async def handed_on(incoming: Incoming, session: AsyncSession, about: About) -> Sequence[Said]:
    """Of the pupil who is named the case with its taps; else the cases."""
    said: Sequence[Said] | None = None
    if not about.pupils and not about.hidden and about.klass is None:
        about = structs.replace(about, pupils=await last_pupil(incoming, session))
    if len(about.pupils) == 1 and (klass := await class_of_pupil(incoming, session, about.pupils[0])) is not None:
        said = await facet_of(incoming, session, Facet.VISIT, klass, about.pupils[0])
    said = said or await as_if_typed(incoming, session, meant(Word("ca")))
    if not said or not isinstance(said[0], Outgoing):
        return [await not_yours(incoming, session)]
    text = _("Nothing was handed on or closed by these words. What is known:")
    named = await named_colleagues(incoming, session)
    call = _("To tell: {who}").format(who=to_call(named)) if named else ""
    return [structs.replace(said[0], text=joined([text, said[0].text, call])), *said[1:]]
