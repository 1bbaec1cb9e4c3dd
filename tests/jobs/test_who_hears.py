"""Who hears what the clock tells: nobody whose post has ended or not begun, and whoever went to the family."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models import Cases, Classes, ClassParts, Enrolments, Firings, Outbox, Pupils, Roles
from models.figures.totals import by_place
from models.people.holders import deciders, holders, leaders, teachers_of
from models.people.roles import holds_any, holds_role, homeroom, roles_of
from rules.ladder.steps import CASE
from rules.people.roles import Role
from tests.conversation import Play, playing
from tests.handlers.said_in_class import marked
from tests.handlers.school_days import on
from tests.jobs.campaign.return_school import after_tet, name, opened, report
from tests.jobs.checks import after_three_days, checked, heard, school_day

pytestmark = pytest.mark.anyio

A = "Nguyễn Văn A"
FAMILIES = {"mẹ A", "mẹ Lan"}


async def posts(play: Play, *, ends: date | None = None, starts: date | None = None) -> None:
    """From now on every post of the school ends, or begins, on another day."""
    values = {"ends": ends} if ends else {"starts": starts}
    async with play.app.database.write() as session:
        await session.execute(update(Roles).values(values))


@pytest.mark.covering
@pytest.mark.parametrize("days_before", [0, 1, 2, 3], ids=["1st day", "2nd day", "case", "4th day"])
@pytest.mark.parametrize("ended", [True, False], ids=["ended yesterday", "begins tomorrow"])
async def test_nobody_out_of_office_hears_of_anything_the_clock_tells(
    tmp_path: Path, days_before: int, *, ended: bool
) -> None:
    """Every step of the ladder, the reminders and the lines of a whole day, with every post empty."""
    async with playing(tmp_path) as play:
        for day in range(16, 16 + days_before):
            await school_day(play, f"2026-11-{day} 07:45", f"/vang 6A {A}")
        today = date(2026, 11, 16 + days_before)
        await on(play, f"{today} 07:10")
        await play.say("gvcn", f"/vang 6A {A}")
        heard(play)
        beside = timedelta(days=1)
        await posts(play, **({"ends": today - beside} if ended else {"starts": today + beside}))
        await play.clock_to("20:00")
        assert set(heard(play)) <= FAMILIES
        async with play.app.database.read() as session:
            late = select(Outbox.kind).where(Outbox.day == today, Outbox.person_id.in_(select(Roles.person_id)))
            assert list(await session.scalars(late.distinct())) == [], "nothing waits for anybody either"


async def who_holds(play: Play, session: AsyncSession, day: date) -> dict[str, bool]:
    """Whether anybody is found there, by each way of asking for people by their role."""
    klass = await session.scalar(select(Classes.id).where(Classes.name == "6A")) or 0
    pupil = await session.scalar(select(Pupils.id).where(Pupils.full_name == A)) or 0
    her = await session.scalar(select(Roles.person_id).where(Roles.class_id == klass)) or 0
    chosen = holders(["principal"], [play.school_id], day, about=0, key="")
    return {
        "holders": bool((await session.execute(chosen)).all()),
        "teachers_of": bool(await teachers_of(session, klass, day)),
        "deciders": bool(await deciders(session, klass, pupil, day)),
        "leaders": bool(await leaders(session, play.school_id, day)),
        "homeroom": bool(await homeroom(session, [klass], day)),
        "holds_any": await holds_any(session, her, day),
        "holds_role": await holds_role(session, her, Role.HOMEROOM, day),
        "roles_of": bool(await roles_of(session, her, play.school_id, day)),
    }


async def test_a_role_is_held_from_its_first_day_to_its_last(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        first, last = date(2026, 11, 10), date(2026, 11, 20)
        await posts(play, starts=first)
        await posts(play, ends=last)
        async with play.app.database.read() as session:
            for day in (first - timedelta(days=1), first, last, last + timedelta(days=1)):
                held = await who_holds(play, session, day)
                assert held == dict.fromkeys(held, first <= day <= last), day


async def test_before_a_vice_principal_begins_and_after_the_last_day_the_principal_leads(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        first, last = date(2026, 11, 10), date(2026, 11, 20)
        head, deputy = await play.person("Mai Văn Chín"), await play.person("Ngô Thị Bảy")
        async with play.app.database.write() as session:
            his = update(Roles).where(Roles.name == Role.PRINCIPAL)
            await session.execute(his.values(starts=first - timedelta(days=1)))
            hers = update(Roles).where(Roles.name == Role.VICE_PRINCIPAL)
            await session.execute(hers.values(starts=first, ends=last))
        async with play.app.database.read() as session:
            for day in (first - timedelta(days=1), first, last, last + timedelta(days=1)):
                leads = deputy if first <= day <= last else head
                assert await leaders(session, play.school_id, day) == [leads], day


async def test_a_hamlet_counts_its_pupils_from_their_first_day_in_class_to_their_last(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.say("gvcn", "/du 6A")
        day = play.now.date()
        async with play.app.database.read() as session:
            place = await session.scalar(select(Pupils.place_id).where(Pupils.full_name == A))
            before = (await by_place(session, play.school_id, day, day))[place or 0].possible
        for values in ({"ends": day - timedelta(days=1)}, {"ends": None, "starts": day + timedelta(days=1)}):
            async with play.app.database.write() as session:
                mine = update(Enrolments).where(Enrolments.pupil_id == await play.pupil(A))
                await session.execute(mine.values(values))
                assert await session.scalar(select(ClassParts.day).limit(1))
            async with play.app.database.read() as session:
                assert (await by_place(session, play.school_id, day, day))[place or 0].possible == before - 1


async def test_who_went_to_the_family_hears_of_the_return_though_told_of_nothing_else(tmp_path: Path) -> None:
    """The Pioneer lead is told of no case; having gone to the home is enough."""
    async with after_three_days(tmp_path) as play:
        heard(play)
        await play.say("tpt", "/tham 1 gặp mẹ, kinh tế khó khăn, không hứa")
        play.new("tpt")
        await school_day(play, "2026-11-19 07:45", "/du 6A")
        assert "trở lại" in heard(play).get("tpt", "")


async def test_a_struck_step_closes_no_case_that_another_still_holds_open(tmp_path: Path) -> None:
    async with after_three_days(tmp_path) as play:
        async with play.app.database.write() as session:
            fired = (await session.execute(select(Firings.__table__).where(Firings.step == CASE))).mappings().one()
            struck = dict(fired) | {"day": date(2026, 11, 17), "struck_at": play.app.now()}
            del struck["id"]
            await session.execute(insert(Firings).values(struck))
        await checked(play)
        assert await _ends(play) == [None]
        async with play.app.database.write() as session:
            await session.execute(update(Firings).values(struck_at=play.app.now()))
        await checked(play)
        assert (await _ends(play))[0] == "corrected"


async def test_a_case_opened_by_hand_is_closed_by_no_struck_step(tmp_path: Path) -> None:
    async with after_tet(tmp_path) as play:
        await opened(play)
        await play.say("pht", f"/ca mở 6A {name('6A', 1)}: gia đình đi làm xa")
        for day in range(15, 19):
            await on(play, f"2027-02-{day} 07:10")
            await report(play, "6A", {1})
            await checked(play)
        assert await _ends(play) == [None]
        async with play.app.database.write() as session:
            ids = [*await session.scalars(select(Firings.id).where(Firings.case_id.is_not(None)))]
            assert ids, "the plan for the return went up to this case"
        for day in range(15, 19):
            await play.say("gvcn", f"/comat 6A {name('6A', 1)} {day}/2")
        assert await _ends(play) in ([None], ["returned"])


async def _ends(play: Play) -> list[str | None]:
    async with play.app.database.read() as session:
        return list(await session.scalars(select(Cases.closed_why).order_by(Cases.id)))


@pytest.mark.parametrize("who", ["gvcn", "pht", pytest.param("ht", marks=pytest.mark.campaign)])
async def test_while_a_case_opened_by_hand_is_open_there_is_no_second_one(tmp_path: Path, who: str) -> None:
    """Whatever comes after it: three days, the plan for the return, or another hand."""
    async with after_tet(tmp_path) as play:
        await opened(play)
        pupil = name("6A", 2)
        await play.say(who, f"/ca mở 6A {pupil}: gia đình đi làm xa")
        for again in ("gvcn", "pht", "ht"):
            (answer,) = await play.say(again, f"/ca mở 6A {pupil}: nghỉ nhiều")
            assert "Xin lỗi" not in answer
        for day in range(15, 20):
            await on(play, f"2027-02-{day} 07:10")
            await report(play, "6A", {2})
            await checked(play)
        assert await _ends(play) == [None]


@pytest.mark.parametrize("seen", [True, False], ids=["the check has seen it", "reported a moment ago"])
async def test_a_familys_answer_excuses_nothing_after_the_return(tmp_path: Path, *, seen: bool) -> None:
    async with playing(tmp_path) as play:
        await school_day(play, "2026-11-16 07:45", f"/vang 6A {A}")
        await play.press("mẹ A", "Cháu ốm")
        await school_day(play, "2026-11-17 07:45", "/du 6A")
        await on(play, "2026-11-18 07:10")
        await play.say("gvcn", f"/vang 6A {A}")
        if seen:
            await checked(play)
        await play.press("gvcn", "Có phép")
        assert await marked(play) == {A: "16/11S P 18/11S K"}
