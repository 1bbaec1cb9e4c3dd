"""Why somebody is away in words nobody listed, when somebody comes again, and what a count or a correction settles."""

import pytest

from rules.reading.outcome import Outcome
from tests.rules.reading.classroom import read_all, told
from tests.rules.reading.weighing.meant_or_not import LISTED, asked, outcome, reports, written

WHYS = (
    "tiêm về sốt nhẹ",
    "đi tát đìa với cậu",
    "bận sang tên xe máy",
    "phụ thím gói bánh",
    "kẹt đò bên cồn",
    "qua bãi lầy không nổi",
)


@pytest.mark.parametrize("why", WHYS)
@pytest.mark.parametrize("report", ["Nhi với Sen {} nghỉ nha cô", "6A Nhi, Sen {}, vắng"])
def test_what_stands_between_a_name_and_an_absence_and_begins_as_reasons_do_is_why(why: str, report: str) -> None:
    assert written(report.format(why)) == ["Nhi", "Sen"]


@pytest.mark.parametrize("why", ["kẹt đò bên cồn", "ghe chìm", "đường lở hết"])
def test_behind_an_absence_it_is_why_if_it_cannot_happen_in_school(why: str) -> None:
    assert written(f"6A thiếu Nhi, Sen {why}") == ["Nhi", "Sen"]


IN_SCHOOL = (
    "đi trực nhật", "ở phòng y tế", "bị cô gọi lên văn phòng", "về lớp rồi", "ở lại làm bài", "lo sổ", "làm mất sách",
    "không mặc đồng phục", "chưa thuộc bài", "không làm bài tập", "bị chảy máu cam", "không có vở", "chưa đóng tiền",
    "đi dép lê", "không khăn quàng", "đi xe máy", "không đeo thẻ", "bị phê bình", "ngồi nhầm chỗ", "chưa cắt tóc",
    "không sơ vin", "bị ghi sổ đầu bài", "không tập trung", "phải đứng góc", "giữ sổ", "trông lớp giúp cô",
    "phụ cô bê sách", "ở nhà xe", "nhà gần trường", "ba chở tới rồi", "đi báo cô", "gãy bút", "té trong giờ",
)  # fmt: skip
NO_ABSENCE = (
    "không muốn nghỉ", "ở lại lớp giờ nghỉ trưa", "qua hỏi bài bạn nghỉ", "coi lớp khi thầy nghỉ", "đi tìm bạn vắng",
    "ra sân lúc nghỉ", "làm đơn nghỉ cho Nhi", "phải làm bù bài hôm vắng", "không được nghỉ", "đưa vở cho bạn nghỉ",
    "giữ sổ ghi bạn vắng",
)  # fmt: skip


@pytest.mark.parametrize("report", ["6A vắng Nhi, Sen {}", "6A vắng Nhi; Sen {}", "6A vắng Nhi\nSen {}", "6A Sen {}"])
def test_what_pupils_do_in_school_beside_an_absence_of_others_writes_nobody_down(report: str) -> None:
    assert [what for what in IN_SCHOOL if "Sen" in written(report.format(what))] == []


@pytest.mark.parametrize("report", ["Sen {}", "6A Sen {}"])
def test_a_word_of_absence_that_is_of_others_or_of_a_pause_writes_nobody_down(report: str) -> None:
    assert [what for what in NO_ABSENCE if "Sen" in written(report.format(what))] == []


@pytest.mark.parametrize(
    "turn",
    ["xe hư đi bộ tới", "nhà gần đang vào sổ", "đi lau bảng", "bị phạt vì nói", "đi mượn bút", "đi lấy nước",
     "bận trực", "đi tát đìa"],
)  # fmt: skip
def test_but_what_may_be_a_return_or_is_of_other_things_is_asked_about(turn: str) -> None:
    assert (written(f"6A vắng Nhi, Sen {turn}"), asked(f"6A vắng Nhi, Sen {turn}")) == (["Nhi"], ["Sen"])


@pytest.mark.parametrize("mark", ["(viện)", "- về buôn", ": lỡ ghe", "(giỗ nội)"])
def test_as_many_as_were_counted_are_absent_whatever_is_noted_beside_them(mark: str) -> None:
    assert written(f"6A 9/10, Sen {mark}") == ["Sen"]
    assert written(f"6A 10/10, Sen {mark}") == []


@pytest.mark.parametrize("then", ["chiều lên", "chiều xuống lại", "chiều vô", "chiều mới tới"])
def test_who_comes_in_the_other_half_of_the_day_was_away_in_one(then: str) -> None:
    (report,) = reports(f"6A Sen sáng nghỉ {then}")
    assert [(item.pupil, item.parts) for item in report.items] == [(LISTED.roster.pupils[2].id, ("S",))]


@pytest.mark.parametrize("later", ["mai lên", "thứ 6 mới xuống", "mai mới vô"])
def test_the_day_on_which_somebody_comes_is_no_day_of_absence(later: str) -> None:
    (report,) = reports(f"Sen nghỉ hôm nay, {later}")
    assert [[day.day for day in item.days] for item in report.items] == [[25]]


@pytest.mark.parametrize("before", ["ngã xe hôm qua nên nay", "ốm hôm qua nên hôm nay", "về nhà từ hôm qua sáng nay"])
def test_a_day_before_that_is_told_in_why_is_no_day_of_absence(before: str) -> None:
    (report,) = reports(f"6A Sen {before} nghỉ nhé")
    assert [[day.day for day in item.days] for item in report.items] == [[25]]


