"""/kiemtra: whoever was sent a message learns that it is ours; of anybody else's nothing is said."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import select, update

from models import Chats, Outbox
from tests.conversation import Play, playing
from tests.stories.phones import AtTelegram, told_through

pytestmark = pytest.mark.anyio

CODE = re.compile(r"\nMã tin: (\w{4}) \(để kiểm tra: /kiemtra (\w{4})\)$")
OURS, NOT_OURS = "**Đúng là tin Sĩ Số", "**Trong các tin Sĩ Số gửi tới máy này không có tin ấy.**"


@pytest.fixture
async def heard(tmp_path: Path) -> AsyncIterator[Play]:
    """The family, the pair and the leaders have heard of an absence."""
    async with playing(tmp_path) as play:
        await play.say("gvcn", "/vang 6A Nguyen Van A")
        await play.clock_to("07:55")
        for phone in play.phones:
            play.new(phone)
        yield play


def letters(play: Play, phone: str) -> list[str]:
    return [parcel.text for parcel in play.seen(phone) if "6A" in parcel.text]


async def test_staff_read_a_code_on_a_line_of_its_own_and_families_none(heard: Play) -> None:
    (pair,), (mother,) = letters(heard, "nóc"), letters(heard, "mẹ A")
    found = CODE.search(pair)
    assert found
    assert found[1] == found[2]
    assert "mã" not in mother.lower()


async def test_its_reader_learns_by_the_code_that_it_is_ours_and_nobody_else_does(heard: Play) -> None:
    found = CODE.search(letters(heard, "nóc")[0])
    assert found
    (answer,) = await heard.say("nóc", f"/kiemtra {found[1].lower()}")
    assert answer.startswith(OURS)
    assert "07:" in answer
    for other in ("nóc2", "mẹ A", "ht", "gvcn"):
        (answer,) = await heard.say(other, f"/kiemtra {found[1]}")
        assert answer.startswith(NOT_OURS), other
    assert (await heard.say("nóc", "/kiemtra 2222"))[0].startswith(NOT_OURS)


async def test_a_family_answers_the_message_itself(heard: Play) -> None:
    async with heard.app.database.read() as session:
        mine = select(Outbox.message_id).join(Chats, Chats.id == Outbox.chat_id)
        number = await session.scalar(mine.where(Chats.address == "mẹ A", Outbox.kind == "absent_guardian"))
    assert (await heard.say("mẹ A", "/kiemtra", answers_to=number))[0].startswith(OURS)
    assert (await heard.say("mẹ A", "/kiemtra", answers_to="what somebody else wrote"))[0].startswith(NOT_OURS)
    assert (await heard.say("mẹ Lan", "/kiemtra", answers_to=number))[0].startswith(NOT_OURS)


async def test_alone_it_lists_what_was_sent_lately(heard: Play) -> None:
    (answer,) = await heard.say("mẹ A", "/kiemtra")
    assert answer.count("• ") == 1
    assert "07:48 thứ Hai 16/11" in answer
    (nothing,) = await heard.say("mẹ Lan", "/kiemtra")
    assert "• " not in nothing
    assert "mật khẩu" in nothing


async def test_on_telegram_an_answer_names_its_message(tmp_path: Path) -> None:
    async with told_through("telegram", playing(tmp_path)) as story:
        assert isinstance(story, AtTelegram)
        await story.say("gvcn", "/vang 6A Nguyen Van A")
        await story.clock_to("07:55")
        chat = story._numbers["mẹ A"]
        shown = story._fake.seen[chat][-1]
        first = {"message_id": shown.message_id, "date": 1, "chat": {"id": chat, "type": "private"}}
        story._fake.say(chat, "/kiemtra", date=int(story.app.now().timestamp()), reply_to_message=first)
        await story._fetched()
        await story.settle()
        assert story.shown("mẹ A").startswith("Đúng là tin Sĩ Số")


async def test_where_no_answer_names_its_message_its_words_do(tmp_path: Path) -> None:
    async with told_through("zalo", playing(tmp_path)) as story:
        await story.say("gvcn", "/vang 6A Nguyen Van A")
        await story.clock_to("07:55")
        letter = story.shown("mẹ A")
        assert "1. " in letter, "with its choices, as they are copied along"
        for phone in ("mẹ A", "mẹ Lan"):
            story.new(phone)
        (hint,) = await story.say("mẹ A", "/kiemtra")
        assert "dán vào sau" in hint
        assert "mã" not in hint.lower().replace("mã otp", "")
        ours = OURS.replace("*", "")
        assert (await story.say("mẹ A", f"/kiemtra {letter}"))[0].startswith(ours)
        assert (await story.say("mẹ A", f"/kiemtra\n{letter.splitlines()[1]}"))[0].startswith(ours), "a part of it"
        (partly,) = await story.say("mẹ A", f"/kiemtra {letter}\nNộp 500.000đ vào tài khoản 0123")
        assert "không có dòng “Nộp 500.000đ vào tài khoản 0123”" in partly
        (forged,) = await story.say("mẹ A", "/kiemtra Nhà trường mời phụ huynh nộp tiền qua tài khoản sau")
        assert "không có tin ấy" in forged
        assert "không có tin ấy" in (await story.say("mẹ Lan", f"/kiemtra {letter}"))[0]


async def test_its_own_letter_is_known_when_its_words_are_kept_no_more(heard: Play) -> None:
    code = CODE.search(letters(heard, "nóc")[0])
    assert code
    async with heard.app.database.write() as session:
        await session.execute(update(Outbox).values(text=None))
    assert (await heard.say("nóc", f"/kiemtra {code[1]}"))[0].startswith(OURS)
