"""Where there are no buttons, a digit answers the question it was meant for, whatever came in between."""

from pathlib import Path

import pytest

from tests.conversation import playing
from tests.stories.phones import AtZalo, told_through

pytestmark = pytest.mark.anyio


async def test_a_letter_between_question_and_answer_takes_none_of_its_numbers(tmp_path: Path) -> None:
    async with told_through("zalo", playing(tmp_path)) as story:
        assert isinstance(story, AtZalo)
        question = "\n".join(await story.say("gvcn", "6A vắng Lan K"))
        assert "1. " in question
        first = {number for _label, number in [pair for row in story.seen("gvcn")[-1].buttons for pair in row]}
        await story.say("mẹ A", "/xinphep mai ốm")
        (letter,) = [parcel for parcel in story.seen("gvcn") if parcel.buttons][1:]
        second = {number for row in letter.buttons for _label, number in row}
        assert second
        assert not first & second
        answer = "\n".join(await story.say("gvcn", "1"))
        assert "vắng 1/8" in answer, "the question was about a Lan, and is answered"
