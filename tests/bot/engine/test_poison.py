"""Words no column can hold, and messages that nothing can be done about: theirs is the failure, and nobody else's."""

from collections.abc import Sequence
from itertools import product

import pytest
from sqlalchemy import Integer, String, select
from sqlalchemy.dialects import postgresql, sqlite

from bot.engine.incoming.pressed import sayable
from bot.engine.post.outbox import origin_of, store
from handlers import commands, may
from locales import speaking
from models import Base, Inbox, Marks
from models.base import LARGEST
from models.people.askers import recognise, schools
from models.shapes.message import Incoming
from tests.bot.engine.post.mail import column, inbox_states, later, raw, rows
from tests.conversation import Play
from tests.handlers.answered import answered

pytestmark = pytest.mark.anyio

HUGE = 99_999_999_999
SPEAKERS = ("gvcn", "ht", "pht", "tpt", "admin", "nóc", "mẹ A")
SHAPES = ("{n}", "{n} có", "#p{n}", "#p{n} {n}", "6A {n}", "6A #p{n}", "v{n} h {n}", "mở 6A #p{n}: x", "xem {n}")
COLUMNS = [(table.name, one) for table in Base.metadata.sorted_tables for one in table.columns]


async def failures(play: Play) -> list[tuple[int, str]]:
    """(number, error) of the messages that could not be handled at once."""
    found = select(Inbox.id, Inbox.error).where(Inbox.tries > 0).order_by(Inbox.id)
    return [(row.id, row.error) for row in await rows(play, found)]


async def test_a_pressed_button_that_says_nul_is_an_expired_button_and_every_school_goes_on(play: Play) -> None:
    for phone, words, pressed in (("lạ", "\0", True), ("gvcn", "/vang 6A A Thut", False), ("pht", "a\0b", True)):
        await play.app.take("paper", raw(play, phone, words, phone, pressed=pressed))
    await play.app.settle()
    assert await inbox_states(play) == {"done": 3}
    assert await failures(play) == []
    assert "đã hết hiệu lực" in play.new("pht")[0]
    assert "A Thút" in play.new("gvcn")[0]


@pytest.mark.parametrize("words", ["\0", "/vang\0 6A A Thut", "6A vắng A Thut \ud83d", "\ud800"], ids=ascii)
async def test_letters_no_database_keeps_are_left_out_of_what_is_said(play: Play, words: str) -> None:
    assert sayable(sayable(words)) == sayable(words) == words.replace("\0", "").encode(errors="ignore").decode()


async def test_a_failure_that_cannot_even_be_answered_is_recorded_and_its_neighbours_stand(play: Play) -> None:
    """An address longer than any: whoever it is cannot be looked up, neither to answer nor to apologise."""
    endless = "x" * 500
    for phone, words in ((endless, "chào"), ("gvcn", "/vang 6A A Thut"), ("gvcn6b", "/du 6B")):
        await play.app.take("paper", raw(play, phone, words, phone[:20]))
    await play.app.settle()
    assert await inbox_states(play) == {"new": 1, "done": 2}
    assert [error for _number, error in await failures(play)] == ["KeyError"]
    for _try in range(4):
        await later(play, seconds=10)
    assert await inbox_states(play) == {"parked": 1, "done": 2}
    await later(play, minutes=3)
    assert len(play.new("admin")) == 1


async def stumbles(play: Play, shapes: Sequence[str]) -> list[tuple[str, str]]:
    """Every command in each of these shapes, said by somebody who may: those that raise, also as they are stored."""
    wrong = []
    now = play.app.now()
    async with play.app.database.write() as session:
        connection = await session.connection()
        askers = list((await recognise(session, [("paper", one) for one in SPEAKERS], now)).values())
        known = await schools(session)
        for number, (one, shape) in enumerate(product(commands(), shapes), 1):
            asker = next((asker for asker in askers if may(asker, one.who)), askers[0])
            words = f"/{one.word} {shape}"
            said = Incoming(
                channel="paper", address="", text=words, when=now, message_id=str(number), inbox_id=number, asker=asker
            )
            await connection.exec_driver_sql("SAVEPOINT message")
            try:
                with speaking("vi"):
                    answer = await answered(play.app.book, said, session)
                await store(session, [(origin_of(said, now), answer)], known, now)
            except Exception as error:
                wrong.append((words, repr(error)[:300]))
            await connection.exec_driver_sql("ROLLBACK TO SAVEPOINT message")
    return wrong


# What SQLite keeps of any length PostgreSQL refuses: there it is tried each time.
STRICT = [pytest.param("sqlite", marks=pytest.mark.campaign), pytest.param("postgres", marks=pytest.mark.postgres)]


@pytest.mark.parametrize("school_url", STRICT, indirect=True)
async def test_no_command_stumbles_over_a_number_that_is_too_large(play: Play) -> None:
    assert await stumbles(play, [shape.format(n=HUGE) for shape in SHAPES]) == []


@pytest.mark.parametrize("school_url", STRICT, indirect=True)
async def test_no_command_stumbles_over_words_that_are_too_long(play: Play) -> None:
    long = "dài " * 400
    assert (
        await stumbles(play, [f"6A Nguyễn Văn A{mark} {long}" for mark in (":", " K", "")] + [long, "1 " + long]) == []
    )


async def test_a_reason_longer_than_its_column_is_recorded_as_far_as_it_fits(play: Play) -> None:
    reason = "ốm" + " nặng" * 60
    await play.say("gvcn", f"/phep 6A Nguyễn Văn A ({reason})")
    (kept,) = await column(play, select(Marks.reason))
    assert kept
    assert reason.startswith(kept.rstrip()), kept


def _is(one: object, kind: type) -> bool:
    return isinstance(one, kind) or isinstance(getattr(one, "impl_instance", None), kind)


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_every_column_of_text_and_numbers_takes_whatever_it_is_given(engine: str) -> None:
    dialect = {"sqlite": sqlite.dialect, "postgresql": postgresql.dialect}[engine]()
    texts = [(table, one) for table, one in COLUMNS if _is(one.type, String)]
    numbers = [(table, one) for table, one in COLUMNS if _is(one.type, Integer)]
    assert len(texts) > 90
    assert len(numbers) > 150
    for table, one in texts:
        put = one.type.bind_processor(dialect)
        assert put is not None, f"{table}.{one.name} is no models.base.Fitting"
        kept, length = put("a\0" * 2000), getattr(one.type.impl_instance, "length", None)  # type: ignore[attr-defined]
        assert kept == "a" * (length or 2000), f"{table}.{one.name}"
    for table, one in numbers:
        put = one.type.bind_processor(dialect)
        assert put is not None, f"{table}.{one.name} is no models.base.Number"
        assert [put(HUGE), put(-HUGE), put(7)] == [LARGEST, -LARGEST, 7], f"{table}.{one.name}"
