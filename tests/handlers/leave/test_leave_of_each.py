"""Leave for two children on days of their own: each tap has the days of its child."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from papers.roster import Roster
from tests.conversation import playing
from tests.small_school import small_roster

pytestmark = pytest.mark.anyio


def with_two_children() -> Roster:
    """The mother of A has Bình too."""
    roster = small_roster()
    mother = roster.pupils[0].guardians
    pupils = [replace(one, guardians=mother) if one.full_name == "Hồ Văn Bình" else one for one in roster.pupils]
    thu = replace(roster.pupils[0], row=98, list_no=9, code="6A09", full_name="Hồ Thị Thu")
    return replace(roster, pupils=[*pupils, thu])


SAID = {
    "cho Bình nghỉ ngày mai, Thu nghỉ thứ 4 ạ": ["Bình: thứ Ba 17/11", "Thu: thứ Tư 18/11"],
    "mai cho bé Thu nghỉ khám răng, còn thằng Bình thứ 5 nghỉ đi giỗ ông": ["Thu: thứ Ba 17/11", "Bình: thứ Năm 19/11"],
    "Bình sốt nghỉ hôm nay, Thu vẫn đi học": ["Bình: thứ Hai 16/11"],
}


@pytest.mark.parametrize("words", SAID)
async def test_each_child_is_asked_for_on_its_own_days(tmp_path: Path, words: str) -> None:
    async with playing(tmp_path, roster=with_two_children()) as play:
        (answer,) = await play.say("mẹ A", words)
        assert [line.removeprefix("• ") for line in answer.splitlines() if line.startswith("•")] == SAID[words]
        (asked, *_more) = await play.press("mẹ A", SAID[words][-1].split(":")[0])
        assert SAID[words][-1].split(": ")[1] in asked


async def test_both_on_one_day_are_asked_for_as_before(tmp_path: Path) -> None:
    async with playing(tmp_path, roster=with_two_children()) as play:
        (answer,) = await play.say("mẹ A", "Bình với Thu xin nghỉ mai")
        assert "•" not in answer
