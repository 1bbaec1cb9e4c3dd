"""Story (c): the return after Tết, with two in five in class on the first day, and three who stay away."""

from pathlib import Path

import pytest
from sqlalchemy import select

from models import Outbox
from models.post.tables import SENT
from papers.charts.drawing import draw
from rules.pictures import Chart
from tests.conversation import Story
from tests.jobs.campaign.return_school import CLASSES, PHONES_OF, SIZE, after_tet, name
from tests.jobs.checks import heard
from tests.on_sheets import tables
from tests.stories.phones import converse, files, over_networks, told_through

pytestmark = pytest.mark.anyio

STAY_AWAY = {"6A": 1, "7A": 2, "8A": 3}
MON, TUE, WED = "2027-02-15", "2027-02-16", "2027-02-17"
BACK = {MON: 8, TUE: 11, WED: 19}  # in class of each twenty: 40 % on Monday, 95 % on Wednesday
UNSAID = (name("6A", 19), name("6A", 20))


def away(klass: str, back: int) -> list[int]:
    """Who is missing when the class has `back` in it; the one who stays away is among them."""
    others = [number for number in range(SIZE, 0, -1) if number != STAY_AWAY[klass]]
    return sorted([STAY_AWAY[klass], *others[: SIZE - back - 1]])


async def reports(story: Story, day: str) -> None:
    """Every second pupil is away with leave; every reason is said but those of two of 6A."""
    for klass in CLASSES:
        said = [
            f"{pupil} {'P' if number % 2 else 'K'}{'' if pupil in UNSAID else ' (đi rẫy)'}"
            for number, pupil in ((number, name(klass, number)) for number in away(klass, BACK[day]))
        ]
        await converse(story, (PHONES_OF[klass], f"/vang {klass} {', '.join(said)}", f"vắng {len(said)}/{SIZE}"))


@pytest.fixture
def charts(monkeypatch: pytest.MonkeyPatch) -> list[Chart]:
    """The charts that leave. The first is drawn, and stands for the others: drawing takes a second each."""
    charts: list[Chart] = []

    async def draw_once(chart: Chart) -> bytes:
        charts.append(chart)
        if not _drawn:
            _drawn.append(await draw(chart))
        return _drawn[0]

    monkeypatch.setattr("bot.engine.post.charts.draw", draw_once)
    return charts


_drawn: list[bytes] = []


@pytest.mark.parametrize("network", over_networks("web"))
async def test_two_in_five_are_back_and_the_rest_is_followed_by_name(
    network: str, tmp_path: Path, charts: list[Chart]
) -> None:
    async with told_through(network, after_tet(tmp_path)) as story:
        await converse(
            story,
            ("ht", "/ralop mở 15/2 đến 27/2 sau Tết", "ngày ra lớp là thứ Hai 15/02"),
            ("ht", "[Mở đợt này]", "Đã mở: Ra lớp sau Tết"),
        )
        heard(story)

        await story.clock_to(f"{MON} 07:05")
        await reports(story, MON)
        await story.clock_to("11:30")
        monday = heard(story)
        assert f"Vì sao em {UNSAID[0]}" in monday["gvcn"], "whoever has no reason yet is asked about"
        assert "Vì sao" not in monday["gvcn6b"]
        await converse(
            story,
            ("gvcn", "[Theo cha mẹ đi xa]", f"Vì sao em {UNSAID[1]}"),
            ("gvcn", "[Đi làm]", "đều đã có lý do"),
        )
        assert "chưa ra lớp thứ Hai 15/02" in monday["nóc"], "the hamlet's pair is told on the first day"
        assert f"{name('6A', 1)}, lớp 6A (Takta - Thôn 3): có phép, đi rẫy" in monday["nóc"]
        assert "Vắng không phép" not in monday["nóc"], "nobody is told the same fact twice"
        assert "Tu Ro" not in monday["nóc"], "each pair hears of its own hamlet"
        await story.clock_to("20:00")
        evening = heard(story)
        assert "Ra lớp sau Tết, thứ Hai 15/02: đã ra lớp 24/60 (40,0%)" in evening["ht"]
        assert "Vì sao" not in evening.get("gvcn", "")
        (picture,) = files(story, "ht")
        assert picture.content.startswith(b"\x89PNG"), "the day's picture comes by itself"

        await story.morning(TUE)
        assert f"{name('6A', 1)}, lớp 6A (Takta - Thôn 3): vắng 1 ngày học" in heard(story)["nóc"]
        await reports(story, TUE)
        await story.clock_to("11:30")
        tuesday = heard(story)
        assert "Vì sao" not in tuesday["gvcn"], "a reason holds as long as the pupil stays away"

        await story.morning(WED)
        assert "Đã trở lại lớp" in heard(story)["nóc"], "thanks for those who came on Tuesday"
        await reports(story, WED)
        await story.clock_to("11:30")
        wednesday = heard(story)
        assert not any("ngày học, chưa ra lớp" in text for text in tuesday.values())
        asked = {phone for phone, text in wednesday.items() if "ngày học, chưa ra lớp" in text}
        assert asked >= {"pht2", "ht", "gvcn"}
        assert "pht" not in asked, "PHT2 is named, not every vice principal"
        for klass, number in STAY_AWAY.items():
            assert name(klass, number) in wednesday["pht2"]
            assert name(klass, number) in wednesday["ht"]
        assert not any("Hồ sơ mới" in text for text in wednesday.values()), "the ladder for absences opens no second"

        await converse(
            story,
            ("ht", "/ralop", "đã ra lớp 57/60 (95,0%)"),
            ("ht", "/ralop lớp", f"{name('7A', 2)} (Tu Ro - Thôn 4): vắng 3 ngày học, K, đi rẫy"),
            ("ht", "/ralop biểu đồ", ""),
            ("ht", "/ralop tệp", ""),
        )
        *_earlier, picture, listed = files(story, "ht")
        assert picture.content.startswith(b"\x89PNG")
        assert charts[-1].days == [("15/02", 24, 60), ("16/02", 33, 60), ("17/02", 57, 60)]
        rows, _days = tables(listed.content, "Ngày")
        assert ("17/02/2027", "6A", name("6A", 1), "Takta - Thôn 3", "P, đi rẫy", 3) in rows
        assert [row[0] for row in rows].count("17/02/2027") == len(STAY_AWAY)

        await story.morning("2027-02-18")
        heard(story)
        await converse(story, *[(phone, f"/du {klass}", "có mặt 20/20") for klass, phone in PHONES_OF.items()])
        await story.clock_to("20:00")
        thanked = heard(story)
        assert {
            p: text.count("Đã trở lại lớp") for p, text in thanked.items() if "Đã trở lại lớp" in text
        } == dict.fromkeys(("gvcn", "gvcn6b", "bộ môn", "nóc", "nóc2", "ht", "pht2"), 1)
        assert "Tất cả các em đã ra lớp" in thanked["ht"]
        assert await nobody_was_told_twice(story)


async def nobody_was_told_twice(story: Story) -> bool:
    """Of one pupil and day, and of one step, everybody has heard once."""
    async with story.app.database.read() as session:
        pairs = select(Outbox.person_id, Outbox.kind, Outbox.about, Outbox.day).where(
            Outbox.state == SENT, Outbox.kind.like("%away%") | Outbox.kind.like("not_back%")
        )
        rows = (await session.execute(pairs)).all()
    return len(rows) == len(set(rows)) > 0
