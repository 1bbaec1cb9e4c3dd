"""The rules for what families read, over every letter they can get."""

from pathlib import Path

import pytest

from tests.conversation import Play, playing
from tests.handlers.school_days import on
from tests.jobs.checks import after_three_days, heard, roster_with_siblings, school_day

pytestmark = pytest.mark.anyio

THREATS = ("cá biệt", "phạt", "kỷ luật", "đuổi học", "không được lên lớp", "lưu ban", "vi phạm", "bắt buộc", "công an")


def words(letter: str) -> int:
    """As a reader counts them; there is no code at the end."""
    assert "mã" not in letter.lower().split()
    return len(letter.replace("•", " ").split())


async def mothers_letters(play: Play, *days: str) -> list[str]:
    """What Mẹ A reads when A, and on the first day Phép, are away on these days and then back."""
    letters: list[str] = []
    for day in days:
        await school_day(play, f"2026-11-{day} 07:45", "/vang 6A cả ngày Nguyễn Văn A")
        letters += play.new("mẹ A")
    return letters


async def test_every_letter_to_a_family_is_short_kind_and_names_the_teacher(tmp_path: Path) -> None:
    async with playing(tmp_path, afternoon_days=[2, 3, 4]) as play:
        first, third = await mothers_letters(play, "16", "17", "18")
        assert "cả ngày thứ Hai 16/11" in first
        assert "3 ngày học liền" in third
        for letter in (first, third):
            assert words(letter) <= 60, letter
            assert "**A**" in letter
            assert "Nguyễn Văn A" not in letter, "the child's given name only"
            assert "Phạm Thu Hà, 0900 000 002" in letter
            assert "Từ đầu năm" in letter
            assert not [threat for threat in THREATS if threat in letter.lower()]
        answers = ["Cháu ốm", "Nhà có việc", "Không biết cháu nghỉ", "Cần nhà trường giúp", "Lý do khác"]
        assert play.labels("mẹ A") == [*answers, "Đã biết"], "to say only that one knows is for further days"
        assert [label for _row in play.channel.seen["mẹ A"][0].buttons for label, _token in _row] == answers


async def test_two_children_fit_in_sixty_words_too(tmp_path: Path) -> None:
    async with playing(tmp_path, roster=roster_with_siblings()) as play:
        await play.say("gvcn6b", "/vang 6B Nguyễn Thị Phép")
        (letter,) = await mothers_letters(play, "16")
        assert words(letter) <= 60, letter
        assert {"Phạm Thu Hà, 0900 000 002", "Vũ Đức Long, 0900 000 003"} <= {
            line.partition(": ")[2].rstrip(".") for line in letter.splitlines()
        }
        assert "Nguyễn" not in letter


async def test_the_return_is_thanked_for_and_a_mistake_apologised_for(tmp_path: Path) -> None:
    async with after_three_days(tmp_path) as play:
        await school_day(play, "2026-11-19 07:45", "/du 6A")
        heard(play)
        await play.clock_to("20:31")
        back = heard(play)["mẹ A"]
        assert "cảm ơn" in back
        assert words(back) <= 60
    async with after_three_days(tmp_path) as play:
        await play.say("gvcn", "/phep 6A 18/11 Nguyễn Văn A")
        assert "xin lỗi" not in heard(play).get("mẹ A", ""), "it was true, and is excused now"
    async with after_three_days(tmp_path) as play:
        await on(play, "2026-11-19 07:05")
        heard(play)
        await play.say("gvcn", "/comat 6A 18/11 Nguyễn Văn A")
        corrected = heard(play)["mẹ A"]
        assert "xin lỗi" in corrected
        assert words(corrected) <= 60
        assert "Nguyễn Văn A" not in corrected


SINCE = (  # what the homeroom teacher says and taps once all have been told
    ("/muon 6A Nguyễn Văn A", "", "đi muộn, không nghỉ"),
    ("A đến rồi", "có mặt", "có mặt ở lớp"),
    ("6A đủ", "Đúng", "có mặt ở lớp"),
)


@pytest.mark.parametrize(("said", "tap", "told"), SINCE)
async def test_who_comes_after_the_roll_was_called_is_news_and_no_mistake(
    tmp_path: Path, said: str, tap: str, told: str
) -> None:
    async with playing(tmp_path) as play:
        await play.say("gvcn", "6A vắng Nguyễn Văn A K")
        await play.clock_to("07:52")
        heard(play)
        await play.say("gvcn", said)
        if tap:
            await play.press("gvcn", tap)
        letters = heard(play)
        for phone in ("mẹ A", "nóc", "nóc2"):
            assert told in letters[phone]
            assert "Đính chính" not in letters[phone], "when it left, it was true, as far as is known"
