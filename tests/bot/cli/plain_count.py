"""Some weeks of a school as a test remembers them, counted plainly: reports, corrections, moves, comers and leavers."""

from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import date, datetime, timedelta
from random import Random

from msgspec import Struct
from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models import Classes, ClassParts, Enrolments, Marks, Places, Proposals, Pupils
from models.people.movements import Told, leave, move, put_on_list
from models.register.questions import Questions
from models.register.tables import Doubts
from rules.people.movements import LEAVINGS, Movement
from tests.conversation import Play
from tests.handlers.school_days import on

TEACHERS = {"6A": "gvcn", "6B": "gvcn6b"}
GRADES = {"6A": "6", "6B": "7"}
Mine = Callable[[int, str | None], bool]  # is it of the group: a pupil, and the class on the day
KINDS = {
    "excused": "P",
    "unexcused": "K",
    "unclear": "V",
    "unsure": "?",
    "late": "M",
    "skipped": "BT",
    "left_early": "VS",
}


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
    villages: dict[int, str | None]
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
        found["absent"] = found["excused"] + found["unexcused"] + found["unclear"]
        found["present"] = found["possible"] - found["absent"] - found["unsure"]
        return found

    def signs(self, klass: str, first: date, last: date) -> dict[int, list[str]]:
        """By pupil, what the class's register has of each held half day: `/` off its list, `–` nobody reported."""
        held = sorted((day, part, said) for name, day, part, said in self.held(first, last) if name == klass)
        kinds = {(pupil, day, part): kind for pupil, day, part, kind in self.marks}
        found = {}
        for pupil in dict.fromkeys(stay.pupil for stay in self.stays if stay.klass == klass):
            on = {day for day in _days(first, last) if self.klass(pupil, day) == klass}
            if on:
                found[pupil] = [
                    "/" if day not in on else kinds.get((pupil, day, part), "") if said else "–"
                    for day, part, said in held
                ]
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
        away = {(day, part) for one, day, part, kind in self.marks if one == pupil and kind in {"P", "K", "V", "?"}}
        mine = [
            (day, part) for (klass, day, part), said in self.parts.items() if said and self.klass(pupil, day) == klass
        ]
        return any(each not in away for each in mine)


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=ahead) for ahead in range((last - first).days + 1)]


def of_class(name: str) -> Mine:
    return lambda _pupil, klass: klass == name


async def begun(play: Play) -> Plain:
    chance = Random(3)
    async with play.app.database.write() as session:
        for pupil in (await session.scalars(select(Pupils.id).order_by(Pupils.id))).all():
            gender = chance.choice(["nam", "nữ", None])
            await session.execute(update(Pupils).where(Pupils.id == pupil).values(gender=gender))
        await session.execute(update(Classes).where(Classes.name == "6B").values(grade=7))
        home = {row.id: row for row in await session.execute(select(Places.id, Places.name, Places.parent_id))}
        rows = (await session.execute(select(Pupils.id, Pupils.gender, Pupils.place_id))).all()
        lists = select(Enrolments.pupil_id, Classes.name).join(Classes, Classes.id == Enrolments.class_id)
        stays = [Stay(pupil, klass, date.min) for pupil, klass in await session.execute(lists.order_by(Enrolments.id))]
    homes = {row.id: home[row.place_id] for row in rows if row.place_id}
    return Plain(
        stays,
        {row.id: homes[row.id].name if row.id in homes else None for row in rows},
        {row.id: row.gender for row in rows},
        {row.id: home[homes[row.id].parent_id].name if row.id in homes else None for row in rows},
    )


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
                values = {"school_id": play.school_id, "key": f"{day}{chosen}", "full_name": f"Cao Mới {day:%d.%m}"}
                pupil = (await session.execute(insert(Pupils).values(values).returning(Pupils.id))).scalar_one()
                how = Movement.CAME
                plain.homes[pupil] = plain.sexes[pupil] = plain.villages[pupil] = None
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
        said = ", ".join(f"{name} {chance.choice(['P', 'K', 'muộn', 'ốm'])}" for name in away)
        await play.say(teacher, f"/vang {klass} {said}" if said else f"/du {klass}")
        if away and chance.random() < 0.4:
            await play.say(teacher, f"/vang {klass} {away[0]} {chance.choice(['P', 'K'])}")
        if away and chance.random() < 0.2:  # a colleague has seen one of them
            await play.say("bộ môn", f"{away[0]} {klass} đến rồi, đang trong lớp")
        if chance.random() < 0.1:
            await play.say(teacher, "/hoantac")
        if away and chance.random() < 0.2:  # leave is shown days later
            before = day - timedelta(days=chance.randrange(1, 5))
            await play.say(teacher, f"/phep {klass} {chance.choice(names[klass])} {before:%d/%m}")
    if chance.random() < 0.05:  # a day off is declared when it is over
        await play.say("ht", f"/lich nghỉ {day - timedelta(days=chance.randrange(4)):%d/%m} mưa lũ")
        if "Vẫn thay đổi" in play.labels("ht"):
            await play.press("ht", "Vẫn thay đổi")


