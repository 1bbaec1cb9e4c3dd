"""Kinds of messages by authors who had seen no rules: what failed at first sight, each kind with a sibling."""

import pytest

from rules.reading.outcome import verdict
from rules.reading.report import read_report
from tests.rules.reading.classroom import CLASSES, NOW, index
from tests.rules.reading.weighing.meant_or_not import asked, given_names_in, written


@pytest.mark.parametrize(
    ("text", "absent"),
    [
        ("Em chào cả nhà, trời nay rét quá ạ. Lớp em có em Sen bị viêm họng, mẹ em nhắn xin cho con nghỉ ạ", ["Sen"]),
        ("Trời Sủng Chải rét quá nha. Em Sen bị ho, mẹ em nhắn xin nghỉ hôm nay ạ. Còn lại đủ ạ.", ["Sen"]),
        ("Sen 6A sáng vẫn học, tiết 4 đau đầu xin về, chiều nghỉ luôn nhé", ["Sen"]),
        ("Sen 6A sáng đi muộn, chiều nghỉ", ["Sen"]),
        ("6A v Sen. à nhầm v Nhi, Sen có mặt", ["Nhi"]),
        ("6A vắng Sen. à lộn, vắng Nhi", ["Nhi"]),
        ("6A vắng Sen ốm xin về hôm qua, nay nghỉ tiếp", ["Sen"]),
        ("6A\n1. Sen: vắng\n2. Nhi: có mặt (hôm qua vắng)", ["Sen"]),
        ("6A vắng Sen. Nhi không vắng nhé, hôm qua mới vắng", ["Sen"]),
        ("6A - Sen bùng học nha, 0 phép", ["Sen"]),
        ("a Sen lại ko thấy đâu r các bác ơi, 6A vắng 1 kp", ["Sen"]),
        ("6a vang 2 e. nhi di kham benh me e xin roi. sen thi ko phep", ["Nhi", "Sen"]),
        ("6A không thấy Sen với Nhi, hỏi các bạn bảo trốn về nhà từ đêm. Ghi 2 em không phép ạ", ["Nhi", "Sen"]),
        ("6A thiếu mỗi Sen thôi, gọi về bảo đi từ sáng rồi mà chưa tới trường. Cho nghỉ không phép ạ", ["Sen"]),
        ("Đêm qua điểm danh thiếu em Sen 6A, sáng nay em vẫn chưa quay lại trường, tạm ghi không phép ạ", ["Sen"]),
        ("Sửa giúp: 6A Sen có phép ạ, nãy em ghi KP", ["Sen"]),
        ("Diệp hôm qua ốm nay đi học rồi ạ, 6A chỉ vắng Sen kp", ["Sen"]),
        ("6A\n1. Sen - vắng\n2. Nhi - muộn 5p", ["Sen"]),
        ("6a hnay v 2 ban mai dau bung me nhan tin roi, sen k phep", ["Mai", "Sen"]),
        ("Mẹ em Sen lớp 6A mới gọi xin cho em nghỉ bữa nay vì đau bụng.", ["Sen"]),
        ("À thầy, nhà Sen làm đám bỏ mả nên ba nó xin cho nghỉ hôm nay, 6A vắng một em đó thôi", ["Sen"]),
        ("6A: Sen đổi từ K sang P nhé, mẹ mới nộp đơn", ["Sen"]),
        ("6A vắng 3, Diệp có phép, hai em còn lại là Sen, Nhi thì không ạ.", ["Diệp", "Nhi", "Sen"]),
        ("6A: mai Sen nghỉ P (hôm nay vẫn học)", ["Sen"]),
        ("em Sen 6A sáng nay xin phép nghỉ, chiều em Sen học bình thường ạ.", ["Sen"]),
        ("Tiết Sinh lớp 6A em Sen vắng, các em nói bạn nghỉ cả ngày", ["Sen"]),
        ("Bán trú: em Sen lớp 6A ốm, gia đình xin về nhà chăm từ sáng nay, nghỉ học cả ngày.", ["Sen"]),
        ("Bán trú báo em Sen, em Nhi 6A bỏ về bản không xin phép, nay không đi học.", ["Nhi", "Sen"]),
        ("Kính gửi thầy, em Quàng Thị Sen lớp 6A nghỉ hôm nay, có đơn của phụ huynh. Trân trọng!", ["Sen"]),
        ("Em Sen 6A học hết sáng, đau bụng nên bố đón về, chiều xin nghỉ ạ.", ["Sen"]),
        ("6A Sen - KP. Xin sửa: Nhi - KP, Sen có mặt", ["Nhi"]),
        ("6A: Diệp học sáng xong xin về luôn, chiều P", ["Diệp"]),
        ("6A\n1. Sen: vắng\n2. Nhi: hôm qua vắng, nay có mặt", ["Sen"]),
        ("em Sen 6A ốm nghỉ bữa nay ạ, mẹ em Sen gọi rồi.", ["Sen"]),
        ("6A vắng có 2 đứa: bé Sen nằm viện Rạch Giá, tía nó xin rồi; Nhi thì hông phép", ["Nhi", "Sen"]),
        ("Gia đình em Sen lớp 6A làm ghe, xin cho em nghỉ học 3 ngày từ hôm nay để theo ghe lên Cần Thơ", ["Sen"]),
        ("Quản sinh báo: em Sen 6A đau bụng, nghỉ học hôm nay, đang nằm phòng y tế", ["Sen"]),
        ("Em Sen lớp 6A xin về nhà từ tối qua vì bố ốm, hôm nay nghỉ học, có giấy phép ạ", ["Sen"]),
    ],
)
def test_who_is_absent_is_written_down_without_a_question(text: str, absent: list[str]) -> None:
    assert (written(text), asked(text)) == (absent, [])


