"""The inbox: stored before acknowledged, acted on once, in order, and one bad message never stops the next."""

import asyncio
import random
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, insert, select, text, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.engine.app import App
from bot.engine.incoming.intake import Intake
from models import Audit, Buttons, Chats, Inbox, Outbox, People
from models.shapes.message import Button, Incoming, Outgoing, Said, Typed
from tests.bot.engine.post.mail import column, inbox_states, later, raw, rows, scripted
from tests.conversation import Play
from tests.refused import refusal

pytestmark = pytest.mark.anyio


def second(app: App) -> App:
    """Another process on the same database."""
    return App(app.config, app.now, app.channels)


async def test_take_returns_only_when_the_message_is_committed(play: Play) -> None:
    await play.app.take("paper", raw(play, "gvcn", "/trogiup", "1"))
    other = second(play.app)
    async with other.database.read() as session:
        assert await session.scalar(select(func.count()).select_from(Inbox)) == 1
    await other.database.close()


async def test_everybody_who_waits_is_served_by_one_commit(play: Play) -> None:
    arrivals: list[int] = []
    intake = Intake(play.app.database, play.app.now, lambda: arrivals.append(1))
    await asyncio.gather(*(intake.take("paper", raw(play, f"máy {n}", "chào", str(n))) for n in range(50)))
    assert await inbox_states(play) == {"new": 50}
    assert len(arrivals) <= 2


async def test_a_database_that_cannot_write_is_heard_of_by_everybody_who_waits(play: Play) -> None:
    async with play.app.database.write() as session:
        await session.execute(text("ALTER TABLE inbox RENAME TO elsewhere"))
    takes = (play.app.take("paper", raw(play, "gvcn", "chào", str(number))) for number in range(3))
    results = await asyncio.gather(*takes, return_exceptions=True)
    assert all(isinstance(result, SQLAlchemyError) for result in results)
    async with play.app.database.write() as session:
        await session.execute(text("ALTER TABLE elsewhere RENAME TO inbox"))
    await play.app.take("paper", raw(play, "gvcn", "chào", "0"))
    assert await inbox_states(play) == {"new": 1}


async def test_duplicates_in_any_order_from_two_processes_act_once(play: Play) -> None:
    other = second(play.app)
    phones = {"gvcn": "6A", "gvcn6b": "6B"}
    pupils = {"6A": ["A Thut", "Ho Van Binh", "Le Thi Sang"], "6B": ["Ho Van Hoc", "Dinh Thi Mai"]}
    said = [
        raw(play, phone, f"/vang {klass} {name}", f"{phone}-{name}")
        for phone, klass in phones.items()
        for name in pupils[klass]
    ]
    many = [message for message in said for _copy in range(random.randint(1, 4))]
    random.shuffle(many)
    await asyncio.gather(*(random.choice([play.app, other]).take("paper", message) for message in many))
    while "new" in await inbox_states(play):
        play.app.now.move_to(play.app.now() + timedelta(seconds=3))
        await asyncio.gather(play.app.worker.quiet(), other.worker.quiet())
    await play.app.sender.quiet()
    await other.database.close()
    acts = await rows(play, select(Audit.inbox_id).where(Audit.kind == "report.made"))
    assert len(acts) == len(set(acts)) == len(said)
    assert {phone: len(play.new(phone)) for phone in phones} == {"gvcn": 3, "gvcn6b": 2}


async def test_a_chat_keeps_its_order_and_chats_go_side_by_side(play: Play) -> None:
    book = scripted(play)
    for number in range(5):
        for phone in ("gvcn", "pht", "ht"):
            await play.app.take("paper", raw(play, phone, f"lời {number}", f"{phone}{number}"))
    handled = []
    while count := await play.app.worker.step():
        handled.append(count)
    assert handled == [3] * 5
    for phone in ("gvcn", "pht", "ht"):
        assert [words for chat, words in book.heard if chat == phone] == [f"lời {number}" for number in range(5)]


