"""An invented school of sixty pupils after Tết: three classes, two hamlets with a pair, two vice principals."""

from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from pathlib import Path

from msgspec.structs import replace
from sqlalchemy import insert, update

from models import Chats, Roles
from papers.roster import HamletRow, PupilRow, Roster, StaffRow
from tests.conversation import Play, playing
from tests.small_school import small_roster

FIRST_DAY = "2027-02-15"  # a Monday; Tết was on 6 February
CLASSES = ("6A", "7A", "8A")
SIZE = 20
TEACHERS = {"6A": "Phạm Thu Hà", "7A": "Vũ Đức Long", "8A": "Cao Thị Yên"}
PHONES_OF = {"6A": "gvcn", "7A": "gvcn6b", "8A": "bộ môn"}
PHT2 = "Trịnh Văn Hai"
GIVEN = (
    "An", "Bảo", "Cúc", "Dung", "Đào", "Giang", "Hạnh", "Khánh", "Liên", "Mạnh", "Nga", "Oanh", "Phúc", "Quý", "Sơn",
    "Thảo", "Uyên", "Vinh", "Xuân", "Yến",
)  # fmt: skip
FAMILIES = {"6A": "Hồ Văn", "7A": "Đinh Thị", "8A": "A Lăng"}


def name(klass: str, number: int) -> str:
    return f"{FAMILIES[klass]} {GIVEN[number - 1]}"


def tet_roster() -> Roster:
    """Odd numbers live in Takta, even ones in Tu Ro; no family has a phone in these stories."""
    small = small_roster()
    pupils: list[PupilRow] = []
    for klass in CLASSES:
        for number in range(1, SIZE + 1):
            one = replace(
                small.pupils[0], list_no=number, code=f"{klass}-{number:02d}", full_name=name(klass, number),
                class_name=klass, hamlet="Takta" if number % 2 else "Tu Ro",
                village="Thôn 3" if number % 2 else "Thôn 4", guardians=[],
            )  # fmt: skip
            pupils.append(replace(one, row=len(pupils) + 2))
    staff = [one for one in small.staff if one.role != "homeroom" and one.full_name not in TEACHERS.values()]
    for klass, teacher in TEACHERS.items():
        staff.append(_staff(teacher, "homeroom", 20 + len(staff), klass))
    staff.append(_staff(PHT2, "vice_principal", 40))
    nga, tam = "Đỗ Thị Nga", "Bùi Văn Tám"
    hamlets = [
        HamletRow(sheet="PC", row=2, hamlet="Takta", village="Thôn 3", staff=[nga], when_text="", note=""),
        HamletRow(sheet="PC", row=4, hamlet="Tu Ro", village="Thôn 4", staff=[tam], when_text="", note=""),
    ]
    return Roster(pupils=pupils, staff=staff, hamlets=hamlets, faults=[])


def _staff(full_name: str, role: str, row: int, klass: str | None = None) -> StaffRow:
    return StaffRow(
        sheet="GV", row=row, full_name=full_name, role=role, roles=[role], homeroom_class=klass,
        phone=f"+8490000{row:04d}",
    )  # fmt: skip


@asynccontextmanager
async def after_tet(folder: Path, at: str = f"{FIRST_DAY} 05:50") -> AsyncIterator[Play]:
    """The Monday after Tết; PHT2 has a phone and the position, the other vice principal is PHT1."""
    async with playing(folder, at=at, roster=tet_roster()) as play:
        await _number(play, "Ngô Thị Bảy", "PHT1")
        await _number(play, PHT2, "PHT2")
        async with play.app.database.write() as session:
            values = {"channel": "paper", "address": "pht2", "person_id": await play.person(PHT2)}
            moments = {"created_at": play.app.now(), "linked_at": play.app.now()}
            await session.execute(insert(Chats).values(values | moments))
        yield play


async def _number(play: Play, person: str, position: str) -> None:
    async with play.app.database.write() as session:
        mine = update(Roles).where(Roles.person_id == await play.person(person), Roles.name == "vice_principal")
        await session.execute(mine.values(position=position))


async def opened(play: Play, words: str = "15/2 đến 27/2 sau Tết", phone: str = "ht") -> None:
    """The principal opens the campaign."""
    await play.say(phone, f"/ralop mở {words}")
    await play.press(phone, "Mở đợt này")


async def report(play: Play, klass: str, away: Collection[int], reason: str = "theo cha mẹ") -> None:
    """The class's teacher reports; every second pupil away is so with leave."""
    if not away:
        await play.say(PHONES_OF[klass], f"/du {klass}")
        return
    said = [f"{name(klass, number)} {'P' if number % 2 else 'K'} ({reason})" for number in sorted(away)]
    await play.say(PHONES_OF[klass], f"/vang {klass} {', '.join(said)}")
