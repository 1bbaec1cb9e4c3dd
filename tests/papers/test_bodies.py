"""Papers call bodies by their full names, whatever the configuration and the letterhead say."""

import pytest

from models.school.letterhead import Letterhead
from papers.bodies import commune_of, in_full


@pytest.mark.parametrize(
    ("written", "called"),
    [
        ("", "……………"),
        ("Trà Mơ", "xã Trà Mơ"),
        ("XÃ TRÀ MƠ", "xã Trà Mơ"),
        ("UBND xã Trà Mơ", "xã Trà Mơ"),
        ("Phường 5", "phường 5"),
        ("Ủy ban nhân dân Đắk Pơ", "xã Đắk Pơ"),
    ],
)
def test_a_commune_is_named_with_its_kind(written: str, called: str) -> None:
    assert commune_of(Letterhead(school="", commune=written)) == called


@pytest.mark.parametrize(
    ("written", "called"),
    [
        ("", ""),
        ("UBND XÃ TRÀ MƠ", "Ủy ban nhân dân xã Trà Mơ"),
        ("UBND tỉnh Cà Mau", "Ủy ban nhân dân tỉnh Cà Mau"),
        ("SỞ GIÁO DỤC VÀ ĐÀO TẠO CÀ MAU", "Sở Giáo dục và Đào tạo Cà Mau"),
        ("Sở GDĐT Cà Mau", "Sở GDĐT Cà Mau"),
    ],
)
def test_who_is_addressed_is_neither_shortened_nor_in_capitals(written: str, called: str) -> None:
    assert in_full(written) == called
