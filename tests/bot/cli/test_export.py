"""The figures as a file, and the papers: each number is what a plain count of the marks says."""

import json
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Any

import pytest
from docx import Document
from openpyxl import load_workbook
from sqlalchemy import select

from bot.cli.export.figures import export_figures
from bot.cli.export.paper import export_paper
from bot.cli.shared import Fault
from models import Classes, Pupils
from models.people.askers import schools
from papers.figures.files import class_file, months_of
from rules.papers import PaperKind
from rules.people.classes import ClassRef
from tests.bot.cli.plain_count import KINDS, TEACHERS, Mine, Plain, groups, of_class, weeks
from tests.campaign import CAMPAIGN
from tests.conversation import Play, playing

pytestmark = pytest.mark.anyio
FIRST, DAYS, FEWER = (
    date(2026, 9, 14),
    60 if CAMPAIGN else 30,
    13,
)  # fewer on PostgreSQL, where the same statements count
SINCE = date(2026, 9, 18)  # the days of the file; the year's figures are of all
YEAR = date(2026, 9, 5)
Found = dict[tuple[Any, ...], Any]
ROLL = ("opening", "came", "back", "moved_in", "moved_out", "transferred", "dropped", "left", "now")


async def exported(play: Play, folder: Path, first: date, last: date) -> Found:
    """The file's figures: (figure, of, name, day, half day; none: all days) to the value, of a share to its parts."""
    out = folder / "F.json"
    assert await export_figures(play.app.config, first, last, out) == 0
    assert out.stat().st_mode & 0o777 == 0o600
    text = out.read_text(encoding="utf-8")
    assert "Hồ Văn Bình" not in text
    told = json.loads(text)
    assert {one["figure"] for one in told["figures"]} <= set(told["called"]), "each is said in words"
    found = {}
    for one in told["figures"]:
        share = (one.get("part"), one.get("whole")) if one["figure"].startswith("share.") else one["value"]
        key = (one["figure"], one["of"], one.get("name"), one["day"], one.get("session"))
        assert key not in found
        found[key] = share
    return found


async def test_each_figure_and_paper_is_what_a_plain_count_says(database_url: str, tmp_path: Path) -> None:
    async with playing(url=database_url, at=f"{FIRST} 06:00", morning_days=[2, 3, 4, 5, 6], afternoon_days=[]) as play:
        days = DAYS if play.app.database.is_sqlite else FEWER
        plain = await weeks(play, Random(8), FIRST, days)
        last = FIRST + timedelta(days=days)
        found = await exported(play, tmp_path, SINCE, last)
        await same_report(play, plain, last, tmp_path / "R.docx")
        await same_registers(play, plain, last)
    if days == DAYS:
        assert {kind for *_when, kind in plain.marks} >= {"P", "K", "V", "M"}
        weekdays = sum((FIRST + timedelta(days=ahead)).weekday() < 5 for ahead in range(days + 1))
        assert len({day for _klass, day, _part in plain.parts}) < weekdays, "a weekday was declared off afterwards"
    checked = sum(same(found, plain, group, mine, last) for group, mine in groups(plain).items())
    assert checked + sum(same_half_day(found, plain, *held) for held in plain.held(SINCE, last)) > 300


async def same_report(play: Play, plain: Plain, last: date, out: Path) -> None:
    """The tables of the term's paper, row by row: who came and went, and who was absent."""
    assert await export_paper(play.app.config, PaperKind.HK1, out, last) == 0
    document: Any = Document(str(out))
    _head, rolls, counts, *_more = document.tables
    rows: dict[str, Mine] = {name: of_class(name) for name in TEACHERS} | {"Cộng": lambda _pupil, _klass: True}
    for name, mine in rows.items():
        roll, count = plain.roll(mine, YEAR, last), plain.count(mine, YEAR, last)
        held = [said for klass, _day, _part, said in plain.held(YEAR, last) if mine(0, klass)]
        figures = [count[one] for one in ("excused", "unexcused", "unclear", "absent")]
        assert row_of(rolls, name) == [roll[one] for one in ROLL], name
        assert row_of(counts, name)[:6] == [len(held), sum(held), *figures], name


