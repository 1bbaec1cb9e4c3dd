"""What is said of a child is for its reader: letters and answers cannot be passed on, but for words made for that."""

from pathlib import Path

import pytest

from tests.conversation import Play, playing

pytestmark = pytest.mark.anyio


async def protected(play: Play, phone: str, said: str) -> list[bool]:
    before = len(play.seen(phone))
    await play.say(phone, said)
    return [parcel.protected for parcel in play.seen(phone)[before:]]


async def test_what_names_a_child_stays_with_its_reader(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        for phone, said in [
            ("gvcn", "/vang 6A Hồ Thị Lan, Hồ Văn Bình"),
            ("gvcn", "/hocsinh Hồ Văn Bình"),
            ("gvcn", "ai vắng hôm nay"),
            ("ht", "/lop 6A"),
            ("mẹ Lan", "/con"),
        ]:
            assert all(await protected(play, phone, said)), said
        await play.clock_to("07:50")
        assert play.seen("mẹ Lan")[-1].protected, "a letter"


async def test_words_for_others_can_be_passed_on_and_a_stranger_reads_nothing_to_protect(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        assert await protected(play, "gvcn", "/moi Hồ Văn Bình") == [True, False], "the slip, to be sent in Zalo"
        assert await protected(play, "người lạ", "chào") == [False]
        await play.say("pht", "/thongbao phụ huynh 6A: mai các em mang áo ấm")
        await play.press("pht", "Gửi")
        assert not play.seen("mẹ Lan")[-1].protected, "an announcement names no pupil, and neighbours pass it on"
