"""Of whom it is not settled whether they are there: neither absent nor present, in words."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from locales import _
from locales.words import listed
from models.contested import Contested
from models.people.class_lists import class_names
from models.people.tables import pupil_names


async def being_cleared(session: AsyncSession, unsure: Sequence[Contested]) -> str:
    """Nothing of nobody."""
    if not unsure:
        return ""
    names = await pupil_names(session, {one.pupil_id for one in unsure})
    classes = await class_names(session, {one.class_id for one in unsure})
    who = [_("{name}, class {klass}").format(name=names[one.pupil_id], klass=classes[one.class_id]) for one in unsure]
    text = _("Not clear yet: {names} – reported absent, and somebody says they are at school.")
    return text.format(names=listed(dict.fromkeys(who)))
