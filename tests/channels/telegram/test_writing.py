"""Escaping and splitting hold for any text whatever."""

import re

from hypothesis import given
from hypothesis import strategies as st

from channels.telegram.writing import length, split, to_html, to_plain
from tests.fakes.telegram_chats import visible

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)
WORDS = st.lists(
    st.sampled_from(["vắng", "**Hồ Văn A**", "😀", "\n", "\n\n", "**", "a" * 30, "<b>", "&amp;"]), max_size=60
)


def bare(text: str) -> str:
    return re.sub(r"[\s*]", "", text)


@given(TEXT)
def test_a_reader_sees_any_name_exactly_as_it_is_and_no_tag_of_its_own(name: str) -> None:
    plain, strong = visible(to_html(name.replace("*", "")))
    assert plain == name.replace("*", "")
    assert strong == []


@given(TEXT)
def test_strong_words_are_what_is_between_the_stars(name: str) -> None:
    word = re.sub(r"\s+|\*", "", name) or "6A"
    assert visible(to_html(f"Lớp **{word}** vắng")) == (f"Lớp {word} vắng", [word])
    assert to_plain(f"Lớp **{word}** vắng") == f"Lớp {word} vắng"


@given(WORDS, st.integers(30, 200))
def test_pieces_are_short_enough_lose_nothing_and_keep_strong_words_whole(words: list[str], limit: int) -> None:
    text = " ".join(words)
    pieces = split(text, limit)
    assert all(0 < length(piece) <= limit for piece in pieces)
    assert bare("".join(pieces)) == bare(text)
    for piece in pieces:
        visible(to_html(piece))


def test_a_piece_ends_with_a_paragraph_else_a_line_else_a_word() -> None:
    assert split("một hai\n\nba bốn năm", 12) == ["một hai", "ba bốn năm"]
    assert split("một hai\nba bốn năm", 12) == ["một hai", "ba bốn năm"]
    assert split("một hai ba bốn", 12) == ["một hai ba", "bốn"]
    assert split("một **hai ba** bốn", 13) == ["một", "**hai ba** bốn"[:10], "bốn"]


def test_emoji_count_as_two_as_telegram_counts_them() -> None:
    assert [len(piece) for piece in split("😀" * 10, 8)] == [4, 4, 2]


def test_strong_words_longer_than_a_message_lose_their_weight_and_not_their_letters() -> None:
    pieces = split("**" + "dài " * 20 + "hết**", 30)
    assert bare("".join(pieces)) == "dài" * 20 + "hết"
    assert "*" not in "".join(pieces)


def test_nothing_to_say_is_no_piece() -> None:
    assert split(" \n ", 100) == []
