"""Boards, on each engine: versions of one message, each in the place of the last."""

import pytest
from sqlalchemy import select

from channels import Uncertain
from models import Buttons, Outbox, Taps
from tests.bot.engine.post.mail import column, later
from tests.bot.engine.post.owed import chat, states
from tests.conversation import Play
from tests.handlers.said_in_class import marked

pytestmark = pytest.mark.anyio


async def test_a_roll_call_is_tapped_and_saved(play: Play) -> None:
    await play.say("gvcn", "/diemdanh 6A")
    for label in ("2. Hồ Thị Lan", "3. Đinh Văn Lan", "2. Hồ Thị Lan", "3. Đinh", "3. Đinh", "Lưu: vắng 1"):
        assert await play.press("gvcn", label) == []
    assert "Đã ghi 6A sáng 16/11" in play.shown("gvcn")
    assert await marked(play) == {"Hồ Thị Lan": "16/11S P"}
    assert len(play.channel.seen["gvcn"]) == 1
    assert await states(play) == ["sent"] * 7


async def test_two_people_tap_the_same_class_and_neither_loses_a_mark(play: Play) -> None:
    for phone in ("gvcn", "bộ môn"):
        await play.say(phone, "/diemdanh 6A")
    await play.press("gvcn", "2. Hồ Thị Lan")
    await play.press("bộ môn", "4. Hồ Văn Bình")
    await play.press("bộ môn", "Lưu: vắng 1")
    await play.press("gvcn", "Lưu: vắng 1")
    assert any("Cao Thị Yên đã báo buổi này trước đó" in parcel.text for parcel in play.seen("gvcn"))
    assert await marked(play) == {"Hồ Thị Lan": "16/11S K", "Hồ Văn Bình": "16/11S K"}


async def test_taps_that_arrive_together_are_handled_one_after_another(play: Play) -> None:
    await play.say("gvcn", "/diemdanh 6A")
    tokens = {label[:1]: token for row in play.channel.seen["gvcn"][-1].buttons for label, token in row}
    for number in "23425":
        await play.arrive("gvcn", tokens[number], pressed=True)
    await play.app.settle()
    kinds = await column(play, select(Taps.kind).order_by(Taps.pupil_id))
    assert kinds == ["P", "K", "K", "K"]
    assert len(play.channel.seen["gvcn"]) == 1


async def test_a_first_board_that_may_have_arrived_is_not_sent_again_once_a_newer_one_is(play: Play) -> None:
    play.channel.lose["gvcn"] = Uncertain("reset")
    await play.say("gvcn", "/diemdanh 6A")
    play.channel.lose.clear()
    await play.press("gvcn", "2. Hồ Thị Lan")
    await later(play, seconds=61)
    assert await states(play) == ["cancelled", "sent"]
    await play.press("gvcn", "2. Hồ Thị Lan")
    assert "P 2. Hồ Thị Lan" in play.labels("gvcn"), "what was sent last is what changes"
    assert len(play.channel.seen["gvcn"]) == 2


async def test_a_displaced_board_keeps_its_promises_as_a_new_message(play: Play) -> None:
    await play.say("gvcn", "/diemdanh 6A")
    play.channel.gone.add("gvcn-1")
    play.channel.lose["gvcn"] = Uncertain("reset")
    await play.press("gvcn", "2. Hồ Thị Lan")
    play.channel.lose.clear()
    await later(play, seconds=61)
    copies = [parcel.text for parcel in play.channel.seen["gvcn"][1:]]
    assert len(copies) == 2
    assert "gửi lại" in copies[1], "it may be there twice now, and says so"
    assert await column(play, select(Outbox.message_id).order_by(Outbox.id)) == [None, "gvcn-3"]


async def test_buttons_belong_to_the_chat_and_a_new_page_brings_its_own(play: Play) -> None:
    await play.say("gvcn", "/diemdanh 6A")
    owners = await column(play, select(Buttons.chat_id).distinct())
    assert owners == [await chat(play, "gvcn")]
    positions = await column(play, select(Buttons.position).order_by(Buttons.position))
    assert positions == [*range(11)], "each button once, and what typed numbers mean"
