"""Stand-ins for names: no name is left, whatever is drawn, and the message reads as before."""

from random import Random

import pytest

from rules.people.classes import ClassRef
from rules.people.names import MIDDLE, fold, syllables
from rules.reading.outcome import verdict
from rules.reading.report import read_report
from rules.reading.standins import StandIns
from rules.reading.who.roster import ClassRoster, Index, Pupil, build_index
from rules.reading.words.lexicon import standard
from tests.rules.reading.classroom import NOW

NAMES = (
    "Hồ Thị Lan", "Đinh Văn Lan", "Trần Minh Hùng", "Trần Minh Hưng", "Lê Thị Sáng", "Hồ Văn Học", "Y Khôi Niê",
    "H'Lan Niê", "Sùng A Dếnh", "Kim Sa Rươnl",
)  # fmt: skip
SAID = (
    "6A vắng Hùng k, Sáng p", "6a vang hung, hoc kp", "em Học đang học", "Sáng nay 6A vắng Y Khôi, H'Lan",
    "6A vắng Dếnh, mẹ Dếnh gọi xin phép", "6A đủ", "6A vắng Rươnl (ốm), Hưng kp", "Cô Chẩn ơi 6A vắng Hùng ạ",
)  # fmt: skip
KNOWN = [ClassRef(6, "6A")]


def listed(names: "tuple[str, ...] | list[str]") -> Index:
    return build_index(ClassRoster(6, "6A", 1, tuple(Pupil(at, at, name) for at, name in enumerate(names, 1))))


@pytest.mark.parametrize("seed", range(40))
def test_no_name_is_left_and_the_same_pupils_are_meant(seed: int) -> None:
    draw = StandIns(standard(), Random(seed), NAMES)
    others = draw.names(NAMES)
    own = {fold(word) for name in NAMES for word in syllables(name) if len(word) > 1} - {*MIDDLE, "a"}
    assert len(set(others)) == len(NAMES)
    assert own.isdisjoint(fold(word) for name in others for word in syllables(name))
    before, behind = listed(NAMES), listed(others)
    for text in SAID:
        meant = read_report(text, NOW, KNOWN, 6, {6: before})
        words = [item.words for one in meant.reports for item in one.items]
        masked = draw.text(text, words)
        again = read_report(masked, NOW, KNOWN, 6, {6: behind})
        assert "Chẩn" not in masked
        if {"dong", "hoc"} & {word.strip(",").lower() for word in (*text.split(), *masked.split())}:
            continue  # without marks these are words of their own: `vang dong`, `hoc`
        assert verdict(again).outcome is verdict(meant).outcome, (text, masked)
        assert _pupils(again) == _pupils(meant), (text, masked)


def _pupils(reading: object) -> list[tuple[int, ...]]:
    return [item.candidates for one in reading.reports for item in one.items]  # type: ignore[attr-defined]
