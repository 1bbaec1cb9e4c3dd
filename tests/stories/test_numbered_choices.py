"""Where there are no buttons, a digit answers the question it was meant for, whatever came in between."""

from pathlib import Path

import pytest
from sqlalchemy import func, select

from models import Marks
from tests.conversation import playing
from tests.stories.phones import AtZalo, told_through

pytestmark = pytest.mark.anyio


def numbers(story: AtZalo, place: int = -1) -> dict[str, str]:
    """The choices of the newest message that has any, or of one before: by label."""
    shown = [parcel for parcel in story.seen("gvcn") if parcel.buttons][place]
    return {label: number for row in shown.buttons for label, number in row}


async def absent(story: AtZalo) -> int:
    async with story.app.database.read() as session:
        return await session.scalar(select(func.count()).where(Marks.struck_at.is_(None))) or 0


async def test_a_letter_between_question_and_answer_takes_none_of_its_numbers(tmp_path: Path) -> None:
    async with told_through("zalo", playing(tmp_path)) as story:
        assert isinstance(story, AtZalo)
        question = "\n".join(await story.say("gvcn", "6A vắng Lan K"))
        assert "1. " in question
        first = set(numbers(story).values())
        await story.say("mẹ A", "/xinphep mai ốm")
        second = set(numbers(story).values())
        assert second
        assert not first & second
        answer = "\n".join(await story.say("gvcn", "1"))
        assert "vắng 1/8" in answer, "the question was about a Lan, and is answered"


async def test_no_digit_undoes_what_its_writer_had_not_read_or_has_left_behind(tmp_path: Path) -> None:
    async with told_through("zalo", playing(tmp_path)) as story:
        assert isinstance(story, AtZalo)
        await story.say("gvcn", "6A vắng Bình, Lan")
        receipt, question = numbers(story, -2), numbers(story)
        assert not {*receipt.values()} & {*question.values()}, "one answer, and no number twice in it"
        await story.say("gvcn", "/viec")
        assert not {*numbers(story).values()} & {*question.values()}, "what is open keeps its numbers"
        which = next(number for label, number in question.items() if "Đinh Văn Lan" in label)
        await story.arrive("gvcn", f"chọn {which} ạ")
        await story.arrive_at_once("gvcn", which)  # a phone without a signal sends it twice
        await story.settle()
        undo = numbers(story)["Huỷ"]
        assert await absent(story) == 2, "a copy of the answer presses nothing of what came in reply"
        await story.say("gvcn", "/viec")
        assert undo not in numbers(story).values()
        await story.say("gvcn", undo)
        assert await absent(story) == 2, "what has been scrolled away is not undone by an old digit"
        await story.say("gvcn", "/diemdanh")
        await story.say("gvcn", "/viec")
        await story.say("gvcn", "1, 2")
        assert await absent(story) == 4, "an open list is answered by its numbers, whatever stands below it"
        await story.say("gvcn", numbers(story)["Huỷ"])
        assert await absent(story) == 2
