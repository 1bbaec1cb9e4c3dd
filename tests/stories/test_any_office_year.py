"""Any weeks of any office: whatever it sends or types in whatever order, all is as counted by hand."""

from collections.abc import Awaitable, Callable, Sequence
from copy import deepcopy
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any, TypeAlias

import pytest
from sqlalchemy import select
from typing_extensions import override

from models import Pupils
from tests.campaign import CAMPAIGN
from tests.conversation import playing
from tests.handlers.roll.changed import made
from tests.handlers.school_days import on
from tests.stories.plain_school import Kid
from tests.stories.test_office_year import CLASSES, FIRST, HAMLETS, Office, beginning, own_list, staff

pytestmark = pytest.mark.anyio

SEEDS = range(40) if CAMPAIGN else (7,)
DAYS = 10
HEADINGS = ("STT", "Mã học sinh", "Họ và tên", "Ngày sinh", "Lớp")
Act: TypeAlias = Callable[["AnyOffice"], Awaitable[bool]]


class AnyOffice(Office):
    """Beside what an office does: whom chance has chosen. An act that fits nobody today returns False."""

    chance: Random
    here_again: set[int]
    boarding: frozenset[int] = frozenset()

    @override
    async def all_is_as_counted(self) -> None:
        await super().all_is_as_counted()
        async with self.play.app.database.read() as session:
            found = set(await session.scalars(select(Pupils.id).where(Pupils.boarding)))
        assert found == {self.ids[number] for number in self.boarding}

    def there(self, klass: str = "") -> list[int]:
        """Those who are in a class since before today."""
        kids = self.plain.kids.items()
        return [n for n, kid in kids if kid.klass(self.day) and (not klass or kid.klass(self.day) == klass)
                and kid.seats[-1].first < self.day]  # fmt: skip

    def followed(self, number: int) -> bool:
        return any(case.kid == number and not case.closed for case in self.plain.cases)

    def another(self, klass: str) -> str:
        return self.chance.choice([one for one in sorted(set(CLASSES)) if one != klass])

    def row(self, number: int, **other: Any) -> tuple[Any, ...]:
        kid = self.plain.kids[number]
        values = {"code": kid.code or "", "name": kid.name, "klass": kid.klass(self.day)} | other
        return ("", values["code"], values["name"], f"{kid.born:%d/%m/%Y}", values["klass"])

    async def list_of(self, klass: str, *more: tuple[Any, ...], but: Sequence[int] = ()) -> None:
        """A class alone."""
        mine = [n for n, kid in self.plain.kids.items() if kid.klass(self.day) == klass and n not in but]
        answers = ["cho ra khỏi danh sách"] if len(but) * 100 > 10 * (len(mine) + len(but)) else []
        await self.sends("DS", [HEADINGS, *map(self.row, mine), *more], *answers)


async def codes_come(office: AnyOffice) -> bool:
    bare = [n for n in office.there() if not office.plain.kids[n].code]
    if not bare:
        return False
    everybody = [n for n, kid in office.plain.kids.items() if kid.klass(office.day)]
    codes = {n: f"49{n:08d}" for n in bare}
    rows = [office.row(n, name=office.plain.kids[n].name.upper()) for n in everybody]
    rows = [(*row[:1], codes.get(n, row[1]), *row[2:]) for n, row in zip(everybody, rows, strict=True)]
    await office.sends("DS", [HEADINGS, *rows])
    for number in bare:
        office.plain.kids[number].code = f"49{number:08d}"
    return True


async def one_moves_by_a_class_list(office: AnyOffice) -> bool:
    number = office.chance.choice(office.there())
    klass = office.another(office.plain.kids[number].klass(office.day))
    await office.list_of(klass, office.row(number, klass=klass))
    office.plain.moves(number, klass, office.day)
    return True


