"""Story (c): the return after Tết, with two in five in class on the first day, and three who stay away."""

from io import BytesIO
from pathlib import Path

import msgspec
import pytest
from openpyxl import load_workbook
from sqlalchemy import func, select

from bot.outbox import Payload
from models import Outbox
from models.message import Chart
from models.post import SENT
from tests.conversation import Play
from tests.jobs.checks import heard
from tests.jobs.return_school import CLASSES, SIZE, after_tet, name, opened, report

pytestmark = pytest.mark.anyio

STAY_AWAY = {"6A": {1}, "7A": {2}, "8A": {3}}
BACK = {  # in class of each twenty, day by day: 40 % on Monday, 95 % on Saturday
    "2027-02-15": 8, "2027-02-16": 11, "2027-02-17": 14, "2027-02-18": 17, "2027-02-19": 18, "2027-02-20": 19,
}  # fmt: skip


def away(klass: str, back: int) -> set[int]:
    """The one who stays away, and so many others that the class has `back` in it; nobody when all are."""
    stays = STAY_AWAY[klass]
    if back == SIZE:
        return set()
    others = [number for number in range(SIZE, 0, -1) if number not in stays]
    return stays | set(others[: SIZE - back - len(stays)])


async def school_day(play: Play, day: str, back: int) -> dict[str, str]:
    """A day of the campaign from before school until the evening: what every phone has shown in it."""
    await play.clock_to(f"{day} 07:05")
    for klass in CLASSES:
        await report(play, klass, away(klass, back))
    await play.clock_to(f"{day} 20:00")
    return heard(play)


async def test_the_return_after_tet_from_two_in_five_to_all_but_three(
    tmp_path: Path, quick_charts: list[Chart]
) -> None:
    async with after_tet(tmp_path) as play:
        await opened(play)
        heard(play)
        told = {day: await school_day(play, day, back) for day, back in BACK.items()}
        monday, tuesday, wednesday = list(told)[:3]

        assert "Ra lớp sau Tết, thứ Hai 15/02**: đã ra lớp 24/60 (40,0%)" in told[monday]["ht"]
        assert "chưa ra lớp thứ Hai 15/02" in told[monday]["nóc"], "the hamlet's pair is told on the first day"
        assert f"{name('6A', 1)}, lớp 6A (Takta - Thôn 3): có phép, theo cha mẹ" in told[monday]["nóc"]
        assert "Vắng không phép" not in told[monday]["nóc"], "nobody is told the same fact twice"
        assert "Tu Ro" not in told[monday]["nóc"]

        assert "chưa ra lớp theo lần báo gần nhất".capitalize() in told[tuesday]["nóc"]
        assert f"{name('6A', 1)}, lớp 6A (Takta - Thôn 3): vắng 1 ngày học" in told[tuesday]["nóc"]
        assert "Đã trở lại lớp" in told[wednesday]["nóc"], "thanks for those who came on Tuesday"

        for day, texts in told.items():
            not_back = [phone for phone, text in texts.items() if "ngày học, chưa ra lớp" in text]
            assert (set(not_back) >= {"pht2", "ht", "gvcn"}) is (day == wednesday), day
            assert "ngày học, chưa ra lớp" not in texts.get("pht", ""), "PHT2 is named, not every vice principal"
        for klass, (number,) in STAY_AWAY.items():
            assert name(klass, number) in told[wednesday]["pht2"]
        assert "Vụ việc mới" not in "".join(text for texts in told.values() for text in texts.values())

        last = list(BACK)[-1]
        assert "đã ra lớp 57/60 (95,0%)" in told[last]["ht"]
        assert quick_charts[-1].days[-1] == ("20/02", 57, 60)
        assert await nobody_was_told_twice(play)


async def test_the_three_who_stay_away_are_thanked_for_once_when_they_come(
    tmp_path: Path, quick_charts: list[Chart]
) -> None:
    async with after_tet(tmp_path) as play:
        await opened(play)
        for day in list(BACK)[:3]:
            await school_day(play, day, 19)
        assert any("chưa ra lớp" in parcel.text for parcel in play.channel.seen["pht2"])
        told = await school_day(play, "2027-02-18", 20) | await school_day(play, "2027-02-19", 20)
        said = {
            phone: "\n".join(parcel.text for parcel in parcels).count("Đã trở lại lớp")
            for phone, parcels in play.channel.seen.items()
        }
        assert {"pht2", "ht", "nóc", "nóc2", "gvcn", "gvcn6b", "bộ môn"} <= {p for p, count in said.items() if count}
        assert set(said.values()) == {0, 1}, said
        assert "Tất cả các em đã ra lớp" in told["ht"]


async def test_text_chart_and_file_show_the_same_figures(tmp_path: Path, quick_charts: list[Chart]) -> None:
    async with after_tet(tmp_path) as play:
        await opened(play)
        for day, back in list(BACK.items())[:3]:
            await school_day(play, day, back)
        (text,) = await play.say("ht", "/ralop")
        (_answer,) = await play.say("ht", "/ralop biểu đồ")
        (_file,) = await play.say("ht", "/ralop tệp")
        book = load_workbook(BytesIO(play.channel.seen["ht"][-1].files[0].content))
        listed, by_day = (list(sheet.values) for sheet in book.worksheets)
        async with play.app.database.read() as session:
            payload = await session.scalar(
                select(Outbox.payload).where(Outbox.text.like("Ra lớp sau Tết%"), Outbox.payload.is_not(None))
            )
        (chart,) = msgspec.msgpack.decode(payload or b"", type=Payload).charts
        for (label, back, enrolled), row in zip(chart.days, by_day[1:], strict=True):
            assert f"{label}: {back}/{enrolled}" in text
            assert row[:3] == (f"{label}/2027", str(back), str(enrolled))
            assert [line[0] for line in listed].count(f"{label}/2027") == enrolled - back
        assert sum(back for _label, back, _whole in chart.bars) == chart.days[-1][1]
        assert listed[0] == ("Ngày", "Lớp", "Họ và tên", "Thôn, nóc", "Lý do", "Số ngày học vắng")
        assert ("17/02/2027", "6A", name("6A", 1), "Takta - Thôn 3", "P, theo cha mẹ", "3") in listed
        assert not any(name(klass, number) in str(chart) for klass in CLASSES for number in range(1, SIZE + 1))


async def nobody_was_told_twice(play: Play) -> bool:
    """Of one pupil and day, and of one step, everybody has heard once."""
    async with play.app.database.read() as session:
        statement = select(func.count()).where(Outbox.state == SENT, Outbox.key.is_not(None))
        pairs = select(Outbox.person_id, Outbox.kind, Outbox.about, Outbox.day).where(
            Outbox.state == SENT, Outbox.kind.like("%away%") | Outbox.kind.like("not_back%")
        )
        rows = (await session.execute(pairs)).all()
        assert await session.scalar(statement)
    return len(rows) == len(set(rows)) > 0
