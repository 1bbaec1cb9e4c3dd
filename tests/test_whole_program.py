"""A week at school with the whole program in a process of its own, told at Telegram and read on everybody's phone."""

import re
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes.telegram import FakeTelegram
from tests.fakes.telegram_chats import Seen
from tests.patience import PATIENCE
from tests.program import NUMBERS, Program, moment
from tests.refused import refusal
from tests.small_school import PUPILS_6A, STAFF

TOKEN = "123456:CANARY-token_that-must_never-be_seen"
A = "Nguyễn Văn A"


@pytest.fixture
def fake() -> Iterator[FakeTelegram]:
    with FakeTelegram.in_thread(TOKEN) as fake:
        yield fake


def shown(fake: FakeTelegram, phone: str, words: str) -> Seen:
    """Wait until this phone shows a message with these words."""
    seen = fake.seen[NUMBERS[phone]]
    fake.wait(lambda: any(words in message.text for message in seen))
    return next(message for message in seen if words in message.text)


def say(fake: FakeTelegram, phone: str, text: str, day: str) -> None:
    fake.say(NUMBERS[phone], text, date=moment(day), first_name="Tên Lạ")


def check_nothing_private_was_logged(program: Program) -> None:
    """The program has logged, and no name, number, word or token is in it."""
    logged = program.log.read_text()
    assert logged.count('"event": "stopped"') == logged.count('"event": "started"') == 1
    private = [name for name, _hamlet in PUPILS_6A] + [name for name, _roles, _class in STAFF]
    private += [TOKEN, TOKEN.partition(":")[2], "CANARY", "Tên Lạ", "Nguyen Van A", "sot cao", "9000", "9110"]
    assert [words for words in private if words in logged] == []


def test_three_days_of_absence_reach_everybody_who_must_know(tmp_path: Path, fake: FakeTelegram) -> None:
    program = Program(tmp_path, fake)
    fake.block(NUMBERS["nóc2"])
    with program.running():
        for number, day in enumerate(("2026-11-16", "2026-11-17", "2026-11-18"), 1):
            say(fake, "gvcn", "/vang 6A Nguyen Van A K (sot cao)", day)
            shown(fake, "gvcn", "ngày đầu tiên" if number == 1 else f"{number} ngày liền")
            if number != 2:  # Tuesday's check is missed; Wednesday's still sees three days
                program.do("check", "--date", day)
        for phone in ("nóc", "mẹ A"):
            assert "thứ Hai 16/11" in shown(fake, phone, "thứ Hai 16/11").text
        assert A in shown(fake, "nóc", A).text
        assert A in shown(fake, "pht", "3 ngày").text
        program.until("SELECT count(*) FROM cases WHERE closed_on IS NULL", [(1,)])
        program.until("SELECT count(*) FROM chats WHERE closed_at IS NOT NULL", [(1,)])
        say(fake, "mẹ A", "/vang 6A Nguyen Van A", "2026-11-18")
        assert refusal("mẹ A") in shown(fake, "mẹ A", "thầy cô của trường").text
    check_nothing_private_was_logged(program)


def test_the_same_through_a_webhook_with_an_edited_message_a_button_and_a_document(
    tmp_path: Path, fake: FakeTelegram
) -> None:
    address = {"mode": "webhook", "webhook_url": "http://127.0.0.1:{port}", "secret": "a-secret-of-the-test"}
    program = Program(tmp_path, fake, **address)
    with program.running():
        fake.wait(lambda: fake.webhook)
        say(fake, "gvcn", "/vang 6A Nguyen Van A", "2026-11-16")
        shown(fake, "gvcn", "ngày đầu tiên")
        fake.edit(NUMBERS["gvcn"], "/vang 6A Ho Van Binh")
        asked = shown(fake, "gvcn", "Ghi theo tin mới")
        assert A in asked.text
        fake.press(NUMBERS["gvcn"], asked.labels()[1])
        shown(fake, "gvcn", "Chưa thay đổi gì")
        fake.wait(lambda: fake.answered)  # the button stops turning
        say(fake, "gvcn", "/moi 6A", "2026-11-16")
        fake.wait(lambda: any(message.document for message in fake.seen[NUMBERS["gvcn"]]))
        assert {status for _number, status in fake.pushes} == {200}
        paper = next(message.document for message in fake.seen[NUMBERS["gvcn"]] if message.document)
        assert re.search(r"\.(docx|pdf)$", paper.name)
        assert program.rows("SELECT count(*) FROM marks WHERE struck_at IS NULL") == [(1,)]
    check_nothing_private_was_logged(program)


def test_a_port_in_use_is_one_sentence_that_says_what_to_do(tmp_path: Path, fake: FakeTelegram) -> None:
    program = Program(tmp_path, fake)
    with socket.create_server(("127.0.0.1", program.port)):
        assert program.command("run").wait(PATIENCE) == 1
    said = program.log.read_text()
    assert f"Không dùng được cổng {program.port}" in said
    assert "[server]" in said
    assert "Traceback" not in said
    assert "exception" not in said
