"""Who writes by naming: the class's own teacher; for everybody else a name alone is a question about that pupil."""

from pathlib import Path

import pytest
from sqlalchemy import insert

from letters.says import leave as says
from models import Guardians
from tests.conversation import Play, playing
from tests.handlers.said_in_class import marked, reported

pytestmark = pytest.mark.anyio

OTHERS = ("ht", "pht", "tpt", "bộ môn", "nóc", "gvcn6b")
NAMED = ("6A Hồ Văn Bình", "Hồ Văn Bình 6A", "em Bình lớp 6A", "6A: Bình, A Thút", "6a lan", "6A Hồ Văn Bình ốm")


async def test_a_bare_name_of_another_class_shows_and_one_tap_reports(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        for phone in OTHERS:
            for words in NAMED:
                said = "".join(await play.say(phone, words))
                assert "Chưa ghi gì" in said, (phone, words, said)
                assert any("Báo vắng" in label for label in play.labels(phone)), (phone, words)
        assert await marked(play) == {}
        assert await reported(play) == 0
        assert "GVCN: Phạm Thu Hà" in "".join(await play.say("ht", "6A Hồ Văn Bình")), "a leader reads the card"
        await play.press("ht", "Báo vắng: Hồ Văn Bình")
        assert await marked(play) == {"Hồ Văn Bình": "16/11S K"}
        assert "Mai Văn Chín đã báo lớp 6A" in "".join(play.new("gvcn")), "and her homeroom teacher hears of it at once"


@pytest.mark.parametrize("words", ["6A vắng Bình", "6A Bình P", "Bình 6A nghỉ học", "6A: Bình K"])
async def test_with_a_word_of_absence_anybody_who_reports_is_heard(tmp_path: Path, words: str) -> None:
    async with playing(tmp_path) as play:
        for phone in OTHERS:
            await play.say(phone, words)
            assert list(await marked(play)) == ["Hồ Văn Bình"], phone
            await play.say(phone, "/huy")


async def test_a_name_that_is_a_word_of_absence_is_only_a_name(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.say("tpt", "6B Nguyễn Thị Phép")
        assert await marked(play) == {}
        await play.say("tpt", "6B vắng Phép")
        assert list(await marked(play)) == ["Nguyễn Thị Phép"]


async def test_the_class_s_own_teacher_writes_by_naming(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.say("gvcn", "6A Bình. 6B Mai")
        assert list(await marked(play)) == ["Hồ Văn Bình"], "of the other class nothing"
        assert play.new("gvcn") == [], "and her own act is no news to her"


async def test_a_teacher_does_not_decide_on_her_own_child(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await _mother(play, "Phạm Thu Hà", "Hồ Văn Bình")
        await play.say("gvcn", "6A vắng Bình P, A Thút P")
        assert await marked(play) == {"Hồ Văn Bình": "16/11S K", "A Thút": "16/11S P"}
        assert "Phạm Thu Hà cho biết P; đang ghi K" in "".join(play.new("pht")), "somebody else decides"
        for words in ("/phep 6A Bình", "/comat 6A Bình", "6A vắng Bình ốm có phép"):
            await play.say("gvcn", words)
            assert (await marked(play))["Hồ Văn Bình"] == "16/11S K", words
        await play.press("pht", "Hồ Văn Bình: sửa thành P")
        assert (await marked(play))["Hồ Văn Bình"] == "16/11S P"


async def test_a_teacher_s_answer_and_leave_for_her_own_child_go_to_somebody_else(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await _mother(play, "Phạm Thu Hà", "Hồ Văn Bình")
        await play.say("gvcn", "/xinphep mai Bình ốm")
        assert "Hồ Văn Bình" in "".join(play.new("pht"))
        assert "Không có đơn" in "".join(await play.say("gvcn", says.decide_leave(1, says.LeaveWord.YES)))
        await play.press("pht", "Đồng ý")
        assert await marked(play) == {"Hồ Văn Bình": "17/11S P"}


async def _mother(play: Play, name: str, child: str) -> None:
    async with play.app.database.write() as session:
        row = {"pupil_id": await play.pupil(child), "slot": 4, "person_id": await play.person(name)}
        await session.execute(insert(Guardians).values(row))
