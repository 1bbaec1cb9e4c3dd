"""A guide of one page: everybody gets the own one, the staff those of others as well; words and buttons fit."""

import re
from pathlib import Path

import pytest

from bot.cli.export.guide import export_guide
from bot.engine.post.charts import Drawer
from channels import Parcel
from locales import languages, speaking
from models.shapes.message import File
from papers.charts.page_child import SIZES, SPOKEN, room, screen_size, words_size
from papers.people.guides import guide
from rules.guides import Guide
from tests.conversation import Play, playing

pytestmark = pytest.mark.anyio


def sent(play: Play, phone: str) -> list[str]:
    return [file.name for parcel in play.channel.seen[phone] for file in parcel.files]


async def test_everybody_gets_the_own_page_and_a_family_no_other(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        for phone, name in (("gvcn", "thay-co"), ("nóc", "thay-co"), ("mẹ A", "gia-dinh")):
            await play.say(phone, "hướng dẫn")
            assert sent(play, phone) == [f"huong-dan-{name}.pdf"]
        await play.say("mẹ A", "/huongdan giáo viên")
        assert sent(play, "mẹ A") == ["huong-dan-gia-dinh.pdf"] * 2
        await play.press("gvcn", "Trang cho gia đình")
        await play.say("gvcn", "/huongdan trưởng thôn")
        assert sent(play, "gvcn")[1:] == ["huong-dan-gia-dinh.pdf", "huong-dan-truong-thon.pdf"]


@pytest.mark.parametrize("which", Guide)
def test_a_page_has_five_steps_and_its_words_fit_beside_the_phones(which: Guide) -> None:
    for language in languages():
        with speaking(language):
            page = guide(which, "Trường PTDTBT Tiểu học và THCS Trà Mai")
        assert len(page.steps) == 5
        assert words_size(page) > SIZES[-1], "large enough for a phone"
        assert all(screen_size(step.screen, room(page)) > SPOKEN[-1] for step in page.steps)


TYPED_BY = {Guide.TEACHER: "gvcn", Guide.HAMLET: "nóc2", Guide.FAMILY: "mẹ Lan"}


@pytest.mark.parametrize("which", TYPED_BY)
async def test_what_people_type_on_it_is_understood(tmp_path: Path, which: Guide) -> None:
    async with playing(tmp_path) as play:
        await play.say("gvcn", "6A vắng Hồ Văn Bình, Hồ Thị Lan")
        await play.clock_to("07:50")
        with speaking("vi"):
            said = [text for step in guide(which, "Trường").steps for own, text in step.screen.said if own]
        for text in said:
            if not text.isdigit() and "lienket" not in text:
                answer = "\n".join(await play.say(TYPED_BY[which], text))
                assert answer, text
                assert "hiểu" not in answer, text


async def test_what_a_family_said_at_home_is_passed_on_by_the_tap_that_the_page_shows(tmp_path: Path) -> None:
    with speaking("vi"):
        (screen,) = [one.screen for one in guide(Guide.HAMLET, "Trường").steps if "ốm" in one.screen.said[-1][1]]
    async with playing(tmp_path) as play:
        await play.say("gvcn", "6A vắng Hồ Văn Bình")
        await play.clock_to("07:50")
        await play.say("nóc2", screen.said[-1][1])
        assert play.labels("nóc2") == list(screen.buttons)
        await play.press("nóc2", screen.buttons[0])
        assert screen.said[-1][1] in "\n".join(play.new("gvcn"))


@pytest.mark.draws
async def test_it_is_one_page_of_a4_whose_words_can_be_searched(tmp_path: Path) -> None:
    with speaking("vi"):
        page = guide(Guide.FAMILY, "Trường Thử")
    parcel = await Drawer().complete(Parcel(address="a", text="…"), [page])
    (file,) = parcel.files
    assert isinstance(file, File)
    assert file.content.startswith(b"%PDF")
    assert len(re.findall(rb"/Type /Page\b", file.content)) == 1
    assert b"/FontFile2" in file.content, "letters, not outlines"
    assert b"595.44 841.68" in file.content, "A4"


async def test_the_command_line_writes_it(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        assert await export_guide(play.app.config, Guide.VILLAGE, tmp_path / "g.pdf") == 0
    assert (tmp_path / "g.pdf").read_bytes().startswith(b"%PDF")
