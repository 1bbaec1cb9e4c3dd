"""Story (a), Long Túc: from the first absence until the pupil is back in class, the clock walking by itself."""

import re

import pytest
from sqlalchemy import func, select

from models import Cases, Outbox
from tests.conversation import Story, playing
from tests.jobs.checks import heard
from tests.stories.phones import converse, files, told_through

pytestmark = pytest.mark.anyio

PUPIL = "Nguyễn Văn A"
ABOUT_HIM = re.compile(r"(Nguyễn Văn|[Cc]háu|em) A\b")
NETWORKS = [
    pytest.param("web", "sqlite", marks=pytest.mark.campaign),
    pytest.param("telegram", "postgres", marks=pytest.mark.postgres),
    pytest.param("zalo", "sqlite", marks=pytest.mark.campaign),
]


async def day(story: Story, date: str, report: str, until: str = "11:00") -> dict[str, str]:
    """A morning: the teachers report, the clock goes on; what each phone shows of the pupil since."""
    await story.morning(date)
    await converse(story, ("gvcn", report, "6A"), ("gvcn6b", "/du 6B", "6B"))
    await story.clock_to(until)
    return {phone: text for phone, text in heard(story).items() if ABOUT_HIM.search(text)}


@pytest.mark.parametrize(("network", "database_url"), NETWORKS, indirect=["database_url"])
async def test_a_pupil_who_stays_away_is_followed_until_back_in_class(network: str, database_url: str) -> None:
    async with told_through(network, playing(url=database_url)) as story:
        monday = await day(story, "2026-11-16", f"/vang 6A {PUPIL}")
        assert monday.keys() == {"nóc", "nóc2", "mẹ A"}, "the hamlet's pair and the family, on the first day"
        tuesday = await day(story, "2026-11-17", f"/vang 6A {PUPIL}")
        assert tuesday.keys() == {"mẹ A"}, "it goes on, and the family has not said why"
        wednesday = await day(story, "2026-11-18", f"/vang 6A {PUPIL}", "18:00")
        assert wednesday.keys() == {"gvcn", "pht", "mẹ A"}, "the third day opens the case"

        thursday = await day(story, "2026-11-19", f"/vang 6A {PUPIL}")
        assert thursday.keys() == {"gvcn"}, "after three texts a person speaks with the family"
        await story.clock_to("16:30")
        await converse(
            story,
            ("gvcn", "/viec", "Những việc đang chờ"),
            ("gvcn", "[Đã đến nhà]", "gặp"),
            ("gvcn", "[Mẹ]", "Vì sao em A (6A) nghỉ"),
            ("gvcn", "[Kinh tế gia đình khó khăn]", "ngày nào"),
            ("gvcn", "[Chưa hứa ngày nào]", "Đã ghi"),
        )
        await story.clock_to("17:05")
        assert heard(story).keys() == {"pht"}, "the result of the visit"

        friday = await day(story, "2026-11-20", f"/vang 6A {PUPIL}")
        assert friday.keys() == {"pht", "ht"}, "not back on the school day after the visit"
        assert "đã đến nhà thứ Năm 19/11: gặp mẹ" in friday["ht"]
        await converse(story, ("ht", "[Gửi đề nghị tới UBND xã]", "UBND"))
        (letter,) = files(story, "ht")
        assert letter.name.endswith(".docx")
        assert letter.content.startswith(b"PK")
        assert heard(story).keys() == {"nóc", "nóc2", "gvcn", "pht"}, "the village team, in the same moment"

        evening = await day(story, "2026-11-21", f"/vang 6A {PUPIL}")
        assert evening.keys() == {"pht", "ht"}, "the week's figures, and no further alarm"
        assert all("Tuần từ 14/11 đến 20/11" in text for text in evening.values())
        back = await day(story, "2026-11-23", "/du 6A")
        assert back.keys() == {"gvcn", "pht", "ht", "nóc", "nóc2"}
        for phone, text in back.items():
            assert text.count("Đã trở lại lớp") == 1, phone
        assert "Cảm ơn thầy/cô đã đến tận nhà em." in back["gvcn"]
        await story.clock_to("20:35")
        evening = heard(story)
        assert evening.keys() == {"mẹ A"}
        assert "Cháu A (6A) đã đi học lại" in evening["mẹ A"]
        async with story.app.database.read() as session:
            assert list(await session.scalars(select(Cases.closed_why))) == ["returned"]
            twice = select(func.count()).where(Outbox.key.is_not(None)).group_by(Outbox.person_id, Outbox.key)
            assert set(await session.scalars(twice)) == {1}
        card = (await story.say("pht", f"/ca 6A {PUPIL}"))[0]
        assert "Đã đóng thứ Hai 23/11: em đã trở lại lớp" in card
        assert "20/11 Mai Văn Chín quyết định: đề nghị UBND xã giúp" in card
