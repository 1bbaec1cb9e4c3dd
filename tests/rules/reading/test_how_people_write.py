"""Openings, closings, headings and asides, told by their shape: each kind with siblings."""

import pytest

from rules.people.classes import ClassRef, find_classes
from rules.reading.outcome import verdict
from rules.reading.report import read_report
from tests.rules.reading.classroom import CLASSES, NOW, index
from tests.rules.reading.weighing.meant_or_not import asked, given_names_in, reports, written


@pytest.mark.parametrize(
    ("text", "absent"),
    [
        ("c hoa oi lop em vang sen k, nhi p. het", ["Nhi", "Sen"]),
        ("9/10. Nghỉ: Sen (p). Rứa thôi.", ["Sen"]),
        ("6A vắng Sen. Bấy nhiêu thôi ạ", ["Sen"]),
        ("6A - tổ trưởng báo\nVắng: Sen, Nhi\nQuên thẻ: Mai", ["Nhi", "Sen"]),
        ("6A vắng Sen\nQuên khăn quàng: Mai, Học", ["Sen"]),
        ("Sen với Nhi 6A quên khăn quàng, Mai nghỉ p", ["Mai"]),
        ("6A 9/10. Sen bị bò húc gãy tay xin nghỉ hôm nay", ["Sen"]),
        ("6A 9/10. Sen bị cây đè trúng chân xin nghỉ", ["Sen"]),
        ("6A vắng Sen p, Nhi đỏ mắt nghỉ k", ["Nhi", "Sen"]),
        ("6A nghỉ Sen, sưng chân", ["Sen"]),
    ],
)
def test_who_is_absent_is_written_down_without_a_question(text: str, absent: list[str]) -> None:
    assert (written(text), asked(text)) == (absent, [])


@pytest.mark.parametrize(
    "text",
    [
        "6A vắng Sen, ủa mà hình như Sen ngồi cuối lớp, để em xem lại",
        "6A vắng Sen. À mà hình như Sen có mặt thì phải",
    ],
)
def test_whoever_is_doubted_in_the_end_is_asked_about(text: str) -> None:
    assert (written(text), asked(text)) == ([], ["Sen"])


def test_what_only_somebody_does_who_is_there_is_no_reason_of_an_absence() -> None:
    assert "Nhi" not in written("Thể dục 6A vắng: Sen; Nhi đau chân ngồi ngoài xem")


def test_a_name_and_behind_it_the_word() -> None:
    listed = index("Hồ Thị Đỏ", "Ma Seo Giả", "Lê Thị Nga")
    for text, absent in (("6A vắng Nga kp, Đỏ đỏ mắt nghỉ p", ["Nga", "Đỏ"]), ("6A em Giả giả ốm ở nhà, kp", ["Giả"])):
        found = verdict(read_report(text, NOW, CLASSES, 6, {6: listed}))
        assert (given_names_in(found.sure, listed), found.open_) == (sorted(absent), ())


def test_the_family_name_put_behind_tells_two_apart() -> None:
    listed = index("Chảo Thị Hoa", "Vừ Thị Hoa", "Trần Bảo An", "Nguyễn Bảo An")
    for text, absent in (
        ("6A vắng Hoa Chảo (p)", "Chảo Thị Hoa"),
        ("6A vắng Bảo An (bạn nam, họ Trần) P", "Trần Bảo An"),
    ):
        (item,) = verdict(read_report(text, NOW, CLASSES, 6, {6: listed})).sure
        assert [pupil.name for pupil in listed.roster.pupils if pupil.id == item.pupil] == [absent]


def test_leave_asked_for_somebody_is_theirs_and_the_day_of_the_accident_is_not() -> None:
    (report,) = reports("Anh trai em Sen cưới, gia đình xin phép thầy cho Sen nghỉ thứ sáu này")
    assert [item.excused for item in report.items] == [True]
    (report,) = reports("Em Sen 6A bị tai nạn xe sáng nay, đang ở bệnh viện, em xin phép nghỉ hôm nay với ngày mai")
    assert [item.parts for item in report.items] == [None]


def test_a_day_of_coming_back_is_none_of_absence() -> None:
    (report,) = reports("6A nay vắng Sen tới thứ sáu mới đi học lại")
    assert [day.day for day in report.items[0].days] == [25, 26]


def test_what_is_said_of_all_the_classes_excuses_the_pupils_of_each() -> None:
    lists = {6: index("Thò Thị Hà", "Vừ Long"), 7: index("Thò Mí Lử", "Lý Thảo My")}
    read = read_report("6A nghỉ Hà, Long; 6B nghỉ Lử, My (cả 4 có phép)", NOW, CLASSES, None, lists)
    assert [item.excused for item in verdict(read).sure] == [True] * 4


def test_the_class_behind_each_name_and_the_codes_in_a_sentence_of_their_own() -> None:
    lists = {6: index("Lò Văn Thuận"), 7: index("Nông Đức Long")}
    found = verdict(read_report("Quản sinh báo: vắng Thuận 6A, Long 6B. Long p, Thuận k", NOW, CLASSES, None, lists))
    assert {item.words: item.excused for item in found.sure} == {"Thuận": False, "Long": True}
    assert found.open_ == ()


def test_the_only_class_of_a_site_is_named_by_the_site() -> None:
    classes = (ClassRef(1, "6A"), ClassRef(2, "2A điểm Phá Lõm"), ClassRef(3, "1A điểm Huồi Cọ"))
    (found,) = find_classes(classes, "Điểm Phá Lõm: Công, Dợ nghỉ")
    assert [each.id for each in found.classes] == [2]
    assert find_classes((*classes, ClassRef(4, "1A điểm Phá Lõm")), "Điểm Phá Lõm: Công, Dợ nghỉ") == []
