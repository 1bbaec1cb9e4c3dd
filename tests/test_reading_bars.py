"""The development set is read as well as docs/reading.md promises: a change that makes the reader worse fails here."""

from collections import Counter

import pytest

from bench.reading import Decision, Message, Reading, School, Told, messages, natural, rosters
from bench.reading.measured import BEATS, in_beats, quality, reader
from bench.reading.naive import exactly, most_alike, read
from bench.reading.score import decided, dropped, needless, wrong_pupil


def test_the_development_set_keeps_its_bars() -> None:
    figures = quality()
    assert len(figures) == 5
    assert [f"{figure.what}: {figure.value:.2f} %" for figure in figures if not figure.passes()] == []


def test_what_is_typed_in_chat_writes_nobody_down_who_is_in_class_and_loses_nobody() -> None:
    """Messages written by hand, a third of them no reports: praise, money, quarrels, illness in class."""
    found = natural.messages()
    counts = Counter(natural.judged(each, natural.read(each)) for each in found)
    assert len(found) > 400
    assert counts[natural.Judged.WRONG] == 0
    assert counts[natural.Judged.DROPPED] <= 0.005 * len(found)
    assert counts[natural.Judged.NEEDLESS] <= 0.02 * len(found)
    assert counts[natural.Judged.FIELDS] <= 0.005 * len(found)


def test_reading_is_as_fast_as_ever_within_what_a_busy_machine_costs() -> None:
    """In beats, not in seconds: where others work on the same cores, both take longer."""
    work = reader(count=200)
    work()
    assert in_beats(work, turns=4) / 200 < BEATS


@pytest.mark.parametrize(
    ("expected", "judged"),
    [
        ("R Lan", "right"),
        ("R Lan=P", "fields"),
        ("R Lan@-1", "fields"),
        ("R Nga", "wrong"),
        ("R Lan, Nga", "dropped"),
        ("-", "wrong"),
        ("N", "wrong"),
    ],
)
def test_each_way_to_fail_in_chat_is_told_apart(expected: str, judged: str) -> None:
    said = natural.Natural("K", "report", "6A vắng Lan k", expected, "6A")
    assert natural.judged(said, natural.read(said)) == judged


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
