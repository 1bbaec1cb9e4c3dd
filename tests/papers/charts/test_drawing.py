"""Charts are drawn for a phone, in Vietnamese, in a process of their own."""

import asyncio
import struct
import subprocess
import sys

import pytest

from bot.engine.post.charts import Drawer
from channels import NotSent, Parcel
from papers.charts import drawing as charts
from papers.charts.child import _fitting, picture
from rules.pictures import Chart

HEAVY = {
    "matplotlib",
    "numpy",
    "PIL",
    "docx",
    "docxtpl",
    "lxml",
    "xlsxwriter",
    "openpyxl",
    "python_calamine",
    "alembic",
    "holidays",
}
pytestmark = [pytest.mark.anyio, pytest.mark.draws]

DAYS = [("15/02", 24, 60), ("16/02", 33, 60), ("17/02", 57, 60)]
BARS = [("6A", 18, 20), ("7A", 20, 20), ("8A", 0, 0)]


def chart(bars: int = 3) -> Chart:
    return Chart(
        name="ra-lop.png", title="Ra lớp sau Tết", note="thứ Tư 17/02: có mặt 57/60 (95,0%)", days=DAYS,
        days_title="Tỉ lệ đã ra lớp theo ngày (%)", bars_title="Theo lớp", bars=(BARS * bars)[:bars],
        unknown="chưa báo",
    )  # fmt: skip


def size(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG")
    wide, high = struct.unpack(">II", png[16:24])
    return wide, high


async def test_it_comes_from_a_child_process_as_a_file_with_the_message() -> None:
    drawer, one = Drawer(), chart()
    (first, second) = await asyncio.gather(*(drawer.complete(Parcel(address="a", text="…"), [one]) for _ in "ab"))
    (file,) = first.files
    assert file.name == "ra-lop.png"
    assert size(file.content)[0] == 975, "two and a half times a phone of 390 px"
    assert second.files == first.files, "drawn once for both"


async def test_a_drawing_that_fails_is_proven_not_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(charts, "SECONDS", 0.001)
    with pytest.raises(NotSent):
        await Drawer().complete(Parcel(address="a", text="…"), [chart()])


def test_what_some_files_and_pictures_need_is_not_there_until_somebody_wants_one() -> None:
    """The program that runs is loaded whole, with all that its commands and letters name, and a chart."""
    whole = "import sys, bot.runner, papers.campaign.chart; from bot.engine.commands import load; load()"
    asked = [sys.executable, "-c", f"{whole}; print(*sys.modules)"]
    done = subprocess.run(asked, check=True, capture_output=True, text=True)
    assert HEAVY.intersection(done.stdout.split()) == set()


def test_it_grows_with_the_classes_and_every_letter_has_its_marks() -> None:
    few, many = size(picture(chart(3))), size(picture(chart(40)))
    assert few[0] == many[0]
    assert many[1] > few[1] * 2
    (warned,) = [picture(chart())]  # a letter the font lacks would be a warning, and warnings are errors here
    assert warned


def test_the_first_day_alone_is_a_picture_too() -> None:
    one = Chart(name="a.png", title="", days_title="", days=DAYS[:1], bars_title="", bars=BARS[:1])
    assert size(picture(one))


def test_a_long_name_keeps_its_beginning() -> None:
    assert _fitting("Takta - Thôn 3") == "Takta - Thôn 3"
    assert _fitting("Khu dân cư Ngọc Lê Thượng - Thôn 4") == "Khu dân cư Ngọc Lê Thượng…"
