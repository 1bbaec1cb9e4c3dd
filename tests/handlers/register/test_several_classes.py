"""A teacher of two classes taught in one room, and reports on classes that stand side by side."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from papers.roster import Roster
from tests.conversation import playing
from tests.handlers.said_in_class import marked, reported
from tests.small_school import small_roster

pytestmark = pytest.mark.anyio


def of_two_classes() -> Roster:
    """The homeroom teacher of 6A has 6B as well, in which there is another Lan."""
    roster = small_roster()
    staff = [replace(one, more_classes=["6B"]) if one.homeroom_class == "6A" else one for one in roster.staff]
    staff = [one for one in staff if one.homeroom_class != "6B"]
    lan = replace(roster.pupils[-1], row=99, list_no=4, code="6B04", full_name="Nguyễn Thị Lan", guardians=[])
    return replace(roster, staff=staff, pupils=[*roster.pupils, lan])


BOTH = ["6A, 6B đủ", "6A 6B đủ", "6A và 6B đều đủ ạ", "6A+6B không vắng em nào", "lớp 6A, lớp 6B đủ"]


@pytest.mark.parametrize("phone", ["gvcn", "ht"])
async def test_what_follows_classes_side_by_side_is_said_of_each(tmp_path: Path, phone: str) -> None:
    async with playing(tmp_path, roster=of_two_classes()) as play:
        for words in BOTH:
            (answer,) = await play.say(phone, words)
            assert answer.count("không em nào vắng") == 2, words
            await play.say(phone, "/huy")
        await play.say(phone, "6A+6B vắng Học, Bình P")
        assert await marked(play) == {"Hồ Văn Học": "16/11S K", "Hồ Văn Bình": "16/11S P"}
        await play.say(phone, "/huy")
        for words, classes in (("6A, 6B vắng Bình", 1), ("6A, 6B vắng Bình, còn lại đủ", 2)):
            await play.say(phone, words)
            assert (await marked(play), await reported(play)) == ({"Hồ Văn Bình": "16/11S K"}, classes), words
            await play.say(phone, "/huy")


NAMED = {
    "vắng Bình": {"Hồ Văn Bình": "16/11S K"},
    "sáng nay vắng Hồ Văn Học ốm có phép ạ": {"Hồ Văn Học": "16/11S P"},
    "lớp ghép vắng Mai, Bình": {"Đinh Thị Mai": "16/11S K", "Hồ Văn Bình": "16/11S K"},
}


@pytest.mark.parametrize("words", NAMED)
async def test_whoever_is_in_one_of_the_own_classes_is_that_ones_and_the_other_is_complete_with_one_tap(
    tmp_path: Path, words: str
) -> None:
    async with playing(tmp_path, roster=of_two_classes()) as play:
        await play.say("gvcn", words)
        assert await marked(play) == NAMED[words]
        other = [label for label in play.labels("gvcn") if label.endswith("lớp đủ")]
        assert len(other) == (len(NAMED[words]) == 1)
        if other:
            await play.press("gvcn", other[0])
        assert await reported(play) == 2


async def test_who_may_be_in_either_and_which_is_complete_is_asked(tmp_path: Path) -> None:
    async with playing(tmp_path, roster=of_two_classes()) as play:
        await play.say("gvcn", "Lan nghỉ ốm rồi ạ")
        assert play.labels("gvcn") == ["6A", "6B"]
        await play.press("gvcn", "6B")
        assert list(await marked(play)) == ["Nguyễn Thị Lan"]
        await play.say("gvcn", "/huy")
        for words in ("đủ", "lớp em hôm nay đủ ạ", "cả lớp đủ", "đủ cả ạ"):
            await play.say("gvcn", words)
            assert play.labels("gvcn") == ["6A và 6B đều đủ", "Chỉ lớp 6A", "Chỉ lớp 6B"]
            assert not await reported(play)
        (answer, *_more) = await play.press("gvcn", "6A và 6B đều đủ")
        assert answer.count("không em nào vắng") == 2
        await play.say("gvcn", "/huy")
        assert (await play.say("gvcn", "cả 2 lớp đều đủ"))[0].count("không em nào vắng") == 2
        await play.say("gvcn", "/diemdanh")
        assert play.labels("gvcn") == ["6A", "6B"]


HEADS = ["6A: 7/8 (Bình), 6B: 3/3", "6B 3/3, 6A 7/8 Bình", "Sĩ số sáng nay: 6A 7/8 (Bình), 6B đủ"]


@pytest.mark.parametrize("phone", ["gvcn", "tpt", "bộ môn"])
async def test_head_counts_of_classes_are_a_report_whoever_writes_them(tmp_path: Path, phone: str) -> None:
    async with playing(tmp_path) as play:
        for words in HEADS:
            await play.say(phone, words)
            assert await marked(play) == {"Hồ Văn Bình": "16/11S K"}, words
            assert await reported(play) == 2, words
            await play.say(phone, "/huy")
        for words in ("6A: 8/8, 6B: 3/3", "6B 3/3; 6A 8/8 ạ"):
            assert (await play.say(phone, words))[0].count("không em nào vắng") == 2, words
            await play.say(phone, "/huy")


IN_EITHER = ["6A, 6B vắng Lan", "6A với 6B đều vắng Lan", "vắng Lan 6A, 6B", "6A 6B: Lan P", "lớp 6A, 6B có Lan nghỉ"]


@pytest.mark.parametrize("words", IN_EITHER)
async def test_a_name_that_fits_pupils_of_several_named_classes_is_asked_in_each(tmp_path: Path, words: str) -> None:
    async with playing(tmp_path, roster=of_two_classes()) as play:
        waits, _question = await play.say("bộ môn", words)
        assert "“Lan” 6A, “Lan” 6B" in waits
        assert (await marked(play), await reported(play)) == ({}, 0)
        await play.press("bộ môn", "Hồ Thị Lan")
        await play.press("bộ môn", "Có đi học")
        assert list(await marked(play)) == ["Hồ Thị Lan"]


NO_COUNTS = ["5/8 họp phụ huynh", "8/8 nộp tiền bảo hiểm nhé", "8/8 là sinh nhật em Bình"]


@pytest.mark.parametrize("words", NO_COUNTS)
async def test_a_day_on_which_something_is_done_makes_no_class_complete(tmp_path: Path, words: str) -> None:
    async with playing(tmp_path) as play:
        await play.say("gvcn", words)
        assert await reported(play) == 0
        await play.say("gvcn", "sáng 8/8 em ạ")
        assert await reported(play) == 1
