"""One class, and who of it a message writes down."""

from rules.reading.outcome import Outcome, verdict
from rules.reading.report import read_report
from rules.reading.said.reported import ClassReport, Item
from rules.reading.who.roster import Index
from tests.rules.reading.classroom import CLASSES, NOW, index, name_of

LISTED = index(
    "Lò Thị Diệp", "Lò Văn Hoàng", "Quàng Thị Sen", "Cầm Văn Thủy", "Hà Thị Duyên",
    "Vì Văn Khương", "Tòng Thị Nhi", "Trần Văn Học", "Phạm Thị Đủ", "Lê Thị Mai",
)  # fmt: skip


def reports(text: str) -> tuple[ClassReport, ...]:
    return read_report(text, NOW, CLASSES, 6, {6: LISTED}).reports


def given_names(items: tuple[Item, ...]) -> list[str]:
    return given_names_in(items, LISTED)


def given_names_in(items: tuple[Item, ...], listed: Index) -> list[str]:
    return sorted({name_of(pupil, listed).split()[-1] for item in items for pupil in item.candidates})


def written(text: str) -> list[str]:
    return given_names(verdict(read_report(text, NOW, CLASSES, 6, {6: LISTED})).sure)


def asked(text: str) -> list[str]:
    return given_names(verdict(read_report(text, NOW, CLASSES, 6, {6: LISTED})).open_)


def outcome(text: str) -> Outcome:
    return verdict(read_report(text, NOW, CLASSES, 6, {6: LISTED})).outcome
