"""The registers as workbooks: every figure found again in the marks themselves, by other means."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlalchemy import insert, select, text, update

from models import Enrolments, Pupils
from models.figures.totals import by_class
from models.people.askers import schools
from models.people.class_lists import classes
from models.people.places import places
from papers.figures.files import (
    Made,
    boarder_file,
    class_file,
    day_file,
    months_of,
    place_files,
    summary_file,
    villages,
)
from rules.people.classes import ClassRef
from tests.conversation import Play, playing
from tests.handlers.school_days import ask, on

pytestmark = pytest.mark.anyio

FIRST, LAST = date(2026, 11, 2), date(2026, 11, 28)
MOVED = date(2026, 11, 12)
SAID = (
    "/vang 6A cả ngày Nguyễn Văn A, Hồ Văn Bình P đi rẫy",
    "/vang 6A sáng A Thút ốm, Hồ Thị Lan",
    "/du 6A",
    "",
    "/vang 6A chiều Đinh Văn Lan, Lê Thị Sáng P",
)


async def _a_month(play: Play) -> None:
    """Whole and half days, leave given late, who was there in part, days nobody reported, and a pupil who moves."""
    for number in range((LAST - FIRST).days + 1):
        day = FIRST + timedelta(days=number)
        if day.weekday() == 6:
            continue
        await on(play, f"{day} 07:10")
        if day == MOVED:
            await _move(play, "Hồ Thị Lan", day)
        if said := SAID[number % len(SAID)]:
            await play.say("gvcn", said.replace("Hồ Thị Lan", "Trần Minh Hùng") if day >= MOVED else said)
        for every, words in ((5, "/phep 6A Nguyễn Văn A"), (4, "/muon 6A Lê Thị Sáng"), (6, "/comat 6A A Thút")):
            if number % every == 0:
                await play.say("gvcn", words)
        if number % 2:
            await play.say("gvcn6b", "/vang 6B Hồ Văn Học" + (", Hồ Thị Lan" if day >= MOVED else ""))


async def _move(play: Play, name: str, day: date) -> None:
    async with play.app.database.write() as session:
        pupil = await session.scalar(select(Pupils.id).where(Pupils.full_name == name))
        to = await session.scalar(text("SELECT id FROM classes WHERE name = '6B'"))
        ends = update(Enrolments).where(Enrolments.pupil_id == pupil).values(ends=day - timedelta(days=1))
        await session.execute(ends)
        await session.execute(insert(Enrolments).values(pupil_id=pupil, class_id=to, list_no=9, starts=day))
        await session.execute(text("UPDATE schools SET version = version + 1"))


async def _files(play: Play, days: tuple[date, date] = (FIRST, LAST)) -> dict[str, Made]:
    """Every kind of file there is."""
    async with play.app.database.read() as session:
        school = (await schools(session))[play.school_id]
        known, listed = await places(session, school.id), await classes(session, school, LAST)
        made = {one.name: await class_file(session, school, one, [days], LAST) for one in listed}
        made["boarders"] = await boarder_file(session, school, listed, [days], LAST)
        made["day"] = await day_file(session, school, *days, LAST)
        for place in villages(known):
            (made[place.said],) = await place_files(session, school, known, [place], days, LAST)
        made["all"] = await summary_file(session, school, listed, known, days, LAST)
    return {name: one for name, one in made.items() if one is not None}


def _pages(made: Made) -> list[Any]:
    return list(load_workbook(BytesIO(made.content)).worksheets)


def _table(page: Any, head: str) -> Iterator[list[Any]]:
    """The rows under the one that begins with this word, up to the first empty one."""
    rows = [[cell or "" for cell in row] for row in page.iter_rows(values_only=True)]
    start = next(number for number, row in enumerate(rows) if row[0] == head)
    for row in rows[start + 1 :]:
        if not any(row):
            return
        yield row


def _sign(mark: Any) -> str:
    return "V" if mark["unsettled"] else str(mark["kind"])


async def _facts(play: Play) -> tuple[dict[tuple[str, str], Counter[str]], Counter[str]]:
    """From the tables, row by row: each pupil's signs by class, and the pupil half days each class reported on."""
    async with play.app.database.read() as session:
        marks = (await session.execute(text("SELECT * FROM marks WHERE struck_at IS NULL"))).mappings().all()
        parts = (await session.execute(text("SELECT * FROM class_parts"))).mappings().all()
        names: dict[int, str] = dict((await session.execute(text("SELECT id, full_name FROM pupils"))).all())
        klass: dict[int, str] = dict((await session.execute(text("SELECT id, name FROM classes"))).all())
        stays = (await session.execute(text("SELECT * FROM enrolments"))).mappings().all()
    counted = {(p["class_id"], p["day"], p["part"]) for p in parts if p["held"] and p["reported_at"]}
    signs: dict[tuple[str, str], Counter[str]] = {}
    for mark in marks:
        if (mark["class_id"], mark["day"], mark["part"]) in counted:
            signs.setdefault((klass[mark["class_id"]], names[mark["pupil_id"]]), Counter())[_sign(mark)] += 1
    days: Counter[str] = Counter()
    for class_id, day, _part in counted:
        for one in stays:
            there = one["starts"] <= day and (one["ends"] is None or day <= one["ends"])
            days[klass[class_id]] += there and one["class_id"] == class_id
    return signs, days


