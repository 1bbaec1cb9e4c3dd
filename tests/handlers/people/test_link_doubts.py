"""Codes in groups and edited messages, leaders, strangers, phones that rest."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from channels import Gone
from locales import _
from models import Chats, Outbox
from models.people.links import CODE_LIFE
from models.shapes.message import ALERT
from tests.conversation import playing
from tests.handlers.people.linking import NOT_YOURS, WRONG, acts, code_for, code_of_yen, name_behind

pytestmark = pytest.mark.anyio


NOT_LINKED = "This chat is not linked to anybody yet. Please type /lienket and the code printed on your slip."


async def test_nothing_is_linked_or_shown_in_a_group(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        code = await code_of_yen(play, "Cao Thị Yên")
        alone = [_("For your safety this works only in a private chat with Sĩ Số, not in a group.")]
        assert await play.say("nhóm", "/lienket", private=False) == alone
        assert await play.say("nhóm", "/start 22222-22222", private=False) == alone
        assert await play.say("nhóm", "/ngonngu en", private=False) == alone
        assert await play.say("admin", "/moi Cao Thị Yên", private=False) == alone
        await play.say("máy mới", f"/lienket {code}")
        assert await name_behind(play, "máy mới") == "Cao Thị Yên"


SHOWN_TO_ALL = (
    "Everybody in this group has read that code, so it no longer works. Please ask the school for a new one, and "
    "type it to Sĩ Số in a private chat."
)


@pytest.mark.parametrize(
    "words",
    ["/lienket {code}", "/start {bare}", "{code}", "mã của em là {lower} ạ", "https://t.me/siso_bot?start={bare}"],
)
@pytest.mark.parametrize("phone", ["nhóm", "gvcn"])
async def test_a_code_said_in_a_group_is_void_at_once_whoever_said_it(tmp_path: Path, phone: str, words: str) -> None:
    async with playing(tmp_path) as play:
        code = await code_of_yen(play, "Cao Thị Yên")
        said = words.format(code=code, bare=code.replace("-", ""), lower=code.lower())
        assert await play.say(phone, said, private=False) == [_(SHOWN_TO_ALL)]
        assert await play.say("người đứng ngoài", f"/lienket {code}") == [_(WRONG)]
        assert await name_behind(play, "người đứng ngoài") is None


async def test_an_edited_message_never_links_and_a_code_counts_from_when_it_was_received(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        code, long_ago = await code_of_yen(play, "Cao Thị Yên"), play.app.now()
        for words in (f"/lienket {code}", f"/start {code}", code):
            await play.say("kẻ gian", words, edited=True)
            assert await name_behind(play, "kẻ gian") is None
        play.app.now.move_to(long_ago + CODE_LIFE)
        assert await play.say("kẻ gian", f"/lienket {code}", when=long_ago) == [_(WRONG)]
        fresh = await code_of_yen(play, "Cao Thị Yên")
        await play.say("bộ môn mới", f"/lienket {fresh}", when=long_ago)
        assert await name_behind(play, "bộ môn mới") == "Cao Thị Yên"


OF_LEADERS = {"ht": "Mai Văn Chín", "pht": "Ngô Thị Bảy", "tpt": "Tạ Quang Minh", "admin": "Lý Thị Mười"}
SECOND = "Thank you. A second person of the school's leadership must confirm it; then you get a message here."
WAITS = "This chat is waiting for the school's leaders to confirm it; then you get a message here."


@pytest.mark.parametrize("phone", OF_LEADERS)
async def test_the_code_of_a_leader_opens_nothing_before_a_second_persons_yes(tmp_path: Path, phone: str) -> None:
    async with playing(tmp_path) as play:
        name = OF_LEADERS[phone]
        by = "ht" if phone == "admin" else "admin"
        code = await code_for(play, name, by)
        assert await play.say("máy mới", f"/lienket {code}", name="Anh Lạ") == [_(SECOND)]
        assert await name_behind(play, "máy mới") is None
        for words in ("/baocao", "6A đủ", "alo", "/start"):
            assert await play.say("máy mới", words) == [_(WAITS)]
        assert play.new(phone) == [], "nobody confirms the own account"
        others = [one for one in OF_LEADERS if one != phone]
        assert all("Anh Lạ" in "".join(play.new(one)) for one in others)
        assert await play.say(phone, "/duyetmay 1") == [_(NOT_YOURS)]
        await play.say("gvcn", "/duyetmay 1")
        assert await name_behind(play, "máy mới") is None
        await play.press(others[0], _("Yes, that is right"))
        assert name in play.new("máy mới")[0]
        assert await name_behind(play, "máy mới") == name
        assert "liên kết" in play.new(phone)[0], "the older phone hears of the new one"
        assert (await play.say(others[1], "/tuchoimay 1")) == [_(NOT_YOURS)], "it is decided"


async def test_a_leaders_code_that_is_refused_has_opened_nothing(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.say("kẻ gian", f"/lienket {await code_for(play, 'Mai Văn Chín')}")
        await play.press("pht", _("No, it is not"))
        assert play.new("kẻ gian") == [_("The school has not confirmed this phone. Please ask the school.")]
        assert await name_behind(play, "kẻ gian") is None
        assert {"staff.asked", "staff.refused"} <= set(await acts(play))


async def test_the_first_leader_of_a_school_has_nobody_to_ask_and_the_next_one_has(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        code = await code_for(play, "Mai Văn Chín")
        for phone in OF_LEADERS:
            await play.say(phone, "/ngung đồng ý")
        await play.say("ht", f"/lienket {code}")
        assert await name_behind(play, "ht") == "Mai Văn Chín"
        assert await play.say("pht", f"/lienket {await code_for(play, 'Ngô Thị Bảy', 'ht')}") == [_(SECOND)]
        await play.press("ht", _("Yes, that is right"))
        assert await name_behind(play, "pht") == "Ngô Thị Bảy"


async def test_a_family_that_blocked_the_bot_and_writes_again_is_known(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.channel.refuse["mẹ A"] = Gone("blocked by the user")
        await play.say("gvcn", "/vang 6A Nguyễn Văn A")
        await play.clock_to("08:00")
        async with play.app.database.read() as session:
            closed = select(Chats.closed_at).where(Chats.address == "mẹ A")
            assert await session.scalar(closed) is not None, "the story begins with a chat that is closed"
        del play.channel.refuse["mẹ A"]
        (answer,) = await play.say("mẹ A", "/con")
        assert "**A** (6A)" in answer
        await play.clock_to("2026-11-17 07:05")
        play.new("mẹ A")
        await play.say("gvcn", "/vang 6A Nguyễn Văn A")
        await play.clock_to("08:00")
        assert len(play.new("mẹ A")) == 1, "and is told again, once"


async def test_who_left_and_blocked_the_bot_is_nobody_when_writing_again(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.say("mẹ A", "/ngung đồng ý")
        async with play.app.database.write() as session:
            await session.execute(update(Chats).where(Chats.address == "mẹ A").values(closed_at=play.app.now()))
        assert await play.say("mẹ A", "/con") == [_(NOT_LINKED)]
        assert await name_behind(play, "mẹ A") is None


ONCE = ("alo", "/start", "/trogiup", "/lop 6A", "6A vắng Lan", "cảm ơn", "")


@pytest.mark.parametrize("first", ONCE)
async def test_a_stranger_is_answered_once_and_then_there_is_silence(tmp_path: Path, first: str) -> None:
    async with playing(tmp_path) as play:
        assert len(await play.say("lạ", first)) == 1
        for words in ONCE * 2:
            assert await play.say("lạ", words) == []
        assert len(await play.say("lạ khác", first)) == 1, "each is answered once"
        code = await code_of_yen(play, "Cao Thị Yên")
        assert len(await play.say("lạ", code)) == 1, "a code is always looked at"
        assert await name_behind(play, "lạ") == "Cao Thị Yên"
        assert len(await play.say("lạ", "/trogiup")) == 1
        play.app.now.move_to(play.app.now() + timedelta(days=1, minutes=1))
        assert len(await play.say("lạ khác", first)) == 1, "and the next day again"


async def test_alarms_leave_before_the_replies_to_strangers(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.say("gvcn", "/vang 6A Nguyễn Văn A")
        await play.clock_to("07:44")
        for number in range(20):
            await play.arrive(f"lạ {number}", "alo")
        await play.app.worker.quiet()
        async with play.app.database.read() as session:
            order = select(Outbox.priority).where(Outbox.state == "pending").order_by(Outbox.priority)
            assert min(await session.scalars(order)) > ALERT, "an alarm stored later passes them"


async def test_a_phone_that_was_let_in_rests_on_the_first_ones_word_until_a_leader_decides(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.say("kẻ gian", f"/lienket {await code_for(play, 'Phạm Thu Hà')}")
        await play.press("kẻ gian", _("That phone is lost: ask a leader"))
        await play.press("ht", _("Yes, that is right"))
        assert await name_behind(play, "kẻ gian") == "Phạm Thu Hà"
        async with play.app.database.read() as session:
            old = await session.scalar(select(Chats.id).where(Chats.address == "gvcn"))
        for phone in ("kẻ gian", "tpt"):
            play.new(phone)
        refused = [_("No device of yours was linked after this one.")]
        assert await play.say("kẻ gian", f"/gothietbi {old}") == refused
        assert await play.say("tpt", f"/gothietbi {old}") == refused
        await play.press("gvcn", _("It was not me: call a leader"))
        assert await play.say("kẻ gian", "/viec") == [_(WAITS)]
        assert await name_behind(play, "gvcn") == "Phạm Thu Hà"
        await play.press("ht", _("No, it is not"))
        assert await name_behind(play, "kẻ gian") is None
        assert await name_behind(play, "gvcn") == "Phạm Thu Hà"
