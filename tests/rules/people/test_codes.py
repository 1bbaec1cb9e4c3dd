"""Codes that link a chat to a person."""

import re

import pytest

from rules.people.codes import ALPHABET, digest, new_code, normalise, payload, told_code, types_a_code


def test_a_code_is_ten_letters_that_cannot_be_mistaken() -> None:
    assert len(set(ALPHABET)) == 31
    assert not set("0O1IL") & set(ALPHABET)
    codes = {new_code() for _ in range(300)}
    assert len(codes) == 300
    assert all(re.fullmatch(rf"[{ALPHABET}]{{5}}-[{ALPHABET}]{{5}}", code) for code in codes)


@pytest.mark.parametrize(
    "typed",
    [
        "ABCDE-FGHJK",
        "abcdefghjk",
        " abcde fghjk ",
        "ABCDE–FGHJK",
        "a b c d e f g h j k",
        "ABCDE\u200b-FGHJK",
        "ABCDE\u2011FGHJK",
    ],
)
def test_a_code_is_known_however_it_is_typed(typed: str) -> None:
    assert normalise(typed) == "ABCDEFGHJK"


@pytest.mark.parametrize("typed", ["", "ABCDE", "ABCDE-FGHJKM", "ABCDE-FGHJ0", "ABCDE-FGHJL", "xin chào ạ", "A" * 4096])
def test_what_cannot_be_a_code_is_none(typed: str) -> None:
    assert normalise(typed) is None


def test_only_the_digest_is_kept_and_every_form_of_a_code_has_the_same() -> None:
    code = new_code()
    typed = normalise(code.lower())
    assert typed == payload(code)
    assert digest(code) == digest(payload(code)) != digest(new_code())
    assert re.fullmatch(r"[0-9a-f]{64}", digest(code))
    assert re.fullmatch(r"[A-Z0-9]{10}", payload(code))


@pytest.mark.parametrize(
    ("said", "asked", "code"),
    [
        ("dạ mã của em đây ạ lienket SK7QS-9N5WD em cảm ơn cô", False, "SK7QS9N5WD"),
        ("/lienket_KY6YC-7ZRQ8", False, "KY6YC7ZRQ8"),
        ("mã KY6YC7ZRQ8", True, "KY6YC7ZRQ8"),
        ("cháu Thanh, mã sk7qs 9n5wd", False, "SK7QS9N5WD"),
        ("mã: ABCDE FGHJK", True, "ABCDEFGHJK"),
        ("em tên Thanh Chung ạ", False, None),
        ("cháu Lan lớp 6A, số 0905 123 456", False, None),
        ("SK7QS-9N5WDX", False, None),
    ],
)
def test_a_code_is_found_among_the_words_of_whoever_sends_it(said: str, asked: bool, code: str | None) -> None:  # noqa: FBT001
    assert told_code(said, asked=asked) == code


def test_a_code_behind_a_word_is_no_sentence() -> None:
    assert types_a_code("lienket ABCDE-23456")
    assert types_a_code("lienket abcde-fghjk")
    assert not any(map(types_a_code, ("xin nghi thu hai", "ABCDE-23456", "em HOANGVANAN", "mai con nghi 2 ngay")))
