"""Words typed with the Vietnamese keyboard off."""

import pytest

from rules.people.names import spelling
from rules.reading.words.telex import decode
from tests.rules.reading.classroom import index, read, read_all, told


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("nguyeenx", "nguyễn"),
        ("nguyen", None),
        ("vawn", "văn"),
        ("ddinh", "đinh"),
        ("dinhd", "đinh"),
        ("hungf", "hùng"),
        ("huwng", "hưng"),
        ("hoof", "hồ"),
        ("hoaf", "hoà"),
        ("thuyr", "thuỷ"),
        ("ruwowngf", "rường"),
        ("ruowngf", "rường"),
        ("hieeuf", "hiều"),
        ("phuowng", "phương"),
        ("quoocs", "quốc"),
        ("quowj", "quợ"),
        ("ans", "án"),
        ("bcs", None),
        ("sang", None),
    ],
)
def test_telex_keys_show_what_the_keyboard_would_have(typed: str, shown: str | None) -> None:
    found = decode(typed)
    assert found is None if shown is None else _alike(found, shown)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("nguye64n", "nguyễn"),
        ("nguyen64", "nguyễn"),
        ("va8n", "văn"),
        ("d9inh", "đinh"),
        ("ho62", "hồ"),
        ("hu7ng", "hưng"),
        ("ru7o7ng2", "rường"),
        ("hung2", "hùng"),
        ("an1", "án"),
        ("6a", None),
        ("a0", None),
        ("t9", None),
    ],
)
def test_vni_keys_show_what_the_keyboard_would_have(typed: str, shown: str | None) -> None:
    found = decode(typed)
    assert found is None if shown is None else _alike(found, shown)


@pytest.mark.parametrize("word", ["", "nguyễn", "a-b", "x" * 13, "12", "#5"])
def test_what_no_keys_make_is_left_alone(word: str) -> None:
    assert (decode(word) if word else None) is None


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("6A vangws Nguyeenx Vawn Minh", ["Nguyễn Văn Minh"]),
        ("6A vawngs Nguyeenx Vawn Minh", ["Nguyễn Văn Minh"]),
        ("6A va8ng1 Ho62 Thi5 D9ie65p", ["Hồ Thị Điệp"]),
        ("6a nghir hungf", ["Trần Văn Hùng"]),
        ("6A HUNGF", ["Trần Văn Hùng"]),
        ("6A vắng Hoof Thij Saangs", []),
        ("6A ksor h'lieen", ["Ksor H' Liên"]),
    ],
)
def test_names_typed_in_keys_are_read_as_the_pupils_they_mean(text: str, names: list[str]) -> None:
    assert [name for name, _ in told(read(text))] == names


def test_words_typed_in_keys_are_read_too() -> None:
    assert told(read("6A Minh cos phesp")) == [("Nguyễn Văn Minh", True)]
    assert told(read("6A Minh khoong phesp")) == [("Nguyễn Văn Minh", False)]
    assert read("6A vawngs 0").nobody


def test_a_word_that_means_something_as_typed_is_never_decoded() -> None:
    listed = index("Hồ Thị Sang", "Lê Văn Sáng")
    assert told(read("6A vắng Sang", listed), listed) == [("Hồ Thị Sang", None)]
    assert [report.class_id for report in read_all("12A1 đủ").reports] == [9]


def _alike(found: str | None, shown: str) -> bool:
    """Wherever the tone stands."""
    return found is not None and spelling(found) == spelling(shown)