async def read_register(play: Play, plain: Plain) -> None:
    """What was written down in the end: marks that stand, and half days of which anything was said."""
    async with play.app.database.read() as session:
        marks = select(Marks.pupil_id, Marks.day, Marks.part, Marks.kind, Marks.unsettled, Marks.made_at)
        rows = await session.execute(marks.where(Marks.struck_at.is_(None)))
        said = await said_otherwise(session)
        for pupil, day, part, kind, unsettled, made in rows:
            absent = kind in {"P", "K"}
            against = absent and any(other != kind and later >= made for other, later in said[pupil, day, part])
            plain.marks.append((pupil, day, part, "?" if against else "V" if unsettled and absent else kind))
        parts = select(Classes.name, ClassParts.day, ClassParts.part, ClassParts.reported_at, ClassParts.held)
        for name, day, part, at, held in await session.execute(parts.join(Classes, Classes.id == ClassParts.class_id)):
            if held:
                plain.parts[name, day, part] = at is not None


async def said_otherwise(session: AsyncSession) -> dict[tuple[int, date, str], list[tuple[str, datetime]]]:
    """What was said against a pupil's mark in a half day, and when: by somebody else, or by what is asked about yet."""
    found: dict[tuple[int, date, str], list[tuple[str, datetime]]] = defaultdict(list)
    for row in await session.scalars(select(Proposals)):
        found[row.pupil_id, row.day, row.part].append((row.kind, row.made_at))
    open_ = select(Doubts, Questions.asked_at).join(Questions, Questions.id == Doubts.question_id)
    for doubt, asked_at in await session.execute(open_.where(Doubts.against, Questions.answered_at.is_(None))):
        found[doubt.pupil_id, doubt.day, doubt.part].append(("", asked_at))
    return found


async def weeks(play: Play, chance: Random, first: date, days: int) -> Plain:
    """So many days of a story that only `chance` knows."""
    plain = await begun(play)
    async with play.app.database.read() as session:
        classes = dict((await session.execute(select(Classes.name, Classes.id))).all())
    for ahead in range(days):
        day = first + timedelta(days=ahead)
        await one_day(play, chance, day)
        if chance.random() < 0.5:
            await one_move(play, plain, chance, day, classes)
    await read_register(play, plain)
    return plain


def groups(plain: Plain) -> dict[tuple[str, str | None], Mine]:
    """Whom figures are of: (of, name)."""
    found: dict[tuple[str, str | None], Mine] = {("school", None): lambda _p, _k: True}
    found |= {("class", name): of_class(name) for name in TEACHERS}
    found |= {("grade", grade): of_class(name) for name, grade in GRADES.items()}
    for of, known in (("place", plain.homes), ("village", plain.villages), ("sex", plain.sexes)):
        for value in set(known.values()):
            found[of, value] = lambda pupil, _k, known=known, value=value: known[pupil] == value  # type: ignore[misc]
    return found