def row_of(table: Any, name: str) -> list[int]:
    """The numbers of the row that begins so; an empty cell is none, a share is left out."""
    (cells,) = [[cell.text for cell in row.cells] for row in table.rows if row.cells[0].text == name]
    return [int(cell or 0) for cell in cells[1:] if "%" not in cell and cell != "–"]


async def same_registers(play: Play, plain: Plain, last: date) -> None:
    """The class registers of every month, cell by cell: each pupil's sign on each day."""
    async with play.app.database.read() as session:
        school = (await schools(session, [play.school_id]))[play.school_id]
        ids = dict((await session.execute(select(Classes.name, Classes.id))).all())
        names = dict((await session.execute(select(Pupils.id, Pupils.full_name))).all())
        for name, id_ in ids.items():
            for month in months_of(FIRST, last):
                made = await class_file(session, school, ClassRef(id_, name), [month], last)
                assert made is not None
                same_register(plain, name, names, month, load_workbook(BytesIO(made.content)).worksheets[0])


def same_register(plain: Plain, klass: str, names: dict[int, str], month: tuple[date, date], sheet: Any) -> None:
    days = [day for name, day, _part, _said in plain.held(*month) if name == klass]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    lines = {row[1]: row[2:] for row in rows if isinstance(row[0], int) and row[1]}
    said = plain.signs(klass, *month)
    assert set(lines) == {names[pupil] for pupil in said}
    for pupil, signs in said.items():
        shown = [sign or "" for sign in lines[names[pupil]][: len(days)]]
        shown = ["" if one == "?" and known == "" else one for one, known in zip(shown, signs, strict=True)]
        assert shown == signs, (klass, names[pupil])  # a question is no answer
        absent = [signs.count(sign) for sign in "PKV"]
        kinds = [*absent, sum(absent), signs.count("M")]
        assert [figure or 0 for figure in lines[names[pupil]][len(days) : len(days) + len(kinds)]] == kinds


def same(found: Found, plain: Plain, group: tuple[str, str | None], mine: Mine, last: date) -> int:
    """The file's figures of a class, a hamlet, … are the plain ones; how many were compared."""
    of, name = group
    said = {
        key[0]: value
        for key, value in found.items()
        if key[1] == of and not key[4] and (key[2] or "").startswith(name or "") and bool(key[2]) == bool(name)
    }
    count, fates = plain.count(mine, SINCE, last), plain.fates(mine, last)
    days, year = plain.roll(mine, SINCE, last), plain.roll(mine, date(2026, 9, 5), last)
    expected = {figure: count[figure] for figure in (*KINDS, "absent", "present", "possible")}
    expected |= {f"{when}.{one}": roll[one] for when, roll in (("days", days), ("year", year)) for one in ROLL}
    expected |= {f"pupils.{one}": fates[one] for one in ("expected", "seen", "transferred", "dropped", "left")}
    assert {figure: said[figure] for figure in expected} == expected, group
    assert said["share.kept"] == (fates["here"], fates["expected"])
    assert said["share.dropout"] == (fates["dropped"], year["opening"])
    assert said["share.attendance"] == (count["present"], count["present"] + count["absent"])
    assert said["share.brought_to_class"] == (fates["seen"], fates["expected"])
    assert said["margin.dropout"] == year["opening"] * 2 // 100 - fates["dropped"]
    return len(expected) + 5


def same_half_day(found: Found, plain: Plain, klass: str, day: date, part: str, reported: bool) -> int:  # noqa: FBT001, as it is read
    count = plain.count(lambda _p, k: k == klass, day, day)
    one = {key[0]: value for key, value in found.items() if key[1:] == ("class", klass, str(day), part)}
    assert (one.pop("held"), one.pop("reported")) == (1, reported)
    assert bool(one) == reported, "what nobody reported has no figures"
    assert all(value == count[figure] for figure, value in one.items()), (klass, day, one, count)
    return len(one)


async def test_days_that_cannot_be_counted_get_a_sentence(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        for first, last, said in (
            (date(2026, 11, 2), date(2026, 11, 1), "Ngày đầu sau ngày cuối"),
            (date(2020, 1, 1), date(2020, 2, 1), "chưa có năm học nào"),
        ):
            with pytest.raises(Fault, match=said):
                await export_figures(play.app.config, first, last, tmp_path / "F.json")
        assert not (tmp_path / "F.json").exists()
