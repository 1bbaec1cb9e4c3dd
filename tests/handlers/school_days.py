"""School days in a story: the day opens, nobody waits for the clock."""

from datetime import datetime

from models.calendar.held import open_day
from tests.conversation import ZONE, Play


async def on(play: Play, moment: str) -> None:
    """Go straight to a local moment (`2026-11-17 07:10`) and open its day, without the clock's letters."""
    play.app.now.move_to(datetime.strptime(moment, "%Y-%m-%d %H:%M").replace(tzinfo=ZONE))
    async with play.app.database.write() as session:
        await open_day(session, [play.school_id], play.now.date())


async def ask(play: Play, phone: str, text: str, **more: object) -> str:
    """The one answer to a question; a picture that comes after it is looked at elsewhere."""
    answer, *beside = await play.say(phone, text, **more)
    pictures = play.seen(phone)[-len(beside) :] if beside else []
    assert all(one.files and not one.buttons for one in pictures), [answer, *beside]
    return answer
