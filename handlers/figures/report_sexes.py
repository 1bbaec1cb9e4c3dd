"""Girls and boys beside each other; and where the lists do not say who is a girl, that there are no such figures."""

from msgspec.structs import replace
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.asked import local
from handlers.figures.report_asked import Asked
from handlers.figures.report_parts import BOTH, BOYS, GIRLS, sex_words
from handlers.figures.report_scope import scope_of
from handlers.figures.report_tables import partly_count
from handlers.figures.wording import count_words, period_words, rate_words
from letters.says import Word
from letters.says.service import meant
from locales import _
from locales.words import listed
from models.figures.headcount import heads
from models.shapes.message import Button, Incoming, Outgoing


async def of_sexes(incoming: Incoming, session: AsyncSession, asked: Asked) -> Outgoing | None:
    """None: of neither, or of one of them, of whom there are figures. Raises Unclear."""
    if not asked.sex:
        return None
    school, moment = local(incoming)
    first, last = asked.period.first, min(asked.period.last, moment.date())
    scope = await scope_of(incoming, session, replace(asked, sex=GIRLS) if asked.sex == BOTH else asked)
    title = listed([sex_words(GIRLS), sex_words(BOYS)]) if asked.sex == BOTH else scope.title
    lines = [_("**{title}, {days}**").format(title=title, days=period_words(asked.period))]
    found = await heads(session, list(scope.classes), last)
    if found.unsaid == found.pupils:
        text = _(
            "The lists do not say who is a girl and who is a boy, so there are no such figures. They come with the "
            "column “Giới tính” of the list of pupils."
        )
        lines.append(text)
        return Outgoing(text="\n".join(lines), buttons=[[Button(_("Today's figures"), meant(Word("baocao")))]])
    if asked.sex != BOTH:
        return None
    for sex in (GIRLS, BOYS):
        count = await partly_count(session, school.id, first, last, replace(scope, sex=sex))
        lines.append(f"• {sex_words(sex)}: {count_words(count)}, {rate_words(count)}")
    if found.unsaid:
        lines.append(_("Of {count} the list does not say whether it is a girl.").format(count=found.unsaid))
    return Outgoing(text="\n".join(lines))
