"""The list of a large school in every format offices have, sent to the running program: read and shown, carried out,
sent once more, taken back. What took longest, what the program's memory grew by, and whether a bar was shown meanwhile.
"""

import csv
import io
import re
import shutil
import subprocess
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, sleep
from typing import Any

from bench.figure import Figure
from bench.start import resident
from tests.fakes.telegram import FakeTelegram
from tests.papers.roster.formats import write_ods, write_xls, write_xlsx
from tests.program import NUMBERS, Program

PUPILS, OF_A_CLASS = 5000, 40
SECONDS, GROWN = 20.0, 50.0  # MiB
ADMIN = NUMBERS["admin"]
HEAD = ("STT", "Mã HS", "Họ và tên", "Ngày sinh", "Giới tính", "Lớp", "Thôn", "Nóc", "Họ tên mẹ", "SĐT mẹ")
_PATIENCE = 120.0
_WORDS = re.compile(r"^(Đã đọc|Đã xong|Đã huỷ)")
_FAMILIES, _MIDDLES = ("Hồ", "Đinh", "Nguyễn", "Trần", "A Lăng"), ("Văn", "Thị", "Minh", "Thanh", "Quang")
_GIVEN = ("An", "Bình", "Chín", "Dũng", "Giang", "Hà", "Khoa", "Lan", "Mai", "Nam", "Oanh", "Phúc", "Quý", "Sáng")


def measure(*, small: bool = False) -> list[Figure]:
    with TemporaryDirectory() as name, FakeTelegram.in_thread() as fake:
        folder = Path(name)
        program = Program(folder, fake)
        files = written(folder, 50 if small else PUPILS)
        measured: list[tuple[float, float, bool]] = []
        for file in files[:1] if small else files:
            with program.running() as process:
                fake.say(ADMIN, "/trogiup")
                fake.wait(lambda: fake.seen[ADMIN])
                sleep(0.0 if small else 3.0)
                measured.append(_sent(fake, file, process.pid))
    what = f"list of {50 if small else PUPILS:,} pupils, "
    return [
        figure
        for file, (took, grown, bar) in zip(files, measured, strict=False)
        for figure in (
            Figure(
                part="lists", what=f"{what}{_kind(file)}: longest step", value=took, unit="s", bar=SECONDS, most=True
            ),
            Figure(part="lists", what=f"{what}{_kind(file)}: memory", value=grown, unit="MiB", bar=GROWN, most=True),
            Figure(part="lists", what=f"{what}{_kind(file)}: bar shown (1: yes)", value=float(bar), unit=""),
        )
    ]


def _sent(fake: FakeTelegram, file: Path, pid: int) -> tuple[float, float, bool]:
    """The seconds of the longest step, the MiB at most above what was held before, and whether a bar was shown."""
    took: list[float] = []
    with _watched(pid) as memory:
        for step in ("send", "Thực hiện thay đổi", "send", "Huỷ lần nhập này"):
            before, begin = len(fake.seen[ADMIN]), perf_counter()
            if step == "send":
                fake.send_document(ADMIN, file.name, file.read_bytes())
            else:
                fake.press(ADMIN, step)
            fake.wait(partial(_answers, fake, before), timeout=_PATIENCE)
            took.append(perf_counter() - begin)
    barred = any("▰" in one.text for one in fake.seen[ADMIN])
    return max(took), max(memory) - memory[0], barred


def _answers(fake: FakeTelegram, before: int) -> list[Any]:
    """What has come since with a tap in it, or of several lines: no bar, and no letter of the clock."""
    return [one for one in fake.seen[ADMIN][before:] if "▱" not in one.text and _WORDS.search(one.text)]


@contextmanager
def _watched(pid: int) -> Iterator[list[float]]:
    """What the process holds, twenty times a second."""
    held, over = [resident(pid)], threading.Event()

    def watch() -> None:
        while not over.wait(0.05):
            held.append(resident(pid))

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield held
    finally:
        over.set()
        watcher.join()


def written(folder: Path, pupils: int) -> Sequence[Path]:
    """By LibreOffice where it is installed, as offices do; else by the small writers of the tests."""
    rows = [HEAD, *(_line(number) for number in range(pupils))]
    first = write_xlsx(folder / "list.xlsx", rows)
    if office := shutil.which("soffice"):
        for kind in ("xls", "ods"):
            command = [office, "--headless", "--convert-to", kind, "--outdir", str(folder), str(first)]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        made = [folder / "list.xls", folder / "list.ods"]
    else:
        made = [write_xls(folder / "list.xls", rows), write_ods(folder / "list.ods", rows)]
    comma, tab = _text(rows, ","), _text(rows, "\t")
    for name, content in (
        ("list.csv", comma.encode("utf-8-sig")),
        ("list.tsv", tab.encode()),
        ("wide.tsv", tab.encode("utf-16")),
    ):
        (folder / name).write_bytes(content)
        made.append(folder / name)
    return [first, *made]


def _kind(file: Path) -> str:
    return f"{file.suffix} (UTF-16)" if file.stem == "wide" else file.suffix


def _line(number: int) -> tuple[Any, ...]:
    klass, seat = divmod(number, OF_A_CLASS)
    name = f"{_FAMILIES[number % 5]} {_MIDDLES[number // 5 % 5]} {_GIVEN[number // 25 % 14]}"
    born = date(2012, 1, 1) + timedelta(days=number % 1400)
    label = f"{6 + klass % 4}C{klass // 4 + 1}"
    return (
        seat + 1, f"HS{number:06d}", name, born, ("Nam", "Nữ")[number % 2], label, f"Thôn {number % 9 + 1}",
        f"Nóc {_GIVEN[number % 14]}", f"{_FAMILIES[number % 5]} Thị {_GIVEN[number // 7 % 14]}", f"0935{number:06d}",
    )  # fmt: skip


def _text(rows: Sequence[Sequence[Any]], sign: str) -> str:
    out = io.StringIO()
    cells = [[f"{cell:%d/%m/%Y}" if isinstance(cell, date) else cell for cell in row] for row in rows]
    csv.writer(out, delimiter=sign).writerows(cells)
    return out.getvalue()
