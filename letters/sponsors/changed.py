"""A sponsorship that begins or ends, and a colleague who has taken a pupil on."""

from collections.abc import Sequence

from msgspec import Struct
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from letters import kind_words
from letters.says.sponsors import LIST, pupil
from locales import _
from locales.sponsors import sponsor_words
from models import Classes, Enrolments, People, Pupils, Sponsorships
from models.figures.counting import enrolled_on
from models.readers import SPONSORSHIP, holds, its_own, teacher
from models.shapes.letter import Due, Letter, Reader, composes, dues_about
from models.shapes.message import Button
from rules.letters import Kind
from rules.people.roles import EMPLOYED, HEADS


class Pair(Struct, frozen=True, kw_only=True):
    """A sponsorship in words."""

    id: int
    pupil_id: int
    pupil: str
    class_name: str
    sponsor: str
    supporting: bool
    ended: bool

    def line(self) -> str:
        return "• " + sponsor_words(f"{self.pupil} ({self.class_name})", supporting=self.supporting)


async def _pairs(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> list[Pair]:
    statement = (
        select(
            Sponsorships.id,
            Sponsorships.pupil_id,
            Pupils.full_name.label("pupil"),
            Classes.name.label("class_name"),
            People.full_name.label("sponsor"),
            Sponsorships.supporting,
            Sponsorships.ends.is_not(None).label("ended"),
        )
        .join(Pupils, Pupils.id == Sponsorships.pupil_id)
        .join(People, People.id == Sponsorships.person_id)
        .join(Enrolments, Enrolments.pupil_id == Pupils.id)
        .join(Classes, Classes.id == Enrolments.class_id)
        .where(Sponsorships.id.in_([due.about for due in dues]), enrolled_on(Enrolments, dues[-1].day))
        .order_by(Classes.grade, Classes.name, Pupils.id)
    )
    return [Pair(**row) for row in (await session.execute(statement)).mappings()]


@composes(Kind.SPONSOR_CHANGED, to=its_own(SPONSORSHIP) & holds(*EMPLOYED), about=kind_words.SPONSORS)
async def sponsor_changed(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    """One letter a person: whom he or she follows from now on, and whom no longer."""
    pairs = await _pairs(dues, reader, session)
    begun, ended = [one for one in pairs if not one.ended], [one for one in pairs if one.ended]
    lines = []
    if begun:
        lines += [_("**The school asks you to be the sponsor of:**"), *(one.line() for one in begun)]
        lines.append(
            _("You will hear of absences without leave the same morning, and be asked for a short note every month.")
        )
    if ended:
        lines += [_("**You are no longer the sponsor of:**"), *(one.line() for one in ended), _("Thank you.")]
    button = [[Button(_("My pupils"), LIST)]] if begun else []
    return Letter(text="\n".join(lines), told=dues_about(dues), buttons=button) if pairs else None


@composes(Kind.SPONSOR_ADOPTED, to=teacher(SPONSORSHIP) | holds(*HEADS), about=kind_words.SPONSORS)
async def sponsor_adopted(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    """The leadership and the homeroom teacher; who thinks otherwise says so with a tap."""
    pairs = [one for one in await _pairs(dues, reader, session) if not one.ended]
    text = _("• {sponsor} is now the sponsor of {pupil}, class {klass}")
    lines = [text.format(sponsor=one.sponsor, pupil=one.pupil, klass=one.class_name) for one in pairs]
    buttons = [[Button(_("See {name}").format(name=one.pupil), pupil(one.pupil_id))] for one in pairs]
    head = _("**A colleague has taken on a pupil**")
    told = dues_about(dues, {one.id for one in pairs})
    return Letter(text="\n".join([head, *lines]), told=told, buttons=buttons) if pairs else None
