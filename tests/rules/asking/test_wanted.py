"""What people ask is recognised however it is typed, and a report is never taken for a question."""

import pytest

from rules.asking.likeness import _examples
from rules.asking.questions import asks_whether, is_supposed, shows_a_report
from rules.asking.subject import called_so
from rules.asking.wanted import wanted_in
from rules.asking.wish import Facet, Intent, Matter, Wish
from rules.people.names import fold
from tests.rules.asking.samples import FACETS, MATTERS, REPORTS, SAMPLES

EVERYTHING: dict[Wish, tuple[str, ...]] = dict([*SAMPLES.items(), *FACETS.items(), *MATTERS.items()])


def test_there_are_samples_of_everything_that_is_understood() -> None:
    assert (set(SAMPLES), set(FACETS), set(MATTERS)) == (set(Intent), set(Facet), set(Matter))


def test_no_wish_stands_under_two_headings_of_the_same_writers() -> None:
    """The later would be all that is known of it."""
    known = _examples()
    writers: dict[Wish, list[str]] = {}
    for wish, whom in zip(known.wishes, known.of_whom, strict=True):
        writers.setdefault(wish, []).append(whom)
    several = {wish: sorted(whom) for wish, whom in writers.items() if len(whom) > 1}
    assert several == {Intent.LATE: ["families", "staff"]}


def ways(text: str) -> list[str]:
    """As it is typed: without marks, in capitals, with abbreviations, politely."""
    short = (
        fold(text).replace("khong", "ko").replace("hoc sinh", "hs").replace("bao nhieu", "bn").replace(" em ", " e ")
    )
    return [text, fold(text), text.upper(), short, f"dạ {text} ạ", f"cô ơi {text}", f"{text}!!"]


@pytest.mark.parametrize("wish", EVERYTHING)
def test_a_wish_is_recognised_in_every_way_it_is_typed(wish: Wish) -> None:
    for text in EVERYTHING[wish]:
        for said in ways(text):
            found = {*wanted_in(said, family=False).wishes, *wanted_in(said, family=True).wishes}
            assert wish in found, (said, found)


def test_a_name_with_its_marks_is_none_of_the_words_people_ask_with() -> None:
    assert [word for word in ("Bảo", "bảo", "Sao", "nào", "bao", "may") if called_so(word)] == ["Bảo", "bảo"]


@pytest.mark.parametrize("text", REPORTS)
def test_a_report_is_no_question(text: str) -> None:
    for said in (text, fold(text)):
        found = wanted_in(said, family=False)
        assert found.first not in {Intent.THANKS, Intent.NOTED, Intent.GREETING, Intent.FIGURES, Intent.PUPIL}, said
        assert found.matter is None, said


def test_a_parent_who_asks_about_the_child_is_not_told_of_the_school() -> None:
    for said in ("con tôi nghỉ mấy ngày rồi", "cháu hôm nay có vắng không", "con em có đi học không"):
        assert wanted_in(said, family=True).wishes[0] in {Intent.PUPIL, Facet.DAYS}, said
    assert wanted_in("tết nghỉ mấy ngày", family=True).first is Intent.CALENDAR


def test_a_worry_of_a_family_is_heard_whatever_else_it_may_be() -> None:
    for text in (*SAMPLES[Intent.WORRY], "cháu trốn nhà đi rồi", "cháu sợ bạn không dám đi học"):
        for said in ways(text):
            assert wanted_in(said, family=True).first is Intent.WORRY, said


@pytest.mark.parametrize(
    "named", ["6A vắng Dũng K", "vắng Dũng k", "6A vắng dũng k", "vang dung k", "6A vắng Phép K", "vắng Đủ K"]
)
def test_somebody_whose_name_is_like_a_question_is_without_leave(named: str) -> None:
    assert not asks_whether(named)


@pytest.mark.parametrize(
    "asked", ["em Hùng nghỉ có phép k", "Lan nghỉ đúng k", "6A đủ k", "nghỉ nhiều k em", "NGHI CO PHEP K"]
)
def test_a_question_with_k_at_its_end_is_one(asked: str) -> None:
    assert asks_whether(asked)


@pytest.mark.parametrize("told", ["em Bình định chuyển trường", "em Binh dinh chuyen truong", "nghe nói Lan thôi học"])
def test_what_may_come_has_not_happened(told: str) -> None:
    assert is_supposed(told)


@pytest.mark.parametrize(
    "told",
    [
        "chuyển em Đinh Văn Lan sang 6B",
        "Dinh Van Lan chuyen lop 6B",
        "có quyết định chuyển trường",
        "gia dinh chuyen nha",
    ],
)
def test_a_family_name_and_a_decision_are_no_intention(told: str) -> None:
    assert not is_supposed(told)


def test_a_report_that_is_only_shown_is_none() -> None:
    for shown in ('gõ tắt được không em, kiểu "6A đủ" ấy', "ghi 6A vắng Bình P đúng chưa", "nhắn là 6A đủ được không"):
        assert shows_a_report(shown), shown
    for meant in ("6A vắng Bình P", "ghi giúp em 6A vắng Bình được không", "6A đủ, mai nghỉ không cô"):
        assert not shows_a_report(meant), meant
