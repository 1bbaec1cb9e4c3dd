"""A member of the staff leaves, or is away: by one line, with what was held, and never the last of an office."""

from datetime import date

import pytest
from sqlalchemy import select

from models import People, Roles
from rules.staff_said import read_parting
from tests.conversation import Play, playing
from tests.handlers.roll.changed import UNDO, kept, made
from tests.handlers.school_days import on
from tests.jobs.checks import heard

pytestmark = pytest.mark.anyio
HA, TAM, NGA = "Phạm Thu Hà", "Bùi Văn Tám", "Đỗ Thị Nga"


async def roles(play: Play, name: str, day: date) -> list[str]:
    held = (Roles.starts <= day, Roles.ends.is_(None) | (Roles.ends >= day))
    mine = select(Roles.name).join(People, People.id == Roles.person_id).where(People.full_name == name, *held)
    async with play.app.database.read() as session:
        return sorted(await session.scalars(mine))


async def test_who_retires_has_no_roles_from_that_day_and_hears_nothing_more(database_url: str) -> None:
    async with playing(url=database_url) as play:
        await on(play, "2026-11-16 07:10")
        before = await kept(play)
        (shown,) = await play.say("ht", "thầy Tám nghỉ hưu từ 18/11")
        for line in (
            "**Từ thứ Tư 18/11**",
            "(nghỉ hưu)",
            f"Takta: còn {NGA} phụ trách",
            "Tu Ro: không còn ai phụ trách",
        ):
            assert line in shown
        await play.press("ht", "Thực hiện")
        assert await roles(play, TAM, date(2026, 11, 17)) == ["hamlet_staff", "hamlet_staff", "teacher"]
        assert await roles(play, TAM, date(2026, 11, 18)) == []
        await on(play, "2026-11-18 07:10")
        heard(play)
        await play.say("gvcn", "/vang 6A Bình")
        assert "nóc2" not in heard(play)
        await play.press("ht", UNDO)
        assert await kept(play) == before


async def test_who_is_away_is_back_the_day_after_and_the_class_is_offered_to_another(database_url: str) -> None:
    async with playing(url=database_url) as play:
        await on(play, "2026-11-16 07:10")
        await play.say("gvcn", "/ca mở 6A Hồ Văn Bình: hay nghỉ học")
        (shown,) = await play.say("tpt", "cô Hà nghỉ thai sản từ 1/12 đến 31/5")
        assert "lớp 6A cần giáo viên chủ nhiệm; hồ sơ đang mở của lớp: số 1" in shown
        await play.press("tpt", "Thực hiện")
        for day, held in (
            (date(2026, 11, 30), 1),
            (date(2026, 12, 1), 0),
            (date(2027, 5, 31), 0),
            (date(2027, 6, 1), 1),
        ):
            assert await roles(play, HA, day) == ["homeroom"] * held
        await play.press("tpt", "Ai chủ nhiệm 6A?")
        assert HA not in play.labels("tpt")
        await play.press("tpt", "Cao Thị Yên")
        await play.press("tpt", "Thực hiện")
        for day, held in (
            (date(2026, 11, 30), 0),
            (date(2026, 12, 1), 1),
            (date(2027, 5, 31), 1),
            (date(2027, 6, 1), 0),
        ):
            assert ("homeroom" in await roles(play, "Cao Thị Yên", day)) is bool(held)


@pytest.mark.parametrize(("by", "who", "words"), [
    ("ht", "Mai Văn Chín", "hiệu trưởng duy nhất"),
    ("admin", "Lý Thị Mười", "người quản trị duy nhất"),
    ("tpt", "Ngô Thị Bảy", "do hiệu trưởng hoặc người quản trị làm"),
    ("ht", "Cao Thị Yên từ 1/12 đến tháng 5: nghỉ thai sản", "Đến ngày nào"),
    ("ht", "", "Thầy cô nào"),
    ("ht", "Trần Văn Không", "không có ai"),
])  # fmt: skip
async def test_what_cannot_be_done_is_said_and_changes_nothing(tmp_path: object, by: str, who: str, words: str) -> None:
    async with playing(tmp_path) as play:  # type: ignore[arg-type]
        before = await kept(play)
        said = (await play.say(by, f"/nghicongtac {who}"))[-1]
        assert words in said or words in said.lower()
        assert play.labels(by) == []
        assert await kept(play) == before


async def test_a_leader_with_another_may_leave(tmp_path: object) -> None:
    async with playing(tmp_path) as play:  # type: ignore[arg-type]
        await made(play, "ht", "/nghicongtac Ngô Thị Bảy từ 20/11: chuyển công tác")
        assert await roles(play, "Ngô Thị Bảy", date(2026, 11, 20)) == []


@pytest.mark.parametrize(("words", "who", "why"), [
    ("cho thầy Tám nghỉ hưu", "thầy Tám", "nghỉ hưu"),
    ("Bùi Văn Tám", "Bùi Văn Tám", ""),
    ("cô Nga đã chuyển công tác về trường Trà Mai", "cô Nga", "chuyển công tác"),
    ("thầy Long không dạy ở trường nữa", "thầy Long", ""),
    ("thông báo cô Yên được nghỉ thai sản", "cô Yên", "nghỉ thai sản"),
])  # fmt: skip
async def test_one_line_says_who_and_why(words: str, who: str, why: str) -> None:
    said = read_parting(words, "")
    assert (said.who, said.why, said.until_unread) == (who, why, False)
