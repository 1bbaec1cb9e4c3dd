"""What is said of all who were named, of a pupil with the number of the list, and what is put right elsewhere."""

import pytest

from rules.reading.outcome import Outcome
from tests.rules.reading.weighing.meant_or_not import asked, outcome, reports, written


@pytest.mark.parametrize(
    "text",
    [
        "6A tối qua phòng 4 thiếu Sen, Nhi, sáng nay các em đã có mặt điểm danh",
        "6A vắng Sen, Nhi. Hai em có mặt rồi",
        "6A vắng Sen, Nhi, giờ mấy đứa đều vào lớp rồi",
    ],
)
def test_who_are_here_after_all_are_all_who_were_named(text: str) -> None:
    assert (written(text), outcome(text)) == ([], Outcome.NOT_A_REPORT)


@pytest.mark.parametrize(
    "text", ["6A vắng Sen, Nhi, các bạn khác đi học đủ", "6A vắng Sen, Nhi, mấy em còn lại có mặt"]
)
def test_the_others_are_not_those_who_were_named(text: str) -> None:
    assert written(text) == ["Nhi", "Sen"]


def test_both_were_away_yesterday_who_are_here_today() -> None:
    text = "hom qua 6A vang sen, nhi. hom nay hai em da di hoc lai roi"
    assert written(text) == ["Nhi", "Sen"]
    assert {item.days[0].day for report in reports(text) for item in report.items} == {24}


def test_a_number_of_the_list_before_its_pupil_counts_nobody() -> None:
    text = "6A nghỉ: 7. Nhi không phép, 3-Sen có phép"
    assert (written(text), asked(text)) == (["Nhi", "Sen"], [])


def test_a_number_and_the_name_of_another_are_asked_about() -> None:
    assert (written("6A vắng số 7 Sen"), asked("6A vắng số 7 Sen")) == ([], ["Nhi", "Sen"])


def test_three_pupils_are_no_father() -> None:
    assert outcome("6A nay vắng ba em, trong đó có Sen") is Outcome.AMBIGUOUS
    assert written("6A vắng ba em Sen, Nhi, Duyên") == ["Duyên", "Nhi", "Sen"]


def test_what_it_is_in_truth_takes_the_place_of_what_was_reported() -> None:
    assert written("Hôm qua tôi báo nhầm 6A vắng Nhi, thực ra là Sen kp") == ["Sen"]
    assert written("6A vắng Nhi, thực ra là ốm") == ["Nhi"]


def test_where_a_pupil_lives_in_brackets_names_nobody() -> None:
    text = "6A: Sen (Quàng, nóc Ông Bền) – phép"
    assert (written(text), outcome(text)) == (["Sen"], Outcome.RECORD)


def test_a_sum_may_end_a_sentence() -> None:
    assert outcome("6A 10-0=10.") is Outcome.NONE_ABSENT


def test_who_reports_late_says_of_nobody_that_he_is_late() -> None:
    assert written("CHO CHỊ BÁO TRỄ, LỚP CHỊ (6A) BÉ SEN VỚI BÉ NHI NGHỈ") == ["Nhi", "Sen"]
