"""What is owed to a person is one letter, at an hour and with words that are right when it leaves."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from bot.engine.post.sender import MOST
from channels import NotSent, Uncertain
from models import Outbox
from models.people.links import link_chat, unlink_chat
from models.shapes.letter import Composition
from tests.bot.engine.post.mail import ANYBODY, column, later
from tests.bot.engine.post.owed import chat, memo, owe, reply, states, waits
from tests.conversation import Play

pytestmark = pytest.mark.anyio


async def test_the_same_fact_is_told_to_a_person_once_and_to_each_person(play: Play) -> None:
    for _time in range(3):
        await owe(play, "Ngô Thị Bảy")
        await owe(play, "Mai Văn Chín")
        await play.app.settle()
    assert len(play.new("pht")) == len(play.new("ht")) == 1


async def test_what_is_owed_together_is_one_letter(play: Play) -> None:
    for about in (1, 2, 3):
        await owe(play, "Ngô Thị Bảy", about)
    await play.app.settle()
    (letter,) = play.new("pht")
    assert "[1, 2, 3]" in letter
    assert await states(play) == ["sent"] * 3


async def test_one_letter_stays_one_letter_however_much_is_due_before_its_end(play: Play) -> None:
    for about in range(MOST):
        await owe(play, "Ngô Thị Bảy", about)
        await owe(play, "Mai Văn Chín", about)
    await play.app.settle()
    for phone in ("pht", "ht"):
        (letter,) = play.new(phone)
        assert letter.count(",") == MOST - 1
    assert set(await states(play)) == {"sent"}


async def test_quiet_hours_hold_notices_until_morning_and_never_replies(play: Play) -> None:
    await later(play, hours=15)  # five past ten at night
    await owe(play, "Ngô Thị Bảy")
    await reply(play, "pht", "chào")
    await later(play, minutes=10)
    assert play.new("pht") == ["chào"]
    assert (await column(play, select(Outbox.not_before).where(Outbox.kind == "memo")))[0].hour == 23  # six at home
    await later(play, hours=8)
    assert len(play.new("pht")) == 1


async def test_a_notice_that_became_due_in_quiet_hours_waits_too(play: Play) -> None:
    await owe(play, "Ngô Thị Bảy", hold=timedelta(minutes=5))
    async with play.app.database.write() as session:
        await session.execute(update(Outbox).values(not_before=play.app.now() + timedelta(hours=15)))
    await later(play, hours=15, minutes=1)
    assert play.new("pht") == []
    await later(play, hours=8)
    assert len(play.new("pht")) == 1


async def test_what_is_past_its_time_is_named_in_one_letter_and_not_sent(play: Play) -> None:
    await owe(play, "Ngô Thị Bảy", valid_for=timedelta(minutes=30), hold=timedelta(minutes=10))
    play.channel.refuse["pht"] = NotSent("down")
    await later(play, minutes=11)
    play.channel.refuse.clear()
    await later(play, minutes=30)
    (digest,) = play.new("pht")
    assert digest.startswith("**Tin không gửi kịp**")
    assert "ghi nhớ" not in digest
    assert await states(play) == ["expired", "sent"]


async def test_a_chat_unlinked_before_it_leaves_gets_nothing_of_it(play: Play) -> None:
    await owe(play, "Ngô Thị Bảy", hold=timedelta(minutes=1))
    async with play.app.database.write() as session:
        await unlink_chat(session, await chat(play, "pht"))
    await later(play, minutes=2)
    assert play.new("pht") == []
    assert await states(play) == ["handed"]


async def test_a_phone_given_to_somebody_else_shows_only_what_is_theirs(play: Play) -> None:
    await owe(play, "Ngô Thị Bảy", 1, hold=timedelta(minutes=1))
    async with play.app.database.write() as session:
        await link_chat(session, await chat(play, "pht"), await play.person("Cao Thị Yên"), play.app.now())
    await owe(play, "Cao Thị Yên", 2, hold=timedelta(minutes=1))
    await later(play, minutes=2)
    (letter,) = play.new("pht")
    assert "[2]" in letter


async def test_a_letter_that_cannot_be_written_keeps_nobody_elses_from_leaving(play: Play) -> None:
    await owe(play, "Ngô Thị Bảy", 1, kind="broken")
    await owe(play, "Mai Văn Chín", 2)
    await play.app.settle()
    assert len(play.new("ht")) == 1
    assert 24 <= await waits(play) <= 36
    play.app.book.composers["broken"] = Composition(memo, to=ANYBODY)
    await later(play, seconds=40)
    assert len(play.new("pht")) == 1


async def test_an_answer_that_cannot_be_read_any_more_keeps_nobody_elses_from_leaving(play: Play) -> None:
    await reply(play, "pht", "broken")
    async with play.app.database.write() as session:
        await session.execute(update(Outbox).where(Outbox.text == "broken").values(payload=b"no answer"))
    await owe(play, "Mai Văn Chín", 2)
    await play.app.settle()
    assert len(play.new("ht")) == 1
    assert play.new("pht") == []


@pytest.mark.covering
async def test_an_undo_within_the_hold_costs_nothing(play: Play) -> None:
    await play.say("gvcn", "/vang 6A Nguyen Van A")
    await play.clock_to("07:46")
    assert len(play.new("nóc")) == 1, "staff are told at once"
    await play.say("gvcn", "/huy")
    await play.clock_to("08:30")
    assert play.new("mẹ A") == []
    assert len(play.new("nóc")) == 1, "and hear of the correction once"


@pytest.mark.covering
async def test_an_undo_after_the_hold_corrects_exactly_those_who_were_told(play: Play) -> None:
    await play.say("gvcn", "/vang 6A Nguyen Van A")
    await play.clock_to("07:50")
    told = {"mẹ A", "nóc", "nóc2"}
    assert all(len(play.new(phone)) == 1 for phone in told)
    for phone in list(play.channel.seen):
        play.new(phone)
    await play.say("gvcn", "/huy")
    await play.say("gvcn", "/vang 6A Nguyen Van A")
    await play.say("gvcn", "/huy")
    await later(play, minutes=10)
    heard = {phone: len(play.new(phone)) for phone in list(play.channel.seen)}
    assert {phone: count for phone, count in heard.items() if count and phone != "gvcn"} == dict.fromkeys(told, 1)


async def test_programs_that_start_one_after_another_in_an_outage_use_up_no_tries(play: Play) -> None:
    """Each asks the channel first, where the one before has left something that it did not carry."""
    play.channel.down = Uncertain("HTTP 502")
    for phone in ("gvcn", "pht", "ht"):
        await reply(play, phone, "chào")
        await play.app.settle()
    for _start in range(4):
        play.app.sender.lines["paper"].__init__(play.app.now)  # type: ignore[misc]  # as a new program knows nothing
        await play.app.sender.take_over()
        await later(play, minutes=5)
    assert max(await column(play, select(Outbox.doubts))) == 1
    play.channel.down = None
    await later(play, minutes=5)
    assert [play.new(phone) != [] for phone in ("gvcn", "pht", "ht")] == [True] * 3
