"""The words of reports, and a school's own beside them."""

import tomllib
from pathlib import Path

import pytest

import rules.reading.words.lexicon
from rules.people.names import fold
from rules.reading.report import read_report
from rules.reading.said.reported import ClassReport
from rules.reading.words.lexicon import Kind, Lexicon, Sense, WordsError, standard, with_school_words
from tests.rules.reading.classroom import CLASS_6A, CLASSES, NOW


def meaning(phrase: str, words: Lexicon | None = None) -> tuple[str, str] | None:
    """Sense and value of a phrase, if all of it is one."""
    lower = phrase.split()
    found = (words or standard()).phrase_at(lower, [fold(word) for word in lower], 0, len(lower))
    return (found[0].sense, found[0].value) if found and found[1] == len(lower) else None


def read_with(words: str, text: str) -> ClassReport:
    lexicon = with_school_words(words)
    (report,) = read_report(text, NOW, CLASSES, 6, {6: CLASS_6A}, lexicon=lexicon, command=True).reports
    return report


@pytest.mark.parametrize(
    ("phrase", "sense", "value"),
    [
        ("có phép", Sense.EXCUSED, "P"),
        ("co phep", Sense.EXCUSED, "P"),
        ("ko phép", Sense.EXCUSED, "K"),
        ("k phép", Sense.EXCUSED, "K"),
        ("kp", Sense.EXCUSED, "K"),
        ("cp", Sense.EXCUSED, "P"),
        ("đau bụng", Sense.REASON, "om"),
        ("dau bung", Sense.REASON, "om"),
        ("lấy chồng", Sense.SIGNAL, "lay_vo_chong"),
        ("bỏ học", Sense.SIGNAL, "khac"),
        ("cả ngày", Sense.SESSION, "SC"),
        ("chiều", Sense.SESSION, "C"),
        ("đi muộn", Sense.KIND, "late"),
        ("đi trễ", Sense.KIND, "late"),
        ("đội tuyển", Sense.KIND, "duty"),
        ("về sớm", Sense.KIND, "left_early"),
        ("trốn tiết", Sense.KIND, "skipped"),
        ("đều", Sense.ALL, "any"),
        ("cả 2", Sense.ALL, "2"),
        ("đủ", Sense.NOBODY, "all"),
        ("vắng", Sense.ABSENT, "any"),
        ("gvcn", Sense.TEACHER, "role"),
        ("báo nhầm", Sense.DENY, "any"),
    ],
)
def test_the_phrases_people_use_have_their_meaning(phrase: str, sense: Sense, value: str) -> None:
    assert meaning(phrase) == (sense, value)


def test_of_two_phrases_the_longest_counts() -> None:
    assert meaning("không phép") == (Sense.EXCUSED, "K")
    assert meaning("không vắng") == (Sense.KIND, "present")
    assert meaning("không vắng em nào") == (Sense.NOBODY, "all")


def test_marks_that_say_something_else_are_another_word() -> None:
    assert meaning("phép") == (Sense.EXCUSED, "P")
    assert meaning("phẹp") is None
    assert meaning("sàng") is None


@pytest.mark.parametrize("phrase", sorted({"vắng", "nghỉ", "phép", "sáng", "chiều"}))
def test_a_word_typed_without_marks_means_the_same(phrase: str) -> None:
    assert meaning(fold(phrase)) == meaning(phrase)


def test_every_kind_and_every_session_of_the_file_is_known_to_the_reader() -> None:
    phrases = [phrase for alike in standard().phrases.values() for phrase in alike]
    assert {phrase.value for phrase in phrases if phrase.sense is Sense.KIND} <= set(Kind)
    assert {phrase.value for phrase in phrases if phrase.sense is Sense.SESSION} == {"S", "C", "SC"}
    assert {phrase.value for phrase in phrases if phrase.sense is Sense.EXCUSED} == {"P", "K"}
    assert {phrase.sense for phrase in phrases} == set(Sense)


def test_a_schools_own_words_are_read_beside_the_standard_ones() -> None:
    own = '[reason]\ndi_ray = ["đi mót"]\n[kind]\nlate = ["vô sau trống"]\n'
    assert meaning("đi mót", with_school_words(own)) == (Sense.REASON, "di_ray")
    assert meaning("di mot", with_school_words(own)) == (Sense.REASON, "di_ray")
    assert meaning("có phép", with_school_words(own)) == (Sense.EXCUSED, "P")
    (item,) = read_with(own, "6A Minh đi mót").items
    assert (item.pupil, item.reason_code, item.reason_text) == (127, "di_ray", "đi mót")
    (item,) = read_with(own, "6A Minh vô sau trống").items
    assert item.kind is Kind.LATE


def test_of_two_meanings_the_schools_own_counts() -> None:
    own = with_school_words('[reason]\nviec_nha = ["đau bụng"]\n')
    assert meaning("đau bụng", own) == (Sense.REASON, "viec_nha")
    assert meaning("đau bụng") == (Sense.REASON, "om")


def test_other_spellings_of_a_word_reach_every_phrase_with_it() -> None:
    own = with_school_words('[spellings]\n"phép" = ["pháp"]\n')
    assert meaning("có pháp", own) == (Sense.EXCUSED, "P")


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("[reason\n", "line 1"),
        ('[resaon]\nom = ["bị hành"]\n', "[resaon]"),
        ("reason = 5\n", "[reason]"),
        ('[reason]\nom = ["a"]\nom = ["b"]\n', "line 3"),
        ("[reason]\nom = 5\n", "[reason]"),
        ('[reason]\nom = "abc"\n', "[reason]"),
        ('[reason]\nom = [" "]\n', "[reason]"),
        ('[kind]\nfoo = ["đi trễ"]\n', "[kind] foo"),
        ('[session]\nX = ["tối"]\n', "[session] X"),
    ],
)
def test_a_faulty_file_of_words_is_refused_with_the_place_of_the_fault(text: str, named: str) -> None:
    with pytest.raises(WordsError) as fault:
        with_school_words(text)
    assert named in str(fault.value)


def test_no_phrase_stands_twice_in_one_table_of_the_file() -> None:
    tables = tomllib.loads(
        Path(rules.reading.words.lexicon.__file__).with_name("words.toml").read_text(encoding="utf-8")
    )
    twice = [
        f"[{sense}] {phrase}"
        for sense in Sense
        for phrases in [[phrase for listed in tables.get(sense, {}).values() for phrase in listed]]
        for phrase in sorted({phrase for phrase in phrases if phrases.count(phrase) > 1})
    ]
    assert twice == []
