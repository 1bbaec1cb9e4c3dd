"""The figures as a file: each is what a plain count of the marks says, over days with moves and corrections."""

import json
from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from msgspec import Struct
from sqlalchemy import insert, select, update

from bot.cli.export.figures import export_figures
from bot.cli.shared import Fault
from models import Classes, ClassParts, Enrolments, Marks, Places, Pupils
from models.people.movements import Told, leave, move, put_on_list
from rules.people.movements import LEAVINGS, Movement
from tests.conversation import Play, playing
from tests.handlers.school_days import on

pytestmark = pytest.mark.anyio
FIRST, DAYS = date(2026, 11, 2), 13
SINCE = date(2026, 11, 6)  # the days of the file; the year's figures are of all
TEACHERS = {"6A": "gvcn", "6B": "gvcn6b"}
Mine = Callable[[int, str | None], bool]  # is it of the group: a pupil, and the class on the day
Found = dict[tuple[Any, ...], Any]
ROLL = ("opening", "came", "back", "moved_in", "moved_out", "transferred", "dropped", "left", "now")
KINDS = {"excused": "P", "unexcused": "K", "late": "M", "skipped": "BT", "left_early": "VS"}


class Stay(Struct):
    """By the story's own memory, not by the lists."""

    pupil: int
    klass: str
    first: date
    began: str = "opening"
    gone: date = date.max
    how: str = "now"


class Plain(Struct):
    """What the test knows of the school, in plain Python."""

    stays: list[Stay]
    homes: dict[int, str | None]
    sexes: dict[int, str | None]
    parts: dict[tuple[str, date, str], bool] = {}
    marks: list[tuple[int, date, str, str]] = []

    def klass(self, pupil: int, day: date) -> str | None:
        return next((s.klass for s in self.stays if s.pupil == pupil and s.first <= day < s.gone), None)

    def held(self, first: date, last: date) -> list[tuple[str, date, str, bool]]:
        return [(*key, said) for key, said in self.parts.items() if first <= key[1] <= last]

    def count(self, mine: Mine, first: date, last: date) -> Counter[str]:
        """Pupil half days of those who are `mine` (by pupil and class on the day)."""
        found = Counter[str]()
        pupils = {stay.pupil for stay in self.stays}
        for klass, day, part, said in self.held(first, last):
            there = [pupil for pupil in pupils if said and self.klass(pupil, day) == klass and mine(pupil, klass)]
            found["possible"] += len(there)
            kinds = Counter(
                kind for pupil, on, half, kind in self.marks if (on, half) == (day, part) and pupil in there
            )
            found.update({name: kinds[kind] for name, kind in KINDS.items()})
        found["absent"] = found["excused"] + found["unexcused"]
        found["present"] = found["possible"] - found["absent"]
        return found

    def roll(self, mine: Mine, first: date, last: date) -> Counter[str]:
        found = Counter[str]()
        for stay in self.stays:
            if mine(stay.pupil, stay.klass) and stay.gone >= first:
                found["opening" if stay.first < first else stay.began] += 1
                found[stay.how if stay.gone <= last else "now"] += 1
        return found

    def fates(self, mine: Mine, last: date) -> Counter[str]:
        found = Counter[str]()
        for stay in {stay.pupil: stay for stay in self.stays}.values():
            if not mine(stay.pupil, stay.klass):
                continue
            how = "here" if stay.gone > last else stay.how
            found[how] += 1
            if how != "transferred":
                found["expected"] += 1
                found["seen"] += self.seen(stay.pupil)
        return found

    def seen(self, pupil: int) -> bool:
        away = {(day, part) for one, day, part, kind in self.marks if one == pupil and kind in {"P", "K"}}
        mine = [
            (day, part) for (klass, day, part), said in self.parts.items() if said and self.klass(pupil, day) == klass
        ]
        return any(each not in away for each in mine)


async def begun(play: Play) -> Plain:
    chance = Random(3)
    async with play.app.database.write() as session:
        for pupil in (await session.scalars(select(Pupils.id).order_by(Pupils.id))).all():
            gender = chance.choice(["nam", "nữ", None])
            await session.execute(update(Pupils).where(Pupils.id == pupil).values(gender=gender))
        home = dict((await session.execute(select(Places.id, Places.name))).all())
        rows = (await session.execute(select(Pupils.id, Pupils.gender, Pupils.place_id))).all()
        lists = select(Enrolments.pupil_id, Classes.name).join(Classes, Classes.id == Enrolments.class_id)
        stays = [Stay(pupil, klass, date.min) for pupil, klass in await session.execute(lists.order_by(Enrolments.id))]
    return Plain(stays, {row.id: home.get(row.place_id) for row in rows}, {row.id: row.gender for row in rows})


