"""A copy of the database is made while the bot writes, and put back when the machine has lost its own."""

import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest

from bot.engine.database import Database, only_one
from tests.bot.cli.command_line import say, sentence
from tests.databases import sqlite

CONFIG = '[database]\nurl = "sqlite+aiosqlite:///siso.db"\n[school]\nname = "Trường Thử"\n'
HERE = ("--config", "config.toml")


@pytest.fixture(autouse=True)
def school(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("config.toml").write_text(CONFIG, encoding="utf-8")
    Path(sqlite(tmp_path).removeprefix("sqlite+aiosqlite:///")).rename("siso.db")
    with closing(sqlite3.connect("siso.db")) as known, known:
        known.execute("CREATE TABLE said AS SELECT 'before' AS words")


def say_now(words: str) -> None:
    with closing(sqlite3.connect("siso.db")) as known, known:
        known.execute("UPDATE said SET words = ?", [words])


def said_in(file: str | Path = "siso.db") -> str:
    with closing(sqlite3.connect(file)) as known:
        assert known.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return str(known.execute("SELECT words FROM said").fetchone()[0])


def others() -> list[Path]:
    """The copies beside the database."""
    return sorted(Path().glob("siso-*.db"))


def test_what_is_written_and_not_yet_kept_in_the_file_itself_is_in_the_copy() -> None:
    Path("usb").mkdir()
    with closing(sqlite3.connect("siso.db", isolation_level=None)) as bot:
        bot.execute("PRAGMA journal_mode=WAL")
        bot.execute("PRAGMA wal_autocheckpoint=0")
        bot.execute("UPDATE said SET words = 'just now'")
        bot.execute("BEGIN IMMEDIATE")
        bot.execute("UPDATE said SET words = 'not yet'")
        assert "usb/chep.db" in sentence(say(*HERE, "backup", "usb/chep.db"))
    assert said_in("usb/chep.db") == "just now"
    assert stat.S_IMODE(Path("usb/chep.db").stat().st_mode) == 0o600
    assert [file.name for file in Path("usb").iterdir()] == ["chep.db"]
    assert Path("usb/chep.db").read_bytes()[18:20] == b"\x01\x01", "it needs no file beside it, even to be read"


def test_without_a_name_it_lies_beside_the_database_and_says_where() -> None:
    said = sentence(say(*HERE, "backup"))
    (copy,) = others()
    assert copy.name in said


def test_no_file_is_written_over(tmp_path: Path) -> None:
    Path("chep.db").write_text("something else")
    result = say(*HERE, "backup", "chep.db")
    assert result.exit_code == 1
    assert "chep.db" in sentence(result)
    assert Path("chep.db").read_text() == "something else"


def test_a_copy_is_put_back_and_what_was_there_is_kept() -> None:
    say(*HERE, "backup", "chep.db")
    say_now("after")
    said = sentence(say(*HERE, "restore", "chep.db", "--yes"))
    assert said_in() == said_in("chep.db") == "before"
    (kept,) = others()
    assert kept.name in said
    assert said_in(kept) == "after"


def test_what_is_damaged_gives_way_with_all_that_lies_beside_it() -> None:
    say(*HERE, "backup", "chep.db")
    for part in ("", "-wal", "-shm"):
        Path(f"siso.db{part}").write_bytes(b"no longer a database " * 300)
    assert say(*HERE, "restore", "chep.db", "--yes").exit_code == 0
    assert said_in() == "before"
    assert {file.name.removeprefix(others()[0].name) for file in Path().glob("siso-*")} == {"", "-wal", "-shm"}


def test_on_a_new_machine_a_copy_is_all_that_is_needed() -> None:
    say(*HERE, "backup", "chep.db")
    Path("siso.db").unlink()
    assert say(*HERE, "restore", "chep.db", "--yes").exit_code == 0
    assert said_in() == "before"
    assert not others()


def test_nothing_is_put_back_unasked_or_under_a_bot_that_runs() -> None:
    say(*HERE, "backup", "chep.db")
    say_now("after")
    asked = say(*HERE, "restore", "chep.db")
    assert asked.exit_code == 2
    assert "--yes" in sentence(asked)
    with only_one(Database("sqlite+aiosqlite:///siso.db")):
        assert say(*HERE, "restore", "chep.db", "--yes").exit_code == 1
    assert said_in() == "after"


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 a workbook", b"SQLite format 3\x00" + b"broken" * 500])
def test_what_is_no_copy_of_ours_is_refused_and_nothing_changes(content: bytes) -> None:
    Path("la.db").write_bytes(content)
    result = say(*HERE, "restore", "la.db", "--yes")
    assert result.exit_code == 1
    assert "la.db" in sentence(result)
    assert said_in() == "before"


def test_a_copy_of_a_newer_program_is_refused() -> None:
    say(*HERE, "backup", "chep.db")
    with closing(sqlite3.connect("chep.db")) as newer, newer:
        newer.execute("UPDATE alembic_version SET version_num = '9999'")
    assert say(*HERE, "restore", "chep.db", "--yes").exit_code == 1
    assert said_in() == "before"
