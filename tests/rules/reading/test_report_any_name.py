"""Whatever the pupils are called, a report records them or asks, and never anybody else."""

import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bench.reading.measured import SLOWEST_BEATS, in_beats
from rules.reading.offers import offers
from rules.reading.outcome import Outcome, verdict
from rules.reading.report import read_report
from rules.reading.said.reported import ClassReport
from rules.reading.who.roster import Index, find
from tests.rules.reading.classroom import (
    CLASS_6A,
    CLASSES,
    NAMES,
    NOW,
    index,
    name_of,
    read,
    read_all,
    roster,
    told,
    unmarked,
)
from tests.rules.reading.hands import WHOLE, parts, slipped
from tests.rules.reading.reports_read import MINH


def nfd(text: str) -> str:
    return unicodedata.normalize("NFD", text)


TYPED: tuple[Callable[[str], str], ...] = (str, str.lower, str.upper, unmarked, nfd, lambda s: unmarked(s).lower())
NASTY = (
    "Nguyễn Trần Lê Hồ Vừ Vàng Lý Đỗ Lã Châu Nay A Y Văn Thị Ngọc Thu Mai An Ân Hùng Hưng Sáng Chiều Phép Học Năm Ba "
    "Hai Lan Thút Và K P S C Vy Vi Hoà Kia Em Bé Út Đủ Luôn Muộn Cả Sốt Bảo Vũ Có Là Đi Ốm Thứ Hôm Thi Nhà Không Vắng"
)
NOBODYS = ({"Có", "Phép"}, {"Không", "Phép"})  # who is called so cannot be told from a report's words


def _somebodys(words: list[str]) -> bool:
    return not any(nobodys <= set(words) for nobodys in NOBODYS)


NAME = st.lists(st.sampled_from(NASTY.split()), min_size=1, max_size=4).filter(_somebodys).map(" ".join)
LISTS = st.lists(NAME, min_size=1, max_size=9)
CODES = {"": None, " P": True, " kp": False, " không phép": False, " có phép": True}


@given(LISTS, st.data())
def test_a_listed_name_alone_is_that_pupil_or_asked_and_never_another(listed: list[str], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(listed) - 1))
    typed = data.draw(st.sampled_from(TYPED))(listed[place])
    reading = read(f"6A {typed}{data.draw(st.sampled_from(list(CODES)))}", index(*listed))
    pupil = 101 + place
    assert [item.pupil for item in reading.items if item.pupil not in (None, pupil)] == []
    assert any(pupil in item.candidates for item in reading.items)


# Names of every people, short ones, ones that are words of reports, near twins and namesakes told apart by a letter.
PEOPLES = (
    "A Thút", "Đinh A Thút", "Y Blan", "Y Ngọc Niê", "H' Lan", "Ksor H' Liên", "H'Hen Niê Kdăm", "K'Brêm", "Siu Đen",
    "Rơ Châm Hyưng", "Giàng A Páo", "Vừ Thị Sua", "Thút", "Mai", "Hồ Thị Sáng", "Lê Văn Chiều", "Phạm Thị Phép",
    "Hồ Văn Năm", "Hồ Văn Học", "Trần Thị Mai", "Lê Thị Bé", "Trần Văn Hùng", "Trần Văn Hưng", "Trần Thị An",
    "Trần Thị Ân",
    "Nguyễn Thị Lan A", "Nguyễn Thị Lan B", "Lê Thị Hoà", "Phạm Thuý Vy", "Lý Mỹ", "Hồ Văn Rường", "Nguyễn Quốc Khánh",
    "Đỗ Ngọc Diệp", "Nguyễn Văn A", "Vàng Seo Sì", "Hồ Văn Ba", "Hồ Thị Thu", "Lò Văn Đủ", "Tô Thị Kiều",
)  # fmt: skip
FRONT = st.sampled_from(["6A ", "6A vắng "])


def read_typed(front: str, typed: str, listed: Index) -> ClassReport:
    (report,) = read_report(front + typed, NOW, CLASSES, None, {6: listed}, command="vắng" not in front).reports
    return report


