"""Untidy days, told once on each database: every phone shows the same letters, word for word."""

import re
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import TypeAlias

import pytest

from tests.conversation import Play, playing
from tests.databases import Postgres

pytestmark = pytest.mark.anyio

Told: TypeAlias = Callable[[Play], Awaitable[None]]
CODE = re.compile(r"\nMã tin.*")


async def away(play: Play, *days: int) -> None:
    """A of 6A, on mornings of November; everybody of 6B is there."""
    for day in days:
        await play.clock_to(f"2026-11-{day} 07:06")
        await play.say("gvcn", "6A vắng A K")
        await play.say("gvcn6b", "6B đủ")


async def a_slip(play: Play) -> None:
    """Closes a case on the fourth morning."""
    await away(play, 16, 17, 18)
    await play.clock_to("2026-11-19 07:06")
    await play.say("gvcn", "6A đủ", message_id="slip")
    await play.clock_to("08:00")


async def put_right_by_a_report(play: Play) -> None:
    await a_slip(play)
    await play.say("gvcn", "6A vắng A K")


async def put_right_by_undo(play: Play) -> None:
    await a_slip(play)
    await play.say("gvcn", "/huy")


async def put_right_by_an_edit(play: Play) -> None:
    await a_slip(play)
    await play.say("gvcn", "6A vắng A K", message_id="slip", edited=True)
    await play.press("gvcn", "Ghi theo tin mới")


async def a_question_open_at_the_check(play: Play) -> None:
    await play.say("gvcn", "6A vắng Lan K")
    await play.clock_to("2026-11-17 07:06")
    await play.press("gvcn", "Hồ Thị Lan")


async def a_word_against_an_absence(play: Play) -> None:
    await away(play, 16)
    await play.say("bộ môn", "6A Nguyễn Văn A có mặt")
    await play.clock_to("07:52")
    await play.say("ht", "/baocao")


async def leave_after_the_alarm(play: Play) -> None:
    await away(play, 16)
    await play.clock_to("08:00")
    await play.press("mẹ A", "Cháu ốm")
    await play.say("gvcn", "A có phép nhé")


async def stopped_and_left(play: Play) -> None:
    await away(play, 16)
    await play.say("pht", "/dungkhan 6A báo nhầm cả lớp")


async def far_too_many(play: Play) -> None:
    await play.say("gvcn", "6A vắng Nguyễn Văn A, Hồ Thị Lan, Hồ Văn Bình, Lê Thị Sáng, A Thút K")
    await play.clock_to("07:52")
    await play.press("pht", "Báo nhầm")


async def up_to_the_principal_and_back(play: Play) -> None:
    await away(play, 16, 17, 18, 19, 20, 21)
    await play.clock_to("12:00")
    await play.press("ht", "Gửi đề nghị")
    await play.clock_to("2026-11-23 07:06")
    await play.say("gvcn", "6A đủ")


STORIES: tuple[Told, ...] = (
    put_right_by_a_report,
    put_right_by_undo,
    put_right_by_an_edit,
    a_question_open_at_the_check,
    a_word_against_an_absence,
    leave_after_the_alarm,
    stopped_and_left,
    far_too_many,
    up_to_the_principal_and_back,
)


async def seen(play: Play, story: Told) -> dict[str, list[str]]:
    await story(play)
    await play.clock_to("21:00")
    return {phone: [CODE.sub("", parcel.text) for parcel in play.seen(phone)] for phone in sorted(play.phones)}


@pytest.fixture
def url(postgres: Postgres) -> Iterator[str]:
    fresh = postgres.fresh()
    yield fresh
    postgres.drop(fresh)


@pytest.mark.postgres
@pytest.mark.campaign
@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.__name__)
async def test_the_same_is_read_whatever_the_database(story: Told, url: str, tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        here = await seen(play, story)
    async with playing(url=url) as play:
        there = await seen(play, story)
    assert here == there
    assert any("Đã ghi" in text or "là em nào" in text for text in here["gvcn"]), "something was told"
