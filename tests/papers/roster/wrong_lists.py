"""Lists in which something is wrong, by what it is."""

from datetime import date

from tests.papers.roster.workbooks import (
    GOOD_HAMLETS,
    GOOD_PUPILS,
    GOOD_STAFF,
    HAMLET_HEADINGS,
    PUPIL_HEADINGS,
    STAFF_HEADINGS,
    Rows,
    school,
)

LAN = (2, "Đinh Thị Lan", "06/09/2015", "6A")


def pupils(*rows: tuple[object, ...], more: tuple[str, ...] = ()) -> dict[str, Rows]:
    return school(pupils=((*PUPIL_HEADINGS, *more), *rows))


def staff(*rows: tuple[object, ...]) -> dict[str, Rows]:
    return school(staff=(STAFF_HEADINGS, *rows, *GOOD_STAFF[1:]))


def hamlets(*rows: tuple[object, ...]) -> dict[str, Rows]:
    return school(hamlets=(HAMLET_HEADINGS, *rows))


def one(*cells: object) -> tuple[object, ...]:
    """A pupil's line with cells of further columns."""
    return (1, "Hồ Văn Bình", "05/09/2015", "6A", *cells)


TAKTA = (1, "Võ Thị Tâm", "Takta- Thôn 3", "", "")


WHERE = "Sheet “Học sinh”, row 2, column "


