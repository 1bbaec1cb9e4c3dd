"""Writes messages.jsonl, the same every time: python -m bench.reading.make."""

import random
from collections import Counter

import msgspec
from msgspec.structs import replace
from rich.console import Console
from rich.table import Table

from bench.reading import MESSAGES, Message, School, calling, days, doubts, lists, nobody, rooms, rosters
from bench.reading.lists import Scene
from bench.reading.pen import take_up

SEED, TRIES = 20251112, 4000
SCENES = [*lists.SCENES, *days.SCENES, *rooms.SCENES, *calling.SCENES, *doubts.SCENES, *nobody.SCENES]


def written(schools: list[School]) -> list[Message]:
    """Every scene as often as it is wanted, no text of a school twice, mixed."""
    rng, found, seen = random.Random(SEED), list[Message](), set[tuple[str, str]]()
    for scene, count in SCENES:
        for _ in range(count):
            message = attempted(rng, schools, scene, seen)
            seen.add((message.school, message.text))
            found.append(message)
    rng.shuffle(found)
    return [replace(message, id=f"m{at:04}") for at, message in enumerate(found, 1)]


def attempted(rng: random.Random, schools: list[School], scene: Scene, seen: set[tuple[str, str]]) -> Message:
    for _ in range(TRIES):
        message = scene(take_up(rng, schools))
        if message and (message.school, message.text) not in seen:
            return message
    raise RuntimeError(f"{scene.__name__} finds nothing more to say")


def main() -> None:
    found = written(rosters())
    MESSAGES.write_bytes(b"".join(msgspec.json.encode(message) + b"\n" for message in found))
    drawn = Table(title=f"{len(found)} messages, {MESSAGES.stat().st_size // 1024} KB", title_justify="left")
    for name in ("kind", "outcome", ""):
        drawn.add_column(name)
    for (kind, outcome), count in sorted(
        Counter((one.kind.split(", ")[0], one.expected.outcome) for one in found).items()
    ):
        drawn.add_row(kind, outcome, str(count))
    Console().print(drawn)


if __name__ == "__main__":
    main()
