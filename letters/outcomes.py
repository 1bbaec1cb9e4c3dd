"""The last word of a morning: what should have come of the school's days and did not."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from letters.kind_words import about
from letters.ladder.wording import bullets
from locales import N_, _
from locales.words import day_words, joined, listed, opening, when
from models.outcomes import Gap, Lack
from models.outcomes.everything import gaps
from models.people.roles import holds_role
from models.readers import holds
from models.shapes.letter import Due, Letter, Reader, composes, dues_about
from rules.letters import Kind
from rules.people.roles import LEADERS, Role

WORDS = {
    Lack.NO_CHECK: N_("{session}: the daily check of absences was not made."),
    Lack.NOTHING_ARRIVED: N_(
        "{day}: pupils absent: {count} (class {klass}), and no letter about any of them has arrived."
    ),
    Lack.NOT_FIRED: N_("{day}: for {count} absent pupils (class {klass}) the program has done nothing."),
    Lack.NOBODY_HEARD: N_("{day}: of {count} absent pupils (class {klass}) nobody has heard yet."),
    Lack.FORGOTTEN: N_("{session}: class {klass} has not reported, and no reminder has arrived."),
    Lack.LOST: N_("Letters that did not arrive, and that nobody knows of: {count} ({kinds})."),
}
DOCTOR = N_("On the machine, this says more: python -m bot doctor")
ASK_CLASSES = N_("Please ask the classes directly, and tell whoever looks after the machine.")


@composes(
    Kind.OUTCOMES, of_its_hour=True, to=holds(*LEADERS, Role.ADMIN), about=N_("what the look at each morning found")
)
async def outcomes(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    """Looked at once more as it leaves: what has been put right meanwhile is no news."""
    found = await gaps(session, reader.school, reader.now)
    if not found:
        return None
    head = _("**Sĩ Số has looked at what became of the last days**, and something is missing:")
    text = joined([head, *bullets(lines(found)), *await what_to_do(reader, session, DOCTOR)])
    return Letter(text=text, told=dues_about(dues))


async def what_to_do(reader: Reader, session: AsyncSession, on_the_machine: str) -> list[str]:
    """For everybody, and for the administrator what to type."""
    is_admin = await holds_role(session, reader.person_id, Role.ADMIN, reader.school.day(reader.now))
    return [_(ASK_CLASSES), *([_(on_the_machine)] if is_admin else [])]


def lines(found: Sequence[Gap]) -> list[str]:
    """Each gap as a sentence. No names of pupils: the administrator reads them too."""
    return [_line(gap) for gap in found]


def _line(gap: Gap) -> str:
    words = _(WORDS[gap.lack]).format(
        session=when(gap.day, [gap.part] if gap.part else []),
        day=day_words(gap.day),
        count=gap.count,
        klass=listed(gap.classes),
        kinds=listed(about(kind) for kind in gap.kinds),
    )
    return opening(words)
