"""Who may change the roll, for whom, and what of people is put right without a workbook."""

from collections.abc import Sequence
from datetime import date

import pytest
from sqlalchemy import select

from handlers import by_word
from models import Classes, Movements, People, Roles
from rules.people.roles import OFFICE, ROLL
from tests.campaign import CAMPAIGN
from tests.conversation import Play, playing
from tests.handlers.roll.changed import BINH, MAKE, UNDO, A, kept, made
from tests.handlers.school_days import on
from tests.jobs.checks import heard
from tests.rights.of_roles import cast

pytestmark = pytest.mark.anyio


async def homerooms(play: Play, klass: str, day: date) -> set[str]:
    held = (Roles.starts <= day, Roles.ends.is_(None) | (Roles.ends >= day), Roles.name == "homeroom")
    rows = select(People.full_name).join(Roles, Roles.person_id == People.id)
    async with play.app.database.read() as session:
        return set(
            await session.scalars(rows.join(Classes, Classes.id == Roles.class_id).where(Classes.name == klass, *held))
        )


async def test_a_teacher_stands_in_from_a_day_to_a_day_and_another_takes_over_for_good(database_url: str) -> None:
    async with playing(url=database_url) as play:
        await on(play, "2026-11-16 07:10")
        before = await kept(play)
        await made(play, "tpt", "/daythay Yên 6A từ 23/11 đến 27/11")
        assert await homerooms(play, "6A", date(2026, 11, 20)) == {"Phạm Thu Hà"}
        assert await homerooms(play, "6A", date(2026, 11, 25)) == {"Cao Thị Yên"}
        assert await homerooms(play, "6A", date(2026, 11, 28)) == {"Phạm Thu Hà"}
        letters = heard(play)
        assert "chủ nhiệm lớp 6A từ thứ Hai 23/11 đến thứ Sáu 27/11" in "".join(letters["bộ môn"])
        assert "28/11" in "".join(letters["gvcn"])
        await play.press("tpt", UNDO)
        assert await kept(play) == before
        await made(play, "ht", "/doichunhiem 6A Vũ Đức Long")
        assert await homerooms(play, "6A", date(2026, 11, 16)) == {"Vũ Đức Long"}
        assert await homerooms(play, "6B", date(2026, 11, 16)) == set()


async def test_a_family_and_a_home_are_put_right_the_link_stays(database_url: str) -> None:
    async with playing(url=database_url) as play:
        before = await kept(play)
        await made(play, "tpt", f"/phuhuynh 6A {A}: mẹ 0912 000 888")
        assert "0912" in "".join(heard(play)["gvcn"]) or "+84912" in "".join(p.text for p in play.seen("gvcn"))
        await play.press("tpt", UNDO)
        await made(play, "gvcn", "/choo Bình Takta")
        assert f"Em {BINH}: thông tin của em" in "".join(heard(play)["admin"])
        await play.press("gvcn", UNDO)
        assert await kept(play) == before
        async with play.app.database.read() as session:
            assert list(await session.scalars(select(Movements.id))) == []


COMMANDS = {word: one for word, one in by_word().items() if one.run.__module__.startswith("handlers.roll.")}
LINES: dict[str, Sequence[str]] = {
    "chuyenlop": (f"6A {BINH} sang 6B",),
    "thoihoc": (f"6A {BINH}: đi làm",),
    "chuyentruong": (f"6A {BINH}",),
    "dihoclai": (f"{BINH}",),
    "hocsinhmoi": ("6A Đinh Văn Mới, 5/9/2015",),
    "phuhuynh": (f"6A {BINH}: mẹ 0912000888",),
    "choo": (f"6A {BINH} Takta",),
    "doichunhiem": ("6A Cao Thị Yên",),
    "giaonoc": ("Takta: Cao Thị Yên",),
    "nghicongtac": ("Cao Thị Yên: nghỉ hưu",),
    "suahocsinh": (f"6A {BINH}: ngày sinh 5/3/2015",),
    "giaovienmoi": ("Nguyễn Thị Hoa 0912000777",),
    "suacanbo": ("Cao Thị Yên: 0912000777",),
}


@pytest.mark.covering
async def test_every_change_of_the_roll_is_for_the_office_and_the_own_class_alone_and_in_no_group(
    database_url: str,
) -> None:
    """Every command of this room, found by walking, tried by every role: the tap itself, not only the question."""
    first = {one.words[0] for one in COMMANDS.values()}
    assert {"".join(one.run.command.words[0].split()) for one in COMMANDS.values()}  # type: ignore[attr-defined]
    assert len(first) == len(LINES), "each has its line here"
    async with playing(url=database_url) as play:
        phones = await cast(play)
        before = await kept(play)
        for number, ((role, when), phone) in enumerate(phones.items()):
            for turn, (word, (line,)) in enumerate(LINES.items()):
                if not CAMPAIGN and when != "now" and (number + turn) % 3:
                    continue  # who may not is refused alike; a third of it each time
                who = by_word()[word].who
                assert who in (OFFICE, ROLL)
                if CAMPAIGN or (when == "now" and role in who):
                    await play.say(phone, f"/{word} {line}", private=False)
                    assert await kept(play) == before
                if word == "dihoclai":
                    continue
                await play.say(phone, f"/{word} {line}")
                offered = MAKE in play.labels(phone)
                allowed = when == "now" and role in who
                assert offered is allowed, (role, when, word)
        assert await kept(play) == before
