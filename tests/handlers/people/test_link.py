"""Linking people to chats, as conversations: codes, the teacher's word, the family's, and letting go."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert, select, update

from channels import Gone
from letters.people.link_requests import account_name
from locales import _
from models import Audit, Chats, Guardians, LinkCodes, LinkRequests, LinkTries, Outbox, People, Pupils, Roles
from models.people.links import CODE_LIFE, WINDOW_TRIES
from models.shapes.message import ALERT
from tests.conversation import Play, playing

pytestmark = pytest.mark.anyio

WRONG = (
    "This code cannot be used: it is mistyped, used already or too old. Please check it, or ask the school for a "
    "new slip."
)
WAITING = "Thank you. The school has your request. When the homeroom teacher has confirmed it, you get a message here."
NOT_LINKED = "This chat is not linked to anybody yet. Please type /lienket and the code printed on your slip."
NOT_YOURS = "There is no such request that is yours to decide."


async def code_for(play: Play, name: str, by: str = "admin") -> str:
    """A fresh code for the only person of that name."""
    said = await play.say(by, f"/moi {name}")
    found = re.search(r"\b\w{5}-\w{5}\b", said[0])
    assert found, said
    return found[0]


async def code_of_yen(play: Play, typed: str) -> str:
    """The same for the teacher Cao Thị Yên, who has given up her phone."""
    await play.say("bộ môn", "/ngung đồng ý")
    return await code_for(play, typed)


async def ask_as(play: Play, phone: str, guardian: str, account: str = "Chị Tư") -> int:
    """Show a guardian's code on this phone; return the request's id."""
    code = await code_for(play, guardian)
    assert await play.say(phone, f"/lienket {code}", name=account) == [_(WAITING)]
    async with play.app.database.read() as session:
        return await session.scalar(select(LinkRequests.id).order_by(LinkRequests.id.desc())) or 0


async def name_behind(play: Play, phone: str) -> str | None:
    async with play.app.database.read() as session:
        linked = select(People.full_name).join(Chats, Chats.person_id == People.id).where(Chats.address == phone)
        return await session.scalar(linked)


async def guardian_of(play: Play, pupil: str) -> str | None:
    async with play.app.database.read() as session:
        statement = (
            select(People.full_name)
            .join(Guardians, Guardians.person_id == People.id)
            .join(Pupils, Pupils.id == Guardians.pupil_id)
        )
        return await session.scalar(statement.where(Pupils.full_name == pupil))


async def acts(play: Play) -> list[str]:
    async with play.app.database.read() as session:
        return list(await session.scalars(select(Audit.kind).order_by(Audit.id)))


async def test_start_without_a_code_says_how_to_link_and_what_is_never_asked(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        (answer,) = await play.say("lạ", "/start")
        assert "/lienket" in answer
        assert "OTP" in answer
        assert await play.say("lạ 2", "/lienket") == [answer]


async def test_start_greets_who_is_linked_by_name_with_the_menu_of_that_person(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        (answer,) = await play.say("gvcn", "/start")
        assert "Phạm Thu Hà" in answer
        assert "vang" in dict(play.channel.seen["gvcn"][-1].menu or ())


async def test_a_staff_code_links_at_once_however_it_is_typed_and_brings_the_menu(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        code = await code_of_yen(play, "Cao Thi Yen")
        (answer,) = await play.say("máy mới", f"liên kết {code.lower().replace('-', ' ')}")
        assert "Cao Thị Yên" in answer
        assert "vang" in dict(play.channel.seen["máy mới"][-1].menu or ())
        assert await name_behind(play, "máy mới") == "Cao Thị Yên"
        assert {"code.staff", "chat.linked"} <= set(await acts(play))


async def test_a_deep_link_brings_the_code_with_start(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        code = await code_of_yen(play, "Cao Thị Yên")
        await play.say("máy mới", f"/start {code.replace('-', '')}")
        assert await name_behind(play, "máy mới") == "Cao Thị Yên"


async def test_wrong_used_expired_malformed_and_revoked_codes_get_one_and_the_same_answer(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        revoked = await code_of_yen(play, "Cao Thị Yên")
        used = await code_of_yen(play, "Cao Thị Yên")
        await play.say("máy mới", f"/lienket {used}")
        expired = await code_for(play, "Tạ Quang Minh")
        async with play.app.database.write() as session:
            past = play.app.now() - timedelta(seconds=1)
            await session.execute(update(LinkCodes).where(LinkCodes.ended_at.is_(None)).values(expires_at=past))
        for number, code in enumerate(("22222-22222", used, expired, "không phải mã", revoked)):
            assert await play.say(f"lạ {number}", f"/lienket {code}") == [_(WRONG)]
            assert await name_behind(play, f"lạ {number}") is None


async def test_a_code_works_for_sixty_days_and_not_a_minute_more(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        first, second = await code_of_yen(play, "Cao Thị Yên"), await code_for(play, "Tạ Quang Minh")
        play.app.now.move_to(play.app.now() + CODE_LIFE - timedelta(minutes=1))
        await play.say("máy 1", f"/lienket {first}")
        assert await name_behind(play, "máy 1") == "Cao Thị Yên"
        play.app.now.move_to(play.app.now() + timedelta(minutes=1))
        assert await play.say("máy 2", f"/lienket {second}") == [_(WRONG)]


async def test_only_a_digest_of_the_code_is_kept_with_the_codes(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        code = await code_of_yen(play, "Cao Thị Yên")
        async with play.app.database.read() as session:
            (kept,) = await session.scalars(select(LinkCodes.digest))
        assert len(kept) == 64
        assert code.replace("-", "") not in kept.upper()


async def test_after_five_wrong_codes_in_an_hour_even_the_right_one_is_not_looked_at(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        code = await code_of_yen(play, "Cao Thị Yên")
        for _number in range(5):
            assert await play.say("lạ", "/lienket 22222-22222") == [_(WRONG)]
        blocked = _("Too many wrong codes from this chat. Please try again later, or ask the school.")
        assert await play.say("lạ", f"/lienket {code}") == [blocked]
        assert await play.say("lạ", "/lienket 22222-22222") == [], "said once"
        play.app.now.move_to(play.app.now() + timedelta(minutes=61))
        await play.say("lạ", f"/lienket {code}")
        assert await name_behind(play, "lạ") == "Cao Thị Yên"


async def test_twenty_wrong_codes_a_day_are_the_most(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        for _hour in range(4):
            for _number in range(5):
                assert await play.say("lạ", "/lienket 22222-22222") == [_(WRONG)]
            play.app.now.move_to(play.app.now() + timedelta(minutes=61))
        blocked = _("Too many wrong codes from this chat. Please try again later, or ask the school.")
        assert await play.say("lạ", "/lienket 22222-22222") == [blocked]


async def test_fifty_wrong_codes_in_ten_minutes_freeze_linking_and_tell_the_heads_once(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        code = await code_of_yen(play, "Cao Thị Yên")
        async with play.app.database.write() as session:
            chat = await session.scalar(select(Chats.id).where(Chats.address == "nóc"))
            await session.execute(insert(LinkTries), [{"chat_id": chat, "at": play.app.now()}] * (WINDOW_TRIES - 1))
        assert await play.say("lạ", "/lienket 22222-22222") == [_(WRONG)]
        frozen = _("Linking is stopped for some minutes. Please try again a little later.")
        assert await play.say("máy mới", f"/lienket {code}") == [frozen]
        assert await play.say("lạ 99", "/lienket 22222-22222") == [frozen]
        for head in ("ht", "admin"):
            assert len([text for text in play.new(head) if str(WINDOW_TRIES) in text]) == 1
        assert play.new("gvcn") == []
        play.app.now.move_to(play.app.now() + timedelta(minutes=11))
        await play.say("máy mới", f"/lienket {code}")
        assert await name_behind(play, "máy mới") == "Cao Thị Yên"


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


async def test_a_guardian_waits_without_a_word_about_the_child_until_the_teacher_confirms(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        code = await code_for(play, "Hồ Văn Bình")
        (answer,) = await play.say("mẹ Bình", f"/lienket {code}", name="Mẹ Bình")
        assert answer == _(WAITING)
        assert "Bình" not in answer
        assert "6A" not in answer
        assert await name_behind(play, "mẹ Bình") is None
        (letter,) = play.new("gvcn")
        assert "Mẹ Bình" in letter
        assert "Hồ Văn Bình" in letter
        assert play.labels("gvcn") == [_("Yes, that is right"), _("No, it is not")]
        await play.press("gvcn", _("Yes, that is right"))
        (welcome,) = play.new("mẹ Bình")
        assert "Hồ Văn Bình" in welcome
        assert "/ngung" in welcome
        assert play.channel.seen["mẹ Bình"][-1].menu is not None
        assert await name_behind(play, "mẹ Bình") == "Mẹ Hồ Văn Bình"
        assert {"code.guardian", "guardian.asked", "guardian.approved"} <= set(await acts(play))


async def test_a_confirmed_guardian_hears_of_an_absence(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await ask_as(play, "mẹ Bình", "Hồ Văn Bình")
        await play.press("gvcn", _("Yes, that is right"))
        play.new("mẹ Bình")
        await play.say("gvcn", "/vang 6A Hồ Văn Bình")
        await play.clock_to("08:00")
        assert any("Bình" in text for text in play.new("mẹ Bình"))


async def test_a_refused_request_shows_nothing_and_frees_nothing(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        code = await code_for(play, "Hồ Văn Bình")
        await play.say("lạ", f"/lienket {code}")
        await play.press("gvcn", _("No, it is not"))
        (answer,) = play.new("lạ")
        assert "Bình" not in answer
        assert await name_behind(play, "lạ") is None
        assert await play.say("lạ", f"/lienket {code}") == [_(WRONG)]
        (late,) = await play.press("gvcn", _("Yes, that is right"))
        assert late == _("The request of account “{account}” has been decided already.").format(
            account=_("without a name")
        )
        assert await name_behind(play, "lạ") is None
        assert "guardian.refused" in await acts(play)


async def test_only_the_childs_own_teacher_or_the_leadership_decides(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        request = await ask_as(play, "mẹ Bình", "Hồ Văn Bình")
        for word in ("/duyet", "/tuchoi"):
            assert await play.say("gvcn6b", f"{word} {request}") == [_(NOT_YOURS)]
        for phone in ("bộ môn", "admin", "mẹ A", "mẹ Bình"):
            await play.say(phone, f"/duyet {request}")
            assert await name_behind(play, "mẹ Bình") is None
        for nonsense in ("", "abc", "999", "9" * 400, "-1", "1 2"):
            assert (await play.say("gvcn", f"/duyet {nonsense}".strip()))[-1] == _(NOT_YOURS)
        await play.say("pht", f"/duyet {request}")
        assert await name_behind(play, "mẹ Bình") == "Mẹ Hồ Văn Bình"


async def test_two_deciders_cannot_both_decide(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        request = await ask_as(play, "mẹ Bình", "Hồ Văn Bình", "Tư")
        await play.say("pht", f"/tuchoi {request}")
        decided = _("The request of account “{account}” has been decided already.").format(account="Tư")
        assert (await play.say("gvcn", f"/duyet {request}"))[-1] == decided
        assert await name_behind(play, "mẹ Bình") is None


async def test_without_a_linked_homeroom_teacher_the_leadership_is_asked(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.say("gvcn", "/ngung đồng ý")
        await ask_as(play, "mẹ Bình", "Hồ Văn Bình", "Mẹ Bình")
        assert any("Mẹ Bình" in text for text in play.new("pht"))
        assert any("Mẹ Bình" in text for text in play.new("tpt"))
        assert play.new("ht") == []


async def test_a_teacher_who_links_later_is_told_of_the_requests_that_waited(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        for phone in ("gvcn", "pht", "tpt", "ht"):
            await play.say(phone, "/ngung đồng ý")
        await ask_as(play, "mẹ Bình", "Hồ Văn Bình", "Mẹ Bình")
        await play.say("gvcn", f"/lienket {await code_for(play, 'Phạm Thu Hà')}")
        assert play.labels("gvcn") == [_("Yes, that is right"), _("No, it is not")]
        await play.press("gvcn", _("Yes, that is right"))
        assert await name_behind(play, "mẹ Bình") == "Mẹ Hồ Văn Bình"


async def test_a_teacher_who_is_a_mother_stays_a_teacher_and_becomes_the_guardian(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await ask_as(play, "bộ môn", "Hồ Văn Bình")
        await play.press("gvcn", _("Yes, that is right"))
        assert await name_behind(play, "bộ môn") == "Cao Thị Yên"
        assert await guardian_of(play, "Hồ Văn Bình") == "Cao Thị Yên"


async def test_a_guardians_code_never_opens_a_staff_account(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await ask_as(play, "bộ môn", "Hồ Văn Bình")
        await play.press("gvcn", _("Yes, that is right"))
        await ask_as(play, "lạ", "Hồ Văn Bình")
        answer = (await play.press("gvcn", _("Yes, that is right")))[-1]
        assert "Cao Thị Yên" in answer
        assert await name_behind(play, "lạ") is None
        await play.say("bộ môn", "/ngung đồng ý")
        await ask_as(play, "cha", "Hồ Văn Bình")
        await play.press("gvcn", _("Yes, that is right"))
        assert await name_behind(play, "cha") == "Mẹ Hồ Văn Bình"
        assert await guardian_of(play, "Hồ Văn Bình") == "Mẹ Hồ Văn Bình"


async def test_a_parent_with_two_children_keeps_one_chat_for_both(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await ask_as(play, "mẹ A", "Nguyễn Thị Phép")
        await play.press("gvcn6b", _("Yes, that is right"))
        assert await name_behind(play, "mẹ A") == "Mẹ Nguyễn Văn A"
        assert await guardian_of(play, "Nguyễn Thị Phép") == "Mẹ Nguyễn Văn A"


async def test_a_slot_that_is_linked_does_not_silently_go_to_another_account(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await ask_as(play, "mẹ Lan", "Nguyễn Văn A")
        answer = (await play.press("gvcn", _("Yes, that is right")))[-1]
        assert "Mẹ Nguyễn Văn A" in answer
        assert await guardian_of(play, "Nguyễn Văn A") == "Mẹ Nguyễn Văn A"
        assert "Nguyễn Văn A" not in "".join(play.new("mẹ Lan"))


async def test_the_family_is_told_of_a_newcomer_and_can_cut_it_off(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await ask_as(play, "kẻ gian", "Nguyễn Văn A", "Người Lạ")
        await play.press("gvcn", _("Yes, that is right"))
        (_asked, told) = play.new("mẹ A")
        assert "Người Lạ" in told
        play.new("gvcn")
        await play.press("mẹ A", _("Not of our family"))
        assert await name_behind(play, "kẻ gian") is None
        assert await name_behind(play, "mẹ A") == "Mẹ Nguyễn Văn A"
        (alarm,) = play.new("gvcn")
        assert "Người Lạ" in alarm
        await play.press("mẹ A", _("Not of our family"))
        assert play.new("gvcn") == [], "said once"
        assert "guardian.objected" in await acts(play)


async def test_the_newcomer_cannot_shut_the_real_parent_out(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        first = await ask_as(play, "mẹ Bình", "Hồ Văn Bình")
        await play.press("gvcn", _("Yes, that is right"))
        second = await ask_as(play, "kẻ gian", "Hồ Văn Bình")
        await play.press("gvcn", _("Yes, that is right"))
        for number in (first, second):
            assert (await play.say("kẻ gian", f"/khongphainguoinha {number}"))[-1] == _(NOT_YOURS)
        assert await play.say("mẹ A", f"/khongphainguoinha {second}") == [_(NOT_YOURS)]
        assert await name_behind(play, "mẹ Bình") == "Mẹ Hồ Văn Bình"
        await play.say("mẹ Bình", f"/khongphainguoinha {second}")
        assert await name_behind(play, "kẻ gian") is None


async def test_cutting_off_an_account_that_was_linked_before_gives_the_slot_back(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        pupil = await play.pupil("Hồ Văn Bình")
        async with play.app.database.write() as session:
            aunt = await session.scalar(select(People.id).where(People.full_name == "Mẹ Hồ Thị Lan"))
            await session.execute(insert(Guardians).values(pupil_id=pupil, slot=2, person_id=aunt, relation="dì"))
        await ask_as(play, "bộ môn", "Mẹ Hồ Văn Bình")
        await play.press("gvcn", _("Yes, that is right"))
        await play.press("mẹ Lan", _("Not of our family"))
        assert await name_behind(play, "bộ môn") == "Cao Thị Yên"
        assert await guardian_of(play, "Hồ Văn Bình") == "Mẹ Hồ Văn Bình"


async def test_a_parent_who_turns_out_to_be_staff_takes_the_children_along(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.say("mẹ A", f"/lienket {await code_of_yen(play, 'Cao Thị Yên')}")
        assert await name_behind(play, "mẹ A") == "Cao Thị Yên"
        assert await guardian_of(play, "Nguyễn Văn A") == "Cao Thị Yên"


async def test_stopping_is_asked_once_more_and_then_nothing_is_sent_there(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.say("mẹ A", "/ngung")
        assert await name_behind(play, "mẹ A") is not None
        await play.say("gvcn", "/vang 6A Nguyễn Văn A")
        await play.press("mẹ A", _("Yes, unlink"))
        assert await name_behind(play, "mẹ A") is None
        await play.clock_to("08:00")
        assert play.new("mẹ A") == []
        assert "chat.unlinked" in await acts(play)


async def test_the_language_is_the_chats_own(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        english = "From now on this chat is answered in English."
        assert await play.say("gvcn", "/ngonngu english") == [english]
        assert "What you can say" in (await play.say("gvcn", "/trogiup thêm"))[0]
        await play.say("lạ", "/ngonngu")
        assert {"Tiếng Việt", "English"} <= set(play.labels("lạ"))
        assert await play.press("lạ", "Tiếng Việt") == [_(english)]


async def test_a_homeroom_teacher_invites_only_families_of_the_own_class(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        assert await code_for(play, "Hồ Văn Bình", by="gvcn")
        for name in ("Nguyễn Thị Phép", "Cao Thị Yên", "Mai Văn Chín", "#s1", "#g11"):
            (answer,) = await play.say("gvcn", f"/moi {name}")
            assert not re.search(r"\b\w{5}-\w{5}\b", answer)
        assert await play.say("gvcn", "/moi 6B") == [_("You may print slips for your own class only.")]


async def test_several_people_of_a_name_are_asked_about(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.say("pht", "/moi Lan")
        assert len(play.labels("pht")) == 2
        (answer, _forward) = await play.press("pht", "Đinh Văn Lan")
        assert "Đinh Văn Lan" in answer
        assert re.search(r"\b\w{5}-\w{5}\b", answer)


async def test_slips_go_to_the_families_that_are_not_linked_yet(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.say("gvcn", "/moi lớp 6a")
        (file,) = play.channel.seen["gvcn"][-1].files
        assert file.name == "phieu-moi-6a.docx"
        async with play.app.database.read() as session:
            slots = select(Pupils.full_name).join(Guardians).join(LinkCodes, LinkCodes.guardian_id == Guardians.id)
            invited = set(await session.scalars(slots.where(LinkCodes.ended_at.is_(None))))
        assert len(invited) == 6
        assert invited.isdisjoint({"Nguyễn Văn A", "Hồ Thị Lan"})


async def test_printing_again_leaves_unused_slips_good_until_one_is_used(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        code, again = await code_for(play, "Hồ Văn Bình"), await code_for(play, "Hồ Văn Bình")
        await play.say("gvcn", "/moi 6A")
        assert await play.say("mẹ Bình", f"/lienket {code}") == [_(WAITING)]
        assert await play.say("kẻ gian", f"/lienket {again}") == [_(WRONG)], "the same slip once more is void then"


async def test_words_to_forward_bring_a_parent_in_who_follows_only_them(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        (_head, forward) = await play.say("gvcn", "/moi Hồ Văn Bình")
        (typed,) = re.findall(r"lienket \S+", forward)
        assert await play.say("mẹ Bình", typed) == [_(WAITING)]
        (waiting,) = await play.say("mẹ Bình", "alo cô ơi")
        assert "Phạm Thu Hà" in waiting
        await play.press("gvcn", _("Yes, that is right"))
        assert await name_behind(play, "mẹ Bình") == "Mẹ Hồ Văn Bình"


async def test_a_teacher_whose_role_ended_is_not_told_of_a_request_that_still_waited_to_leave(tmp_path: Path) -> None:
    async with playing(tmp_path, at="2026-11-16 22:00") as play:
        await ask_as(play, "mẹ Bình", "Hồ Văn Bình", "Mẹ Bình")
        async with play.app.database.write() as session:
            today = play.now.date()
            mine = select(People.id).where(People.full_name == "Phạm Thu Hà").scalar_subquery()
            await session.execute(update(Roles).where(Roles.person_id == mine).values(ends=today))
        await play.clock_to("2026-11-17 06:30")
        assert play.new("gvcn") == []


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("Mẹ\u202e **Lan** 😀 <b>tg://user</b>", "Mẹ Lan btguserb"),
        ("H'Hen Niê-Kdăm", "H'Hen Niê-Kdăm"),
        ("a\u200bb\nc", "ab c"),
        ("😀", ""),
        ("x" * 5000, "x" * 60),
    ],
)
def test_an_accounts_name_is_letters_on_one_line(given: str, shown: str) -> None:
    assert account_name(given) == shown
