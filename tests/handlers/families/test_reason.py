"""A family answers: in time or late, with a tap or in its own words; the teacher decides, and who was told hears it."""

from pathlib import Path

import pytest
from sqlalchemy import select, update

from channels import NotSent
from models import Answers, Audit, AwaitedWords
from tests.conversation import Play, playing
from tests.handlers.said_in_class import marked
from tests.handlers.school_days import ask
from tests.jobs.checks import HOLD, after_three_days, heard, link, school_day
from tests.jobs.reachable_families import roster_with_father

pytestmark = pytest.mark.anyio


async def answers(play: Play) -> list[tuple[str, str | None, str]]:
    async with play.app.database.read() as session:
        rows = await session.execute(select(Answers.code, Answers.words, Answers.state).order_by(Answers.id))
        return [(row.code, row.words, row.state) for row in rows]


async def test_the_teacher_may_give_leave_for_the_day_that_was_asked_about_alone(tmp_path: Path) -> None:
    async with after_three_days(tmp_path) as play:
        await play.press("mẹ A", "Nhà có việc")
        heard(play)
        await play.press("gvcn", "Chỉ ngày 18/11")
        assert await marked(play) == {"Nguyễn Văn A": "16/11S K 17/11S K 18/11S P"}
        told = heard(play)
        assert "nóc" not in told, "that Monday was without leave stands, and so does what the pair was told"


