"""What the program writes is for the account it runs under alone, and one database has one program."""

import os
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from bot.engine.app import App
from bot.engine.config import Config, ConfigError, DatabaseConfig
from bot.engine.database import only_one
from bot.engine.private import keep_private, make_private_folder, write_private
from bot.engine.timekeeping import Time
from tests.bot.cli.command_line import say
from tests.conversation import playing
from tests.patience import PATIENCE

CONFIG = """
[database]
url = "sqlite+aiosqlite:///{folder}/deep/inside/siso.db"
[school]
name = "Trường Thử"
"""


def program(folder: Path, *words: str) -> None:
    """A command of the program as somebody starts it whose files are everybody's."""
    before = os.umask(0)
    try:
        assert say("--config", str(folder / "config.toml"), *words).exit_code == 0
    finally:
        os.umask(before)


def open_to_others(folder: Path, *, but: Path) -> dict[str, str]:
    found = {str(one.relative_to(folder)): stat.S_IMODE(one.stat().st_mode) for one in folder.rglob("*") if one != but}
    assert found, "something was written"
    return {name: oct(mode) for name, mode in found.items() if mode & 0o077}


def test_nothing_the_commands_write_can_be_read_by_another_account(tmp_path: Path) -> None:
    """Nor what was open to others before."""
    config = tmp_path / "config.toml"
    config.write_text(CONFIG.format(folder=tmp_path))
    program(tmp_path, "sample", str(tmp_path / "school.xlsx"))
    program(tmp_path, "import", str(tmp_path / "school.xlsx"), "--yes")
    (tmp_path / "deep/inside/siso.db").chmod(0o666)
    (tmp_path / "old.docx").touch(0o666)
    write_private(tmp_path / "old.docx", b"codes")
    program(tmp_path, "invite", "--class", "6A", "--out", str(tmp_path / "slips.docx"))
    program(tmp_path, "ladder", "export", str(tmp_path / "ladder.toml"))
    assert open_to_others(tmp_path, but=config) == {}
    written = {one.name for one in tmp_path.rglob("*")}
    assert {"siso.db", "school.xlsx", "slips.docx", "ladder.toml"} <= written, written


LOCKED_BY_SQLITE = """
import fcntl, sys
with open(sys.argv[1], "r+b") as file:
    fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there closing a file drops no locks")
def test_a_database_file_that_is_there_keeps_its_locks(tmp_path: Path) -> None:
    """Closing a file drops every lock the process has on it, SQLite's too: two programs then wrote the same page."""
    path = tmp_path / "siso.db"
    path.touch(0o666)
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute("BEGIN IMMEDIATE")
        for mode in (0o666, 0o600):
            path.chmod(mode)
            keep_private(path)
            words = [sys.executable, "-I", "-S", "-c", LOCKED_BY_SQLITE, str(path)]
            another = subprocess.run(words, capture_output=True, text=True, timeout=PATIENCE, check=False)
            assert "BlockingIOError" in another.stderr, another.stderr
            assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.anyio
async def test_nothing_but_sqlite_opens_the_database_of_a_running_program(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        path = play.app.database.url.database or ""
        opened: list[str] = []

        def note(event: str, about: tuple[object, ...]) -> None:
            if watching and event == "open" and str(about[0]).startswith(path) and not int(str(about[2])) & os.O_EXCL:
                opened.append(str(about[0]))

        watching = True
        sys.addaudithook(note)
        try:
            await play.app.database.engine.dispose()  # the next connection is a new one
            await play.say("gvcn", "/vang 6A Nguyễn Văn A")
            await play.clock_to("08:30")
        finally:
            watching = False
        assert opened == []


def test_a_folder_that_is_there_already_keeps_its_rights(tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    shared.chmod(0o755)
    make_private_folder(shared / "a" / "b")
    modes = [stat.S_IMODE(one.stat().st_mode) for one in (shared, shared / "a", shared / "a" / "b")]
    assert modes == [0o755, 0o700, 0o700]


@pytest.mark.anyio
@pytest.mark.parametrize("kind", ["file", "folder"])
async def test_a_second_program_is_refused_by_whatever_name_it_reaches_the_database(tmp_path: Path, kind: str) -> None:
    real = tmp_path / "real"
    real.mkdir()
    (real / "siso.db").touch()
    if kind == "file":
        (tmp_path / "other.db").symlink_to(real / "siso.db")
        second = tmp_path / "other.db"
    else:
        (tmp_path / "way").symlink_to(real, target_is_directory=True)
        second = tmp_path / "way" / "siso.db"
    refused = pytest.raises(ConfigError, match="đang chạy với cơ sở dữ liệu này rồi")
    with only_one(_app(real / "siso.db").database), refused, only_one(_app(second).database):
        raise AssertionError("two programs would send from one database")
    with only_one(_app(second).database):
        pass


def _app(path: Path) -> App:
    return App(Config(database=DatabaseConfig(url=f"sqlite+aiosqlite:///{path}")), Time(), {})
