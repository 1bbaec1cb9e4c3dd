"""What families write once they were told of an absence, as it is read: the gravest that may be meant."""

from datetime import date

import pytest

from rules.after_alarm import Heard, read_after_alarm, reason_tapped

MONDAY = date(2026, 11, 16)
SAID = {
    Heard.LEFT_HOME: (
        "cháu đi học rồi mà cô",
        "nó không đến lớp à, sáng nó đi học mà",
        "không biết nó đi đâu, sáng nó đi học mà",
        "sáng nay tôi chở cháu tới trường mà",
        "cháu đi từ sáng rồi",
        "sao nói cháu nghỉ, sáng nay nó đi mà",
        "sáng 6h cháu đã ra khỏi nhà rồi ạ",
        "chau di hoc binh thuong ma co",
        "cháu đâu có nghỉ",
        "nó không có ở nhà cô ơi",
        "trời ơi nó đâu rồi cô",
        "cô điểm danh nhầm rồi, cháu ngồi trong lớp mà",
        "cô xem lại giúp, cháu có đến lớp",
    ),
    Heard.UNAWARE: ("tôi không biết cháu nghỉ", "tui hông biết gì hết á", "mới biết, để tôi hỏi cháu"),
    Heard.REASON: (
        "cháu ốm, tôi quên xin phép",
        "nó ở nhà trông em",
        "cháu theo anh đi hái cà phê",
        "đưa cháu đi viện từ sáng",
        "hôm nay cháu nghỉ",
        "hôm qua cháu ốm",
        "tôi xin phép cô Hà rồi mà",
        "đường sạt lở cháu không qua được",
    ),
    Heard.WRONG_NUMBER: ("nhầm số rồi", "tôi không có con học trường này"),
    Heard.PUZZLED: ("?", "gì vậy cô", "ủa vậy hả cô"),
    Heard.NOTHING: ("cảm ơn cô", "ok cô", "mai có học không", "số cô giáo là gì", "cô ơi"),
    Heard.WORDS: (
        "gọi lại cho tôi",
        "nghi vay co bi cat gao ban tru k",
        "con tôi có đi học không",
        "cháu ốm hả cô",
        "cháu không ốm",
        "mai cháu nghỉ đi khám cô nhé",
        "cháu đi muộn, lát đến",
        "chiều cháu mới đi học được",
        "tôi đang ở rẫy, chiều tôi về",
        "hôm qua cháu có đi học mà",
        "ok cô để tôi tìm cháu",
    ),
}


CODES = {
    "cháu ốm, tôi quên xin phép": "om",
    "con sốt 39 độ": "om",
    "cháu về quê thăm bà ốm nặng": "khac",
    "mẹ cháu ốm nên cháu ở nhà": "khac",
    "nhà có đám cưới": "viec_nha",
    "cháu theo bố đi rẫy": "khac",
    "tôi gọi bà nội thì bà bảo cháu ở nhà với bà bị sốt": "om",
    "cháu ở nhà với bà, cháu bị sốt": "om",
    "bố cháu gọi về bảo cháu bị đau răng": "om",
    "bà nói nó sốt cao lắm": "om",
    "cháu sốt, mẹ cháu cũng ốm": "om",
    "bà nội ốm, cháu ở nhà trông bà": "khac",
    "em nó ốm nên cháu ở nhà trông em": "khac",
    "tôi ốm nên cháu nghỉ": "khac",
}


def test_whose_illness_it_is() -> None:
    assert {text: reason_tapped(text, MONDAY) for text in CODES} == CODES


@pytest.mark.parametrize("heard", SAID)
def test_what_a_family_says_to_the_alarm(heard: Heard) -> None:
    assert {text: read_after_alarm(text, MONDAY) for text in SAID[heard]} == dict.fromkeys(SAID[heard], heard)
