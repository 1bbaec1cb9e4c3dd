"""Movements: whatever comes and goes, the roll of every class is what a plain count says, and it can be taken back."""

from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import insert, select, update

from models import Classes, ClassParts, Enrolments, Marks, Pupils
from models.figures.roll import Fault, Roll, drifts, dropped_out, rolls
from models.figures.summary import marked, missed, parts, total
from models.figures.tally import metered, tallies
from models.figures.totals import by_class, by_place
from models.people.class_lists import class_names, class_of
from models.people.movements import Told, leave, move, movements, put_on_list, take_back
from models.shapes.asker import School
from rules.people.movements import LEAVINGS, Movement, leaving_of
from tests.conversation import Play, playing

pytestmark = pytest.mark.anyio
FIRST, DAYS = date(2026, 11, 2), 25


class Plain:
    """Where everybody is, and what was counted, in plain Python."""

    def __init__(self, there: dict[int, int]) -> None:
        self.there = dict(there)
        self.since = dict.fromkeys(there, date(2026, 9, 1))
        self.counts = {class_id: Counter({"opening": many}) for class_id, many in Counter(there.values()).items()}
        self.fate: dict[int, str] = {}

    def out(self, pupil: int, how: str) -> None:
        self.counts[self.there.pop(pupil)]["moved_out" if how == "moved" else how] += 1
        self.fate[pupil] = how

    def into(self, pupil: int, class_id: int, how: str) -> None:
        self.there[pupil] = class_id
        self.counts[class_id]["moved_in" if how == "moved" else how] += 1
        self.fate.pop(pupil, None)

    def roll(self, class_id: int) -> Roll:
        return Roll(**self.counts[class_id], now=sum(one == class_id for one in self.there.values()))


async def _there(play: Play) -> dict[int, int]:
    async with play.app.database.read() as session:
        found = select(Enrolments.pupil_id, Enrolments.class_id).where(Enrolments.ends.is_(None))
        return dict((await session.execute(found)).all())


async def _newcomer(play: Play, number: int) -> int:
    async with play.app.database.write() as session:
        values = {"school_id": play.school_id, "key": f"new{number}", "full_name": f"Em Mới {number}"}
        return (await session.execute(insert(Pupils).values(values).returning(Pupils.id))).scalar_one()


async def _one_act(play: Play, plain: Plain, chance: Random, day: date, number: int) -> None:
    told = Told(school_id=play.school_id, day=day, why="vì thế", inbox_id=number)
    classes = sorted(plain.counts)
    pupil = chance.choice(sorted([*plain.there, *plain.fate, 0]))
    if not pupil:
        pupil = await _newcomer(play, number)
    async with play.app.database.write() as session:
        if pupil not in plain.there:
            class_id = chance.choice(classes)
            kind = await put_on_list(session, told, pupil, class_id)
            assert kind == (Movement.BACK if pupil in plain.fate else Movement.CAME)
            plain.into(pupil, class_id, kind)
        elif chance.random() < 0.5:
            class_id = next(one for one in classes if one != plain.there[pupil])
            assert await move(session, told, pupil, class_id) == day
            plain.out(pupil, "moved")
            plain.into(pupil, class_id, "moved")
        else:
            how = chance.choice(sorted(LEAVINGS))
            assert await leave(session, told, pupil, how) == day
            plain.out(pupil, how)


async def test_the_roll_of_every_class_is_what_a_plain_count_says(database_url: str) -> None:
    chance = Random(5)
    async with playing(url=database_url) as play:
        plain = Plain(await _there(play))
        for number in range(1, DAYS + 1):
            for _more in range(2):
                await _one_act(play, plain, chance, FIRST + timedelta(days=number), number)
        day = FIRST + timedelta(days=DAYS)
        async with play.app.database.read() as session:
            found = await rolls(session, play.school_id, day)
            assert found == {class_id: plain.roll(class_id) for class_id in plain.counts}
            assert not any(roll.missing for roll in found.values())
            assert await drifts(session, play.school_id, day) == []
            lost = sum(how == Movement.DROPPED for how in plain.fate.values())
            assert lost
            assert await dropped_out(session, play.school_id, day) == lost
            told = await movements(session, play.school_id, FIRST, day)
            assert len(told) == 2 * DAYS
            assert all(bool(one.old_class) == (one.kind not in {"came", "back"}) for one in told)
            assert all(bool(one.new_class) == (one.kind not in LEAVINGS) for one in told)


async def test_marks_go_along_with_a_move_of_days_ago_and_come_back_with_it(database_url: str) -> None:
    async with playing(url=database_url) as play:
        await play.say("gvcn", "/vang 6A Hồ Văn Bình")
        pupil, day = await play.pupil("Hồ Văn Bình"), play.now.date()
        async with play.app.database.write() as session:
            mine = (await session.scalars(select(Marks.class_id).where(Marks.pupil_id == pupil))).one()
            other = await session.scalar(select(ClassParts.class_id).where(ClassParts.class_id != mine).limit(1)) or 0
            told = Told(school_id=play.school_id, day=day - timedelta(days=3), inbox_id=99)
            assert await move(session, told, pupil, other) == day - timedelta(days=3)
            assert await move(session, told, pupil, other) is None, "is there already"
            assert list(await session.scalars(select(Marks.class_id).where(Marks.pupil_id == pupil))) == [other]
            later = Told(school_id=play.school_id, day=day, inbox_id=100)
            assert await leave(session, later, pupil, Movement.TRANSFERRED) == day
            assert await take_back(session, play.school_id, 99) is None, "the leaving rests on it"
            assert await take_back(session, play.school_id, 100) == [pupil]
            assert await take_back(session, play.school_id, 99) == [pupil]
            assert list(await session.scalars(select(Marks.class_id).where(Marks.pupil_id == pupil))) == [mine]
            school = School(id=play.school_id, name="", timezone="UTC", version=999)
            assert await class_of(session, school, pupil, day) == mine


