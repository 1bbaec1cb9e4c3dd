"""A few words to what was just offered or reported change that and nothing else; a yes does nothing by itself."""

from datetime import date
from pathlib import Path

import pytest

from letters.says import Code, Says, Word
from letters.says.calendar import day_off, make_up
from letters.says.families import answer
from letters.says.leave import ask_for_leave
from letters.says.people import make_changes
from letters.says.service import all_of_it, is_deed, meant
from rules.asking.amending import read_amendment
from tests.conversation import playing
from tests.handlers.said_in_class import marked, reported

pytestmark = pytest.mark.anyio

OFFERS = {
    ("ht", "mai toàn trường nghỉ vì bão"): {
        "à khoan, chỉ nghỉ buổi sáng thôi": "/lich nghỉ 17/11 sáng bão",
        "thứ 6 nha": "/lich nghỉ 20/11 sáng bão",
        "ừ": "/lich nghỉ 20/11 sáng bão",
    },
    ("ht", "mai toàn trường nghỉ vì lũ"): {
        "2 ngày luôn nhé": "/lich nghỉ từ 17/11 đến 18/11 lũ",
    },
    ("tpt", "em Bình 6A chuyển qua 6B từ thứ hai tuần tới"): {
        "à từ hôm nay luôn": "**Từ thứ Hai 16/11**\n• em Hồ Văn Bình chuyển",
        "ok em": "Hiện chưa làm gì",
    },
    ("tpt", "thêm hs mới vào 6A: Hồ Thị Lành, sinh 12/3/2014, mẹ Hồ Thị Pung"): {
        "sđt mẹ 0900000111 nha, quên": "0900 000 111",
    },
    ("mẹ A", "mai cho A nghỉ 1 bữa, nhà có giỗ"): {
        "ngày mốt cũng nghỉ luôn nha cô": "từ 17/11 đến 18/11",
        "đi 3 ngày luôn cô": "từ 17/11 đến 19/11",
        "nghỉ tới thứ 6 luôn nha": "từ 17/11 đến 20/11",
        "à thôi, mai thôi được rồi": "thứ Ba 17/11, phải không",
        "dạ": "Hiện chưa làm gì",
        "em cảm ơn cô": "không có gì",
    },
}


def test_every_button_that_waits_for_a_yes_is_known_by_its_words() -> None:
    deeds = (
        day_off("16/11 bão"), make_up("21/11"), make_changes(3), ask_for_leave(5, "mai"), meant(Word("moi"), "Hà"),
        answer(4, Code("om")),
    )  # fmt: skip
    assert all(is_deed(Says(one)) for one in deeds)
    assert not any(is_deed(Says(one)) for one in (meant(Word("moi")), meant(Word("lich")), all_of_it()))


def test_of_days_to_come_a_weekday_that_is_over_is_the_next_one() -> None:
    friday = date(2026, 11, 20)
    said = read_amendment("thứ 2 nhé", friday)
    assert said is not None
    assert said.ahead(friday).days == (date(2026, 11, 23),)


async def test_what_waits_for_a_tap_is_offered_again_as_amended_and_nothing_is_done(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        for (phone, first), then in OFFERS.items():
            await play.say(phone, first)
            for text, part in then.items():
                said = "\n".join([*await play.say(phone, text), *play.labels(phone)])
                assert part in said, (phone, text, said)
        assert (await marked(play), await reported(play)) == ({}, 0)
        assert "Không có ngày nghỉ" in "".join(await play.say("ht", "/lich"))
        assert "Chưa có đơn" not in "".join(await play.say("gvcn", "/viec")), "no leave was asked"


EXCUSES = {
    "không thấy xin phép gì hết": "K",
    "sửa từ k sang p giúp em": "P",
    "k": "P",
    "có phép không": "P",
    "à không phép nha": "K",
    "em đó có phép rồi": "P",
}


async def test_leave_alone_is_said_of_the_one_pupil_just_reported(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.say("gvcn", "6A vắng Bình")
        for text, mark in EXCUSES.items():
            await play.say("gvcn", text)
            assert list((await marked(play)).values()) == [f"16/11S {mark}"], text
        await play.say("gvcn", "6A vắng Sáng")
        before = await marked(play)
        await play.say("bộ môn", "không phép nha")
        assert await marked(play) == before, "another's report"
        await play.say("gvcn", "6A vắng Bình p, Sáng p")
        before = await marked(play)
        await play.say("gvcn", "không phép nha")
        assert await marked(play) == before, "of two it is not said whose"


async def test_who_is_not_sure_yet_keeps_the_tap_and_nothing_is_done(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        for offered in ("mai khối 6 nghỉ nhé", "thông báo phụ huynh 6A: mai các em mang áo ấm"):
            await play.say("ht", offered)
            taps = play.labels("ht")[:1]
            for words in ("khoan gửi đã, đợi xã trả lời", "thôi khỏi", "để tôi hỏi lại đã"):
                (said,) = await play.say("ht", words)
                assert "chưa làm gì" in said, words
                assert play.labels("ht")[:1] == taps
            assert "Muốn làm thì mời chọn" in (await play.say("ht", "rồi, gửi luôn đi"))[0]
            assert play.labels("ht")[:1] == taps


async def test_a_reason_alone_joins_what_was_offered_and_drops_nothing_of_it(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.say("ht", "mai khối 6 nghỉ nhé")
        await play.say("ht", "lý do mưa lũ")
        assert play.labels("ht") == ["/lich nghỉ 17/11 khối 6 mưa lũ"]
        await play.say("mẹ Lan", "xin cho cháu nghỉ ngày mai")
        assert "thứ Ba 17/11" in (await play.say("mẹ Lan", "vì đi cưới cậu"))[0]
        (sent,) = await play.press("mẹ Lan", "Xin phép cho cháu Lan")
        assert "cưới cậu" in sent


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("đi 2 ngày luôn cô", "thứ Tư 18/11"),
        ("nghỉ tới thứ 5 luôn nha", "từ 18/11 đến 19/11"),
        ("thêm 1 ngày nữa cô", "thứ Tư 18/11"),
    ],
)
async def test_a_request_that_has_been_sent_becomes_longer_by_a_tap(tmp_path: Path, words: str, days: str) -> None:
    async with playing(tmp_path) as play:
        await play.say("mẹ A", "mai cho A nghỉ 1 bữa, nhà có giỗ")
        await play.press("mẹ A", "Xin phép cho cháu A")
        assert f"nghỉ thêm {days}, phải không ạ" in "".join(await play.say("mẹ A", words))
        (sent,) = await play.press("mẹ A", "Xin phép cho cháu A")
        assert days in sent, "the days that were asked for before stand as they were"
