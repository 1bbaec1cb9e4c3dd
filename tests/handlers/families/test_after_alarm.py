"""A family that writes instead of tapping is heard: its words reach the teacher, and the worst at once."""

from pathlib import Path

import pytest
from sqlalchemy import select, update

from models import Answers, FamilyNotes
from tests.conversation import Play, playing
from tests.handlers.said_in_class import marked
from tests.jobs.checks import heard, link, roster_with_siblings, school_day
from tests.jobs.reachable_families import roster_with_father

pytestmark = pytest.mark.anyio

ANSWERS = {  # what is written, and the code it is kept under
    "cháu ốm, tôi quên xin phép": "om",
    "nhà có đám cưới cô ạ": "viec_nha",
    "nó ở nhà trông em": "viec_nha",
    "đường sạt lở cháu không qua được": "khac",
    "tôi không biết cháu nghỉ": "khong_biet",
}
NOTES = (
    "gọi lại cho tôi",
    "?",
    "nhầm số rồi",
    "con tôi có đi học không",
    "mai cháu đi học lại cô nhé",
    "cháu ốm hả cô",
)
LEFT_HOME = (
    "cháu đi học rồi mà cô",
    "không biết nó đi đâu, sáng nó đi học mà",
    "nó không đến lớp à, sáng nó đi học mà",
)


async def answers(play: Play) -> list[tuple[str, str | None, str]]:
    async with play.app.database.read() as session:
        rows = await session.execute(select(Answers.code, Answers.words, Answers.state).order_by(Answers.id))
        return [(row.code, row.words, row.state) for row in rows]


async def notes(play: Play) -> list[str | None]:
    async with play.app.database.read() as session:
        return list(await session.scalars(select(FamilyNotes.words).order_by(FamilyNotes.id)))


async def test_what_clearly_is_an_answer_is_one_and_the_teacher_decides(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await school_day(play, "2026-11-16 07:45", "/vang 6A Nguyễn Văn A")
        heard(play)
        for words, code in ANSWERS.items():
            await play.say("mẹ A", words)
            assert (await answers(play))[-1] == (code, words, "open")
            assert f"“{words}”" in heard(play)["gvcn"], "once, and without a tap"
            assert "Có phép" in play.labels("gvcn")
            async with play.app.database.write() as session:
                others = await play.person("Mai Văn Chín")  # as if this guardian had not answered yet
                await session.execute(update(Answers).values(person_id=others))
        assert await marked(play) == {"Nguyễn Văn A": "16/11S K"}, "no family decides by itself"


async def test_whatever_else_is_written_reaches_the_teacher_too(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await school_day(play, "2026-11-16 07:45", "/vang 6A Nguyễn Văn A")
        heard(play)
        for words in NOTES:
            said = "".join(await play.say("mẹ A", words))
            assert "Đang gửi tin cho Phạm Thu Hà" in said, words
            assert "chưa gửi gì" not in said
            assert "chưa hiểu" not in said
            assert not any("thầy/cô" in label and "chuyển" in label.lower() for label in play.labels("mẹ A"))
            assert f"“{words}”" in heard(play)["gvcn"], words
        assert await notes(play) == list(NOTES)
        await play.say("mẹ A", "cảm ơn cô")
        assert "gvcn" not in heard(play), "thanks are no news"


async def test_a_child_that_left_for_school_is_told_at_once_to_all_who_can_look_at_night_too(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await school_day(play, "2026-11-16 07:45", "/vang 6A Nguyễn Văn A")
        heard(play)
        for words in LEFT_HOME:
            said = "".join(await play.say("mẹ A", words))
            assert "cháu A vắng sáng thứ Hai 16/11" in said
            told = heard(play)
            for phone in ("gvcn", "pht"):
                assert f"“{words}”" in told[phone]
                assert "đang ghi: vắng sáng thứ Hai 16/11" in told[phone]
        assert [code for code, _words, _state in await answers(play)] == ["khong_biet"]
        await play.clock_to("22:30")
        heard(play)
        said = "".join(await play.say("mẹ A", "không thấy nó về, sáng nó đi học mà"))
        assert "không thấy nó về" in heard(play)["gvcn"], "nobody waits for the morning"
        assert "yên tĩnh" not in said
        said = "".join(await play.say("mẹ A", "gọi lại cho tôi"))
        assert "Hết giờ yên tĩnh" in said
        assert "gvcn" not in heard(play), "the rest rests"


async def test_the_teacher_who_finds_it_in_class_puts_it_right_by_a_tap(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await school_day(play, "2026-11-16 07:45", "/vang 6A Nguyễn Văn A")
        heard(play)
        await play.say("mẹ A", "cháu đi học rồi mà cô")
        await play.press("gvcn", "Nguyễn Văn A: có ở lớp")
        assert await marked(play) == {}
        told = heard(play)["mẹ A"]
        assert "có mặt ở lớp" in told
        assert "xin lỗi" not in told, "that the child was not there at the roll call may have been true"
        said = "".join(await play.say("mẹ A", "cháu ốm"))
        assert "Lời xin phép chưa gửi" in said, "nothing is told any more, so nothing is answered"


async def test_a_second_message_and_the_day_after_are_heard_and_stand_on_the_case(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await school_day(play, "2026-11-16 07:45", "/vang 6A Nguyễn Văn A")
        await school_day(play, "2026-11-17 07:45", "/vang 6A Nguyễn Văn A")
        await school_day(play, "2026-11-18 17:30", "/vang 6A Nguyễn Văn A")
        heard(play)
        await play.say("mẹ A", "nó ở nhà trông em")
        await play.say("mẹ A", "em nó mới sinh")
        assert "“em nó mới sinh”" in heard(play)["gvcn"]
        card = "".join(await play.say("gvcn", "/ca 1"))
        assert "Mẹ Nguyễn Văn A: “nó ở nhà trông em”" in card
        assert "Mẹ Nguyễn Văn A: “em nó mới sinh”" in card
        assert "trông em" not in "".join(await play.say("nóc", "/ca 1")), "what a family says is not for everybody"


async def test_of_several_children_it_is_asked_whose_reason_it_is(tmp_path: Path) -> None:
    async with playing(tmp_path, roster=roster_with_siblings()) as play:
        await play.say("gvcn6b", "/vang 6B Nguyễn Thị Phép")
        await school_day(play, "2026-11-16 07:45", "/vang 6A Nguyễn Văn A")
        heard(play)
        said = "".join(await play.say("mẹ A", "các cháu ốm"))
        assert "chọn cháu nào" in said
        assert {"gvcn", "gvcn6b"} <= heard(play).keys(), "each teacher reads it meanwhile"
        await play.say("mẹ A", "Phép ở nhà trông em")
        heard(play)
        await play.say("mẹ A", "nó đi học rồi mà cô")
        told = heard(play)
        assert "nó đi học rồi mà cô" in told["gvcn"]
        assert "gvcn6b" not in told, "of the other it is known why she is away"


async def test_the_other_guardian_answers_the_same_alarm(tmp_path: Path) -> None:
    async with playing(tmp_path, roster=roster_with_father()) as play:
        await link(play, "bố A", "Bố Nguyễn Văn A")
        await school_day(play, "2026-11-16 07:45", "/vang 6A Nguyễn Văn A")
        await play.press("mẹ A", "Không biết cháu nghỉ")
        heard(play)
        await play.say("bố A", "cháu ốm, tôi quên báo")
        assert "“cháu ốm, tôi quên báo”" in heard(play)["gvcn"]
