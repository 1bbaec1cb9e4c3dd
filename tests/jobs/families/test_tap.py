"""A school where families are told after a teacher's tap: nothing leaves before it."""

from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest
from sqlalchemy import select, update

from models import Audit, Chats, Outbox
from tests.conversation import Play, playing
from tests.handlers.school_days import ask
from tests.jobs.checks import heard
from tests.jobs.reachable_families import also_guardian, day_with_family

pytestmark = pytest.mark.anyio

MONDAY = "2026-11-16 07:20"
NOTHING = "Không có tin nào cho gia đình đang chờ"


def after_tap(folder: Path | None = None, url: str = "", days_to_case: int = 3) -> AbstractAsyncContextManager[Play]:
    return playing(folder, url=url, at=MONDAY, family_after_tap=True, days_to_case=days_to_case)


async def reported(play: Play, names: str = "Nguyễn Văn A", clock: str = "07:50") -> dict[str, str]:
    """Report, let the clock go on well past the hold, and return what the phones show."""
    await play.say("gvcn", f"/vang 6A {names}")
    heard(play)
    await play.clock_to(clock)
    return heard(play)


async def states(play: Play) -> list[str]:
    """Of all that was ever meant for families."""
    async with play.app.database.read() as session:
        kinds = ("absent_guardian", "absent_again", "case_guardian")
        return list(await session.scalars(select(Outbox.state).where(Outbox.kind.in_(kinds)).order_by(Outbox.id)))


async def test_row_20_nothing_leaves_for_a_family_before_the_teachers_tap(database_url: str) -> None:
    async with after_tap(url=database_url) as play:
        told = await reported(play, "Nguyễn Văn A, Hồ Thị Lan", "08:30")
        assert not {"mẹ A", "mẹ Lan"} & told.keys()
        assert "Nguyễn Văn A" in told["nóc"], "the school's own people hear as ever"
        assert "đồng ý mới gửi cho gia đình em Nguyễn Văn A" in told["nóc"], (
            "who has not been told is not named as told"
        )
        assert "Có báo cho gia đình không ạ?" in told["gvcn"]
        assert "• em Nguyễn Văn A, lớp 6A (16/11)\n• em Hồ Thị Lan, lớp 6A (16/11)" in told["gvcn"]
        (answer,) = await play.press("gvcn", "A: báo gia đình")
        assert answer == "**Đồng ý báo gia đình**: em Nguyễn Văn A, lớp 6A.\nĐang gửi tin cho gia đình."
        told = heard(play)
        assert told.keys() == {"mẹ A"}
        assert "Cháu **A** (lớp 6A) vắng sáng thứ Hai 16/11" in told["mẹ A"]
        await play.clock_to("20:00")
        assert "mẹ Lan" not in heard(play)


async def test_one_tap_tells_all_the_families_of_the_letter(tmp_path: Path) -> None:
    async with after_tap(tmp_path) as play:
        await reported(play, "Nguyễn Văn A, Hồ Thị Lan")
        await play.press("gvcn", "Tất cả: báo gia đình")
        assert heard(play).keys() == {"mẹ A", "mẹ Lan"}
        assert NOTHING in (await play.press("gvcn", "Tất cả: báo gia đình"))[0]
        assert NOTHING in (await play.press("gvcn", "Tất cả: đừng báo"))[0], "it has left already"
        async with play.app.database.read() as session:
            acts = await session.scalars(select(Audit.about).where(Audit.kind == "family.told").order_by(Audit.id))
            assert list(acts) == [await play.pupil("Nguyễn Văn A"), await play.pupil("Hồ Thị Lan")]


async def test_what_waits_for_the_tap_stands_among_the_teachers_tasks_until_it_is_decided(tmp_path: Path) -> None:
    async with after_tap(tmp_path) as play:
        await reported(play)
        assert "chờ thầy/cô cho phép:\n• em Nguyễn Văn A, lớp 6A" in await ask(play, "gvcn", "/viec")
        assert "chờ thầy/cô cho phép" not in await ask(play, "gvcn6b", "/viec")
        await play.press("gvcn", "A: báo gia đình")
        assert heard(play).keys() == {"mẹ A"}
        assert "chờ thầy/cô cho phép" not in await ask(play, "gvcn", "/viec")


async def test_withheld_by_a_tap_it_never_leaves_and_the_teacher_is_not_asked_again(tmp_path: Path) -> None:
    async with after_tap(tmp_path) as play:
        await reported(play)
        (answer,) = await play.press("gvcn", "A: đừng báo")
        assert "Không báo gia đình**: em Nguyễn Văn A" in answer
        await play.clock_to("20:00")
        told = heard(play)
        assert "mẹ A" not in told
        assert "Có báo cho gia đình" not in told.get("gvcn", "")
        assert await states(play) == ["cancelled"]
        assert NOTHING in (await play.press("gvcn", "A: báo gia đình"))[0]


