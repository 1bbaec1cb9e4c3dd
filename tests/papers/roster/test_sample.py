"""The example workbook: it must read without a fault, and hold what the guide speaks of."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from papers.roster import Roster
from papers.roster.reader import read_roster
from papers.roster.sample import write_sample
from rules.people.names import given_name


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sample") / "sample.xlsx"
    write_sample(path)
    return path


@pytest.fixture(scope="module")
def roster(sample: Path) -> Roster:
    return read_roster(sample, date(2026, 9, 5))


def test_it_is_read_without_a_fault(roster: Roster) -> None:
    assert roster.faults == []
    assert (len(roster.pupils), len(roster.staff), len(roster.hamlets)) == (160, 29, 11)


def test_its_6a_has_the_pupils_of_the_guide(roster: Roster) -> None:
    names = [pupil.full_name for pupil in roster.pupils if pupil.class_name == "6A"]
    given = Counter(map(given_name, names))
    assert names.count("Nguyễn Văn A") == 1
    assert given["A"] == 1
    assert given["Lan"] == 2
    assert [name for name, times in given.items() if times > 1] == ["Lan"]


def test_two_siblings_share_a_guardian_and_a_phone(roster: Roster) -> None:
    classes: dict[str, list[str]] = {}
    for pupil in roster.pupils:
        for guardian in pupil.guardians:
            if guardian.phone:
                classes.setdefault(guardian.phone, []).append(pupil.class_name)
    assert [shared for shared in classes.values() if len(shared) > 1] == [["6A", "8A"]]


def test_everybody_is_the_age_of_the_class_and_has_an_invented_phone(roster: Roster) -> None:
    assert all(0 <= 2026 - 5 - int(p.class_name[0]) - p.birth_date.year <= 1 for p in roster.pupils if p.birth_date)
    phones = [g.phone for p in roster.pupils for g in p.guardians if g.phone] + [s.phone or "" for s in roster.staff]
    assert all(phone.startswith(("+84900000", "+84900001")) for phone in phones)


def test_every_class_has_a_homeroom_teacher_and_every_hamlet_a_pair(roster: Roster) -> None:
    roles = Counter(person.role for person in roster.staff)
    assert (roles["principal"], roles["vice_principal"], roles["registrar"], roles["admin"]) == (1, 2, 1, 1)
    assert {p.class_name for p in roster.pupils} == {s.homeroom_class for s in roster.staff if s.homeroom_class}
    assert all(len(row.staff) == 2 for row in roster.hamlets)
    assert all(pupil.village and pupil.hamlet for pupil in roster.pupils)
    assert {pupil.boarding for pupil in roster.pupils} == {True, False}


def test_it_is_the_same_every_time(tmp_path: Path, roster: Roster) -> None:
    write_sample(tmp_path / "again.xlsx")
    assert read_roster(tmp_path / "again.xlsx", date(2026, 9, 5)) == roster


def test_it_helps_to_fill_it_in(sample: Path) -> None:
    book = load_workbook(sample)
    assert book.sheetnames == ["Học sinh", "CB-GV-NV", "Phụ trách thôn, nóc", "Hướng dẫn"]
    assert all(sheet.freeze_panes for sheet in book)
    choices = {
        str(rule.sqref).split(":")[0]: rule.formula1 for rule in book["Học sinh"].data_validations.dataValidation
    }
    assert choices["E7"] == '"Nam,Nữ"'
    guide = {cell.value for cell in book["Hướng dẫn"]["B"]}
    assert guide >= {"Họ và tên", "Ngày sinh", "Lớp", "Thôn, nóc", "Bán trú", "Chức vụ", "Lớp chủ nhiệm"}
