"""A place whose name is nearly one the school has is asked about, once; no file makes a second one of it unasked."""

from pathlib import Path

import pytest
from sqlalchemy import select

from models import PlaceAliases, Places, Pupils
from models.imports.tables import image, keep_import
from models.imports.undo import take_back_import
from papers.roster import Roster
from papers.roster.applying.doubtful import Doubtful, answered
from papers.roster.applying.everything import apply_roster
from papers.roster.reader import read_roster
from tests.conversation import Play, playing
from tests.papers.roster.put_right import imported
from tests.papers.roster.workbooks import TODAY, Rows, write

pytestmark = pytest.mark.anyio

H = ("STT", "Họ và tên", "Ngày sinh", "Lớp", "Thôn, nóc")


def sent(folder: Path, *homes: str) -> Roster:
    rows: Rows = [(n, f"Kiều Văn {chr(64 + n)}n", f"{n:02d}/03/2015", "6C", home) for n, home in enumerate(homes, 1)]
    return read_roster(write(folder / "a.xlsx", {"HS": [H, *rows]}), TODAY)


async def names(play: Play) -> set[str]:
    async with play.app.database.read() as session:
        return set(await session.scalars(select(Places.name)))


async def home_of(play: Play, name: str) -> str:
    async with play.app.database.read() as session:
        home = select(Places.name).join(Pupils, Pupils.place_id == Places.id).where(Pupils.full_name == name)
        return await session.scalar(home) or ""


ASKED = {  # what is written, and which of the school's places it may be
    "Tắc ta - Thôn 3": ["Takta - Thôn 3"],
    "Taktaa": ["Takta - Thôn 3"],
    "Takta - Thôn 4": ["Takta - Thôn 3"],
    "Long Trò, Thôn 3": [],
    "Long Trô - Thôn 3": [],
    "Lông Trọ 1 - Thôn 3": [],
    "Nước Xa - Thôn 3": [],
    "Thôn 5": [],
}


@pytest.mark.parametrize("home", ASKED)
async def test_what_is_nearly_a_place_of_the_school_is_asked_about(tmp_path: Path, home: str) -> None:
    async with playing(tmp_path) as play:
        roster, before = sent(tmp_path, home), await names(play)
        assert roster.errors() == []
        if not ASKED[home]:
            await imported(play, roster)
            return
        with pytest.raises(Doubtful) as asked:
            await imported(play, roster)
        (question,) = asked.value.questions
        assert [words for _id, words in question.choices] == ASKED[home]
        assert await names(play) == before
        same = answered(roster, question.of, question.index, question.choices[0][0])
        await imported(play, same)
        assert (await names(play), await home_of(play, "Kiều Văn An")) == (before, "Takta")
        assert await imported(play, roster) == []  # the file as it was: the answer is known


async def test_a_new_place_is_one_for_the_next_file_too(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        roster = sent(tmp_path, "Tắc ta - Thôn 3")
        with pytest.raises(Doubtful) as asked:
            await imported(play, roster)
        (question,) = asked.value.questions
        await imported(play, answered(roster, question.of, question.index, 0))
        assert await home_of(play, "Kiều Văn An") == "Tắc ta"
        assert await imported(play, roster) == []
        assert await imported(play, sent(tmp_path, "Takta - Thôn 3")) != []  # and Takta is Takta


async def test_two_spellings_of_one_new_place_are_asked_about(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        usual = ["Mang Lanh - Thôn 3"] * 6
        roster, before = sent(tmp_path, *usual, "Mang Lành 2 - Thôn 3", "Mag Lanh - Thôn 3"), await names(play)
        with pytest.raises(Doubtful) as asked:
            await imported(play, roster)
        (question,) = asked.value.questions
        assert question.choices == [(1, "Mang Lanh - Thôn 3")]
        await imported(play, answered(roster, question.of, question.index, 1))
        assert await names(play) - before == {"Mang Lanh", "Mang Lành 2"}
        assert await imported(play, roster) == []


async def test_the_village_is_asked_about_before_its_hamlets(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await imported(play, sent(tmp_path, "Bản Nậm Pắng"))
        before, roster = await names(play), sent(tmp_path, "Bản Nậm Pắng", "Bản Nặm Păngg", "Na Lo - bản Nậm Pằn")
        for village in ("Bản Nặm Păngg", "Na Lo - bản Nậm Pằn"):
            assert village
            with pytest.raises(Doubtful) as asked:
                await imported(play, roster)
            question = asked.value.questions[0]
            roster = answered(roster, question.of, question.index, question.choices[0][0])
        await imported(play, roster)
        assert await names(play) - before == {"Na Lo"}


async def test_what_a_place_is_called_too_goes_with_its_import(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        roster = sent(tmp_path, "Tắc ta - Thôn 3")
        with pytest.raises(Doubtful) as asked:
            await imported(play, roster)
        (question,) = asked.value.questions
        told = answered(roster, question.of, question.index, question.choices[0][0])
        async with play.app.database.write() as session:
            before = await image(session, play.school_id)
            await apply_roster(session, play.school_id, told, play.now.date())
            number = await keep_import(session, play.school_id, before, None, play.app.now())
        async with play.app.database.write() as session:
            assert await take_back_import(session, play.school_id, number, play.app.now()) == []
            assert list(await session.scalars(select(PlaceAliases.name))) == []
        with pytest.raises(Doubtful):
            await imported(play, roster)
