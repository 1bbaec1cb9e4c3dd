"""Whoever is known is known again: what is put right changes the person and makes no new one."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from sqlalchemy import select

from models import Pupils
from papers.roster import Roster
from papers.roster.applying.changes import FIELDS
from papers.roster.applying.doubtful import Doubtful, answered
from papers.roster.applying.pupils import KEPT
from papers.roster.applying.sponsors import Unmatched
from papers.roster.reader import read_roster
from rules.people.names import fold
from tests.conversation import Play, playing
from tests.papers.roster.put_right import BINH, counted, imported, with_pupil
from tests.papers.roster.workbooks import TODAY, write
from tests.small_school import small_roster

pytestmark = pytest.mark.anyio


OTHER_DAY = date(2015, 12, 4)


def without_codes(roster: Roster) -> Roster:
    return replace(roster, pupils=[replace(one, code=None) for one in roster.pupils])


def without_births(roster: Roster) -> Roster:
    return replace(roster, pupils=[replace(one, birth_date=None) for one in roster.pupils])


async def ids(play: Play) -> dict[str, int]:
    async with play.app.database.read() as session:
        return dict((await session.execute(select(Pupils.full_name, Pupils.id))).all())


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
        changes = await imported(play, answered(alone, question.of, question.index, known[BINH]))
        assert "pupil {name} moves from {old} to {new}" in {change.message for change in changes}
        assert await counted(play) == counts
    async with playing(tmp_path, roster=bare) as play:
        changes = await imported(play, answered(alone, question.of, question.index, 0))
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


@pytest.mark.parametrize("renewed", [True, False])
async def test_where_the_school_gives_new_codes_another_code_makes_nobody_new(tmp_path: Path, renewed: bool) -> None:  # noqa: FBT001
    """Beside codes that stay, another code and another birth date are another pupil of the name."""
    roster = small_roster()
    pupils = [replace(one, code=f"49{number:08d}") if renewed else one for number, one in enumerate(roster.pupils)]
    at = next(place for place, one in enumerate(pupils) if one.full_name == BINH)
    pupils[at] = replace(pupils[at], code="4999999999", birth_date=OTHER_DAY, list_no=None)
    async with playing(tmp_path) as play:
        before = await ids(play)
        changes = await imported(play, replace(roster, pupils=pupils))
        assert (await ids(play) == before) is renewed
        assert any("new pupil" in one.message for one in changes) is not renewed


CODED = ("Mã HS", "Họ tên", "Lớp")


async def test_codes_beside_names_without_marks_ask_only_of_those_who_sound_alike(tmp_path: Path) -> None:
    """The ministry's export: no birth dates, no numbers; Hùng and Hưng are one in it, and one answer settles both."""
    roster, bare = small_roster(), [fold(one.full_name).upper() for one in small_roster().pupils]
    known = replace(roster, pupils=[replace(one, code=None) for one in roster.pupils])
    rows = [(f"24{n:04d}", name, one.class_name) for n, (name, one) in enumerate(zip(bare, roster.pupils, strict=True))]
    sent = read_roster(write(tmp_path / "ma.xlsx", {"HS": [CODED, *reversed(rows)]}), TODAY)
    async with playing(tmp_path, roster=known) as play:
        with pytest.raises(Doubtful) as asked:
            await imported(play, sent)
        (first, second) = asked.value.questions
        assert (first.choices, len(first.choices)) == (second.choices, 2)
        changes = await imported(play, answered(sent, first.of, first.index, first.choices[0][0]))
        assert [one.fields[0].name for one in changes] == ["code"] * len(rows)
