"""Which words mention somebody: names that touch, names nobody has, and people who are no pupils."""

import pytest

from rules.reading.outcome import Outcome, verdict
from rules.reading.words.lexicon import Kind
from tests.rules.reading.classroom import index, names, read, read_all, told

LISTED = index(
    "Hồ Thị Lan",
    "Hồ Văn Hùng",
    "Nguyễn Văn Minh",
    "Lê Thị Mai",
    "Trần Thị Vinh",
    "Hồ Thị Lành",
    "Đinh Thị Hà",
    "A Thút",
    "Ksor H' Liên",
    "Y Blan",
    "Nguyễn Thị Thảo",
    "Phan Bảo",
)


def sure(text: str) -> list[str]:
    (report,) = read_all(text, LISTED).reports
    return [name for name, _ in told(report, LISTED)]


def asked(text: str) -> list[tuple[str, list[str]]]:
    """The words of what is asked about, and who is offered."""
    (report,) = read_all(text, LISTED).reports
    return [(item.words, names(item, LISTED)) for item in report.items if item.pupil is None]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("6A vắng Lan, Hùng và Minh", ["Hồ Thị Lan", "Hồ Văn Hùng", "Nguyễn Văn Minh"]),
        ("6A vắng Lan Hùng Minh", ["Hồ Thị Lan", "Hồ Văn Hùng", "Nguyễn Văn Minh"]),
        ("6A vắng 2 em: Lan Hùng", ["Hồ Thị Lan", "Hồ Văn Hùng"]),
        ("6A vắng Hồ Thị Lan Hồ Văn Hùng", ["Hồ Thị Lan", "Hồ Văn Hùng"]),
        ("6A vắng A Thút Y Blan", ["A Thút", "Y Blan"]),
        ("6A vắng H'Liên, A Thút", ["Ksor H' Liên", "A Thút"]),
        ("6A vắng Lan/Hùng", ["Hồ Thị Lan", "Hồ Văn Hùng"]),
        ("6A vắng Lan + Hùng", ["Hồ Thị Lan", "Hồ Văn Hùng"]),
        ("6A vắng Lan & Hùng", ["Hồ Thị Lan", "Hồ Văn Hùng"]),
        ("6A vắng Lan với Hùng", ["Hồ Thị Lan", "Hồ Văn Hùng"]),
        ("6A vắng em Lan, bạn Hùng", ["Hồ Thị Lan", "Hồ Văn Hùng"]),
    ],
)
def test_names_are_told_apart_however_they_are_joined(text: str, expected: list[str]) -> None:
    assert sure(text) == expected
    assert asked(text) == []


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        ("6A vắng Hồ Thị Lành Vinh", [["Hồ Thị Lành"], ["Trần Thị Vinh"]]),
        ("6A vắng Lan Mai", [["Hồ Thị Lan"], ["Lê Thị Mai"]]),
        ("6A vắng Lan Hùng", [["Hồ Thị Lan"], ["Hồ Văn Hùng"]]),
    ],
)
def test_two_names_that_only_touch_may_be_one_and_are_asked(text: str, offered: list[list[str]]) -> None:
    assert sure(text) == []
    assert [who for _, who in asked(text)] == offered


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("6A vắng Hồ Văn Tèo", "Hồ Văn Tèo"),
        ("6A vắng Tèo", "Tèo"),
        ("6A vắng Lan, Tèo", "Tèo"),
        ("6A vắng Tèo ốm", "Tèo"),
        ("6A vắng Nguyễn Thị Lan", "Nguyễn Thị Lan"),
        ("6A vắng Lan Phương", "Lan Phương"),
        ("6A vắng Hồ Lê Hùng", "Hồ Lê Hùng"),
        ("6A vắng số 40", "số 40"),
    ],
)
def test_somebody_nobody_knows_is_unknown_and_no_namesake_is_taken(text: str, words: str) -> None:
    ((said, offered),) = asked(text)
    assert said.removeprefix("số ") in words
    assert offered == [] or len(words.split()) > 1
    assert verdict(read_all(text, LISTED)).outcome in (Outcome.UNKNOWN_STUDENT, Outcome.AMBIGUOUS)


