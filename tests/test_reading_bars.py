"""The development set is read as well as docs/reading.md promises: a change that makes the reader worse fails here."""

import pytest

from bench.reading import Decision, Message, Reading, School, Told, messages, rosters
from bench.reading.measured import quality
from bench.reading.naive import exactly, most_alike, read
from bench.reading.score import decided, dropped, needless, wrong_pupil


def test_the_development_set_keeps_its_bars() -> None:
    figures = quality()
    assert len(figures) == 5
    assert [f"{figure.what}: {figure.value:.2f} %" for figure in figures if not figure.passes()] == []


def test_every_message_of_the_development_set_is_of_a_school_and_speaks_of_its_pupils() -> None:
    known = {school.id: {pupil.id for room in school.classes for pupil in room.students} for school in rosters()}
    found = messages()
    assert len({message.id for message in found}) == len(found) > 1000
    for message in found:
        named = {told.id for told in message.expected.students} | set(message.expected.candidates)
        assert named <= known[message.school], message.id


MESSAGE = Message("m1", "np", "2025-11-12T07:17", None, "6A: Lan", Decision("record", [Told("a")]), "plain")


@pytest.mark.parametrize(
    ("got", "faults"),
    [
        (Reading("m1", "record", [Told("a")]), {"decided"}),
        (Reading("m1", "record", [Told("b")]), {"wrong", "dropped"}),
        (Reading("m1", "record", [Told("a"), Told("b")]), {"wrong"}),
        (Reading("m1", "not_a_report"), {"dropped"}),
        (Reading("m1", "ambiguous", [], ["a"]), {"needless"}),
    ],
)
def test_each_way_to_fail_is_told_apart(got: Reading, faults: set[str]) -> None:
    scores = {"wrong": wrong_pupil, "dropped": dropped, "needless": needless, "decided": decided}
    assert {name for name, holds in scores.items() if holds(MESSAGE, got)} == faults


def test_a_first_attempt_is_measured_on_the_same_messages() -> None:
    school = next(each for each in rosters() if each.id == "np")
    there = Message("m1", "np", "2025-11-12T07:17", None, "6A vắng Nguyễn Văn An", Decision("record"), "plain")
    for finder in (exactly, most_alike):
        assert [told.id for told in read(there, school, finder).students] == ["np-6a-01"]
    assert read(MESSAGE, School("np", "", []), exactly).outcome == "unknown_class"
