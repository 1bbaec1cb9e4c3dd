"""A small school whose pupils at risk have sponsors."""

from sqlalchemy import select

from models import AtRiskPupils, People, Sponsorships
from tests.conversation import Play
from tests.jobs.checks import heard

SECRET = "bố mẹ đi làm xa, em ở với bà"


async def sponsored(play: Play, *people: str, pupil: str = "Nguyễn Văn A") -> None:
    """The vice principal names the sponsors; everybody has read what came of it."""
    await play.say("pht", f"/dodau 6A {pupil}: {', '.join(people)}")
    heard(play)


async def kept(play: Play) -> list[str | None]:
    async with play.app.database.read() as session:
        return list(await session.scalars(select(AtRiskPupils.circumstances).order_by(AtRiskPupils.id)))


async def live(play: Play) -> list[tuple[str, bool]]:
    """The sponsors there are, and whether each supports."""
    async with play.app.database.read() as session:
        found = (
            select(People.full_name, Sponsorships.supporting)
            .join(People, People.id == Sponsorships.person_id)
            .where(Sponsorships.ends.is_(None))
        )
        return [(name, supporting) for name, supporting in await session.execute(found.order_by(Sponsorships.id))]
