"""Absences told at length, as in talk: what of it is who, what is why, and what the writer did."""

import pytest

from rules.reading.outcome import verdict
from rules.reading.report import read_report
from rules.reading.words.lexicon import Kind
from tests.rules.reading.classroom import CLASSES, NOW, index
from tests.rules.reading.weighing.meant_or_not import asked, given_names_in, reports, written


@pytest.mark.parametrize(
    ("text", "absent"),
    [
        ("Vắng mỗi Sen thôi chị ơi, còn đâu đủ hết", ["Sen"]),
        ("lớp em sĩ số 10 có mặt 9 bạn sen nghỉ có lý do bạn bị trật chân", ["Sen"]),
        ("Cô ơi con nhà em (Sen 6A) bị nổi mề đay khắp người, em xin phép cho cháu ở nhà theo dõi", ["Sen"]),
        ("Lớp 6A trừ Sen với Nhi bị cảm thì đi học hết", ["Nhi", "Sen"]),
        ("6A trừ Sen sốt thì có mặt đủ", ["Sen"]),
        ("bạn Sen hôm nay không tới lớp và không có giấy xin phép", ["Sen"]),
        ("6a e sen vs e nhi nghi k phep, da goi cho gd nhung k ai nghe may", ["Nhi", "Sen"]),
        ("6A vắng Sen, đã nhắn cho mẹ em nhưng không liên lạc được", ["Sen"]),
        ("6A vắng Sen, gọi mà sao vẫn không nghe máy", ["Sen"]),
        ("6A vắng Sen, điện cho bố mà tắt máy rồi", ["Sen"]),
        ("6A vắng Sen, không phải Nhi mà là cô Nhi nghỉ", ["Sen"]),
        ("ko phải Sen mà là cô Sen nghỉ", []),
        ("không phải cô Sen mà là em Sen nghỉ", ["Sen"]),
        ("6A nay trống 2 ghế: Sen, Nhi 😥 em gọi bố mẹ không ai nghe máy", ["Nhi", "Sen"]),
        ("em Sen lớp 6A nghỉ hôm nay, còn Nhi nghỉ từ thứ hai, cả hai có đơn xin phép", ["Nhi", "Sen"]),
        ("6A: Sen nghỉ 3 hôm liền không phép", ["Sen"]),
        ("6A nay vắng 2 em Sen, Nhi chưa ai báo gì hết", ["Nhi", "Sen"]),
        ("Bữa ni 6A vắng Sen, có phép hí", ["Sen"]),
        ("6A: từ mai đến thứ 6 em Sen xin nghỉ chăm mẹ ở viện tỉnh", ["Sen"]),
        ("Dạ 6A Sen bị ong đốt sưng mặt nên ở nhà, má ảnh nhắn rồi nghen", ["Sen"]),
        ("6A có hai em nghỉ. Em Sen bị sốt, mẹ em đã báo. Em Nhi nghỉ không rõ lý do", ["Nhi", "Sen"]),
        ("Sen 6A vắng 2: Nhi, Khương", ["Khương", "Nhi"]),
        ("Sen 6A vắng hôm nay Nhi", ["Nhi"]),
        ("Danh sách vắng của 6A: Sen, Nhi", ["Nhi", "Sen"]),
        ("Cô ơi Sen sổ mũi quá, cho Sen ở nhà bữa nay nha cô", ["Sen"]),
        ("cho tui xem lịch sử nghỉ của em", []),
        ("6A hôm nay ngoài Sen với Nhi nghỉ phép ra thì còn đủ cả", ["Nhi", "Sen"]),
        ("6A nay 8/10, Sen với Nhi chưa thấy mặt mũi đâu", ["Nhi", "Sen"]),
        ("6A Sen không thấy bóng dáng đâu", ["Sen"]),
        ("Già làng xin cho Sen với Nhi nghỉ dự lễ mừng lúa mới", ["Nhi", "Sen"]),
        ("Sen hôm nay học đủ 5 tiết, mai xin nghỉ đám giỗ", ["Sen"]),
        ("6A hôm nay vắng hơi nhiều: Sen cảm, Nhi cảm", ["Nhi", "Sen"]),
        ("6a vang sen, nhi. sen bi sot xuat huyet dang dieu tri o huyen", ["Nhi", "Sen"]),
        ("Lớp 6A học đủ nhưng chiều nay Khương xin phép vắng vì đi nhổ răng", ["Khương"]),
        ("Sen và Nhi 6A BGH cho nghỉ học hôm nay để ôn thi HSG tại nhà, tính có phép", ["Nhi", "Sen"]),
        ("Sen cũng nghỉ nhé, nãy em báo nhầm", ["Sen"]),
        ("hôm qua Sen cũng vắng đấy, tôi nhầm", ["Sen"]),
    ],
)
def test_who_is_absent_is_written_down_without_a_question(text: str, absent: list[str]) -> None:
    assert (written(text), asked(text)) == (absent, [])


