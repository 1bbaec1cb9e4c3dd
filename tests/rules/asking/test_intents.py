"""What people ask is recognised however it is typed, and a report is never taken for a question."""

import pytest

from rules.asking.intent import Intent
from rules.asking.intents import asks_whether, read_intents, read_parents_intents
from rules.asking.subject import called_so, without_names
from rules.asking.topics import Facet, Matter, read_facet, read_matter
from rules.people.names import fold
from rules.reading.who.roster import Pupil
from tests.rules.asking.samples import FACETS, MATTERS, REPORTS, SAMPLES


def test_there_are_samples_of_everything_that_is_understood() -> None:
    assert (set(SAMPLES), set(FACETS), set(MATTERS)) == (set(Intent), set(Facet), set(Matter))


def ways(text: str) -> list[str]:
    """As it is typed: without marks, in capitals, with abbreviations, politely."""
    short = (
        fold(text).replace("khong", "ko").replace("hoc sinh", "hs").replace("bao nhieu", "bn").replace(" em ", " e ")
    )
    return [text, fold(text), text.upper(), short, f"dạ {text} ạ", f"cô ơi {text}", f"{text}!!"]


@pytest.mark.parametrize("intent", Intent)
def test_a_wish_is_recognised_in_every_way_it_is_typed(intent: Intent) -> None:
    for text in SAMPLES[intent]:
        for said in ways(text):
            assert intent in (read_intents(said) or read_parents_intents(said)), said


def test_what_a_message_is_about_is_told_in_every_way_it_is_typed() -> None:
    for facet, texts in FACETS.items():
        assert {(said, read_facet(said)) for text in texts for said in ways(text)} == {
            (said, facet) for text in texts for said in ways(text)
        }
    for matter, texts in MATTERS.items():
        for said in (way for text in texts for way in ways(text)):
            told = read_matter(said)
            assert told is not None and told.matter is matter, said  # noqa: PT018


def test_a_pupil_whose_name_is_a_word_is_no_matter_of_that_word() -> None:
    for name, text in (("Trần Văn Tiến", "em Tiến nghỉ buổi nào"), ("Hồ Thị Cơm", "Cơm 6A hôm nay vắng")):
        assert read_matter(text) is not None
        assert read_matter(without_names(text, [Pupil(1, None, name)])) is None


def test_a_name_with_its_marks_is_none_of_the_words_people_ask_with() -> None:
    assert [word for word in ("Bảo", "bảo", "Sao", "nào", "bao", "may") if called_so(word)] == ["Bảo", "bảo"]


def test_a_name_is_no_denial_and_no_anger() -> None:
    assert Intent.HOME in read_intents("gia đình em Hồng chuyển về thôn 3"), "a name, and no denial"
    assert Intent.STOP not in read_intents("khối 6 bao nhiêu em nam, bao nhiêu em nữ"), "no word of anger"


@pytest.mark.parametrize("text", REPORTS)
def test_a_report_is_no_question(text: str) -> None:
    for said in (text, fold(text)):
        assert not set(read_intents(said)) & {
            Intent.THANKS,
            Intent.NOTED,
            Intent.GREETING,
            Intent.FIGURES,
            Intent.PUPIL,
        }, said
        assert read_matter(said) is None, said


def test_a_parent_who_asks_about_the_child_is_not_told_of_the_school() -> None:
    for said in ("con tôi nghỉ mấy ngày rồi", "cháu hôm nay có vắng không", "con em có đi học không"):
        assert read_parents_intents(said)[0] is Intent.PUPIL, said
    assert read_parents_intents("tết nghỉ mấy ngày")[0] is Intent.CALENDAR


def test_a_worry_of_a_family_is_heard_whatever_else_it_may_be() -> None:
    for text in (*SAMPLES[Intent.WORRY], "cháu trốn nhà đi rồi", "cháu sợ bạn không dám đi học"):
        for said in ways(text):
            assert read_parents_intents(said) == (Intent.WORRY,), said


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
