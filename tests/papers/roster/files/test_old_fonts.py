"""Names typed in a font of before Unicode are put into it where that is sure; where it is not, the file is refused."""

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest

from papers.roster import Unreadable
from papers.roster.files.old_fonts import _TCVN3, _VNI, FONTS, is_syllable
from papers.roster.reader import read_roster
from tests.papers.roster.workbooks import TODAY, write

NAMES = ("Nguyễn Văn Bảy", "Hồ Thị Lê", "Đinh Thị Hường", "A Thút", "Võ Quốc Tuấn", "Trần Thị Phượng", "Giàng A Chứ")
HEADINGS = ("TT", "Họ và tên", "Ngày sinh", "Lớp")
DAY = date(2015, 9, 5)


def typed(signs: Mapping[str, str]) -> Callable[[str], str]:
    back = {new: old for old, new in sorted(signs.items())}
    return lambda text: "".join(back.get(sign, sign) for sign in text)


OLD: dict[str, Callable[[str], str]] = {"TCVN3": typed(_TCVN3), "VNI": typed(_VNI)}


@pytest.mark.parametrize("headings", ["old", "Unicode"])
@pytest.mark.parametrize("font", OLD)
def test_a_list_in_an_old_font_is_read_as_it_was_meant_and_said(tmp_path: Path, font: str, headings: str) -> None:
    old = OLD[font]
    head = tuple(map(old, HEADINGS)) if headings == "old" else HEADINGS
    rows = [head, *((n, old(name), DAY, "6A") for n, name in enumerate(NAMES, 1))]
    roster = read_roster(write(tmp_path / "a.xlsx", {"HS": rows}), TODAY)
    assert tuple(one.full_name for one in roster.pupils) == NAMES
    assert [fault.params for fault in roster.faults if fault.sheet] == [{"font": font}]
    assert roster.errors() == []


def test_text_of_one_byte_a_letter_is_no_vietnamese_code_page_then(tmp_path: Path) -> None:
    old = OLD["TCVN3"]
    lines = [",".join(map(old, HEADINGS)), *(f"{n},{old(name)},05/09/2015,6A" for n, name in enumerate(NAMES, 1))]
    (tmp_path / "a.csv").write_bytes("\n".join(lines).encode("cp1252"))
    assert tuple(one.full_name for one in read_roster(tmp_path / "a.csv", TODAY).pupils) == NAMES


def test_one_sheet_of_two_and_one_row_of_a_column_are_converted_alone(tmp_path: Path) -> None:
    old = OLD["TCVN3"]
    rows = [HEADINGS, *((n, old(name), DAY, "6A") for n, name in enumerate(NAMES, 1)), (9, "Y Bươr", DAY, "6A")]
    others = [HEADINGS, (1, "Lê Ê Ban", DAY, "6B"), (2, "Hồ Thị Mận", DAY, "6B")]
    roster = read_roster(write(tmp_path / "a.xlsx", {"1": rows, "2": others}), TODAY)
    assert [one.full_name for one in roster.pupils] == [*NAMES, "Y Bươr", "Lê Ê Ban", "Hồ Thị Mận"]


@pytest.mark.parametrize("names", [("Jose Muñoz", "Chloé Ô"), ("Lê Lý", "Tô Hà"), ("Ngân", "Sáng"), ("À Ý", "Đô")])
def test_ordinary_names_stay(tmp_path: Path, names: tuple[str, ...]) -> None:
    rows = [HEADINGS, *((n, name, DAY, "6A") for n, name in enumerate(names, 1))]
    roster = read_roster(write(tmp_path / "a.xlsx", {"HS": rows}), TODAY)
    assert tuple(one.full_name for one in roster.pupils) == names


@pytest.mark.parametrize("word", ["Nguyễn", "Đắc", "thuở", "Quỳnh", "ghềnh", "khuya", "nghiêng", "uống"])
def test_a_word_survives_both_fonts(word: str) -> None:
    assert is_syllable(word)
    for font, old in OLD.items():
        lower = word.lower()  # the large letters of TCVN3 with a tone are those of another font of it
        assert FONTS[font](old(lower)) == lower


@pytest.mark.parametrize("word", ["NguyÔn", "Vaên", "Hoµng", "Tuaán", "catch", "Müller"])
def test_no_word_of_ours(word: str) -> None:
    assert not is_syllable(word)


def test_what_is_neither_surely_is_refused(tmp_path: Path) -> None:
    rows = [HEADINGS, (1, "NguyÔn V¨n", DAY, "6A"), (2, "Nguyeãn Vaên", DAY, "6A")]
    with pytest.raises(Unreadable):
        read_roster(write(tmp_path / "a.xlsx", {"HS": rows}), TODAY)