async def test_every_figure_of_every_sheet_is_found_again_in_the_marks(tmp_path: Path) -> None:
    async with playing(tmp_path, afternoon_days=[0, 2, 4]) as play:
        await _a_month(play)
        files = await _files(play)
        signs, days = await _facts(play)
        assert len(signs) > 6
        for klass in ("6A", "6B"):
            page, corrected = _pages(files[klass])
            lines = {row[1]: row for row in _table(page, "TT") if row[0]}
            for name, row in lines.items():
                mine = signs.get((klass, name), Counter())
                absent = [mine["P"], mine["K"], mine["V"], mine["P"] + mine["K"] + mine["V"]]
                assert row[-7:] == [n or "" for n in (*absent, mine["M"], mine["BT"], mine["VS"])]
                assert Counter(cell for cell in row[2:-7] if cell not in {"", "–", "/"}) == mine
            assert {name for of, name in signs if of == klass} <= set(lines)
            sums = {row[1]: row[2:-7] for row in _table(page, "TT") if not row[0]}
            assert sum(n for n in sums["Sĩ số"] if n != "–") == days[klass]
            whole = Counter({kind: sum(signs[key][kind] for key in signs if key[0] == klass) for kind in "PKV"})
            assert sum(n or 0 for n in sums["Vắng có phép (P)"] if n != "–") == whole["P"]
            assert sum(n or 0 for n in sums["Vắng không phép (K)"] if n != "–") == whole["K"]
            assert f"vắng {whole.total()}/{days[klass]} buổi" in _text(page)
            assert ("K" in [row[3] for row in _table(corrected, "Ngày")]) == (klass == "6A")
        in_days = [row for page in _pages(files["day"]) for row in _table(page, "Lớp") if row[6] in {"P", "K", "V"}]
        assert len(in_days) == sum(one["P"] + one["K"] + one["V"] for one in signs.values())
        homes = [row for name in files if name.startswith("Thôn") for row in _table(_pages(files[name])[0], "TT")]
        by_name: Counter[str] = Counter()
        for (_class, name), one in signs.items():
            by_name[name] += one["P"] + one["K"] + one["V"]
        assert {row[1]: row[7] or 0 for row in homes if row[0]} == {name: by_name[name] for name in _names(homes)}
        summary, home_summary = _pages(files["all"])
        (total,) = [row for row in _table(summary, "Lớp") if row[0] == "Cộng"]
        kinds = [sum(one[k] for one in signs.values()) for k in "PKV"]
        assert total[4:9] == [days.total(), *kinds, by_name.total()]
        assert kinds[2], "whose leave nobody has settled is a kind of its own"
        assert [sum(row[place] or 0 for row in _table(home_summary, "TT")) for place in range(5, 9)] == total[5:9]


def _names(rows: list[list[Any]]) -> list[str]:
    return [row[1] for row in rows if row[0]]


def _text(page: Any) -> str:
    return "\n".join(str(cell) for row in page.iter_rows(values_only=True) for cell in row if cell)


async def test_a_boarder_was_at_school_on_each_day_but_those_missed_whole(tmp_path: Path) -> None:
    async with playing(tmp_path, afternoon_days=[0, 2, 4]) as play:
        async with play.app.database.write() as session:
            await session.execute(update(Pupils).where(Pupils.full_name != "A Thút").values(boarding=True))
        await _a_month(play)
        (page,) = _pages((await _files(play))["boarders"])
        came, away = await _days_by_hand(play)
        lines = {row[1]: row[-4:] for row in _table(page, "TT") if row[0]}
        assert "A Thút" not in lines
        assert "½" in _text(page)
        assert {name: (row[0] or 0, row[2] or 0) for name, row in lines.items()} == {
            name: (came[name], away[name]) for name in {*came, *away} - {"A Thút"}
        }
        (total,) = [row for row in _table(page, "TT") if row[1] == "Cộng"]
        assert total[-4] == sum(one or 0 for one in total[3:-4]) == sum(row[0] or 0 for row in lines.values())