async def test_what_a_handler_wrote_before_it_failed_is_gone_and_its_neighbours_stand(play: Play) -> None:
    async def breaks(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
        await session.execute(update(People).values(full_name="hỏng"))
        raise ValueError

    scripted(play, hỏng=breaks)
    for phone, words in (("pht", "/trogiup"), ("gvcn6b", "hỏng"), ("gvcn", "/vang 6A A Thut")):
        await play.app.take("paper", raw(play, phone, words, phone))
    assert await play.app.worker.step() == 3
    assert await inbox_states(play) == {"new": 1, "done": 2}
    assert "hỏng" not in await column(play, select(People.full_name))
    await play.app.settle()
    assert "A Thút" in play.new("gvcn")[0]


async def test_a_message_that_always_fails_is_parked_after_five_tries_and_its_chat_goes_on(play: Play) -> None:
    async def breaks(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
        raise ValueError

    book = scripted(play, hỏng=breaks)
    await play.app.take("paper", raw(play, "gvcn", "hỏng", "1"))
    await play.app.take("paper", raw(play, "gvcn", "/vang 6A A Thut", "2"))
    await play.app.settle()
    assert await inbox_states(play) == {"new": 2}, "the chat waits for its first message"
    for _try in range(4):
        assert play.new("gvcn") == []
        await later(play, seconds=10)
    assert await inbox_states(play) == {"parked": 1, "done": 1}
    assert [words for _chat, words in book.heard].count("hỏng") == 5
    sorry, recorded = play.new("gvcn")
    assert "Xin lỗi" in sorry
    assert "A Thút" in recorded


async def test_the_administrator_is_told_once_however_many_messages_are_parked(play: Play) -> None:
    async def breaks(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
        raise ValueError

    scripted(play, hỏng=breaks)
    for number in range(6):
        await play.app.take("paper", raw(play, f"máy {number}", "hỏng", str(number)))
    await play.app.settle()
    for _try in range(4):
        await later(play, seconds=10)
    assert await inbox_states(play) == {"parked": 6}
    await later(play, minutes=3)
    assert len(play.new("admin")) == 1
    await later(play, minutes=30)
    assert play.new("admin") == []
    assert play.new("ht") == []


async def test_a_payload_nobody_can_read_is_that_messages_own_fault(play: Play) -> None:
    good, bad = raw(play, "gvcn", "/vang 6A A Thut", "2"), raw(play, "pht", "", "1")
    async with play.app.database.write() as session:
        now = play.app.now()
        for number, (message, body) in enumerate([(bad, b"{"), (good, good.body)]):
            values = {"channel": "paper", "external_id": str(number), "address": message.address, "body": body}
            await session.execute(insert(Inbox).values(**values, received_at=now, state="new", tries=0))
    await play.app.settle()
    assert "A Thút" in play.new("gvcn")[0]
    for _try in range(4):
        await later(play, seconds=10)
    assert await inbox_states(play) == {"parked": 1, "done": 1}
    assert "Xin lỗi" in play.new("pht")[0], "whose chat it is, is known"
    await later(play, minutes=3)
    assert len(play.new("admin")) == 1


async def test_an_answer_the_database_refuses_does_not_take_its_neighbours_along(play: Play) -> None:
    async def to_nowhere(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
        return [Outgoing(text="…", to=999_999_999)]

    scripted(play, lạc=to_nowhere)
    for phone, words in (("pht", "lạc"), ("gvcn", "/vang 6A A Thut"), ("gvcn6b", "/du 6B")):
        await play.app.take("paper", raw(play, phone, words, phone))
    await play.app.settle()
    assert await inbox_states(play) == {"new": 1, "done": 2}
    assert len(play.new("gvcn")) == len(play.new("gvcn6b")) == 1
    for _try in range(4):
        await later(play, seconds=10)
    assert await inbox_states(play) == {"parked": 1, "done": 2}


async def test_a_database_out_of_order_is_no_messages_fault(play: Play) -> None:
    await play.app.take("paper", raw(play, "gvcn", "/vang 6A A Thut", "1"))
    async with play.app.database.write() as session:
        await session.execute(text("ALTER TABLE people RENAME TO elsewhere"))
    with pytest.raises(SQLAlchemyError):
        await play.app.worker.step()
    async with play.app.database.write() as session:
        await session.execute(text("ALTER TABLE elsewhere RENAME TO people"))
    assert await column(play, select(Inbox.tries)) == [0]
    await play.app.settle()
    assert await inbox_states(play) == {"done": 1}


async def test_messages_of_a_channel_this_process_does_not_have_are_left_for_another(play: Play) -> None:
    await play.app.take("zalo", raw(play, "ai đó", "chào", "1"))
    await play.app.settle()
    assert await inbox_states(play) == {"new": 1}


async def test_a_message_that_does_not_say_when_it_was_written_was_written_when_it_came(play: Play) -> None:
    (receipt,) = await play.say("gvcn6b", "6B đủ", when=datetime(1970, 1, 1, tzinfo=UTC))
    assert "16/11" in receipt


async def test_a_file_is_waited_for_even_when_it_comes_at_once(play: Play) -> None:
    """The fetch ends while the rest of the batch is still being handled: its message must not be taken for done."""

    async def slow(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
        await asyncio.sleep(0.1)
        return []

    scripted(play, chậm=slow)
    await play.app.take("paper", raw(play, "admin", "", "1", file="không có"))
    await play.app.take("paper", raw(play, "gvcn", "chậm", "2"))
    await play.app.settle()
    assert await inbox_states(play) == {"done": 2}
    assert len(play.new("admin")) == 1, "the administrator hears what became of the file"


# buttons


async def offered(play: Play, phone: str, *words: str) -> list[str]:
    """Give a phone a message with buttons that say these words; return their tokens."""

    async def offer(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
        return [Outgoing(text="chọn", buttons=[[Button(word, Typed(word))] for word in words])]

    book = scripted(play, hỏi=offer)
    await play.say(phone, "hỏi")
    book.heard.clear()
    return [token for row in play.channel.seen[phone][-1].buttons for _label, token in row]


async def test_a_button_says_its_words_for_the_chat_that_was_given_it(play: Play) -> None:
    (token,) = await offered(play, "gvcn", "/vang 6A A Thut")
    assert "A Thút" in (await play.say("gvcn", token, pressed=True))[0]


async def test_a_press_is_of_the_moment_it_was_stored_whenever_it_is_handled(play: Play) -> None:
    (token,) = await offered(play, "gvcn", "ngày nào")
    pressed: list[datetime] = []

    async def answer(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
        pressed.append(incoming.when)
        return []

    scripted(play, **{"ngày nào": answer})
    stored = play.app.now()
    await play.arrive("gvcn", token, pressed=True, when=stored - timedelta(days=2))  # the message it stood under
    await later(play, days=1)
    assert stored <= pressed[0] < stored + timedelta(seconds=30)


async def test_a_forged_token_changes_nothing(play: Play) -> None:
    await offered(play, "gvcn", "/vang 6A A Thut")
    (answer,) = await play.say("gvcn", "khong-phai-cua-ai", pressed=True)
    assert "hết hiệu lực" in answer
    assert await column(play, select(Audit.id).where(Audit.kind == "report.made")) == []


async def test_another_chats_token_changes_nothing(play: Play) -> None:
    (token,) = await offered(play, "gvcn", "/vang 6A A Thut")
    (answer,) = await play.say("gvcn6b", token, pressed=True)
    assert "hết hiệu lực" in answer
    assert await column(play, select(Audit.id).where(Audit.kind == "report.made")) == []


async def test_an_expired_button_changes_nothing(play: Play) -> None:
    (token,) = await offered(play, "gvcn", "/vang 6A A Thut")
    await later(play, days=3, minutes=1)
    (answer,) = await play.say("gvcn", token, pressed=True)
    assert "hết hiệu lực" in answer
    assert await column(play, select(Audit.id).where(Audit.kind == "report.made")) == []


async def test_what_a_button_may_do_is_checked_when_it_is_pressed(play: Play) -> None:
    (token,) = await offered(play, "mẹ A", "/vang 6A A Thut")
    (answer,) = await play.say("mẹ A", token, pressed=True)
    assert refusal("mẹ A") in answer


async def test_a_bare_digit_answers_the_newest_question_of_the_chat(play: Play) -> None:
    await offered(play, "gvcn", "/vang 6A Le Thi Sang")
    await offered(play, "gvcn", "/vang 6A A Thut", "/vang 6A Ho Van Binh")
    assert "Hồ Văn Bình" in (await play.say("gvcn", "2"))[0]
    assert "Hồ Văn Bình" not in "".join(await play.say("gvcn6b", "2"))


async def test_tokens_are_long_unlike_and_bound_to_chat_and_message(play: Play) -> None:
    tokens = await offered(play, "gvcn", *(f"lời {number}" for number in range(20)))
    assert len(set(tokens)) == 20
    assert min(map(len, tokens)) >= 22
    found = await rows(play, select(Buttons.chat_id, Buttons.outbox_id).distinct())
    chat = await column(play, select(Chats.id).where(Chats.address == "gvcn"))
    newest = await column(play, select(func.max(Outbox.id)))
    assert [tuple(row) for row in found] == [(chat[0], newest[0])]
