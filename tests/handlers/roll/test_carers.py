"""Who looks after a hamlet is handed on by a line of chat: shown, made by a tap, told, taken back."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from models import People, Places, Roles
from tests.conversation import Play, playing
from tests.handlers.roll.changed import MAKE, UNDO, kept, made
from tests.handlers.school_days import on
from tests.jobs.checks import heard

pytestmark = pytest.mark.anyio
NGA, TAM, YEN = "Đỗ Thị Nga", "Bùi Văn Tám", "Cao Thị Yên"
TOMORROW, DECEMBER = date(2026, 11, 17), date(2026, 12, 1)
LINES: dict[str, tuple[str, date, set[str]]] = {
    "từ mai nóc Takta giao cho cô Yên và thầy Tám": ("Takta", TOMORROW, {YEN, TAM}),
    "thầy Tám thôi phụ trách nóc Tu Ro từ 1/12": ("Tu Ro", DECEMBER, set()),
    "từ 1/12 đến 31/12 cô Yên phụ trách nóc Takta thay cô Nga": ("Takta", DECEMBER, {YEN, TAM}),
}


async def carers(play: Play, place: str, day: date) -> set[str]:
    held = (Roles.starts <= day, Roles.ends.is_(None) | (Roles.ends >= day), Roles.name == "hamlet_staff")
    rows = select(People.full_name).join(Roles, Roles.person_id == People.id)
    async with play.app.database.read() as session:
        named = rows.join(Places, Places.id == Roles.place_id).where(Places.name == place, *held)
        return set(await session.scalars(named))


@pytest.mark.parametrize("line", LINES)
async def test_a_hamlet_is_handed_on_in_plain_words_and_taken_back(tmp_path: Path, line: str) -> None:
    place, day, who = LINES[line]
    async with playing(tmp_path) as play:
        await on(play, "2026-11-16 07:10")
        before = await kept(play)
        now = await carers(play, place, day)
        await made(play, "tpt", line)
        assert await carers(play, place, day) == who
        assert await carers(play, place, date(2026, 11, 16)) == now
        assert "đến" not in line or await carers(play, place, date(2027, 1, 1)) == now
        await play.press("tpt", UNDO)
        assert await kept(play) == before


async def test_whoever_takes_over_is_told_and_nobody_need_cease(database_url: str) -> None:
    async with playing(url=database_url) as play:
        await on(play, "2026-11-16 07:10")
        heard(play)
        await play.say("tpt", "nóc Takta từ mai giao cho cô Yên")
        assert "Đỗ Thị Nga: thôi vai trò phụ trách địa bàn, Takta" in play.shown("tpt")
        await play.press("tpt", "Chỉ thêm, không ai thôi")
        assert "thôi" not in play.shown("tpt")
        await play.press("tpt", MAKE)
        assert await carers(play, "Takta", TOMORROW) == {NGA, TAM, YEN}
        assert "phụ trách Takta từ thứ Ba 17/11" in "".join(heard(play)["bộ môn"])


ANSWERS = {
    "từ mai nóc Tak Pổ giao cho cô Yên": "không có nơi nào tên Tak Pổ.",
    "từ mai nóc Takta giao cho cô Lan và thầy Tám": "không có ai tên “Lan”",
    "nóc Takta giao cho cô Yên từ học kỳ 2": "“từ học kỳ 2” chưa rõ là ngày nào",
    "nóc Takta và nóc Tu Ro giao cho cô Yên": "từng nơi một",
    "/giaonoc Takta": "Hiện nay: Đỗ Thị Nga và Bùi Văn Tám",
}


async def test_what_is_not_clear_changes_nothing(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        before = await kept(play)
        for line, answer in ANSWERS.items():
            (said,) = await play.say("tpt", line)
            assert answer in said
            assert MAKE not in play.labels("tpt")
        assert "ai phụ trách nóc nào do lãnh đạo" in "".join(await play.say("gvcn", "nóc Takta giao cho cô Yên"))
        for question in ("cô Nga phụ trách nóc Takta phải không", "gọi cho cô Nga phụ trách nóc Takta giúp"):
            await play.say("tpt", question)
            assert MAKE not in play.labels("tpt")
        assert await kept(play) == before
