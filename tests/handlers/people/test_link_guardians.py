"""Guardians: they wait for the teacher's word, and the family hears of a newcomer."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert, select

from locales import _
from models import Chats, Guardians, LinkRequests, People, Pupils
from tests.conversation import Play, playing
from tests.handlers.people.linking import NOT_YOURS, WAITING, WRONG, acts, ask_as, code_for, code_of_yen, name_behind

pytestmark = pytest.mark.anyio


async def guardian_of(play: Play, pupil: str) -> str | None:
    async with play.app.database.read() as session:
        statement = (
            select(People.full_name)
            .join(Guardians, Guardians.person_id == People.id)
            .join(Pupils, Pupils.id == Guardians.pupil_id)
        )
        return await session.scalar(statement.where(Pupils.full_name == pupil))


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


async def test_who_came_to_the_family_later_cannot_cut_off_who_was_there_however_old_the_chat(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.clock_to("07:10")
        first = await ask_as(play, "mẹ Bình", "Hồ Văn Bình")
        await play.press("gvcn", _("Yes, that is right"))
        async with play.app.database.write() as session:
            aunt = (await session.execute(select(Chats.id, Chats.person_id).where(Chats.address == "mẹ A"))).one()
            hers = {"pupil_id": await play.pupil("Hồ Văn Bình"), "person_id": aunt.person_id, "relation": "dì"}
            slot = await session.scalar(insert(Guardians).values(slot=2, **hers).returning(Guardians.id))
            taken = select(LinkRequests.__table__).where(LinkRequests.id == first)
            request = dict((await session.execute(taken)).mappings().one())
            later = {
                "id": first + 1,
                "chat_id": aunt.id,
                "guardian_id": slot,
                "decided_at": play.now + timedelta(minutes=1),
            }
            await session.execute(insert(LinkRequests).values({**request, **later}))
        assert (await play.say("mẹ A", f"/khongphainguoinha {first}"))[-1] == _(NOT_YOURS)
        assert await name_behind(play, "mẹ Bình") == "Mẹ Hồ Văn Bình"


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
