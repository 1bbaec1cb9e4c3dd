"""Inviting from the command line: the first administrator's code, and slips with the bot's deep link."""

import re
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from bot.cli.invitations import InviteError, invite_class, invite_person
from tests.conversation import playing

pytestmark = pytest.mark.anyio


async def test_a_member_of_staff_gets_one_code_that_links(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        async with play.app.database.write() as session:
            ((name, code),) = await invite_person(session, play.school_id, "bui van tam", play.app.now())
        await play.say("nóc2", "/ngung đồng ý")
        assert name == "Bùi Văn Tám"
        (answer,) = await play.say("máy mới", f"/lienket {code}")
        assert "Bùi Văn Tám" in answer


async def test_a_pupils_name_invites_the_pupils_guardians(tmp_path: Path) -> None:
    async with playing(tmp_path) as play, play.app.database.write() as session:
        ((name, code),) = await invite_person(session, play.school_id, "Hồ Văn Bình", play.app.now())
        assert name == "Mẹ Hồ Văn Bình"
        assert re.fullmatch(r"\w{5}-\w{5}", code)


async def test_a_name_that_fits_nobody_or_several_invites_nobody_and_is_not_repeated(tmp_path: Path) -> None:
    async with playing(tmp_path) as play, play.app.database.write() as session:
        for name in ("Không Ai Cả", "Lan", "Hưng Trần Nào"):
            with pytest.raises(InviteError) as error:
                await invite_person(session, play.school_id, name, play.app.now())
            assert name not in str(error.value)


async def test_the_slips_of_a_class_carry_the_link_that_the_caller_makes(tmp_path: Path) -> None:
    made: list[str] = []

    def link(code: str) -> str:
        made.append(code)
        return f"https://t.me/siso_bot?start={code}"

    async with playing(tmp_path) as play:
        async with play.app.database.write() as session:
            paper = await invite_class(session, play.school_id, "6b", play.app.now(), link)
        assert ZipFile(BytesIO(paper)).testzip() is None
        assert len(set(made)) == 3
        await play.say("mẹ Mai", f"/start {made[-1]}")
        assert play.labels("gvcn6b") != []


async def test_an_unknown_class_prints_nothing(tmp_path: Path) -> None:
    async with playing(tmp_path) as play, play.app.database.write() as session:
        with pytest.raises(InviteError):
            await invite_class(session, play.school_id, "9Z", play.app.now(), None)
