"""The check where something is late or has changed: silent classes, moves, downtime, by hand, by the clock."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace
from sqlalchemy import event, func, insert, select, update

from bot.engine.post.outbox import Origin, store
from jobs.ladder.daily_check import check
from models import ClassParts, Enrolments, Firings, Marks, Outbox, Pupils
from models.people.askers import schools
from models.shapes.message import Round
from papers.roster import Roster
from papers.roster.applying.everything import apply_roster
from tests.conversation import Play, playing
from tests.handlers.school_days import ask, on
from tests.jobs.checks import (
    after_three_days,
    checked,
    heard,
    school_day,
)
from tests.jobs.ladder.days_checked import MON, THU, TUE, WED, cases, fired
from tests.small_school import small_roster

pytestmark = pytest.mark.anyio


async def test_row_6_a_class_that_is_silent_today_hides_nobody(tmp_path: Path) -> None:
    """The third day's report comes in the evening; the next morning's check finds it though today is not reported."""
    async with playing(tmp_path) as play:
        await school_day(play, MON, "/vang 6A Nguyễn Văn A")
        await school_day(play, TUE, "/vang 6A Nguyễn Văn A")
        await on(play, "2026-11-18 18:00")
        await play.say("gvcn", "/vang 6A Nguyễn Văn A")
        heard(play)
        await school_day(play, THU)
        assert heard(play).keys() == {"gvcn", "pht", "mẹ A"}
        assert (2, date(2026, 11, 18), 3) in await fired(play)
        await checked(play)
        assert heard(play) == {}


async def test_yesterdays_late_report_of_somebody_who_is_back_today_alarms_nobody(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await on(play, TUE)
        await play.say("gvcn", "/vang 6A 16/11 Nguyễn Văn A")
        await school_day(play, TUE, "/du 6A")
        assert heard(play) == {}


async def test_row_1_three_days_nobody_reported_are_no_case(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await school_day(play, MON, "/vang 6A Nguyễn Văn A")
        heard(play)
        for morning in (TUE, WED, THU):
            await school_day(play, morning)
        assert heard(play) == {}
        assert await cases(play) == []
        assert "1–4 ngày liền (3 ngày chưa báo)" in await ask(play, "ht", "/hocsinh Nguyễn Văn A")


async def _import(play: Play, roster: Roster) -> None:
    async with play.app.database.write() as session:
        await apply_roster(session, play.school_id, roster, play.now.date())


def moved(name: str, klass: str) -> Roster:
    roster = small_roster()
    pupils = [replace(p, class_name=klass) if p.full_name == name else p for p in roster.pupils]
    return replace(roster, pupils=pupils)


async def test_a_run_goes_with_the_pupil_into_another_class(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await school_day(play, MON, "/vang 6A Nguyễn Văn A")
        await school_day(play, TUE, "/vang 6A Nguyễn Văn A")
        await on(play, WED)
        await _import(play, moved("Nguyễn Văn A", "6B"))
        assert "không có em nào" in (await play.say("gvcn", "/vang 6A Nguyễn Văn A"))[-1]
        assert "3 ngày liền" in (await play.say("gvcn6b", "/vang 6B Nguyễn Văn A"))[0]
        heard(play)
        await checked(play)
        assert heard(play).keys() == {"gvcn6b", "pht", "mẹ A"}, "the new class's teacher visits"


async def test_two_sessions_of_one_day_missed_in_two_classes_fire_once(tmp_path: Path) -> None:
    async with playing(tmp_path, afternoon_days=[2]) as play:
        await school_day(play, MON, "/vang 6A Nguyễn Văn A")
        await on(play, "2026-11-16 13:45")
        await _import(play, moved("Nguyễn Văn A", "6B"))
        async with play.app.database.write() as session:
            await session.execute(update(Firings).values(struck_at=play.app.now()))
        await play.say("gvcn6b", "/vang 6B chiều Nguyễn Văn A")
        await checked(play)
        assert await fired(play) == [(1, date(2026, 11, 16), 1)]


async def test_row_14_the_open_case_of_a_pupil_who_left_stays(tmp_path: Path) -> None:
    async with after_three_days(tmp_path) as play:
        await on(play, THU)
        roster = small_roster()
        await _import(play, replace(roster, pupils=roster.pupils[1:]))
        await play.say("gvcn", "/du 6A")
        heard(play)
        await checked(play)
        assert heard(play) == {}
        assert await cases(play) == [(None, None)]
        assert "Nguyễn Văn A" in (tasks := (await play.say("gvcn", "/viec"))[0])
        assert "(không còn trong danh sách lớp)" in tasks


async def test_after_two_days_of_downtime_the_reports_come_in_and_the_check_catches_up(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await school_day(play, MON, "/vang 6A Nguyễn Văn A")
        heard(play)
        await on(play, THU)
        for day in (17, 18, 19):
            when = play.app.now() - timedelta(days=19 - day)
            await play.say("gvcn", "/vang 6A Nguyễn Văn A", when=when)
        heard(play)
        await checked(play)
        told = heard(play)
        assert told.keys() == {"gvcn", "pht", "mẹ A"}
        assert "4 ngày học liền, từ thứ Hai 16/11" in told["gvcn"]


async def test_the_check_by_hand_for_a_past_day_may_be_run_twice(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        for morning in (MON, TUE, WED):
            await on(play, morning)
            await play.say("gvcn", "/vang 6A Nguyễn Văn A")
        await on(play, "2026-11-18 15:00")
        heard(play)
        await checked(play, date(2026, 11, 17))
        assert heard(play).keys() == {"nóc", "nóc2", "mẹ A"}
        assert await fired(play) == [(1, date(2026, 11, 17), 2)]
        await checked(play, date(2026, 11, 17))
        assert heard(play) == {}
        await checked(play)
        assert heard(play).keys() == {"gvcn", "pht", "mẹ A"}


async def test_the_clock_runs_the_check_by_itself(tmp_path: Path) -> None:
    async with playing(tmp_path, at="2026-11-16 07:40") as play:
        await play.say("gvcn", "/vang 6A Nguyễn Văn A")
        heard(play)
        await play.clock_to("07:50")
        assert {"nóc", "nóc2", "mẹ A"} <= heard(play).keys()


async def test_the_days_second_check_asks_in_the_words_of_the_first(tmp_path: Path) -> None:
    """A form of its own would be built and prepared every day for its own sake: a third of a second of the check."""
    async with playing(tmp_path) as play:
        await play.say("gvcn", "/vang 6A Nguyễn Văn A")
        said = []
        for _check in range(2):
            with counting(play) as statements:
                await checked(play)
            said.append({one for one in statements if "INSERT INTO outbox" in one and "FROM (SELECT" in one})
        first, again = said
        assert again
        assert again <= first


@contextmanager
def counting(play: Play) -> Iterator[list[str]]:
    """The statements the database is given meanwhile."""
    said: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        said.append(statement)

    engine = play.app.database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield said
    finally:
        event.remove(engine, "before_cursor_execute", note)


async def _many_absent(play: Play, pupils: int) -> None:
    """A class of so many pupils, all of them away without leave today."""
    async with play.app.database.write() as session:
        known = (await session.execute(select(ClassParts.class_id).limit(1))).scalar_one()
        before = await session.scalar(select(func.max(Pupils.id))) or 0
        ids = range(before + 1, before + 1 + pupils)
        here = {"school_id": play.school_id}
        await session.execute(insert(Pupils), [{"id": id_, "key": str(id_), "full_name": "Em", **here} for id_ in ids])
        rows = [{"pupil_id": id_, "class_id": known, "starts": date(2026, 9, 5)} for id_ in ids]
        await session.execute(insert(Enrolments), rows)
        today, now = play.now.date(), play.app.now()
        values = {"class_id": known, "day": today, "part": "S", "kind": "K", "made_at": now, **here}
        await session.execute(insert(Marks), [{"pupil_id": id_, **values} for id_ in ids])
        await session.execute(update(ClassParts).where(ClassParts.class_id == known).values(reported_at=now))


async def test_the_number_of_statements_does_not_grow_with_the_pupils(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        counts = []
        for pupils in (10, 200):
            await _many_absent(play, pupils)
            async with play.app.database.write() as session:
                known = await schools(session)
                with counting(play) as said:
                    round_ = Round(now=play.app.now(), day=play.now.date(), schools=known)
                    await store(session, [(Origin(round_.now), await check(session, round_))], known, round_.now)
                counts.append(len(said))
        assert counts[0] == counts[1]
        assert len(await fired(play)) == 210
        async with play.app.database.read() as session:
            assert await session.scalar(select(func.count()).select_from(Outbox)) == 0
