"""Killed at any moment, the program loses no report, acts on each once, and says so when it sends something again."""

import random
import re
import signal
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.campaign import CAMPAIGN
from tests.fakes.telegram import FakeTelegram
from tests.patience import PATIENCE
from tests.program import NUMBERS, ROOT, Program, moment

pytestmark = pytest.mark.slow

POINTS = (
    "sched.slot", "sched.commit", "recv.insert", "recv.commit", "dispatch.begin", "domain.commit", "outbox.claim",
    "send.before", "send.after_reply", "mark.commit",
)  # fmt: skip
REPORTERS = {
    "gvcn": "Nguyen Van A",
    "gvcn6b": "Dinh Van Lan",
    "tpt": "Ho Van Binh",
    "pht": "Le Thi Sang",
    "ht": "A Thut",
}
DAYS = [f"{date(2026, 11, 16) + timedelta(weeks=week, days=day)}" for week in range(10) for day in range(6)]
WORST = ("recv.commit", "domain.commit", "send.after_reply")
KILLS = 200
AGAIN = re.compile(r"\n\(tin này gửi lại; .*\)$")


class Reports:
    """Absences of one pupil a chat, a day after the other; each is said once."""

    def __init__(self, fake: FakeTelegram) -> None:
        self._fake = fake
        self._left = [(phone, day) for day in DAYS for phone in REPORTERS]
        self.said: list[tuple[str, str]] = []

    def say(self, count: int) -> None:
        for phone, day in self._left[:count]:
            self._fake.say(NUMBERS[phone], f"/vang 6A {REPORTERS[phone]}", date=moment(day))
            self.said.append((phone, day))
        del self._left[:count]


@pytest.fixture
def fake() -> Iterator[FakeTelegram]:
    with FakeTelegram.in_thread() as fake:
        yield fake


def settle(program: Program, reports: Reports) -> None:
    """Let the program run in peace until everything is answered."""
    with program.running():
        program.until("SELECT count(*) FROM inbox", [(len(reports.said),)])
        program.until("SELECT count(*) FROM inbox WHERE state = 'new'", [(0,)])
        program.until(
            "SELECT count(*) FROM outbox WHERE state IN ('pending', 'leased') AND chat_id IS NOT NULL AND kind = ''",
            [(0,)],  # the replies: that others reported the class too is told after the hold
        )


def check(program: Program, fake: FakeTelegram, reports: Reports, crashes: int) -> None:
    acted = Counter(number for (number,) in program.rows("SELECT inbox_id FROM audit WHERE kind = 'report.made'"))
    assert len(acted) == len(reports.said), "no report is lost"
    assert set(acted.values()) == {1}, "each acted once"
    assert program.rows("SELECT count(*) FROM marks") == [(len(reports.said),)]
    for phone in REPORTERS:
        days = [day for chat, day in reports.said if chat == phone]
        copies = _answers(fake, phone)
        assert set(copies) == {f"{day[8:]}/{day[5:7]}" for day in days}, "every chat has its answers"
        for texts in copies.values():
            _check_copies(texts, crashes)


def _answers(fake: FakeTelegram, phone: str) -> dict[str, list[str]]:
    """What this chat was shown, by the day it is about, in order."""
    found: dict[str, list[str]] = defaultdict(list)
    for message in fake.seen[NUMBERS[phone]]:
        if head := re.match(r"Đã ghi 6A sáng (\d\d/\d\d)", message.text):
            found[head[1]].append(message.text)
    return found


def _check_copies(texts: list[str], crashes: int) -> None:
    assert len(texts) <= 1 + crashes
    assert len({AGAIN.sub("", text) for text in texts}) == 1
    assert all(AGAIN.search(text) for text in texts[1:]), "a copy says that it is one"


def test_every_point_there_is_is_on_the_list() -> None:
    sources = "".join(file.read_text() for file in (ROOT / "bot").rglob("*.py"))
    assert set(re.findall(r'crashpoint\("([^"]+)"\)', sources)) == set(POINTS)
    assert set(WORST) < set(POINTS)


def test_killed_at_every_point_it_loses_nothing(tmp_path: Path, fake: FakeTelegram) -> None:
    program, reports = Program(tmp_path, fake), Reports(fake)
    points = POINTS if CAMPAIGN else WORST
    for point in points:
        process = program.command("run", crash=point)
        reports.say(2)
        assert process.wait(PATIENCE) == -signal.SIGKILL, f"{point} was never reached\n{program.log.read_text()}"
    settle(program, reports)
    check(program, fake, reports, crashes=len(points))


@pytest.mark.campaign
def test_killed_at_any_moment_of_a_burst_it_loses_nothing(tmp_path: Path, fake: FakeTelegram) -> None:
    program, reports = Program(tmp_path, fake), Reports(fake)
    for kill in range(KILLS):
        process = program.start()
        reports.say(5 if kill < 2 else 1)
        time.sleep(random.uniform(0, 0.6))
        process.kill()
        process.wait(PATIENCE)
    settle(program, reports)
    check(program, fake, reports, crashes=KILLS)


def test_asked_to_stop_it_stops_in_time_and_leaves_nothing_in_doubt(tmp_path: Path, fake: FakeTelegram) -> None:
    program, reports = Program(tmp_path, fake), Reports(fake)
    process = program.start()
    reports.say(10)
    fake.wait(lambda: any(fake.seen.values()))
    assert program.stop(process) == 0, program.log.read_text()
    ((in_doubt,),) = program.rows("SELECT count(*) FROM outbox WHERE state = 'leased'")
    assert not in_doubt or "sender.left_in_flight" in program.log.read_text(), (
        "only a slow machine leaves any, and says so"
    )
    settle(program, reports)
    check(program, fake, reports, crashes=in_doubt)
