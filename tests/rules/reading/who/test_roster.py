"""Who on a class list is meant."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.people.classes import ClassRef, find_class
from rules.reading.who.roster import find, nearest
from tests.rules.reading.classroom import CLASS_6A, CLASSES, index, unmarked


def found(words: str, *, marked: bool = False) -> list[str]:
    return [pupil.name for pupil in find(CLASS_6A, words, marked=marked)]


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("Nguyen Van A", ["Nguyễn Văn A"]),
        ("TRẦN VĂN HÙNG", ["Trần Văn Hùng"]),
        ("Lê Thị Hòa", ["Lê Thị Hoà"]),
        ("Lí Mĩ", ["Lý Mỹ"]),
        ("A Thut", ["A Thút"]),
        ("Rường", ["Hồ Văn Rường"]),
        ("van ruong", ["Hồ Văn Rường"]),
        ("Hồ Điệp", ["Hồ Thị Điệp"]),
        ("H.T.Điệp", ["Hồ Thị Điệp"]),
        ("HT Điệp", ["Hồ Thị Điệp"]),
        ("H’ Liên", ["Ksor H' Liên"]),
        ("Hlien", ["Ksor H' Liên"]),
        ("h lien", ["Ksor H' Liên"]),
        ("H'Hen", ["H'Hen Niê Kdăm"]),
        ("Y Ngoc", ["Y Ngọc Niê"]),
        ("Ngọc", ["Y Ngọc Niê"]),
        ("Lan A", ["Nguyễn Thị Lan A"]),
        ("Thuý Vy", ["Phạm Thuý Vy"]),
        ("#p105", ["Hồ Văn Học"]),
        ("#5", ["Hồ Văn Học"]),
        ("số 5", ["Hồ Văn Học"]),
        ("STT 5", ["Hồ Văn Học"]),
    ],
)
def test_a_name_is_found_however_it_is_written(words: str, meant: list[str]) -> None:
    assert found(words) == meant


@pytest.mark.parametrize(
    "words", ["Hồ Văn Cường", "Nguyễn Văn", "Hồ", "Trần Văn Húng", "Niê", "#999", "số 77", "", "#", "?"]
)
def test_a_name_that_is_not_on_the_list_is_nobody(words: str) -> None:
    assert found(words) == []


def test_two_pupils_that_the_words_do_not_tell_apart_are_both_candidates() -> None:
    assert found("hung") == ["Trần Văn Hùng", "Trần Văn Hưng"]
    assert found("Tran Thi An") == ["Trần Thị An", "Trần Thị Ân"]
    assert found("Lan") == ["Nguyễn Thị Lan A", "Nguyễn Thị Lan B"]
    assert found("Thút") == ["A Thút", "Đinh A Thút"]


def test_marks_are_evidence_and_so_is_their_absence_in_a_text_that_has_marks() -> None:
    assert found("Hưng") == ["Trần Văn Hưng"]
    assert found("Trần Thị An") == ["Trần Thị An"]
    assert found("an", marked=True) == ["Trần Thị An"]
    assert found("an") == ["Trần Thị An", "Trần Thị Ân"]


def test_one_syllable_that_is_a_whole_name_and_a_given_name_is_asked() -> None:
    listed = index("Thút", "Đinh Văn Thút")
    assert len(find(listed, "Thút")) == 2


def test_two_pupils_of_one_full_name_are_asked() -> None:
    assert len(find(index("Hồ Văn Nam", "Hồ Văn Nam"), "Hồ Văn Nam")) == 2


SYLLABLES = st.sampled_from(
    "Nguyễn Trần Hồ Đinh A Y Văn Thị Ngọc An Ân Hùng Hưng Sáng Chiều Phép Học Năm Mai Lan K P S Hoà Vy Vi Đào".split()  # noqa: SIM905, read as names
)
FULL_NAMES = st.lists(SYLLABLES, min_size=1, max_size=4).map(" ".join)
TYPED = st.sampled_from(
    (str, str.lower, str.upper, unmarked, lambda s: unmarked(s).lower(), lambda s: unicodedata.normalize("NFD", s))
)


@given(st.lists(FULL_NAMES, min_size=1, max_size=12), st.data())
def test_a_listed_full_name_always_finds_its_pupil(listed: list[str], data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(listed))
    typed = data.draw(TYPED)(name)
    pupils = find(index(*listed), typed)
    assert name in [pupil.name for pupil in pupils]
    if len(pupils) == 1:
        assert pupils[0].name == name


def test_an_unknown_name_is_answered_with_names_like_it() -> None:
    assert nearest(CLASS_6A, "Ho Van Ruongg")[0].name == "Hồ Văn Rường"
    assert len(nearest(CLASS_6A, "Hồ Văn Cường")) <= 2
    assert nearest(CLASS_6A, "Hồ Văn Xuyến") == ()
    assert [pupil.name for pupil in nearest(CLASS_6A, "Ho Van")] == [
        one.name for one in CLASS_6A.roster.pupils if one.name.startswith("Hồ Văn")
    ][:2], "a name begun"


def class_of(text: str, classes: tuple[ClassRef, ...] = CLASSES) -> tuple[str, str] | None:
    seen = find_class(classes, text)
    return (seen.classes[0].name, text[seen.start : seen.end]) if seen else None


@pytest.mark.parametrize(
    ("text", "name", "words"),
    [
        ("6A A Thút", "6A", "6A"),
        ("lớp 6a: Lan", "6A", "6a"),
        ("12 A1 Nam", "12A1", "12 A1"),
        ("lá 1 Nam", "Lá 1", "lá 1"),
        ("6/1 Nam 5/11", "6/1", "6/1"),
        ("sáng nay 6B: Nam", "6B", "6B"),
    ],
)
def test_a_class_is_found_as_it_is_typed(text: str, name: str, words: str) -> None:
    assert class_of(text) == (name, words)


def test_the_longest_class_name_wins_and_a_count_is_no_class() -> None:
    classes = tuple(ClassRef(n, name) for n, name in enumerate(("6A", "6A1", "12A1", "12A11", "6/1", "6/10")))
    assert class_of("12A11 Nam", classes) == ("12A11", "12A11")
    assert class_of("6/10 Nam", classes) == ("6/10", "6/10")
    assert class_of("6A 1 Nam", classes) == ("6A1", "6A 1")
    assert class_of("6A 1. Nam 2. Lan", classes) == ("6A", "6A")
    assert class_of("6A 1 em: Nam", classes) == ("6A", "6A")


def test_a_class_named_by_a_bare_word_or_number_counts_only_where_a_class_is_expected() -> None:
    classes = (ClassRef(1, "Mầm"), ClassRef(2, "3"))
    assert class_of("Hồ Mầm", classes) is None
    assert class_of("vắng 3 em", classes) is None
    assert class_of("lớp 3 vắng Nam", classes) == ("3", "3")
    assert class_of("mầm: Nam", classes) == ("Mầm", "mầm")


def test_one_class_name_at_two_sites_gives_both() -> None:
    seen = find_class((ClassRef(1, "3A"), ClassRef(2, "3A")), "3A Nam")
    assert seen is not None
    assert [each.id for each in seen.classes] == [1, 2]
