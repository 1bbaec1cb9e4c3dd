"""What the command line says before it does anything."""

import asyncio
from pathlib import Path

import pytest

from bot import __main__ as program
from bot.engine.database import Database
from tests import databases


def test_an_sqlite_too_old_is_one_sentence_and_touches_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    database = Database(databases.sqlite(tmp_path))
    file = Path(str(database.url.database))
    before = file.read_bytes()
    monkeypatch.setattr(program, "OLDEST_SQLITE", (99, 1))
    with pytest.raises(program.Fault, match=r"SQLite .*; 99\.1 or newer is needed"):
        asyncio.run(program.ready(database))
    assert file.read_bytes() == before
