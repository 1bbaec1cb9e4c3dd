"""A school's week on Zalo alone, with digits: no buttons anywhere, from the slip to the visit."""

from pathlib import Path

import pytest

from tests.conversation import playing
from tests.stories.phones import AtZalo, converse, files, told_through

pytestmark = pytest.mark.anyio

BINH, MOTHER = "Hồ Văn Bình", "mẹ Bình"


async def linked_by_her_slip(story: AtZalo) -> None:
    story._phones[MOTHER] = "77001"
    slip = "\n".join(await story.say("gvcn", f"/moi {BINH}"))
    code = slip.partition("lienket ")[2].split()[0]
    await converse(
        story,
        (MOTHER, "xin chào", "lienket"),
        (MOTHER, f"lienket {code}", "có yêu cầu này rồi"),
        (MOTHER, "alo", "Đang chờ thầy/cô Phạm Thu Hà"),
        ("gvcn", "[Đúng]", "Đã xác nhận"),
    )
    assert "Đã liên kết" in "\n".join(story.new(MOTHER))


@pytest.mark.slow
async def test_from_the_slip_to_the_visit_and_the_days_figures(tmp_path: Path) -> None:
    async with told_through("zalo", playing(tmp_path)) as story:
        assert isinstance(story, AtZalo)
        await linked_by_her_slip(story)
        for day in ("2026-11-16", "2026-11-17", "2026-11-18"):
            if day != "2026-11-16":
                await story.morning(day)
            await story.say("gvcn", "6A vắng Bình K")
            await story.clock_to("07:50")
            assert "Bình" in "\n".join(story.new(MOTHER)), day
        await converse(story, (MOTHER, "[Cần nhà trường giúp]", "Cảm ơn"), ("gvcn", "/viec", BINH))
        await story.say("gvcn", "6A vắng Lan P")
        asked = {label: number for row in story.seen("gvcn")[-1].buttons for label, number in row}
        await story.say(MOTHER, "/xinphep mai cháu ốm")
        came = {number for row in story.seen("gvcn")[-1].buttons for _label, number in row}
        assert came.isdisjoint(asked.values()), "each open choice has a number of its own"
        (which,) = [number for label, number in asked.items() if "Hồ Thị Lan" in label]
        await converse(story, ("gvcn", which, "Hồ Thị Lan"))
        await converse(
            story,
            ("gvcn", f"/tham {BINH}: gặp mẹ, hứa thứ sáu đi học", "Vì sao em Bình"),
            ("gvcn", "[Kinh tế gia đình khó khăn]", "Đã ghi"),
            ("ht", "/baocao", "6A"),
            ("ht", f"/ca {BINH}", "hứa"),
        )
        for day in ("2026-11-19", "2026-11-20"):
            await story.morning(day)
            await story.say("gvcn", "6A vắng Bình K")
        await story.morning("2026-11-23")
        assert "UBND xã" in "\n".join(story.new("ht")), "the decision is asked for"
        await converse(
            story,
            ("ht", "/viec", "chờ hiệu trưởng quyết định"),
            ("ht", "[Quyết định: Hồ Văn Bình]", "Gửi đề nghị tới UBND xã"),
            ("ht", "[Gửi đề nghị tới UBND xã]", "UBND xã"),
        )
        assert any(file.name.endswith(".docx") for file in files(story, "ht")), "to be signed"
        await story.say("gvcn", "/huongdan")
        assert [file.name for file in files(story, "gvcn")] == ["huong-dan-thay-co.pdf"], "by an address of our own"
