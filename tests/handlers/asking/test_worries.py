"""Words of danger about a child reach a person at once, and their writer is told whom to call."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from models import Chats, Worries
from tests.conversation import Play, playing
from tests.handlers.said_in_class import marked

pytestmark = pytest.mark.anyio

FAMILIES = (
    "cháu bỏ nhà đi từ tối qua rồi cô ơi",
    "cháu A đi lấy chồng",
    "nó không chịu đi học nữa",
    "nhờ cô tìm cháu với",
    "nó đòi theo anh nó đi làm công ty, tôi buồn lắm",
    "mai nó không chịu đi học nữa",
    "mai nó đi học thì tụi nó chặn đường đánh",
    "con tôi ở nhà với bà mà bà nói không biết nó đi đâu",
    "cháu ở nhà một mình, tôi đi làm xa",
    "cháu ở nhà ông bà, cháu buồn lắm khóc suốt không nói chuyện với ai",
    "con tôi đòi bỏ học",
    "nhà bên kia bắt cháu lấy chồng",
)
NO_WORRY = (
    "cháu ốm",
    "cháu đi học lại rồi cô ạ",
    "cháu có bỏ học không cô",
    "con không muốn ăn",
    "cháu theo mẹ đi rẫy",
    "nó nói với bà là mai nó chịu đi học rồi cô ạ",
    "con tôi ở nhà với bà mà, tôi đi làm xa",
    "cháu đang ở nhà bà ngoại, bố mẹ đi làm ăn xa hết",
)


async def worries(play: Play) -> int:
    async with play.app.database.read() as session:
        return await session.scalar(select(func.count()).select_from(Worries)) or 0


async def test_a_family_s_words_of_danger_reach_the_teacher_and_the_leadership(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        for words in FAMILIES:
            said = "".join(await play.say("mẹ A", words))
            assert "được chuyển đến thầy/cô chủ nhiệm và lãnh đạo" in said, words
            assert "111" in said
            await play.settle()
            for phone in ("gvcn", "pht"):
                told = "".join(play.new(phone))
                assert words in told, (phone, words)
                assert "**Nguyễn Văn A**, lớp 6A" in told
            assert not play.new("gvcn6b"), "and nobody else"
        assert await marked(play) == {}, "nothing is recorded by it"


async def test_what_the_family_writes_behind_it_reaches_those_who_were_alarmed_as_quickly(tmp_path: Path) -> None:
    async with playing(tmp_path, at="2026-11-16 22:00") as play:
        await play.say("mẹ A", "cô ơi cháu A chưa về nhà")
        play.new("gvcn"), play.new("pht")
        said = "".join(await play.say("mẹ A", "cháu về rồi cô ạ"))
        assert "Đang gửi tin cho Phạm Thu Hà và Ngô Thị Bảy" in said
        for phone in ("gvcn", "pht"):
            (told,) = play.new(phone)
            assert "“cháu về rồi cô ạ”" in told
            assert "quan tâm ngay" not in told
        await play.say("mẹ A", "cháu bỏ nhà đi rồi cô ơi")
        assert "quan tâm ngay" in "".join(play.new("pht")), "danger is danger each time"
        play.app.now.move_to(play.app.now() + timedelta(hours=13))
        await play.say("mẹ A", "cháu về rồi cô ạ")
        assert not play.new("pht"), "the next day it is another matter"


async def test_everyday_words_of_a_family_alarm_nobody(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        for words in NO_WORRY:
            await play.say("mẹ A", words)
        assert await worries(play) == 0


async def test_a_teacher_s_words_reach_the_leadership_where_the_pupil_is_known(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        said = "".join(await play.say("gvcn", "em Nguyễn Văn A bỏ nhà đi"))
        assert "được chuyển đến" in said
        await play.settle()
        assert "em Nguyễn Văn A bỏ nhà đi" in "".join(play.new("pht"))
        said = "".join(await play.say("gvcn", "cháu bỏ nhà đi"))
        assert "chưa chuyển đi" in said, "what nobody has been told is not said to have been told"


async def test_a_danger_told_of_a_child_of_others_reaches_its_teacher_and_nothing_is_read_of_it(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        words = "cháu Học đi từ trường lúc 4h mà chưa tới nhà, cả nhà đang đi tìm"
        said = "".join(await play.say("nóc", words))
        assert "được chuyển đến thầy/cô chủ nhiệm và lãnh đạo" in said
        assert "0911" not in said, "the family's phone is for others"
        assert words in "".join(play.new("gvcn6b"))
        assert "Xin gọi ngay: Ngô Thị Bảy" in "".join(await play.say("ht", "có em ngất trong giờ thể dục"))


async def test_a_picture_alone_and_who_writes_are_answered(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        assert "Nothing" not in "".join(await play.say("mẹ A", "👍"))
        assert "chưa hiểu" not in "".join(await play.say("mẹ A", "👍"))
        assert "Sĩ Số" in "".join(await play.say("mẹ A", "số này của ai"))


async def test_where_nobody_of_the_school_has_a_phone_linked_the_writer_is_not_told_that_somebody_reads_it(
    tmp_path: Path,
) -> None:
    async with playing(tmp_path) as play:
        async with play.app.database.write() as session:
            others = update(Chats).where(Chats.address != "mẹ A").values(closed_at=play.app.now())
            await session.execute(others)
        said = "".join(await play.say("mẹ A", FAMILIES[0]))
        assert "được chuyển đến" not in said
        assert "gọi điện" in said
