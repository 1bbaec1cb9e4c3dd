"""Where grade 5 and 9 went is asked of who was their teacher, and who does not go to school is not lost from sight."""

from datetime import date
from pathlib import Path

import pytest

from bot.engine.post.outbox import Origin, store
from jobs.next_school import next_schools
from models.people.askers import schools
from models.people.movements import Told, leave
from models.shapes.message import Round
from rules.people.movements import Movement
from tests.bot.cli.turning_years import FIRST_DAY, grades, turned
from tests.conversation import Play, playing
from tests.handlers.school_days import ask, on
from tests.jobs.checks import heard

pytestmark = pytest.mark.anyio


async def asked(play: Play) -> dict[str, str]:
    async with play.app.database.write() as session:
        chosen, now = await schools(session), play.app.now()
        said = await next_schools(Round(now=now, day=play.now.date(), schools=chosen), session)
        await store(session, [(Origin(now), said)], chosen, now)
    await play.app.settle()
    return heard(play)


async def test_last_years_teacher_says_where_each_went_and_the_leadership_sees_who_does_not_go(
    database_url: str, tmp_path: Path
) -> None:
    async with playing(url=database_url, roster=grades("9A", "6B")) as play:
        gone = Told(school_id=play.school_id, day=date(2027, 3, 12))
        async with play.app.database.write() as session:
            await leave(session, gone, await play.pupil("A Thút"), Movement.TRANSFERRED)
        await turned(play, tmp_path)
        await on(play, FIRST_DAY)
        assert await asked(play) == {}, "the other school has only begun"
        await on(play, "2027-09-20 07:30")
        letters = await asked(play)
        assert letters.keys() == {"gvcn"}, "6B went up to 7B"
        assert "9A" in letters["gvcn"]
        assert "Thút" not in letters["gvcn"], "who transferred has not ended the school"
        assert "Học" not in letters["gvcn"]
        await play.press("gvcn", "Nguyễn Văn A")
        (said,) = await play.press("gvcn", "Đã vào học")
        assert "còn 6 em" in said
        assert "Hồ Thị Lan" in said
        (said,) = await play.press("gvcn", "Không đi học")
        assert "Hồ Thị Lan" in said
        number = await play.pupil("Trần Minh Hùng")
        await ask(play, "gvcn", f"/chuyencap #p{number} dihoc THPT Nam Trà My")
        said = await ask(play, "pht", "/chuyencap")
        assert "7 em" in said
        assert "đã vào học 2, không đi học 1, chưa rõ 4" in said
        assert "Không đi học: Hồ Thị Lan (9A)" in said
        assert "Ở THPT Nam Trà My (1): Trần Minh Hùng (9A)" in said
        assert "Ở trường khác (1): Nguyễn Văn A (9A)" in said
        assert "Không có em nào" in await ask(play, "gvcn6b", "/chuyencap")
        assert "không thuộc" in await ask(play, "gvcn6b", f"/chuyencap #p{number} khong")
        assert await asked(play) == {}, "once"
        await play.press("gvcn", "Không đi học")
