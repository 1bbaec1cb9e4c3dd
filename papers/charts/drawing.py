"""Charts as PNG and pages as PDF, drawn in a child process: Matplotlib costs a second and 100 MB, and gives both back
at the end.
"""

import asyncio
import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from rules.pictures import Chart, Page

SECONDS = 60.0
_CHECKOUT = Path(__file__).parents[2]


class DrawingError(Exception):
    """The child process ended without a picture."""


async def draw(chart: Chart | Page) -> bytes:
    """The picture, or the page. Raises DrawingError."""
    with TemporaryDirectory() as folder:
        child = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "papers.charts.child" if isinstance(chart, Chart) else "papers.charts.page_child",
            cwd=_CHECKOUT,
            env=_environment(folder),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
        )
        try:
            picture, _nothing = await asyncio.wait_for(child.communicate(msgspec.msgpack.encode(chart)), SECONDS)
        except TimeoutError as late:
            raise DrawingError("a chart took too long") from late
        finally:
            if child.returncode is None:
                child.kill()
                await child.wait()
    if child.returncode or not picture:
        raise DrawingError(f"the drawing process ended with {child.returncode}")
    return picture


def _environment(folder: str) -> dict[str, str]:
    """Nothing of ours that the child could give away; Matplotlib may write down which fonts there are, here only."""
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "TMPDIR", "TEMP") if name in os.environ}
    return kept | {"PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1", "MPLCONFIGDIR": folder}
