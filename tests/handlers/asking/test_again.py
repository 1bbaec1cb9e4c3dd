"""A few words that change a part of the last question are answered as the whole question would be."""

from datetime import timedelta
from pathlib import Path

import pytest

from rules.asking.again import Part, Piece, again, changes_alone, joined
from tests.conversation import Play, playing
from tests.handlers.said_in_class import marked, reported

pytestmark = pytest.mark.anyio

ASKED = {  # by whom: the question with whom and when, and what may stand there instead
    "ht": [
        ("{whom} {days} vắng ai", "6A", "hôm nay", "6B", "thứ sáu tuần trước"),
        ("tỷ lệ chuyên cần {whom} {days} là bao nhiêu", "khối 6", "tháng này", "6B", "tháng 10"),
        ("{whom} có bao nhiêu học sinh nữ", "lớp 6A", "", "6B", ""),
        ("ai chủ nhiệm {whom}", "lớp 6A", "", "6B", ""),
        ("phụ huynh nào của {whom} chưa kết nối", "6A", "", "6B", ""),
        ("{whom} ai nghỉ nhiều nhất {days}", "6A", "tháng này", "6B", "tháng 10"),
        ("{whom} nghỉ mấy buổi rồi", "em Hồ Văn Bình", "", "Nguyễn Văn A", ""),
        ("ai phụ trách nóc {whom}", "Takta", "", "Tu Ro", ""),
        ("lớp nào hay báo trễ {days}", "", "tháng này", "", "tuần trước"),
        ("{days} có học không", "", "mai", "", "thứ bảy"),
    ],
    "gvcn": [("{whom} {days} có ai nghỉ không", "lớp mình", "hôm nay", "", "hôm thứ sáu")],
    "nóc": [("hôm nay nóc {whom} có em nào nghỉ không", "Takta", "", "Tu Ro", "")],
    "mẹ A": [("cháu {days} có đi học không", "", "hôm nay", "", "hôm thứ sáu")],
}
WAYS = ("còn {0}?", "thế {0} thì sao", "ý tôi là {0}", "à {0} cơ")


@pytest.mark.parametrize("phone", ASKED)
async def test_a_part_is_changed_as_if_all_had_been_said_again(tmp_path: Path, phone: str) -> None:
    async with playing(tmp_path) as play:
        for template, whom, days, whom_else, days_else in ASKED[phone]:
            for changed, whole in (
                (whom_else, template.format(whom=whom_else, days=days)),
                (days_else, template.format(whom=whom, days=days_else)),
            ):
                for way in WAYS if changed else ():
                    expected = await play.say(phone, whole)
                    await play.say(phone, template.format(whom=whom, days=days))
                    assert await play.say(phone, way.format(changed)) == expected, (template, way.format(changed))
        assert await marked(play) == {}
        assert await reported(play) == 0


async def heads(play: Play, phone: str, *texts: str) -> list[str]:
    return [(await play.say(phone, text))[0].partition("\n")[0] for text in texts]


async def test_parts_change_one_after_the_other_and_thanks_between_change_nothing(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        said = ("6A hôm nay vắng ai", "thế 6B", "cảm ơn em", "còn tuần trước?", "ai nhiều nhất", "khối 6 thì sao")
        assert await heads(play, "ht", *said) == [
            "**Lớp 6A, thứ Hai 16/11**: sĩ số 8",
            "**Lớp 6B, thứ Hai 16/11**: sĩ số 3",
            "Dạ, không có gì ạ.",
            "**Báo cáo 6B, từ 09/11 đến 15/11**",
            "**Báo cáo 6B, từ 09/11 đến 15/11**",
            "**Báo cáo khối 6, từ 09/11 đến 15/11**",
        ]


async def test_a_report_between_ends_the_question(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.say("gvcn", "em nào nghỉ nhiều nhất tháng này")
        await play.say("gvcn", "6A vắng Bình P")
        (said,) = await heads(play, "gvcn", "còn Hùng nữa")
        assert "Hùng" in said or "6A" in said
        assert "tháng 11" not in said


async def test_what_was_asked_half_an_hour_ago_is_forgotten(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.say("ht", "ai chủ nhiệm 6A")
        play.app.now.move_to(play.app.now() + timedelta(minutes=30))
        assert "Chủ nhiệm" not in (await play.say("ht", "còn 6B?"))[0]


def test_a_whole_question_changes_nothing_of_another() -> None:
    named = [Piece(0, 2, Part.WHOM)]
    assert changes_alone("6B thì sao", named)
    assert not changes_alone("6B sao rồi", named)
    assert not changes_alone("6B có học không", named)
    assert not changes_alone("6B đủ", named)


def test_the_new_part_stands_where_the_old_one_stood() -> None:
    old, new = "6A hôm nay vắng ai?", "còn hôm qua"
    before = joined([Piece(0, 2, Part.WHOM), Piece(3, 10, Part.DAYS)])
    assert again(old, before, new, [Piece(4, 11, Part.DAYS)]) == "6A hôm qua vắng ai?"
    assert again("ai vắng nhiều?", [], new, [Piece(4, 11, Part.DAYS)]) == "ai vắng nhiều hôm qua?"
