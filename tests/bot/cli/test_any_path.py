"""Whatever stands where a path is expected, every command answers with a sentence that names it."""

import shutil
from datetime import datetime
from pathlib import Path

import pytest
import time_machine
from typer.testing import Result

from tests.bot.cli.command_line import GLOBAL, commands, filled, say, sentence
from tests.conversation import ZONE

CONFIG = '[database]\nurl = "sqlite+aiosqlite:///siso.db"\n[school]\nname = "Trường Thử"\nlearn_together = true\n'
# what leads a command to the point where it needs the path
MORE: dict[tuple[str, ...], list[str]] = {("invite", "--out"): ["--class", "6A"], ("rollover", "--out"): ["--yes"]}
PATH = "PATH"
TERM, SUMMER = datetime(2026, 11, 16, tzinfo=ZONE), datetime(2027, 7, 5, tzinfo=ZONE)
HERE = ["--config", "config.toml"]
TAKES_FOLDER = {"export term --out", "export templates --out"}


def calls() -> dict[str, list[str]]:
    """Each command with each path it takes, which is PATH; and the configuration before a command."""
    found = {}
    for command in commands():
        for one in command.takes:
            if one.kind is Path:
                more = MORE.get((command.words[0], *one.words), [])
                call = [*HERE, *filled(command, but=one), *more, *one.words, PATH]
                found[" ".join([*command.words, *one.words])] = call
    (config,) = [one for one in GLOBAL if one.kind is Path]
    return found | {"config": [*config.words, PATH, "migrate"]}


CALLS = calls()


def call(name: str, path: Path) -> Result:
    with time_machine.travel(SUMMER if "rollover" in name else TERM):  # a year is turned when it is over
        return say(*(str(path) if word == PATH else word for word in CALLS[name]))


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("school")
    with pytest.MonkeyPatch.context() as patch, time_machine.travel(TERM):
        patch.chdir(folder)
        Path("config.toml").write_text(CONFIG, encoding="utf-8")
        assert say("sample", "school.xlsx").exit_code == 0
        Path("rosters.json").write_text('{"schools": []}', encoding="utf-8")
        assert say(*HERE, "import", "school.xlsx").exit_code == 0
    return folder


@pytest.fixture
def wrong(school: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Path]:
    """A copy of the school's folder to stand in, and in it what is wrong."""
    folder = tmp_path / "trường"
    shutil.copytree(school, folder)
    monkeypatch.chdir(folder)
    (folder / "a folder.xlsx").mkdir()
    (folder / "a file").write_bytes(b"")
    (folder / "empty.xlsx").write_bytes(b"")
    (folder / "garbage.xlsx").write_bytes(bytes(range(256)) * 20)
    return {
        "missing": Path("không có", "tệp.xlsx"),
        "folder": Path("a folder.xlsx"),
        "under a file": Path("a file", "tệp.xlsx"),
        "empty": Path("empty.xlsx"),
        "garbage": Path("garbage.xlsx"),
    }


@pytest.mark.covering
@pytest.mark.parametrize("kind", ["missing", "folder", "under a file"])
@pytest.mark.parametrize("name", CALLS)
def test_a_path_that_leads_nowhere_is_named(wrong: dict[str, Path], kind: str, name: str) -> None:
    if kind == "folder" and name in TAKES_FOLDER:
        kind = "empty"  # what is wrong there is a file
    result = call(name, wrong[kind])
    said = sentence(result)
    assert wrong[kind].parts[0] in said
    assert result.exit_code == 1, said


@pytest.mark.covering
@pytest.mark.parametrize("kind", ["empty", "garbage"])
@pytest.mark.parametrize("name", CALLS)
def test_a_file_with_something_else_in_it_is_no_traceback(wrong: dict[str, Path], kind: str, name: str) -> None:
    sentence(call(name, wrong[kind]))


def test_every_command_with_a_path_is_among_them() -> None:
    assert {"import", "sample", "ladder import", "read --words", "rollover --held-back", "config"} <= set(CALLS)


def test_what_is_there_is_not_written_over_by_an_example(wrong: dict[str, Path]) -> None:
    for name in ("school.xlsx", "config.toml"):
        before = Path(name).read_bytes()
        assert say("sample", name).exit_code == 1
        assert Path(name).read_bytes() == before


def test_the_example_configuration_can_be_written_and_used(wrong: dict[str, Path]) -> None:
    assert say("sample", "new.toml").exit_code == 0
    assert say("--config", "new.toml", "migrate").exit_code == 0


def test_a_year_whose_list_cannot_be_written_is_not_turned(wrong: dict[str, Path]) -> None:
    """The list of those who left is made once, so it comes with the turn or the turn does not come."""
    assert call("rollover --out", wrong["folder"]).exit_code == 1
    assert call("rollover --out", Path("leavers.xlsx")).exit_code == 0
    assert Path("leavers.xlsx").stat().st_size > 0
