"""To whom an announcement goes by how it begins."""

import pytest

from rules.announcements import Whom, after_announce, announced_last, named_in, read_announcement
from rules.people.classes import ClassRef

CLASSES = (ClassRef(1, "6A"), ClassRef(2, "6B"), ClassRef(3, "7A"))
PLACES = {"3": 10, "takta": 11, "mai": 12, "turo": 13}


@pytest.mark.parametrize(
    ("text", "whom", "classes", "places", "words"),
    [
        ("phụ huynh 6A, 7A: mai nghỉ", Whom.FAMILIES, {1, 3}, set(), "mai nghỉ"),
        ("Kính gửi phụ huynh khối 6: mai nghỉ", Whom.FAMILIES, {1, 2}, set(), "mai nghỉ"),
        ("phụ huynh và giáo viên lớp 6B mai nghỉ", Whom.EVERYBODY, {2}, set(), "mai nghỉ"),
        ("phu huynh thon 3 mai nghi", Whom.FAMILIES, set(), {10}, "mai nghi"),
        ("gia đình ở Takta và Tu Ro: mai nghỉ", Whom.FAMILIES, set(), {11, 13}, "mai nghỉ"),
        ("gvcn khối 7 nộp sổ", Whom.HOMEROOMS, {3}, set(), "nộp sổ"),
        ("toàn trường: mai nghỉ", Whom.EVERYBODY, set(), set(), "mai nghỉ"),
        ("phụ huynh toàn trường mai nghỉ", Whom.FAMILIES, set(), set(), "mai nghỉ"),
        ("phụ huynh 3 ngày nữa họp", Whom.FAMILIES, set(), set(), "3 ngày nữa họp"),
        ("phụ huynh mai họp", Whom.FAMILIES, set(), set(), "mai họp"),
        ("chiều nay họp lúc 14:00", None, set(), set(), "chiều nay họp lúc 14:00"),
        ("phụ huynh 6A họp lúc 14:00", Whom.FAMILIES, {1}, set(), "họp lúc 14:00"),
        ("các em lớp 9C: mai nghỉ", None, set(), set(), "các em lớp 9C: mai nghỉ"),
    ],
)
def test_whom_it_is_for_is_read_from_how_it_begins(
    text: str, whom: Whom | None, classes: set[int], places: set[int], words: str
) -> None:
    read = read_announcement(text, CLASSES, PLACES)
    assert (read.whom, {*read.classes}, {*read.places}, read.words) == (whom, classes, places, words)


@pytest.mark.parametrize("text", ["Thông báo: mai nghỉ", "nhờ Sĩ Số thông báo mai nghỉ", "thongbao mai nghỉ"])
def test_the_word_it_begins_with_is_left_out(text: str) -> None:
    assert after_announce(text) == "mai nghỉ"


@pytest.mark.parametrize(
    ("text", "found"),
    [("em Lê Thị Sáng ốm", True), ("le thi sang om", True), ("LÊ THỊ SÁNG", True), ("(Lê Thị Sáng)", True),
     ("lễ thì sáng mai", False), ("sáng mai họp", False), ("Lê Thị Sâm", False)],
)  # fmt: skip
def test_a_full_name_is_found_with_its_marks_or_with_none(text: str, *, found: bool) -> None:
    assert bool(named_in(text, ["Lê Thị Sáng", "Sáng"])) is found


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("họp 14h thứ 5, nhờ thông báo giáo viên", "giáo viên: họp 14h thứ 5"),
        ("thông báo ngày mai nghỉ học do mưa bão cho toàn trường", "toàn trường: ngày mai nghỉ học do mưa bão"),
        ("mai nghỉ học vì bão, báo phụ huynh giúp", "phụ huynh: mai nghỉ học vì bão"),
    ],
)
def test_whom_it_is_for_may_stand_at_its_end_and_a_storm_stays_one(text: str, read: str) -> None:
    assert announced_last(text) == read
