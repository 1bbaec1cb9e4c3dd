"""Files with names and phones in them: readable by the account the program runs under, whatever the umask."""

import os
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
    """Make the file if there is none, and take away what others may do with one that is there."""
    handle = os.open(path, os.O_CREAT | os.O_RDWR, FILE)
    try:
        if os.fstat(handle).st_mode & 0o777 & ~FILE:
            path.chmod(FILE)
    finally:
        os.close(handle)


def write_private(path: Path, content: bytes) -> None:
    keep_private(path)
    path.write_bytes(content)
