"""What `make test` leaves to the campaign loses nothing that is touched."""

from hypothesis import given
from hypothesis import strategies as st

from tests.thin import further
from tests.thin.__main__ import SHORT, Touched, chosen

TESTS = st.dictionaries(
    st.text("abc", min_size=1, max_size=4),
    st.builds(Touched, st.floats(0.01, 9), st.floats(0, 9), st.frozensets(st.integers(0, 30))),
)


@given(TESTS)
def test_all_that_the_tests_touch_is_touched_by_those_that_stay(tests: dict[str, Touched]) -> None:
    left = chosen(tests)
    stay = [test.touched for name, test in tests.items() if name not in left]
    assert frozenset[int]().union(*stay) == frozenset[int]().union(*(test.touched for test in tests.values()))
    assert all(tests[name].took >= SHORT for name in left), "what is short is tried each time"
    assert not any(tests[name].apart >= tests[name].took for name in left), "of programs nothing is seen here"


def test_of_two_that_touch_the_same_the_shorter_stays() -> None:
    same = frozenset({1, 2})
    assert chosen({"long": Touched(3, 0, same), "short": Touched(1, 0, same)}) == {"long"}


def test_most_tests_are_tried_each_time() -> None:
    assert all(name.startswith("tests/") and "::" in name for name in further())
