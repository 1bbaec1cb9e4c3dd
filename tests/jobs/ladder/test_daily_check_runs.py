"""Runs of days: what counts, what is bridged, what leave does to them."""

from datetime import date
from pathlib import Path

import pytest

from tests.conversation import playing
from tests.handlers.school_days import ask, on
from tests.jobs.checks import (
    after_three_days,
    checked,
    heard,
    school_day,
)
from tests.jobs.ladder.days_checked import FRI, MON, THU, TUE, WED, cases, fired

pytestmark = pytest.mark.anyio


async def test_row_3_a_day_off_leaves_the_run_as_it_was(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.say("admin", "/lich nghỉ 18/11 lũ")
        await school_day(play, MON, "/vang 6A Nguyễn Văn A")
        await school_day(play, TUE, "/vang 6A Nguyễn Văn A")
        card = await ask(play, "ht", "/hocsinh Nguyễn Văn A")
        assert "Đang nghỉ không phép: 2 ngày liền, từ 16/11" in card
        heard(play)
        await school_day(play, WED)
        assert await ask(play, "ht", "/hocsinh Nguyễn Văn A") == card
        await school_day(play, THU, "/vang 6A Nguyễn Văn A")
        assert await fired(play) == [(1, date(2026, 11, 16), 1), (2, date(2026, 11, 19), 3)]


async def test_row_4_two_absences_with_days_in_class_between_are_a_run_of_one(tmp_path: Path) -> None:
    async with playing(tmp_path, days_to_case=2) as play:
        await school_day(play, MON, "/vang 6A Nguyễn Văn A")
        for morning in (TUE, WED, THU):
            await school_day(play, morning, "/du 6A")
        await on(play, FRI)
        answer = await ask(play, "gvcn", "/vang 6A Nguyễn Văn A")
        assert "không phép, ngày đầu tiên, từ đầu năm nghỉ 2 buổi." in answer
        await checked(play)
        assert await cases(play) == []
        card = await ask(play, "ht", "/hocsinh Nguyễn Văn A")
        assert "**nghỉ 2 buổi** (0P, 2K)" in card
        assert "ngày đầu tiên, từ 20/11" in card


async def test_row_7_two_days_after_a_day_in_class_are_not_three_and_what_counts_is_said(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        reports = ("/vang 6A Nguyễn Văn A", "/du 6A", "/vang 6A Nguyễn Văn A", "/vang 6A Nguyễn Văn A")
        for morning, report in zip((MON, TUE, WED, THU), reports, strict=True):
            await school_day(play, morning, report)
        assert await cases(play) == []
        assert "**nghỉ 3 buổi**" in await ask(play, "ht", "/hocsinh Nguyễn Văn A")
        assert "Cách đếm: nghỉ không phép liền nhau" in await ask(play, "gvcn", "/thang")


@pytest.mark.parametrize(
    ("marks", "run", "total", "steps"),
    [
        ("KPK", "ngày đầu tiên, từ 18/11", "nghỉ 3 buổi** (1P, 2K)", [1]),
        ("KKP", "", "nghỉ 3 buổi** (1P, 2K)", [1]),
        ("PKK", "2 ngày liền, từ 17/11", "nghỉ 3 buổi** (1P, 2K)", [1]),
        ("KKK", "3 ngày liền, từ 16/11", "nghỉ 3 buổi** (0P, 3K)", [1, 2]),
        ("PPP", "", "nghỉ 3 buổi** (3P, 0K)", []),
    ],
)
async def test_row_9_leave_adds_to_the_total_and_never_to_the_run(
    tmp_path: Path, marks: str, run: str, total: str, steps: list[int]
) -> None:
    async with playing(tmp_path) as play:
        for morning, mark in zip((MON, TUE, WED), marks, strict=True):
            await school_day(play, morning, f"/vang 6A Nguyễn Văn A {mark}")
        card = await ask(play, "ht", "/hocsinh Nguyễn Văn A")
        assert total in card
        assert f"Đang nghỉ không phép: {run}" in card if run else "Đang nghỉ không phép" not in card
        assert [step for step, _day, _days in await fired(play)] == steps


async def test_row_24_the_alert_is_for_k_alone_and_the_figures_hold_p_as_well(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await school_day(play, MON, "/vang 6A Nguyễn Văn A, Hồ Thị Lan P")
        told = heard(play)
        assert "mẹ A" in told
        assert "mẹ Lan" not in told
        assert "Lan" not in told["nóc"]
        assert "vắng 2/8 (1P, 1K)" in await ask(play, "ht", "/baocao")
        assert "**nghỉ 1 buổi** (1P, 0K)" in await ask(play, "ht", "/hocsinh Hồ Thị Lan")
        heard(play)
        await school_day(play, TUE, "/vang 6A Hồ Thị Lan")
        assert "Từ đầu năm nghỉ 2 buổi, 1 buổi chưa có phép" in heard(play)["mẹ Lan"]


async def test_row_25_on_duty_for_the_school_is_present_alarms_nobody_and_ends_the_run(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await school_day(play, MON, "/vang 6A Nguyễn Văn A")
        await school_day(play, TUE, "/vang 6A Nguyễn Văn A")
        heard(play)
        await on(play, WED)
        answer = await ask(play, "gvcn", "/vang 6A Lê Thị Sáng, Nguyễn Văn A đi thi")
        assert "vắng 1/8 (0P, 1K)" in answer
        await checked(play)
        assert not {"mẹ A", "nóc", "nóc2"} & heard(play).keys()
        assert "**nghỉ 2 buổi** (0P, 2K)" in await ask(play, "ht", "/hocsinh Nguyễn Văn A")
        await school_day(play, THU, "/vang 6A Nguyễn Văn A")
        assert await cases(play) == []
        assert "ngày đầu tiên, từ 19/11" in await ask(play, "ht", "/hocsinh Nguyễn Văn A")


async def test_row_25_whoever_is_on_duty_for_the_school_is_back_and_among_no_absent(tmp_path: Path) -> None:
    async with after_three_days(tmp_path) as play:
        await school_day(play, THU, "/vang 6A Lê Thị Sáng, Nguyễn Văn A đi thi")
        assert await cases(play) == [("returned", date(2026, 11, 19))]
        heard(play)
        klass = await ask(play, "gvcn", "/lop 6A")
        assert "• Nguyễn Văn A" not in klass
        assert "Nguyễn Văn A" in klass, "but it is said where the pupil is"
        assert "5 em, hôm nay vắng 0" in await ask(play, "ht", "/noc Takta")


async def test_row_5_a_run_bridges_tet(tmp_path: Path) -> None:
    async with playing(tmp_path, at="2027-02-02 07:05") as play:
        await play.say("admin", "/lich nghỉ 4/2 đến 14/2 Tết")
        for day in ("02-02", "02-03", "02-15"):
            await school_day(play, f"2027-{day} 07:45", "/vang 6A Nguyễn Văn A")
        assert "nghỉ không phép 3 ngày học liền, từ thứ Ba 02/02" in heard(play)["gvcn"]


async def test_row_5_a_run_bridges_the_weekend_and_a_day_off(tmp_path: Path) -> None:
    async with playing(tmp_path, at="2026-11-20 07:05", morning_days=[2, 3, 4, 5, 6]) as play:
        await play.say("admin", "/lich nghỉ 23/11")
        await school_day(play, FRI, "/vang 6A Nguyễn Văn A")
        await school_day(play, "2026-11-24 07:45", "/vang 6A Nguyễn Văn A")
        await school_day(play, "2026-11-25 07:45", "/vang 6A Nguyễn Văn A")
        assert await fired(play) == [(1, date(2026, 11, 20), 1), (2, date(2026, 11, 25), 3)]
