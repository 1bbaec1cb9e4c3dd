"""Questions in a few words: nobody can tell two apart that are called the same."""

from datetime import UTC, date, datetime

from letters.register.waiting import shortly
from models.register.questions import PUPIL, Matter, Question
from rules.reading.said.reported import ClassReport


def question(words: str, day: int, *parts: str) -> Question:
    return Question(
        school_id=1,
        chat_id=1,
        person_id=1,
        class_id=1,
        day=date(2026, 11, day),
        parts=parts,
        kind=PUPIL,
        words=words,
        candidates=(),
        matter=Matter(report=ClassReport(), mark="K"),
        inbox_id=1,
        asked_at=datetime(2026, 11, day, tzinfo=UTC),
    )


def test_what_has_its_own_words_is_called_by_them() -> None:
    assert shortly([question("Bình", 16, "S"), question("Lan", 16, "S")]) == ["“Bình”", "“Lan”"]


def test_of_two_called_the_same_the_half_day_and_the_day_tell() -> None:
    same = [question("Bình", 16, "S"), question("Bình", 16, "C"), question("Lan", 16, "S")]
    assert shortly(same) == ["“Bình” sáng 16/11", "“Bình” chiều 16/11", "“Lan”"]


def test_where_that_is_the_same_too_they_are_numbered() -> None:
    assert shortly([question("Bình", 16, "S")] * 2) == ["“Bình” sáng 16/11 (1)", "“Bình” sáng 16/11 (2)"]
