"""A list that names no class: who is known stays in the own class, who is not is named, and nobody leaves by it."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from papers.roster import Roster
from papers.roster.applying.called.unplaced import with_known_classes
from papers.roster.reader import read_roster
from rules.people.names import fold
from tests.conversation import Play, playing
from tests.papers.roster.put_right import counted, imported
from tests.papers.roster.workbooks import TODAY, write
from tests.small_school import PUPILS_6A, PUPILS_6B, small_roster

pytestmark = pytest.mark.anyio
NAMES = [name for name, _hamlet in (*PUPILS_6A, *PUPILS_6B)]


def sent(folder: Path, *names: str) -> Roster:
    rows = [(f"24{n:04d}", name) for n, name in enumerate(names, 1)]
    return read_roster(write(folder / "ma.xlsx", {"HS": [("Mã HS", "Họ tên"), *rows]}), TODAY)


async def placed(play: Play, roster: Roster) -> Roster:
    async with play.app.database.read() as session:
        return await with_known_classes(session, play.school_id, roster, play.now.date())


def without_codes() -> Roster:
    roster = small_roster()
    return replace(roster, pupils=[replace(one, code=None) for one in roster.pupils])


@pytest.mark.parametrize(
    "names", [NAMES, NAMES[:3], NAMES[:6], [name for name in map(fold, NAMES) if "hung" not in name]]
)
async def test_codes_of_who_is_known_reach_them_wherever_they_are(tmp_path: Path, names: list[str]) -> None:
    async with playing(tmp_path, roster=without_codes()) as play:
        before, roster = await counted(play), sent(tmp_path, *names)
        assert roster.errors() != []
        known = await placed(play, roster)
        assert (known.errors(), len(known.warnings())) == ([], len(roster.warnings()) + 1)
        changes = await imported(play, known)
        assert [one.fields[0].name for one in changes] == ["code"] * len(names)
        assert (changes.waiting, await counted(play)) == ([], before)


@pytest.mark.parametrize("other", ["Kiều Văn Lạ", "Tran Minh Hung", NAMES[0]])
async def test_who_is_not_known_for_sure_stops_it_by_name(tmp_path: Path, other: str) -> None:
    async with playing(tmp_path, roster=without_codes()) as play:
        (error,) = (await placed(play, sent(tmp_path, *NAMES[:4], other))).errors()
        assert (other in error.sentence()) == (other != NAMES[0])


async def test_a_list_of_strangers_needs_its_class(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        roster = sent(tmp_path, "Kiều Văn Lạ", "Kiều Thị Quen", NAMES[0])
        assert await placed(play, roster) == roster
