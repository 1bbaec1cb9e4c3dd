"""A week's conversation and its daily checks, the same on each engine."""

import pytest

from tests.conversation import Play

pytestmark = pytest.mark.anyio

A = "Nguyễn Văn A"


async def test_a_mistake_is_taken_back_and_a_family_answers_with_one_tap(play: Play) -> None:
    await play.say("gvcn", "/vang 6A Nguyen Van A")
    await play.clock_to("07:55")
    await play.press("mẹ A", "ốm")
    assert any(A in text for text in play.new("gvcn"))
    await play.clock_to("2026-11-17 07:05")
    await play.say("gvcn", "/vang 6A Ho Thi Lan")
    await play.clock_to("07:46")
    await play.say("gvcn", "/huy")
    await play.clock_to("09:00")
    assert play.new("mẹ Lan") == []
