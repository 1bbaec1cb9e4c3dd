"""A move never breaks the register: whatever is said of a day before a pupil joined, moved or left is recorded for that
pupil, day and half day, or answered with where the pupil was, and the rest of the message is never lost.
"""

from collections.abc import Awaitable, Callable
from datetime import date
from itertools import product

import pytest
from msgspec.structs import replace
from sqlalchemy import func, insert, select, update

from models import Classes, Enrolments, Inbox, Marks, Places, Pupils, Schools
from papers.roster.applying.everything import apply_roster
from tests.conversation import Play, playing
from tests.handlers.said_in_class import marked
from tests.handlers.school_days import on
from tests.jobs.checks import checked, heard
from tests.small_school import small_roster

pytestmark = pytest.mark.anyio

BINH, LAN, NEW = "Hồ Văn Bình", "Hồ Thị Lan", "Đinh Văn Mới"
YESTERDAY, TODAY = date(2026, 11, 17), date(2026, 11, 18)


async def _class(play: Play, name: str) -> int:
    async with play.app.database.read() as session:
        return await session.scalar(select(Classes.id).where(Classes.name == name)) or 0


async def _listed_anew(play: Play, *statements: object) -> None:
    """As an import does it: rows, and a new version of the lists."""
    async with play.app.database.write() as session:
        for statement in statements:
            await session.execute(statement)  # type: ignore[call-overload]
        await session.execute(update(Schools).values(version=Schools.version + 1))


async def joined(play: Play) -> str:
    """A new pupil, on the list of 6A from today."""
    pupil = insert(Pupils).values(school_id=play.school_id, key="new", full_name=NEW, boarding=False)
    await _listed_anew(play, pupil)
    place = {"pupil_id": await play.pupil(NEW), "class_id": await _class(play, "6A"), "list_no": 9}
    await _listed_anew(play, insert(Enrolments).values(**place, starts=TODAY))
    return NEW


async def moved_class(play: Play) -> str:
    pupil, to = await play.pupil(BINH), await _class(play, "6B")
    await _listed_anew(
        play,
        update(Enrolments).where(Enrolments.pupil_id == pupil).values(ends=YESTERDAY),
        insert(Enrolments).values(pupil_id=pupil, class_id=to, list_no=4, starts=TODAY),
    )
    return BINH


async def left(play: Play) -> str:
    pupil = await play.pupil(BINH)
    await _listed_anew(play, update(Enrolments).where(Enrolments.pupil_id == pupil).values(ends=YESTERDAY))
    return BINH


async def moved_hamlet(play: Play) -> str:
    place = select(Places.id).where(Places.name == "Takta").scalar_subquery()
    await _listed_anew(play, update(Pupils).where(Pupils.full_name == BINH).values(place_id=place))
    return BINH


Move = Callable[[Play], Awaitable[str]]
MOVES: tuple[Move, ...] = (joined, moved_class, left, moved_hamlet)


async def report(play: Play, who: str) -> str:
    await play.say("gvcn", f"6A vắng hôm qua: {LAN}, {who}")
    return "K"


async def correct(play: Play, who: str) -> str:
    await play.say("gvcn", f"/vang 6A hôm qua {LAN}, A Thút")
    await play.say("gvcn", f"/comat 6A hôm qua A Thút, {who}")
    return ""


async def excuse(play: Play, who: str) -> str:
    await play.say("gvcn", f"/phep 6A hôm qua {LAN}, {who}")
    return "P"


async def excuse_from_the_new_class(play: Play, who: str) -> str:
    await play.say("gvcn", f"/vang 6A hôm qua {LAN}")
    await play.say("gvcn6b", f"/phep 6B hôm qua #p{await play.pupil(who)}")
    return "P"


async def undo(play: Play, who: str) -> str:
    await report(play, who)
    await play.say("gvcn", f"/phep 6A hôm qua {who}")
    await play.say("gvcn", "/huy")
    return "K"


async def two_reporters(play: Play, who: str) -> str:
    await play.arrive("gvcn", f"6A vắng hôm qua: {LAN}, {who} P")
    await play.arrive("tpt", f"6A vắng hôm qua: {who} P, {LAN}")
    await play.settle()
    return "P"


