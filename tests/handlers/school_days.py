"""School days in a story: the day opens, nobody waits for the clock."""

from datetime import datetime

from sqlalchemy import insert

from models import ClockSlots
from models.calendar.held import open_day
from models.post.tables import DONE
from tests.conversation import ZONE, Play


async def on(play: Play, moment: str) -> None:
    """Go straight to a local moment (`2026-11-17 07:10`) and open its day, without the clock's letters."""
    play.app.now.move_to(datetime.strptime(moment, "%Y-%m-%d %H:%M").replace(tzinfo=ZONE))
    async with play.app.database.write() as session:
        await open_day(session, [play.school_id], play.now.date())


async def awake_at(play: Play, moment: str) -> None:
    """The same where the clock walks on from: it has run all the while, so that it looks back for an hour and not over
    all that the days between would have missed.
    """
    await on(play, moment)
    now = play.app.now()
    slot = {"school_id": play.school_id, "job": "open_days", "due_at": now, "claimed_at": now, "outcome": DONE}
    async with play.app.database.write() as session:
        await session.execute(insert(ClockSlots).values(slot))


async def ask(play: Play, phone: str, text: str, **more: object) -> str:
    """The one answer to a question; a picture that comes after it is looked at elsewhere."""
    answer, *beside = await play.say(phone, text, **more)
    pictures = play.seen(phone)[-len(beside) :] if beside else []
    assert all(one.files and not one.buttons for one in pictures), [answer, *beside]
    return answer
