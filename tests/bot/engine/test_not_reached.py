"""What did not arrive is found on both engines."""

import pytest

from channels import Gone
from tests.conversation import Play

pytestmark = pytest.mark.anyio


async def test_staff_and_families_who_were_not_reached_are_named(play: Play) -> None:
    for phone in ("nóc", "mẹ A"):
        play.channel.refuse[phone] = Gone("bot was blocked by the user")
    await play.say("gvcn", "/vang 6A Nguyen Van A")
    await play.clock_to("08:00")
    assert any("Đỗ Thị Nga – điện thoại không còn nhận tin" in text for text in play.new("pht"))
    await play.clock_to("2026-11-17 08:00")
    assert any("các gia đình sau" in text for text in play.new("gvcn"))
