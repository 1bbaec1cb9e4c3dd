"""A message that is understood by what went before it in the same chat; nothing is recorded or sent by guessing."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet

from tests.conversation import playing
from tests.handlers.said_in_class import marked

pytestmark = pytest.mark.anyio

TALKS: list[tuple[str, str, list[str], str]] = [  # a kind, who, what is said, a part of the last answer
    ("shown", "gvcn", ["em Bình nghỉ mấy buổi rồi", "sửa lại có phép giúp em, mẹ nó mới gọi"], "không được ghi vắng"),
    ("shown", "gvcn", ["6A vắng Sáng K", "em Bình nghỉ mấy buổi rồi", "đổi có phép giúp em"], "Em Hồ Văn Bình hôm nay"),
    ("shown", "gvcn", ["6A vắng Sáng K", "em Sáng sao nghỉ", "đổi có phép giúp em"], "có phép, từ đầu năm"),
    ("order", "gvcn", ["6A vắng Sáng, Thút", "em đầu tiên có phép"], "Lê Thị Sáng (5): có phép"),
    ("order", "gvcn", ["6A vắng Sáng, Thút", "em cuối là con ai"], "**A Thút**, 6A\nGia đình"),
    ("order", "gvcn", ["6A vắng Sáng, Thút", "em thứ hai nghỉ mấy buổi rồi"], "**A Thút**, 6A"),
    ("order", "gvcn", ["6A vắng Sáng, Thút", "nhà mấy em đó ở đâu"], "**A Thút**, 6A\nLong Tro"),
    ("pointed", "pht", ["6A vắng Sáng, Thút", "em đầu tiên có phép"], "vắng 2/8 (1P, 1K)"),
    ("pointed", "tpt", ["lớp 6A vắng Thút K", "6A ai vắng", "em đầu tiên có phép"], "(đã sửa, trước là K)"),
    ("several", "gvcn", ["6A vắng Sáng, Thút", "hai em đó có phép"], "vắng 2/8 (2P, 0K)"),
    ("several", "gvcn", ["6A vắng Sáng, Thút", "mấy em đó nghỉ vì sao"], "**Lê Thị Sáng**, 6A"),
    ("several", "gvcn", ["6A vắng Sáng, Thút", "ba em đó có phép"], "chưa ghi gì"),
    (
        "kept",
        "nóc",
        ["hôm qua tôi đến nhà em Bình, mẹ nói em ốm", "mẹ bảo thứ năm nó xuống lại"],
        "mẹ nói em ốm. mẹ bảo thứ năm nó xuống lại",
    ),
    ("kept", "nóc", ["hôm qua tôi đến nhà em Bình, mẹ nói em ốm", "chuyện nợ nần thì đừng ghi vô nha"], "bỏ ra ngoài"),
    ("draft", "ht", ["thông báo giáo viên: 15h chiều nay họp", "đổi thành 14h"], "14h chiều nay họp"),
    ("draft", "ht", ["thông báo giáo viên: 15h chiều nay họp", "à thêm câu: nhớ mang sổ nhé"], "họp. Nhớ mang sổ"),
    ("draft", "ht", ["thông báo giáo viên: 15h chiều nay họp", "gửi cho gvcn thôi"], "giáo viên chủ nhiệm"),
    ("draft", "ht", ["thông báo phụ huynh: thứ 5 họp lớp", "đổi thứ 5 thành thứ 7"], "Thứ 7 họp lớp"),
    ("leave", "mẹ A", ["xin nghi phep cho chau ngay mai", "cháu A nghỉ học thứ 5 về quê"], "nghỉ thứ Năm 19/11, phải"),
    ("leave", "mẹ A", ["xin nghỉ cho cháu ngày mai", "mai nhà có đám cưới"], "lý do: “nhà có đám cưới”"),
    ("leave", "mẹ A", ["thứ 5 thứ 6 nhà có đám cưới", "à thôi chỉ thứ 6 thôi"], "nghỉ thứ Sáu 20/11, phải"),
    ("reason", "mẹ A", ["cho cháu nghỉ hôm nay", "nhà có việc", "vâng"], "lý do: “nhà có việc”"),
    ("reason", "mẹ A", ["ngày mai cháu nghỉ được không cô", "vâng"], "vì lý do gì ạ?"),
    ("leave", "mẹ A", ["xin nghỉ mai vì về quê", "cô duyệt chưa ạ"], "A, thứ Ba 17/11: chờ thầy/cô duyệt"),
    (
        "visit",
        "gvcn",
        ["chiều nay em lên nhà em Sáng thăm", "em đi về rồi, gặp bà nội"],
        "Em Lê Thị Sáng không có hồ sơ",
    ),
    ("visit", "gvcn", ["em Bình nghỉ mấy buổi", "nhắc e mai coi nó có đi không"], "không đặt được lời nhắc"),
    ("figures", "ht", ["hôm nay toàn trường vắng bao nhiêu", "lớp nào nhiều nhất"], "chưa lớp nào báo"),
    ("days", "gvcn", ["em Bình tuần này nghỉ mấy bữa rồi", "thế tháng trước"], "6A, tháng 10/2026"),
    ("days", "nóc", ["6A vắng Hùng", "tuần trước nóc Takta có ai nghỉ"], "chưa lớp nào có báo cáo"),
    ("late", "gvcn", ["6A vắng Hồ Thị Lan", "Lan đi muộn"], "Hồ Thị Lan đang được ghi K"),
    ("meals", "ht", ["hôm nay mấy suất ăn bán trú", "trừ mấy em nghỉ chưa"], "Hôm nay chưa báo: 6A"),
    ("silent", "ht", ["cô Hà sao chưa báo", "nhắc cô ấy giúp tôi"], "**Chưa báo"),
    ("figures", "ht", ["cô Hà báo sĩ số lúc mấy giờ", "còn thầy Long"], "6B"),
]


def rows() -> Iterator[ParameterSet]:
    """Two of each kind are tried each time, the others by the campaign."""
    tried: Counter[str] = Counter()
    for kind, phone, said, answer in TALKS:
        tried[kind] += 1
        yield pytest.param(
            phone, said, answer, id=f"{kind}: {said[-1]}", marks=pytest.mark.campaign if tried[kind] > 2 else ()
        )


@pytest.mark.parametrize(("phone", "said", "answer"), list(rows()))
async def test_what_went_before_tells_what_is_meant(tmp_path: Path, phone: str, said: list[str], answer: str) -> None:
    async with playing(tmp_path) as play:
        for before in said[:-1]:
            await play.say(phone, before)
        assert answer in "\n".join(await play.say(phone, said[-1]))


async def test_who_is_pointed_at_in_the_report_of_another_changes_by_a_tap_alone(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.say("gvcn", "6A vắng Sáng K")
        before = await marked(play)
        await play.say("pht", "6A ai vắng")
        assert "Chưa thay đổi gì" in "\n".join(await play.say("pht", "em đầu tiên có phép"))
        assert await marked(play) == before
        await play.press("pht", "Sửa thành P")
        assert list((await marked(play)).values()) == ["16/11S P"]