async def one_moves_by_chat(office: AnyOffice) -> bool:
    number = office.chance.choice(office.there())
    kid = office.plain.kids[number]
    klass = office.another(kid.klass(office.day))
    day = office.day - timedelta(days=office.chance.randrange(2))
    day = day if kid.seats[-1].first < day else office.day
    await made(office.play, "tpt", f"/chuyenlop {kid.klass(office.day)} {kid.name} sang {klass} từ {day:%d/%m}")
    office.plain.moves(number, klass, day)
    return True


async def codes_come_without_classes(office: AnyOffice) -> bool:
    """Codes and names of everybody, and nothing else."""
    bare = [n for n in office.there() if not office.plain.kids[n].code]
    names = [kid.name for kid in office.plain.kids.values()]
    if not bare or len(set(names)) < len(names):
        return False
    rows = [(f"49{n:08d}", office.plain.kids[n].name) for n in bare]
    await office.sends("DS", [HEADINGS[1:3], *rows])
    for number in bare:
        office.plain.kids[number].code = f"49{number:08d}"
    return True


async def one_boards_by_chat(office: AnyOffice) -> bool:
    """From today on, or no more; of a later day it is so on that day."""
    number = office.chance.choice(office.there())
    kid, boards = office.plain.kids[number], number in office.boarding
    words = "thôi ở nội trú" if boards else "ở bán trú"
    await made(office.play, "tpt", f"em {kid.name} {kid.klass(office.day)} {words} từ hôm nay")
    office.boarding = office.boarding ^ {number}
    return True


async def one_lives_where_it_is_written_otherwise(office: AnyOffice) -> bool:
    """`Taktaa`, said to be Takta."""
    number = office.chance.choice(office.there())
    kid = office.plain.kids[number]
    home = office.chance.choice([one for one in HAMLETS if one != kid.home(office.day)])
    rows = [(*HEADINGS, "Thôn", "Nóc"), (*office.row(number), HAMLETS[home], f"{home}{home[-1]}")]
    await office.sends("DS", rows, "ở lại")
    kid.homes.append((office.day, home))
    return True


async def one_lives_elsewhere(office: AnyOffice) -> bool:
    number = office.chance.choice(office.there())
    kid = office.plain.kids[number]
    home = office.chance.choice([one for one in HAMLETS if one != kid.home(office.day)])
    if office.chance.random() < 0.5:
        await made(office.play, "tpt", f"/choo {kid.klass(office.day)} {kid.name} {home}")
    else:
        rows = [(*HEADINGS, "Thôn", "Nóc"), (*office.row(number), HAMLETS[home], home)]
        await office.sends("DS", rows, "ở lại")
    kid.homes.append((office.day, home))
    return True


async def one_is_put_right(office: AnyOffice) -> bool:
    """A name, and the mother's phone."""
    number = office.chance.choice(office.there())
    kid = office.plain.kids[number]
    name, phone = f"{kid.name} Ân", f"0915{number:03d}{office.chance.randrange(1000):03d}"
    rows = [(*HEADINGS, "SĐT mẹ"), (*office.row(number, name=name), phone)]
    await office.sends("DS", rows, "ở lại")
    kid.name, kid.phone = name, phone
    return True


async def somebody_comes(office: AnyOffice) -> bool:
    number = max(office.plain.kids) + 1
    klass, home = office.chance.choice(CLASSES), office.chance.choice(list(HAMLETS))
    name = f"Lương Thế {'BDGKLMNPQSTVX'[number % 13]}{'aeiou'[number // 13 % 5]}y"
    kid = Kid(name, date(2015, 2, number % 28 + 1), f"0916{number:06d}")
    line = f"/hocsinhmoi {klass} {kid.name}, {kid.born:%d/%m/%Y}, {home}, mẹ Lương Thị Mơ {kid.phone}"
    await made(office.play, "tpt", line)
    office.plain.comes(number, kid, klass, home, office.day, "came")
    await office.learn_ids()
    return True