async def test_without_leave_stays_so_and_the_family_hears_it_kindly(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await school_day(play, "2026-11-16 07:45", "/vang 6A Nguyễn Văn A")
        await play.press("mẹ A", "Nhà có việc")
        heard(play)
        await play.press("gvcn", "Không phép")
        assert await marked(play) == {"Nguyễn Văn A": "16/11S K"}
        told = heard(play)
        assert told.keys() == {"mẹ A"}
        assert "mong được trao đổi thêm" in told["mẹ A"]
        assert "Phạm Thu Hà, 0900 000 002" in told["mẹ A"]
        assert "đã được duyệt rồi" in (await play.press("gvcn", "Có phép"))[0]
        assert await answers(play) == [("viec_nha", None, "refused")]


async def test_the_teacher_may_look_before_deciding(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await school_day(play, "2026-11-16 07:45", "/vang 6A Nguyễn Văn A")
        await play.press("mẹ A", "Lý do khác")
        await play.say("mẹ A", "Cháu đưa em đi trạm xá")
        heard(play)
        (card,) = await play.press("gvcn", "Xem")
        assert "Mẹ Nguyễn Văn A: lý do khác: “Cháu đưa em đi trạm xá”" in card
        assert "091•••0001" in card
        await play.press("gvcn", "Có phép")
        assert await marked(play) == {"Nguyễn Văn A": "16/11S P"}


async def test_free_text_after_another_reason_is_the_answer_even_after_a_restart_and_expires(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await school_day(play, "2026-11-16 07:45", "/vang 6A Nguyễn Văn A")
        heard(play)
        (asked,) = await play.press("mẹ A", "Lý do khác")
        assert "nhắn lý do trong một tin" in asked
        assert await answers(play) == []
        async with play.app.database.read() as session:
            assert len((await session.scalars(select(AwaitedWords.says))).all()) == 1, "it is in the database"
        # `con` and `nghỉ` begin commands, and many a parent's sentence
        (thanks,) = await play.say("mẹ A", "con theo ông bà đi rẫy, tối mới về")
        assert "con theo ông bà đi rẫy, tối mới về" in thanks
        assert "“con theo ông bà đi rẫy, tối mới về”" in heard(play)["gvcn"]
        assert await answers(play) == [("khac", "con theo ông bà đi rẫy, tối mới về", "open")]
        await play.press("mẹ A", "Lý do khác")
        async with play.app.database.write() as session:
            await session.execute(update(AwaitedWords).values(expires_at=play.app.now()))
        await play.say("mẹ A", "cảm ơn")
        assert len(await answers(play)) == 1, "too late to be the answer to that question"


async def test_what_is_written_once_the_absence_was_taken_back_is_heard_as_ever(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await school_day(play, "2026-11-16 07:45", "/vang 6A Nguyễn Văn A")
        await play.press("mẹ A", "Lý do khác")
        heard(play)
        asked = await play.say("mẹ A", "thế cháu có đi học không cô")
        assert "sáng vắng" in "".join(asked), "a question is no reason"
        await play.say("gvcn", "/huy")
        heard(play)
        (shown,) = await play.say("mẹ A", "hôm nay cháu đi học chứ ạ")
        assert "sáng lớp chưa báo" in shown
        assert await answers(play) == []


async def test_stop_is_never_taken_for_a_reason(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await school_day(play, "2026-11-16 07:45", "/vang 6A Nguyễn Văn A")
        await play.press("mẹ A", "Lý do khác")
        (answer,) = await play.say("mẹ A", "ngừng")
        assert "Ngừng hẳn tin của nhà trường" in answer
        assert await answers(play) == []


async def test_a_family_that_types_days_later_is_asked_whether_it_is_the_answer(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await school_day(play, "2026-11-16 07:45", "/vang 6A Nguyễn Văn A")
        await play.clock_to("2026-11-18 17:00")
        heard(play)
        (question,) = await play.say("mẹ A", "Cháu sốt từ đêm qua cô ạ")
        assert "Đây là câu trả lời" in question
        assert await answers(play) == [], "nothing before the tap"
        await play.press("mẹ A", "Đúng, lý do cháu A nghỉ")
        assert "Cháu sốt từ đêm qua cô ạ" in heard(play)["gvcn"]


async def test_not_knowing_reaches_the_teacher_at_once_and_help_the_vice_principal_too_with_the_words(
    tmp_path: Path,
) -> None:
    async with playing(tmp_path) as play:
        await school_day(play, "2026-11-16 07:45", "/vang 6A Nguyễn Văn A, Hồ Thị Lan")
        heard(play)
        (answer,) = await play.press("mẹ A", "Không biết cháu nghỉ")
        assert "0900 000 002" in answer
        told = heard(play)
        assert told.keys() == {"gvcn"}
        assert "cần thầy/cô liên hệ ngay" in told["gvcn"]
        await play.press("mẹ Lan", "Cần nhà trường giúp")
        told = heard(play)
        assert told.keys() == {"gvcn", "pht"}
        await play.say("mẹ Lan", "Bố cháu ốm nặng, nhà không ai đưa đi học")
        told = heard(play)
        assert told.keys() == {"gvcn", "pht"}
        assert all("“Bố cháu ốm nặng, nhà không ai đưa đi học”" in text for text in told.values())
        assert [code for code, _words, _state in await answers(play)] == ["khong_biet", "can_giup"]


async def test_when_one_guardian_has_answered_the_other_hears_who_and_is_not_alarmed(tmp_path: Path) -> None:
    async with playing(tmp_path, roster=roster_with_father()) as play:
        await link(play, "bố A", "Bố Nguyễn Văn A")
        await school_day(play, "2026-11-16 07:45", "/vang 6A Nguyễn Văn A")
        told = heard(play)
        assert "Cháu **A**" in told["mẹ A"]
        assert "Cháu **A**" in told["bố A"], "each guardian gets one"
        await play.press("bố A", "Cháu ốm")
        told = heard(play)
        assert told.keys() == {"gvcn", "mẹ A"}
        assert "Bố Nguyễn Văn A đã trả lời nhà trường về cháu A" in told["mẹ A"]
        assert "ốm" not in told["mẹ A"], "who answered, not what"


async def test_where_two_guardians_answer_differently_the_teacher_reads_who_said_what(tmp_path: Path) -> None:
    async with playing(tmp_path, roster=roster_with_father()) as play:
        await link(play, "bố A", "Bố Nguyễn Văn A")
        await school_day(play, "2026-11-16 07:45", "/vang 6A Nguyễn Văn A")
        await play.press("mẹ A", "Cháu ốm")
        assert "trả lời;" not in heard(play)["gvcn"]
        await play.press("bố A", "Không biết cháu nghỉ")
        assert "không biết cháu nghỉ – bố trả lời; mẹ: cháu ốm" in heard(play)["gvcn"]
        (tasks,) = await play.say("gvcn", "/viec")
        assert "cháu ốm – mẹ trả lời; bố: gia đình không biết cháu nghỉ" in tasks
        assert {"A (mẹ): Có phép", "A (bố): Có phép"} <= set(play.labels("gvcn"))


async def test_the_alarm_of_a_guardian_still_waiting_falls_away_when_the_other_has_answered(tmp_path: Path) -> None:
    async with playing(tmp_path, roster=roster_with_father()) as play:
        await link(play, "bố A", "Bố Nguyễn Văn A")
        play.channel.refuse["bố A"] = NotSent("no network in the mountains")
        await school_day(play, "2026-11-16 07:45", "/vang 6A Nguyễn Văn A")
        heard(play)
        del play.channel.refuse["bố A"]
        await play.press("mẹ A", "Cháu ốm")
        play.app.now.move_to(play.app.now() + HOLD)
        await play.app.settle()
        told = heard(play).get("bố A", "")
        assert "Cháu **A**" not in told
        assert "Mẹ Nguyễn Văn A đã trả lời nhà trường về cháu A" in told


async def test_another_family_a_teacher_of_another_class_and_a_strangers_number_change_nothing(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await school_day(play, "2026-11-16 07:45", "/vang 6A Nguyễn Văn A")
        assert "đang chờ gia đình" in await ask(play, "mẹ Lan", "/lydo 1 om")
        heard(play)
        assert "đang chờ gia đình" in await ask(play, "mẹ A", "/lydo 99999999999999999999 om")
        await play.press("mẹ A", "Cháu ốm")
        heard(play)
        for phone in ("gvcn6b", "bộ môn", "nóc", "mẹ A", "admin", "lạ"):
            await play.say(phone, "/duyetlydo 1 co")
            await play.say(phone, "/duyetlydo 1 xem")
            assert await marked(play) == {"Nguyễn Văn A": "16/11S K"}, phone
        assert "đang chờ thầy/cô duyệt" in await ask(play, "gvcn6b", "/duyetlydo 1 xem")
        await play.say("pht", "/duyetlydo 1 co")
        assert await marked(play) == {"Nguyễn Văn A": "16/11S P"}, "the leadership may stand in"
        async with play.app.database.read() as session:
            acts = list(
                await session.scalars(
                    select(Audit.kind).where(Audit.kind.like("%answer%"), Audit.school_id.is_not(None))
                )
            )
        assert acts == ["guardian.answered", "answer.approved"]
