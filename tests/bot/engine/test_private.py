"""What the program writes is for the account it runs under alone, and one database has one program."""

import stat
import subprocess
import sys
from pathlib import Path

import pytest

from bot.engine.app import App
from bot.engine.config import Config, ConfigError, DatabaseConfig
from bot.engine.private import make_private_folder, write_private
from bot.engine.timekeeping import Time
from bot.runner import only_one
from tests.patience import PATIENCE
from tests.program import ROOT

CONFIG = """
[database]
url = "sqlite+aiosqlite:///{folder}/deep/inside/siso.db"
[school]
name = "Trường Thử"
"""


def program(folder: Path, *words: str) -> str:
    """A command of the program as somebody starts it whose files are everybody's."""
    command = [sys.executable, "-m", "bot", "--config", str(folder / "config.toml"), *words]
    done = subprocess.run(command, cwd=ROOT, umask=0, capture_output=True, text=True, timeout=PATIENCE, check=False)
    return done.stdout + done.stderr


def open_to_others(folder: Path, *, but: Path) -> dict[str, str]:
    found = {str(one.relative_to(folder)): stat.S_IMODE(one.stat().st_mode) for one in folder.rglob("*") if one != but}
    assert found, "something was written"
    return {name: oct(mode) for name, mode in found.items() if mode & 0o077}


def test_nothing_the_commands_write_can_be_read_by_another_account(tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text(CONFIG.format(folder=tmp_path))
    program(tmp_path, "sample", str(tmp_path / "school.xlsx"))
    program(tmp_path, "import", str(tmp_path / "school.xlsx"), "--yes")
    program(tmp_path, "invite", "--class", "6A", "--out", str(tmp_path / "slips.docx"))
    program(tmp_path, "ladder", "export", str(tmp_path / "ladder.toml"))
    assert open_to_others(tmp_path, but=config) == {}
    written = {one.name for one in tmp_path.rglob("*")}
    assert {"siso.db", "school.xlsx", "slips.docx", "ladder.toml"} <= written, written


def test_a_file_that_was_open_to_others_is_theirs_no_more(tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text(CONFIG.format(folder=tmp_path))
    program(tmp_path, "migrate")
    database, slips = tmp_path / "deep/inside/siso.db", tmp_path / "slips.docx"
    slips.write_bytes(b"")
    for file in (database, slips):
        file.chmod(0o666)
    program(tmp_path, "migrate")
    write_private(slips, b"codes")
    assert open_to_others(tmp_path, but=config) == {}


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
    refused = pytest.raises(ConfigError, match="already running")
    with only_one(_app(real / "siso.db")), refused, only_one(_app(second)):
        raise AssertionError("two programs would send from one database")
    with only_one(_app(second)):
        pass


def _app(path: Path) -> App:
    return App(Config(database=DatabaseConfig(url=f"sqlite+aiosqlite:///{path}")), Time(), {})
