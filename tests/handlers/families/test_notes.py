"""A family writes, speaks or shows something to the homeroom teacher."""

from pathlib import Path

import pytest

from handlers import match, may
from handlers.people.welcome import family_keys
from locales import languages, speaking
from models.people.askers import recognise
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


@pytest.mark.parametrize(("file", "what"), [("tin-thoai.ogg", "tin thoại"), ("photo.jpg", "ảnh")])
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
