"""The school's day is the school's own, also before seven in the morning, when UTC still has yesterday's."""

import ast
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select, update

from bot.cli.doctor import examine
from bot.year.seats import Refused
from bot.year.turn import turn_year
from letters.cases.visits import promise_broken
from models import Outbox, People, Roles
from models.people.askers import schools
from models.shapes.letter import Due, Reader
from rules.calendar.held import default_year
from tests.check_catalogues import PACKAGES
from tests.conversation import Play, playing
from tests.handlers.school_days import on
from tests.jobs.checks import after_three_days, visited

pytestmark = pytest.mark.anyio

HOUSE = Path(__file__).parent.parent
EARLY = ("00:30", "03:15", "05:45", "06:59")
LOCAL = ("moment", "local(incoming)[1]", "heard.moment", "self.moment", "local")  # moments on the school's own clock
PLAIN = (
    "cell",
    "date",
    "year",
    "day",
    "first",
    "last",
)  # values that were typed: a cell of a sheet, an argument of the command line
CONFIGURED = (
    "astimezone(ZoneInfo(config.timezone))",
    "astimezone(ZoneInfo(app.config.school.timezone))",
    "astimezone(ZoneInfo(config.school.timezone))",
)  # no School yet
ONE_HELPER = "self.local(moment)"


def test_a_moment_becomes_a_day_by_the_schools_own_clock_and_no_other_way() -> None:
    strange = [f"{where}: {words}.date()" for where, words in _days_taken() if not _is_local(words)]
    assert strange == [], "say School.day(moment)"


def _days_taken() -> Iterator[tuple[str, str]]:
    """Every `something.date()` in the house, with its something; rules are given moments of the school's own clock."""
    for storey in sorted({*PACKAGES} - {"rules"}):
        for file in sorted((HOUSE / storey).rglob("*.py")):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "date":
                    yield f"{file.relative_to(HOUSE)}:{node.lineno}", ast.unparse(node.func.value)


def _is_local(words: str) -> bool:
    known = words in {*LOCAL, *PLAIN, ONE_HELPER} or words.startswith(("_local(", "datetime.strptime("))
    return known or words.endswith(CONFIGURED) or ".astimezone(zone)" in words or "timezone(timedelta" in words


@pytest.mark.parametrize("hour", EARLY)
async def test_who_keeps_the_lists_hears_of_a_new_pupil_from_the_first_hour_of_the_post(
    tmp_path: Path, hour: str
) -> None:
    async with playing(tmp_path, at=f"2026-11-17 {hour}") as play:
        await _hold(play, "Tạ Quang Minh", ends=date(2026, 11, 16))
        await _hold(play, "Lý Thị Mười", starts=date(2026, 11, 17))
        await play.say("gvcn", "6A vắng Lan")
        await play.press("gvcn", "Không có trong lớp")
        await play.press("gvcn", "Em mới")
        async with play.app.database.read() as session:
            told = await session.scalars(select(Outbox.person_id).where(Outbox.kind == "new_pupil"))
        assert list(told) == [await play.person("Lý Thị Mười")]


@pytest.mark.parametrize("hour", EARLY)
async def test_a_broken_promise_is_put_to_who_is_principal_since_midnight(tmp_path: Path, hour: str) -> None:
    async with after_three_days(tmp_path) as play:
        await visited(play)
        await play.say("gvcn", "/tham 1 gặp bố, hứa thứ 2")
        await _hold(play, "Mai Văn Chín", ends=date(2026, 11, 23))
        await _hold(play, "Ngô Thị Bảy", starts=date(2026, 11, 24), role="principal")
        await on(play, f"2026-11-24 {hour}")
        async with play.app.database.read() as session:
            school = (await schools(session))[play.school_id]
            for name, decides in (("Mai Văn Chín", False), ("Ngô Thị Bảy", True)):
                reader = Reader(person_id=await play.person(name), school=school, now=play.app.now())
                letter = await promise_broken([Due(1, 1, date(2026, 11, 24))], reader, session)
                assert letter is not None
                assert any(one.says.startswith("/quyetdinh") for row in letter.buttons for one in row) is decides, name


@pytest.mark.parametrize("hour", EARLY)
async def test_the_doctor_does_not_name_a_holiday_of_yesterday(tmp_path: Path, hour: str) -> None:
    async with playing(tmp_path, at=f"2027-01-01 {hour}") as play:
        assert "01/01" in await _waiting(play)
        await on(play, f"2027-01-02 {hour}")
        assert "01/01" not in await _waiting(play)


@pytest.mark.parametrize("hour", EARLY)
async def test_the_year_may_be_turned_from_the_first_hour_after_its_last_day(tmp_path: Path, hour: str) -> None:
    async with playing(tmp_path) as play:
        for day, is_over in ((31, False), (1, True)):
            await on(play, f"2027-{5 + is_over:02d}-{day:02d} {hour}")
            async with play.app.database.write() as session:
                plan = default_year(date(2027, 9, 5))
                try:
                    turned = await turn_year(session, play.school_id, plan, [], play.app.now(), lambda _words: None)
                except Refused:
                    turned = None
            assert (turned is not None) is is_over


@pytest.mark.parametrize("hour", EARLY)
async def test_a_call_is_shown_with_the_schools_day_it_was_made_on(tmp_path: Path, hour: str) -> None:
    async with playing(tmp_path, at=f"2026-11-17 {hour}") as play:
        await play.say("gvcn", "/vang 6A Hồ Văn Bình")
        await play.say("gvcn", "/goi")
        await play.press("gvcn", "Hồ Văn Bình")
        await play.press("gvcn", "Không nghe máy")
        await play.say("gvcn", "/goi")
        (card,) = await play.press("gvcn", "Hồ Văn Bình")
        assert "Đã gọi 17/11" in card


async def _hold(play: Play, name: str, *, role: str = "", **changes: date) -> None:
    """The roles of this person begin or end on another day, or become another one."""
    values: dict[str, object] = {**changes} | ({"name": role} if role else {})
    async with play.app.database.write() as session:
        person = await session.scalar(select(People.id).where(People.full_name == name))
        await session.execute(update(Roles).where(Roles.person_id == person).values(values))


async def _waiting(play: Play) -> str:
    return "\n".join(found.text for found in await examine(play.app.database, {}, play.app.now()))
