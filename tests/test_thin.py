"""What `make test` leaves to the campaign loses nothing that is touched."""

from hypothesis import given
from hypothesis import strategies as st

from tests.thin import further
from tests.thin.__main__ import SHORT, WIDE, Touched, chosen

ALL = frozenset(range(100, 100 + WIDE))  # what every story touches
TESTS = st.dictionaries(
    st.text("abc", min_size=1, max_size=4),
    st.builds(
        Touched, st.floats(0.01, 9), st.floats(0, 9), st.frozensets(st.integers(0, 9)).map(lambda few: few | ALL)
    ),
)


@given(TESTS)
def test_all_that_the_tests_touch_is_touched_by_those_that_stay(tests: dict[str, Touched]) -> None:
    left = chosen(tests)
    stay = [test.touched for name, test in tests.items() if name not in left]
    assert frozenset[int]().union(*stay) == frozenset[int]().union(*(test.touched for test in tests.values()))
    assert all(tests[name].took >= SHORT for name in left), "what is short is tried each time"
    assert not any(tests[name].apart >= tests[name].took for name in left), "of programs nothing is seen here"


def test_of_two_that_touch_the_same_the_shorter_stays() -> None:
    assert chosen({"long": Touched(3, 0, ALL), "short": Touched(1, 0, ALL)}) == {"long"}


def test_what_looks_closely_at_one_thing_is_tried_each_time() -> None:
    few = frozenset({1, 2})
    assert chosen({"of the code": Touched(3, 0, few), "short": Touched(1, 0, few)}) == set()


def test_of_a_table_one_row_is_tried_each_time() -> None:
    tests = {"a[1]": Touched(3, 0, ALL), "a[2]": Touched(2, 0, ALL), "b": Touched(1, 0, ALL)}
    assert chosen(tests) == {"a[1]"}


def test_every_test_that_is_left_out_is_named_as_pytest_names_it() -> None:
    assert further()
    assert all(name.startswith("tests/") and "::" in name for name in further())
