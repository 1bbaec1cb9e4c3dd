"""Single cells: phones, dates, classes and places, in all the ways they are typed."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papers.roster.lists.classes import read_class
from papers.roster.lists.dates import read_birth_date
from papers.roster.lists.places import Places, read_places
from papers.roster.lists.values import NEW_PREFIX, Cell, Wrong, read_phones
from papers.roster.text import folded, is_legacy
from rules.people.names import clean


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        ("0912 345 678", ["+84912345678"]),
        ("0912.345.678", ["+84912345678"]),
        ("+84 912 345 678", ["+84912345678"]),
        ("84912345678", ["+84912345678"]),
        ("0084912345678", ["+84912345678"]),
        (912345678.0, ["+84912345678"]),
        (912345678, ["+84912345678"]),
        ("01687654321", ["+84387654321"]),
        (1687654321.0, ["+84387654321"]),
        ("0235 3880 123", ["+842353880123"]),
        ("+856 20 5555 1234", ["+8562055551234"]),
        ("0912345678/0987654321", ["+84912345678", "+84987654321"]),
        ("0845 678 901", ["+84845678901"]),
        (845678901.0, ["+84845678901"]),
    ],
)
def test_phones_become_one_spelling(typed: Cell, numbers: list[str]) -> None:
    assert read_phones(typed) == numbers


@pytest.mark.parametrize("typed", ["0912", "chưa nhớ", "0112345678", "0912 345 678 9", "091234567 và 8"])
def test_what_is_no_phone_is_not_guessed(typed: str) -> None:
    with pytest.raises(Wrong):
        read_phones(typed)


WORDS = ["{} (mẹ)", "(mẹ) {}", "mẹ: {}", "{} hoặc", "SĐT {} - bà nội", "{} (gọi sau 17h)", "Zalo {}", "={}"]


@pytest.mark.parametrize("words", WORDS)
@pytest.mark.parametrize("number", ["0912345678", "0912 345 678", "0912.345.678", "+84912345678"])
def test_a_phone_is_found_between_words(words: str, number: str) -> None:
    assert read_phones(words.format(number)) == ["+84912345678"]


@pytest.mark.parametrize("between", [" ", "  ", "/", ", ", " - ", "; ", " hoặc ", "\n", "(mẹ) "])
def test_two_phones_in_a_cell_are_two(between: str) -> None:
    assert read_phones(f"0912345678{between}0987654321") == ["+84912345678", "+84987654321"]


@pytest.mark.parametrize("typed", ["không có", "Không", "chưa có", "KO", "x"])
def test_a_cell_that_says_there_is_none_is_a_blank(typed: str) -> None:
    assert read_phones(typed) == []


@given(st.sampled_from(sorted(NEW_PREFIX)), st.integers(0, 9_999_999))
def test_an_old_number_and_its_new_spelling_are_one(old: str, rest: int) -> None:
    assert read_phones(f"{old}{rest:07}") == read_phones(f"{NEW_PREFIX[old]}{rest:07}")


@given(st.dates(date(1990, 1, 1), date(2030, 12, 31)), st.sampled_from("/-."))
def test_every_date_is_read_as_it_was_written(day: date, sign: str) -> None:
    assert read_birth_date(f"{day.day}{sign}{day.month}{sign}{day.year}") == day
    assert read_birth_date(f"{day:%d}{sign}{day:%m}{sign}{day:%Y}") == day
    assert read_birth_date(day) == day


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        (2015.0, date(2015, 1, 1)),
        ("2015", date(2015, 1, 1)),
        (42252.0, date(2015, 9, 5)),
        ("5/9/15", date(2015, 9, 5)),
        ("2015-09-05", date(2015, 9, 5)),
        ("05 / 09 / 2015", date(2015, 9, 5)),
    ],
)
def test_dates_that_lost_their_form_are_still_read(typed: Cell, day: date) -> None:
    assert read_birth_date(typed) == day


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("6A", "6A"),
        (" 6 a ", "6A"),
        ("Lớp 6A", "6A"),
        ("lop 12 A1", "12A1"),
        ("6/1", "6/1"),
        (5.0, "5"),
        ("10 Toán", "10TOÁN"),
    ],
)
def test_classes_become_one_spelling(typed: Cell, name: str) -> None:
    assert read_class(typed) == name


@pytest.mark.parametrize("typed", ["13A", "A6", "0A", "6A, 6B", "lớp"])
def test_what_is_no_class_is_not_guessed(typed: str) -> None:
    with pytest.raises(Wrong):
        read_class(typed)


@pytest.mark.parametrize(
    ("typed", "hamlets", "village"),
    [
        ("Takta- Thôn 3", ("Takta",), "Thôn 3"),
        ("Mang Lanh – Thôn 4", ("Mang Lanh",), "Thôn 4"),
        ("Mang Lanh — thôn 4", ("Mang Lanh",), "Thôn 4"),
        ("Ngọc Lê 1,3-Thôn 4", ("Ngọc Lê 1", "Ngọc Lê 3"), "Thôn 4"),
        ("Ngọc Lê 1 và 3 - Thôn 4", ("Ngọc Lê 1", "Ngọc Lê 3"), "Thôn 4"),
        ("Thôn 3 - Takta", ("Takta",), "Thôn 3"),
        ("Takta (thôn 3)", ("Takta",), "Thôn 3"),
        ("Takta thôn 3", ("Takta",), "Thôn 3"),
        ("Takta, Tu Ro", ("Takta", "Tu Ro"), None),
        ("Takta", ("Takta",), None),
        ("Thôn 3", (), "Thôn 3"),
        ("Takta\n- Thôn 3", ("Takta",), "Thôn 3"),
    ],
)
def test_places_are_taken_apart(typed: str, hamlets: tuple[str, ...], village: str | None) -> None:
    assert read_places(typed) == Places(hamlets, village)


@pytest.mark.parametrize("typed", ["Takta - 3", "Takta - Tu Ro", "3", "Thôn 3, 4"])
def test_a_place_that_could_be_two_things_is_not_guessed(typed: str) -> None:
    with pytest.raises(Wrong):
        read_places(typed)


@pytest.mark.parametrize(
    "name", ["Hoàng Thuý Oanh", "Nguyễn Thị Loan", "Huỳnh Tuấn Khoái", "Y Ñuê", "Müller", "QUÂN ĐOÀN"]
)
def test_unicode_names_are_not_taken_for_an_old_font(name: str) -> None:
    assert not is_legacy(name)


@given(st.text(max_size=40))
def test_folding_is_the_same_for_what_looks_the_same(text: str) -> None:
    assert folded(clean(text)) == folded(text)
    assert folded(folded(text)) == folded(text)
