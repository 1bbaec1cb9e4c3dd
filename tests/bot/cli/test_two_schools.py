"""The sample school, whose clock is moved by hand, and a school of one's own never share a database."""

import asyncio
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.engine.app import App, open_channels
from bot.engine.config import Config, DatabaseConfig
from bot.engine.migrate import upgrade
from bot.engine.timekeeping import Time
from bot.sample.school import make_sample_school
from tests.bot.cli.command_line import say, sentence
from tests.bot.cli.test_any_database import TELEGRAM
from tests.program import ROOT

OWN = {
    "its name": '[school]\nname = "Trường Thử"\n',
    "its code": '[school]\ncode = "thu"\n',
    "its hours": "[school]\nmorning_due = 07:45:00\n",
    "nothing yet": "[school]\n",
    "the example as it stands": (ROOT / "config.example.toml").read_text(encoding="utf-8"),
}
DATABASE = '[database]\nurl = "sqlite+aiosqlite:///siso.db"\n[server]\nport = 0\n'


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sample") / "school.xlsx"
    assert say("sample", str(path)).exit_code == 0
    return path


@pytest.fixture(autouse=True)
def folder(workbook: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copy(workbook, "school.xlsx")


def configured(text: str, *, more: str = "") -> None:
    before = "" if "[database]" in text else DATABASE
    text = text.replace("///var/siso.db", "///siso.db").replace("port = 8080", "port = 0")
    Path("config.toml").write_text(f"{before}{text}\n{more}", encoding="utf-8")


def schools(file: str = "siso.db") -> list[tuple[str, bool]]:
    if not Path(file).exists():
        return []
    with closing(sqlite3.connect(file)) as database:
        return [(code, bool(demo)) for code, demo in database.execute("SELECT code, demo FROM schools")]


def begin_the_sample(file: str) -> None:
    """What `run` does on a new database where no school is configured."""

    async def begin() -> None:
        config = Config(database=DatabaseConfig(url=f"sqlite+aiosqlite:///{file}"), channels={"web": {}})
        app = App(config, Time(), open_channels(config))
        await upgrade(app.database)
        await make_sample_school(app)
        await app.database.close()

    Path(file).parent.mkdir(exist_ok=True)
    if not _begun:
        asyncio.run(begin())
        _begun.append(Path(file).read_bytes())
    Path(file).write_bytes(_begun[0])


_begun: list[bytes] = []


@pytest.mark.parametrize("own", OWN)
def test_a_school_without_a_channel_is_told_what_is_missing(own: str) -> None:
    configured(OWN[own])
    result = say("--config", "config.toml", "run")
    assert "[channels.telegram]" in sentence(result)
    assert (result.exit_code, schools()) == (1, [])


@pytest.mark.parametrize("own", OWN)
def test_a_school_with_the_local_chat_alone_must_allow_it(own: str) -> None:
    configured(OWN[own], more="[channels.web]")
    result = say("--config", "config.toml", "run")
    assert "allow_real" in sentence(result)
    assert (result.exit_code, schools()) == (1, [])


@pytest.mark.covering
@pytest.mark.parametrize("own", OWN)
@pytest.mark.parametrize("channel", [TELEGRAM, "[channels.web]\nallow_real = true"])
def test_a_school_does_not_move_in_with_the_sample_school(own: str, channel: str) -> None:
    begin_the_sample("siso.db")
    configured(OWN[own], more=channel)
    for words in (["run"], ["import", "school.xlsx"]):
        result = say("--config", "config.toml", *words)
        assert "[database] url" in sentence(result)
        assert (result.exit_code, schools()) == (1, [("mau", True)])


def test_a_roster_imported_without_its_configuration_does_not_land_in_the_sample_school() -> None:
    begin_the_sample("var/demo.db")
    result = say("import", "school.xlsx")
    assert "--config" in sentence(result)
    assert (result.exit_code, schools("var/demo.db")) == (1, [("mau", True)])
