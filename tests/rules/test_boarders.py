"""What is said of boarders on the evening they come back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.boarders import ALL, AWAY, BACK, STAYED, Said, read_boarders


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", []),
        ("đủ", [Said(state=ALL)]),
        ("vào đủ", [Said(state=ALL)]),
        ("DU", [Said(state=ALL)]),
        ("3 5", [Said(state=AWAY, numbers=(3, 5))]),
        ("chưa 3, 5", [Said(state=AWAY, numbers=(3, 5))]),
        ("chưa vào: 3; 5", [Said(state=AWAY, numbers=(3, 5))]),
        ("3 5 ở lại 4", [Said(state=AWAY, numbers=(3, 5)), Said(state=STAYED, numbers=(4,))]),
        ("ở lại cuối tuần 4 và 6", [Said(state=STAYED, numbers=(4, 6))]),
        ("đã vào 3", [Said(state=BACK, numbers=(3,))]),
        ("chưa #p12", [Said(state=AWAY, pupils=(12,))]),
        ("Hồ Văn Bình, A Thút", [Said(state=AWAY, names=("Hồ Văn Bình", "A Thút"))]),
    ],
)
def test_words_numbers_names_and_buttons(text: str, said: list[Said]) -> None:
    assert read_boarders(text) == said


def test_only_a_list_of_those_away_or_everybody_speaks_of_the_whole_class() -> None:
    assert [one.whole for text in ("đủ", "3", "chưa #p12", "ở lại 4", "đã vào 3") for one in read_boarders(text)] == [
        True, True, False, False, False,
    ]  # fmt: skip


@given(st.text(max_size=60))
def test_nothing_that_is_typed_breaks_it(text: str) -> None:
    for one in read_boarders(text):
        assert one.state in {ALL, AWAY, BACK, STAYED}


@given(st.lists(st.integers(1, 60), min_size=1, max_size=8), st.sampled_from(["", "chưa ", "chưa vào "]))
def test_list_numbers_come_back_as_they_were_typed(numbers: list[int], word: str) -> None:
    (said,) = read_boarders(word + ", ".join(map(str, numbers)))
    assert (said.state, said.numbers) == (AWAY, tuple(numbers))
