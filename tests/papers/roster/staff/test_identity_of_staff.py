"""Staff and guardians put right are the same people."""

from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from sqlalchemy import select

from models import Guardians, People, Roles
from papers.roster import GuardianRow
from papers.roster.applying.doubtful import Doubtful
from papers.roster.applying.identity import recognise
from papers.roster.likeness import near
from tests.conversation import playing
from tests.papers.roster.put_right import BINH, counted, imported, known, with_pupil
from tests.small_school import small_roster

pytestmark = pytest.mark.anyio


STAFF: dict[str, dict[str, Any]] = {
    "the phone": {"phone": "+84912000111"},
    "no phone": {"phone": None},
    "the name, with the phone": {"full_name": "Phạm Thị Thu Hà"},
    "the name, without the phone": {"full_name": "Phạm Thu Hạ", "phone": None},
    "quite another spelling, with the phone": {"full_name": "Bà Hà"},
    "the class": {"homeroom_class": "6C"},
    "the subject group": {"group": "Tự nhiên"},
}


@pytest.mark.parametrize("what", STAFF)
async def test_a_member_of_the_staff_put_right_keeps_every_right(tmp_path: Path, what: str) -> None:
    async with playing(tmp_path) as play:
        person, people = await play.person("Phạm Thu Hà"), (await counted(play))[1]
        roster = small_roster()
        staff = [replace(one, **STAFF[what]) if one.full_name == "Phạm Thu Hà" else one for one in roster.staff]
        await imported(play, replace(roster, staff=staff))
        async with play.app.database.read() as session:
            roles = set(await session.scalars(select(Roles.name).where(Roles.person_id == person)))
        assert roles == {"homeroom"}
        assert (await counted(play))[1] == people


async def test_a_phone_with_quite_another_name_is_asked_about_and_renames_nobody(tmp_path: Path) -> None:
    roster = small_roster()
    staff = [replace(one, full_name="Trần Thị Mới") if one.full_name == "Bùi Văn Tám" else one for one in roster.staff]
    async with playing(tmp_path) as play:
        with pytest.raises(Doubtful) as asked:
            await imported(play, replace(roster, staff=staff, hamlets=[]))
        (question,) = asked.value.questions
        assert [words for _id, words in question.choices] == ["Bùi Văn Tám (0900 000 005)"]


GUARDIANS: dict[str, dict[str, Any]] = {
    "the phone": {"phone": "+84912000222"},
    "the name": {"full_name": "Mẹ Nguyễn Văn Á"},
    "the relation": {"relation": "bà"},
    "no phone": {"phone": None},
    "only the phone": {"full_name": "", "relation": None},
    "only another phone": {"full_name": "", "relation": None, "phone": "+84912000333"},
    "only the phone, said to be another's": {"full_name": "", "relation": "ông"},
}


@pytest.mark.parametrize("what", GUARDIANS)
async def test_a_guardian_put_right_stays_linked(tmp_path: Path, what: str) -> None:
    async with playing(tmp_path) as play:
        mother, counts = await play.person("Mẹ Nguyễn Văn A"), await counted(play)
        roster = small_roster()
        (old,) = roster.pupils[0].guardians
        changed = with_pupil(roster, "Nguyễn Văn A", guardians=[replace(old, **GUARDIANS[what])])
        await imported(play, changed)
        async with play.app.database.read() as session:
            pupil = await play.pupil("Nguyễn Văn A")
            assert list(await session.scalars(select(Guardians.person_id).where(Guardians.pupil_id == pupil))) == [
                mother
            ]
        assert await counted(play) == counts
        assert await imported(play, changed) == []


async def test_a_guardian_the_file_does_not_name_stays_beside_the_new_one(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        father = GuardianRow(full_name="Nguyễn Văn Ba", relation="cha", phone="+84912000444")
        changed = with_pupil(small_roster(), "Nguyễn Văn A", guardians=[father])
        await imported(play, changed)
        async with play.app.database.read() as session:
            pupil = await play.pupil("Nguyễn Văn A")
            found = select(People.full_name).join(Guardians, Guardians.person_id == People.id)
            names = set(await session.scalars(found.where(Guardians.pupil_id == pupil)))
        assert names == {"Mẹ Nguyễn Văn A", "Nguyễn Văn Ba"}
        assert await imported(play, changed) == []


async def test_the_teacher_of_the_class_hears_that_a_linked_guardian_has_another_phone(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        changes = await imported(
            play,
            with_pupil(
                small_roster(),
                "Nguyễn Văn A",
                guardians=[GuardianRow(full_name="Mẹ Nguyễn Văn A", relation="mẹ", phone="+84912000555")],
            ),
        )
        assert changes.phones == [await play.pupil("Nguyễn Văn A")]


async def test_siblings_whose_lines_disagree_change_nothing_and_it_is_said(tmp_path: Path) -> None:
    roster = small_roster()
    mother = GuardianRow(full_name="Đinh Thị Mừng", relation="mẹ", phone="+84912000666")
    shared = with_pupil(with_pupil(roster, BINH, guardians=[mother]), "Hồ Văn Học", guardians=[mother])
    async with playing(tmp_path, roster=shared) as play:
        other = with_pupil(shared, BINH, guardians=[replace(mother, phone="+84912000777")])
        for _again in (1, 2):
            changes = await imported(play, other)
            assert changes == []
            assert len(changes.remarks) == 1
        both = with_pupil(other, "Hồ Văn Học", guardians=[replace(mother, phone="+84912000777")])
        assert len(await imported(play, both)) == 1


def test_two_pupils_whose_names_are_near_are_each_themselves() -> None:
    rows = [
        replace(small_roster().pupils[0], full_name=name, code=None, birth_date=None, list_no=None)
        for name in ("Trần Minh Hùng", "Trần Minh Hưng")
    ]
    people = [known(1, "Trần Minh Hưng"), known(2, "Trần Minh Hùng")]
    assert {index: one.id for index, one in recognise(rows, people).found.items()} == {0: 2, 1: 1}


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Hồ Thị Lan", "Hồ Thị Loan", True),
        ("Phạm Hà", "Phạm Thu Hà", True),
        ("Hồ Văn Rin", "Hồ VănRin", True),
        ("Lê Thị Cúc", "Đinh Thị Mận", False),
        ("A Thút", "A Nhút", False),
    ],
)
def test_near_is_a_slip_and_not_another_name(one: str, other: str, *, same: bool) -> None:
    assert near(one, other) is near(other, one) is same
