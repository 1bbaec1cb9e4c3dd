"""What was never yours sounds like what never was: a button's words, said by whoever they are not for."""

import re
from pathlib import Path

import pytest
from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.engine.config import SchoolConfig
from bot.engine.school import keep_school
from models import Buttons, Chats, Classes, People, Places, Roles, Years
from models.people.askers import recognise
from models.shapes.asker import Asker
from models.shapes.message import Act, Incoming, Outgoing
from rules.people.roles import Role
from tests.conversation import Play
from tests.handlers.answered import answered
from tests.handlers.school_days import on
from tests.handlers.test_quoted import everybody_writes
from tests.jobs.checks import after_three_days, checked

pytestmark = pytest.mark.anyio

NUMBER = re.compile(r"(?<![\w/-])([#vp]*)\d+(?![\w/-])")
NOBODYS = 900000001
ELSEWHERE = (Role.PRINCIPAL, Role.HOMEROOM, Role.HAMLET_STAFF, Role.VILLAGE_HEAD, Role.ADMIN)
FAMILY = "mẹ Lan"  # of this school, and of another child


async def much_goes_on(play: Play) -> None:
    await on(play, "2026-11-18 09:00")
    await everybody_writes(play)
    await checked(play)
    for phone, words in (
        ("gvcn", "/diemdanh 6A"), ("gvcn6b", "6B vắng ai đó"), ("gvcn", "6A vắng Lan"), ("gvcn", "/goi"),
        ("pht", "/thongbao 6A: mai nghỉ"), ("gvcn", "/tham 1"), ("gvcn", "/chuyenlop 6A Sáng 6B"),
        ("admin", "/thietbi"),
    ):  # fmt: skip
        await play.say(phone, words)


async def another_school(play: Play) -> list[str]:
    """Somebody of each of those roles, at a school of the same database; their phones."""
    async with play.app.database.write() as session:
        school = await keep_school(session, SchoolConfig(name="Trường Khác", code="khac"), play.now.date())
        year = await session.scalar(select(Years.id).where(Years.school_id == school))
        klass = {"school_id": school, "year_id": year, "name": "9Z", "key": "9Z", "grade": 9}
        class_id = await session.scalar(insert(Classes).values(klass).returning(Classes.id))
        place = {"school_id": school, "name": "Xóm Khác", "key": "xom khac"}
        place_id = await session.scalar(insert(Places).values(place).returning(Places.id))
        of = {Role.HOMEROOM: {"class_id": class_id}}
        of |= {role: {"place_id": place_id} for role in (Role.HAMLET_STAFF, Role.VILLAGE_HEAD)}
        for role in ELSEWHERE:
            person = {"school_id": school, "key": role, "full_name": f"{role} ở trường khác"}
            person_id = await session.scalar(insert(People).values(person).returning(People.id))
            held = {"school_id": school, "person_id": person_id, "name": role, "starts": play.now.date()}
            await session.execute(insert(Roles).values({**held, **of.get(role, {})}))
            chat = {"channel": "paper", "address": f"{role} khác", "person_id": person_id}
            moments = {"created_at": play.app.now(), "linked_at": play.app.now()}
            await session.execute(insert(Chats).values(chat | moments))
    return [f"{role} khác" for role in ELSEWHERE]


async def heard_by(play: Play, session: AsyncSession, asker: Asker, words: str) -> str:
    """What is said to somebody who says this, and what is done; numbers apart."""
    now = play.app.now()
    asked = Incoming(channel="paper", address="", text=words, when=now, message_id="1", asker=asker)
    said = await answered(play.app.book, asked, session)
    parts = [one.text if isinstance(one, Outgoing) else one.kind for one in said if isinstance(one, Outgoing | Act)]
    return NUMBER.sub("N", "\n".join(parts))


async def test_a_button_that_is_not_yours_sounds_like_one_that_never_was(tmp_path: Path) -> None:
    async with after_three_days(tmp_path) as play:
        await much_goes_on(play)
        strangers, unlike, tried = [*await another_school(play), FAMILY], [], 0
        async with play.app.database.read() as session:
            theirs = select(Buttons.says).join(Chats, Chats.id == Buttons.chat_id).where(Chats.address != FAMILY)
            shapes = {NUMBER.sub("N", says): says for says in await session.scalars(theirs)}
            known = await recognise(session, [("paper", one) for one in strangers], play.app.now())
            for says in filter(NUMBER.search, shapes.values()):
                for asker in known.values():
                    real = await heard_by(play, session, asker, says)
                    never = await heard_by(play, session, asker, NUMBER.sub(rf"\g<1>{NOBODYS}", says))
                    unlike += [] if real == never else [(says, real, never)]
                    tried += 1
            await session.rollback()
        assert unlike == []
        assert tried > 100
