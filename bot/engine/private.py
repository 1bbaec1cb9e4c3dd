"""Files with names and phones in them: readable by the account the program runs under, whatever the umask."""

import os
from contextlib import suppress
from pathlib import Path

FILE, FOLDER = 0o600, 0o700


def nothing_for_others() -> None:
    """From now on nothing this process makes is for anybody else: called once, as the program begins."""
    os.umask(0o777 & ~FOLDER)


def make_private_folder(path: Path) -> None:
    """Make a folder and those above it that are missing. One that is there already stays as it is: it may be shared."""
    for missing in reversed([one for one in (path, *path.parents) if not one.exists()]):
        missing.mkdir(FOLDER, exist_ok=True)
        missing.chmod(FOLDER)


def keep_private(path: Path) -> None:
    """Make the file if there is none, and take away what others may do with one that is there. That is never opened:
    closing it again would drop the locks that SQLite holds on it in this process, and the database with them.
    """
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, FILE))
        return
    if path.stat().st_mode & 0o777 & ~FILE:
        path.chmod(FILE)


def write_private(path: Path, content: bytes) -> None:
    keep_private(path)
    path.write_bytes(content)
