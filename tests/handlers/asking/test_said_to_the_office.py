"""What colleagues and families say in passing: answered as what it is, and nothing is written down."""

from pathlib import Path

import pytest

from tests.conversation import playing
from tests.handlers.said_in_class import marked, reported

pytestmark = pytest.mark.anyio

SAID = [
    ("ht", "Lương tháng này sao chưa thấy về", "không giữ các khoản tiền"),
    ("ht", "Số thầy Long?", "Vũ Đức Long"),
    ("gvcn", "Thầy tổng phụ trách số mấy ha", "Tạ Quang Minh"),
    ("tpt", "số của mấy cô chủ nhiệm khối 6", "Chủ nhiệm lớp 6B"),
    ("gvcn", "lớp đủ thì có phải nhắn không", "6A đủ"),
    ("gvcn", "Tuần này lớp em được mấy điểm thi đua", "không giữ nền nếp"),
    ("gvcn", "tắt nhắc 7h đi, ồn quá", "tự được nhắc"),
    ("ht", "Tốt. Cảm ơn nhé", "không có gì"),
    ("ht", "đọc tên giúp tôi", "Chưa lớp nào báo"),
    ("mẹ A", "mai có học không, mưa lớn quá", "17/11"),
    ("mẹ A", "tôi không biết chữ, gọi điện đi", "nhờ thầy/cô chủ nhiệm gọi lại"),
    ("mẹ A", "Ai đó", "Đây là Sĩ Số"),
]


@pytest.mark.parametrize(("phone", "words", "answer"), SAID)
async def test_it_is_answered_and_nothing_is_written(tmp_path: Path, phone: str, words: str, answer: str) -> None:
    async with playing(tmp_path) as play:
        assert answer in "\n".join(await play.say(phone, words))
        assert (await marked(play), await reported(play)) == ({}, 0)


async def test_a_pupil_who_has_left_by_a_paper_is_no_absence(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        assert "thôi học vì sao" in "\n".join(await play.say("tpt", "Em Bình 6A thôi học rồi, có quyết định"))
        assert await marked(play) == {}


async def test_what_was_offered_is_left_undone(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.say("ht", "Bão vào đêm nay, cho toàn trường nghỉ học thứ năm")
        assert "chưa làm gì" in (await play.say("ht", "thôi chưa nghỉ đâu, để nghe dự báo đã"))[0]
