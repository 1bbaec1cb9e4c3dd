"""Kinds of messages by authors who had seen no rules: what failed at first sight, each kind with a sibling."""

import pytest

from tests.rules.reading.meant_or_not import asked, written


@pytest.mark.parametrize(
    ("text", "absent"),
    [
        ("Em chào cả nhà, trời nay rét quá ạ. Lớp em có em Sen bị viêm họng, mẹ em nhắn xin cho con nghỉ ạ", ["Sen"]),
        ("Trời Sủng Chải rét quá nha. Em Sen bị ho, mẹ em nhắn xin nghỉ hôm nay ạ. Còn lại đủ ạ.", ["Sen"]),
        ("Sen 6A sáng vẫn học, tiết 4 đau đầu xin về, chiều nghỉ luôn nhé", ["Sen"]),
        ("Sen 6A sáng đi muộn, chiều nghỉ", ["Sen"]),
        ("6A v Sen. à nhầm v Nhi, Sen có mặt", ["Nhi"]),
        ("6A vắng Sen. à lộn, vắng Nhi", ["Nhi"]),
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
        "Sen đi học lại rồi nghe thầy, mấy bữa trước nghỉ hoài. 6A nay đông đủ.",
        "Lớp 6A phân công trực tuần\nT2: Sen, Diệp\nT3: Nhi, Hoàng",
        "Hội đồng kỷ luật xét trường hợp em Sen vào sáng thứ 6, kể cả số buổi nghỉ không phép trong tháng 12.",
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
        "6A vắng Sen ốm xin về hôm qua, nay nghỉ tiếp",
        "6A Sen dùng điện thoại, không phép",
    ],
)
def test_what_leaves_it_open_is_asked_about(text: str) -> None:
    assert asked(text)