async def _days_by_hand(play: Play) -> tuple[Counter[str], Counter[str]]:
    """By name, from the tables: the days at school, and those of which every reported half day was missed."""
    async with play.app.database.read() as session:
        marks = (await session.execute(text("SELECT * FROM marks WHERE struck_at IS NULL"))).mappings().all()
        held = "SELECT * FROM class_parts WHERE held AND reported_at IS NOT NULL"
        parts = (await session.execute(text(held))).mappings().all()
        stays = "SELECT e.*, p.full_name FROM enrolments e JOIN pupils p ON p.id = e.pupil_id"
        listed = (await session.execute(text(stays))).mappings().all()
    missed = {(one["pupil_id"], one["day"], one["part"]) for one in marks if one["kind"] in {"P", "K"}}
    days: dict[tuple[str, str], list[bool]] = {}
    for part in parts:
        for one in listed:
            there = one["starts"] <= part["day"] and (one["ends"] is None or part["day"] <= one["ends"])
            if there and one["class_id"] == part["class_id"]:
                gone = (one["pupil_id"], part["day"], part["part"]) in missed
                days.setdefault((one["full_name"], part["day"]), []).append(gone)
    came = Counter(name for (name, _day), gone in days.items() if not all(gone))
    return came, Counter(name for (name, _day), gone in days.items() if all(gone))


async def test_unreported_half_days_moves_and_corrections_are_seen_as_such(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await ask(play, "gvcn", "/vang 6A Nguyễn Văn A")
        await ask(play, "gvcn", "/phep 6A Nguyễn Văn A")
        await ask(play, "gvcn", "/comat 6A Nguyễn Văn A")
        await on(play, "2026-11-17 07:10")
        await on(play, "2026-11-18 07:10")
        await _move(play, "Hồ Thị Lan", date(2026, 11, 18))
        await ask(play, "gvcn", "/du 6A")
        page, corrected = _pages((await _files(play))["6A"])
        lines = {row[1]: row[2:5] for row in _table(page, "TT") if row[0]}
        assert lines["Nguyễn Văn A"] == ["", "–", ""]
        assert lines["Hồ Thị Lan"] == ["", "–", "/"]
        changes = [row[3:5] for row in _table(corrected, "Ngày")]
        assert changes == [["K", "P"], ["P", "có mặt"]]
        assert "Phạm Thu Hà" in [row[6] for row in _table(corrected, "Ngày")]
        assert page.freeze_panes == "C8"
        assert (page.page_setup.orientation, page.page_setup.paperSize, bool(page.print_area)) == ("landscape", 9, True)


async def test_a_register_says_what_the_report_says(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await ask(play, "gvcn", "/vang 6A Nguyễn Văn A, Hồ Thị Lan P")
        async with play.app.database.read() as session:
            school = (await schools(session))[play.school_id]
            (klass, *_rest) = await classes(session, school, FIRST)
            count = (await by_class(session, [klass.id], FIRST, LAST))[klass.id]
            made = await class_file(session, school, ClassRef(klass.id, klass.name), months_of(FIRST, LAST), LAST)
        assert made is not None
        assert f"vắng {count.absent}/{count.possible} buổi học sinh (có phép 1, không phép 1)" in _text(_pages(made)[0])
        assert "vắng 2/8" in await ask(play, "ht", "/baocao")


async def test_who_signs_in_the_principals_place_signs_with_the_own_title_and_name(tmp_path: Path) -> None:
    async with playing(tmp_path, signer_title="KT. Hiệu trưởng") as play:
        await on(play, f"{FIRST} 07:10")
        made = await _files(play, (FIRST, FIRST))
    column = [[cell.value for cell in row if cell.value] for row in _pages(made["6A"])[0].iter_rows()]
    at = next(number for number, row in enumerate(column) if "KT. HIỆU TRƯỞNG" in row)
    assert column[at + 1] == ["PHÓ HIỆU TRƯỞNG"]
    assert "Ngô Thị Bảy" in next(row for row in column[at + 2 :] if row)


async def test_the_sheet_by_home_has_those_whose_home_nobody_wrote_down(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        async with play.app.database.write() as session:
            await session.execute(update(Pupils).where(Pupils.full_name == "Hồ Văn Bình").values(place_id=None))
        await ask(play, "gvcn", "/vang 6A Hồ Văn Bình, Nguyễn Văn A")
        of_class, of_home = _pages((await _files(play))["all"])
        *_rows, whole = _table(of_class, "Lớp")
        rows = list(_table(of_home, "TT"))
        assert rows[-1][1] == "Chưa rõ nơi ở"
        assert sum(row[4] or 0 for row in rows) == whole[4] == 8
        assert sum(row[8] or 0 for row in rows) == whole[8] == 2
        assert any("vắng 2/8" in str(cell) for row in of_home.iter_rows(values_only=True) for cell in row)
