"""Stopping, language, invitations, slips and words to forward."""

import re
from pathlib import Path

import pytest
from sqlalchemy import select, update

from letters.people.link_requests import account_name
from locales import _
from locales.words import ROLES
from models import Guardians, LinkCodes, People, Pupils, Roles
from rules.people.roles import Role
from tests.conversation import playing
from tests.handlers.people.linking import WAITING, WRONG, acts, ask_as, code_for, code_of_yen, name_behind

pytestmark = pytest.mark.anyio


async def test_stopping_is_asked_once_more_and_then_nothing_is_sent_there(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.say("mẹ A", "/ngung")
        assert await name_behind(play, "mẹ A") is not None
        await play.say("gvcn", "/vang 6A Nguyễn Văn A")
        await play.press("mẹ A", _("Stop all"))
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


async def test_whoever_is_invited_is_called_what_they_are(tmp_path: Path) -> None:
    """A village head is no teacher: each by the words of the own roles."""
    async with playing(tmp_path) as play:
        mine = Roles.person_id == await play.person("Cao Thị Yên")
        for role in set(ROLES) & set(Role):
            async with play.app.database.write() as session:
                await session.execute(update(Roles).where(mine).values(name=role))
            (code, _forward) = await play.say("pht", "/moi Cao Thị Yên")
            assert f"Cao Thị Yên ({_(ROLES[role])})" in code


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


async def test_whoever_types_the_own_code_once_more_is_not_sent_for_a_new_slip(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        (_head, forward) = await play.say("gvcn", "/moi Hồ Văn Bình")
        (typed,) = re.findall(r"lienket \S+", forward)
        await play.say("mẹ Bình", typed)
        for _again in range(7):
            (answer,) = await play.say("mẹ Bình", f"/start {typed.split()[1].replace('-', '')}")
            assert "Phạm Thu Hà" in answer, "never a try that counts, and never “retype”"
        assert await play.say("kẻ gian", typed) == [_(WRONG)]
        await play.press("gvcn", _("Yes, that is right"))
        play.new("mẹ Bình")
        (answer,) = await play.say("mẹ Bình", typed)
        assert "đã liên kết" in answer
        assert await play.say("kẻ gian", typed) == [_(WRONG)]
        await play.say("mẹ Bình", "/ngung đồng ý")
        assert _(WRONG) in await play.say("mẹ Bình", typed)


async def test_a_teachers_own_code_once_more_says_that_it_is_done(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        code = await code_of_yen(play, "Cao Thị Yên")
        await play.say("máy mới", f"/lienket {code}")
        (answer,) = await play.say("máy mới", f"/lienket {code}")
        assert "đã liên kết" in answer
        assert await play.say("kẻ gian", f"/lienket {code}") == [_(WRONG)]


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
