"""What people ask is recognised however it is typed, and a report is never taken for a question."""

import pytest

from rules.asking.intents import Intent, read_intents, read_parents_intents
from rules.people.names import fold
from tests.rules.asking.samples import REPORTS, SAMPLES


def test_there_are_samples_of_everything_that_is_understood() -> None:
    assert set(SAMPLES) == set(Intent)


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


def test_a_parent_who_asks_about_the_child_is_not_told_of_the_school() -> None:
    for said in ("con tôi nghỉ mấy ngày rồi", "cháu hôm nay có vắng không", "con em có đi học không"):
        assert read_parents_intents(said)[0] is Intent.PUPIL, said
    assert read_parents_intents("tết nghỉ mấy ngày")[0] is Intent.CALENDAR
