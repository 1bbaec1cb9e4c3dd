"""What the command line says before it does anything."""

import asyncio
from pathlib import Path

import pytest

from bot.cli import shared
from bot.engine.database import Database
from tests import databases


def test_an_sqlite_too_old_is_one_sentence_and_touches_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    database = Database(databases.sqlite(tmp_path))
    file = Path(str(database.url.database))
    before = file.read_bytes()
    monkeypatch.setattr(shared, "OLDEST_SQLITE", (99, 1))
    with pytest.raises(shared.Fault, match=r"SQLite .* cần từ 99\.1 trở lên"):
        asyncio.run(shared.ready(database))
    assert file.read_bytes() == before
