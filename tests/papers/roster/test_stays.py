"""What a file does not hold stays: no sheet, class, column or cell that is missing ends or empties anything."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from sqlalchemy import select

from models import Classes, Enrolments, Guardians, People, Places, Pupils, Roles
from papers.roster import GuardianRow, PupilRow, Roster
from papers.roster.applying.changes import Changes, summary
from papers.roster.applying.everything import apply_roster
from papers.roster.reader import read_roster
from tests.conversation import Play, playing
from tests.papers.roster.workbooks import TODAY, school, write
from tests.small_school import PUPILS_6A, STAFF, small_roster

pytestmark = pytest.mark.anyio


async def everything(play: Play) -> dict[str, set[tuple[Any, ...]]]:
    """Who is what, where, and whose: all that an import could lose."""
    held = select(People.full_name, Roles.name, Roles.class_id, Roles.place_id)
    pupils = select(Pupils.full_name, Pupils.code, Pupils.birth_date, Pupils.gender, Pupils.boarding, Places.name)
    sits = select(Pupils.full_name, Classes.key, Enrolments.list_no)
    family = select(Pupils.full_name, People.full_name, People.phone, Guardians.relation)
    statements = {
        "roles": held.join(Roles, Roles.person_id == People.id).where(Roles.ends.is_(None)),
        "pupils": pupils.outerjoin(Places, Places.id == Pupils.place_id),
        "classes": sits.join(Enrolments, Enrolments.pupil_id == Pupils.id)
        .join(Classes, Classes.id == Enrolments.class_id)
        .where(Enrolments.ends.is_(None)),
        "families": family.join(Guardians, Guardians.pupil_id == Pupils.id).join(
            People, People.id == Guardians.person_id
        ),
    }
    async with play.app.database.read() as session:
        return {of: {tuple(row) for row in await session.execute(each)} for of, each in statements.items()}


async def imported(play: Play, roster: Roster, *, let_go: bool = False) -> Changes:
    async with play.app.database.write() as session:
        return await apply_roster(session, play.school_id, roster, play.now.date(), let_go=let_go)


def full_roster() -> Roster:
    """Everybody with something in every column."""
    roster = small_roster()
    pupils = [replace(one, gender="nam", boarding=True) for one in roster.pupils]
    return replace(roster, pupils=pupils)


def blank(**values: Any) -> Callable[[Roster], Roster]:
    return lambda roster: replace(roster, pupils=[replace(one, **values) for one in roster.pupils])


async def test_a_class_written_as_another_system_writes_it_is_no_new_class(tmp_path: Path) -> None:
    """6.1 and 6-1 are 6/1: nobody moves, no class is new, and the homeroom teacher is that of 6/1."""
    names = {"6A": "6/1", "6B": "6/10"}
    plain = full_roster()

    def called(names: dict[str, str]) -> Roster:
        pupils = [replace(one, class_name=names[one.class_name]) for one in plain.pupils]
        staff = [replace(one, homeroom_class=names.get(one.homeroom_class or "")) for one in plain.staff]
        return replace(plain, pupils=pupils, staff=staff)

    async with playing(tmp_path, roster=called(names)) as play:
        before = await everything(play)
        for sign in ".-_":
            changes = await imported(play, called({old: name.replace("/", sign) for old, name in names.items()}))
            assert (summary(changes), await everything(play)) == ([], before)


def without(**values: Any) -> Callable[[Roster], Roster]:
    return lambda roster: replace(roster, **values)


def only(keeps: Callable[[PupilRow], bool]) -> Callable[[Roster], Roster]:
    return lambda roster: replace(roster, pupils=[one for one in roster.pupils if keeps(one)], staff=[], hamlets=[])


def no_roles_said(roster: Roster) -> Roster:
    staff = [replace(one, said=False, roles=["teacher"], homeroom_class=None) for one in roster.staff]
    return replace(roster, staff=staff)


MISSING: dict[str, Callable[[Roster], Roster]] = {
    "the staff sheet": without(staff=[]),
    "the assignment sheet": without(hamlets=[]),
    "the pupil sheet": without(pupils=[]),
    "all but the pupils": without(staff=[], hamlets=[]),
    "all but the staff": without(pupils=[], hamlets=[]),
    "all but the assignments": without(pupils=[], staff=[]),
    "class 6A": only(lambda one: one.class_name == "6B"),
    "class 6B": only(lambda one: one.class_name == "6A"),
    "the column of codes": blank(code=None),
    "the column of birth dates": blank(birth_date=None),
    "the column of genders": blank(gender=None),
    "the column of boarders": blank(boarding=None),
    "the columns of places": blank(village=None, hamlet=None),
    "the column of hamlets": blank(hamlet=None),
    "the column of villages": blank(village=None),
    "the list numbers": blank(list_no=None),
    "the guardians": blank(guardians=[]),
    "codes and birth dates": blank(code=None, birth_date=None),
    "the column of titles": no_roles_said,
    "all phones of the staff": lambda roster: replace(roster, staff=[replace(one, phone=None) for one in roster.staff]),
    "the administrator": lambda roster: replace(
        roster, staff=[one for one in roster.staff if "admin" not in one.roles]
    ),
}


@pytest.mark.parametrize("what", MISSING)
async def test_what_is_missing_in_the_file_stays_on_both_engines(database_url: str, what: str) -> None:
    """Also on a second word: nothing of this is an ending."""
    async with playing(url=database_url, roster=full_roster()) as play:
        before = await everything(play)
        for let_go in (False, True):
            changes = await imported(play, MISSING[what](full_roster()), let_go=let_go)
            assert [change.sentence() for change in changes] == []
            assert changes.waiting == []
            assert await everything(play) == before


PUPIL_COLUMNS = (
    "STT",
    "Mã học sinh",
    "Họ và tên",
    "Ngày sinh",
    "Giới tính",
    "Lớp",
    "Thôn, nóc",
    "Bán trú",
    "Mẹ",
    "SĐT mẹ",
)


def as_workbook(path: Path, *, missing: str = "") -> Path:
    def line(one: PupilRow) -> tuple[Any, ...]:
        place = f"{one.hamlet} - {one.village}"
        mother = one.guardians[0]
        born = f"{one.birth_date:%d/%m/%Y}" if one.birth_date else ""
        return (one.list_no, one.code, one.full_name, born, "Nam", one.class_name, place, "x", mother.full_name,
                f"0{(mother.phone or '')[3:]}")  # fmt: skip

    rows = [PUPIL_COLUMNS, *map(line, full_roster().pupils)]
    kept = [place for place, heading in enumerate(PUPIL_COLUMNS) if heading != missing]
    return write(path, {"HS": [[row[place] for place in kept] for row in rows]})


@pytest.mark.parametrize("missing", ["", *(column for column in PUPIL_COLUMNS if column not in {"Họ và tên", "Lớp"})])
async def test_a_workbook_without_a_column_changes_nothing_of_it(tmp_path: Path, missing: str) -> None:
    async with playing(tmp_path, roster=full_roster()) as play:
        before = await everything(play)
        roster = read_roster(as_workbook(tmp_path / "a.xlsx", missing=missing), TODAY)
        assert roster.errors() == []
        changes = await imported(play, roster)
        assert [change.sentence() for change in changes] == []
        assert await everything(play) == before


async def test_one_of_many_leaves_at_once_and_several_of_few_only_on_a_second_word(tmp_path: Path) -> None:
    roster = small_roster()
    crowd = [
        replace(roster.pupils[0], code=f"X{n}", full_name=f"Đinh Văn Đông {chr(97 + n)}", list_no=20 + n, row=20 + n)
        for n in range(12)
    ]
    big = replace(roster, pupils=[*roster.pupils, *crowd])
    async with playing(tmp_path, roster=big) as play:
        one_less = replace(big, pupils=big.pupils[1:])
        changes = await imported(play, one_less)
        assert ([change.sentence() for change in changes], changes.waiting) == (
            ["pupil Nguyễn Văn A is no longer on the list of 6A"],
            [],
        )
        three_less = replace(big, pupils=big.pupils[4:])
        changes = await imported(play, three_less)
        assert changes == []
        assert [change.params["name"] for change in changes.waiting] == [name for name, _place in PUPILS_6A[1:4]]
        names = ", ".join(name for name, _place in PUPILS_6A[1:4])
        assert summary(changes.waiting) == [f"Not on the list of 6A any more (3): {names}"]
        changes = await imported(play, three_less, let_go=True)
        assert len(changes) == 3


@pytest.mark.parametrize("leaver", [name for name, _roles, _class in STAFF])
async def test_a_role_ends_only_on_a_second_word_and_the_last_principal_and_administrator_stay(
    tmp_path: Path, leaver: str
) -> None:
    roster = small_roster()
    staff = [one for one in roster.staff if one.full_name != leaver]
    extra = replace(staff[0], full_name="Kiều Thị Mới", roles=["admin", "principal", "vice_principal", "registrar"],
                    role="principal", homeroom_class=None, phone=None)  # fmt: skip
    for sheet in ([*staff], [*staff, extra]):
        async with playing(tmp_path, roster=roster) as play:
            before = (await everything(play))["roles"]
            file = Roster(pupils=[], staff=sheet, hamlets=[], faults=[])
            await imported(play, file)
            assert before <= (await everything(play))["roles"]
            await imported(play, file, let_go=True)
            held = {role for _name, role, *_where in (await everything(play))["roles"]}
            assert {"admin", "principal"} <= held


@pytest.mark.parametrize("office", ["admin", "principal"])
@pytest.mark.parametrize("heir", [False, True])
async def test_the_last_of_an_office_who_can_be_reached_stays_in_it(tmp_path: Path, office: str, *, heir: bool) -> None:
    """He teaches too and is not on the list any more; who comes after him has no phone yet, or there is nobody."""
    roster = small_roster()
    (old,) = [one for one in roster.staff if office in one.roles]
    both = [replace(old, roles=[office, "teacher"]) if one is old else one for one in roster.staff]
    new = replace(old, full_name="Kiều Thị Mới", phone=None)
    file = Roster(
        pupils=[], staff=[one for one in roster.staff if one is not old] + [new] * heir, hamlets=[], faults=[]
    )
    async with playing(tmp_path, roster=replace(roster, staff=both)) as play:
        changes = await imported(play, file, let_go=True)
        held = {(name, role) for name, role, *_where in (await everything(play))["roles"]}
        assert (old.full_name, office) in held
        assert (old.full_name, "teacher") not in held
        assert any(old.full_name in remark.sentence() for remark in changes.remarks)


async def test_a_new_homeroom_teacher_takes_the_place_of_the_old_on_a_second_word(tmp_path: Path) -> None:
    roster = small_roster()
    new = replace(roster.staff[4], roles=["homeroom"], role="homeroom", homeroom_class="6A", said=False)
    file = Roster(pupils=[], staff=[new], hamlets=[], faults=[], whole_staff=False)
    async with playing(tmp_path) as play:
        changes = await imported(play, file)
        (waits,) = [change.sentence() for change in changes.waiting]
        assert waits == "Phạm Thu Hà is no longer homeroom teacher of 6A: Cao Thị Yên is"
        await imported(play, file, let_go=True)
        homerooms = {name for name, role, *_where in (await everything(play))["roles"] if role == "homeroom"}
        assert homerooms == {"Cao Thị Yên", "Vũ Đức Long"}


async def test_a_state_in_the_file_lets_a_pupil_go_and_a_hidden_line_does_not(tmp_path: Path) -> None:
    rows = [("STT", "Họ và tên", "Ngày sinh", "Lớp", "Trạng thái")]
    rows += [
        (str(n), name, f"{n:02}/01/2015", "6A", {2: "Chuyển trường", 3: "Thôi học"}.get(n, "Đang học"))
        for n, (name, _place) in enumerate(PUPILS_6A, 1)
    ]
    path = write(tmp_path / "a.xlsx", {"HS": rows}, lambda sheet: sheet.set_row(5, None, None, {"hidden": True}))
    roster = read_roster(path, TODAY)
    async with playing(tmp_path) as play:
        changes = await imported(play, roster)
        assert [change.params["name"] for change in changes] == ["Hồ Thị Lan", "Đinh Văn Lan"]
        assert changes.waiting == []


async def test_siblings_of_one_phone_share_a_guardian_in_one_file_or_in_two(tmp_path: Path) -> None:
    mother = GuardianRow(full_name="Đinh Thị Mừng", relation="mẹ", phone="+84912000666")
    pupils = [replace(one, guardians=[mother]) for one in small_roster().pupils if one.list_no == 1]
    file = replace(small_roster(), pupils=pupils[:1], staff=[], hamlets=[])
    async with playing(tmp_path) as play:
        await imported(play, file)
        await imported(play, replace(file, pupils=pupils[1:]))
        async with play.app.database.read() as session:
            assert len(list(await session.scalars(select(People.id).where(People.phone == mother.phone)))) == 1


def test_the_sample_of_a_school_is_whole(tmp_path: Path) -> None:
    assert read_roster(write(tmp_path / "a.xlsx", school()), TODAY).whole_staff
