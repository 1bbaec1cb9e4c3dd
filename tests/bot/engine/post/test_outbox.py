"""The outbox: what each outcome of a send proves, and what follows; never lost, never twice without saying so."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, insert, select

from bot.engine.app import App
from bot.engine.post.leasing import Lease, claim
from bot.engine.post.outbox import Origin, store
from bot.engine.post.settle import Outcome, settle
from channels import ChannelDown, Gone, Moved, NotSent, Parcel, Refused, SendError, Throttled, Uncertain
from models import Attempts, Chats, Outbox
from models.shapes.letter import Composition
from models.shapes.message import ALERT, DIGEST, Abilities, Outgoing
from rules.people.codes import notice_code
from tests import databases
from tests.bot.engine.post.mail import ANYBODY, column, later, rows
from tests.bot.engine.post.owed import Watch, heard, memo, owe, reply, second_phone, states, waits
from tests.campaign import CAMPAIGN
from tests.conversation import Play, playing

pytestmark = pytest.mark.anyio


async def test_sent_is_kept_with_the_channels_message_id_and_its_attempt(play: Play) -> None:
    await reply(play, "gvcn", "chào")
    await play.app.settle()
    assert play.new("gvcn") == ["chào"]
    assert [tuple(row) for row in await rows(play, select(Outbox.state, Outbox.message_id))] == [("sent", "gvcn-1")]
    assert await column(play, select(Attempts.outcome)) == ["sent"]


async def test_what_was_not_sent_is_tried_again_after_growing_pauses_and_arrives_once(play: Play) -> None:
    play.channel.refuse["gvcn"] = NotSent("no connection")
    await reply(play, "gvcn", "chào")
    await play.app.settle()
    assert 24 <= await waits(play) <= 36
    await later(play, seconds=40)
    assert 96 <= await waits(play) <= 144
    await later(play, seconds=20)
    assert await column(play, select(func.count()).select_from(Attempts)) == [2]
    play.channel.refuse.clear()
    await later(play, seconds=150)
    assert play.new("gvcn") == ["chào"]


async def test_a_pause_the_channel_asks_for_holds_everybody_and_uses_up_no_try(play: Play) -> None:
    play.channel.refuse["gvcn"] = Throttled(30)
    await reply(play, "gvcn", "chào")
    await play.app.settle()
    play.channel.refuse.clear()
    await reply(play, "pht", "chào")
    await later(play, seconds=28)
    assert play.new("pht") == play.new("gvcn") == []
    await later(play, seconds=3)
    assert play.new("pht") == play.new("gvcn") == ["chào"]
    assert await column(play, select(Outbox.tries).order_by(Outbox.id)) == [1, 1]


async def test_an_unclear_end_waits_a_minute_and_goes_once_more_as_a_copy_then_to_a_person(play: Play) -> None:
    play.channel.lose["gvcn"] = Uncertain("reset")
    await reply(play, "gvcn", "chào")
    await play.app.settle()
    await later(play, seconds=59)
    assert play.new("gvcn") == ["chào"]
    await later(play, seconds=2)
    (copy,) = play.new("gvcn")
    assert copy == "chào\n(tin này gửi lại; nếu đã nhận rồi, xin bỏ qua)"
    assert await states(play) == ["handed"]
    await later(play, hours=3)
    assert play.new("gvcn") == []


async def test_every_copy_of_a_notice_bears_the_same_code(play: Play) -> None:
    play.channel.lose["pht"] = Uncertain("reset")
    await owe(play, "Ngô Thị Bảy")
    await play.app.settle()
    play.channel.lose.clear()
    await later(play, seconds=61)
    first, copy = play.new("pht")
    code = notice_code((await column(play, select(Outbox.id)))[0])
    assert code in first
    assert code in copy
    assert "gửi lại" in copy
    assert "gửi lại" not in first


async def test_what_is_in_doubt_goes_again_by_itself_and_fresh_news_without_the_mark(play: Play) -> None:
    play.channel.lose["pht"] = Uncertain("reset")
    await owe(play, "Ngô Thị Bảy", 1)
    await play.app.settle()
    play.channel.lose.clear()
    await owe(play, "Ngô Thị Bảy", 2, hold=timedelta(seconds=61))
    play.new("pht")
    await later(play, seconds=62)
    copy, fresh = play.new("pht")
    assert "[1]" in copy
    assert "gửi lại" in copy
    assert "[2]" in fresh
    assert "gửi lại" not in fresh


async def test_a_bug_of_the_channel_proves_nothing(play: Play) -> None:
    play.channel.refuse["gvcn"] = ZeroDivisionError()
    await reply(play, "gvcn", "chào")
    await play.app.settle()
    assert await column(play, select(Outbox.doubts)) == [1]


async def test_a_dead_address_is_closed_and_the_next_chat_of_the_person_is_written_to(play: Play) -> None:
    await second_phone(play, "Ngô Thị Bảy", "máy cũ")
    play.channel.refuse["pht"] = Gone("bot was blocked by the user")
    await owe(play, "Ngô Thị Bảy", 1)
    await owe(play, "Ngô Thị Bảy", 2, kind="broken", hold=timedelta(hours=1))
    await play.app.settle()
    assert len(play.new("máy cũ")) == 1
    closed = await column(play, select(Chats.address).where(Chats.closed_at.is_not(None)))
    assert closed == ["pht"]
    assert len(await column(play, select(Outbox.chat_id).distinct())) == 1, "what waited has moved along"


async def test_without_another_chat_what_waits_is_handed_to_a_person(play: Play) -> None:
    play.channel.refuse["pht"] = Gone("bot was blocked by the user")
    await owe(play, "Ngô Thị Bảy", 1)
    await owe(play, "Ngô Thị Bảy", 2, hold=timedelta(hours=1))
    await play.app.settle()
    assert await states(play) == ["handed", "handed"]
    await owe(play, "Ngô Thị Bảy", 3)
    assert (await states(play))[-1] == "handed", "nobody reaches this person from now on"


async def test_a_chat_that_moved_is_written_to_at_its_new_address(play: Play) -> None:
    play.channel.refuse["gvcn"] = Moved("nhóm mới")
    await reply(play, "gvcn", "chào")
    await play.app.settle()
    assert play.new("nhóm mới") == ["chào"]


async def test_a_chat_may_move_to_an_address_that_has_spoken_to_us_already(play: Play) -> None:
    await play.say("nhóm mới", "chào")
    play.new("nhóm mới")
    play.channel.refuse["gvcn"] = Moved("nhóm mới")
    await reply(play, "gvcn", "chào")
    await reply(play, "pht", "chào")
    await play.app.settle()
    assert play.new("nhóm mới") == play.new("pht") == ["chào"]


async def test_a_refusal_nobody_knows_fails_the_message_and_never_the_address(play: Play) -> None:
    play.channel.refuse["gvcn"] = Refused("Bad Request: something new")
    await reply(play, "gvcn", "chào")
    await play.app.settle()
    play.channel.refuse.clear()
    await reply(play, "gvcn", "lại")
    await later(play, hours=2)
    assert await states(play) == ["failed", "sent"]


async def test_a_dead_token_stops_the_channel_and_keeps_what_is_owed(play: Play) -> None:
    play.channel.refuse["gvcn"] = ChannelDown("token")
    await reply(play, "gvcn", "chào")
    await play.app.settle()
    await reply(play, "pht", "chào")
    await play.app.settle()
    assert play.new("pht") == []
    assert await states(play) == ["pending", "pending"]
    assert await column(play, select(func.count()).select_from(Attempts)) == [1]


# senders that die or sleep


async def taken_by_another(play: Play, name: str = "dead") -> list[Any]:
    """A sender elsewhere takes everything due, and is not heard of again."""
    now = play.app.now()
    async with play.app.database.write() as session:
        lease = Lease(name, now + timedelta(seconds=120))
        return await claim(session, now, channel="paper", resting=[], most=64, lease=lease)


async def swept(play: Play, **span: float) -> None:
    play.app.sender._swept = float("-inf")
    await later(play, **span)


async def test_what_a_sender_had_in_hand_when_it_died_goes_again_when_its_lease_ends(play: Play) -> None:
    await reply(play, "gvcn", "chào")
    assert len(await taken_by_another(play)) == 1
    await swept(play, seconds=60)
    assert play.new("gvcn") == []
    await swept(play, seconds=61)
    (copy,) = play.new("gvcn")
    assert "gửi lại" in copy


@pytest.mark.parametrize("numbers", [False, True])
@pytest.mark.parametrize("error", [Uncertain("?"), NotSent("-"), Throttled(9), Refused("no"), ChannelDown("401")])
async def test_a_sender_that_slept_over_its_lease_cannot_undo_what_another_did(
    play: Play, error: SendError, *, numbers: bool
) -> None:
    await owe(play, "Ngô Thị Bảy")
    (row,) = await taken_by_another(play)
    await swept(play, seconds=121)
    can = Abilities(text=160, numbers=numbers)
    late = Outcome("paper", row.chat_id, [row.id], [], "dead", error=error, can=can)
    async with play.app.database.write() as session:
        await settle(session, [late], play.app.now())
    assert await states(play) == ["sent"]


async def test_a_chat_has_one_message_in_flight_and_the_rest_in_order(play: Play) -> None:
    play.channel.gate.clear()
    await reply(play, "gvcn", "một", "hai", "ba")
    await reply(play, "pht", "chào")
    await play.app.sender.cycle()
    await play.app.sender.cycle()
    assert await states(play) == ["leased", "pending", "pending", "leased"]
    assert await taken_by_another(play) == []
    play.channel.gate.set()
    await play.app.settle()
    assert play.new("gvcn") == ["một", "hai", "ba"]


async def test_whatever_order_the_answers_come_in_a_chats_next_message_is_not_left_behind(play: Play) -> None:
    send, landed = play.channel.send, asyncio.Event()

    async def at_its_own_pace(parcel: Parcel) -> str:
        if parcel.address == "gvcn":
            await landed.wait()
            await asyncio.sleep(0.0005)  # it lands while the round that the other began is under way
        sent = await send(parcel)
        landed.set()
        return sent

    play.channel.send = at_its_own_pace  # type: ignore[method-assign]
    await reply(play, "pht", "một")
    await reply(play, "gvcn", "một", "hai")
    await play.app.settle()
    assert (play.new("pht"), play.new("gvcn")) == (["một"], ["một", "hai"])


async def test_replies_leave_before_alerts_and_alerts_before_digests(play: Play) -> None:
    await owe(play, "Ngô Thị Bảy", 1, priority=DIGEST)
    await owe(play, "Ngô Thị Bảy", 2, priority=ALERT, kind="broken")
    play.app.book.composers["broken"] = Composition(memo, to=ANYBODY)
    await reply(play, "pht", "chào")
    await play.app.settle()
    assert [words.partition("\n")[0] for words in play.new("pht")] == ["chào", "ghi nhớ [2]", "ghi nhớ [1]"]


@pytest.mark.postgres
async def test_two_senders_on_one_postgresql_send_nothing_twice_and_each_chat_in_order(
    postgres: databases.Postgres,
) -> None:
    url = await asyncio.to_thread(postgres.fresh)
    async with playing(url=url) as play:
        chats = [f"máy {number}" for number in range(1000 if CAMPAIGN else 200)]
        now = play.app.now()
        async with play.app.database.write() as session:
            made = [{"channel": "paper", "address": address, "created_at": now} for address in chats]
            ids = (await session.scalars(insert(Chats).returning(Chats.id), made)).all()
            said = [(Origin(now, id_), [Outgoing(text=str(number))]) for number in range(3) for id_ in ids]
            await store(session, said, {}, now)
        other = App(play.app.config, play.app.now, play.app.channels)
        await asyncio.gather(play.app.sender.quiet(), other.sender.quiet())
        await other.database.close()
        shown = {address: [parcel.text for parcel in play.channel.seen[address]] for address in chats}
        assert shown == {address: ["0", "1", "2"] for address in chats}


async def test_waiting_costs_no_busy_loop(play: Play, watch: Watch) -> None:
    """Rows that are due and may not leave yet (the chat was written to a moment ago) do not keep the sender awake."""
    play.channel.per_chat = 1.0
    cycles = 0
    cycle = play.app.sender.cycle

    async def counted() -> tuple[int, int]:
        nonlocal cycles
        cycles += 1
        return await cycle()

    play.app.sender.cycle = counted  # type: ignore[method-assign]  # to count them
    await reply(play, "gvcn", "một", "hai")
    running = asyncio.create_task(play.app.sender.run())
    await heard(play, "gvcn", "một")
    await asyncio.sleep(0.6)
    assert play.new("gvcn") == ["một"]
    assert cycles < 10
    watch.now += 1
    await heard(play, "gvcn", "hai")
    play.app.sender.stop()
    await running


# the hold and the correction
