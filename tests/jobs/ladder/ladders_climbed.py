"""Schools with ladders of their own."""

from tests.conversation import Play
from tests.handlers.school_days import ask


async def changed(play: Play, *words: str) -> None:
    for one in words:
        await ask(play, "admin", f"/thang {one}")
        (done,) = await play.press("admin", "Đúng")
        assert "Đã đổi" in done
