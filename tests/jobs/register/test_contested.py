"""Somebody says that a pupil is there after all, and nobody has tapped: the alarm waits a little, and not for ever."""

from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from rules.pictures import Chart
from tests.conversation import Play, playing
from tests.handlers.said_in_class import marked
from tests.jobs.checks import heard

pytestmark = pytest.mark.anyio

ABSENT = "6A vắng Hồ Thị Lan, Nguyễn Văn A K"
SAID = {  # by whom, what
    "the own word of one of them": ("gvcn", "Hồ Thị Lan đến rồi"),
    "a name that two have": ("gvcn", "Lan đến rồi"),
    "of a class of somebody else": ("bộ môn", "6A Hồ Thị Lan có mặt"),
    "without a class": ("bộ môn", "em Hồ Thị Lan vào lớp rồi"),
    "late": ("gvcn", "Hồ Thị Lan đi muộn"),
    "the whole class": ("gvcn", "6A đủ"),
    "all of it was wrong": ("gvcn", "nãy em báo nhầm"),
}


async def begun(play: Play) -> None:
    await play.say("gvcn", ABSENT)
    await play.clock_to("07:30")
    play.new("gvcn")


@pytest.mark.parametrize("case", SAID)
async def test_an_alarm_waits_for_the_tap_and_leaves_without(tmp_path: Path, case: str) -> None:
    phone, words = SAID[case]
    async with playing(tmp_path) as play:
        await begun(play)
        await play.say(phone, words)
        await play.clock_to("08:00")
        assert "mẹ Lan" not in heard(play), "unknown is neither absent nor present"
        await play.clock_to("08:15")
        assert "vắng sáng thứ Hai 16/11" in heard(play)["mẹ Lan"], "a question that is forgotten silences nobody"
        assert "mẹ Lan" not in heard(play)


NOT_AGAINST = {  # asked about others, or which of two: by whom, what
    "a name that nobody has": ("bộ môn", "6A vắng Tuyết"),
    "a name that two have": ("bộ môn", "6A vắng Lan"),
    "more than are named": ("gvcn", "6A vắng 4 em"),
    "whether another is away": ("gvcn", "hình như Bình nghỉ"),
}


@pytest.mark.parametrize("case", NOT_AGAINST)
async def test_what_is_asked_about_others_holds_no_alarm(tmp_path: Path, case: str) -> None:
    phone, words = NOT_AGAINST[case]
    async with playing(tmp_path) as play:
        await begun(play)
        await play.say(phone, words)
        await play.clock_to("08:00")
        told = heard(play)
        assert "vắng sáng thứ Hai 16/11" in told["mẹ Lan"]
        assert "có người nói em ở trường" not in told["ht"]


async def test_a_changed_message_waits_too(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.say("gvcn", ABSENT, message_id="1")
        await play.clock_to("07:30")
        await play.say("gvcn", "6A vắng Nguyễn Văn A K", message_id="1", edited=True)
        await play.clock_to("08:00")
        told = heard(play)
        assert "mẹ Lan" not in told
        assert "mẹ A" in told, "of whom the new text says the same"


async def test_the_teacher_is_asked_once_more_and_the_tap_ends_it(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await begun(play)
        await play.say("gvcn", "Hồ Thị Lan đến rồi")
        await play.clock_to("07:50")
        told = heard(play)
        assert "mẹ A" in told, "nobody said anything of the other"
        assert "Còn chờ thầy/cô chọn" in told["gvcn"]
        await play.press("gvcn", "Hồ Thị Lan: sửa thành có mặt")
        await play.clock_to("12:00")
        assert not any("Hồ Thị Lan" in text for text in heard(play).values()), "nobody was told, nobody is put right"
        assert await marked(play) == {"Nguyễn Văn A": "16/11S K"}


async def test_a_school_may_not_wait(tmp_path: Path) -> None:
    async with playing(tmp_path, unsure_minutes=0) as play:
        await begun(play)
        await play.say("gvcn", "Hồ Thị Lan đến rồi")
        await play.clock_to("07:50")
        assert "mẹ Lan" in heard(play)


async def test_the_line_the_report_its_picture_and_the_file_count_by_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[Chart] = []

    async def draw(chart: Chart) -> bytes:
        drawn.append(chart)
        return b"PNG"

    monkeypatch.setattr("bot.engine.post.charts.draw", draw)
    async with playing(tmp_path) as play:
        await begun(play)
        await play.say("bộ môn", "6A Hồ Thị Lan có mặt")
        await play.clock_to("07:52")
        assert "Vắng 1/8: 0P, 1K." in heard(play)["ht"]
        told = " ".join(await play.say("ht", "/baocao"))
        assert "Sáng: 1/2 lớp đã báo; vắng 1/8 (1K), 1 đang xác minh" in told
        assert "Chuyên cần 85,7%" in told
        assert "• 6A: sáng 1/8 (1K), 1 đang xác minh" in told
        assert "Thôn 3: 1/4 (1K), 1 đang xác minh" in told
        assert {tile.label: tile.words for tile in drawn.pop().tiles}["6A"] == "1/8 1?"
        assert "vắng 1/8 (1K), 1 đang xác minh" in (await play.say("ht", "/lop 6A"))[0]
        await play.say("ht", "/tep hôm nay")
        sheet = load_workbook(BytesIO(play.seen("ht")[-1].files[0].content)).worksheets[-1]
        rows = {row[5]: (row[3], row[6]) for row in sheet.values if row[5]}
        assert rows["Hồ Thị Lan"] == (1, "?"), "the class's first line, with its one without leave"
        assert rows["Nguyễn Văn A"][1] == "K"


ABSENT_AFTER_ALL = {  # what the homeroom teacher says behind `Hồ Thị Lan đến rồi`
    "no": ("không, vẫn vắng",),
    "the same report again": ("6A vắng Hồ Thị Lan K",),
    "the others are all here": ("6A đủ", "[Các em còn lại]"),
}


@pytest.mark.parametrize("case", ABSENT_AFTER_ALL)
async def test_who_is_said_to_be_away_after_all_is_told_of_and_counted(tmp_path: Path, case: str) -> None:
    async with playing(tmp_path) as play:
        await begun(play)
        await play.say("gvcn", "Hồ Thị Lan đến rồi")
        for words in ABSENT_AFTER_ALL[case]:
            await (play.press("gvcn", words[1:-1]) if words.startswith("[") else play.say("gvcn", words))
        await play.clock_to("08:00")
        told = heard(play)
        assert "vắng sáng thứ Hai 16/11" in told["mẹ Lan"]
        assert "đang xác minh" not in told["ht"]


async def test_the_homeroom_teacher_says_it_again_and_a_colleague_was_wrong(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await begun(play)
        await play.say("bộ môn", "6A Hồ Thị Lan có mặt")
        await play.say("gvcn", "6A vắng Hồ Thị Lan K")
        await play.clock_to("08:00")
        assert "mẹ Lan" in heard(play)


async def test_what_a_colleague_says_again_settles_nothing(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await begun(play)
        await play.say("gvcn", "Hồ Thị Lan đến rồi")
        await play.say("bộ môn", "6A vắng Hồ Thị Lan K")
        await play.clock_to("08:00")
        assert "mẹ Lan" not in heard(play), "the teacher's own word is still to be settled"


async def test_an_absence_said_again_settles_nothing_about_leave(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await begun(play)
        await play.say("bộ môn", "6A Hồ Thị Lan có phép")
        await play.say("gvcn", "6A vắng Hồ Thị Lan")
        await play.clock_to("08:00")
        assert "mẹ Lan" not in heard(play), "the colleague's word of leave is still to be settled"