@pytest.mark.parametrize("name", ["Huy", "Nhi", "Ba", "Sang"])
@pytest.mark.parametrize("text", ["6A vắng Hùng, {}", "6A vắng Hùng, {} P", "6A vắng {}, Hùng"])
def test_a_name_nobody_has_is_asked_about_though_it_is_also_a_small_word(text: str, name: str) -> None:
    assert sure(text.format(name)) == ["Hồ Văn Hùng"]
    assert [words for words, _ in asked(text.format(name))] == [name]


@pytest.mark.parametrize("text", ["6A vắng A", "6A vắng em A ạ", "6A: A, Lan kp", "6A không phải Hùng mà là A"])
def test_a_single_capital_letter_at_the_place_of_a_name_is_who_is_called_so(text: str) -> None:
    listed = index("Nguyễn Văn A", "Hồ Thị Lan", "Trần Minh Hùng")
    absent = [item for item in read_all(text, listed).reports[0].items if item.kind is Kind.ABSENT]
    assert 101 in [item.pupil for item in absent]


@pytest.mark.parametrize("text", ["6A vắng Hùng hay Minh", "6A vắng Minh hay là Hùng"])
def test_one_or_the_other_is_nobody_until_asked(text: str) -> None:
    assert sure(text) == []
    assert {words for words, _ in asked(text)} == {"Hùng", "Minh"}


def test_unknown_beside_known_does_not_hide_the_known() -> None:
    assert sure("6A vắng Tèo, Lan, Hồ Thị Tí") == ["Hồ Thị Lan"]
    assert [words for words, _ in asked("6A vắng Tèo, Lan, Hồ Thị Tí")] == ["Tèo", "Hồ Thị Tí"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Cô Lan báo: 6A vắng Hùng", ["Hồ Văn Hùng"]),
        ("Cô Lan ơi, 6A vắng Hùng", ["Hồ Văn Hùng"]),
        ("Em chào cô Lan, 6A vắng Hùng", ["Hồ Văn Hùng"]),
        ("Em là Mai GVCN 6A, vắng Hùng", ["Hồ Văn Hùng"]),
        ("Thảo GVCN 6A báo cáo: vắng Hùng", ["Hồ Văn Hùng"]),
        ("6A vắng Hùng. GVCN: Mai", ["Hồ Văn Hùng"]),
        ("6A vắng Hùng. Người báo: Hà", ["Hồ Văn Hùng"]),
        ("Thưa thầy Minh, 6A vắng Hùng", ["Hồ Văn Hùng"]),
        ("6A vắng Hùng ạ. Cảm ơn cô Lan", ["Hồ Văn Hùng"]),
        ("Cô Hà ơi em Hà 6A vắng", ["Đinh Thị Hà"]),
    ],
)
def test_a_teacher_who_speaks_or_is_spoken_to_is_no_pupil(text: str, expected: list[str]) -> None:
    assert sure(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mẹ em Hùng 6A xin cho Hùng nghỉ", ["Hồ Văn Hùng"]),
        ("PH em Hùng 6A xin nghỉ", ["Hồ Văn Hùng"]),
        ("Phụ huynh Hùng lớp 6A xin phép cho con nghỉ", ["Hồ Văn Hùng"]),
        ("Bố Hùng 6A xin cho Lan nghỉ", ["Hồ Thị Lan"]),
        ("6A: mẹ Lan gọi xin cho Lan nghỉ ốm", ["Hồ Thị Lan"]),
    ],
)
def test_a_parent_who_speaks_is_no_pupil_but_the_child_is(text: str, expected: list[str]) -> None:
    assert sure(text) == expected


def test_a_mention_keeps_its_words_as_typed() -> None:
    (item,) = read("6A A THUT").items
    assert item.words == "A THUT"
    assert [words for words, _ in asked("6A vắng hồ văn tèo")] == ["hồ văn tèo"]


def test_what_narrows_a_name_belongs_to_it() -> None:
    listed = index("Nguyễn Thị Lan A", "Nguyễn Thị Lan B", "Hồ Thị Lan")
    for text, number in (("Lan B", 102), ("Lan số 3", 103), ("Lan stt 1", 101), ("Nguyễn Thị Lan A", 101)):
        (item,) = read(f"6A {text}", listed).items
        assert item.pupil == number, text
    (item,) = read("6A Lan số 9", listed).items
    assert item.pupil is None


def test_a_list_number_alone_is_a_pupil() -> None:
    assert sure("6A vắng số 1, 2") == ["Hồ Thị Lan", "Hồ Văn Hùng"]
    assert sure("6A vắng stt 3") == ["Nguyễn Văn Minh"]