async def daily_check(play: Play, who: str) -> str:
    await play.say("gvcn", f"/vang 6A hôm qua {LAN}")
    for day in (YESTERDAY, TODAY):
        await checked(play, day)
    return "K"


Act = Callable[[Play, str], Awaitable[str]]
ACTS: tuple[Act, ...] = (report, correct, excuse, excuse_from_the_new_class, undo, two_reporters, daily_check)


async def _marks(play: Play) -> dict[str, set[str]]:
    """The kinds of yesterday's marks that stand, by pupil; there is one a half day."""
    async with play.app.database.read() as session:
        twice = select(Marks.pupil_id).where(Marks.struck_at.is_(None))
        twice = twice.group_by(Marks.pupil_id, Marks.day, Marks.part).having(func.count() > 1)
        assert (await session.scalars(twice)).all() == []
        kinds = (
            select(Pupils.full_name, Marks.kind)
            .join(Marks, Marks.pupil_id == Pupils.id)
            .where(Marks.struck_at.is_(None), Marks.day == YESTERDAY)
        )
        found: dict[str, set[str]] = {}
        for name, kind in await session.execute(kinds):
            found.setdefault(name, set()).add(kind)
        return found


async def _nothing_went_wrong(play: Play) -> None:
    async with play.app.database.read() as session:
        wrong = select(Inbox.error).where((Inbox.state != "done") | Inbox.error.is_not(None))
        assert (await session.scalars(wrong)).all() == []


@pytest.mark.covering
@pytest.mark.parametrize(("act", "move"), list(product(ACTS, MOVES)), ids=lambda one: one.__name__)
async def test_what_is_said_of_a_day_before_a_move_is_recorded_or_answered_with_where(
    database_url: str, act: Act, move: Move
) -> None:
    async with playing(url=database_url) as play:
        await on(play, "2026-11-17 07:10")
        await play.say("gvcn", f"/vang 6A {BINH}")
        await checked(play)
        await on(play, "2026-11-18 07:10")
        who = await move(play)
        heard(play)
        wanted = await act(play, who)
        await _nothing_went_wrong(play)
        marks = await _marks(play)
        if not (act is undo and move is joined):  # there the only thing to take back is the report itself
            assert LAN in marks, "the rest of the message is recorded"
        said = "\n".join(text for phone in ("gvcn", "gvcn6b", "tpt") for text in [p.text for p in play.seen(phone)])
        if move is joined:
            assert NEW not in marks, "nobody is marked on a day before the first one"
            if act not in (daily_check, excuse_from_the_new_class):  # there is no such pupil in 6B at all
                assert f"{NEW} chưa học ở trường, từ 18/11 mới vào học" in said
        elif act is excuse_from_the_new_class and move is not moved_class:
            assert marks[BINH] == {"K"}, "that is another class's pupil"
        else:
            assert marks.get(BINH, set()) == ({wanted} if wanted else set())
        for phone, words in (("gvcn", "/lop 6A tuần"), ("gvcn6b", "/lop 6B tuần"), ("ht", "/baocao tuần"),
                             ("ht", "/noc"), ("nóc", "/noc Takta"), ("ht", f"/hocsinh {who}")):  # fmt: skip
            await play.say(phone, words)
        await _nothing_went_wrong(play)


async def test_a_mark_of_this_morning_follows_the_pupil_who_moves_at_noon(database_url: str) -> None:
    async with playing(url=database_url) as play:
        await on(play, "2026-11-18 07:10")
        await play.say("gvcn", f"/vang 6A {BINH}, {LAN}")
        await moved_class(play)
        await play.say("gvcn6b", f"6B vắng {BINH}, Hồ Văn Học")
        await _nothing_went_wrong(play)
        assert await marked(play) == {BINH: "18/11S K", LAN: "18/11S K", "Hồ Văn Học": "18/11S K"}
        await play.say("gvcn6b", f"/phep 6B {BINH}")
        assert (await marked(play))[BINH] == "18/11S P"
        (answer,) = (await play.say("gvcn", f"6A vắng {BINH}, A Thút"))[-1:]
        assert "hôm nay" not in answer
        assert f"{BINH} học lớp 6B" in answer
        assert (await marked(play))["A Thút"] == "18/11S K", "the rest is recorded"
        await checked(play)
        await _nothing_went_wrong(play)


