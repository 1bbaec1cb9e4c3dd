"""The log: where it happened and of what kind; never names, phone numbers or tokens, whoever wrote them."""

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import structlog

from bot.engine.log import set_up

NAME, PHONE, TOKEN = "Hồ Thị Bí Mật", "+84900123456", "123456789:AAF-canary_canary-canary_canary-can"


@contextmanager
def logs() -> Iterator[None]:
    """As the program logs, within this block: pytest gives each phase of a test a standard error of its own."""
    before, root = structlog.get_config(), logging.getLogger()
    handlers, root.handlers[:] = root.handlers[:], []  # pytest's own, which set_up would close
    set_up("info")
    yield
    structlog.configure(**before)
    root.handlers[:] = handlers


def last(capsys: pytest.CaptureFixture[str]) -> dict[str, str]:
    line: dict[str, str] = json.loads(capsys.readouterr().err.splitlines()[-1])
    return line


def break_with(words: str) -> None:
    try:
        dict[str, str]()[words]
    except KeyError as error:
        raise ValueError(words) from error


@pytest.mark.parametrize("logger", [structlog.get_logger(), logging.getLogger("some.library")], ids=["ours", "theirs"])
def test_an_error_is_logged_with_its_place_and_kind_and_not_with_what_it_says(
    logger: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    with logs():
        try:
            break_with(NAME)
        except ValueError:
            logger.exception("broken")
    line = last(capsys)
    assert line["event"] == "broken"
    assert "ValueError" in line["exception"]
    assert "KeyError" in line["exception"]
    assert "in break_with" in line["exception"]
    assert NAME not in str(line)


@pytest.mark.parametrize("logger", [structlog.get_logger(), logging.getLogger("some.library")], ids=["ours", "theirs"])
def test_tokens_and_phone_numbers_become_stars_even_in_a_librarys_words(
    logger: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    words = f"https://api.telegram.org/bot{TOKEN}/sendMessage for {PHONE} and 0900123456"
    with logs():
        logger.warning(words)
    line = last(capsys)["event"]
    assert "sendMessage" in line
    assert "***" in line
    assert not any(word in line for word in (TOKEN, PHONE, "900123456"))


def test_a_statements_values_are_cut_off(capsys: pytest.CaptureFixture[str]) -> None:
    with logs():
        logging.getLogger("sqlalchemy").warning("UPDATE people SET full_name=?\n[parameters: ('%s', 1)]\nmore", NAME)
    line = last(capsys)["event"]
    assert NAME not in line
    assert line.startswith("UPDATE people")
    assert line.endswith("more")
