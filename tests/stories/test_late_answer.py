"""Story (b): two families answer after three days, one with a tap, one in its own words; the teacher makes it leave."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from sqlalchemy import select

from models import Cases
from tests.conversation import Play, Story, playing
from tests.handlers.reported_days import missed_before
from tests.jobs.checks import heard
from tests.stories.phones import converse, over_networks, told_through

pytestmark = pytest.mark.anyio

A, LAN = "Nguyễn Văn A", "Hồ Thị Lan"
TOLD = {"gvcn", "pht", "nóc", "nóc2"}  # of either pupil, by name; and the family


@asynccontextmanager
async def twelve_sessions_missed(folder: Path) -> AsyncIterator[Play]:
    """With leave, in September: three more are the meter's first threshold."""
    async with playing(folder) as play:
        await missed_before(play, A, 12, kind="P")
        yield play


async def told_of_leave(story: Story, question: str) -> dict[str, str]:
    """The teacher is asked, and gives leave for all three days: what everybody shows because of it."""
    assert question in "\n".join(story.new("gvcn"))
    assert story.labels("gvcn") == ["Có phép cả 3 ngày", "Chỉ ngày 18/11", "Không phép", "Xem"]
    assert heard(story) == {}, "nobody hears anything before the teacher has decided"
    (answer,) = await story.press("gvcn", "Có phép cả 3 ngày")
    assert "nghỉ có phép 16/11, 17/11 và 18/11" in answer
    assert "Hồ sơ đã đóng" in answer
    return heard(story)


@pytest.mark.parametrize("network", over_networks("telegram"))
async def test_a_late_answer_makes_it_leave_and_who_was_told_is_corrected_once(network: str, tmp_path: Path) -> None:
    async with told_through(network, twelve_sessions_missed(tmp_path)) as story:
        told: list[dict[str, str]] = []
        for date in ("2026-11-16", "2026-11-17", "2026-11-18"):
            await story.morning(date)
            await converse(story, ("gvcn", f"/vang 6A {A}, {LAN}", "vắng 2/8"), ("gvcn6b", "/du 6B", "6B"))
            await story.clock_to("18:00")
            told.append(heard(story))
        for pupil in (A, LAN):
            assert {phone for texts in told for phone, text in texts.items() if pupil in text} == TOLD
        assert all({"mẹ A", "mẹ Lan"} <= texts.keys() for texts in told)
        assert f"{A}, lớp 6A: đã nghỉ 15/45 buổi" in told[-1]["gvcn"]
        await converse(
            story,
            ("gvcn", f"/hocsinh {A}", "nghỉ 15 buổi (12P, 3K)"),
            ("pht", "/viec", "Hồ sơ đang mở: 2"),
        )

        await story.morning("2026-11-19")
        heard(story)
        await converse(story, ("mẹ A", "[Cháu ốm]", "16/11 – 18/11"))
        corrected = await told_of_leave(story, f"{A}, lớp 6A, 16/11, 17/11 và 18/11: cháu ốm")
        assert corrected.keys() == {*TOLD, "mẹ A"} - {"gvcn"}
        assert all(text.count("Mã tin") == (phone != "mẹ A") for phone, text in corrected.items()), (
            "one correction each"
        )
        assert not any(LAN in text for text in corrected.values()), "the other stands as it was told"
        assert "Cảm ơn gia đình đã báo" in corrected["mẹ A"]
        await converse(
            story,
            ("gvcn", f"/hocsinh {A}", "nghỉ 15 buổi (15P, 0K)"),
            ("gvcn", f"/hocsinh {A}", "15/45"),
            ("pht", "/viec", f"đang chờ\n• {LAN}"),
        )

        await converse(
            story,
            ("mẹ Lan", "Cháu về quê thăm bà ốm nặng cô ạ", "Gia đình trả lời: “Cháu về quê thăm bà ốm nặng cô ạ”"),
        )
        corrected = await told_of_leave(story, "“Cháu về quê thăm bà ốm nặng cô ạ”")
        assert corrected.keys() == {*TOLD, "mẹ Lan"} - {"gvcn"}
        assert all(text.count("Mã tin") == (phone != "mẹ Lan") for phone, text in corrected.items()), (
            "one correction each"
        )
        assert not any(A in text for text in corrected.values())

        await converse(story, ("gvcn", "/du 6A", "6A"), ("gvcn6b", "/du 6B", "6B"))
        await story.clock_to("11:00")
        assert not any(A in text or LAN in text for text in heard(story).values()), "there is nothing left to tell"
        async with story.app.database.read() as session:
            assert list(await session.scalars(select(Cases.closed_why))) == ["corrected", "corrected"]
