"""What a family answers."""

from pathlib import Path

import pytest

from tests.conversation import playing
from tests.handlers.said_in_class import marked, reported
from tests.handlers.school_days import ask
from tests.jobs.checks import checked, heard, roster_with_siblings, school_day

pytestmark = pytest.mark.anyio


async def test_a_familys_tap_reaches_the_homeroom_teacher_whose_tap_makes_it_leave(tmp_path: Path) -> None:
    async with playing(tmp_path, afternoon_days=[2]) as play:
        await school_day(play, "2026-11-16 07:45", "/vang 6A Nguyễn Văn A")
        heard(play)
        (thanks,) = await play.press("mẹ A", "Cháu ốm")
        assert "Cảm ơn gia đình" in thanks
        (letter,) = play.new("gvcn")
        assert "Gia đình đã trả lời" in letter
        assert "Nguyễn Văn A, lớp 6A, sáng thứ Hai 16/11: cháu ốm" in letter
        assert await marked(play) == {"Nguyễn Văn A": "16/11S K"}, "the teacher decides"
        assert play.labels("gvcn") == ["Có phép", "Không phép", "Xem"]
        answer = (await play.press("gvcn", "Có phép"))[0]
        assert "nghỉ có phép thứ Hai 16/11" in answer
        assert await marked(play) == {"Nguyễn Văn A": "16/11S P"}
        assert await reported(play) == 1, "the afternoon, not over yet, stays unreported"


async def test_of_two_children_the_answer_is_about_the_one_that_was_tapped(tmp_path: Path) -> None:
    async with playing(tmp_path, roster=roster_with_siblings()) as play:
        await play.say("gvcn6b", "/vang 6B Nguyễn Thị Phép")
        await school_day(play, "2026-11-16 07:45", "/vang 6A Nguyễn Văn A")
        heard(play)
        await play.press("mẹ A", "Phép: Nhà có việc")
        told = heard(play)
        assert told.keys() == {"gvcn6b"}
        assert "Nguyễn Thị Phép, lớp 6B" in told["gvcn6b"]


async def test_an_answer_after_the_correction_and_another_familys_question_are_closed(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await school_day(play, "2026-11-16 07:45", "/vang 6A Nguyễn Văn A")
        assert "đang chờ gia đình" in await ask(play, "mẹ Lan", "/lydo 1 om")
        await ask(play, "gvcn", "/huy")
        play.new("mẹ A")
        (answer,) = await play.press("mẹ A", "Cháu ốm")
        assert "đang chờ gia đình" in answer


AFTER_ALL = {  # what takes the absence back, and what says that it was right
    "late": (("/muon 6A Nguyễn Văn A", "/vang 6A Nguyễn Văn A"), ("đi muộn", "vắng, chưa có phép")),
    "with leave": (("/phep 6A Nguyễn Văn A", "/huy"), ("có phép", "vắng, chưa có phép")),
    "in class": (("/comat 6A Nguyễn Văn A", "6A vắng Nguyễn Văn A K"), ("có mặt ở lớp", "vắng, chưa có phép")),
}


@pytest.mark.parametrize("way", AFTER_ALL)
async def test_what_was_put_right_and_was_right_after_all_is_told_each_time_to_who_had_read_it(
    tmp_path: Path, way: str
) -> None:
    (back, again), (first, second) = AFTER_ALL[way]
    async with playing(tmp_path, at="2026-11-16 07:45") as play:
        await play.say("gvcn", "/vang 6A Nguyễn Văn A")
        await checked(play)
        readers = set(heard(play)) - {"gvcn"}
        assert readers == {"nóc", "nóc2", "mẹ A"}
        for said, now in ((back, first), (again, second), (back, first)):
            await play.say("gvcn", said)
            told = heard(play)
            assert set(told) == readers, said
            assert all(now in text for text in told.values()), said
        await play.say("gvcn", again)
        heard(play)
        await checked(play)
        assert heard(play) == {}, "nobody is alarmed anew of what they know"
