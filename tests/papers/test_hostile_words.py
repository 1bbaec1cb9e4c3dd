"""Whatever people, places and reasons are called, every file holds it as plain words: each kind of file there is."""

import re
import sys
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path
from pkgutil import walk_packages
from typing import Any
from zipfile import ZipFile

import pytest
from docx import Document
from openpyxl import load_workbook
from sqlalchemy import text, update

import papers
from bot.cli.export.outreach import export_outreach
from letters.papers import PAPERS
from models import Cases
from models.school.letterhead import Letterhead
from models.units.figures import Line, UnitFigures
from papers.charts.child import picture
from papers.units.book import unit_book
from papers.year import minutes
from rules.pictures import Chart, Tile, Tint
from tests.conversation import Play, playing
from tests.handlers.school_days import on

pytestmark = pytest.mark.anyio

WORDS = (
    '=HYPERLINK("http://x","y")',
    "+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|x",
    "-2+3 {=1+1}",
    "<b>Lan</b></w:t>",
    "{{7*7}} {% raw %}",
    "{name} %s {0}",
    "&amp; &lt; ]]>",
    "\u202eRTL\u200b \u0e07",
    "Dòng\nhai\tba",
    "\x0b\x1f\ufffeLạ",
    "$\\frac{1$ _x0041_",
    "Tên " + "rất dài " * 30,
)
COLUMNS = (
    *(("pupils", "full_name"), ("people", "full_name"), ("places", "name"), ("classes", "name"), ("marks", "reason")),
    *(("guardians", "relation"), ("cases", "opened_why"), ("campaigns", "name"), ("visits", "note")),
    *(("letterheads", "superior"), ("letterheads", "commune"), ("letterheads", "place"), ("letterheads", "signer")),
    *(("schools", "name"), ("movements", "why"), ("at_risk_pupils", "circumstances"), ("at_risk_pupils", "conduct")),
)
ASKED = (
    *(("ht", f"/vanban loại {kind.value}") for kind in PAPERS),
    *(
        ("ht", words)
        for words in ("/tep 16/11", "/tep học kỳ", "/tep nóc #1 tháng 11", "/biendong tệp", "/ngoaids tệp")
    ),
    *(("ht", words) for words in ("/ralop tệp", "/vanban giấy mời #p1", "/vanban biên bản 1")),
    *(("gvcn", "/tep tháng 11"), ("pht", "/dodau bảng hoàn cảnh"), ("gvcn", "/goi in")),
)
BEGUN = "/vanban loại hk2"  # the second term has not
MAKERS = ("new_book", "new_paper", "made_book", "framed", "letter")
# drawn or printed from words that are checked where they are read; or the machinery of those that are tried
NOT_TRIED = {"papers.roster", "papers.people.slips", "papers.templates", "papers.figures.book", "papers.framed"}


def _makers() -> Iterator[Any]:
    """The modules of `papers` that make files."""
    for one in walk_packages(papers.__path__, "papers."):
        if not any(one.name.startswith(name) for name in NOT_TRIED) and one.name.rpartition(".")[2] != "page_child":
            module = sys.modules.get(one.name) or __import__(one.name, fromlist=["x"])
            if any(hasattr(module, name) and getattr(module, name).__module__ != one.name for name in MAKERS):
                yield module


