"""The lines of `python -m bench reading`: how well the reader of `python -m bot read` decides, and how fast."""

import time
from collections.abc import Callable

import msgspec

from bench.figure import Figure
from bench.reading import MESSAGES, ROSTERS, Message, Reading, School, messages, naive, rosters
from bench.reading.hostile import hostile
from bench.reading.score import Share, all_right, clear, decided, detail, dropped, needless, share, wrong_pupil
from bot.cli import read as reading
from rules.reading.words.lexicon import standard

WRONG, DROPPED, NEEDLESS, DECIDED, ALL_RIGHT = 0.1, 0.5, 4.0, 95.0, 98.0  # per cent
SPEED, SLOWEST = 2000.0, 50.0  # messages a second in one process; milliseconds
# Three times as much in beats, which no machine with other work passes by chance (shared caches cost the reader more
# than the beat), while a text that makes the reader stumble takes ten times and more. `make bench` keeps the bars.
BEATS, SLOWEST_BEATS = 0.75, 54.0
_STEPS, _SLOTS = 30_000, 97


def quality(count: int | None = None) -> list[Figure]:
    """How the first `count` messages of the development set are read, against what a clerk would decide."""
    expected, known, lexicon = messages()[:count], reading.schools(ROSTERS.read_bytes()), standard()
    lines = MESSAGES.read_bytes().splitlines()[:count]
    read = [msgspec.json.decode(reading.read_line(line, known, lexicon), type=Reading) for line in lines]
    pairs = list(zip(expected, read, strict=True))
    plain = [pair for pair in pairs if clear(pair[0])]
    return [
        _percent("wrong pupil recorded", share(pairs, wrong_pupil), WRONG, most=True),
        _percent("reported pupil silently dropped", share(pairs, dropped), DROPPED, most=True),
        _percent("needless question, of clear messages", share(plain, needless), NEEDLESS, most=True),
        _percent("whole decision right", share(pairs, decided), DECIDED),
        _percent("excuse, reason, days, session all right", detail(pairs, all_right), ALL_RIGHT),
    ]


def naively(count: int | None = None) -> list[Figure]:
    """The same messages, read as a first attempt would; only shown."""
    expected, schools = messages()[:count], {school.id: school for school in rosters()}
    found = []
    for name, finder in (("exact names", naive.exactly), ("best WRatio", naive.most_alike)):
        pairs = [(message, _first_attempt(message, schools, finder)) for message in expected]
        found += [
            _percent(f"naive, {name}: wrong pupil recorded", share(pairs, wrong_pupil)),
            _percent(f"naive, {name}: whole decision right", share(pairs, decided)),
        ]
    return found


def _first_attempt(message: Message, schools: dict[str, School], finder: naive.Finder) -> Reading:
    return naive.read(message, schools[message.school], finder)


def speed(count: int | None = None, turns: int = 3) -> Figure:
    work = reader(count)
    value = len(MESSAGES.read_bytes().splitlines()[:count]) / _least(work, turns)
    return Figure(part="reading", what="messages read, one process", value=value, unit="/s", bar=SPEED)


def reader(count: int | None = None) -> Callable[[], None]:
    """Reads the first `count` messages of the development set."""
    known, lexicon = reading.schools(ROSTERS.read_bytes()), standard()
    lines = MESSAGES.read_bytes().splitlines()[:count]

    def work() -> None:
        for line in lines:
            reading.read_line(line, known, lexicon)

    return work


def slowest(turns: int = 3) -> Figure:
    """Of the hostile messages, in the class with the longest list."""
    school, room = max(
        ((each, one) for each in rosters() for one in each.classes), key=lambda two: len(two[1].students)
    )
    known, lexicon = reading.schools(ROSTERS.read_bytes())[school.id], standard()
    took = []
    for at, text in enumerate(hostile([pupil.name for pupil in room.students])):
        row = reading.MessageRow(id=at, school=school.id, now="2025-11-12T07:17", text=text, class_hint=room.id)
        took.append(_least(lambda row=row: known.read(row, lexicon), turns))  # type: ignore[misc]
    what = f"the slowest of {len(took)} hostile messages of up to 4,096 letters"
    return Figure(part="reading", what=what, value=1000 * max(took), unit="ms", bar=SLOWEST, most=True)


def _least(work: Callable[[], object], turns: int) -> float:
    """Seconds of the processor, the best of several turns."""
    took = []
    for _turn in range(turns):
        began = time.process_time()
        work()
        took.append(time.process_time() - began)
    return min(took)


def beat() -> float:
    """Seconds of the processor for a fixed piece of work, about 2.7 ms of a machine with nothing else to do."""
    began = time.process_time()
    counts: dict[int, int] = {}
    for step in range(_STEPS):
        counts[step % _SLOTS] = counts.get(step % _SLOTS, 0) + step
    return time.process_time() - began


def in_beats(work: Callable[[], object], turns: int) -> float:
    """What a piece of work takes, in beats taken just before and behind it; the best of several turns."""
    took = []
    for _turn in range(turns):
        before = beat()
        seconds = _least(work, 1)
        took.append(seconds / max(before, beat()))
    return min(took)


def _percent(what: str, found: Share, bar: float | None = None, *, most: bool = False) -> Figure:
    return Figure(part="reading", what=what, value=100 * found.hits / max(found.of, 1), unit="%", bar=bar, most=most)


def figures(*, small: bool = False) -> list[Figure]:
    count, turns = (100, 1) if small else (None, 3)
    return [*quality(count), *naively(count), speed(count, turns), slowest(turns)]
