"""Where a pupil goes, where one comes from and why one leaves, as it is written in one sentence."""

import pytest

from rules.asking.roll_said import new_pupil_line
from rules.asking.words import school_in, why_for_good

TO = {
    "em Lan chuyển trường sang THCS Trà Mai từ hôm nay": "THCS Trà Mai",
    "em Lan chuyển sang trường THCS Trà Mai": "trường THCS Trà Mai",
    "Lan chuyển trường về TH&THCS Trà Leng": "TH&THCS Trà Leng",
    "Bình chuyển đi tiểu học Trà Nam rồi": "tiểu học Trà Nam",
    "Bình xin chuyển trường xuống Tam Kỳ học từ thứ 2": "Tam Kỳ",
    "Lan lớp 6A chuyển trường từ 20/11": "",
    "em Lan chuyển sang 6B": "",
    "em Bình chuyển về nóc Takta": "",
    "6A vắng Lan đi học về muộn": "",
    "Bình chuyển trường rồi nhé cô Yên": "",
}
WHY = {
    "em A bỏ học luôn rồi, theo bố mẹ vào Đồng Nai": "theo bố mẹ vào Đồng Nai",
    "Lan thôi học từ 20/11. Đi làm xa": "Đi làm xa",
    "Lan nghỉ học luôn, em Bình cũng vậy": "",
    "Lan bỏ học, nhờ cô Yên vận động": "",
    "Lan bỏ học luôn, theo mẹ phải không?": "",
}
NEW = {
    "có hs mới từ trường Trà Leng: Nguyễn Văn Tân, nam": "7A Nguyễn Văn Tân, nam, từ trường Trà Leng",
    "Từ 16/11 nhận em Hồ Văn Tý sinh 12/3/2014": "7A Hồ Văn Tý, 12/3/2014, Từ 16/11",
}


@pytest.mark.parametrize("said", TO)
def test_the_school_somebody_goes_to(said: str) -> None:
    assert school_in(said) == TO[said]


@pytest.mark.parametrize("said", WHY)
def test_the_reason_behind_the_word_of_leaving(said: str) -> None:
    assert why_for_good(said) == WHY[said]


@pytest.mark.parametrize("said", NEW)
def test_what_stands_before_the_name_of_who_is_new(said: str) -> None:
    assert new_pupil_line(said, "7A") == NEW[said]
