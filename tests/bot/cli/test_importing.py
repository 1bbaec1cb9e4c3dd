"""The sponsor list from the command line: with the roster or after it; a name nobody has keeps everything out."""

from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console
from sqlalchemy import func, select

from bot.cli.importing import import_workbook
from bot.engine.config import SchoolConfig
from bot.engine.database import Database
from bot.engine.migrate import upgrade
from models import Pupils, Sponsorships
from tests.papers.roster.test_sponsors import HEADINGS
from tests.papers.roster.workbooks import Rows, school, write

pytestmark = pytest.mark.anyio
GOOD = (1, "Hồ Văn Bình", "6A", "", "", "Võ Thị Tâm")


async def imported(folder: Path, row: tuple[object, ...], **sheets: Rows) -> tuple[int, str, list[int]]:
    """The exit code, what was printed, and how many pupils and sponsorships there are afterwards."""
    database = Database(f"sqlite+aiosqlite:///{folder / 'school.db'}")
    file = write(folder / "a.xlsx", {**sheets, "Đỡ đầu": (HEADINGS, row)})
    console = Console(file=StringIO(), width=200)
    try:
        await upgrade(database)
        config = SchoolConfig(name="Trường Thử")
        code = await import_workbook(database, config, file, console, dry_run=False, yes=True)
        async with database.read() as session:
            counts = [await session.scalar(select(func.count(table.id))) or 0 for table in (Pupils, Sponsorships)]
    finally:
        await database.close()
    return code, console.file.getvalue(), counts  # type: ignore[attr-defined]  # it is the StringIO from above


async def test_a_roster_with_a_sponsor_sheet_is_imported_whole_and_a_list_alone_after_it(tmp_path: Path) -> None:
    assert (await imported(tmp_path, GOOD, **school()))[::2] == (0, [2, 1])
    code, said, counts = await imported(tmp_path, (*GOOD[:5], "Hồ Văn Rin"))
    assert (code, counts) == (0, [2, 2])
    assert "em Hồ Văn Bình không còn do Võ Thị Tâm đỡ đầu" in said


async def test_a_sponsor_nobody_knows_keeps_the_whole_workbook_out(tmp_path: Path) -> None:
    code, said, counts = await imported(tmp_path, (*GOOD[:5], "Võ Thị Tám"), **school())
    assert (code, counts) == (1, [0, 0])
    assert "cột F “GV nhận đỡ đầu”: không có ai tên Võ Thị Tám; có phải Võ Thị Tâm không?" in said
