"""Taps that stand beside each other say whose each is: two pupils of one given name, two requests of one pupil."""

from pathlib import Path

import pytest

from rules.people.names import short_names, told_apart
from tests.conversation import playing
from tests.jobs.reachable_families import also_guardian

pytestmark = pytest.mark.anyio

LANS = ("Hồ Thị Lan", "Đinh Văn Lan")


def test_a_name_is_as_long_as_it_must_be() -> None:
    people = {1: ("Hồ Thị Lan", "6A"), 2: ("Đinh Văn Lan", "6A"), 3: ("Lê Thị Sáng", "6A"), 4: ("Hồ Thị Lan", "7A")}
    assert short_names(people) == {1: "Hồ Thị Lan 6A", 2: "Đinh Văn Lan", 3: "Sáng", 4: "Hồ Thị Lan 7A"}
    assert told_apart({1: ("a",), 2: ("a",)}) == {1: "a", 2: "a"}


async def test_whose_family_is_told_is_said_of_two_lans(tmp_path: Path) -> None:
    async with playing(tmp_path, family_after_tap=True) as play:
        await also_guardian(play, LANS[1], "Mẹ Hồ Thị Lan")
        await also_guardian(play, "Hồ Văn Bình", "Mẹ Nguyễn Văn A")
        await play.say("gvcn", "6A vắng Hồ Thị Lan k, Đinh Văn Lan k, Bình k")
        await play.clock_to("07:50")
        await play.say("gvcn", "/viec")
        labels = play.labels("gvcn")
        assert {f"{name}: báo gia đình" for name in (*LANS, "Bình")} <= set(labels)
        (answer,) = await play.press("gvcn", "Đinh Văn Lan: báo gia đình")
        assert "em Đinh Văn Lan" in answer


async def test_a_sponsor_of_two_lans_knows_which_is_meant(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        for name in LANS:
            await play.say("gvcn", f"/dodau thêm 6A {name}")
            await play.say("pht", f"/dodau 6A {name}: cô Yên")
        await play.say("bộ môn", "/dodau")
        assert {f"Xem em {name}" for name in LANS} <= set(play.labels("bộ môn"))
        await play.say("bộ môn", "/dodau ghi chú")
        assert f"{LANS[1]}: tiến bộ" in play.labels("bộ môn")
        await play.press("bộ môn", f"{LANS[1]}: tiến bộ")
        assert LANS[1] in play.shown("bộ môn")


async def test_two_requests_of_one_pupil_say_their_days(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.say("mẹ Lan", "/xinphep 18/11 đi đám cưới chị")
        await play.say("mẹ Lan", "/xinphep 20/11 đi khám mắt")
        await play.say("gvcn", "/viec")
        labels = [label for label in play.labels("gvcn") if "Đồng ý" in label]
        assert len(set(labels)) == 2
        assert any("20/11" in label for label in labels)
