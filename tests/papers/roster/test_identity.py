"""Whoever is known is known again: what is put right changes the person and makes no new one."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from sqlalchemy import func, select

from models import Enrolments, Guardians, People, Pupils, Roles
from papers.roster import GuardianRow, Roster
from papers.roster.applying.changes import FIELDS, Changes
from papers.roster.applying.doubtful import Doubtful, answered
from papers.roster.applying.everything import apply_roster
from papers.roster.applying.identity import Known, recognise
from papers.roster.applying.pupils import KEPT
from papers.roster.applying.sponsors import Unmatched
from papers.roster.likeness import near
from tests.conversation import Play, playing
from tests.small_school import small_roster

pytestmark = pytest.mark.anyio

BINH = "Hồ Văn Bình"
OTHER_DAY = date(2015, 12, 4)


def with_pupil(roster: Roster, name: str, **values: Any) -> Roster:
    pupils = [replace(one, **values) if one.full_name == name else one for one in roster.pupils]
    return replace(roster, pupils=pupils)


def without_codes(roster: Roster) -> Roster:
    return replace(roster, pupils=[replace(one, code=None) for one in roster.pupils])


def without_births(roster: Roster) -> Roster:
    return replace(roster, pupils=[replace(one, birth_date=None) for one in roster.pupils])


async def imported(play: Play, roster: Roster, *, let_go: bool = False) -> Changes:
    async with play.app.database.write() as session:
        return await apply_roster(session, play.school_id, roster, play.now.date(), let_go=let_go)


async def ids(play: Play) -> dict[str, int]:
    async with play.app.database.read() as session:
        return dict((await session.execute(select(Pupils.full_name, Pupils.id))).all())


async def counted(play: Play) -> list[int]:
    """Pupils, people, guardians, open enrolments, roles held."""
    tables = (Pupils, People, Guardians)
    counts = [select(func.count(table.id)) for table in tables]
    counts += [select(func.count(dated.id)).where(dated.ends.is_(None)) for dated in (Enrolments, Roles)]
    async with play.app.database.read() as session:
        return [await session.scalar(count) or 0 for count in counts]


def test_whatever_is_kept_of_a_pupil_has_a_name_in_the_list_of_changes() -> None:
    assert [name for name in KEPT if name not in FIELDS] == []
    assert {"code", "birth_date", "boarding"} <= set(KEPT)


CHANGED: dict[str, dict[str, Any]] = {
    "the code": {"code": "0123456789"},
    "the code written otherwise": {"code": "6a 04"},
    "no code any more": {"code": None},
    "the birth date": {"birth_date": OTHER_DAY},
    "the birth date missing": {"birth_date": None},
    "a letter of the name": {"full_name": "Hồ Văn Bính"},
    "a slip in the name": {"full_name": "Hồ Vân Bìn"},
    "a word of the name": {"full_name": "Hồ Văn Thái Bình"},
    "the name in capitals": {"full_name": "HỒ VĂN BÌNH"},
    "the list number": {"list_no": 40},
    "the class": {"class_name": "6B", "list_no": 12},
    "the hamlet": {"hamlet": "Takta", "village": "Thôn 3"},
    "code and birth date": {"code": None, "birth_date": OTHER_DAY},
    "name and list number": {"full_name": "Hồ Văn Bìn", "list_no": 40},
    "class and code missing": {"class_name": "6B", "code": None},
}
BEFORE: dict[str, Callable[[Roster], Roster]] = {
    "a list with codes": lambda roster: roster,
    "a list without codes": without_codes,
}


@pytest.mark.parametrize("before", BEFORE)
@pytest.mark.parametrize("what", CHANGED)
async def test_whatever_is_put_right_the_pupil_is_the_same(tmp_path: Path, what: str, before: str) -> None:
    roster = BEFORE[before](small_roster())
    async with playing(tmp_path, roster=roster) as play:
        known, counts = await ids(play), await counted(play)
        changed = with_pupil(roster, BINH, **CHANGED[what])
        await imported(play, changed)
        name = CHANGED[what].get("full_name", BINH)
        found = await ids(play)
        assert found.get(name, found.get(BINH)) == known[BINH]
        assert await counted(play) == counts
        assert await imported(play, changed) == []


async def test_codes_that_come_for_the_first_time_go_to_the_pupils_there_are_on_both_engines(database_url: str) -> None:
    async with playing(url=database_url, roster=without_codes(small_roster())) as play:
        known, counts = await ids(play), await counted(play)
        shouted = [replace(one, full_name=one.full_name.upper()) for one in small_roster().pupils]
        changes = await imported(play, replace(small_roster(), pupils=shouted))
        assert await ids(play) == known
        assert await counted(play) == counts
        assert {change.fields[0].name for change in changes} == {"code"}
        assert await imported(play, small_roster()) == []


async def test_birth_dates_that_come_later_go_to_the_pupils_there_are(tmp_path: Path) -> None:
    bare = without_births(without_codes(small_roster()))
    async with playing(tmp_path, roster=bare) as play:
        known = await ids(play)
        await imported(play, without_codes(small_roster()))
        assert await ids(play) == known


async def test_two_namesakes_are_told_apart_by_birth_date_and_then_by_list_number(tmp_path: Path) -> None:
    roster = without_codes(small_roster())
    first = next(one for one in roster.pupils if one.full_name == "Hồ Thị Lan")
    second = replace(first, birth_date=date(2015, 7, 7), list_no=20, row=30)
    both = replace(roster, pupils=[*roster.pupils, second])
    async with playing(tmp_path, roster=both) as play:
        counts = await counted(play)
        assert await imported(play, both) == []
        swapped = replace(both, pupils=[second, *roster.pupils])
        assert await imported(play, swapped) == []
        assert await counted(play) == counts


async def test_the_code_of_another_pupil_stops_the_file_and_names_both(tmp_path: Path) -> None:
    """One column sorted without the others: every code stands one line too low."""
    roster = small_roster()
    codes = [one.code for one in roster.pupils]
    slipped = [replace(one, code=code) for one, code in zip(roster.pupils, [codes[-1], *codes[:-1]], strict=True)]
    moved = [replace(one, list_no=None) for one in slipped]
    async with playing(tmp_path) as play:
        with pytest.raises(Unmatched) as refused:
            await imported(play, replace(roster, pupils=moved))
        assert "Nguyễn Văn A" in refused.value.faults[1].sentence()


async def test_who_may_be_somebody_known_is_asked_about_and_the_answer_decides(tmp_path: Path) -> None:
    bare = without_births(without_codes(small_roster()))
    only_6b = [one for one in bare.pupils if one.class_name == "6B"]
    stranger = replace(only_6b[0], full_name=BINH, list_no=30, guardians=[])
    alone = replace(bare, pupils=[*only_6b, stranger], staff=[], hamlets=[])
    async with playing(tmp_path, roster=bare) as play:
        known, counts = await ids(play), await counted(play)
        with pytest.raises(Doubtful) as asked:
            await imported(play, alone)
        (question,) = asked.value.questions
        assert question.choices[0][0] == known[BINH]
        changes = await imported(play, answered(alone, question, known[BINH]))
        assert "pupil {name} moves from {old} to {new}" in {change.message for change in changes}
        assert await counted(play) == counts
    async with playing(tmp_path, roster=bare) as play:
        changes = await imported(play, answered(alone, question, 0))
        assert (await counted(play))[0] == counts[0] + 1


async def test_a_namesake_on_a_list_of_a_few_is_asked_about_and_on_a_whole_list_is_the_pupil(tmp_path: Path) -> None:
    roster = without_codes(small_roster())
    (binh,) = [one for one in roster.pupils if one.full_name == BINH]
    other = replace(binh, birth_date=OTHER_DAY, list_no=None, guardians=[])
    few = replace(roster, pupils=[other, roster.pupils[0]], staff=[], hamlets=[])
    async with playing(tmp_path, roster=roster) as play:
        with pytest.raises(Doubtful) as asked:
            await imported(play, few)
        assert len(asked.value.questions) == 1
        whole = replace(roster, pupils=[other if one is binh else one for one in roster.pupils])
        (change,) = await imported(play, whole)
        assert change.sentence() == "pupil Hồ Văn Bình (6A): birth date 04/01/2015 → 04/12/2015 changed"


async def test_who_left_and_comes_again_is_the_same_pupil(tmp_path: Path) -> None:
    roster = small_roster()
    left = replace(roster, pupils=[one for one in roster.pupils if one.full_name != BINH])
    async with playing(tmp_path) as play:
        known = await ids(play)
        await imported(play, left, let_go=True)
        changes = await imported(play, roster)
        assert [change.message for change in changes] == ["pupil {name} comes back"]
        assert await ids(play) == known


STAFF: dict[str, dict[str, Any]] = {
    "the phone": {"phone": "+84912000111"},
    "no phone": {"phone": None},
    "the name, with the phone": {"full_name": "Phạm Thị Thu Hà"},
    "the name, without the phone": {"full_name": "Phạm Thu Hạ", "phone": None},
    "quite another spelling, with the phone": {"full_name": "Bà Hà"},
    "the class": {"homeroom_class": "6B"},
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


GUARDIANS: dict[str, dict[str, Any]] = {
    "the phone": {"phone": "+84912000222"},
    "the name": {"full_name": "Mẹ Nguyễn Văn Á"},
    "the relation": {"relation": "bà"},
    "no phone": {"phone": None},
    "only the phone": {"full_name": "", "relation": None},
    "only another phone": {"full_name": "", "relation": None, "phone": "+84912000333"},
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


def known(number: int, name: str, **values: Any) -> Known:
    usual = {"code": None, "birth_date": None, "class_name": "6A", "list_no": None, "here": True}
    return Known(id=number, full_name=name, **(usual | values))


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
