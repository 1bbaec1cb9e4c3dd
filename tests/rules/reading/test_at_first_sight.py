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
        ("Quản sinh báo: em Sen 6A đau bụng, nghỉ học hôm nay, đang nằm phòng y tế", ["Sen"]),
        ("Em Sen lớp 6A xin về nhà từ tối qua vì bố ốm, hôm nay nghỉ học, có giấy phép ạ", ["Sen"]),
    ],
)
def test_who_is_absent_is_written_down_without_a_question(text: str, absent: list[str]) -> None:
    assert (written(text), asked(text)) == (absent, [])


@pytest.mark.parametrize(
    "text",
    [
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
