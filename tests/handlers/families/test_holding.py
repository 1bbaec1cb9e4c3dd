"""`khoan báo nhà em A`: a family is not told before its teacher says so, with an end by itself, and leaders read it."""

from pathlib import Path

import pytest

from letters.says.families import hold_family
from rules.asking.holding import holds_family, without_hold
from tests.conversation import Play, playing
from tests.handlers.said_in_class import marked

pytestmark = pytest.mark.anyio

SAID = (
    "khoan báo nhà em A",
    "đừng báo gia đình em A vội, em đang ở trạm xá với cô",
    "em A đang ở phòng y tế với tôi, khoan gửi tin cho mẹ em nhé",
    "dung bao gia dinh em A voi",
    "tạm thời chưa nhắn nhà em A",
    "nhà em A thì khoan hãy báo nha",
    "giữ tin nhà em A lại giúp cô",
    "để lát nữa hãy báo nhà em A",
    "đừng cho mẹ em A biết vội",
    "chưa báo phụ huynh em A nhé",
)
NOT_SAID = (
    "sao chưa báo nhà em Lan",
    "đã báo gia đình em Lan chưa",
    "đừng quên báo nhà em Lan",
    "em Dũng báo mẹ ốm",
    "em dung bao me om",
    "chưa gọi được mẹ em Lan",
    "khoan báo nhà trường",
    "có nên khoan báo nhà em Lan không",
    "6A vắng Ba, mẹ báo ốm",
)


async def reported(play: Play) -> None:
    await play.say("gvcn", "/vang 6A Nguyễn Văn A")


@pytest.mark.parametrize(
    "said", [pytest.param(said, marks=pytest.mark.campaign) if at > 1 else said for at, said in enumerate(SAID)]
)
async def test_the_family_and_whoever_would_ask_it_wait_and_the_leaders_read_why(tmp_path: Path, said: str) -> None:
    async with playing(tmp_path) as play:
        await reported(play)
        (answer,) = await play.say("gvcn", said)
        assert "**Khoan báo gia đình em Nguyễn Văn A**" in answer
        assert "đến 09:05" in answer
        (leader,) = play.new("pht")
        assert "Phạm Thu Hà đã dừng tin gửi gia đình em Nguyễn Văn A, lớp 6A" in leader
        assert f"“{said}”" in leader
        await play.clock_to("08:55")
        assert [play.new(phone) for phone in ("mẹ A", "nóc", "nóc2")] == [[], [], []]
        await play.clock_to("09:10")
        assert "Cháu **A**" in "".join(play.new("mẹ A")), "it ends by itself"
        assert "Nguyễn Văn A" in "".join([*play.new("nóc"), *play.new("nóc2")])


@pytest.mark.parametrize("phone", ["gvcn", "pht"])
async def test_one_tap_tells_the_family(tmp_path: Path, phone: str) -> None:
    async with playing(tmp_path) as play:
        await reported(play)
        await play.say("gvcn", SAID[0])
        await play.clock_to("07:50")
        await play.press(phone, "Báo gia đình được" if phone == "gvcn" else "Cho gửi lại")
        assert "Cháu **A**" in "".join(play.new("mẹ A"))


async def test_with_leave_tells_nobody_any_more(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await reported(play)
        await play.say("gvcn", SAID[1])
        await play.press("gvcn", "có phép")
        await play.clock_to("10:00")
        assert play.new("mẹ A") == []


async def test_what_has_left_is_said_and_an_hour_may_be_named(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await reported(play)
        await play.clock_to("07:50")
        assert play.new("mẹ A")
        answer = (await play.say("gvcn", "khoan báo nhà em A đến 10h30"))[-1]
        assert "đến 10:30" in answer
        assert "Đã gửi" in answer


async def test_what_is_reported_besides_is_written_down(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        said = await play.say("gvcn", "6A vắng Bình k, khoan báo nhà em Bình")
        assert "Khoan báo" in said[0]
        assert "Đã ghi 6A" in said[1]
        assert len(await marked(play)) == 1


async def test_whose_family_is_asked_where_it_is_not_clear(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await reported(play)
        assert "em nào ạ?" in (await play.say("gvcn", "khoan báo nhà em Lan"))[0]
        assert len(play.labels("gvcn")) == 2
        assert "em nào ạ?" in (await play.say("gvcn", "khoan báo gia đình, để cô xem lại"))[0]
        await play.press("gvcn", "Nguyễn Văn A")
        await play.clock_to("07:50")
        assert play.new("mẹ A") == []


async def test_others_hold_nothing_and_are_told_who_can(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await reported(play)
        for phone in ("bộ môn", "nóc"):
            assert "Chưa giữ tin nào" in (await play.say(phone, "khoan báo nhà em A, em ở với tôi"))[0]
            await play.say(phone, hold_family(await play.pupil("Nguyễn Văn A"), ""))
        await play.clock_to("07:50")
        assert "Cháu **A**" in "".join(play.new("mẹ A"))


async def test_where_families_are_told_by_a_tap_the_tap_ends_the_hold(tmp_path: Path) -> None:
    async with playing(tmp_path, family_after_tap=True) as play:
        await reported(play)
        await play.say("gvcn", SAID[0])
        await play.clock_to("07:50")
        await play.press("gvcn", "báo gia đình")
        assert "Cháu **A**" in "".join(play.new("mẹ A"))


@pytest.mark.parametrize("said", NOT_SAID)
def test_what_sounds_like_it_holds_nothing(said: str) -> None:
    assert not holds_family(said)


def test_the_rest_of_the_message_is_what_holds_nothing() -> None:
    assert without_hold("6A vắng Lan, khoan báo nhà em, em ở trạm xá") == "6A vắng Lan, em ở trạm xá"