WRONG: dict[str, tuple[dict[str, Rows], str]] = {
    "no class": (
        pupils((1, "Hồ Văn Bình", "05/09/2015", ""), LAN),
        f"{WHERE}D “Lớp”: there is no class: write the pupil's class, for example 6A",
    ),
    "no name": (
        pupils((1, "", "05/09/2015", "6A"), LAN),
        f"{WHERE}B “Họ và tên”: there is no name: write the pupil's full name",
    ),
    "an unreadable class": (
        pupils((1, "Hồ Văn Bình", "05/09/2015", "sáu A"), LAN),
        f"{WHERE}D “Lớp”: “sáu A” is no class: write it like 6A or 12A1",
    ),
    "a class that Excel made a date": (
        pupils((1, "Hồ Văn Bình", "05/09/2015", date(2026, 1, 6)), LAN),
        f"{WHERE}D “Lớp”: Excel has turned this class into a date: format the column as Text and type it again",
    ),
    "an unreadable date": (
        pupils((1, "Hồ Văn Bình", "31/02/2015", "6A"), LAN),
        f"{WHERE}C “Ngày sinh”: “31/02/2015” is no date: write day/month/year, for example 05/09/2014",
    ),
    "dates in the American order": (
        pupils((1, "Hồ Văn Bình", "09/25/2015", "6A"), LAN),
        (
            "Sheet “Học sinh”, column C “Ngày sinh”: these dates have the month before the day; they were read that "
            "way: look them over"
        ),
    ),
    "a birth date in the future": (
        pupils((1, "Hồ Văn Bình", "05/09/2051", "6A"), LAN),
        f"{WHERE}C “Ngày sinh”: the birth date 05/09/2051 is in the future: check the year",
    ),
    "a pupil of no year": (
        pupils((1, "Hồ Văn Bình", date(2026, 9, 5), "6A"), LAN),
        f"{WHERE}C “Ngày sinh”: the birth date 05/09/2026 would make this pupil 0 years old: check the year",
    ),
    "a pupil of twenty-six": (
        pupils((1, "Hồ Văn Bình", "20/11/2000", "6A"), LAN),
        f"{WHERE}C “Ngày sinh”: the birth date 20/11/2000 would make this pupil 26 years old: check the year",
    ),
    "an unreadable phone": (
        pupils(one("0912 345"), LAN, more=("SĐT PH",)),
        f"{WHERE}E “SĐT PH”: “0912 345” is no phone number: write 10 digits, for example 0912 345 678",
    ),
    "two phones in a cell": (
        pupils(one("0900000001 / 0900000002"), LAN, more=("SĐT PH",)),
        f"{WHERE}E “SĐT PH”: there are several phone numbers here: only the first one is kept",
    ),
    "one code for two pupils": (
        pupils(one("HS1"), (*LAN, "HS1"), more=("Mã HS",)),
        (
            "Sheet “Học sinh”, row 3, column E “Mã HS”: this code also stands on sheet “Học sinh”, row 2, "
            "beside another pupil: it was read for neither; known codes stay"
        ),
    ),
    "a code that Excel has rounded": (
        pupils(one(4912345678901234567.0), LAN, more=("Mã HS",)),
        f"{WHERE}E “Mã HS”: Excel has lost the last digits of this code: format the column as Text and type it again",
    ),
    "a list number twice": (
        pupils(one(), (1, "Đinh Thị Lan", "06/09/2015", "6A")),
        (
            "Sheet “Học sinh”, row 3, column A “STT”: this list number also stands on sheet “Học sinh”, "
            "row 2: number the class anew"
        ),
    ),
    "a list number that is none": (
        pupils(("một", *one()[1:]), LAN),
        f"{WHERE}A “STT”: “một” is no list number: write a whole number",
    ),
    "a name with a digit": (
        pupils((1, "Hồ Văn B1nh", "05/09/2015", "6A"), LAN),
        f"{WHERE}B “Họ và tên”: a name may not contain “1”: write only letters, blanks, hyphens and dots",
    ),
    "a name that would be HTML": (
        pupils((1, "<b>Bình</b>", "05/09/2015", "6A"), LAN),
        f"{WHERE}B “Họ và tên”: a name may not contain “<”: write only letters, blanks, hyphens and dots",
    ),
    "a name that turns the line around": (
        pupils((1, "Hồ Văn \u202eBình", "05/09/2015", "6A"), LAN),
        f"{WHERE}B “Họ và tên”: there is an invisible sign in this cell: type it again",
    ),
    "a name of 101 letters": (
        pupils((1, "B" * 101, "05/09/2015", "6A"), LAN),
        f"{WHERE}B “Họ và tên”: a name may have at most 100 letters: write only the name here",
    ),
    "a cell of 5,000 letters": (
        pupils((1, "B" * 5000, "05/09/2015", "6A"), LAN),
        f"{WHERE}B “Họ và tên”: this is longer than 300 letters: shorten it",
    ),
    "one name in an old font": (
        pupils((1, "Hồ Văn Buøi", "05/09/2015", "6A"), LAN),
        f"{WHERE}B “Họ và tên”: “Hồ Văn Buøi” is typed in an old font: type it again in Unicode",
    ),
    "an unknown gender": (
        pupils(one("khác"), LAN, more=("Giới tính",)),
        f"{WHERE}E “Giới tính”: “khác” is no gender: write nam or nữ",
    ),
    "an unclear boarding cell": (
        pupils(one("thỉnh thoảng"), LAN, more=("Bán trú",)),
        f"{WHERE}E “Bán trú”: “thỉnh thoảng” is neither yes nor no: write x, or leave the cell empty",
    ),
    "a pupil who lives in two hamlets": (
        pupils(one("Takta, Tu Ro - Thôn 3"), LAN, more=("Thôn, nóc",)),
        f"{WHERE}E “Thôn, nóc”: one pupil lives in one hamlet: write only that",
    ),
    "a place nobody can tell apart": (
        pupils(one("Takta - 3"), LAN, more=("Thôn, nóc",)),
        f"{WHERE}E “Thôn, nóc”: “Takta - 3” is not clear: write hamlet - village, like Takta - Thôn 3",
    ),
    "a hamlet nobody is assigned to": (
        pupils(one("Tatka - Thôn 3"), LAN, more=("Thôn, nóc",)),
        (
            f"{WHERE}E “Thôn, nóc”: nobody is assigned to hamlet Tatka - Thôn 3: check its spelling against the "
            "assignment "
            "sheet"
        ),
    ),
    "three guardians": (
        pupils(one("Hồ Văn Sáng", "Đinh Thị Đủ", "Hồ Thị Bền"), LAN, more=("Cha", "Mẹ", "Người giám hộ")),
        "Sheet “Học sinh”, row 2: there are more than two guardians: two are kept, those with a phone before others",
    ),
    "no class anywhere": (
        school(pupils=(("STT", "Họ và tên", "Ngày sinh"), (1, "Hồ Văn Bình", "05/09/2015"))),
        (
            "Sheet “Học sinh”: there is no column for the class, and the title names none for sure: add a column "
            "headed “Lớp”"
        ),
    ),
    "lines far below the list": (
        school(pupils=(*GOOD_PUPILS, *[()] * 200, (3, "Hồ Văn Xa", "05/09/2015", "6A"))),
        "Sheet “Học sinh”, row 204: nothing was read from here on: the rows above are empty",
    ),
    "an unknown position": (
        staff((3, "Lê Thị Vi", "Phi công", "", "")),
        (
            "Sheet “CB-GV-NV”, row 2, column C “Chức vụ”: “Phi công” is no position we know: write for example "
            "Giáo viên, "
            "GVCN, TPT Đội, PHT, HT or Quản trị"
        ),
    ),
    "a homeroom teacher without a class": (
        staff((3, "Lê Thị Vi", "GVCN", "", "")),
        (
            "Sheet “CB-GV-NV”, row 2, column D “Lớp chủ nhiệm”: a homeroom teacher without a class: write the "
            "class, for "
            "example 6A"
        ),
    ),
    "a homeroom class without pupils": (
        staff((3, "Lê Thị Vi", "GVCN", "9C", "")),
        (
            "Sheet “CB-GV-NV”, row 2, column D “Lớp chủ nhiệm”: no pupil is in class 9C: correct the class here or "
            "on the "
            "pupil sheet"
        ),
    ),
    "two homeroom teachers": (
        staff((3, "Lê Thị Vi", "GVCN", "6A", "")),
        (
            "Sheet “CB-GV-NV”, row 3, column D “Lớp chủ nhiệm”: another homeroom teacher of this class stands on "
            "sheet “CB-GV-NV”, row 2: keep one"
        ),
    ),
    "a position without a name": (
        staff((3, "", "Bảo vệ", "", "")),
        "Sheet “CB-GV-NV”, row 2, column B “Họ và tên”: there is no name: write the full name of this member of staff",
    ),
    "an assignment to a misspelled person": (
        hamlets(TAKTA, ("", "Hồ Văn Rinh", "", "", "")),
        (
            "Sheet “Phân công”, row 2, column B “Họ và tên”: Hồ Văn Rinh is not on the staff sheet; is it Hồ Văn Rin? "
            "Write the same name on both sheets"
        ),
    ),
    "an assignment to a stranger": (
        hamlets(TAKTA, ("", "Nguyễn Quốc Toản", "", "", "")),
        (
            "Sheet “Phân công”, row 2, column B “Họ và tên”: Nguyễn Quốc Toản is not on the staff sheet: add this "
            "person "
            "there"
        ),
    ),
    "an assignment without a hamlet": (
        hamlets(TAKTA, (2, "Hồ Văn Rin", "", "", "")),
        (
            "Sheet “Phân công”, row 3, column C “Phụ trách thôn, nóc”: there is no hamlet: write hamlet - village, "
            "like "
            "Takta - Thôn 3"
        ),
    ),
    "a hamlet without a name": (
        hamlets(TAKTA, (2, "", "Tu Ro- Thôn 4", "", "")),
        "Sheet “Phân công”, row 3, column B “Họ và tên”: there is no name: write who looks after this hamlet",
    ),
    "no pupil sheet": (
        {"CB-GV-NV": GOOD_STAFF, "Phân công": GOOD_HAMLETS},
        "The workbook: there is no pupil sheet: pupils and classes stay as they are",
    ),
    "no staff sheet": (
        {"Học sinh": GOOD_PUPILS, "Phân công": GOOD_HAMLETS},
        (
            "The workbook: there is no staff sheet, with the columns “Họ và tên” and “Chức vụ”: the staff stay as "
            "they are"
        ),
    ),
    "no assignment sheet": (
        {"Học sinh": GOOD_PUPILS, "CB-GV-NV": GOOD_STAFF},
        (
            "The workbook: there is no assignment sheet, with the columns “Họ và tên” and “Phụ trách thôn, nóc”: "
            "whoever looks after a hamlet goes on"
        ),
    ),
    "no list at all": (
        {"Thư": (("Kính gửi nhà trường",),)},
        "The workbook: there is no list that could be read: a pupil list needs at least “Họ và tên” and “Lớp”",
    ),
    "a list of another kind": (
        school() | {"Quỹ lớp": (("Họ và tên", "Ghi chú"), ("Hồ Văn Bình", "đã nộp"))},
        "Sheet “Quỹ lớp”: this list was left out: its headings fit neither pupils, nor staff, nor hamlets",
    ),
}