async def test_a_report_of_a_day_spent_in_another_class_is_answered_with_where(database_url: str) -> None:
    async with playing(url=database_url) as play:
        await on(play, "2026-11-18 07:10")
        await moved_class(play)
        (answer,) = (await play.say("gvcn6b", f"6B vắng hôm qua: {BINH}, Hồ Văn Học"))[-1:]
        assert f"17/11, em {BINH} học lớp 6A" in answer
        assert await marked(play) == {"Hồ Văn Học": "17/11S K"}


async def test_the_week_of_a_class_says_from_when_and_until_when_a_moved_pupil_was_in_it(database_url: str) -> None:
    async with playing(url=database_url) as play:
        for day in ("16", "17"):
            await on(play, f"2026-11-{day} 07:10")
            await play.say("gvcn", f"/vang 6A {BINH}")
        await on(play, "2026-11-18 07:10")
        await moved_class(play)
        await play.say("gvcn6b", f"/vang 6B {BINH}")
        (new,) = (await play.say("gvcn6b", "/lop 6B tuần"))[-1:]
        assert f"• {BINH} (4): nghỉ 1 buổi (1K); 3 ngày liền, từ 16/11; vào lớp này từ 18/11" in new
        (old,) = (await play.say("gvcn", "/lop 6A tuần"))[-1:]
        assert f"• {BINH}: nghỉ 2 buổi (2K); ở lớp này đến 17/11, nay học lớp 6B" in old


async def test_a_hamlet_counts_the_pupils_who_live_there_above_and_below_the_line(database_url: str) -> None:
    async with playing(url=database_url) as play:
        await on(play, "2026-11-18 07:10")
        await play.say("gvcn", f"/vang 6A {BINH}, Đinh Văn Lan")
        await moved_hamlet(play)
        lan = await play.pupil("Đinh Văn Lan")
        await _listed_anew(play, update(Enrolments).where(Enrolments.pupil_id == lan).values(ends=YESTERDAY))
        (answer,) = (await play.say("ht", "/noc Tu Ro"))[-1:]
        assert "**Tu Ro - Thôn 4**: 1 em, hôm nay các lớp chưa báo" in answer, (
            "of Hồ Văn Học in 6B nothing is known yet"
        )
        await play.say("gvcn6b", "6B đủ")
        (answer,) = (await play.say("ht", "/noc Tu Ro"))[-1:]
        assert "**Tu Ro - Thôn 4**: 1 em, hôm nay vắng 0" in answer
        (answer,) = (await play.say("ht", "/noc Takta"))[-1:]
        assert "hôm nay vắng 1" in answer


async def test_the_figures_of_hamlets_count_each_day_where_the_pupil_lived_on_that_day(database_url: str) -> None:
    async with playing(url=database_url) as play:
        for day in ("17", "18"):
            await on(play, f"2026-11-{day} 07:10")
            if day == "18":
                roster = small_roster()
                moved = [
                    replace(one, hamlet="Takta", village="Thôn 3") if one.full_name == BINH else one
                    for one in roster.pupils
                ]
                async with play.app.database.write() as session:
                    await apply_roster(session, play.school_id, replace(roster, pupils=moved), play.now.date())
            await play.say("gvcn", f"/vang 6A {BINH}")
            await play.say("gvcn6b", "/du 6B")
        (answer,) = (await play.say("ht", "/baocao thôn 17/11"))[-2:-1]
        assert "• Tu Ro - Thôn 4: 1/3 (1K)" in answer
        assert "• Takta - Thôn 3: 0/5" in answer
        (answer,) = (await play.say("ht", "/baocao thôn 18/11"))[-2:-1]
        assert "• Takta - Thôn 3: 1/6 (1K)" in answer
        assert "• Tu Ro - Thôn 4: 0/2" in answer
