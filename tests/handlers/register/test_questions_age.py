"""A question names its day, is put again at most once, and falls when it is answered otherwise."""

from pathlib import Path

import pytest

from tests.conversation import Play, playing
from tests.handlers.said_in_class import marked
from tests.handlers.school_days import ask, on

pytestmark = pytest.mark.anyio

ASKED = {
    "6A vắng Lan": "“Lan”",
    "6A vắng Xuân": "“Xuân”",
    "6A vắng 3: Bình": "báo vắng 3",
    "6A vắng Bình 31/2": "Bình",
}  # one of every kind that a report leaves open


@pytest.mark.parametrize("words", ASKED)
async def test_a_question_names_its_day_and_is_put_again_at_most_once(tmp_path: Path, words: str) -> None:
    async with playing(tmp_path) as play:
        first = "\n".join(await play.say("gvcn", words))
        assert ASKED[words] in first
        assert "16/11" in first
        again = [said for said in await play.say("gvcn", "6A vắng A Thút") if said.startswith("16/11: ")]
        again += await _put(play, ASKED[words], "16 22:00")
        await on(play, "2026-11-17 07:05")
        again += [said for said in await play.say("gvcn", "6A vắng A Thút") if "16/11" in said]
        assert len(again) <= 1, again
        assert all("16/11" in said for said in again)


async def _put(play: Play, part: str, until: str) -> list[str]:
    await play.clock_to(f"2026-11-{until}")
    return [said for said in play.new("gvcn") if part in said and "16/11: " in said]


async def test_a_question_stands_in_the_class_of_its_own_day_only(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.say("gvcn", "6A vắng Lan")
        assert "“Lan”" in await ask(play, "gvcn", "/lop 6A")
        assert "“Lan”" not in await ask(play, "gvcn", "/lop 6A tuần")
        await on(play, "2026-11-17 07:05")
        assert "“Lan”" not in await ask(play, "gvcn", "/lop 6A")
        assert "“Lan”" in await ask(play, "gvcn", "/lop 6A 16/11")


async def test_a_question_falls_when_somebody_else_has_recorded_what_it_asks(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.say("bộ môn", "6A vắng Lan")
        await play.say("gvcn", "6A vắng Hồ Thị Lan P")
        await play.press("bộ môn", "Đinh Văn Lan")
        assert await marked(play) == {"Hồ Thị Lan": "16/11S P"}, "it was settled already"
        await play.say("bộ môn", "6A vắng Hùng Hưng")
        await play.say("gvcn", "/huy")


@pytest.mark.parametrize(
    ("asked", "said", "left"),
    [
        ("6A Bình biệt tích từ sáng", "Bình đến rồi", None),
        ("6A vắng Lan", "Lan vào lớp rồi ạ", None),
        ("Bình kẹt đò, Sáng biệt tăm", "Bình với Sáng vào lớp rồi ạ", None),
        ("Bình kẹt đò, Sáng biệt tăm", "Bình đến rồi", "Em Lê Thị Sáng có nghỉ hôm nay không ạ?"),
        ("6A Bình biệt tích từ sáng", "hôm qua Bình có mặt", "“Bình”"),
    ],
)
async def test_who_is_said_to_be_here_is_asked_about_no_more(
    tmp_path: Path, asked: str, said: str, left: str | None
) -> None:
    async with playing(tmp_path) as play:
        assert "ạ?" in (await play.say("gvcn", asked))[0]
        answer = "\n".join(await play.say("gvcn", said))
        waiting = await ask(play, "gvcn", "/lop 6A")
        assert ("Còn chờ" in waiting) is (left is not None)
        assert left is None or left in answer + waiting
        assert await marked(play) == {}


async def test_undo_takes_the_questions_of_that_class_and_day_with_it(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.say("gvcn", "6A vắng Lan")
        await play.say("gvcn", "6A vắng Bình")
        await play.say("gvcn", "/huy")
        assert "“Lan”" not in await ask(play, "gvcn", "/lop 6A")


async def test_for_a_name_nobody_has_two_near_ones_are_offered_or_none(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        for name, offered in {"Thắng": 0, "Cường": 0, "Bìnhh": 1, "Hungg": 2}.items():
            await play.say("gvcn", f"6A vắng {name}")
            pupils = [label for label in play.labels("gvcn") if "số" in label]
            assert len(pupils) == offered, (name, pupils)
