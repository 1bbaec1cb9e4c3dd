"""An invented class 6A that has every difficulty a list of names can have, and a reader set to one morning."""

import unicodedata
from datetime import datetime

from rules.people.classes import ClassRef
from rules.reading.report import read_report
from rules.reading.said.reported import ClassReport, Item, Reading
from rules.reading.who.roster import ClassRoster, Index, Pupil, build_index

NAMES = (
    "Nguyễn Văn A",
    "A Thút",
    "Đinh A Thút",
    "Hồ Thị Sáng",
    "Hồ Văn Học",
    "Lê Thị Mai",
    "Trần Văn Hùng",
    "Trần Văn Hưng",
    "Nguyễn Thị Lan A",
    "Nguyễn Thị Lan B",
    "Ksor H' Liên",
    "H'Hen Niê Kdăm",
    "Y Ngọc Niê",
    "Lê Thị Hoà",
    "Phạm Thuý Vy",
    "Phạm Thuý Vi",
    "Hồ Thị Điệp",
    "Hồ Văn Rường",
    "Hồ Thị Cương",
    "Lý Mỹ",
    "Trần Thị An",
    "Trần Thị Ân",
    "Hồ Văn Năm",
    "Phạm Thị Phép",
    "Lê Văn Anh",
    "Nguyễn Văn Bình",
    "Nguyễn Văn Minh",
    "Nguyễn Văn Dũng",
    "Nguyễn Thị Thu",
    "Lê Văn Khánh",
)
NOW = datetime(2026, 11, 25, 9, 0)  # noqa: DTZ001, a Wednesday in the school's own zone, as the rule wants it
CLASSES = (ClassRef(6, "6A"), ClassRef(7, "6B"), ClassRef(8, "6/1"), ClassRef(9, "12A1"), ClassRef(10, "Lá 1"))


def roster(*names: str) -> ClassRoster:
    return ClassRoster(6, "6A", 1, tuple(Pupil(100 + n, n, name) for n, name in enumerate(names, 1)))


def index(*names: str) -> Index:
    return build_index(roster(*(names or NAMES)))


CLASS_6A = index()


def read_all(text: str, listed: Index = CLASS_6A, default_class: int | None = 6) -> Reading:
    """The whole message, typed without a command."""
    return read_report(text, NOW, CLASSES, default_class, {6: listed})


def read(text: str, listed: Index = CLASS_6A, default_class: int | None = 6) -> ClassReport:
    """The one class it is about, typed behind /vang."""
    (report,) = read_report(text, NOW, CLASSES, default_class, {6: listed}, command=True).reports
    return report


def name_of(pupil_id: int, listed: Index = CLASS_6A) -> str:
    return listed.by_id[pupil_id].name


def told(reading: ClassReport, listed: Index = CLASS_6A) -> list[tuple[str, bool | None]]:
    """(name, excused) of every pupil that is sure."""
    return [(name_of(item.pupil, listed), item.excused) for item in reading.items if item.pupil]


def names(item: Item, listed: Index = CLASS_6A) -> list[str]:
    return [name_of(pupil, listed) for pupil in item.candidates]


def unmarked(text: str) -> str:
    apart = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(c for c in apart if not unicodedata.combining(c))
