"""A week's conversation and its daily checks, the same on each engine."""

import pytest
from sqlalchemy import func, select

from models import Cases, Firings, Outbox
from tests.bot.mail import column
from tests.conversation import Play

pytestmark = pytest.mark.anyio

A = "Nguyễn Văn A"


async def test_a_child_stays_away_is_missed_by_the_right_people_and_comes_back(play: Play) -> None:
    await play.say("gvcn", "/vang 6A Nguyen Van A, Ho Thi Lan P om")
    await play.say("gvcn6b", "/du 6B")
    await play.clock_to("07:55")
    assert A in play.new("nóc")[0]
    assert "1" in play.new("mẹ A")[0]
    assert play.new("mẹ Lan") == [], "her mother has excused her"
    for day in ("2026-11-17", "2026-11-18"):
        await play.clock_to(f"{day} 07:05")
        await play.say("gvcn", "/vang 6A Nguyen Van A")
        await play.clock_to("07:55")
    assert await column(play, select(Cases.closed_on)) == [None]
    assert any(A in text for text in play.new("pht"))
    assert await column(play, select(Firings.step).order_by(Firings.id)) == [1, 2]

    await play.clock_to("2026-11-19 07:05")
    await play.say("gvcn", "/du 6A")
    for phone in ("nóc", "pht", "mẹ A"):
        play.new(phone)
    await play.clock_to("20:35")
    assert await column(play, select(Cases.closed_why)) == ["returned"]
    for phone, words in (("nóc", "trở lại lớp"), ("pht", "trở lại lớp"), ("mẹ A", "đã đi học lại")):
        texts = play.new(phone)
        assert sum("A" in text and words in text for text in texts) == 1, (phone, texts)
    keys = select(func.count()).where(Outbox.key.is_not(None)).group_by(Outbox.person_id, Outbox.key)
    assert set(await column(play, keys)) == {1}


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
