"""Lessons skipped (BT) and going home early (VS): marks of their own, for the homeroom teacher and the leadership;
never presence that is offered, never an absence.
"""

from pathlib import Path

import pytest

from handlers.register.board.sheet import SIGNS
from letters.says import register as says
from locales.marks import STATES
from models.register.reports import PRESENT
from models.register.roll_calls import WEIGHT
from rules.marks import IN_PART, Mark
from rules.reading.words import lexicon
from tests.conversation import playing
from tests.handlers.said_in_class import marked, reported
from tests.handlers.school_days import ask, on
from tests.jobs.checks import checked, heard, school_day

pytestmark = pytest.mark.anyio

HUNG = "Trần Minh Hùng"
SAID = {Mark.SKIPPED: "bỏ tiết 3", Mark.LEFT_EARLY: "về sớm"}
STATES_VI = {Mark.SKIPPED: "bỏ tiết", Mark.LEFT_EARLY: "về sớm"}
SHOWN = {Mark.SKIPPED: "bỏ tiết (tiết 3)", Mark.LEFT_EARLY: "về sớm"}


def test_every_mark_has_its_words_sign_and_place() -> None:
    assert {*Mark, PRESENT} == STATES.keys() == SIGNS.keys()
    assert set(WEIGHT) == set(Mark)
    assert {*says._CODES} | {Mark.LATE} == {*Mark, PRESENT}
    assert {kind.name for kind in lexicon.IN_PART} == {mark.name for mark in IN_PART}


@pytest.mark.parametrize("mark", IN_PART)
async def test_it_is_a_mark_of_its_own_shown_to_those_in_charge_and_to_nobody_else(tmp_path: Path, mark: Mark) -> None:
    async with playing(tmp_path) as play:
        await ask(play, "gvcn", "6A vắng A Thút")
        heard(play)
        answer = await ask(play, "gvcn", f"6A {HUNG} {SAID[mark]}")
        assert f"• {HUNG} (7): {SHOWN[mark]}, không tính là vắng." in answer
        assert (await marked(play))[HUNG] == f"16/11S {mark}"
        assert heard(play).keys() <= {"gvcn"}, "nobody else is told"
        for phone, sees in (("gvcn", True), ("ht", True), ("bộ môn", False)):
            klass = await ask(play, phone, "/lop 6A")
            assert ("vắng 1/8" in klass, SHOWN[mark] in klass) == (True, sees), phone
        for phone, sees in (("gvcn", True), ("ht", True), ("nóc", False)):
            card = await ask(play, phone, f"/hocsinh {HUNG} 6A")
            assert "chưa nghỉ buổi nào" in card
            assert (f"Không tính là vắng: {STATES_VI[mark]} 1 lần" in card, SHOWN[mark] in card) == (sees, sees), phone
        assert f"Không tính là vắng: {STATES_VI[mark]} 1 lần" in await ask(play, "ht", "/baocao")
        assert f"Không tính là vắng: {STATES_VI[mark]} 1 lần" in await ask(play, "ht", "/baocao tuần")
        assert f"• {HUNG} (7): {STATES_VI[mark]} 1 lần" in await ask(play, "gvcn", "/lop tuần")
        await ask(play, "gvcn", "/diemdanh 6A")
        assert any(label.startswith(f"{mark} 7.") for label in play.labels("gvcn"))
        await ask(play, "bộ môn", "/diemdanh 6A")
        assert not any(label.startswith(f"{mark} ") for label in play.labels("bộ môn"))


@pytest.mark.parametrize("mark", IN_PART)
async def test_it_takes_no_part_in_absence_whatever_stands_beside_it(tmp_path: Path, mark: Mark) -> None:
    """Where an absence stands a tap is offered, and presence is not; a later absence takes its place; all is undone."""
    async with playing(tmp_path, afternoon_days=[2]) as play:
        await ask(play, "gvcn", f"6A vắng {HUNG}, A Thút")
        answer = await ask(play, "gvcn", f"{HUNG} {SAID[mark]}")
        assert f"đang được ghi K (6A sáng 16/11). Sửa thành {STATES_VI[mark]}, phải không ạ?" in answer
        assert play.labels("gvcn") == [f"{HUNG}: {STATES_VI[mark]}"]
        await play.press("gvcn", f"{HUNG}: {STATES_VI[mark]}")
        assert await marked(play) == {HUNG: f"16/11S {mark}", "A Thút": "16/11S K"}
        assert "vắng 1/8" in await ask(play, "gvcn", "/lop 6A")

        assert "không cần phép" in await ask(play, "gvcn", f"/phep 6A {HUNG}"), "leave would make an absence of it"
        assert (await marked(play))[HUNG] == f"16/11S {mark}"
        assert "(đã sửa, trước là " + STATES_VI[mark] in await ask(play, "gvcn", f"6A vắng {HUNG}")
        assert (await marked(play))[HUNG] == "16/11S K"
        await play.press("gvcn", "Huỷ")
        assert (await marked(play))[HUNG] == f"16/11S {mark}", "undone, it stands again"

        await ask(play, "gvcn", "/sua")
        await ask(play, "gvcn", f"/comat 6A {HUNG}")
        assert await marked(play) == {"A Thút": "16/11S K"}