async def one_move(play: Play, plain: Plain, chance: Random, day: date, classes: dict[str, int]) -> None:
    told = Told(school_id=play.school_id, day=day)
    here = [stay for stay in plain.stays if stay.gone == date.max and stay.first < day]
    gone = sorted({stay.pupil for stay in plain.stays} - {stay.pupil for stay in plain.stays if stay.gone == date.max})
    chosen = chance.random()
    async with play.app.database.write() as session:
        if chosen < 0.3 and len(here) > 5:
            stay, how = chance.choice(here), chance.choice(sorted(LEAVINGS))
            assert await leave(session, told, stay.pupil, how) == day
            stay.gone, stay.how = day, how
        elif chosen < 0.6:
            stay = chance.choice(here)
            other = next(klass for klass in classes if klass != stay.klass)
            assert await move(session, told, stay.pupil, classes[other]) == day
            stay.gone, stay.how = day, "moved_out"
            plain.stays.append(Stay(stay.pupil, other, day, "moved_in"))
        else:
            klass = chance.choice(sorted(classes))
            if gone and chosen < 0.85:
                pupil, how = chance.choice(gone), Movement.BACK
            else:
                values = {"school_id": play.school_id, "key": f"{day}{chosen}", "full_name": f"Cao Mới {day:%d}"}
                pupil = (await session.execute(insert(Pupils).values(values).returning(Pupils.id))).scalar_one()
                how, plain.homes[pupil], plain.sexes[pupil] = Movement.CAME, None, None
            assert await put_on_list(session, told, pupil, classes[klass]) == how
            plain.stays.append(Stay(pupil, klass, day, how))


async def one_day(play: Play, chance: Random, day: date) -> None:
    """Teachers report, put right and take back; now and then nobody says anything."""
    await on(play, f"{day} 07:05")
    async with play.app.database.read() as session:
        lists = select(Classes.name, Pupils.full_name).join(Enrolments, Enrolments.class_id == Classes.id)
        lists = lists.join(Pupils, Pupils.id == Enrolments.pupil_id).where(Enrolments.ends.is_(None))
        names: dict[str, list[str]] = defaultdict(list)
        for klass, name in await session.execute(lists.order_by(Enrolments.id)):
            names[klass].append(name)
    for klass, teacher in TEACHERS.items():
        if chance.random() < 0.15 or not names[klass]:
            continue
        away = chance.sample(names[klass], min(len(names[klass]), chance.randrange(4)))
        said = ", ".join(f"{name} {chance.choice(['P', 'K', 'muộn'])}" for name in away)
        await play.say(teacher, f"/vang {klass} {said}" if said else f"/du {klass}")
        if away and chance.random() < 0.4:
            await play.say(teacher, f"/vang {klass} {away[0]} {chance.choice(['P', 'K'])}")
        if chance.random() < 0.1:
            await play.say(teacher, "/hoantac")


async def read_register(play: Play, plain: Plain) -> None:
    """What was written down in the end: marks that stand, and half days of which anything was said."""
    async with play.app.database.read() as session:
        marks = select(Marks.pupil_id, Marks.day, Marks.part, Marks.kind).where(Marks.struck_at.is_(None))
        plain.marks = [tuple(row) for row in await session.execute(marks)]  # type: ignore[misc]
        parts = select(Classes.name, ClassParts.day, ClassParts.part, ClassParts.reported_at, ClassParts.held)
        for name, day, part, at, held in await session.execute(parts.join(Classes, Classes.id == ClassParts.class_id)):
            if held:
                plain.parts[name, day, part] = at is not None