@settings(max_examples=60)
@given(st.lists(st.sampled_from(PEOPLES), min_size=1, max_size=8, unique=True), FRONT, st.data())
def test_a_name_in_any_spelling_is_that_pupil_or_asked_and_never_another(
    chosen: list[str], front: str, data: st.DataObject
) -> None:
    spelt = data.draw(st.sampled_from(sorted(WHOLE)))
    listed, place = index(*chosen), data.draw(st.integers(0, len(chosen) - 1))
    reading, pupil = read_typed(front, WHOLE[spelt](chosen[place]), listed), 101 + place
    assert [item.pupil for item in reading.items if item.pupil not in (None, pupil)] == []
    assert any(pupil in [one.id for one in offers(item, listed, ())] for item in reading.items)


@settings(max_examples=60)
@given(st.lists(st.sampled_from(PEOPLES), min_size=1, max_size=8, unique=True), FRONT, st.data())
def test_part_of_a_name_is_that_pupil_or_asked_and_never_another(
    chosen: list[str], front: str, data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(chosen) - 1))
    called = parts(chosen[place])
    assume(called)
    part = called[data.draw(st.sampled_from(sorted(called)))]
    assume(unmarked(part).lower() not in {unmarked(name).lower() for name in chosen})  # A Thút is A Thút
    spelt = data.draw(st.sampled_from(["as it is", "lower", "unmarked", "NFD", "tone elsewhere"]))
    listed, pupil = index(*chosen), 101 + place
    reading = read_typed(front, WHOLE[spelt](part), listed)
    assert [item.pupil for item in reading.items if item.pupil not in (None, pupil)] == []
    offered = any(pupil in [one.id for one in offers(item, listed, ())] for item in reading.items)
    assert offered or (reading.nameless and not reading.items)  # `vắng Học`: who?


@settings(max_examples=60)
@given(st.lists(st.sampled_from(PEOPLES), min_size=1, max_size=8, unique=True), FRONT, st.data())
def test_a_slip_of_the_finger_never_records_another_pupil(chosen: list[str], front: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(chosen) - 1))
    typed = slipped(chosen[place], data.draw(st.integers(0, 20)))
    listed = index(*chosen)
    assume(not find(listed, typed))
    reading = read_typed(front, typed, listed)
    assert [item.pupil for item in reading.items if item.pupil not in (None, 101 + place)] == []


PLAIN = [name for name in NAMES if len(name.split()) > 2]


@given(st.lists(st.sampled_from(PLAIN), min_size=1, max_size=8, unique=True), st.data())
def test_full_names_with_codes_are_read_in_full(chosen: list[str], data: st.DataObject) -> None:
    codes = [data.draw(st.sampled_from(list(CODES))) for _ in chosen]
    between = data.draw(st.sampled_from([", ", ",", "; ", "\n", " và "]))
    text = between.join(name + code for name, code in zip(chosen, codes, strict=True))
    assert told(read(f"6A {text}")) == [(name, CODES[code]) for name, code in zip(chosen, codes, strict=True)]


@given(st.text(max_size=200))
def test_no_text_breaks_the_reader(text: str) -> None:
    listed = {pupil.id for pupil in roster(*NAMES).pupils}
    assert all(set(item.candidates) <= listed for report in read_all(text).reports for item in report.items)


HOSTILE = (
    *("a ", "a\n", "1 ", "1,", "1/", "3/11 ", "văn ", "minh ", "K ", "từ 3/11 đến ", "o\u0306", "\u0301", "\n", " "),
    *("6A ", "không có ", "thứ hai tuần ", "\u200b", "xin cho ", "😀", "H' ", "1. ", "(", "sáng ", "số 5 ", "lớp "),
    *("-", "'", "A Thút "),
)


@pytest.mark.parametrize("piece", HOSTILE)
def test_no_message_of_4096_letters_makes_the_reader_stumble(piece: str) -> None:
    text = (piece * 4096)[:4096]
    assert in_beats(lambda: read_report(text, NOW, CLASSES, 6, {6: CLASS_6A}), turns=3) < SLOWEST_BEATS


def test_what_is_too_long_to_be_read_is_said_and_asked_about() -> None:
    reading = read_all("6A vắng " + "Minh, " * 700 + "Khánh")
    assert told(reading.reports[0]) == [(MINH, None)]
    assert reading.rest.endswith("Khánh")
    assert verdict(reading).outcome is Outcome.AMBIGUOUS


def test_candidates_are_named_as_the_list_has_them() -> None:
    (item,) = read("6A A THUT").items
    assert item.words == "A THUT"
    assert [name_of(pupil) for pupil in item.candidates] == ["A Thút"]
