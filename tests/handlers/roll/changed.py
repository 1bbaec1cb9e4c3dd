"""What the stories of the roll share: a change said and carried out, and what stands afterwards."""

from datetime import date

from sqlalchemy import select

from models import Classes, Enrolments, Inbox, Pupils
from models.imports.tables import image
from tests.conversation import Play

BINH, LAN, A = "Hồ Văn Bình", "Hồ Thị Lan", "Nguyễn Văn A"
MAKE, UNDO = "Thực hiện", "Huỷ thay đổi này"


async def made(play: Play, phone: str, *said: str) -> str:
    """Say the line, tap what is asked in turn and make it so; the answer."""
    line, *taps = said
    await play.say(phone, line)
    for tap in (*taps, MAKE):
        await play.press(phone, tap)
    return play.shown(phone) if UNDO in play.labels(phone) else play.seen(phone)[-2].text


async def lists(play: Play, day: date) -> dict[str, str]:
    """Who is in which class on a day."""
    there = (Enrolments.starts <= day, Enrolments.ends.is_(None) | (Enrolments.ends >= day))
    rows = select(Pupils.full_name, Classes.name).join(Enrolments, Enrolments.pupil_id == Pupils.id)
    async with play.app.database.read() as session:
        found = list(await session.execute(rows.join(Classes, Classes.id == Enrolments.class_id).where(*there)))
    assert len(found) == len({name for name, _klass in found}), "nobody is in two classes"
    return {row[0]: row[1] for row in found}


async def kept(play: Play) -> object:
    async with play.app.database.read() as session:
        return await image(session, play.school_id)


async def nothing_went_wrong(play: Play) -> None:
    async with play.app.database.read() as session:
        wrong = select(Inbox.error).where((Inbox.state != "done") | Inbox.error.is_not(None))
        assert (await session.scalars(wrong)).all() == []
