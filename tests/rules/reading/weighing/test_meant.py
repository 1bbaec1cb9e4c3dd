"""An absence is written down only if it was meant; else it is asked about, and talk of other things is left alone."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.reading.outcome import Outcome, verdict
from rules.reading.report import read_report
from tests.rules.reading.classroom import CLASSES, NOW, index
from tests.rules.reading.weighing.meant_or_not import asked, given_names_in, outcome, reports, written

_ASIDES = ("em gọi cho bố không được", "nhờ cô gọi giúp", "mẹ có nhắn em", "em chưa ghi sổ", "nay quên báo")
_TURNS = ("bạn ấy mới vô", "nhưng lên rồi", "giờ vào lớp rồi", "2 bạn ấy đi trực thư viện", "ngồi ở phòng y tế")
_OPENINGS = ("cảm ơn cô đã báo", "nếu mai mưa thì", "sợ mai", "hình như")


@pytest.mark.parametrize("aside", _ASIDES)
@pytest.mark.parametrize("said", ["6A vắng Diệp, {}", "6A Diệp nghỉ, {}", "Diệp không đi học, {} ạ"])
def test_what_the_writer_did_says_nothing_against_an_absence(said: str, aside: str) -> None:
    assert (written(said.format(aside)), asked(said.format(aside))) == (["Diệp"], [])


@pytest.mark.parametrize("turn", _TURNS)
@pytest.mark.parametrize("said", ["6A vắng Diệp, {}", "6A Diệp nghỉ, {}"])
def test_what_may_take_an_absence_back_writes_nobody_down(said: str, turn: str) -> None:
    assert written(said.format(turn)) == []


@pytest.mark.parametrize("opening", _OPENINGS)
@pytest.mark.parametrize("whom", ["em Diệp", "em Diệp với Hoàng", "Diệp, Hoàng và Sen"])
def test_thanks_and_what_is_feared_or_supposed_write_nobody_down(opening: str, whom: str) -> None:
    assert written(f"{opening} {whom} nghỉ") == []


@pytest.mark.parametrize("why", ["qua suối chẳng được", "xe không nổ máy", "trời tối thui"])
@pytest.mark.parametrize("verb", ["chưa tới lớp", "nghỉ", "không đi học"])
def test_what_stands_before_therefore_is_why(why: str, verb: str) -> None:
    assert written(f"Diệp {why} nên {verb}") == ["Diệp"]


@pytest.mark.parametrize("name", ["Bé", "Định", "Anh", "Ba", "Cô", "Tin"])
def test_a_known_pupil_beside_a_word_of_absence_is_never_passed_over(name: str) -> None:
    listed = index(f"Lò Văn {name}", "Lò Văn Hoàng")
    found = verdict(read_report(f"6A {name} nghỉ", NOW, CLASSES, 6, {6: listed}))
    assert given_names_in(found.sure + found.open_, listed) == [name]


def test_the_last_word_of_a_pupil_counts() -> None:
    assert written("Em báo vắng Diệp lúc nãy, Diệp vào học rồi ạ") == []
    assert written("Mẹ Diệp gọi, Diệp nghỉ ốm") == ["Diệp"]


def test_days_that_nobody_said_are_none() -> None:
    for text, days in (
        ("6A vắng Diệp hôm thứ 2, nay quên báo", [23]),
        ("Mẹ Diệp xin cho con nghỉ từ mai đến hết tuần", [26, 27, 28]),
        ("Diệp nghỉ từ thứ 2 tới giờ", [23, 24, 25]),
        ("Diệp xin nghỉ mai với mốt", [26, 27]),
    ):
        assert [day.day for item in reports(text)[0].items for day in item.days] == days, text


@pytest.mark.parametrize("who", ["phụ huynh", "mẹ", "gia đình", "bà"])
@pytest.mark.parametrize("how", ["nhắn tin xin", "có gọi điện xin phép", "đã viết đơn xin nghỉ", "vừa nhắn xin phép"])
def test_leave_asked_for_by_the_family_in_any_words_is_leave(who: str, how: str) -> None:
    (item,) = reports(f"6A vắng Diệp, {who} {how} rồi ạ")[0].items
    assert item.excused is True


@pytest.mark.parametrize("no", ["không", "chưa", "chẳng", "ko"])
@pytest.mark.parametrize("leave", ["xin", "có phép", "thấy xin phép", "có đơn", "xin nghỉ"])
def test_no_leave_asked_for_in_any_words_is_none(no: str, leave: str) -> None:
    (item,) = reports(f"6A vắng Diệp {no} {leave}")[0].items
    assert item.excused is False


@pytest.mark.parametrize(
    ("short", "long"), [("cx", "cũng"), ("r", "rồi"), ("bụg", "bụng"), ("zắng", "vắng"), ("fép", "phép")]
)
def test_words_typed_short_are_the_words_they_stand_for(short: str, long: str) -> None:
    for said in ("6A Diệp {} nghỉ", "6A vắng Diệp, đau {}", "6A {} Diệp", "6A Diệp nghỉ có {}"):
        assert written(said.format(short)) == written(said.format(long))


@pytest.mark.parametrize(
    "text",
    [
        "6A vắng Diệp, Hoàng",
        "6A Diệp, Hoàng nghỉ",
        "6A: Diệp, Hoàng",
        "6A Diệp ốm, Hoàng về quê",
        "6A nghỉ: Diệp và Hoàng",
        "Diệp với Hoàng không đi học",
        "6A vắng 2 bạn là Diệp + Hoàng, vậy thôi cô",
        "6A vắng\nDiệp\nHoàng",
        "6A vắng Diệp (nằm võng ở nhà ngoại), Hoàng",
        "6A vắng Diệp vì chờ đò mãi chẳng có, Hoàng",
        "6A đủ, chỉ thiếu Diệp với Hoàng",
        "Lớp 6A vắng Diệp, Hoàng ạ, em dạy thay",
        "Chúc thầy cô buổi sáng nhiều niềm vui, sức khỏe. 6A vắng Diệp, Hoàng",
    ],
)
def test_a_list_or_a_sentence_of_absence_that_is_explained_is_written_down(text: str) -> None:
    assert written(text) == ["Diệp", "Hoàng"]
    assert asked(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Diệp nghỉ giữa chừng rồi lại chạy tiếp",
        "Diệp đau bụng mà vẫn ngồi chép bài",
        "hình như Diệp nghỉ",
        "Diệp ốm nằm một góc",
        "Diệp nghỉ 2 tiết đầu",
        "Diệp xin phép ra ngoài",
        "Họp phụ huynh 6A vắng nhà em Diệp",
        "6A vắng Diệp. Diệp vừa vào lớp ạ",
    ],
)
def test_what_is_not_explained_is_asked_about_and_not_written_down(text: str) -> None:
    assert written(text) == []
    assert outcome(text) in (Outcome.AMBIGUOUS, Outcome.NOT_A_REPORT)


@pytest.mark.parametrize(
    "text",
    [
        "khen em Diệp, em Hoàng trả lại ví",
        "Diệp quên vở, Hoàng quên bút",
        "Diệp bị phạt vì nói chuyện",
        "6A cử Diệp, Hoàng đi lấy sách",
        "Diệp rách áo mưa",
        "nếu mưa to thì Diệp nghỉ",
        "Diệp hay nghỉ lắm",
        "cô Diệp dạy thay tiết 3",
        "Kết quả thi: Diệp 8, Hoàng 9",
        "Tuần này 6A nhất, cả trường khen",
        "Chúc cả nhà nghỉ cuối tuần vui",
        "Đóng tiền ăn 150k trước ngày 30/11",
        "6A nghỉ tiết 5",
        "Sen không chịu chép bài",
        "em Học đang học bài",
        "Mai nhớ đem áo mưa",
    ],
)
def test_talk_of_other_things_writes_nobody_down_and_asks_nothing(text: str) -> None:
    assert outcome(text) is Outcome.NOT_A_REPORT


_ABSENCE = ("vắng", "nghỉ", "không đi học", "không phép", "có phép", "chưa đến lớp")
# Words of every day that say nothing of an absence, and are no word of a report.
_TALK = (
    "ngồi", "chép", "chạy", "cười", "khóc", "uống", "bánh", "nước", "ghế", "sân", "cổng", "cây", "mèo",
    "nhanh", "chậm", "giỏi", "vẽ", "viết", "đọc", "mượn", "ném", "rửa", "lau", "quét", "tưới", "xếp", "dán",
)  # fmt: skip
_SMALL = ("vừa", "mới", "lại", "đến", "vào", "ra", "từ", "lúc", "theo", "vẫn", "đang")


@given(st.lists(st.sampled_from((*_TALK, *_SMALL)), min_size=1, max_size=5))
@settings(max_examples=200, deadline=None)
def test_whatever_is_told_of_a_pupil_without_a_word_of_absence_nobody_is_written_down(words: list[str]) -> None:
    assert written(f"6A em Sen {' '.join(words)}") == []


@given(st.sampled_from(_ABSENCE), st.lists(st.sampled_from(_TALK), min_size=1, max_size=4))
@settings(max_examples=200, deadline=None)
def test_a_word_of_absence_among_words_nobody_explains_is_asked_about_and_never_dropped(
    absence: str, words: list[str]
) -> None:
    text = f"6A Sen {' '.join(words)} {absence}"
    assert written(text) == []
    assert outcome(text) in (Outcome.AMBIGUOUS, Outcome.UNKNOWN_STUDENT)


@pytest.mark.parametrize("absence", _ABSENCE)
@pytest.mark.parametrize("reason", ["vì", "do", "lý do"])
@pytest.mark.parametrize("words", ["thuyền nhỏ quá", "bò húc hàng rào", "quên chìa khóa cổng"])
def test_behind_a_reason_any_words_are_explained(absence: str, reason: str, words: str) -> None:
    assert written(f"6A Sen {absence} {reason} {words}") == ["Sen"]
