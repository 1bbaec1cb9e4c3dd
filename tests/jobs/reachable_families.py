"""A family in a story: a child with two guardians who have phones, and days played with all the clock does."""

from msgspec.structs import replace
from sqlalchemy import insert, select

from bot.cli.check import check_day
from models import Guardians, Pupils
from papers.roster import GuardianRow, Roster
from tests.conversation import Play
from tests.handlers.school_days import on
from tests.jobs.checks import HOLD
from tests.small_school import small_roster


def roster_with_father() -> Roster:
    """Nguyễn Văn A has a father on the list too."""
    roster = small_roster()
    father = GuardianRow(full_name="Bố Nguyễn Văn A", relation="bố", phone="+84920000001")
    pupils = [
        replace(one, guardians=[*one.guardians, father]) if one.full_name == "Nguyễn Văn A" else one
        for one in roster.pupils
    ]
    return replace(roster, pupils=pupils)


async def also_guardian(play: Play, pupil: str, person: str, slot: int = 2) -> None:
    """Make a person of the school a guardian of a pupil: a teacher who is a mother."""
    async with play.app.database.write() as session:
        child = await session.scalar(select(Pupils.id).where(Pupils.full_name == pupil))
        person_id = await play.person(person)
        await session.execute(insert(Guardians).values(pupil_id=child, slot=slot, person_id=person_id))


async def day_with_family(play: Play, moment: str, *reports: str) -> None:
    """Go to a morning, report, and let the check and what follows it for families run."""
    await on(play, moment)
    for report in reports:
        await play.say("gvcn", report)
    await check_day(play.app.database, play.now.date(), "", play.app.now())
    await play.app.settle()
    play.app.now.move_to(play.app.now() + HOLD)
    await play.app.clock.tick()
    await play.app.settle()
    play.app.now.move_to(play.app.now() + HOLD)
    await play.app.settle()
