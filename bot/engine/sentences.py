"""Faults that lie outside the program, as sentences: a file, a folder, a database. What is ours keeps its traceback."""

import re
import sqlite3

from sqlalchemy.exc import DBAPIError

from locales import N_, _

_OF_FILES = (  # the first that fits
    (FileNotFoundError, N_("There is no file or folder {file}.")),
    (IsADirectoryError, N_("{file} is a folder; a file is needed here.")),
    ((NotADirectoryError, FileExistsError), N_("{file}: where a folder is needed there is a file.")),
    (
        PermissionError,
        N_("{file} cannot be opened: this account may not, or another program has it open."),
    ),
)
_CANNOT_OPEN = N_("The database cannot be opened: its folder is not there, or may not be written by this account.")
_BROKEN = N_("The database cannot be read: its file is damaged, or is no Sĩ Số database.")
_OF_SQLITE = {
    sqlite3.SQLITE_READONLY: N_("The database can only be read: its file, folder or disk is write-protected."),
    sqlite3.SQLITE_CANTOPEN: _CANNOT_OPEN,
    sqlite3.SQLITE_PERM: _CANNOT_OPEN,
    sqlite3.SQLITE_AUTH: _CANNOT_OPEN,
    sqlite3.SQLITE_NOTADB: _BROKEN,
    sqlite3.SQLITE_CORRUPT: _BROKEN,
    sqlite3.SQLITE_IOERR: N_("The database cannot be read or written: the disk reports a fault."),
    sqlite3.SQLITE_FULL: N_("The database cannot be written: the disk is full."),
    sqlite3.SQLITE_BUSY: N_("Another program is writing to the database. Please try again when it is done."),
}


class UnreachableError(Exception):
    """The database server does not answer, or does not let us in."""

    def __init__(self, where: str, error: Exception) -> None:
        super().__init__(where)
        self.where, self.why = where, _reason(error)

    def sentence(self) -> str:
        text = _(
            "PostgreSQL at {where} cannot be used ({why}). Please check whether it runs, and [database] url in the "
            "configuration."
        )
        return text.format(where=self.where, why=self.why)


def _reason(error: Exception) -> str:
    """Its own words, without the names of classes that come before them."""
    words = str(error.orig if isinstance(error, DBAPIError) else error)
    return re.sub(r"^(<class .*?>: |\[Errno -?\d+\] )", "", words) or type(error).__name__


def sentence(error: BaseException) -> str | None:
    """What to say to the person at the machine; None if the fault is the program's own."""
    if isinstance(error, UnreachableError):
        return error.sentence()
    if isinstance(error, DBAPIError | sqlite3.Error):
        return _of_database(error)
    if isinstance(error, OSError) and error.filename is not None:
        text = next((text for kind, text in _OF_FILES if isinstance(error, kind)), "")
        return _(text).format(file=error.filename) if text else f"{error.filename}: {error.strerror}."
    return None


def _of_database(error: DBAPIError | sqlite3.Error) -> str | None:
    code = getattr(error.orig if isinstance(error, DBAPIError) else error, "sqlite_errorcode", None)
    text = None if code is None else _OF_SQLITE.get(code & 0xFF)  # the low byte is the kind, above it are details
    return f"{_(text)} ([database] url)" if text else None
