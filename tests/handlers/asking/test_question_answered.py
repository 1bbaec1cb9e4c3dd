"""What the program asks is answered in words too, as one answers a colleague."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet

from tests.conversation import playing
from tests.handlers.said_in_class import marked

pytestmark = pytest.mark.anyio

WHETHER = ("hình như Bình nghỉ",)
RECORDED = ("6A vắng Bình", "Bình đến rồi")
COMPLETE = ("6A vắng Bình", "lớp đủ")
WHICH = ("6A vắng Lan",)
NEAR = ("6A vắng Bìn",)
THESE = ("hình như Bình với Sáng nghỉ",)
COUNT = ("6A vắng 2 em", "Bình")
CLASS = ("6C vắng Bình",)
DAY = ("Bình nghỉ thứ 6",)

UNEXCUSED, EXCUSED, UNCLEAR = "Hồ Văn Bình (4): không phép", "Hồ Văn Bình (4): có phép", "chưa rõ phép"
IN_CLASS = "em Bình có đi học; không ghi gì"

ANSWERS = [
    *((WHETHER, words, UNEXCUSED) for words in ("có ạ", "có", "ừ", "đúng rồi", "vâng em ấy nghỉ", "không thấy đến")),
    *((WHETHER, words, UNEXCUSED) for words in ("không phép", "nghỉ không phép cô ạ", "chưa thấy đâu")),
    *((WHETHER, words, EXCUSED) for words in ("có phép", "nghỉ có phép", "P", "mẹ gọi xin phép rồi")),
    *((WHETHER, words, UNCLEAR) for words in ("nghỉ ốm", "em ấy ốm", "bị sốt", "ở nhà trông em")),
    *((WHETHER, words, IN_CLASS) for words in ("không", "dạ không ạ", "đi học rồi", "có đi học", "bạn ấy đến rồi")),
    *((WHETHER, words, IN_CLASS) for words in ("có mặt", "đi muộn", "không nghỉ")),
    *((WHETHER, words, "khi nào rõ xin thầy/cô báo lại") for words in ("không biết", "chưa rõ", "để em xem lại")),
    *((WHETHER, words, "có nghỉ hôm nay không ạ? Chưa ghi.") for words in ("chắc là nghỉ", "hình như nghỉ")),
    (WHETHER, "bỏ qua", "Đã bỏ qua “Bình”"),
    *((RECORDED, words, "có mặt. (đã sửa, trước là K)") for words in ("ừ", "đúng rồi", "vâng sửa đi")),
    (RECORDED, "không", "vẫn giữ như đã ghi"),
    (COMPLETE, "đúng", "không em nào vắng, có mặt 8/8"),
    (COMPLETE, "không", "vẫn giữ như đã ghi"),
    *((WHICH, words, "Đinh Văn Lan (3): không phép") for words in ("lan đinh", "Đinh Lan", "họ Đinh ạ", "số 3")),
    (WHICH, "không phải", "không có em nào tên “Lan”"),
    (NEAR, "đúng", UNEXCUSED),
    (NEAR, "không phải", "Đã bỏ qua “Bìn”"),
    *((THESE, words, "vắng 2/8 (0P, 2K)") for words in ("đúng", "cả hai", "có")),
    (THESE, "có phép", "vắng 2/8 (2P, 0K)"),
    (THESE, "không", "Đã bỏ qua “Bình, Sáng”"),
    *((COUNT, words, "vậy chỉ các em đã ghi là vắng") for words in ("hết rồi", "chỉ vậy thôi", "không còn ai")),
    *((CLASS, words, "**Đã ghi 6A") for words in ("6A", "lớp 6A", "à 6A")),
    *((DAY, words, "**Đã ghi 6A sáng 13/11**") for words in ("13/11", "thứ 6 tuần trước")),
]
NO_ANSWERS = [
    "chiều nay tôi vào nhà em Bình nhé",
    "ok",
    "cảm ơn",
    "ok cảm ơn",
    "dạ",
    "ai vắng hôm nay",
    "6B thế nào",
    "em ấy hay nghỉ lắm",
    "alo",
    "được",
]


def rows() -> Iterator[ParameterSet]:
    """Two of each kind are tried each time, the others by the campaign."""
    tried: Counter[tuple[tuple[str, ...], str]] = Counter()
    for said, words, answer in ANSWERS:
        tried[said, answer] += 1
        marks = pytest.mark.campaign if tried[said, answer] > 2 else ()
        yield pytest.param(said, words, answer, id=f"{said[-1]}: {words}", marks=marks)


@pytest.mark.parametrize(("said", "words", "answer"), list(rows()))
async def test_a_question_is_answered_in_words(tmp_path: Path, said: tuple[str, ...], words: str, answer: str) -> None:
    async with playing(tmp_path) as story:
        for before in said:
            await story.say("gvcn", before)
        assert answer in "\n".join(await story.say("gvcn", words))


async def test_words_about_something_else_are_no_answer(tmp_path: Path) -> None:
    async with playing(tmp_path) as story:
        await story.say("gvcn", WHETHER[0])
        for words in NO_ANSWERS:
            said = "\n".join(await story.say("gvcn", words))
            assert "Đã ghi" not in said, (words, said)
            assert "có đi học" not in said, (words, said)
        assert "**chưa báo**" in "\n".join(await story.say("gvcn", "/lop"))


async def test_a_no_puts_right_what_stands_where_the_question_is_about_it(tmp_path: Path) -> None:
    async with playing(tmp_path) as story:
        await story.say("gvcn", "6A vắng Bình")
        await story.say("gvcn", "hình như Bình nghỉ")
        assert "có mặt" in "\n".join(await story.say("gvcn", "đi học rồi"))


async def test_a_yes_to_what_only_tells_something_records_nothing(tmp_path: Path) -> None:
    """A class that is looked at has a tap that reports it; a word of assent is no report."""
    async with playing(tmp_path) as story:
        await story.say("gvcn", "ai vắng hôm nay")
        assert "Đã ghi" not in "\n".join(await story.say("gvcn", "vâng"))


async def test_the_only_open_question_is_answered_later_in_the_day_too(tmp_path: Path) -> None:
    async with playing(tmp_path) as story:
        await story.say("gvcn", WHETHER[0])
        await story.clock_to("10:30")
        story.new("gvcn")
        assert EXCUSED in "\n".join(await story.say("gvcn", "có phép"))


@pytest.mark.parametrize(("said", "words"), [(WHETHER[0], "có"), (CLASS[0], "6A")])
async def test_words_that_may_mean_anything_answer_no_question_of_hours_ago(
    tmp_path: Path, said: str, words: str
) -> None:
    async with playing(tmp_path) as story:
        await story.say("gvcn", said)
        await story.clock_to("10:30")
        story.new("gvcn")
        assert "Đã ghi" not in "\n".join(await story.say("gvcn", words))


async def test_who_is_said_to_be_here_answers_and_the_class_may_be_reported_by_a_tap(tmp_path: Path) -> None:
    async with playing(tmp_path) as story:
        await story.say("gvcn", WHETHER[0])
        said = "\n".join(await story.say("gvcn", "không, Bình đi học mà"))
        assert "có đi học; không ghi gì" in said
        assert "Lớp có mặt đủ phải không ạ?" in said
        assert "có mặt 8/8" in "\n".join(await story.say("gvcn", "đúng"))


@pytest.mark.parametrize("words", ["Bình có đi học", "Nay Bình có đi học nhé", "Bình đi học bình thường"])
async def test_that_a_pupil_is_in_class_is_no_question(tmp_path: Path, words: str) -> None:
    async with playing(tmp_path) as story:
        await story.say("gvcn", "6A vắng Bình")
        assert "Sửa thành có mặt" in "\n".join(await story.say("gvcn", words))


@pytest.mark.parametrize(
    "words",
    ["binh sao roi", "bình thế nào rồi", "bình 6a thế nào", "bình hôm nay có đi học không", "bình nghỉ mấy hôm"],
)
async def test_a_name_in_small_letters_is_found_in_a_question(tmp_path: Path, words: str) -> None:
    async with playing(tmp_path) as story:
        await story.say("gvcn", "6A vắng Bình")
        said = "\n".join(await story.say("pht", words))
        assert "**Hồ Văn Bình**" in said
        assert "nghỉ 1 buổi" in said


@pytest.mark.parametrize("words", ["mai có học không", "Mai có học không"])
async def test_a_day_that_is_a_name_too_stays_a_day(tmp_path: Path, words: str) -> None:
    async with playing(tmp_path) as story:
        assert "Thứ Ba 17/11" in "\n".join(await story.say("pht", words))


@pytest.mark.parametrize("phone", ["ht", "pht", "tpt"])
@pytest.mark.parametrize(
    "words", ["báo cáo hôm nay", "bao cao hom nay", "tình hình hôm nay thế nào", "sĩ số hôm nay", "số liệu hôm nay"]
)
async def test_leaders_ask_for_today_as_for_any_other_day(tmp_path: Path, phone: str, words: str) -> None:
    async with playing(tmp_path) as story:
        assert "**Báo cáo toàn trường, thứ Hai 16/11**" in "\n".join(await story.say(phone, words))


async def test_how_a_pupil_is_is_no_question_about_the_hamlet(tmp_path: Path) -> None:
    async with playing(tmp_path) as story:
        assert "**Hồ Văn Bình**" in "\n".join(await story.say("ht", "tình hình Bình thế nào"))
        assert "**Tu Ro - Thôn 4**" in "\n".join(await story.say("ht", "nóc của Bình tình hình thế nào"))


@pytest.mark.parametrize("words", ["không, còn A Thút", "chưa, A Thút vẫn nghỉ"])
async def test_of_those_who_stand_as_absent_one_is_not_here_and_of_the_others_it_is_asked(
    tmp_path: Path, words: str
) -> None:
    async with playing(tmp_path) as play:
        await play.say("gvcn", "6A vắng Bình, A Thút")
        await play.say("gvcn", "6A đủ")
        assert "Còn Hồ Văn Bình thì có mặt rồi, phải không ạ?" in await play.say("gvcn", words)
        await play.press("gvcn", "Hồ Văn Bình: có mặt")
        assert set(await marked(play)) == {"A Thút"}
