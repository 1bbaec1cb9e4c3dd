"""Wrong workbooks, each with the sentence that tells the school what to put right."""

from pathlib import Path

import pytest

from papers.roster.reader import read_roster
from tests.papers.roster.workbooks import (
    TODAY,
    write,
)
from tests.papers.roster.wrong_lists import WRONG

ERRORS = {  # what would make a wrong roll, and nothing else, stops a file
    "no class",
    "no name",
    "an unreadable class",
    "a class that Excel made a date",
    "a name with a digit",
    "a name that would be HTML",
    "a name that turns the line around",
    "a name of 101 letters",
    "a cell of 5,000 letters",
    "one name in an old font",
    "no class anywhere",
    "a position without a name",
    "no list at all",
}


@pytest.mark.parametrize("what", WRONG)
def test_what_is_wrong_is_said_with_its_place_and_what_to_do(tmp_path: Path, what: str) -> None:
    sheets, sentence = WRONG[what]
    roster = read_roster(write(tmp_path / "roster.xlsx", sheets), TODAY)
    assert [fault.sentence() for fault in roster.faults] == [sentence]
    assert roster.faults[0].severity == ("error" if what in ERRORS else "warning")


def test_there_are_enough_wrong_workbooks() -> None:
    assert len(WRONG) >= 30
