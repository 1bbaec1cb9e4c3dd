"""One person, several phones: the second one waits for the first, a leader ends what is lost, and one is written to."""

from pathlib import Path

import pytest
from sqlalchemy import select, update

from channels import Refused
from locales import _
from models import Chats
from tests.conversation import Play, playing
from tests.handlers.people.linking import acts, ask_as, code_for, name_behind

pytestmark = pytest.mark.anyio

HA, YEN = "Phạm Thu Hà", "Cao Thị Yên"  # the phones: gvcn, bộ môn
MINE, ALIEN = _("Yes, it is mine"), _("It was not me: call a leader")
LOST, YES_AND_END = _("That phone is lost: ask a leader"), _("Yes; the old phone is lost, end it")
YES = _("Yes, that is right")
NOT_ME = _("on the phone linked before it was answered: **it is not me**")
MY_OLD_ONE = "This phone waits for **Yes, it is mine** on the phone linked before. Is that one lost?"
UNLINKED = _("**This phone has been unlinked.** If that is not right, please call the school.")


async def second_phone(play: Play, name: str, phone: str = "máy mới") -> None:
    """Somebody who has a phone types a code of that name on another one."""
    await play.say(phone, f"/lienket {await code_for(play, name)}", name="Máy Mới")


async def sees_nothing(play: Play, phone: str) -> bool:
    answers = [text for words in ("/viec", "/lop 6A", "6A đủ", "/trogiup") for text in await play.say(phone, words)]
    return await name_behind(play, phone) is None and not any("Bình" in text or "A Thút" in text for text in answers)


