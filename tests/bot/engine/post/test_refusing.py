"""A gateway without money, a template that is not approved: those who can put it right are told, and once."""

from pathlib import Path

import pytest

from tests.stories.test_three_families import BINH, Roads, roads

pytestmark = pytest.mark.anyio

REFUSES = "từ chối tin của trường"
THUT, HUNG = "A Thút", "Trần Minh Hùng"


def told(school: Roads, phone: str) -> list[str]:
    return [text for text in school.play.new(phone) if REFUSES in text]


async def test_a_gateway_without_money_is_told_to_the_leadership_once_and_again_after_it_had_carried(
    tmp_path: Path,
) -> None:
    async with roads(tmp_path) as school:
        school.zbs.lost |= {f"8491000000{number}" for number in range(1, 9)}
        school.sms.moods.extend(["103"] * 2)
        await school.told(BINH, THUT)
        await school.play.clock_to("08:00")
        for phone in ("admin", "pht", "ht"):
            (said,) = told(school, phone)
            assert said.startswith("**SMS từ chối tin của trường** từ 07:48"), phone
            assert "đi đường sau" in said
        await school.play.clock_to("10:00")
        assert not told(school, "admin")
        await school.play.clock_to("2026-11-17 07:05")
        await school.told(HUNG)
        await school.play.clock_to("2026-11-18 07:05")
        school.sms.moods.extend(["103"] * 2)
        school.play.new("admin")
        await school.told(BINH, THUT)
        await school.play.clock_to("08:00")
        assert told(school, "admin")


async def test_one_letter_that_is_refused_is_its_own_fault(tmp_path: Path) -> None:
    async with roads(tmp_path) as school:
        school.zbs.moods.extend(["", "-131"])  # behind the sign-in
        await school.told(BINH, THUT)
        await school.play.clock_to("08:00")
        assert not told(school, "admin")
        assert len(school.zbs.sent) == 1