async def test_without_a_tap_it_is_asked_once_more_and_withheld_in_the_end(tmp_path: Path) -> None:
    async with after_tap(tmp_path) as play:
        await reported(play)
        await play.clock_to("09:30")
        assert heard(play)["gvcn"].count("Có báo cho gia đình") == 1
        await play.clock_to("20:45")
        told = heard(play)
        assert "Có báo cho gia đình" not in told.get("gvcn", "")
        (late,) = await play.press("gvcn", "A: báo gia đình")
        assert "Đã quá giờ báo tin" in late
        await play.clock_to("2026-11-17 12:00")
        assert "mẹ A" not in heard(play)
        assert await states(play) == ["cancelled"]


async def test_only_the_homeroom_teacher_and_the_leadership_may_tap(tmp_path: Path) -> None:
    async with after_tap(tmp_path) as play:
        await reported(play)
        words = f"/baogiadinh co 2026-11-16 {await play.pupil('Nguyễn Văn A')}"
        for phone in ("gvcn6b", "bộ môn", "nóc", "mẹ A", "mẹ Lan", "admin", "lạ"):
            await play.say(phone, words)
            assert await states(play) == ["held"], phone
        for forged in ("/baogiadinh", "/baogiadinh co", "/baogiadinh co 2026-11-16 x", "/baogiadinh co hôm nay 1"):
            assert NOTHING in await ask(play, "gvcn", forged)
        heard(play)
        await play.say("pht", words)
        assert "mẹ A" in heard(play)


async def test_without_a_teacher_who_can_be_reached_the_leadership_is_asked(tmp_path: Path) -> None:
    async with after_tap(tmp_path) as play:
        await play.say("tpt", "/vang 6A Nguyễn Văn A")
        async with play.app.database.write() as session:
            await session.execute(update(Chats).where(Chats.address == "gvcn").values(closed_at=play.app.now()))
        heard(play)
        await play.clock_to("07:50")
        told = heard(play)
        assert "Có báo cho gia đình" in told["pht"]
        assert "mẹ A" not in told
        await play.press("pht", "A: báo gia đình")
        assert "mẹ A" in heard(play)


async def test_leave_given_or_an_undo_before_the_tap_leaves_nothing_to_tell(tmp_path: Path) -> None:
    for words in ("/phep 6A Nguyễn Văn A", "/huy"):
        async with after_tap(tmp_path) as play:
            await reported(play)
            await play.say("gvcn", words)
            assert NOTHING in (await play.press("gvcn", "A: báo gia đình"))[0]
            assert "mẹ A" not in heard(play), "no alarm and no correction of one"


async def test_further_days_and_the_case_wait_for_their_own_tap(tmp_path: Path) -> None:
    async with after_tap(tmp_path) as play:
        for day in (16, 17, 18):
            await day_with_family(play, f"2026-11-{day} 07:40", "/vang 6A Nguyễn Văn A")
            await play.clock_to("08:00")
            assert "mẹ A" not in heard(play), day
            await play.press("gvcn", "A: báo gia đình")
            assert len(play.new("mẹ A")) == 1, day
        await play.clock_to("18:00")
        assert "mẹ A" not in heard(play), "each letter once"
        await day_with_family(play, "2026-11-19 07:40", "/du 6A")
        await play.clock_to("20:35")
        assert "đi học lại" in heard(play)["mẹ A"], "thanks need no tap"


async def test_withheld_on_the_day_the_case_opens_it_does_not_come_back_in_other_words(tmp_path: Path) -> None:
    async with after_tap(tmp_path, days_to_case=2) as play:
        await reported(play)
        await play.press("gvcn", "A: báo gia đình")
        await day_with_family(play, "2026-11-17 07:40", "/vang 6A Nguyễn Văn A")
        await play.clock_to("07:55")
        await play.press("gvcn", "A: đừng báo")
        heard(play)
        await play.clock_to("20:00")
        told = heard(play)
        assert "mẹ A" not in told
        assert "Có báo cho gia đình" not in told.get("gvcn", "")


async def test_stopped_by_the_family_it_goes_to_a_person_and_not_to_the_tap(tmp_path: Path) -> None:
    async with after_tap(tmp_path) as play:
        await reported(play)
        await ask(play, "mẹ A", "/ngung vắng")
        assert NOTHING in (await play.press("gvcn", "A: báo gia đình"))[0]
        assert "mẹ A" not in heard(play)
        assert await states(play) == ["handed"]


async def test_a_teacher_who_is_the_mother_is_asked_and_told_nothing_she_reported(tmp_path: Path) -> None:
    async with after_tap(tmp_path) as play:
        await also_guardian(play, "Hồ Thị Lan", "Phạm Thu Hà")
        told = await reported(play, "Hồ Thị Lan")
        assert told["gvcn"].count("Hồ Thị Lan, lớp 6A (16/11)") == 1
        await play.press("gvcn", "Lan: báo gia đình")
        assert heard(play).keys() == {"mẹ Lan"}


async def test_usually_a_school_asks_for_no_tap(tmp_path: Path) -> None:
    async with playing(tmp_path, at=MONDAY) as play:
        told = await reported(play)
        assert "mẹ A" in told
        assert "Có báo cho gia đình" not in told.get("gvcn", "")
