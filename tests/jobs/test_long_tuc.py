"""The story of the first seed: from the first absence until the pupil is back in class, the clock walking by itself."""

import pytest
from sqlalchemy import func, select

from models import Cases, Outbox
from tests.conversation import Play, playing
from tests.jobs.checks import heard

pytestmark = pytest.mark.anyio

PUPIL = "Nguyễn Văn A"


async def day(play: Play, date: str, report: str, until: str = "11:00") -> dict[str, str]:
    """A morning: the teachers report, the clock goes on; what each phone shows of the pupil since."""
    await play.clock_to(f"{date} 07:05")
    await play.say("gvcn", report)
    await play.say("gvcn6b", "/du 6B")
    play.new("gvcn")
    await play.clock_to(until)
    return {phone: text for phone, text in heard(play).items() if PUPIL in text or "**A**" in text or "em A" in text}


@pytest.mark.timeout(240)
async def test_long_tuc(database_url: str) -> None:
    async with playing(url=database_url) as play:
        monday = await day(play, "2026-11-16", f"/vang 6A {PUPIL}")
        assert monday.keys() == {"nóc", "nóc2", "mẹ A"}, "the hamlet's pair and the family, on the first day"
        tuesday = await day(play, "2026-11-17", f"/vang 6A {PUPIL}")
        assert tuesday.keys() == {"mẹ A"}, "it goes on, and the family has not said why"
        wednesday = await day(play, "2026-11-18", f"/vang 6A {PUPIL}", "18:00")
        assert wednesday.keys() == {"gvcn", "pht", "mẹ A"}, "the third day opens the case"

        thursday = await day(play, "2026-11-19", f"/vang 6A {PUPIL}")
        assert thursday.keys() == {"gvcn"}, "after three texts a person speaks with the family"
        await play.clock_to("16:30")
        (said,) = await play.say("gvcn", "/tham 1 gặp mẹ, em đi rẫy, không hứa")
        assert "Đã ghi" in said
        assert heard(play).keys() >= {"pht"}, "the result of the visit"

        friday = await day(play, "2026-11-20", f"/vang 6A {PUPIL}")
        assert friday.keys() == {"pht", "ht"}, "not back on the school day after the visit"
        assert "đã đến nhà thứ Năm 19/11: gặp mẹ" in friday["ht"]
        await play.press("ht", "Gửi đề nghị tới UBND xã")
        (letter,) = play.channel.seen["ht"][-1].files
        assert letter.name.endswith(".docx")
        assert heard(play).keys() == {"nóc", "nóc2", "gvcn", "pht"}, "the village team, in the same moment"
        assert await day(play, "2026-11-21", f"/vang 6A {PUPIL}", "18:00") == {}

        back = await day(play, "2026-11-23", "/du 6A")
        assert back.keys() == {"gvcn", "pht", "ht", "nóc", "nóc2"}
        for phone, text in back.items():
            assert text.count("Đã trở lại lớp") == 1, phone
        assert "Cảm ơn thầy/cô đã đến tận nhà em." in back["gvcn"]
        await play.clock_to("20:35")
        evening = heard(play)
        assert evening.keys() == {"mẹ A"}
        assert "cháu A (6A) đã đi học lại" in evening["mẹ A"]
        assert await day(play, "2026-11-24", "/du 6A") == {}
        async with play.app.database.read() as session:
            assert list(await session.scalars(select(Cases.closed_why))) == ["returned"]
            twice = select(func.count()).where(Outbox.key.is_not(None)).group_by(Outbox.person_id, Outbox.key)
            assert set(await session.scalars(twice)) == {1}
        card = (await play.say("pht", f"/ca 6A {PUPIL}"))[0]
        assert "**Đã đóng** thứ Hai 23/11: em đã trở lại lớp" in card
        assert "20/11 Mai Văn Chín quyết định: đề nghị UBND xã giúp" in card