@pytest.mark.parametrize(
    ("text", "absent"),
    [
        ("Nhầm, 6A vắng Sen chứ không phải Nhi", ["Sen"]),
        ("6A vắng Sen, không phải Nhi", ["Sen"]),
        ("Báo lại: Sen có phép nhé cô, em ghi nhầm", ["Sen"]),
        ("6A vắng Sen. À em báo nhầm", []),
    ],
)
def test_a_correction_takes_back_only_what_was_wrong(text: str, absent: list[str]) -> None:
    assert written(text) == absent


@pytest.mark.parametrize("text", ["diep sen nghi", "6a vang diep sen kp", "diệp sen nghỉ phép nhé cô"])
def test_two_given_names_in_small_letters_are_two_pupils(text: str) -> None:
    assert written(text) == ["Diệp", "Sen"]


@pytest.mark.parametrize("text", ["Diệp Sen nghỉ", "6A vắng Lò Thị Diệp Sen", "6A vắng Mai Sen"])
def test_written_as_one_name_they_are_asked_about(text: str) -> None:
    assert written(text) == []


@pytest.mark.parametrize(
    "text",
    ["Toán 6A: Sen k", "Tiếng Anh: 6A vắng Sen", "Thể dục tiết 1-2 lớp 6A: Sen k", "Tuần trực: 6A (1): Sen",
     "Sennn nghỉ nhaaa cô ơiii", "6A vắng Sen nhéee"],
)  # fmt: skip
def test_what_is_taught_who_is_on_duty_and_letters_drawn_out_change_nothing(text: str) -> None:
    assert written(text) == ["Sen"]


@pytest.mark.parametrize("leave", ["má nó xin rồi", "ba ảnh điện xin rồi", "cô cho em nghỉ", "xin cô cho nghỉ 1 buổi"])
def test_leave_is_the_familys_however_they_are_called(leave: str) -> None:
    (report,) = reports(f"6A nghỉ Sen, {leave}")
    assert [item.excused for item in report.items] == [True]


@pytest.mark.parametrize(
    "text", ["6A full nhaaa", "6A không sót em nào", "6A hổng có đứa nào nghỉ hết", "Tiếng Anh: 6A đủ"]
)
def test_a_class_is_complete_in_these_words_too(text: str) -> None:
    assert outcome(text) is Outcome.NONE_ABSENT


@pytest.mark.parametrize(
    "text",
    ["6A tuần trước vắng tổng 12 lượt", "Sen hơi ho nhưng mẹ vẫn cho đi, cô để ý giúp", "Kéo co: 6A thắng 6B 2-0"],
)
def test_counts_of_a_week_and_who_comes_all_the_same_record_nobody(text: str) -> None:
    assert outcome(text) is Outcome.NOT_A_REPORT


def test_a_pupil_who_asks_leave_for_themselves_is_asked_about() -> None:
    assert asked("Em chào cô, em là Sen 6A, hôm nay em bị sốt nên em xin phép nghỉ học ạ") == ["Sen"]


@pytest.mark.parametrize(
    "text",
    ["Sen hết sốt rồi nhưng mẹ chưa cho đi", "Sen dậy muộn em cho ở nhà luôn cô nhé", "Sen đau răng xin về bản nhổ"],
)
def test_who_is_kept_at_home_is_never_passed_over(text: str) -> None:
    assert "Sen" in [*written(text), *asked(text)]


@pytest.mark.parametrize("leave", ["xin phép nghỉ sáng nay đi thi vẽ", "xin nghỉ đi thi năng khiếu"])
def test_leave_that_was_asked_for_is_leave_whatever_contest_it_is_for(leave: str) -> None:
    (report,) = reports(f"6A Sen {leave}")
    assert [(item.kind, item.excused) for item in report.items] == [("absent", True)]


@pytest.mark.parametrize("look", ["lùn", "đen", "nhỏ", "cận"])
@pytest.mark.parametrize("text", ["6A vắng Sen {} kp", "Sen {} nghỉ nhé", "6A Nhi, Sen {} p"])
def test_a_look_behind_a_name_is_part_of_it(text: str, look: str) -> None:
    assert "Sen" in written(text.format(look))


@pytest.mark.parametrize(("text", "absent"), [("6A vắng hai", []), ("6A vắng ba: Sen, Nhi", ["Nhi", "Sen"])])
def test_a_number_in_words_counts_and_names_nobody(text: str, absent: list[str]) -> None:
    assert written(text) == absent
    assert outcome(text) is Outcome.AMBIGUOUS


@pytest.mark.parametrize("text", ["6a nhi nho nghi p", "6a vang dung k", "6a sen nghi, dung k"])
def test_a_bare_word_that_might_say_never_drops_nobody(text: str) -> None:
    assert outcome(text) is not Outcome.NOT_A_REPORT


SANG, RUONG = "Hồ Thị Sáng", "Hồ Văn Rường"  # numbers 4 and 18 of thirty


@pytest.mark.parametrize("numbers", ["4, 18", "4 18", "4 và 18", "4-18", "2: 4, 18"])
@pytest.mark.parametrize("opening", ["6A vắng {}", "6A: {} ạ", "6A 28/30: {}"])
def test_numbers_of_the_list_are_pupils_where_they_cannot_count(opening: str, numbers: str) -> None:
    text = opening.format(numbers.rsplit(": ", maxsplit=1)[-1] if "28/30" in opening else numbers)
    assert [name for name, _excused in told(read_all(text).reports[0])] == [SANG, RUONG]


@pytest.mark.parametrize(
    "text", ["6A 2, 28", "6A: 28, 30", "6A vắng 1, 2", "6A nghỉ 24, 25, 26", "6A: 3 kp 5 p", "6A: 4"]
)
def test_what_may_count_or_be_days_is_asked_about(text: str) -> None:
    assert told(read_all(text).reports[0]) == []


def test_a_code_behind_a_number_is_that_pupils() -> None:
    assert told(read_all("6A: 4k, 18p").reports[0]) == [(SANG, False), (RUONG, True)]
