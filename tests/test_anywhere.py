"""It starts on machines unlike ours: without what only Unix has, where other letters are written, and installed."""

import os
import subprocess
import sys
import sysconfig
import time
import tomllib
import urllib.request
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO
from zipfile import ZipFile

import msgspec
import pytest

import bot
from papers.charts.child import picture
from papers.charts.drawing import draw
from papers.roster.child import bound_this_process
from papers.roster.sample import write_sample
from rules.pictures import Chart
from tests.fakes.telegram import FakeTelegram
from tests.patience import PATIENCE
from tests.processes import run, spawn
from tests.program import NUMBERS, ROOT, Program, free_port, moment

# A stand-in for a machine that is no Unix: the modules are not there, and the loop takes no signals.
NO_UNIX = """
import asyncio, os, runpy, signal, subprocess, sys, tempfile, warnings
for name in ("crypt", "fcntl", "grp", "nis", "pty", "pwd", "readline", "resource", "spwd", "syslog", "termios", "tty"):
    sys.modules[name] = None
for name in ("fork", "geteuid", "getuid", "getpgid", "killpg", "setsid", "register_at_fork"):
    delattr(os, name)
del signal.SIGKILL, signal.SIGHUP, signal.SIGUSR1
def refuse(*_words): raise NotImplementedError
asyncio.SelectorEventLoop.add_signal_handler = refuse
warnings.filterwarnings("ignore", "only soft file lock")  # Windows has a lock of its own
module, *sys.argv[1:] = sys.argv[1:]
runpy.run_module(module, run_name="__main__", alter_sys=True)
"""
OTHER_LETTERS = {"PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "LC_ALL": "C"}


@pytest.fixture
def fake() -> Iterator[FakeTelegram]:
    with FakeTelegram.in_thread() as fake:
        yield fake


def test_without_what_only_unix_has_it_imports_a_workbook_answers_and_stops(tmp_path: Path, fake: FakeTelegram) -> None:
    program = Program(tmp_path, fake, way_in=[sys.executable, "-c", NO_UNIX, "bot"])
    book = tmp_path / "school.xlsx"
    write_sample(book)
    program.do("import", str(book), "--yes")
    assert program.rows("SELECT count(*) > 100 FROM pupils") == [(1,)]
    with program.running():
        fake.say(NUMBERS["admin"], "/trogiup", date=moment("2026-11-16"))
        fake.wait(lambda: fake.seen[NUMBERS["admin"]])
        second = program.command("run")
        assert second.wait(PATIENCE) == 1, "one process at a time"
    assert "Traceback" not in program.log.read_text(encoding="utf-8")


def test_the_child_processes_need_no_unix_either(tmp_path: Path) -> None:
    chart = Chart(name="a.png", title="", days_title="", days=[("15/02", 1, 2)], bars_title="", bars=[("6A", 1, 2)])
    drawing = spawn([sys.executable, "-c", NO_UNIX, picture.__module__], cwd=ROOT, stdin=-1, stdout=-1)
    drawn, _none = drawing.communicate(msgspec.msgpack.encode(chart), PATIENCE)
    assert drawn.startswith(b"\x89PNG")
    run([sys.executable, "-m", "bot", "sample", str(tmp_path / "source.xlsx")], cwd=ROOT)
    module = bound_this_process.__module__
    read = run([sys.executable, "-c", NO_UNIX, module, "read", str(tmp_path), "2026-11-16"], cwd=ROOT)
    assert read.returncode == 0, read.stderr.decode()
    assert b"Nguy\xe1\xbb\x85n" in (tmp_path / "result").read_bytes()


# installed

BUILD = "import sys; from hatchling.build import build_wheel; print(build_wheel(sys.argv[1]))"
DRAW = f"""
import asyncio; from {Chart.__module__} import Chart; from {draw.__module__} import draw
one = Chart(name="a.png", title="", days_title="", days=[("15/02", 1, 2)], bars_title="", bars=[("6A", 1, 2)])
print(asyncio.run(draw(one))[:4])
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    built = run([sys.executable, "-c", BUILD, str(folder)], cwd=ROOT)
    assert built.returncode == 0, built.stderr.decode()
    return folder / built.stdout.decode().split()[-1]


class Installed:
    """The wheel in an environment of its own, which finds the libraries where the tests have theirs."""

    def __init__(self, wheel: Path, folder: Path) -> None:
        venv.create(folder, with_pip=False, symlinks=os.name != "nt")
        self._scripts = folder / ("Scripts" if os.name == "nt" else "bin")
        self.python = str(self._scripts / "python")
        pip = [sys.executable, "-m", "pip", "--python", self.python, "install", "--quiet", "--no-deps", "--no-index"]
        done = run([*pip, "--disable-pip-version-check", str(wheel)])
        assert done.returncode == 0, done.stderr.decode()
        (site,) = folder.rglob("site-packages")
        (site / "libraries.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
        self._environment = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}

    def siso(self, folder: Path, *words: str) -> str:
        """A command in this folder, on a machine that writes other letters; what it said."""
        log = folder / "said"
        with log.open("wb") as said:
            process = self.start(folder, said, *words)
        assert process.wait(PATIENCE) == 0, log.read_text(encoding="utf-8")
        return log.read_text(encoding="utf-8")

    def start(self, folder: Path, said: IO[bytes], *words: str) -> subprocess.Popen[bytes]:
        command = [str(self._scripts / "siso"), *words]
        return spawn(command, cwd=folder, stdout=said, stderr=said, env=self._environment | OTHER_LETTERS)

    @contextmanager
    def running(self, folder: Path, config: str) -> Iterator[str]:
        """Its address, once it answers. Leaving it stops it in peace."""
        port = free_port()
        (folder / "run.toml").write_text(f"{config}\n[server]\nport = {port}\n", encoding="utf-8-sig")
        log = folder / "log"
        with log.open("wb") as said:
            process = self.start(folder, said, "--config", "run.toml", "run")
        deadline = time.monotonic() + PATIENCE
        while f":{port}" not in log.read_text(encoding="utf-8"):
            assert process.poll() is None, log.read_text(encoding="utf-8")
            assert time.monotonic() < deadline
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}"
        process.terminate()
        assert process.wait(PATIENCE) == 0, log.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    return Installed(wheel, tmp_path_factory.mktemp("installed") / "venv")


def page(url: str) -> str:
    with urllib.request.urlopen(url, timeout=PATIENCE) as answer:
        return str(answer.read().decode())


def test_the_wheel_holds_every_file_of_the_program_and_nothing_else(wheel: Path) -> None:
    """A package that is new is in it by itself."""
    with ZipFile(wheel) as archive:
        inside = {name for name in archive.namelist() if ".dist-info/" not in name}
    rooms = {name.partition("/")[0] for name in inside if "/" in name}
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert rooms == {*settings["tool"]["importlinter"]["root_packages"], "migrations"}
    on_disk = {path for room in rooms for path in (ROOT / room).rglob("*") if path.is_file() and path.suffix != ".pyc"}
    assert inside == {path.relative_to(ROOT).as_posix() for path in on_disk} | {"config.example.toml"}


def test_installed_it_runs_a_school_from_an_empty_folder(installed: Installed, tmp_path: Path) -> None:
    assert installed.siso(tmp_path, "--version") == f"Sĩ Số {bot.__version__}\n"
    installed.siso(tmp_path, "sample", "trường.xlsx")
    installed.siso(tmp_path, "sample", "config.toml")
    assert "Đã xong" in installed.siso(tmp_path, "--config", "config.toml", "import", "trường.xlsx")
    own = '[school]\nname = "Trường Thử"\n[channels.web]\nallow_real = true\n'
    with installed.running(tmp_path, own) as url:
        assert "Trường Thử" in page(url)
        assert '"ok":true' in page(f"{url}/health").replace(" ", "")


def test_installed_it_shows_the_sample_school_in_an_empty_folder(installed: Installed, tmp_path: Path) -> None:
    with installed.running(tmp_path, "") as url:
        assert "mẫu" in page(url)
        assert "@media" in page(f"{url}/web/chat.css")
    assert "Đang tạo trường mẫu…" in (tmp_path / "log").read_text(encoding="utf-8")


def test_installed_it_draws(installed: Installed, tmp_path: Path) -> None:
    drawn = run([installed.python, "-c", DRAW], cwd=tmp_path)
    assert drawn.stdout.strip() == b"b'\\x89PNG'", drawn.stderr.decode()
