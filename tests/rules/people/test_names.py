"""Names cleaned, unmarked, compared, sorted and shortened."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.people.names import clean, fold, fold_in_place, given_name, key, short_name, sort_key, syllables


def test_what_phones_and_workbooks_hide_in_a_name_is_cleaned_away() -> None:
    assert clean(" Nguyễn\u00a0Văn\tA\u200b ") == "Nguyễn Văn A"
    assert clean(unicodedata.normalize("NFD", "Thuỷ")) == "Thuỷ"
    assert clean("Ðỗ Ɖạt H’Lan K`Brêm") == "Đỗ Đạt H'Lan K'Brêm"


def test_folding_takes_every_mark_and_the_bar_of_the_d() -> None:
    assert fold("Đặng Thị Ngọc Ƀường Hđơ̆k") == "dang thi ngoc buong hdok"
    assert fold(unicodedata.normalize("NFD", "Nguyễn")) == "nguyen"
    assert fold("H’LAN\u00a0Ksor\u200b") == "h'lan ksor"


@given(st.text(alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạấầẩẫậắằẳẵặéèẻẽẹếềểễệ' ", max_size=30))
def test_folding_is_the_same_for_every_way_of_typing_a_name(text: str) -> None:
    folded = fold(text)
    assert fold(folded) == fold(text.upper()) == fold(unicodedata.normalize("NFD", text)) == folded


@given(st.text(max_size=40))
def test_a_span_in_folded_text_is_a_span_in_the_text(text: str) -> None:
    assert len(fold_in_place(text)) == len(text)


def test_where_the_tone_is_written_makes_no_difference_and_which_tone_does() -> None:
    assert key("hoà") == key("HÒA")
    assert key("Thuý") == key(unicodedata.normalize("NFD", "thúy"))
    assert key("Hùng") != key("Hưng")
    assert key("An") != key("Ân")
    assert key("Bương") != key("Bường")


def test_an_apostrophe_joins_and_a_dash_or_dot_parts() -> None:
    assert syllables("Ksor H’ Lan") == ["Ksor", "H'Lan"]
    assert syllables("Y-Blan Niê") == ["Y", "Blan", "Niê"]
    assert syllables("N.V.An") == ["N", "V", "An"]


def test_a_class_is_sorted_by_given_name_in_the_vietnamese_alphabet() -> None:
    right = ["Trần Thị An", "Lê Văn Án", "Hồ Ăn", "Hồ Thị Ân", "Hồ Văn Dao", "Hồ Văn Đào", "H'Hen Niê", "Hà O", "Hà Ơ"]
    assert sorted(set(right), key=sort_key) == right


def test_equal_given_names_are_sorted_by_the_rest() -> None:
    right = ["Đinh Văn Lan", "Hồ Thị Lan", "Hồ Văn Lan", "Nguyễn Thị Lan A", "Nguyễn Thị Lan B"]
    assert sorted(set(right), key=sort_key) == right


@pytest.mark.parametrize(
    ("full", "given_part", "short"),
    [
        ("Nguyễn Văn An", "An", "N.V.An"),
        ("Nguyễn Văn A", "A", "N.V.A"),
        ("Nguyễn Thị Lan A", "Lan A", "N.T.Lan A"),
        ("A Thút", "Thút", "A.Thút"),
        ("H'Hen Niê Kdăm", "H'Hen", "H'Hen.N.K"),
        ("Y Ngọc Niê", "Y Ngọc", "Y Ngọc.N"),
        ("An", "An", "An"),
        ("", "", ""),
    ],
)
def test_a_lock_screen_shows_the_given_name_and_initials(full: str, given_part: str, short: str) -> None:
    assert given_name(full) == given_part
    assert short_name(full) == short