@pytest.mark.parametrize("mark", IN_PART)
async def test_a_day_with_it_is_no_day_away_and_who_was_told_of_an_absence_hears_what_was_so(
    tmp_path: Path, mark: Mark
) -> None:
    async with playing(tmp_path) as play:
        await school_day(play, "2026-11-16 07:45", f"6A vắng {HUNG}")
        assert HUNG in heard(play)["nóc"]
        await ask(play, "gvcn", f"6A {HUNG} {SAID[mark]}")
        await play.press("gvcn", f"{HUNG}: {STATES_VI[mark]}")
        await checked(play)
        told = heard(play)
        assert told["nóc"].count("có đến trường nhưng không học hết buổi") == 1
        await on(play, "2026-11-17 07:10")
        answer = await ask(play, "gvcn", f"6A vắng {HUNG}")
        assert "ngày đầu tiên, từ đầu năm nghỉ 1 buổi" in answer


async def test_one_of_two_is_asked_for_and_is_in_no_doubt_meanwhile(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await ask(play, "gvcn", "6A đủ")
        question = await ask(play, "gvcn", "6A Lan trốn tiết cuối")
        assert "“Lan”" in question
        assert "vắng 0/8" in (await play.say("ht", "/lop 6A"))[0]
        await play.press("gvcn", "Đinh Văn Lan, số 3, 03/01/2015, Tu Ro")
        assert await marked(play) == {"Đinh Văn Lan": "16/11S BT"}
        assert await reported(play) == 1


@pytest.mark.parametrize("text", ["6A Hùng hay bỏ tiết", "6A Hùng lại sắp về sớm"])
async def test_what_is_not_clear_is_asked_with_one_tap(tmp_path: Path, text: str) -> None:
    async with playing(tmp_path) as play:
        question = await ask(play, "gvcn", text)
        assert "Hùng hôm nay" in question
        assert await marked(play) == {}
        assert play.labels("gvcn")[1] == "Không, bỏ qua"
        await play.press("gvcn", play.labels("gvcn")[0])
        assert (await marked(play))[HUNG] in {f"16/11S {mark}" for mark in IN_PART}


async def test_in_a_group_it_is_recorded_and_nobody_is_named(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        said = await play.say("gvcn", f"6A {HUNG} bỏ tiết 3", private=False)
        assert await marked(play) == {HUNG: "16/11S BT"}
        assert said
        assert not any("Hùng" in text for text in said)


async def test_a_family_reads_of_its_child_what_it_may(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await ask(play, "gvcn", "6A đủ")
        await ask(play, "gvcn", "6A Nguyễn Văn A bỏ tiết 2")
        assert (await marked(play))["Nguyễn Văn A"] == "16/11S BT"
        for words in ("/con", "/hocsinh"):
            answer = await ask(play, "mẹ A", words)
            assert "bỏ tiết" not in answer
            assert "tiết" not in answer


async def test_a_subject_teacher_reports_it_and_the_homeroom_teacher_is_told_at_once(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await ask(play, "gvcn", "6A đủ")
        heard(play)
        answer = await ask(play, "bộ môn", f"6A {HUNG} bỏ tiết 3")
        assert "bỏ tiết (tiết 3)" in answer
        assert f"{HUNG} (bỏ tiết)" in heard(play)["gvcn"]
        await ask(play, "gvcn", f"6A vắng {HUNG} K")
        await play.say("bộ môn", f"6A {HUNG} bỏ tiết 3")
        await play.press("bộ môn", f"{HUNG}: bỏ tiết")
        assert (await marked(play))[HUNG] == "16/11S K", "the homeroom teacher decides"
        assert "Cao Thị Yên cho biết bỏ tiết; đang ghi K" in heard(play)["gvcn"]
