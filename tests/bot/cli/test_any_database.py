"""A database that cannot be used is one sentence from every command; and the sample school never meets a real one."""

import shutil
import socket
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext, suppress
from pathlib import Path

import pytest

from bot.engine import database
from tests import databases
from tests.bot.cli.command_line import Command, commands, filled, say, sentence
from tests.databases import sqlite

CONFIG = """
[database]
url = "{url}"
[server]
port = 0
[school]
name = "Trường Thử"
{more}
"""
TELEGRAM = (
    '[channels.telegram]\ntoken = "123456:a-token-of-the-test-that-nobody-has"\nbase_url = "http://127.0.0.1:1/bot"'
)
WITHOUT = {"export templates"}  # reads the configuration alone
COMMANDS = {name: one for one in commands() if one.configured and (name := " ".join(one.words)) not in WITHOUT}
READ_ONLY = {"backup", "doctor", "ladder export", "migrate"}  # they need not write where everything is up to date


def ask(command: Command, url: str, more: str = TELEGRAM) -> tuple[int, str]:
    """The command with this database: its exit code, and what it said."""
    Path("config.toml").write_text(CONFIG.format(url=url, more=more), encoding="utf-8")
    result = say(
        "--config", "config.toml", *filled(command), *(["--class", "6A"] if command.words[0] == "invite" else [])
    )
    return result.exit_code, sentence(result)


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sample") / "school.xlsx"
    assert say("sample", str(path)).exit_code == 0
    return path


@pytest.fixture(autouse=True)
def folder(workbook: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    shutil.copy(workbook, "school.xlsx")
    return tmp_path


@contextmanager
def listening(answer: bytes | None) -> Iterator[int]:
    """A port that says this to everybody, or nothing at all."""

    def serve() -> None:
        with closing(server), closing(taken):
            while not done.is_set():
                try:
                    one, _address = server.accept()
                except TimeoutError:
                    continue
                taken.add(one, answer)

    class Taken:
        def __init__(self) -> None:
            self.all: list[socket.socket] = []

        def add(self, one: socket.socket, answer: bytes | None) -> None:
            self.all.append(one)
            if answer is not None:
                with suppress(OSError):  # whoever asked may have hung up by then
                    one.sendall(answer)
                    one.shutdown(socket.SHUT_WR)

        def close(self) -> None:
            for one in self.all:
                one.close()

    server, taken, done = socket.create_server(("127.0.0.1", 0)), Taken(), threading.Event()
    server.settimeout(0.05)
    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield server.getsockname()[1]
    finally:
        done.set()
        thread.join()


@contextmanager
def silent() -> Iterator[int]:
    """A port where somebody listens and says nothing, ever."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


UNANSWERED: dict[str, Callable[[], AbstractContextManager[int]]] = {
    "nobody": lambda: nullcontext(1),
    "silence": silent,
    "another program": lambda: listening(b"HTTP/1.1 400 Bad Request\r\n\r\n"),
}


@pytest.mark.covering
@pytest.mark.parametrize("who", [*UNANSWERED, "no such host"])
@pytest.mark.parametrize("name", COMMANDS)
def test_a_postgresql_that_does_not_answer_is_named(name: str, who: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "CONNECT_SECONDS", 0.2)
    with UNANSWERED[who]() if who in UNANSWERED else nullcontext(5432) as port:
        where = f"127.0.0.1:{port}" if who in UNANSWERED else "no-such-host.invalid"
        code, said = ask(COMMANDS[name], f"postgresql+asyncpg://siso:secret@{where}/siso")
    assert code == 1
    assert where in said
    assert "secret" not in said


@pytest.mark.postgres
def test_a_postgresql_that_lets_nobody_in_is_named(postgres: databases.Postgres) -> None:
    url = postgres.fresh().replace("postgres@/", "stranger@/")
    for name, command in COMMANDS.items():
        code, said = ask(command, url)
        assert code == 1, name
        assert "stranger" in said, "PostgreSQL's own reason"


@pytest.mark.covering
@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize(
    "url", ["mysql://somebody:secret@host/siso", "postgresql://u:secret@host/siso", "var/siso.db", ""]
)
def test_an_address_of_another_kind_is_refused_with_what_to_write(name: str, url: str) -> None:
    code, said = ask(COMMANDS[name], url)
    assert code == 1
    assert "sqlite+aiosqlite:///" in said
    assert "secret" not in said


@pytest.mark.covering
@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("file", ["garbage.db", "a folder.db", "school.xlsx/siso.db"])
def test_a_file_that_is_no_database_is_one_sentence(name: str, file: str, folder: Path) -> None:
    (folder / "garbage.db").write_bytes(b"nothing that SQLite knows " * 500)
    (folder / "a folder.db").mkdir()
    code, _said = ask(COMMANDS[name], f"sqlite+aiosqlite:///{file}")
    assert code == 1


@pytest.mark.parametrize("name", COMMANDS)
def test_a_database_that_can_only_be_read_is_one_sentence(name: str, folder: Path) -> None:
    """A file whose format may be read and not written, which binds an administrator too."""
    file = Path(sqlite(folder).removeprefix("sqlite+aiosqlite:///"))
    with closing(sqlite3.connect(file)) as known:
        known.execute("PRAGMA journal_mode=DELETE")
    content = bytearray(file.read_bytes())
    content[18] = 3  # the version that is needed to write it, of which SQLite knows 1 and 2
    file.write_bytes(content)
    code, said = ask(COMMANDS[name], f"sqlite+aiosqlite:///{file}")
    assert code == 1 or name in READ_ONLY, said


def test_an_empty_file_is_a_new_database(folder: Path) -> None:
    (folder / "empty.db").write_bytes(b"")
    ask(COMMANDS["check"], "sqlite+aiosqlite:///empty.db")
    with closing(sqlite3.connect("empty.db")) as made:
        assert made.execute("SELECT count(*) FROM alembic_version").fetchall() == [(1,)]


@pytest.mark.parametrize("name", [name for name in COMMANDS if name != "run"])
def test_a_database_with_nothing_in_it_is_no_traceback(name: str, folder: Path) -> None:
    ask(COMMANDS[name], sqlite(folder))
