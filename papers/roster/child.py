"""The child process that opens a workbook nobody vouches for: `python -m papers.roster.child read|mark …`."""

import sys
from datetime import date
from pathlib import Path

import msgspec

from locales import speaking
from papers.progress import heard_by
from papers.roster import Fault, Param, Roster, Unreadable

MEMORY = 512 * 2**20
CPU_SECONDS = 20
MOST_WRITTEN = 20 * 2**20


class Refusal(msgspec.Struct, frozen=True, tag="refusal"):
    """An Unreadable on its way to the parent, which says it in the reader's language."""

    message: str
    params: dict[str, Param]


class Marked(msgspec.Struct, frozen=True, tag="marked"):
    """The copy was written."""


Result = Roster | Refusal | Marked


def bound_this_process() -> None:
    """Memory, CPU time and written bytes. Windows has no such limits; there the parent's clock is the only one."""
    try:
        import resource  # noqa: PLC0415, it exists on Unix only
    except ImportError:
        return
    for limit, value in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, MOST_WRITTEN),
        (resource.RLIMIT_CORE, 0),  # a dump would hold names
    ):
        resource.setrlimit(limit, (value, value))


def read(source: Path, today: date) -> Result:
    from papers.roster.reader import read_roster  # noqa: PLC0415, loaded inside the limits

    with heard_by(_tell):
        return read_roster(source, today)


def _tell(_what: str, done: int, total: int) -> None:
    """A line for the parent."""
    sys.stdout.write(f"{done} {total}\n")
    sys.stdout.flush()


def mark(source: Path, faults: list[Fault], target: Path, language: str) -> Result:
    from papers.roster.faults import write_faults  # noqa: PLC0415, loaded inside the limits

    with speaking(language):
        write_faults(source, faults, target)
    return Marked()


def main(act: str, folder: Path, word: str) -> None:
    """The parent has put `source.xlsx` (and `faults`) into the folder; `result` and `target.xlsx` come out there."""
    bound_this_process()
    source = folder / "source.xlsx"
    try:
        if act == "read":
            result = read(source, date.fromisoformat(word))
        else:
            faults = msgspec.msgpack.decode((folder / "faults").read_bytes(), type=list[Fault])
            result = mark(source, faults, folder / "target.xlsx", word)
    except Unreadable as unreadable:
        result = Refusal(unreadable.message, unreadable.params)
    (folder / "result").write_bytes(msgspec.msgpack.encode(result))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), sys.argv[3])
