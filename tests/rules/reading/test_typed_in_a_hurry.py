"""Reports without blanks, with a slip in the word of absence itself, or running on without a comma."""

import pytest

from rules.calendar.parts import Part
from rules.reading.said.reported import Item
from rules.reading.words.lexicon import Kind
from tests.rules.reading.classroom import NAMES, read_all

EXCUSES = {True: "P", False: "K", None: "?"}


def told(item: Item) -> str:
    """`Minh K`, `?Hùng P`: asked about before it is written."""
    given = NAMES[item.candidates[0] - 101].split()[-1] if item.candidates else item.words
    return f"{'' if item.meant and item.pupil is not None else '?'}{given} {EXCUSES[item.excused]}"


def read(text: str) -> list[str]:
    return [told(item) for report in read_all(text).reports for item in report.items if item.kind is Kind.ABSENT] + [
        f"{report.count_said}" for report in read_all(text).reports if report.count_said is not None
    ]


GLUED = [
    ("6Avắng Minh K", ["Minh K"]),
    ("6avang nguyen van dung khong phep", ["Dũng K"]),
    ("lớp6Avắng2 em Minh,Dũng ko phép cả 2", ["Minh K", "Dũng K"]),
    ("6Avắng1: Minh K", ["Minh K"]),
    ("6A vangminh kp", ["Minh K"]),
    ("6A vắng DũngKP, MinhP", ["Dũng K", "Minh P"]),
    ("6A vắng NguyễnVănDũng có phép", ["Dũng P"]),
    ("6A vắng Minh khôngphép", ["Minh K"]),
    ("6A vắng Dũng bị đau bụng, cóphép", ["Dũng P"]),
    ("6A va81ng Du4ng nghi3 co1 phe1p", ["Dũng P"]),
]
SLIPS = [
    ("6A váng Dũng có phép", ["Dũng P"]),
    ("Lớp 6A vắn Dũng, ốm", ["Dũng ?"]),
    ("6A vắng Dũng có phpé", ["Dũng P"]),
    ("6A vằng Dũng kp", ["Dũng K"]),
]
RUNNING_ON = [
    ("6A vắng Dũng P, còn Minh K", ["Dũng P", "Minh K"]),
    ("6A vắng Dũng đau bụng còn Minh không phép", ["Dũng ?", "Minh K"]),
    ("6a vắng dũng nó đau bụng còn minh thì không xin gì", ["Dũng ?", "Minh K"]),
    ("6a vang nguyen van dung p con minh k", ["Dũng P", "Minh K"]),
    ("6A vắng Dũng xin về đám ma ông nội", ["Dũng P"]),
    ("6A vắng Dũng ốm, còn Minh thì chả nghe gì", ["Dũng ?", "?Minh ?"]),
    ("6A vắng Dũng nha c, k phép", ["Dũng K"]),
]
SIGNS = [
    ("6A: ốm (Minh), có phép (Dũng)", ["Minh ?", "Dũng P"]),
    ("6A: sốt (Minh), không phép (Dũng, Khánh)", ["Minh ?", "Dũng K", "Khánh K"]),
    ("6A ❌ Dũng = P ❌ Minh = KP", ["Dũng P", "Minh K"]),
    ("6A 30-2=28: Dũng, Minh", ["Dũng ?", "Minh ?"]),
    ("6a:vắng Minh k/6b: đủ", ["Minh K"]),
    ("6A hum nay Minh nghj k fep", ["Minh K"]),
]
SPEAKERS = [
    ("Văn phòng: bố em Dũng 6A xin cho em nghỉ hôm nay", ["Dũng P"]),
    ("Bán trú: Dũng 6A đau bụng, không lên lớp được", ["Dũng ?"]),
    ("Không đeo khăn: Dũng 6A, Khánh 6A", ["?Dũng ?", "?Khánh ?"]),
]
ANOTHER_TIME = [
    ("em Minh 6A nghỉ không phép hai ngày 24/11 và 25/11", ["Minh K"]),
    ("bố em Dũng vừa lên trường xin phép cho em nghỉ hôm nay", ["Dũng P"]),
    ("em Dũng 6A xin về tối nay, sáng mai nghỉ, chiều mai đi học bình thường", ["Dũng ?"]),
    ("em Dũng 6A hôm nay xin về sớm, mai nghỉ", ["Dũng ?"]),
    ("Mai tui cho Dũng đi khám mắt, xin cô cho nghỉ một bữa", ["Dũng P"]),
    ("6A Dũng xin nghỉ hôm nay, Mai cũng nghỉ", ["Dũng P", "Mai ?"]),
    ("Dũng 6A nghỉ liền hôm qua với hôm nay không ai báo gì cả", ["Dũng K"]),
]
COUNTED = [
    ("6A sĩ số 30 có mặt 26, vắng Dũng, Minh K", ["Dũng ?", "Minh K", "4"]),
    ("6A ss 30 có mặt 28 vắng Dũng, Minh K", ["Dũng ?", "Minh K"]),
]


@pytest.mark.parametrize(("text", "absent"), [*GLUED, *SLIPS, *RUNNING_ON, *SIGNS, *SPEAKERS, *ANOTHER_TIME, *COUNTED])
def test_it_is_read_as_it_was_meant(text: str, absent: list[str]) -> None:
    assert read(text) == absent


def test_whoever_goes_home_tonight_is_away_tomorrow_morning() -> None:
    item = read_all("em Dũng 6A xin về tối nay, sáng mai nghỉ, chiều mai đi học").reports[0].items[0]
    assert ([day.day for day in item.days], item.parts) == ([26], (Part.MORNING,))


@pytest.mark.parametrize(
    "text",
    [
        "6A 30-0=30 nhá",
        "6A bữa nay đi học đủ mặt hết cô ơi",
        "6A chưa vắng ai cả",
        "6A chua vang ai ca",
        "6A đử ạ",
        "6A dủ hết nha",
        "6A đủ30 nha c",
    ],
)
def test_a_class_is_complete(text: str) -> None:
    assert [report.nobody for report in read_all(text).reports] == [True]


def test_who_is_called_nearly_so_makes_no_class_complete() -> None:
    assert not any(report.nobody for report in read_all("6A Dũ nghỉ").reports)


@pytest.mark.parametrize(
    "text",
    [
        "6A con thieu hinh the cua Minh, An, Thu.",
        "6A còn thiếu vở bài tập của Minh, An",
        "6A tối qua thiếu Minh, sáng nay em có lên lớp",
        "6A Dũng bị váng đầu nhưng vẫn học",
        "chiều nay tôi vào nhà em Minh nhé",
        "em lên nhà bạn Minh rồi",
    ],
)
def test_nobody_is_absent(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize("text", ["chiều nay tôi vào nhà em Minh nhé", "chiều tôi vào nhà em Minh"])
def test_who_is_visited_is_not_said_to_have_come(text: str) -> None:
    assert not [item for report in read_all(text).reports for item in report.items if item.kind is Kind.PRESENT]
