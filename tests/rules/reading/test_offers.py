"""Whom a question offers."""

from rules.reading.offers import namesakes, offers
from rules.reading.report import read_report
from rules.reading.said.reported import Item
from rules.reading.who.roster import ClassRoster, Index, Pupil, build_index
from tests.rules.reading.classroom import CLASSES, NOW, index

SIXTH = index("Hồ Thị Lan A", "Hồ Thị Lan B", "Hồ Văn Rường", "Nguyễn Văn Minh", "Nguyễn Văn Bình", "Nguyễn Văn Ninh")


def other(*names: str) -> Index:
    return build_index(ClassRoster(7, "6B", 1, tuple(Pupil(200 + n, n, name) for n, name in enumerate(names, 1))))


def item(text: str) -> Item:
    (report,) = read_report(text, NOW, CLASSES, 6, {6: SIXTH}, command=True).reports
    (found,) = report.items
    return found


def offered(text: str, *elsewhere: Index) -> list[str]:
    return [pupil.name for pupil in offers(item(text), SIXTH, elsewhere)]


def test_of_several_candidates_all_are_offered_and_nobody_else() -> None:
    assert offered("6A Lan", other("Trần Thị Lan")) == ["Hồ Thị Lan A", "Hồ Thị Lan B"]


def test_for_a_name_nobody_has_the_nearest_are_offered_at_most_three() -> None:
    assert offered("6A vắng Hồ Văn Rướm")[0] == "Hồ Văn Rường"
    assert len(offered("6A Nguyễn Văn Tèo")) <= 3


def test_where_nothing_is_near_who_is_called_by_the_first_word_is_offered() -> None:
    assert offered("6A vắng rường bưởng") == ["Hồ Văn Rường"]
    assert offered("6A vắng Tèo") == []


def test_who_has_that_very_name_in_another_class_is_offered_too_behind_the_nearest() -> None:
    found = offered("6A Trần Văn Tám", other("Trần Văn Tám", "Lê Văn Tám"), other("Trần Văn Ninh"))
    assert found[-1] == "Trần Văn Tám"
    assert "Lê Văn Tám" not in found


def test_part_of_a_name_makes_nobody_a_namesake() -> None:
    assert namesakes(other("Trần Văn Tám"), "Tám") == ()
    assert [pupil.id for pupil in namesakes(other("Trần Văn Tám"), "tran van tam")] == [201]
    assert [pupil.id for pupil in namesakes(other("Trần Văn Tám", "Trần Văn Tám"), "Trần Văn Tám")] == [201, 202]


def test_a_pupil_in_doubt_is_the_one_offered() -> None:
    (report,) = read_report("6A vắng 1: Minh, Bình", NOW, CLASSES, 6, {6: SIXTH}).reports
    assert [[pupil.name for pupil in offers(each, SIXTH, ())] for each in report.items] == [
        ["Nguyễn Văn Minh"],
        ["Nguyễn Văn Bình"],
    ]
