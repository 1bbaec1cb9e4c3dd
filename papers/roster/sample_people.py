"""The invented school of the sample workbook: its pupils, its staff, and who looks after which hamlet."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count

from msgspec import Struct

from rules.people.names import sort_key

SCHOOL = "TRƯỜNG PTDTBT TH&THCS LONG RIÊU"
SCHOOL_YEAR_STARTS = 2026
SIZES = {"5A": 25, "6A": 28, "6B": 27, "7A": 28, "8A": 27, "9A": 25}
HAMLETS = (
    "Takta - Thôn 3",
    "Mang Liệt - Thôn 3",
    "Long Riêu - Thôn 3",
    "Tông Đế - Thôn 4",
    "Mang Lanh - Thôn 4",
    "Ngọc Lê 1 - Thôn 4",
    "Ngọc Lê 2 - Thôn 4",
    "Ngọc Lê 3 - Thôn 4",
    "Tu Ro - Thôn 4",
    "Long Tro - Thôn 4",
    "Long Túc - Thôn 4",
)
NEAR = frozenset({"Takta - Thôn 3", "Long Riêu - Thôn 3", "Long Túc - Thôn 4"})

# The guide's own examples stand in 6A: one Nguyễn Văn A, and two pupils called Lan to be asked about.
BOYS_6A = (
    "Nguyễn Văn A", "Hồ Văn Bình", "Đinh Văn Cường", "Hồ Minh Dũng", "Trần Quốc Đạt", "Hồ Văn Giang", "Lê Thanh Hải",
    "Đinh Ngọc Khánh", "Hồ Văn Lâm", "Nguyễn Đức Mạnh", "Hồ Thanh Nam", "Đinh Văn Phong", "Hồ Quốc Sơn", "Trần Văn Tú",
)  # fmt: skip
GIRLS_6A = (
    "Hồ Thị Ánh", "Đinh Thị Diễm", "Hồ Thị Thu Hà", "Nguyễn Thị Hồng", "Hồ Thị Lan", "Đinh Thị Ngọc Lan", "Y Mơ",
    "Trần Thị Kim Ngân", "Hồ Thị Nhung", "Lê Thị Oanh", "Đinh Thị Phượng", "Hồ Thị Thảo", "Y Vân", "Hồ Thị Xuân",
)  # fmt: skip
FAMILIES = ("Hồ", "Đinh", "Hồ", "Nguyễn", "Hồ", "Trần", "Đinh", "Lê")
BOYS = (
    "An", "Bảo", "Chiến", "Duy", "Đông", "Hậu", "Hiếu", "Hoàng", "Hùng", "Huy", "Kiên", "Lộc", "Long", "Nghĩa",
    "Nhân", "Phúc", "Quân", "Quý", "Tài", "Thắng", "Thiện", "Tiến", "Việt",
)  # fmt: skip
GIRLS = (
    "Chi", "Duyên", "Giang", "Hạnh", "Hiền", "Hoa", "Huệ", "Hương", "Linh", "Loan", "Mai", "My", "Nga", "Như",
    "Quỳnh", "Sương", "Thơm", "Nguyệt", "Thúy", "Trang", "Trinh", "Vy", "Yến",
)  # fmt: skip
BOYS_MIDDLE = ("Văn", "Minh", "Quốc", "Văn", "Thanh", "Đức", "Ngọc")
GIRLS_MIDDLE = ("Thị", "Thị Thu", "Thị Kim", "Thị", "Ngọc", "Thị Mỹ", "Thị Bích")
GROWN_UPS = ("Lúa", "Nương", "Suối", "Sơn", "Sáng", "Vàng", "Xanh", "Bền", "Vững", "Lành", "Mừng", "Đủ", "Tình")

STAFF = (
    ("Phạm Quang Huy", "Hiệu trưởng", ""),
    ("Trần Thị Thanh Nga", "Phó Hiệu trưởng (PHT1)", ""),
    ("Lê Đình Khôi", "Phó Hiệu trưởng (PHT2)", ""),
    ("Hồ Thị Ánh Tuyết", "Giáo viên, TPT Đội", ""),
    ("Nguyễn Hữu Phước", "Nhân viên, Quản trị", ""),
    ("Đinh Thị Bích Liễu", "GVCN", "5A"),
    ("Võ Thị Minh Tâm", "GVCN", "6A"),
    ("Hồ Văn Thuận", "GVCN", "6B"),
    ("Bùi Thị Lệ Quyên", "GVCN", "7A"),
    ("Huỳnh Tấn Đạt", "GVCN", "8A"),
    ("Nguyễn Thị Diệu Hiền", "GVCN", "9A"),
    ("Đặng Quốc Vinh", "Giáo viên, Tổ trưởng chuyên môn", ""),
    ("Phan Thị Kiều Oanh", "Giáo viên", ""),
    ("Trần Đăng Khoa", "Giáo viên", ""),
    ("Hồ Thị Mai Trâm", "Giáo viên", ""),
    ("Lương Thị Cẩm Tú", "Giáo viên", ""),
    ("Đinh Văn Nguyên", "Giáo viên", ""),
    ("Cao Thị Hoài Thương", "Giáo viên", ""),
    ("Ngô Đình Phát", "Giáo viên", ""),
    ("Lê Thị Tường Vi", "Giáo viên", ""),
    ("Hồ Văn Rin", "Nhân viên, Kế toán", ""),
    ("Trương Thị Ái Liên", "Nhân viên, Văn thư", ""),
    ("Đinh Thị Ngọc Bích", "Nhân viên, Y tế", ""),
    ("Hồ Văn Lễ", "Nhân viên, Bảo vệ", ""),
    ("Hồ Thị Nếp", "Nhân viên, Cấp dưỡng", ""),
    ("Nguyễn Thị Thùy Dương", "Nhân viên, Thư viện", ""),
    ("Đinh Văn Xiêm", "Trưởng thôn 3", ""),
    ("Hồ Văn Đôi", "Trưởng thôn 4", ""),
    ("Trịnh Thị Lụa", "Cán bộ UBND xã", ""),
)

GROUPS = {"Đặng Quốc Vinh": "Tự nhiên", "Phan Thị Kiều Oanh": "Tự nhiên", "Trần Đăng Khoa": "Xã hội"}

# Written as schools write it: every kind of dash, and one pair with two hamlets.
ASSIGNMENTS = (
    ("Takta- Thôn 3", "Hồ Văn Thuận", "Phan Thị Kiều Oanh"),
    ("Mang Liệt- Thôn 3", "Huỳnh Tấn Đạt", "Trương Thị Ái Liên"),
    ("Tông Đế- Thôn 4", "Đặng Quốc Vinh", "Đinh Thị Ngọc Bích"),
    ("Mang Lanh – Thôn 4", "Trần Đăng Khoa", "Hồ Thị Mai Trâm"),
    ("Ngọc Lê 2- Thôn 4", "Đinh Văn Nguyên", "Lương Thị Cẩm Tú"),
    ("Tu Ro- Thôn 4", "Ngô Đình Phát", "Đinh Thị Bích Liễu"),
    ("Long Tro- Thôn 4", "Hồ Văn Rin", "Võ Thị Minh Tâm"),
    ("Long Riêu- Thôn 3", "Nguyễn Hữu Phước", "Bùi Thị Lệ Quyên"),
    ("Ngọc Lê 1,3-Thôn 4", "Hồ Văn Lễ", "Nguyễn Thị Diệu Hiền"),
    ("Long Túc- Thôn 4", "Lê Thị Tường Vi", "Cao Thị Hoài Thương"),
)


class SampleGuardian(Struct, frozen=True):
    name: str
    relation: str
    phone: str


class SamplePupil(Struct, frozen=True, kw_only=True):
    list_no: int
    code: str
    name: str
    birth: date
    gender: str
    class_name: str
    place: str
    boards: bool
    guardians: tuple[SampleGuardian, ...]


def sample_pupils() -> list[SamplePupil]:
    """All classes in list order; the same pupils every time."""
    numbers = count(1)
    return [
        _pupil(next(numbers), list_no, name, gender, class_name)
        for class_name in SIZES
        for list_no, (name, gender) in enumerate(_class_list(class_name), 1)
    ]


def _class_list(class_name: str) -> list[tuple[str, str]]:
    boys, girls = (BOYS_6A, GIRLS_6A) if class_name == "6A" else _names(class_name)
    both = [(name, "Nam") for name in boys] + [(name, "Nữ") for name in girls]
    return sorted(both, key=lambda pupil: sort_key(pupil[0]))


def _names(class_name: str) -> tuple[list[str], list[str]]:
    """Half boys, half girls, given names all different; each step is prime to its list, so nothing repeats early."""
    place, size = list(SIZES).index(class_name), SIZES[class_name]
    boys = [
        f"{FAMILIES[(at + place) % 8]} {BOYS_MIDDLE[(at * 3 + place) % 7]} {BOYS[(at * 5 + place * 4) % 23]}"
        for at in range(size // 2)
    ]
    girls = [
        f"{FAMILIES[(at * 3 + place) % 8]} {GIRLS_MIDDLE[(at * 2 + place) % 7]} {GIRLS[(at * 4 + place * 3) % 23]}"
        for at in range(size - size // 2)
    ]
    upland = {"6B": ("A Brúa", "Y Thoa"), "7A": ("A Nhôm", "Y Lăng"), "9A": ("A Tuyn", "Y Bưởi")}.get(class_name)
    return ([upland[0], *boys[1:]], [upland[1], *girls[1:]]) if upland else (boys, girls)


def _pupil(number: int, list_no: int, name: str, gender: str, class_name: str) -> SamplePupil:
    place = HAMLETS[number * 4 % len(HAMLETS)]
    born = date(SCHOOL_YEAR_STARTS - 6 - int(class_name[0]) + 1, 1, 5) + timedelta(days=number * 37 % 355)
    if number % 13 == 0:  # a year behind
        born = born.replace(year=born.year - 1)
    siblings = (class_name, name) in _siblings()
    return SamplePupil(
        list_no=list_no,
        code=f"{4900260000 + number}",
        name=name,
        birth=born,
        gender=gender,
        class_name=class_name,
        place="Takta - Thôn 3" if siblings else place,
        boards=place not in NEAR and not siblings,
        guardians=(_SIBLINGS_FATHER,) if siblings else tuple(_guardians(number, name)),
    )


_SIBLINGS_FATHER = SampleGuardian("Hồ Văn Chung", "Cha", "0900 000 900")


def _siblings() -> set[tuple[str, str]]:
    """One in 6A and one in 8A, with the same father and the same phone."""
    of_8a = next(name for name, _gender in _class_list("8A") if name.startswith("Hồ Văn"))
    return {("6A", "Hồ Văn Bình"), ("8A", of_8a)}


def _guardians(number: int, name: str) -> Iterator[SampleGuardian]:
    words = name.split()
    family = words[0] if len(words) > 2 else "Hồ"
    phone = "" if number % 11 == 0 else f"0900 000 {number:03}"  # some families have none
    if number % 9 == 0:
        yield SampleGuardian(f"{family} Thị {GROWN_UPS[number % 13]}", "Bà", phone)
        return
    yield SampleGuardian(f"{family} Văn {GROWN_UPS[number % 13]}", "Cha", phone)
    if number % 3 == 0:
        yield SampleGuardian(f"Đinh Thị {GROWN_UPS[(number + 5) % 13]}", "Mẹ", f"0900 000 {number + 300:03}")
