"""Last year's sponsors, for the leadership: one tap goes on with all of them."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from letters import kind_words
from letters.says import sponsors as says
from locales import _
from locales.sponsors import sponsor_words
from models.readers import holds
from models.shapes.letter import Due, Letter, Reader, composes, dues_about
from models.shapes.message import Button
from models.sponsors.last_year import Last, of_last_year
from rules.letters import Kind
from rules.people.roles import HEADS

SHOWN = 30


@composes(Kind.SPONSOR_LAST_YEAR, to=holds(*HEADS), about=kind_words.SPONSORS)
async def last_years_sponsors(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    """None where there is nobody to go on with."""
    found = await of_last_year(session, reader.school.id, reader.school.day(reader.now))
    if not found:
        return None
    pupils = len({one.pupil_id for one in found})
    head = _("**Sponsored last year, and not yet this year: {count} pupils**").format(count=pupils)
    more = [_("… and {count} more").format(count=len(found) - SHOWN)] if len(found) > SHOWN else []
    ask = _("Their sponsorships ended with the school year. Shall they go on?")
    buttons = [[Button(_("Go on with all ({count})").format(count=pupils), says.GO_ON)]]
    buttons.append([Button(_("One by one"), says.LAST_YEAR)])
    text = "\n".join([head, *map(_line, found[:SHOWN]), *more, ask])
    return Letter(text=text, told=dues_about(dues), buttons=buttons)


def _line(one: Last) -> str:
    text = _("• {name} ({klass}): {sponsors}")
    sponsors = sponsor_words(one.person, supporting=one.supporting)
    return text.format(name=one.name, klass=one.class_name, sponsors=sponsors)
