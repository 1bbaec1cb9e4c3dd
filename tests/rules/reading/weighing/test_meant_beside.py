"""What stands beside an absence: who is late or here, excuses behind a list, corrections, openings and closings."""

import pytest

from rules.reading.outcome import Outcome, verdict
from rules.reading.report import read_report
from tests.rules.reading.classroom import CLASSES, NOW, index, name_of
from tests.rules.reading.weighing.meant_or_not import asked, given_names, outcome, reports, written


@pytest.mark.parametrize("late", ["đi trễ", "đến muộn", "về sớm", "có mặt"])
@pytest.mark.parametrize(
    ("text", "absent"),
    [
        ("6A vắng Diệp; Sen, Nhi {}", ["Diệp"]),
        ("6A vắng Diệp. Sen, Nhi {}", ["Diệp"]),
        ("6A vắng Diệp, Sen và Nhi {}", ["Diệp"]),
        ("6A vắng Diệp + Khương; Sen + Nhi {}", ["Diệp", "Khương"]),
        ("Sen, Nhi {}", []),
    ],
)
def test_who_is_late_or_here_beside_the_absent_is_not_written_down(late: str, text: str, absent: list[str]) -> None:
    assert written(text.format(late)) == absent


@pytest.mark.parametrize(
    "text",
    [
        "Sen nghỉ hôm nay, mai đi học lại",
        "Sen nghỉ, ngày mai đi học",
        "6A vắng Sen, thứ 2 mới đi học lại",
        "Sen hôm nay nghỉ, mai vào học bình thường",
    ],
)
def test_to_come_back_on_another_day_takes_nothing_back(text: str) -> None:
    (item,) = reports(text)[0].items
    assert item.pupil is not None
    assert all(day <= NOW.date() for day in item.days), "and the day of coming back is none of absence"


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("Sen sáng nghỉ, chiều đi học", ("S",)),
        ("Sen sáng nghỉ chiều học", ("S",)),
        ("Sen sáng học, chiều xin nghỉ", ("C",)),
        ("Sen nghỉ, chiều đi học", ("S",)),
        ("Sen nghỉ sáng nay, chiều có mặt", ("S",)),
        ("6A sáng đủ, chiều Sen nghỉ", ("C",)),
    ],
)
def test_to_be_here_for_half_a_day_leaves_the_other_half(text: str, part: tuple[str, ...]) -> None:
    ((item, parts),) = [(item, one.parts) for one in reports(text) for item in one.items]
    assert item.pupil is not None
    assert (item.parts or parts) == part


@pytest.mark.parametrize("words", ["Sen nghỉ, giờ đi học lại rồi", "6A vắng Sen, à Sen có mặt", "Sen không nghỉ đâu"])
def test_to_be_here_after_all_leaves_nobody_absent(words: str) -> None:
    assert written(words) == []


@pytest.mark.parametrize("names", ["Diệp, Sen, Nhi", "Diệp, Sen và Nhi", "Diệp + Sen + Nhi"])
@pytest.mark.parametrize(
    ("behind", "excused"),
    [
        (". Không phép", False),
        (". Có phép cả ạ", True),
        (" (cùng có phép)", True),
        (" (đều không phép)", False),
        (", có phép hết", True),
        (", cả 3 không phép", False),
        (", 3 bạn này có phép", True),
    ],
)
def test_an_excuse_behind_a_closed_list_reaches_all_of_it(names: str, behind: str, excused: object) -> None:
    items = reports(f"6A vắng: {names}{behind}")[0].items
    assert [item.excused for item in items] == [excused] * 3


@pytest.mark.parametrize(
    ("text", "excused"),
    [
        ("6A vắng Sen không phép, à nhầm, có phép", True),
        ("6A Sen không phải nghỉ không phép mà có phép", True),
        ("Nhầm, Sen có phép", True),
        ("Xin đính chính: Sen nghỉ không phép", False),
    ],
)
def test_a_correction_of_the_excuse_keeps_the_absence(text: str, excused: object) -> None:
    (item,) = reports(text)[0].items
    assert item.excused in (excused, None)
    assert given_names((item,)) == ["Sen"]
    assert outcome(text) is not Outcome.NOT_A_REPORT


@pytest.mark.parametrize(
    "text", ["6A vắng Sen, sửa lại là Nhi", "6A vắng Sen, đổi thành Nhi", "6A không phải Sen mà là Nhi vắng"]
)
def test_who_replaces_another_is_the_one_written_down(text: str) -> None:
    assert written(text) == ["Nhi"]


@pytest.mark.parametrize("who", ["mẹ", "bố em", "phụ huynh", "bà ngoại", "mẹ Sen"])
@pytest.mark.parametrize("came", ["đã đến lớp xin phép", "vừa đến", "đến lớp rồi", "đã vào trường báo"])
def test_whose_family_comes_to_school_has_not_come(who: str, came: str) -> None:
    assert written(f"6A vắng Sen, {who} {came}") == ["Sen"]


@pytest.mark.parametrize("same", ["như hôm qua", "vẫn như cũ", "giống hôm trước", "vẫn 3 em đó", "vẫn mấy bạn hôm qua"])
def test_those_of_another_message_are_asked_for_and_take_nobodys_day(same: str) -> None:
    text = f"6A vắng {same}, thêm Sen"
    assert outcome(text) is Outcome.AMBIGUOUS
    (item,) = reports(text)[0].items
    assert (given_names((item,)), item.days) == (["Sen"], ())


@pytest.mark.parametrize(
    "opening",
    ["Giám thị báo:", "Sao đỏ:", "Thể dục", "Anh văn tiết 2 lớp", "Lan lớp trưởng báo", "Nhi cờ đỏ báo cáo", "TD"],
)
def test_who_speaks_first_and_what_is_taught_is_nobody_absent(opening: str) -> None:
    assert written(f"{opening} 6A vắng Sen, Diệp") == ["Diệp", "Sen"]
    assert asked(f"{opening} 6A vắng Sen, Diệp") == []


@pytest.mark.parametrize("closing", ["hết rồi ạ", "vậy thôi cô", "còn lại đủ", "ngoài ra không ai", "các bạn khác đủ"])
@pytest.mark.parametrize("joint", [", ", ". ", " "])
def test_a_closing_changes_nothing(joint: str, closing: str) -> None:
    assert written(f"6A vắng Sen, Diệp{joint}{closing}") == ["Diệp", "Sen"]


def test_complete_is_complete_though_somebody_is_called_so() -> None:
    assert outcome("6A đủ") is Outcome.NONE_ABSENT
    assert written("6A vắng Đủ") == ["Đủ"]


def test_two_who_are_called_alike_are_told_apart_by_the_family_name() -> None:
    listed = index("Phan Bảo Ngọc", "Lê Bảo Ngọc", "Nguyễn Văn Tuấn A", "Nguyễn Văn Tuấn B")

    def absent(text: str) -> list[str]:
        sure = verdict(read_report(text, NOW, CLASSES, 6, {6: listed})).sure
        return [name_of(item.candidates[0], listed) for item in sure]

    assert absent("6A vắng Bảo Ngọc") == []
    assert absent("6A vắng Bảo Ngọc (Lê)") == ["Lê Bảo Ngọc"]
    assert absent("6A vắng Ngọc, họ Phan") == ["Phan Bảo Ngọc"]
    assert absent("6A vắng Tuấn (B) kp") == ["Nguyễn Văn Tuấn B"]
