"""Villages and hamlets as papers write them."""

import pytest

from rules.people.places import place_key, split_place


@pytest.mark.parametrize(
    ("text", "hamlets", "village"),
    [
        ("Takta- Thôn 3", ("Takta",), "Thôn 3"),
        ("Mang Lanh – Thôn 4", ("Mang Lanh",), "Thôn 4"),
        ("Ngọc Lê 1,3-Thôn 4", ("Ngọc Lê 1", "Ngọc Lê 3"), "Thôn 4"),
        ("Ngọc Lê 2- Thôn 4", ("Ngọc Lê 2",), "Thôn 4"),
        ("Ngọc Lê 1 và 3 - Thôn 4", ("Ngọc Lê 1", "Ngọc Lê 3"), "Thôn 4"),
        ("Long Túc, Tu Ro - Thôn 4", ("Long Túc", "Tu Ro"), "Thôn 4"),
        ("Thôn 3 - Takta", ("Takta",), "Thôn 3"),
        ("Takta (thôn 3)", ("Takta",), "thôn 3"),
        ("Takta, Thôn 3", ("Takta",), "Thôn 3"),
        ("Thôn 3", (), "Thôn 3"),
        ("Takta", (), "Takta"),
        ("Đăk-Lây", (), "Đăk-Lây"),
        ("Ngọc Lê 1,3", ("Ngọc Lê 1", "Ngọc Lê 3"), ""),
        ("", (), ""),
        (" - ", (), ""),
    ],
)
def test_hamlets_and_village_are_told_apart(text: str, hamlets: tuple[str, ...], village: str) -> None:
    assert split_place(text) == (hamlets, village)


def test_one_place_has_one_key_however_it_is_written() -> None:
    assert {place_key(name) for name in ("Thôn 3", "thon3", "THÔN 03", "3", "Thôn  3")} == {"3"}
    assert {place_key(name) for name in ("Nóc Takta", "Tak-ta", "tak ta", "Làng Takta", "bản Takta")} == {"takta"}


def test_different_places_have_different_keys() -> None:
    assert place_key("Tổ 3") == place_key("tổ dân phố 3") != place_key("Thôn 3")
    assert place_key("Ngọc Lê 1") != place_key("Ngọc Lê 3")
    assert place_key("Thôn 10") != place_key("Thôn 1")
    assert place_key("Long Túc") != place_key("Long Tro")
