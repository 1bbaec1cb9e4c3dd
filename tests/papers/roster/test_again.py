"""A pupil who stands in the file again: asked about, never guessed, and nobody is replaced or invented."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from models import Pupils
from papers.roster import Roster
from papers.roster.applying.again import told_apart, written_again
from papers.roster.applying.doubtful import Doubtful, answered
from papers.roster.lists.twice import MOST_ASKED
from papers.roster.reader import read_roster
from tests.conversation import Play, playing
from tests.papers.roster.put_right import BINH, counted, imported
from tests.papers.roster.workbooks import TODAY, Rows, write
from tests.small_school import PUPILS_6A

pytestmark = pytest.mark.anyio

H = ("STT", "Mã HS", "Họ và tên", "Ngày sinh", "Lớp")
LIST = [(n, f"6A{n:02d}", name, f"{n:02d}/01/2015", "6A") for n, (name, _hamlet) in enumerate(PUPILS_6A, 1)]
SINH = ("Hồ Văn Sinh", "09/09/2015")
OTHER: tuple[Any, ...] = (9, "", "Hồ Văn Mới", "15/09/2015", "6A")


def sent(folder: Path, rows: Rows) -> Roster:
    return read_roster(write(folder / "a.xlsx", {"HS": [H, *rows]}), TODAY)


AGAIN: dict[str, tuple[Rows, list[str], dict[str, int]]] = {
    "in two classes": ([(4, "6A04", BINH, "04/01/2015", "6B")], ["6A", "6B"], {"6A": 0, "6B": 0, "": 1}),
    "in two classes, without code": ([(4, "", BINH, "04/01/2015", "6B")], ["6A", "6B"], {"6B": 0, "": 1}),
    "twice in a class": ([(9, "", *SINH, "6A"), (10, "", *SINH, "6A")], ["6A"], {"6A": 1, "": 2}),
    "twice without numbers": ([("", "", *SINH, "6A"), ("", "", *SINH, "6A")], ["6A"], {"6A": 1, "": 2}),
    "with two codes": ([(9, "6A09", *SINH, "6A"), (10, "6A10", *SINH, "6A")], ["6A"], {"6A": 1, "": 2}),
    "once without its birth date": ([(9, "", *SINH, "6A"), (10, "", SINH[0], "", "6A")], ["6A"], {"6A": 1, "": 2}),
    "once without marks": ([(9, "", *SINH, "6A"), (10, "", "HO VAN SINH", SINH[1], "6A")], ["6A"], {"6A": 1}),
}


@pytest.mark.parametrize("what", AGAIN)
async def test_who_stands_there_again_is_asked_about_and_each_answer_is_kept(tmp_path: Path, what: str) -> None:
    rows, classes, new = AGAIN[what]
    for answer, count in new.items():
        async with playing(tmp_path) as play:
            roster, before = sent(tmp_path, [*LIST, *rows]), await counted(play)
            assert roster.errors() == []
            with pytest.raises(Doubtful) as asked:
                await imported(play, roster)
            (question,) = asked.value.questions
            choices = {name: line for line, name in question.choices}
            assert list(choices) == classes
            told = answered(roster, question.of, question.index, choices.get(answer, 0))
            assert answered(told, question.of, question.index, list(choices.values())[-1]) == told
            await imported(play, told)
            assert (await counted(play))[0] == before[0] + count
            assert await imported(play, told) == []
            assert not await shared_codes(play)


async def shared_codes(play: Play) -> bool:
    async with play.app.database.read() as session:
        codes = list(await session.scalars(select(Pupils.code).where(Pupils.code.is_not(None))))
    return len(set(codes)) < len(codes)


APART: dict[str, Rows] = {
    "by a mark": [(9, "", "Kiều Minh Hùng", "", "6A"), (10, "", "Kiều Minh Hưng", "", "6A")],
    "by the class, with the year of birth alone": [(9, "", SINH[0], 2015, "6A"), (4, "", SINH[0], 2015, "6B")],
    "by the year of birth": [(9, "", SINH[0], 2015, "6A"), (10, "", SINH[0], "09/09/2014", "6A")],
    "by codes in two classes": [(9, "HS9", *SINH, "6A"), (4, "HS4", *SINH, "6B")],
}


@pytest.mark.parametrize("what", APART)
async def test_who_is_told_apart_stops_nothing(tmp_path: Path, what: str) -> None:
    async with playing(tmp_path) as play:
        roster, before = sent(tmp_path, [*LIST, *APART[what]]), await counted(play)
        await imported(play, roster)
        assert (roster.errors(), (await counted(play))[0]) == ([], before[0] + 2)


CODES: dict[str, tuple[Rows, int]] = {
    "a known one": ([(9, "6A08", "Hồ Văn Mới", "15/09/2015", "6A")], 1),
    "written in two ways": ([(9, "hs 90", "Hồ Văn Mới", "15/09/2015", "6A"), (10, "HS90", *SINH, "6A")], 2),
}


@pytest.mark.parametrize("what", CODES)
async def test_one_code_of_two_pupils_is_read_for_neither_and_said(tmp_path: Path, what: str) -> None:
    rows, new = CODES[what]
    async with playing(tmp_path) as play:
        roster, before = sent(tmp_path, [*LIST, *rows]), await counted(play)
        (said,) = [fault for fault in roster.faults if "beside another pupil" in fault.message]
        assert (said.severity, said.row) == ("warning", 9 + len(rows))
        changes = await imported(play, roster)
        assert (await counted(play))[0] == before[0] + new
        assert [one.message for one in changes] == ["new pupil {name}"] * new
        assert not await shared_codes(play)


def test_many_again_are_two_lists_and_stop_the_file(tmp_path: Path) -> None:
    names = [(f"Kiều Văn {chr(65 + n)}", f"{n + 10}/04/2015") for n in range(MOST_ASKED + 1)]
    pages = {tab: [("Họ và tên", "Ngày sinh"), *names] for tab in ("6C", "6D")}
    assert len(read_roster(write(tmp_path / "a.xlsx", pages), TODAY).errors()) == len(names)


def test_the_second_tap_of_one_button_says_nothing_of_the_next_pupil(tmp_path: Path) -> None:
    twice = [(n, "", name, f"{n:02d}/01/2015", "6B") for n, (name, _hamlet) in enumerate(PUPILS_6A[:2], 1)]
    roster = sent(tmp_path, [*LIST, *twice])
    (first, lines), (second, _others) = written_again(roster).items()
    assert told_apart(roster, second, lines[1]) == roster
    told = told_apart(roster, first, lines[1])
    assert told_apart(told, first, lines[1]) == told
    assert list(written_again(told)) == [second]
