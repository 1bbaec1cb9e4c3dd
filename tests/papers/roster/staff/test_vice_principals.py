"""Several vice principals: the staff sheet says which is which, and what was given by hand stays."""

from pathlib import Path

import pytest
from msgspec.structs import replace
from sqlalchemy import select

from models import People, Roles
from papers.roster import Roster
from papers.roster.applying.everything import apply_roster
from papers.roster.lists.roles import read_titles
from tests.conversation import Play, playing
from tests.handlers.school_days import ask
from tests.small_school import small_roster

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize(
    ("title", "position"),
    [
        ("PHT2", "PHT2"),
        ("Phó hiệu trưởng 2", "PHT2"),
        ("Phó Hiệu trưởng (PHT1)", "PHT1"),
        ("Giáo viên, PHT 1", "PHT1"),
        ("Phó hiệu trưởng", None),
        ("GVCN 6A2", None),
    ],
)
async def test_a_numbered_title_is_a_position(title: str, position: str | None) -> None:
    assert read_titles(title).position == position


def numbered(position: str | None) -> Roster:
    roster = small_roster()
    staff = [replace(one, position=position) if one.role == "vice_principal" else one for one in roster.staff]
    return replace(roster, staff=staff)


async def positions(play: Play) -> dict[str, str]:
    async with play.app.database.read() as session:
        held = select(People.full_name, Roles.position).join(Roles, Roles.person_id == People.id)
        rows = await session.execute(held.where(Roles.position.is_not(None)))
        return {name: found or "" for name, found in rows}


async def test_the_sheet_gives_positions_and_leaves_those_given_by_hand_alone(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await ask(play, "admin", "/chucvu Ngô Thị Bảy PHT2")
        for sheet, after in ((None, "PHT2"), ("PHT1", "PHT1"), (None, "PHT1")):
            async with play.app.database.write() as session:
                changes = await apply_roster(session, play.school_id, numbered(sheet), play.now.date())
            assert await positions(play) == {"Ngô Thị Bảy": after}
            assert len(changes) == (sheet is not None)
