"""Where several pupils fit the name, a tap goes on with what was asked of the one meant."""

from pathlib import Path

import pytest

from tests.conversation import playing

pytestmark = pytest.mark.anyio

ASKED = {
    "/khoanbao Lan": "Khoan báo gia đình em Hồ Thị Lan",
    "/lienlac Lan": "Cách liên lạc gia đình em Hồ Thị Lan",
    "/vanban giấy mời Lan": "Giấy mời gia đình em Hồ Thị Lan",
    "/hocsinh Lan": "**Hồ Thị Lan**, 6A",
    "/hocsinh Lan tháng 11": "tháng 11/2026",
}


@pytest.mark.parametrize("words", ASKED)
async def test_a_tap_goes_on_with_what_was_asked(tmp_path: Path, words: str) -> None:
    async with playing(tmp_path) as play:
        await play.say("gvcn", words)
        (label,) = [one for one in play.labels("gvcn") if one.startswith("Hồ Thị Lan")]
        assert ASKED[words] in (await play.press("gvcn", label))[0]


@pytest.mark.parametrize("words", ["/khoanbao", "/lienlac", "/vanban giấy mời", "/hocsinh"])
async def test_without_a_name_the_example_is_of_the_same_command(tmp_path: Path, words: str) -> None:
    async with playing(tmp_path) as play:
        assert f"ví dụ: {words} A 6A" in (await play.say("gvcn", words))[0]
