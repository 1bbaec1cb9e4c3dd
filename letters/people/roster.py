"""What a homeroom teacher hears of an import: a linked guardian's phone was put right."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from letters import kind_words
from locales import _
from models.people.guardians import guardians
from models.people.tables import pupil_names
from models.readers import PUPIL, teacher
from models.shapes.letter import Due, Letter, Reader, composes
from papers.roster.said import PHONE_CHANGED


@composes(PHONE_CHANGED, to=teacher(PUPIL).passed_on(), about=kind_words.LINKS)
async def guardian_phone(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    """The link stays; who knows the family says if the phone is in other hands now."""
    names = await pupil_names(session, [due.about for due in dues])
    linked = [one for one in await guardians(session, list(names)) if one.linked]
    if not linked:
        return None
    lines = [
        _("**The office has put the phone of a guardian right**"),
        *(
            _("• {pupil}: {guardian}, now {phone}").format(
                pupil=names[one.pupil_id], guardian=one.name or one.relation, phone=one.phone or "–"
            )
            for one in linked
        ),
        _("They stay linked as before. If it is not the same person any more, please tell the administrator."),
    ]
    return Letter(text="\n".join(lines), told=frozenset(due.outbox_id for due in dues))