async def exported(play: Play, folder: Path, first: date, last: date) -> Found:
    """The file's figures: (figure, of, name, day, half day; none: all days) to the value, of a share to its parts."""
    out = folder / "F.json"
    assert await export_figures(play.app.config, first, last, out) == 0
    assert out.stat().st_mode & 0o777 == 0o600
    text = out.read_text(encoding="utf-8")
    assert "Hồ Văn Bình" not in text
    told = json.loads(text)
    assert {one["figure"] for one in told["figures"]} <= set(told["called"]), "each is said in words"
    found = {}
    for one in told["figures"]:
        share = (one.get("part"), one.get("whole")) if one["figure"].startswith("share.") else one["value"]
        key = (one["figure"], one["of"], one.get("name"), one["day"], one.get("session"))
        assert key not in found
        found[key] = share
    return found


async def test_each_figure_is_what_a_plain_count_says(database_url: str, tmp_path: Path) -> None:
    chance = Random(8)
    async with playing(
        url=database_url, at="2026-11-02 06:00", morning_days=[2, 3, 4, 5, 6], afternoon_days=[]
    ) as play:
        plain = await begun(play)
        async with play.app.database.read() as session:
            classes = dict((await session.execute(select(Classes.name, Classes.id))).all())
        for ahead in range(DAYS):
            day = FIRST + timedelta(days=ahead)
            await one_day(play, chance, day)
            if chance.random() < 0.8:
                await one_move(play, plain, chance, day, classes)
        await read_register(play, plain)
        last = FIRST + timedelta(days=DAYS)
        found = await exported(play, tmp_path, SINCE, last)
    checked = sum(same(found, plain, group, mine, last) for group, mine in groups(plain).items())
    assert checked + sum(same_half_day(found, plain, *held) for held in plain.held(SINCE, last)) > 300


def groups(plain: Plain) -> dict[tuple[str, str | None], Mine]:
    found: dict[tuple[str, str | None], Mine] = {("school", None): lambda _p, _k: True}
    found |= {("class", name): lambda _p, klass, name=name: klass == name for name in TEACHERS}  # type: ignore[misc]
    for of, known in (("place", plain.homes), ("sex", plain.sexes)):
        for value in set(known.values()):
            found[of, value] = lambda pupil, _k, known=known, value=value: known[pupil] == value  # type: ignore[misc]
    return found


def same(found: Found, plain: Plain, group: tuple[str, str | None], mine: Mine, last: date) -> int:
    """The file's figures of a class, a hamlet, … are the plain ones; how many were compared."""
    of, name = group
    said = {
        key[0]: value
        for key, value in found.items()
        if key[1] == of and not key[4] and (key[2] or "").startswith(name or "") and bool(key[2]) == bool(name)
    }
    count, fates = plain.count(mine, SINCE, last), plain.fates(mine, last)
    days, year = plain.roll(mine, SINCE, last), plain.roll(mine, date(2026, 9, 5), last)
    expected = {figure: count[figure] for figure in (*KINDS, "absent", "present", "possible")}
    expected |= {f"{when}.{one}": roll[one] for when, roll in (("days", days), ("year", year)) for one in ROLL}
    expected |= {f"pupils.{one}": fates[one] for one in ("expected", "seen", "transferred", "dropped", "left")}
    assert {figure: said[figure] for figure in expected} == expected, group
    assert said["share.kept"] == (fates["here"], fates["expected"])
    assert said["share.dropout"] == (fates["dropped"], year["opening"])
    assert said["share.attendance"] == (count["present"], count["possible"])
    assert said["share.brought_to_class"] == (fates["seen"], fates["expected"])
    assert said["margin.dropout"] == year["opening"] * 2 // 100 - fates["dropped"]
    return len(expected) + 5


def same_half_day(found: Found, plain: Plain, klass: str, day: date, part: str, reported: bool) -> int:  # noqa: FBT001, as it is read
    count = plain.count(lambda _p, k: k == klass, day, day)
    one = {key[0]: value for key, value in found.items() if key[1:] == ("class", klass, str(day), part)}
    assert (one.pop("held"), one.pop("reported")) == (1, reported)
    assert bool(one) == reported, "what nobody reported has no figures"
    assert all(value == count[figure] for figure, value in one.items()), (klass, day, one, count)
    return len(one)


async def test_days_that_cannot_be_counted_get_a_sentence(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        for first, last, said in (
            (date(2026, 11, 2), date(2026, 11, 1), "Ngày đầu sau ngày cuối"),
            (date(2020, 1, 1), date(2020, 2, 1), "chưa có năm học nào"),
        ):
            with pytest.raises(Fault, match=said):
                await export_figures(play.app.config, first, last, tmp_path / "F.json")
        assert not (tmp_path / "F.json").exists()
