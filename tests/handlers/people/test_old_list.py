"""An old list is sent: who has left since is asked about by name, and nobody is back in class by a list alone."""

from pathlib import Path

import pytest
from sqlalchemy import select

from models import Enrolments
from tests.conversation import Play, playing
from tests.handlers.people.test_roster_back import PUPILS, kept, line, rows
from tests.papers.roster.workbooks import Rows, write

pytestmark = pytest.mark.anyio
BINH, NOBODY_THERE = "Hồ Văn Bình", "Chưa, đây là danh sách cũ"
OLD_LIST = rows(*map(line, PUPILS))


async def shown(play: Play, folder: Path, content: Rows = OLD_LIST) -> str:
    play.channel.files["cu.xlsx"] = write(folder / "cu.xlsx", {"HS": content}).read_bytes()
    (preview,) = await play.say("admin", "", file="cu.xlsx")
    return preview


async def dropped(play: Play) -> None:
    """The principal closes a case: the pupil has left school."""
    await play.say("gvcn", f"/ca mở 6A {BINH}: hay nghỉ học")
    await play.say("ht", "/ca đóng 1 thôi học")
    await play.press("ht", "thôi học") if await on_lists(play) else None
    assert not await on_lists(play)


async def on_lists(play: Play) -> bool:
    async with play.app.database.read() as session:
        mine = select(Enrolments.ends).where(Enrolments.pupil_id == await play.pupil(BINH))
        return None in list(await session.scalars(mine))


async def test_who_has_dropped_out_is_named_with_the_day_and_stays_out_unless_somebody_says_so(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await dropped(play)
        before = await kept(play)
        preview = await shown(play, tmp_path)
        assert f"{BINH} (6A): không còn học ở trường từ 16/11/2026" in preview
        assert await kept(play) == before
        (question,) = await play.press("admin", "Thực hiện")
        assert BINH in question
        await play.press("admin", NOBODY_THERE)
        assert await kept(play) == before
        await shown(play, tmp_path)
        await play.press("admin", "Thực hiện")
        await play.press("admin", "đã đi học lại")
        assert await on_lists(play)
        await play.press("admin", "Huỷ lần nhập")
        assert await kept(play) == before


async def test_who_leaves_and_who_comes_back_are_two_questions_and_each_answer_counts(tmp_path: Path) -> None:
    leaver = PUPILS[8].full_name
    content = rows(*(line(one) for one in PUPILS if one.full_name != leaver))
    async with playing(tmp_path) as play:
        await dropped(play)
        await shown(play, tmp_path, content)
        (question,) = await play.press("admin", "Thực hiện")
        assert (leaver in question, BINH in question) == (True, False)
        (question,) = await play.press("admin", "ra khỏi")
        assert (leaver in question, BINH in question) == (False, True)
        (done,) = await play.press("admin", NOBODY_THERE)
        assert leaver in done
        assert not await on_lists(play)


async def tap_first(play: Play, phone: str, label: str) -> list[str]:
    """The oldest button of these words on this phone."""
    found = [button for parcel in play.seen(phone) for row in parcel.buttons for button in row if label in button[0]]
    await play.tap(phone, *found[0])
    await play.settle()
    return play.new(phone)


async def test_an_older_list_is_shown_again_once_a_newer_one_was_sent(tmp_path: Path) -> None:
    """Whether or not the newer one has been applied: an import does what its sender has just read."""
    one, other = (rows(line(PUPILS[at], full_name=f"Nguyễn Văn {name}")) for at, name in ((0, "Á"), (1, "Ạ")))
    async with playing(tmp_path) as play:
        before = await kept(play)
        await shown(play, tmp_path, one)
        await shown(play, tmp_path, other)
        (again,) = await tap_first(play, "admin", "Thực hiện")
        assert "tệp mới hơn" in again
        assert "Nguyễn Văn Á" in again
        assert await kept(play) == before
        (done,) = await play.press("admin", "Thực hiện")
        assert "Nguyễn Văn Á" in done
        assert await kept(play) != before


SAME = {
    "the same pupil": (f"/chuyenlop 6A {BINH} sang 6B", f"/choo 6A {BINH} Takta", True),
    "another pupil": (f"/chuyenlop 6A {BINH} sang 6B", "/choo 6A A Thút Takta", False),
    "the same class": ("/doichunhiem 6A Cao Thị Yên", "/doichunhiem 6A Đỗ Thị Nga", True),
}


@pytest.mark.parametrize("what", SAME)
async def test_an_older_change_of_the_same_is_shown_again_and_of_others_is_made(tmp_path: Path, what: str) -> None:
    first, then, asks = SAME[what]
    async with playing(tmp_path) as play:
        before = await kept(play)
        await play.say("tpt", first)
        await play.say("tpt", then)
        (said,) = await tap_first(play, "tpt", "Thực hiện")
        assert ("thay đổi cũ" in said) is asks
        assert (await kept(play) == before) is asks
