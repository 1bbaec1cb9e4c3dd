"""A yes to what was offered: it does what only writes down or passes on the own words, and never sounds as if more was
done.
"""

from pathlib import Path

import pytest

from handlers import commands, match
from tests.conversation import playing

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize("yes", ["vâng", "ừ chuyển giúp em nhé", "đúng rồi ạ"])
async def test_words_offered_to_be_passed_on_are_passed_on_by_a_yes(tmp_path: Path, yes: str) -> None:
    async with playing(tmp_path) as story:
        await story.say("nóc", "tôi gặp bố A rồi, bảo mai cho đi")
        assert "Đang gửi tin cho Phạm Thu Hà" in "\n".join(await story.say("nóc", yes))
        assert "tôi gặp bố A rồi" in "\n".join(story.new("gvcn"))


async def test_a_familys_yes_asks_for_the_leave_it_was_offered(tmp_path: Path) -> None:
    async with playing(tmp_path) as story:
        await story.say("mẹ A", "mai cháu ốm xin nghỉ")
        assert "**Đơn xin nghỉ**" in "\n".join(await story.say("mẹ A", "vâng"))
        assert "Gia đình xin phép" in "\n".join(story.new("gvcn"))


@pytest.mark.parametrize(
    ("words", "result"),
    [
        ("tôi gọi cho mẹ rồi, không nghe máy", "không nghe máy"),
        ("gọi nhà Bình mấy lần toàn thuê bao", "không nghe máy"),
        ("em gọi nhà Bình rồi mà số sai, gặp người lạ", "sai số"),
        ("gọi được rồi, mẹ bảo cháu ốm", "gặp được"),
    ],
)
async def test_what_a_call_came_to_is_written_down_by_a_yes(tmp_path: Path, words: str, result: str) -> None:
    async with playing(tmp_path) as story:
        await story.say("gvcn", "6A vắng Bình")
        await story.clock_to("08:30")
        story.new("gvcn")
        assert f"{result}. Ghi kết quả cuộc gọi này" in "\n".join(await story.say("gvcn", words))
        assert "**Đã ghi**" in "\n".join(await story.say("gvcn", "ừ ghi giúp"))


async def test_what_reaches_everybody_wants_its_tap(tmp_path: Path) -> None:
    async with playing(tmp_path) as story:
        await story.say("pht", "mai nghỉ học vì mưa to")
        assert "Hiện chưa làm gì" in "\n".join(await story.say("pht", "đúng rồi"))
        assert story.labels("pht") == ["/lich nghỉ 17/11 mưa to"]


@pytest.mark.parametrize("words", ["6A vắng Bình ốm", "6A vắng Bình|huỷ báo cáo vừa rồi đi, em báo nhầm"])
async def test_a_yes_that_may_mean_several_things_is_asked_about(tmp_path: Path, words: str) -> None:
    """The receipt has a tap that undoes it, and is not undone by a yes to another question."""
    async with playing(tmp_path) as story:
        for each in words.split("|"):
            await story.say("gvcn", each)
        offered = story.labels("gvcn")
        assert "hiện chưa làm gì" in "\n".join(await story.say("gvcn", "vâng"))
        assert story.labels("gvcn") == offered


async def test_a_letter_that_waits_for_a_decision_shows_its_taps_again(tmp_path: Path) -> None:
    async with playing(tmp_path) as story:
        await story.say("mẹ A", "mai cháu ốm xin nghỉ")
        await story.say("mẹ A", "vâng")
        (letter,) = story.new("gvcn")
        assert "xin phép cho em nghỉ" in letter
        waits = story.labels("gvcn")
        assert "hiện chưa làm gì" in "\n".join(await story.say("gvcn", "đồng ý"))
        assert story.labels("gvcn") == waits
        await story.press("gvcn", "Đồng ý")
        assert "đồng ý" in "\n".join(story.new("mẹ A"))
        assert "hiện chưa làm gì" not in "\n".join(await story.say("gvcn", "vâng"))


async def test_a_yes_after_what_asks_nothing_is_only_a_word(tmp_path: Path) -> None:
    async with playing(tmp_path) as story:
        await story.say("gvcn", "6A vắng Bình")
        assert await story.say("gvcn", "vâng") == ["Dạ vâng ạ."]


def test_no_command_that_takes_something_back_is_done_by_a_yes() -> None:
    undo = match("/huy")
    assert undo is not None
    assert not undo[0].own
    assert {one.word for one in commands() if one.own} == {"chuyenloi", "goi", "lydo", "tham", "xinphep"}
