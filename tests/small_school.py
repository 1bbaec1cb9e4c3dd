"""A small invented school for conversations: two classes, five hamlets' worth of people, everybody known by name."""

from datetime import date

from papers.roster import GuardianRow, HamletRow, PupilRow, Roster, StaffRow

PUPILS_6A = [
    ("Nguyễn Văn A", "Takta"),
    ("Hồ Thị Lan", "Takta"),
    ("Đinh Văn Lan", "Tu Ro"),
    ("Hồ Văn Bình", "Tu Ro"),
    ("Lê Thị Sáng", "Long Tro"),
    ("A Thút", "Long Tro"),
    ("Trần Minh Hùng", "Takta"),
    ("Trần Minh Hưng", "Takta"),
]
PUPILS_6B = [("Nguyễn Thị Phép", "Takta"), ("Hồ Văn Học", "Tu Ro"), ("Đinh Thị Mai", "Long Tro")]

STAFF = [
    ("Phạm Thu Hà", ["homeroom"], "6A"),
    ("Vũ Đức Long", ["homeroom"], "6B"),
    ("Đỗ Thị Nga", ["teacher", "hamlet_staff"], None),
    ("Bùi Văn Tám", ["teacher", "hamlet_staff"], None),
    ("Cao Thị Yên", ["teacher"], None),
    ("Tạ Quang Minh", ["registrar"], None),
    ("Ngô Thị Bảy", ["vice_principal"], None),
    ("Mai Văn Chín", ["principal"], None),
    ("Lý Thị Mười", ["admin"], None),
]


def small_roster() -> Roster:
    """Three hamlets of two villages; Takta and Tu Ro have a pair, Long Tro has nobody."""
    pupils = [_pupil(number, name, hamlet, "6A") for number, (name, hamlet) in enumerate(PUPILS_6A, 1)]
    pupils += [_pupil(number, name, hamlet, "6B") for number, (name, hamlet) in enumerate(PUPILS_6B, 1)]
    staff = [
        StaffRow(
            sheet="GV", row=row, full_name=name, role=roles[0], roles=roles, homeroom_class=klass,
            phone=f"+8490000{row:04d}",
        )
        for row, (name, roles, klass) in enumerate(STAFF, 2)
    ]  # fmt: skip
    pair = ["Đỗ Thị Nga", "Bùi Văn Tám"]
    hamlets = [
        HamletRow(sheet="PC", row=2, hamlet="Takta", village="Thôn 3", staff=pair, when_text="", note=""),
        HamletRow(sheet="PC", row=4, hamlet="Tu Ro", village="Thôn 4", staff=["Bùi Văn Tám"], when_text="", note=""),
    ]
    return Roster(pupils=pupils, staff=staff, hamlets=hamlets, faults=[])


def _pupil(number: int, name: str, hamlet: str, klass: str) -> PupilRow:
    return PupilRow(
        sheet="HS",
        row=number + 1,
        list_no=number,
        code=f"{klass}{number:02d}",
        full_name=name,
        birth_date=date(2015, 1, number),
        gender=None,
        class_name=klass,
        village="Thôn 4" if hamlet == "Tu Ro" else "Thôn 3",
        hamlet=hamlet,
        boarding=False,
        guardians=[GuardianRow(full_name=f"Mẹ {name}", relation="mẹ", phone=f"+8491{klass[1] == 'B':d}{number:06d}")],
    )


PHONES = {
    "gvcn": "Phạm Thu Hà",
    "gvcn6b": "Vũ Đức Long",
    "nóc": "Đỗ Thị Nga",
    "nóc2": "Bùi Văn Tám",
    "bộ môn": "Cao Thị Yên",
    "tpt": "Tạ Quang Minh",
    "pht": "Ngô Thị Bảy",
    "ht": "Mai Văn Chín",
    "admin": "Lý Thị Mười",
    "mẹ A": "Mẹ Nguyễn Văn A",
    "mẹ Lan": "Mẹ Hồ Thị Lan",
}
