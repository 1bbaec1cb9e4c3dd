"""Pupils who are told by their number in the list, and what else counts in a report."""

from collections.abc import Mapping

import pytest

from rules.reading.outcome import Outcome
from tests.rules.reading.weighing.meant_or_not import LISTED, asked, outcome, reports, written


def excuses(text: str) -> Mapping[str, bool | None]:
    return {
        LISTED.by_id[item.pupil].name.split()[-1]: item.excused
        for report in reports(text)
        for item in report.items
        if item.pupil is not None and item.kind == "absent"
    }


@pytest.mark.parametrize(
    ("text", "excused"),
    [
        ("6A v stt 3k, 7p", {"Sen": False, "Nhi": True}),
        ("6A v 3 stt 3k, 7k, 10p", {"Sen": False, "Nhi": False, "Mai": True}),
        ("6A vắng số 3, 7", {"Sen": None, "Nhi": None}),
        ("6A chiều v stt 10k", {"Mai": False}),
    ],
)
def test_each_number_of_the_list_is_a_pupil_with_its_code(text: str, excused: dict[str, bool | None]) -> None:
    assert (excuses(text), asked(text)) == (excused, [])


def test_a_number_is_put_right_like_a_name() -> None:
    assert written("6A v stt 3k, à 7 chứ ko phải 3") == ["Nhi"]


def test_the_number_of_a_room_names_nobody() -> None:
    assert "Hoàng" not in written("6A phòng nữ số 2 có em Sen sốt xin nghỉ") + asked(
        "6A phòng nữ số 2 có em Sen sốt xin nghỉ"
    )


@pytest.mark.parametrize(
    ("text", "absent"),
    [
        ("6A có mặt tám trên mười vắng sen và nhi sen ốm nhi đi đám cưới chị", ["Nhi", "Sen"]),
        ("sáu a mười em có mặt tám vắng bạn sen với bạn nhi bạn sen ốm", ["Nhi", "Sen"]),
        ("6A vắng hai em thứ nhất sen thứ hai nhi", ["Nhi", "Sen"]),
        ("6A nay vắng mất 2 em: diệp, sen. k em nào xin phép", ["Diệp", "Sen"]),
    ],
)
def test_numbers_in_words_count_and_order(text: str, absent: list[str]) -> None:
    assert (written(text), asked(text)) == (absent, [])


def test_the_second_of_a_list_is_no_monday() -> None:
    (report,) = reports("6A vắng hai em thứ nhất sen thứ hai nhi")
    assert [item.days for item in report.items] == [(), ()]


def test_points_taken_off_are_no_class() -> None:
    assert outcome("Sao đỏ: 6A trừ 5đ vì Sen quên khăn, sĩ số đủ") is not Outcome.UNKNOWN_CLASS
