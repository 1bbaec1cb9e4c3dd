"""Nobody gets lost between a name and the verdict: who is told of is written down, said to be here, or asked about."""

import pytest

from rules.reading.outcome import Outcome
from rules.reading.report import read_report
from tests.rules.reading.classroom import CLASSES, NOW, index
from tests.rules.reading.weighing.meant_or_not import LISTED, asked, outcome, reports, written

_RETURNS = ("chiều mới vô", "chiều vô", "mai mới xuống", "thứ 6 mới đi học", "mai đi học lại", "mốt mới lên")


@pytest.mark.parametrize("later", _RETURNS)
@pytest.mark.parametrize("who", ["Sen", "Học"])
def test_who_is_here_only_later_is_asked_about(who: str, later: str) -> None:
    assert {*written(f"{who} {later}"), *asked(f"{who} {later}")} == {who}


@pytest.mark.parametrize("word", ["Học", "Mai", "Đủ"])
@pytest.mark.parametrize("told", ["{} out hôm nay", "{} chuồn mất rồi", "Sen nghỉ, {} cũng vậy"])
def test_a_capital_word_that_is_a_name_is_nobodys_only_if_the_rest_is_understood(told: str, word: str) -> None:
    text = told.format(word)
    assert word in {*written(text), *asked(text)}


@pytest.mark.parametrize(
    "text",
    ["6A vắng học, Sen", "6A vắng Sen và học nhé cô", "6A vắng Sen, Nhi, học nha", "Sen nghỉ, học cũng vậy",
     "chỉ vắng Sen với học thôi ạ"],
)  # fmt: skip
def test_a_place_in_a_list_that_nobody_else_fills_is_somebodys_in_small_letters_too(text: str) -> None:
    assert {"Học", "Sen"} <= {*written(text), *asked(text)}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("đi rẫy: Sen, Nhi; ốm: Duyên", {"Sen", "Nhi", "Duyên"}),
        ("đi thi: Sen; ốm: Nhi", {"Nhi"}),
        ("vắng Sen; trễ Nhi; phép Duyên", {"Sen", "Duyên"}),
        ("6A: Sen, Nhi (đi trễ), Duyên p", {"Sen", "Duyên"}),
        ("xóa Sen, ghi Nhi", {"Nhi"}),
        ("Sen xin nghỉ đi khám, ít bữa đi học", {"Sen"}),
        ("6A vắng Sen, em báo trễ", {"Sen"}),
        ("Sen với Nhi không qua suối được, mấy đứa khác đi học bình thường", {"Sen", "Nhi"}),
        ("Sen bị sốt nghỉ còn em Nhi vẫn đi học bình thường", {"Sen"}),
        ("Nhầm, hồi nãy là Sen chứ không phải Nhi nghỉ", {"Sen"}),
        ("Sen đổi thành có phép", {"Sen"}),
        ("Sen hôm nay đi học, mai xin nghỉ", {"Sen"}),
        ("Bạn Sen mai mới lên trường, hôm nay còn ở rẫy", {"Sen"}),
        ("sáng Sen có học chiều nghỉ p", {"Sen"}),
        ("ba của Sen nè cô, bữa nay nó theo tui đi đám giỗ", {"Sen"}),
    ],
)
def test_what_is_said_of_others_or_of_another_time_takes_nobody_out(text: str, told: set[str]) -> None:
    assert {*written(text), *asked(text)} == told


@pytest.mark.parametrize("said", ["ok {}", "Dạ ok {}", "vâng {}", "chào {}", "em chào {}", "{} nhé", "dạ {} ạ", "{} ạ"])
def test_a_name_that_is_only_spoken_to_writes_nobody_down(said: str) -> None:
    assert written(said.format("Sen")) == []


def test_the_verb_typed_without_marks_is_nobody_called_so() -> None:
    listed = index("Hồ Thị Nghi", "Lò Thị Sen", "Trần Văn Huy")
    for text, found in (("nghi om: sen. nghi k phep: huy", [102, 103]), ("con sen kia nghi", [102])):
        (report,) = read_report(text, NOW, CLASSES, 6, {6: listed}).reports
        assert [item.pupil for item in report.items] == found


@pytest.mark.parametrize("of", ["vào học lớp", "chuyển sang lớp", "nhập học", "xin học lớp"])
def test_whose_class_is_told_is_not_said_to_be_here(of: str) -> None:
    assert [report.items for report in reports(f"em Sen {of} 6A")] in ([], [()])


@pytest.mark.parametrize("text", ["6A: ko", "6A - không", "6A không có ai", "6A tụi nhỏ tới hết rồi", "6A đi học cả"])
def test_a_class_of_which_nobody_or_all_is_said_is_never_passed_over(text: str) -> None:
    assert outcome(text) in (Outcome.AMBIGUOUS, Outcome.NONE_ABSENT)


@pytest.mark.parametrize(
    "text", ["6A 10 em tới lớp", "6A 10 trên 10", "6A ko sót ai", "Lớp con đủ hết trơn, vậy thôi nha"]
)
def test_as_many_as_the_class_has_are_all(text: str) -> None:
    assert len(LISTED.roster.pupils) == 10
    assert outcome(text) is Outcome.NONE_ABSENT


@pytest.mark.parametrize(
    "text",
    [
        "Sen nghỉ bữa nay, mẹ bé có gọi xin cô rồi",
        "6A vắng Sen, nhà ở Rạch Gốc nước ngập chưa đi được",
        "Em Sen hôm nay xin nghỉ thầy nhé nhà có người mất",
        "6A vắng em Sen: trạm y tế giữ lại theo dõi ngộ độc",
        "6A vắng Sen có phép, bố em vừa lên gặp tôi",
        "Cô chủ nhiệm 6A nhắn: Sen nghỉ, ba mẹ nó có xin",
        "con Sen nó ho dữ quá, bà ngoại xin cho nằm nhà bữa nay",
        "Sen hôm nay nghỉ ở nhà giữ heo 😅 mẹ bạn ấy nhắn tối qua",
        "6A vắng bạn Sen, 1 bạn khác mặc sai đồng phục",
    ],
)
def test_what_goes_with_an_absence_asks_for_nothing(text: str) -> None:
    assert (written(text), asked(text)) == (["Sen"], [])


@pytest.mark.parametrize(
    ("text", "days"),
    [("mai cho Sen nghỉ 1 bữa", [26]), ("mai cho cháu Sen nghỉ một hôm ạ", [26]), ("mốt Sen xin nghỉ", [27])],
)
def test_a_day_said_first_is_the_day(text: str, days: list[int]) -> None:
    (item,) = reports(text)[0].items
    assert [day.day for day in item.days] == days


def test_who_left_for_good_is_asked_about_where_no_absence_is_told() -> None:
    assert (written("em Sen bỏ học theo anh đi làm rồi"), asked("em Sen bỏ học theo anh đi làm rồi")) == ([], ["Sen"])
    assert written("6A Sen bỏ học") == written("Sen nghỉ luôn từ hôm nay") == ["Sen"]