@pytest.mark.parametrize(
    "text",
    [
        "Gia đình em Sen gửi lời cảm ơn thầy cô đã vào tận bản thăm khi em nghỉ ốm tuần trước ạ.",
        "6A: ai báo Sen vắng thế? Sen ngồi đây mà, lớp đông đủ 10/10",
        "6a dong du",
        "6A vắng: không. (Sen, Nhi có mặt rồi)",
        "Em Sen nghỉ hôm qua nay đã đi học lại. Lớp 6A hôm nay đông đủ. Trân trọng!",
        "Nhất trí nhé thầy.",
        "Em xin phép anh chị thứ 5 cho con Sen, con Nhi (6A) tập văn nghệ tiết 5 ạ, các con vẫn học 4 tiết đầu.",
        "Sen đi học lại rồi nghe thầy, mấy bữa trước nghỉ hoài. 6A nay đông đủ.",
        "Lớp 6A phân công trực tuần\nT2: Sen, Diệp\nT3: Nhi, Hoàng",
        "Ba mẹ Sen gửi lời cám ơn thầy cô có tới thăm khi em nằm viện hồi tuần trước.",
        "Chiều nay họp hội đồng. Đề nghị các đồng chí có mặt đầy đủ.",
        "Em cảm ơn cô Hương đã cho em Sen nằm nghỉ ở phòng y tế hôm qua ạ, hôm nay em khỏe lại và đã đến lớp rồi ạ",
    ],
)
def test_what_is_no_report_writes_and_asks_nothing(text: str) -> None:
    assert (written(text), asked(text)) == ([], [])


@pytest.mark.parametrize(
    "text",
    [
        "6A vắng Sen, Khương. à nhầm v Nhi",  # for whom?
        "6A Sen dùng điện thoại, không phép",
        "Cuối tuần này các em ở lại bán trú: Sen, Nhi.",
    ],
)
def test_what_leaves_it_open_is_asked_about(text: str) -> None:
    assert asked(text)


def test_a_name_that_looks_like_keys_of_telex_stays_as_it_is() -> None:
    """Thoong is no Thông: two letters make a mark only where nobody is called so."""
    listed = index("Cụt Văn Thoong", "Lê Thị Nga")
    found = verdict(read_report("- 6A: Cụt Văn Thoong KP", NOW, CLASSES, None, {6: listed})).sure
    assert given_names_in(tuple(found), listed) == ["Thoong"]


def test_of_each_of_several_classes_is_said_what_stands_behind_its_own() -> None:
    lists = {6: index("Vừ Y Xía"), 7: index("Lữ Thị Thương"), 8: index("Lầu Y Chía")}
    text = "Xía 6A và Thương 6B sáng nay sốt xin nghỉ, Chía 6/1 đỡ rồi, đã lên lớp"
    found = verdict(read_report(text, NOW, CLASSES, None, lists))
    assert {item.words for item in found.sure} == {"Xía", "Thương"}
