"""Inviting from the command line: the first administrator's code, and slips with the bot's deep link."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document

from bot.cli.invitations import InviteError, invite_class, invite_person
from rules.people.codes import payload
from tests.conversation import playing
from tests.papers.people.test_slips import TELEGRAM, ZALO, words

pytestmark = pytest.mark.anyio


def typed_in(slip: str) -> str:
    """What somebody types who reads only the slip."""
    (found,) = re.findall(r"lienket (\S+)", slip)
    return str(found).replace("\u2011", "-")


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
    async with playing(tmp_path) as play:
        async with play.app.database.write() as session:
            paper = await invite_class(session, play.school_id, "6b", play.app.now(), [TELEGRAM, ZALO])
        (text, *others) = words(paper)
        assert len(others) == 2
        assert "@siso_bot" in text
        assert "Bot Trường Thử" in text
        code = typed_in(text)
        await play.say("mẹ Phép", f"/start {payload(code)}")
        assert play.labels("gvcn6b") != []


async def test_all_of_the_staff_are_invited_at_once_and_the_table_says_who_is_linked(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.say("bộ môn", "/ngung đồng ý")
        (said,) = await play.say("admin", "/moi cán bộ")
        assert "8" in said
        assert "9" in said
        (file,) = play.channel.seen["admin"][-1].files
        (text,) = words(file.content)
        assert "Cao Thị Yên" in text
        rows = [[cell.text for cell in row.cells] for row in Document(BytesIO(file.content)).tables[-1].rows]
        by = {row[0]: row[2] for row in rows}
        assert (by["Cao Thị Yên"], by["Phạm Thu Hà"]) == ("–", "Paper")
        code = typed_in(text)
        assert "Cao Thị Yên" in (await play.say("máy mới", f"lienket {code}"))[0]
        await play.say("gvcn", "/moi cán bộ")
        assert not play.channel.seen["gvcn"][-1].files, "of the staff, administrators and heads only"


async def test_an_unknown_class_prints_nothing(tmp_path: Path) -> None:
    async with playing(tmp_path) as play, play.app.database.write() as session:
        with pytest.raises(InviteError):
            await invite_class(session, play.school_id, "9Z", play.app.now())
