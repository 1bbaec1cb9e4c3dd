"""Phone numbers as shown."""

from rules.people.phones import masked, shown


def test_a_number_is_shown_as_people_dial_it() -> None:
    assert shown("+84912345678") == "0912 345 678"
    assert shown("+842353123456") == "02353 123 456"
    assert shown("+85620123456") == "+85620123456"


def test_a_masked_number_tells_two_apart_and_cannot_be_called() -> None:
    assert masked("+84912345678") == "091•••5678"
    assert masked("+84912") == "•••"