async def test_a_second_phone_sees_nothing_before_the_first_one_says_yes(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await second_phone(play, HA)
        assert await sees_nothing(play, "máy mới")
        assert play.new("pht") == play.new("ht") == [], "nobody else is troubled"
        assert await play.say("máy mới", "6A đủ") == [_(MY_OLD_ONE)], "and no leader is waited for"
        (asked,) = play.new("gvcn")
        assert "Máy Mới" in asked
        await play.press("gvcn", MINE)
        assert await name_behind(play, "máy mới") == await name_behind(play, "gvcn") == HA
        assert "6A" in "".join(await play.say("máy mới", "/lop"))


async def test_a_lost_phone_is_replaced_by_a_leaders_word_and_ends_with_it(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await second_phone(play, HA)
        await play.press("máy mới", LOST)
        assert await sees_nothing(play, "máy mới")
        await play.press("pht", YES_AND_END)
        assert await name_behind(play, "máy mới") == HA
        assert await name_behind(play, "gvcn") is None
        assert UNLINKED in play.new("gvcn")
        assert await sees_nothing(play, "gvcn")


async def test_not_me_keeps_the_newcomer_out_calls_a_leader_and_ends_nobody(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await second_phone(play, HA, "kẻ gian")
        await play.press("kẻ gian", LOST)
        assert NOT_ME not in play.new("ht")[0]
        await play.press("gvcn", ALIEN)
        assert NOT_ME in play.new("ht")[0], "who has read of the request reads of that too"
        assert await sees_nothing(play, "kẻ gian")
        assert await name_behind(play, "gvcn") == HA
        await play.press("ht", YES)
        assert await name_behind(play, "kẻ gian") == HA, "the leader has spoken with the person"


@pytest.mark.parametrize("phone", ["kẻ gian", "bộ môn", "mẹ A", "lạ"])
@pytest.mark.parametrize("word", ["dung", "nha", "mat", "truoc", "go"])
async def test_nobody_decides_about_the_phones_of_others(tmp_path: Path, phone: str, word: str) -> None:
    async with playing(tmp_path) as play:
        await second_phone(play, HA, "kẻ gian")
        async with play.app.database.read() as session:
            chat = await session.scalar(select(Chats.id).where(Chats.address == "gvcn"))
        for number in (1, chat, 999, "x", "9" * 40):
            if (phone, word, number) != ("kẻ gian", "mat", 1):
                await play.say(phone, f"/thietbi {word} {number}")
        assert await name_behind(play, "gvcn") == HA
        assert await name_behind(play, "kẻ gian") is None
        assert play.new("pht") == []


async def test_a_guardians_second_phone_is_let_in_by_the_first_one_or_by_the_teacher(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await ask_as(play, "máy của cha", "Nguyễn Văn A", "Cha A")
        assert await name_behind(play, "máy của cha") is None
        await play.press("mẹ A", MINE)
        assert await name_behind(play, "máy của cha") == "Mẹ Nguyễn Văn A"
        assert "Nguyễn Văn A" in "".join(play.new("máy của cha"))
        play.new("mẹ A")
        await ask_as(play, "máy thứ ba", "Nguyễn Văn A", "Ai đó")
        await play.press("gvcn", YES_AND_END)
        assert await name_behind(play, "máy thứ ba") == "Mẹ Nguyễn Văn A"
        assert [await name_behind(play, old) for old in ("mẹ A", "máy của cha")] == [None, None]
        assert UNLINKED in play.new("mẹ A")


async def test_who_confirms_an_account_that_takes_no_messages_reads_so(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.channel.refuse["người thứ 51"] = Refused("the plan is full")
        await play.say("người thứ 51", f"/lienket {await code_for(play, 'Nguyễn Văn A')}", name="Cha A")
        assert "bị từ chối" in "".join(await play.press("gvcn", YES))


async def test_not_of_our_family_before_and_after_the_yes_lets_the_newcomer_rest(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await ask_as(play, "kẻ gian", "Nguyễn Văn A", "Người Lạ")
        await play.press("mẹ A", _("Not of our family"))
        (_request, objection) = play.new("gvcn")
        assert "Người Lạ" in objection
        await play.press("gvcn", YES)
        assert await name_behind(play, "kẻ gian") == "Mẹ Nguyễn Văn A"
        await play.press("mẹ A", _("Not of our family"))
        assert await name_behind(play, "kẻ gian") is None
        assert any("Người Lạ" in text for text in play.new("gvcn")), "told anew"
        await play.press("gvcn", YES)
        assert await name_behind(play, "kẻ gian") == "Mẹ Nguyễn Văn A", "nothing ended by it"
        assert await name_behind(play, "mẹ A") == "Mẹ Nguyễn Văn A"


async def two_phones(play: Play) -> None:
    """Hà has her old phone and a new one; letters go to the new one."""
    await second_phone(play, HA)
    await play.press("gvcn", MINE)
    for phone in ("gvcn", "máy mới"):
        play.new(phone)


async def told(play: Play) -> list[str]:
    """Which of Hà's phones a letter to her arrives at."""
    await ask_as(play, "mẹ Bình", "Hồ Văn Bình")
    return [phone for phone in ("gvcn", "máy mới") if any("Hồ Văn Bình" in text for text in play.new(phone))]


async def test_letters_go_to_the_phone_one_prefers_and_once(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await two_phones(play)
        assert await told(play) == ["máy mới"]
    async with playing(tmp_path) as play:
        await two_phones(play)
        (listed,) = await play.say("gvcn", "/thietbi")
        assert "B. " in listed
        assert _("(this one)") in listed
        await play.press("gvcn", "(B)")
        assert await told(play) == ["gvcn"]


async def test_what_the_preferred_phone_refuses_goes_to_the_other_one_once(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await two_phones(play)
        play.channel.refuse["máy mới"] = Refused("quota")
        assert await told(play) == ["gvcn"]


async def test_one_ends_the_own_other_phone_and_an_ended_one_reads_nothing(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await two_phones(play)
        await play.say("gvcn", "/thietbi")
        await play.press("gvcn", "Gỡ Paper (A)")
        assert await name_behind(play, "máy mới") is None
        assert await told(play) == ["gvcn"]
        assert await sees_nothing(play, "máy mới")
        assert "chat.ended" in await acts(play)


@pytest.mark.parametrize("leader", ["pht", "ht", "tpt", "admin"])
async def test_a_leader_or_administrator_ends_anybodys(tmp_path: Path, leader: str) -> None:
    async with playing(tmp_path) as play:
        for name, phone in ((YEN, "bộ môn"), ("Mẹ Nguyễn Văn A", "mẹ A")):
            assert name in (await play.say(leader, f"/thietbi {name}"))[0]
            await play.press(leader, name)
            assert await name_behind(play, phone) is None


async def test_a_homeroom_teacher_ends_those_of_the_own_families_only(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        for name in (YEN, "Mai Văn Chín", "Mẹ Nguyễn Thị Phép"):
            await play.say("gvcn", f"/thietbi {name}")
            assert not play.labels("gvcn"), name
        async with play.app.database.write() as session:
            chat = await session.scalar(select(Chats.id).where(Chats.address == "bộ môn"))
            await session.execute(update(Chats).where(Chats.id == chat).values(language="vi"))
        await play.say("gvcn", f"/thietbi go {chat}")
        assert await name_behind(play, "bộ môn") == YEN
        await play.say("gvcn", "/thietbi Nguyễn Văn A")
        await play.press("gvcn", "Mẹ Nguyễn Văn A")
        assert await name_behind(play, "mẹ A") is None


async def alone_at_the_top(play: Play) -> None:
    """Nobody else of the leadership has a phone; a new one says that the principal's is lost."""
    code = await code_for(play, "Mai Văn Chín")
    for phone in ("pht", "tpt", "admin"):
        await play.say(phone, "/ngung đồng ý")
    await play.say("máy mới", f"/lienket {code}")
    play.new("ht")
    await play.press("máy mới", LOST)


async def test_a_phone_of_somebody_alone_at_the_top_waits_a_day_for_the_first_one_to_object(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await alone_at_the_top(play)
        assert "máy này đã mất" in "".join(play.new("ht"))
        await play.press("máy mới", "Máy kia đã mất")
        assert await sees_nothing(play, "máy mới")
        assert play.new("ht") == [], "told once"
        await play.clock_to("2026-11-17 07:06")
        await play.press("máy mới", "Máy kia đã mất")
        assert await name_behind(play, "máy mới") == "Mai Văn Chín"


async def test_a_lost_phone_that_is_none_keeps_the_other_one_out(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await alone_at_the_top(play)
        await play.press("ht", "Không phải tôi: đừng cho vào")
        await play.clock_to("2026-11-17 07:06")
        await play.press("máy mới", "Máy kia đã mất")
        assert await name_behind(play, "máy mới") is None
        assert await name_behind(play, "ht") == "Mai Văn Chín"


async def test_the_leadership_hears_of_a_slip_that_was_typed_and_ends_a_phone_that_is_not_theirs(
    tmp_path: Path,
) -> None:
    async with playing(tmp_path) as play:
        for name, phone in ((YEN, "bộ môn"), ("Vũ Đức Long", "gvcn6b")):
            code = await code_for(play, name)
            await play.say(phone, "/ngung đồng ý")
            await play.say(f"nhặt được {phone}", f"/lienket {code}")
        await play.clock_to("07:15")
        (letter,) = play.new("pht")
        assert YEN in letter
        assert "Vũ Đức Long" in letter, "a busy hour is one letter"
        await play.press("pht", f"Không phải máy của {YEN}")
        assert await sees_nothing(play, "nhặt được bộ môn")
        assert await name_behind(play, "nhặt được gvcn6b") == "Vũ Đức Long"