def _noting(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Which of them have made one from now on."""
    made: set[str] = set()

    def note(module: Any, name: str) -> None:
        real = getattr(module, name)

        def noted(*values: Any, **named: Any) -> Any:
            made.add(module.__name__)
            return real(*values, **named)

        monkeypatch.setattr(module, name, noted)

    for module in _makers():
        for name in MAKERS:
            if hasattr(module, name):
                note(module, name)
    return made


async def _lived(play: Play) -> None:
    """Something of everything that stands in files."""
    await play.say("gvcn", "/vang 6A Nguyễn Văn A, Hồ Thị Lan P đi rẫy, Hồ Văn Bình ốm")
    await play.say("gvcn", "/phep 6A Nguyễn Văn A")
    for words in ("/ca mở 6A Hồ Văn Bình: hay nghỉ", "/dodau thêm 6A A Thút", "/tham 1 gặp mẹ, hứa thứ 5 đi học"):
        await play.say("gvcn", words)
    await play.say("pht", "/dodau 6A A Thút: cô Yên")
    await play.say("ht", "/ngoaids Đinh Văn Mới, 2016, nóc Takta: chưa đi học")
    await play.say("ht", "/ralop mở 16/11 đến 21/11 sau lũ")
    await play.press("ht", "Mở đợt này")
    await play.say("admin", "/chuyentruong 6A Lê Thị Sáng: theo gia đình")
    await play.press("admin", "Thực hiện")
    await on(play, "2026-11-17 07:10")
    await play.say("gvcn", "/vang 6A Nguyễn Văn A, Hồ Văn Bình")


async def _renamed(play: Play, turn: int) -> None:
    """Every row of every column gets another of the words."""
    async with play.app.database.write() as session:
        await session.execute(update(Cases).values(decision="request"))
        await session.execute(text("UPDATE marks SET reason_code = 'khac'"))
        for number, (table, column) in enumerate(COLUMNS):
            key = "school_id" if table == "letterheads" else "id"
            for (id_,) in (await session.execute(text(f"SELECT {key} FROM {table}"))).all():
                words = WORDS[(id_ + number + turn) % len(WORDS)]
                unlike = f"{words} {id_}" if table in {"places", "classes"} else words
                changed = text(f"UPDATE {table} SET {column} = :words WHERE {key} = :id")
                await session.execute(changed, {"words": unlike, "id": id_})
        await session.execute(text("UPDATE schools SET version = version + 1"))


def _words_of(name: str, content: bytes) -> str:
    """All of the file's text, after a look that nothing in it computes, links or runs."""
    with ZipFile(BytesIO(content)) as parts:
        raw = "".join(parts.read(one).decode() for one in parts.namelist() if one.endswith((".xml", ".rels")))
    assert not re.search(r"<f[ >]|<hyperlink|<w:hyperlink|<w:fldSimple|TargetMode=.External", raw), name
    assert set(re.findall(r"<w:instrText[^>]*>([^<]*)", raw)) <= {"PAGE"}, name
    if name.endswith(".xlsx"):
        cells = [cell for page in load_workbook(BytesIO(content)) for row in page.iter_rows() for cell in row]
        assert {cell.data_type for cell in cells} <= {"s", "n"}, name
        return "\n".join(str(cell.value) for cell in cells if cell.value is not None)
    document = Document(BytesIO(content))
    tables = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([one.text for one in document.paragraphs] + tables)


def _plain(words: str) -> str:
    return re.sub(r"[\s\x00-\x1f\ufffe\ufffd]+", "", words)


@pytest.mark.parametrize("turn", [0, pytest.param(5, marks=pytest.mark.campaign)])
async def test_in_every_file_words_are_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, turn: int) -> None:
    made, files = _noting(monkeypatch), {}
    async with playing(tmp_path) as play:
        await _lived(play)
        await _renamed(play, turn)
        for phone, words in ASKED:
            await play.say(phone, words)
            for file in play.seen(phone)[-1].files:
                files[words, file.name] = file.content
        assert await export_outreach(play.app.config, tmp_path / "F.xlsx") == 0
        files["outreach", "F.xlsx"] = (tmp_path / "F.xlsx").read_bytes()
    files |= _others()
    assert {one.__name__ for one in _makers()} - made == set()
    assert {words for words, _name in files} >= {words for _phone, words in ASKED if words != BEGUN}
    told = {words: _plain(words) for words in WORDS}
    for (asked, name), content in files.items():
        assert "/" not in name
        said = _plain(_words_of(name, content))
        assert any(one.upper() in said.upper() for one in told.values()), (asked, said[:300])
        assert "49{" not in said
        assert "&amp;amp;" not in said


def _others() -> dict[tuple[str, str], bytes]:
    """Those that another office makes, of words that come from many schools or from the turn of the year."""
    one = Line(name=WORDS[0], shown=dict.fromkeys(SHOWN, 7))
    figures = UnitFigures(unit=WORDS[4], first=DAY, last=DAY, total=one, lines=[one], by_school=True)
    pupils = [minutes.Line(name=words, born=None, old_class="5A", known=words) for words in WORDS]
    handed = minutes.Minutes(class_name=WORDS[5], lines=pupils, gone=WORDS, giver=WORDS[7], receiver=WORDS[1])
    paper = minutes.minutes_paper(handed, Letterhead(school=WORDS[4], superior=WORDS[10]), DAY)
    return {("unit", "U.xlsx"): unit_book(figures, DAY), ("hand-over", "M.docx"): paper}


DAY = date(2026, 11, 16)
SHOWN = (
    *("possible", "pupils", "held", "reported", "in_time", "excused", "unexcused", "opened", "returned", "visits"),
    "dropped",
)


@pytest.mark.draws
def test_a_picture_shows_words_as_they_are() -> None:
    """A letter that no font has is drawn as a box, a formula as its signs."""
    with pytest.warns(UserWarning, match="missing from font"):
        drawn = picture(
            Chart(
                name="a.png", title=WORDS[11], note=WORDS[5], days=[(WORDS[5], 1, 2)], days_title=WORDS[4],
                bars=[(words, 1, 2) for words in WORDS], bars_title=WORDS[11],
                tiles=[Tile(words, words, Tint.NONE) for words in WORDS],
            )
        )  # fmt: skip
    assert drawn.startswith(b"\x89PNG")