async def one_is_said_to_have_gone(office: AnyOffice) -> bool:
    number = office.chance.choice(office.there())
    state, how = office.chance.choice([("Chuyển đi", "transferred"), ("Thôi học", "dropped")])
    await office.sends("DS", [(*HEADINGS, "Trạng thái"), (*office.row(number), state)])
    office.plain.leaves(number, office.day, how)
    return True


async def one_is_missing_on_a_list(office: AnyOffice) -> bool:
    number = office.chance.choice(office.there())
    await office.list_of(office.plain.kids[number].klass(office.day), but=[number])
    office.plain.leaves(number, office.day, "left")
    return True


async def one_transfers_by_chat(office: AnyOffice) -> bool:
    calm = [n for n in office.there() if not office.followed(n)]
    number = office.chance.choice(calm)
    kid = office.plain.kids[number]
    await made(office.play, "tpt", f"/chuyentruong {kid.klass(office.day)} {kid.name}: trường khác")
    office.plain.leaves(number, office.day, "transferred")
    return True


async def one_is_back(office: AnyOffice) -> bool:
    left = {n: kid.seats[-1].last for n, kid in office.plain.kids.items()}
    away = [n for n, last in left.items() if last and last < office.day - timedelta(days=1)]
    if not away:
        return False
    number = office.chance.choice(away)
    kid = office.plain.kids[number]
    klass = kid.seats[-1].klass
    await made(office.play, "tpt", f"/dihoclai {kid.name} sang {klass}")
    office.plain.back(number, klass, office.day)
    office.here_again.add(number)
    return True


ACTS: tuple[Act, ...] = (
    codes_come, one_moves_by_a_class_list, one_moves_by_chat, one_lives_elsewhere, one_is_put_right, somebody_comes,
    one_is_said_to_have_gone, one_is_missing_on_a_list, one_transfers_by_chat, one_is_back, one_boards_by_chat,
    codes_come_without_classes, one_lives_where_it_is_written_otherwise,
)  # fmt: skip


async def one_act(office: AnyOffice) -> None:
    """And at times it is taken back: then nothing has been."""
    before, ids, boarding = deepcopy(office.plain), dict(office.ids), office.boarding
    if not await office.chance.choice(ACTS)(office):
        return
    await office.all_is_as_counted()
    if office.chance.random() < 0.3:
        await office.play.say("admin", "/huynhap")
        await office.play.press("admin", "Huỷ lần nhập")
        assert "Đã huỷ" in office.play.shown("admin"), office.play.shown("admin")
        office.plain, office.ids, office.boarding = before, ids, boarding
        await office.all_is_as_counted()


def absent(office: AnyOffice, away: set[int]) -> dict[str, set[int]]:
    """Who was away yesterday mostly is today; who has come back today is there."""
    found: dict[str, set[int]] = {}
    for number, kid in office.plain.kids.items():
        likely = 0.75 if number in away else 0.08
        if kid.klass(office.day) and number not in office.here_again and office.chance.random() < likely:
            found.setdefault(f"_{kid.klass(office.day)}", set()).add(number)
    return found


@pytest.mark.covering
@pytest.mark.parametrize("seed", SEEDS)
async def test_any_weeks_of_any_office_are_as_counted(database_url: str, tmp_path: Path, seed: int) -> None:
    async with playing(url=database_url, roster=staff(), at="2026-09-07 06:30") as play:
        office = AnyOffice(play, beginning(), tmp_path)
        office.chance, away = Random(seed), set[int]()
        await office.sends("HS", own_list(office.plain, FIRST))
        await office.learn_ids()
        await office.link(1, 5, 12)
        for number in range(DAYS):
            day = date(2026, 11, 16) + timedelta(days=number // 5 * 7 + number % 5)
            office.here_again = set()
            await on(play, f"{day} 06:50")
            for _act in range(office.chance.randrange(3)):
                await one_act(office)
            gone = absent(office, away)
            away = set().union(*gone.values())
            await office.school_day(f"{day} 07:10", **gone)
