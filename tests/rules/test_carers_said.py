"""Who looks after a hamlet from now on, read out of one line without its place and days."""

import pytest

from rules.carers_said import read_carers

NGA, TAM, YEN, MINH, OTHER = NAMES = ("Đỗ Thị Nga", "Bùi Văn Tám", "Cao Thị Yên", "Tạ Quang Minh", "Hồ Thị Yên")
LINES: dict[str, tuple[set[str], set[str], bool]] = {
    "nóc giao cho cô Nga và thầy Tám": ({NGA, TAM}, set(), False),
    "noc giao cho co Nga, thay Minh": ({NGA, MINH}, set(), False),
    "nóc cô Nga phụ trách thay thầy Tám": ({NGA}, {TAM}, False),
    "thay thầy Tám bằng cô Nga": ({NGA}, {TAM}, False),
    "thay thay Tam bang co Nga": ({NGA}, {TAM}, False),
    "thay cô Nga: thầy Minh": ({MINH}, {NGA}, False),
    "thầy Tám thôi phụ trách": (set(), {TAM}, False),
    "thầy Tám bàn giao nóc cho cô Nga": ({NGA}, {TAM}, False),
    "chuyển từ thầy Tám sang cô Nga": ({NGA}, {TAM}, False),
    "thêm cô Nga cùng phụ trách": ({NGA}, set(), True),
    "Cao Thị Yên, Tạ Quang Minh": ({YEN, MINH}, set(), False),
    "phân công cô giáo Nga và thầy Bùi Văn Tám": ({NGA, TAM}, set(), False),
}


@pytest.mark.parametrize("line", LINES)
def test_who_is_new_and_whose_turn_is_over(line: str) -> None:
    new, over, more = LINES[line]
    said = read_carers(line, NAMES)
    assert ({NAMES[one] for one in said.new}, {NAMES[one] for one in said.over}, said.more) == (new, over, more)


def test_nobody_and_several_are_said_to_be_so() -> None:
    assert read_carers("giao cho cô Lan và thầy Tám", NAMES).unknown == "Lan"
    assert {NAMES[one] for one in read_carers("giao cho cô Yên", NAMES).several} == {YEN, OTHER}
    assert read_carers("Tạ Quang Minh và Hồ Thị Yên", NAMES).several == ()