@pytest.mark.parametrize(
    "text",
    [
        "Sen, Nhi và Học được cử đi dự lễ phát động, không tính vắng",
        "Sen với hai bạn nữa đang trực cờ đỏ nên vào trễ 5 phút",
        "Sen đang dự thi vẽ trên huyện nên không có ở lớp",
        "Sen xin thôi không đi thi nữa ạ",
        "Sen mệt nên nằm nhà đa năng",
        "số buổi nghỉ của Sen, Nhi",
        "Sen lên phòng y tế uống thuốc rồi về lớp",
        "Sen nhờ mua giùm cái áo thể dục size M",
    ],
)
def test_who_is_away_for_the_school_or_only_late_is_not_asked_about(text: str) -> None:
    assert (written(text), asked(text)) == ([], [])


def test_a_house_of_the_school_is_no_home() -> None:
    for text in ("Sen đau bụng nên ở nhà vệ sinh", "mẹ cho Sen ở nhà bà, sáng đi học đúng giờ", "6A Sen đi hội khỏe"):
        assert written(text) == [], text


def test_what_is_guessed_is_asked_about_and_no_week_is_made_of_an_exclamation() -> None:
    text = "Con Sen té gãy tay phải bó bột, chắc nghỉ cả tuần quá cô"
    assert (written(text), asked(text)) == ([], ["Sen"])
    (report,) = reports("Sen gãy tay nghỉ cả tuần quá cô ơi")
    assert all(day.day >= 25 for item in report.items for day in item.days)


def test_an_absence_of_yesterday_told_beside_takes_nothing_from_that_of_today() -> None:
    (report,) = reports("Vắng Sen. Sen hôm qua cũng nghỉ. Em sẽ hỏi lại gia đình")
    assert [item.days for item in report.items if item.kind is Kind.ABSENT] == [()]


def test_the_day_of_an_accident_is_none_of_absence() -> None:
    (report,) = reports("bạn sen nghỉ có lý do bạn bị trật chân hôm qua lúc đá cầu")
    assert [item.days for item in report.items] == [()]
    (report,) = reports("6A sáng nay vắng Sen, em bị ngã xe hôm qua phải nằm viện huyện")
    assert [[day.day for day in item.days or report.days] for item in report.items] == [[25]]


def test_what_the_writer_does_tomorrow_is_no_day_of_a_pupil() -> None:
    for text in ("6A vắng Sen. Mai tôi nghỉ dạy", "6A vắng Sen, mai tôi đi tập huấn"):
        (report,) = reports(text)
        assert [(item.kind, item.days) for item in report.items] == [(Kind.ABSENT, ())], text


def test_of_one_pupil_the_days_of_leave_count_from_today() -> None:
    (report,) = reports("Em Sen, hôm nay nhà em có người thân mất ở xa, em xin phép nghỉ 2 ngày ạ")
    assert [[day.day for day in item.days] for item in report.items] == [[25, 26]]


def test_who_is_called_like_a_subject_is_a_pupil_where_nobody_else_is_told_of() -> None:
    listed = index("Lê Thị Ngọc Ánh", "Trần Văn Toán")
    for text, absent in (("Ánh 6A: nhà có việc, em xin nghỉ hôm nay", "Ánh"), ("Toán 6A: ốm, xin nghỉ", "Toán")):
        found = verdict(read_report(text, NOW, CLASSES, None, {6: listed}))
        assert given_names_in((*found.sure, *found.open_), listed) == [absent]


def test_days_count_from_the_day_that_is_said() -> None:
    (report,) = reports("Sen cúm A, bác sĩ cho nghỉ 3 ngày kể từ hôm nay")
    assert [[day.day for day in item.days] for item in report.items] == [[25, 26, 27]]


def test_two_names_that_share_a_word_of_the_name_put_behind_are_asked_about() -> None:
    listed = index("Hoàng Văn Hải", "Nguyễn Hoàng Hải", "Lê Thị Nga")
    found = verdict(read_report("6A vắng Nga, Hải Hoàng", NOW, CLASSES, 6, {6: listed}))
    assert given_names_in(found.sure, listed) == ["Nga"]
    assert len(found.open_[0].candidates) == 2
