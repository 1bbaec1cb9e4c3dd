"""Files for people whose channel carries none, where our server has no address: they lie at the school's computer."""

import re
import secrets
import time
from pathlib import Path

from models.shapes.message import File

LIFE = 7 * 24 * 3600.0  # seconds
_NOT_IN_NAMES = re.compile(r"[^\w.-]+")


class Drawer:
    """`folder` is made when the first file comes. What is older than a week goes when the program starts, and with
    each file that comes.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        if folder.is_dir():
            self._tidy()

    def place(self, file: File) -> str:
        """Where the file lies for a week, as somebody at that computer looks for it. Raises OSError."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._tidy()
        name = f"{time.strftime('%Y%m%d-%H%M')}-{secrets.token_hex(2)}-{_NOT_IN_NAMES.sub('-', file.name)[-80:]}"
        path = self._folder / name
        path.touch(mode=0o600)
        path.write_bytes(file.content)
        return f"{self._folder.name}/{name}"

    def _tidy(self) -> None:
        for old in self._folder.iterdir():
            if old.is_file() and old.stat().st_mtime < time.time() - LIFE:
                old.unlink(missing_ok=True)
