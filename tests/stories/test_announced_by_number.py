"""An announcement reaches a family that has only a number, in as few words as an SMS holds."""

from pathlib import Path

import pytest

from tests.stories.test_three_families import NUMBER, roads

pytestmark = pytest.mark.anyio


async def test_what_is_announced_goes_to_a_number_as_an_sms_and_the_class_teacher_sees_who_is_to_call(
    tmp_path: Path,
) -> None:
    async with roads(tmp_path) as school:
        play = school.play
        await play.say("pht", "/thongbao phụ huynh 6A: sáng mai các em mang áo ấm")
        await play.press("pht", "Gửi")
        await play.clock_to("07:30")
        sent = {one["Phone"]: one["Content"] for one in school.sms.sent}
        assert sent[NUMBER] == "Truong Thu: sang mai cac em mang ao am"
        (*_others, calls) = await play.say("gvcn", "/chuadoc")
        assert calls.splitlines()[:2] == ["**Gia đình lớp mình chưa đọc**", "16/11: sáng mai các em mang áo ấm"]
        assert any(
            "Mẹ Lê Thị Sáng (Lê Thị Sáng, 6A)" in line and "chưa nhận được" in line for line in calls.splitlines()
        )
        assert "Mẹ Nguyễn Thị Phép" not in calls, "the family of another class"
        await play.press("mẹ Lan", "Đã đọc")
        assert "Mẹ Hồ Thị Lan" not in (await play.say("gvcn", "/chuadoc"))[-1]
        assert "không còn thông báo nào" in (await play.say("gvcn6b", "/chuadoc"))[-1]


async def test_long_words_end_with_whom_to_ask(tmp_path: Path) -> None:
    async with roads(tmp_path) as school:
        await school.play.say("pht", f"/thongbao phụ huynh 6A: {'trời rất rét, các em mặc ấm ' * 12}")
        await school.play.press("pht", "Gửi")
        await school.play.clock_to("07:30")
        text = school.sms.sent[0]["Content"]
        assert len(text) <= 160
        assert text.endswith("Xin hoi nha truong de biet du.")
