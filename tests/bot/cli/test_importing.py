"""Lists from the command line: the roster, the sponsor list with it or after it, and the last import taken back."""

from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console
from sqlalchemy import func, select

from bot.cli.importing import Wish, import_workbook
from bot.cli.taking_back import take_back
from bot.engine.config import SchoolConfig
from bot.engine.database import Database
from bot.engine.migrate import upgrade
from models import Enrolments, Pupils, Sponsorships
from tests.papers.roster.test_sponsors import HEADINGS
from tests.papers.roster.workbooks import GOOD_PUPILS, Rows, school, write

pytestmark = pytest.mark.anyio
GOOD = (1, "Hồ Văn Bình", "6A", "", "", "Võ Thị Tâm")


async def imported(folder: Path, row: tuple[object, ...], **sheets: Rows) -> tuple[int, str, list[int]]:
    return await run(folder, write(folder / "a.xlsx", {**sheets, "Đỡ đầu": (HEADINGS, row)}))


async def run(folder: Path, file: Path | None, **options: bool) -> tuple[int, str, list[int]]:
    """Import a file, or take the last import back. The exit code, what was printed, and how many pupils and
    sponsorships there are afterwards.
    """
    database = Database(f"sqlite+aiosqlite:///{folder / 'school.db'}")
    console = Console(file=StringIO(), width=200)
    wanted = {"dry_run": False, "yes": True} | options
    try:
        await upgrade(database)
        config = SchoolConfig(name="Trường Thử")
        if file is None:
            code = await take_back(database, config, console, yes=True)
        else:
            code = await import_workbook(database, config, file, console, Wish(**wanted))
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
    assert "--let-go" in said, "she sponsors still, until somebody says otherwise"


async def test_a_sponsor_nobody_knows_keeps_the_whole_workbook_out(tmp_path: Path) -> None:
    code, said, counts = await imported(tmp_path, (*GOOD[:5], "Võ Thị Tám"), **school())
    assert (code, counts) == (1, [0, 0])
    assert "cột F “GV nhận đỡ đầu”: không có ai tên Võ Thị Tám; có phải Võ Thị Tâm không?" in said


@pytest.mark.parametrize("name", ["nope.xlsx", "no/folder.csv", "."])
async def test_a_file_that_cannot_be_read_is_a_sentence(tmp_path: Path, name: str) -> None:
    code, said, _counts = await run(tmp_path, tmp_path / name)
    assert code == 1
    assert "Không đọc được tệp" in said


async def here(folder: Path) -> int:
    """How many are on a class list."""
    database = Database(f"sqlite+aiosqlite:///{folder / 'school.db'}")
    try:
        async with database.read() as session:
            return await session.scalar(select(func.count(Enrolments.id)).where(Enrolments.ends.is_(None))) or 0
    finally:
        await database.close()


async def test_many_leave_only_when_that_is_said_too(tmp_path: Path) -> None:
    whole = write(tmp_path / "all.xlsx", school())
    one = write(tmp_path / "one.xlsx", {"HS": GOOD_PUPILS[:2]})
    await run(tmp_path, whole)
    code, said, _counts = await run(tmp_path, one)
    assert (code, await here(tmp_path)) == (0, 2)
    assert "Đinh Thị Lan" in said
    assert "--let-go" in said
    await run(tmp_path, one, dry_run=True, let_go=True)
    assert await here(tmp_path) == 2
    await run(tmp_path, one, let_go=True)
    assert await here(tmp_path) == 1


async def test_the_last_import_is_taken_back_by_a_command_and_then_the_one_before(tmp_path: Path) -> None:
    await run(tmp_path, write(tmp_path / "all.xlsx", school()))
    await run(tmp_path, write(tmp_path / "one.xlsx", {"HS": GOOD_PUPILS[:2]}), let_go=True)
    code, said, counts = await run(tmp_path, None)
    assert (code, counts[0], await here(tmp_path)) == (0, 2, 2)
    assert "như trước lần thay đổi" in said
    assert (await run(tmp_path, None))[::2] == (0, [0, 0])
    assert (await run(tmp_path, None))[0] == 1


async def test_without_an_answer_a_doubt_changes_nothing_and_yes_means_the_same(tmp_path: Path) -> None:
    bare = [("STT", "Họ và tên", "Lớp"), ("", "Kiều Văn Ban", "6A"), ("", "Siu Sua", "6B")]
    moved = [
        ("STT", "Họ và tên", "Ngày sinh", "Lớp"),
        ("", "Kiều Văn Ban", "14/03/2015", "6B"),
        ("", "Siu Sua", "", "6B"),
    ]
    await run(tmp_path, write(tmp_path / "all.xlsx", {"HS": bare}))
    file = write(tmp_path / "moved.xlsx", {"HS": moved})
    code, said, counts = await run(tmp_path, file, yes=False)
    assert (code, counts[0]) == (2, 2)
    assert "có phải cùng một em" in said
    code, said, counts = await run(tmp_path, file)
    assert (code, counts[0]) == (0, 2)
    assert "chuyển từ lớp 6A sang 6B" in said
