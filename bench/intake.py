"""Taking in over HTTP: a Telegram webhook until the row is committed, on 40 connections, the client elsewhere."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit
from urllib.request import urlopen

from bench.figure import Figure

BAR = 0.5


def measure(*, small: bool = False) -> list[Figure]:
    seconds, turns = (0.1, 1) if small else (2.5, 3)
    with _serving("bare") as theirs, _serving("ours") as mine:
        _wait_for(theirs)
        _wait_for(mine)
        rates = [(_rate(theirs, seconds), _rate(mine, seconds)) for _turn in range(turns)]
    bare, ours = (max(each) for each in zip(*rates, strict=True))
    against = f"Starlette + uvicorn + sqlite3 ({bare:.0f}/s)"
    what = "webhook → committed, 40 connections"
    return [Figure(part="intake", what=what, value=ours, unit="/s", against=against, ratio=ours / bare, bar=BAR)]


def _rate(url: str, seconds: float) -> float:
    """Updates a second that were answered with 200; the other server idles meanwhile."""
    command = [sys.executable, "-m", "bench.intake_client", url, str(seconds)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return float(done.stdout)


@contextmanager
def _serving(name: str) -> Iterator[str]:
    command = [sys.executable, "-m", "bench.intake_server", name]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip()
        finally:
            process.terminate()


def _wait_for(url: str) -> None:
    parts = urlsplit(url)
    deadline = time.monotonic() + 15
    while True:
        try:
            with urlopen(f"http://{parts.netloc}/up", timeout=1):
                return
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.02)
