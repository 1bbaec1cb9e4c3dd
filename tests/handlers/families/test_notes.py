"""A family writes, speaks or shows something to the homeroom teacher."""

from pathlib import Path

import pytest
from sqlalchemy import delete, select

from handlers import match, may
from handlers.people.welcome import family_keys
from locales import languages, speaking
from models import Guardians, Outbox
from models.people.askers import recognise
from rules.letters import Kind
from rules.written import PLACE
from tests.conversation import Play, playing

pytestmark = pytest.mark.anyio


async def test_what_a_family_writes_is_read_by_the_own_teacher_only(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.say("mẹ A", "Nhắn cô")
        await play.say("mẹ A", "chiều nay nhà có việc, em xin đón cháu sớm ạ")
        (letter,) = play.new("gvcn")
        assert "đón cháu sớm" in letter
        assert "Nguyễn Văn A" in letter
        assert "090" in letter or "091" in letter, "whom to call back, masked"
        assert all("đón cháu" not in "".join(play.new(phone)) for phone in ("gvcn6b", "pht", "ht", "mẹ Lan"))
        await play.say("mẹ A", "nhắn cô cháu quên vở")
        assert "quên vở" in "".join(play.new("gvcn"))


async def test_at_night_it_rests_until_morning(tmp_path: Path) -> None:
    async with playing(tmp_path, at="2026-11-16 22:10") as play:
        await play.say("mẹ A", "nhắn cô mai cháu đi muộn")
        assert play.new("gvcn") == []
        await play.clock_to("2026-11-17 06:30")
        assert "đi muộn" in "".join(play.new("gvcn"))


@pytest.mark.parametrize(
    ("file", "what"), [("tin-thoai.ogg", "tin thoại"), ("photo.jpg", "ảnh"), ("video.mp4", "đoạn phim")]
)
async def test_a_voice_or_picture_is_opened_by_a_tap_and_by_nobody_else(tmp_path: Path, file: str, what: str) -> None:
    async with playing(tmp_path) as play:
        play.channel.files[file] = b"content"
        await play.say("mẹ A", "", file=file)
        (letter,) = play.new("gvcn")
        assert what in letter
        for other in ("gvcn6b", "mẹ Lan", "bộ môn", "admin"):
            await play.say(other, "/tingiadinh 1")
            assert not any(parcel.files for parcel in play.channel.seen[other])
        await play.press("gvcn", "Nguyễn Văn A")
        assert play.channel.seen["gvcn"][-1].files[0].content == b"content"


async def test_where_a_family_is_reaches_the_teacher_as_a_place_on_a_map(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        (answer,) = await play.say("mẹ A", f"{PLACE}15.200000,108.100000")
        assert "Cảm ơn gia đình" in answer
        assert f"{PLACE}15.200000,108.100000" in "".join(play.new("gvcn"))


async def test_what_the_staff_send_stays_what_it_was(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.channel.files["tin-thoai.ogg"] = b"content"
        for phone in ("gvcn", "bộ môn", "lạ"):
            await play.say(phone, "", file="tin-thoai.ogg")
        assert "gia đình" not in "".join(play.new("gvcn6b"))


async def test_each_key_below_a_familys_chat_is_a_command_of_theirs(tmp_path: Path) -> None:
    async with playing(tmp_path) as play, play.app.database.read() as session:
        asker = (await recognise(session, [("paper", "mẹ A")], play.app.now()))["paper", "mẹ A"]
    for language in languages():
        with speaking(language):
            for words in family_keys().words:
                known = match(words)
                assert known is not None, (language, words)
                assert known[1] == ""
                assert may(asker, known[0].who)


async def test_a_new_guardian_gets_the_keys(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await _link(play)
        assert play.channel.seen["mẹ Bình"][-1].keys is not None


async def _link(play: Play) -> None:
    (_head, forward) = await play.say("gvcn", "/moi Hồ Văn Bình")
    code = forward.partition("lienket ")[2].split()[0]
    await play.say("mẹ Bình", f"lienket {code}")
    await play.press("gvcn", "Đúng")


async def test_thanks_and_questions_that_were_asked_for_go_to_the_teacher(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        for words in ("em cảm ơn cô", "ngày mai cháu có phải đi học không cô?", "cháu đã nghỉ mấy buổi rồi cô?"):
            await play.say("mẹ A", "Nhắn cô")
            await play.say("mẹ A", words)
            assert words in "".join(play.new("gvcn"))


async def asked(play: Play, words: str = "chiều nay em xin đón cháu sớm ạ") -> None:
    await play.say("mẹ A", f"nhắn cô {words}")
    await play.press("gvcn", "Trả lời")


async def test_the_teacher_answers_with_two_taps_and_the_family_reads_it_under_its_own_words(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await asked(play)
        (shown,) = await play.say("gvcn", "Vâng, 15h chị đón cháu ở **cổng** sau nhé")
        assert "Chưa gửi gì" in shown
        assert play.new("mẹ A") == []
        assert "Đang gửi tin cho Mẹ Nguyễn Văn A" in "".join(await play.press("gvcn", "Gửi"))
        (letter,) = play.new("mẹ A")
        assert "Phạm Thu Hà" in letter
        assert "“Vâng, 15h chị đón cháu ở cổng sau nhé”" in letter
        assert "đón cháu sớm" in letter
        await play.press("mẹ A", "Nhắn lại")
        await play.say("mẹ A", "em cảm ơn cô")
        assert "cảm ơn" in "".join(play.new("gvcn"))
        await play.say("gvcn", "/traloigiadinh gui 1")
        assert play.new("mẹ A") == [], "once"


async def test_at_night_the_answer_rests_and_says_so(tmp_path: Path) -> None:
    async with playing(tmp_path, at="2026-11-16 22:10") as play:
        await play.say("mẹ A", "nhắn cô mai cháu đi muộn")
        await play.clock_to("2026-11-17 06:30")
        await play.clock_to("2026-11-17 22:00")
        await play.press("gvcn", "Trả lời")
        await play.say("gvcn", "dạ vâng")
        assert "Hết giờ yên tĩnh mới gửi" in "".join(await play.press("gvcn", "Gửi"))
        assert play.new("mẹ A") == []
        await play.clock_to("2026-11-18 06:30")
        assert "dạ vâng" in "".join(play.new("mẹ A"))


async def test_a_report_in_between_stays_a_report_and_no_family_reads_it(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await asked(play)
        assert "vắng 1/8" in "".join(await play.say("gvcn", "6A vắng Hồ Văn Bình K"))
        await play.say("gvcn", "/bao cao")
        assert "Chưa gửi gì" in "".join(await play.say("gvcn", "dạ được chị"))
        await play.press("gvcn", "Không gửi")
        assert "Chưa gửi gì" not in "".join(await play.say("gvcn", "dạ được chị")), "it was asked for once"
        assert play.new("mẹ A") == []


async def test_nobody_else_answers_and_nobody_who_is_no_guardian_any_more_reads_it(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await asked(play)
        for other in ("gvcn6b", "bộ môn", "mẹ Lan", "admin"):
            await play.say(other, "/traloigiadinh viet 1 xin chào")
            await play.say(other, "/traloigiadinh gui 1")
        await play.say("gvcn", "hẹn chị chiều nay")
        async with play.app.database.write() as session:
            gone = delete(Guardians).where(Guardians.person_id == await play.person("Mẹ Nguyễn Văn A"))
            await session.execute(gone)
        await play.press("gvcn", "Gửi")
        assert "hẹn chị" not in "".join(play.new("mẹ A"))


async def test_words_under_the_familys_letter_are_the_answer_without_a_tap_before(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.say("mẹ A", "nhắn cô cháu quên vở")
        async with play.app.database.read() as session:
            told = await session.scalar(select(Outbox.message_id).where(Outbox.kind == Kind.FAMILY_NOTE))
        play.new("gvcn")
        (shown,) = await play.say("gvcn", "cô giữ vở cho cháu rồi", answers_to=told)
        assert "Mẹ Nguyễn Văn A" in shown
        await play.press("gvcn", "Gửi")
        assert "giữ vở" in "".join(play.new("mẹ A"))
