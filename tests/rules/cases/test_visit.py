"""A home visit as teachers type it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from locales import causes as words
from rules.cases.causes import BODIES, BY_CODE, CAUSES, bodies_for, causes_typed, groups_of
from rules.cases.visit import LONGEST_PROMISE, NOBODY, PEOPLE, read_visit

THURSDAY = date(2026, 11, 19)
MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("typed", "met"),
    [
        ("gặp mẹ, hứa thứ 2 đi học", ("mother",)),
        ("gap bo me em", ("father", "mother")),
        ("đã gặp ông bà nội. Mẹ đi làm xa", ("grandparent",)),
        ("trao đổi với mẹ cháu: nhà khó khăn", ("mother",)),
        ("gặp em, chán học", ("pupil",)),
        ("gặp chị gái em", ("relative",)),
        ("không gặp ai", (NOBODY,)),
        ("nhà đi vắng cả", (NOBODY,)),
        ("khong co ai o nha", (NOBODY,)),
        ("em theo bố mẹ đi rẫy", ()),
        ("đã gặp ba", ()),  # a father in the south, a grandmother without marks: asked, not guessed
    ],
)
def test_whom_they_met(typed: str, met: tuple[str, ...]) -> None:
    assert read_visit(typed, THURSDAY).met == met


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("hứa thứ 2 đi học", MONDAY),
        ("hua t2 di hoc lai", MONDAY),
        ("hứa thứ Hai tuần sau", MONDAY),
        ("hứa mai đi học", date(2026, 11, 20)),
        ("hẹn ngày kia", date(2026, 11, 21)),
        ("gia đình hứa 25/11 cho em đi", date(2026, 11, 25)),
        ("hứa thứ năm", date(2026, 11, 26)),
        ("hứa cho em đi học lại", None),
        ("hứa 25/12", None),  # a promise of next month does not hold the ladder back
        ("không hứa, thứ 2 lên lại", None),
        ("thứ 2 lên nhà", None),
    ],
)
def test_the_day_that_was_promised(typed: str, day: date | None) -> None:
    assert read_visit(typed, THURSDAY).promised_on == day


def test_that_nothing_was_promised_is_known_too() -> None:
    assert read_visit("gặp mẹ, không hứa", THURSDAY).no_promise
    assert not read_visit("gặp mẹ", THURSDAY).no_promise


@given(st.text(max_size=60), st.dates(date(2020, 1, 1), date(2040, 1, 1)))
def test_whatever_is_typed_a_promise_is_of_the_next_two_weeks_and_the_met_are_known(text: str, today: date) -> None:
    found = read_visit(text, today)
    assert found.promised_on is None or today < found.promised_on <= today + LONGEST_PROMISE
    assert set(found.met) <= {*PEOPLE, NOBODY}
    assert not (found.promised_on and found.no_promise)


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("em theo bố mẹ đi rẫy", ("fields",)),
        ("theo cha mẹ vào Nam", ("moved",)),
        ("theo bố mẹ đi xa", ("moved",)),
        ("gặp bà, bố mẹ đi làm xa", ("parents_away",)),
        ("mẹ đi xa, cha ốm", ("parents_away", "family_sick")),
        ("gặp bà, mẹ đi làm", ()),
        ("bố mẹ đi làm công ty", ()),
        ("vào công ty may", ("labour",)),
        ("bố mẹ bắt đi làm thuê", ("labour",)),
        ("sắp lấy chồng", ("marriage",)),
        ("mẹ ốm", ("family_sick",)),
        ("em bị ốm", ("sick",)),
        ("nhà nghèo, em đi làm công ty", ("poverty", "labour")),
        ("gặp mẹ", ()),
        ("hứa cuối tuần đi học", ()),
        ("sắp cưới", ("marriage",)),
        ("nhà có đám cưới", ("custom",)),
        ("không gặp ai, bố mẹ đi rẫy", ()),
        ("mẹ em đang nằm viện", ("family_sick",)),
        ("gap me, em om", ("sick",)),
        ("bố ốm nặng em ở nhà chăm bố", ("family_sick",)),
        ("em bị tai nạn gãy chân", ("sick",)),
        ("em ở nhà giữ bò, đang mùa thu hoạch", ("fields",)),
    ],
)
def test_causes_are_found_in_what_is_typed(typed: str, codes: tuple[str, ...]) -> None:
    assert causes_typed(typed) == codes


@pytest.mark.parametrize(
    ("code", "bodies"),
    [
        ("marriage", ("women", "police", "justice")),
        ("labour", ("women", "police", "justice")),
        ("papers", ("justice",)),
        ("sick", ("health",)),
        ("games", ("police", "youth")),
        ("poverty", ("study", "boarding", "social")),
    ],
)
def test_each_cause_has_those_who_can_help(code: str, bodies: tuple[str, ...]) -> None:
    assert bodies_for((code,)) == bodies


def test_several_causes_name_each_body_once_and_count_in_each_official_group() -> None:
    assert bodies_for(("marriage", "labour", "papers")) == ("women", "police", "justice")
    assert groups_of(("poverty", "far", "sick")) == (1, 3, 5)
    assert {cause.group for cause in CAUSES} == {1, 2, 3, 4, 5}
    assert all(body in BODIES for cause in BY_CODE.values() for body in cause.bodies)


def test_every_cause_group_body_and_person_met_has_its_words() -> None:
    assert set(words.CAUSES) == set(BY_CODE)
    assert set(words.GROUPS) == {1, 2, 3, 4, 5}
    assert set(words.BODIES) == set(BODIES)
    assert set(words.MET) == {*PEOPLE, NOBODY}