async def _figures(play: Play) -> dict[str, tuple[int, int]]:
    """(possible, absent) of each class, in the three ways they are counted, which must be one."""
    day = play.now.date()
    async with play.app.database.read() as session:
        ids = list(await session.scalars(select(Classes.id)))
        names = await class_names(session, ids)
        counts = await by_class(session, ids, day, day)
        places = total((await by_place(session, play.school_id, day, day)).values())
        assert (places.possible, places.absent) == (total(counts.values()).possible, total(counts.values()).absent)
        for one in await parts(session, play.school_id, day, day):
            assert (one.count.possible, one.count.absent) == (
                counts[one.class_id].possible,
                counts[one.class_id].absent,
            )
        return {names[id_]: (count.possible, count.absent) for id_, count in counts.items()}


async def test_every_day_counts_who_was_in_the_class_above_and_below_the_line(database_url: str) -> None:
    async with playing(url=database_url) as play:
        await play.say("gvcn", "/vang 6A Hồ Văn Bình, A Thút, Hồ Thị Lan")
        await play.say("gvcn6b", "/du 6B")
        assert await _figures(play) == {"6A": (8, 3), "6B": (3, 0)}
        day = play.now.date()
        async with play.app.database.write() as session:
            six_b = await session.scalar(select(Classes.id).where(Classes.name == "6B")) or 0
            told = Told(school_id=play.school_id, day=day - timedelta(days=1), inbox_id=99)
            await move(session, told, await play.pupil("Hồ Văn Bình"), six_b)
            await leave(session, told, await play.pupil("A Thút"), Movement.TRANSFERRED)
        assert await _figures(play) == {"6A": (6, 1), "6B": (4, 1)}
        async with play.app.database.write() as session:
            again = Told(school_id=play.school_id, day=day, inbox_id=100)
            await put_on_list(session, again, await play.pupil("A Thút"), six_b)
        assert await _figures(play) == {"6A": (6, 1), "6B": (5, 2)}, "found again with all that was"
        async with play.app.database.write() as session:
            assert await take_back(session, play.school_id, 100) is not None
            assert await take_back(session, play.school_id, 99) is not None
        assert await _figures(play) == {"6A": (8, 3), "6B": (3, 0)}


async def _counted_of(play: Play, name: str) -> tuple[int, int, bool, bool]:
    """A pupil's half days, the meter, whether the class's page and whether the school's list names him or her."""
    pupil, day, since = await play.pupil(name), play.now.date(), date(2026, 9, 1)
    async with play.app.database.read() as session:
        tally = (await tallies(session, [pupil], day, since))[pupil]
        meter = dict((await session.execute(metered(since, day, 1, Marks.pupil_id == pupil))).all())
        most = {one.name for one in await missed(session, play.school_id, since, day)}
        shown = {one.name for one in await marked(session, play.school_id, day, day)}
    return tally.total, meter.get(pupil, 0), name in most, name in shown


async def test_a_day_after_leaving_is_counted_nowhere_until_the_pupil_is_found_to_have_been_there(
    database_url: str,
) -> None:
    async with playing(url=database_url) as play:
        await play.say("gvcn", "/vang 6A A Thút")
        assert await _counted_of(play, "A Thút") == (1, 1, True, True)
        async with play.app.database.write() as session:
            told = Told(school_id=play.school_id, day=play.now.date() - timedelta(days=1), inbox_id=99)
            await leave(session, told, await play.pupil("A Thút"), Movement.TRANSFERRED)
        assert await _counted_of(play, "A Thút") == (0, 0, False, False)
        async with play.app.database.write() as session:
            assert await take_back(session, play.school_id, 99) is not None
        assert await _counted_of(play, "A Thút") == (1, 1, True, True)


async def test_where_the_roll_does_not_balance_is_named(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        pupil = await play.pupil("Hồ Văn Bình")
        day = play.now.date()
        async with play.app.database.write() as session:
            mine = update(Enrolments).where(Enrolments.pupil_id == pupil)
            await session.execute(mine.values(ends=day - timedelta(days=2)))
            (untold,) = await drifts(session, play.school_id, day)
            assert (untold.fault, untold.name, untold.class_name) == (Fault.UNTOLD, "Hồ Văn Bình", "6A")
            class_id = (await session.scalars(select(Enrolments.class_id).where(Enrolments.pupil_id == pupil))).one()
            twice = {"pupil_id": pupil, "class_id": class_id, "starts": day - timedelta(days=9)}
            await session.execute(insert(Enrolments).values(twice))
            found = await drifts(session, play.school_id, day - timedelta(days=4))
            assert {one.fault for one in found} == {Fault.TWICE, Fault.COUNT}
            assert (await class_names(session, [class_id]))[class_id] == "6A"


def test_what_a_list_says_of_those_who_are_gone() -> None:
    for state, kind in {
        "Chuyển đi": Movement.TRANSFERRED, "Đã chuyển trường": Movement.TRANSFERRED, "thôi học": Movement.DROPPED,
        "Bỏ học": Movement.DROPPED, "Bảo lưu": Movement.LEFT, "": Movement.LEFT,
    }.items():  # fmt: skip
        assert leaving_of(state) is kind
