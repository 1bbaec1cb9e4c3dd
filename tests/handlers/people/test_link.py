"""Linking people to chats, as conversations: codes, the teacher's word, the family's, and letting go."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert, select, update

from locales import _
from models import Chats, LinkCodes, LinkTries
from models.people.links import CODE_LIFE, WINDOW_TRIES
from tests.conversation import playing
from tests.handlers.people.linking import WRONG, acts, code_for, code_of_yen, name_behind

pytestmark = pytest.mark.anyio


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
