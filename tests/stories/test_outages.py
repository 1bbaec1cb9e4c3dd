"""Telegram fails in every one of its ways, for a minute, an hour, days: who is owed something hears it once, or a named
person hears who did not.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.engine.app import App
from channels.telegram.writing import to_plain
from jobs.undelivered import OWN
from models import Chats, Outbox, People
from models.post.tables import CANCELLED, LOST, SENT
from tests.campaign import CAMPAIGN
from tests.conversation import playing
from tests.fakes.telegram import FakeTelegram
from tests.fakes.telegram_wire import FaultKind
from tests.stories.phones import AtTelegram, told_through

pytestmark = pytest.mark.anyio

SENDS = ("sendMessage", "sendDocument", "editMessageText", "setMyCommands")
ALL = (*SENDS, "getMe")  # but for fetching, which has tests of its own
AGAIN = re.compile(r"\n\(tin này gửi lại; .*\)")
CODE = re.compile(r"\nMã tin: \w{4} .*")
LATE = re.compile(r"\n\(Tin đến muộn: .*\)")
BEGINS = "2026-11-16 07:29"
LENGTHS = {
    "a minute": timedelta(minutes=1),
    "three minutes": timedelta(minutes=3),
    "an hour": timedelta(hours=1),
    "three days": timedelta(days=3),
}
Break = Callable[[FakeTelegram], None]


def breaking(kind: FaultKind, methods: Sequence[str] = ALL) -> Break:
    def break_it(fake: FakeTelegram) -> None:
        for method in methods:
            fake.fail(kind, method, times=-1)

    return break_it


def refusing(status: int, words: str, **more: int) -> Break:
    def break_it(fake: FakeTelegram) -> None:
        for method in ALL:
            fake.refuse(status, words, method, times=-1, **more)

    return break_it


WAYS: dict[str, Break] = {
    "502": breaking("502_before"),
    "502 after it was shown": breaking("502_after"),
    "a reset": breaking("reset_before"),
    "a reset after it was shown": breaking("reset_after"),
    "a page of HTML": breaking("html"),
    "half an answer": breaking("half"),
    "silence": breaking("stall"),
    "429": refusing(429, "Too Many Requests: retry after 5", retry_after=5),
    "401": refusing(401, "Unauthorized"),
    "404": refusing(404, "Not Found"),
    "answers to everything but letters": breaking("502_after", SENDS),
}
LIKE_OTHERS = {"a reset after it was shown", "a page of HTML", "half an answer", "404"}
LONG = bool(CAMPAIGN)  # three days take most of a minute each


@pytest.mark.parametrize(
    ("way", "length"),
    [
        pytest.param(way, length, marks=[pytest.mark.slow] if length == "three days" else [])
        for way in WAYS
        for length in LENGTHS
        if LONG or (way not in LIKE_OTHERS and (length != "three days" or way == "502"))
    ],
)
@pytest.mark.covering
@pytest.mark.timeout(180)
async def test_an_outage(way: str, length: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if way == "silence":
        monkeypatch.setattr("channels.telegram.request.READ", 0.3)
    async with told_through("telegram", playing(tmp_path)) as story:
        assert isinstance(story, AtTelegram)
        await story.say("gvcn", "/vang 6A Nguyen Van A")
        await story.clock_to(BEGINS)
        WAYS[way](story._fake)
        await story.say("pht", "/baocao")
        await story.say("gvcn6b", "6B vắng Hồ Văn Học không phép" if length == "three days" else "/lop 6B")
        ends = story.now.replace(second=0) + LENGTHS[length]
        await story.clock_to(f"{ends:%Y-%m-%d %H:%M}")
        story._fake.heal()
        soon = timedelta(minutes=4 if way == "answers to everything but letters" else 2)
        await story.clock_to(f"{ends + soon:%Y-%m-%d %H:%M}")
        assert await held_up(story.app) == [], "so soon after it nothing waits any more"
        await story.clock_to(f"{ends:%Y-%m-%d} 17:30")
        await check_everybody_was_told(story)


async def held_up(app: App) -> list[str]:
    async with app.database.read() as session:
        waiting = select(Outbox.kind).where(Outbox.state.in_(("pending", "leased")), Outbox.why.is_not(None))
        return list(await session.scalars(waiting))


async def check_everybody_was_told(story: AtTelegram) -> None:
    """Each letter is shown once, or once more as a copy that says so; what was not is in a letter to somebody."""
    async with story.app.database.read() as session:
        rows = (await session.execute(select(Outbox.__table__).order_by(Outbox.id))).all()
        names = dict((await session.execute(select(People.id, People.full_name))).all())
        chats = (await session.execute(select(Chats.id, Chats.address, Chats.person_id))).all()
    address, owner = {row.id: row.address for row in chats}, {row.id: row.person_id for row in chats}
    phones = {str(number): phone for phone, number in story._numbers.items()}
    for row in rows:
        if row.chat_id is None or row.state == CANCELLED:
            continue
        shown = [parcel.text for parcel in story.seen(phones[address[row.chat_id]])]
        words = to_plain(bare(row.text or "")).strip()
        if row.state == SENT and row.board is None and row.text:  # what shares a letter has no text of its own
            assert any(bare(text).strip() == words for text in shown), f"{row.kind} is said to have arrived: {words}"
        elif row.state in LOST and row.kind not in OWN:  # whose contents are looked for anew
            person = row.person_id or owner[row.chat_id]
            assert named(rows, row, person), f"nobody hears of {row.kind or 'a reply'} to {names[person]}"
        elif row.state not in LOST:
            assert row.state == SENT or row.not_before > story.app.now(), row
    for phone in story.phones:
        texts = [parcel.text for parcel in story.seen(phone)]
        check_copies(texts)
        anew = [text for text in texts if not AGAIN.search(text)]  # a copy says what was said then, and that it is late
        assert [text for text in anew if "hôm nay" in text and came_on_a_later_day(story, text)] == []


def named(rows: Sequence[Any], lost: Any, person: int) -> bool:
    """A letter about it has arrived: to the same person, or to somebody who can tell that person."""
    keys = {f"late:{lost.id}", f"lost:{lost.id}", f"lost:{person}:{lost.kind}:{lost.day or f'reply {lost.id}'}"}
    return any(row.state == SENT and row.key in keys for row in rows)


def came_on_a_later_day(story: AtTelegram, text: str) -> bool:
    late = LATE.search(text)
    return late is not None and f"{story.now:%d/%m}" not in late[0]


def bare(text: str) -> str:
    return CODE.sub("", LATE.sub("", AGAIN.sub("", text)))


def check_copies(texts: list[str]) -> None:
    """Of one letter at most two are shown, the second with its mark."""
    firsts = Counter(text for text in texts if not AGAIN.search(text))
    copies = Counter(AGAIN.sub("", text) for text in texts if AGAIN.search(text))
    assert all(count == 1 for count in copies.values()), "at most one copy of each"
    assert all(count == 1 for count in firsts.values()), firsts.most_common(1)
