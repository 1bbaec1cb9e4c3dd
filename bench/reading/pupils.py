"""Invents the pupils of rosters.json: python -m bench.reading.pupils."""

import random
import tomllib
import unicodedata
from collections.abc import Iterator
from datetime import date, timedelta

import msgspec

from bench.reading import HERE, ROSTERS, Pupil
from bench.reading.spelling import fold, tokens

WORDS = tomllib.loads((HERE / "pupils.toml").read_text())
FAMILIES: dict[str, dict[str, int]] = WORDS["families"]
PLANTED: dict[str, list[str]] = WORDS["planted"]
VILLAGES: dict[str, list[str]] = WORDS["villages"]
SUFFIXED = {"A", "B", "C"}
PLACES = {
    "np": ("Takta - Thôn 3", "Nóc Ông Đề - Thôn 1"),
    "ek": ("Buôn Kruê", "Làng Brel"),
    "bh": ("Ấp 1", "Ấp Rạch Dừa"),
}


def weighted(rng: random.Random, people: str) -> str:
    table = FAMILIES[people]
    return rng.choices(list(table), list(table.values()))[0]


def pick(rng: random.Random, which: str, *, boy: bool) -> str:
    name: str = rng.choice(WORDS[f"{which}_{'boys' if boy else 'girls'}"])
    return name


def kinh(rng: random.Random, *, boy: bool) -> str:
    middle, given = pick(rng, "middle", boy=boy), pick(rng, "kinh", boy=boy)
    return f"{weighted(rng, 'kinh')} {middle} {given}" if middle != given else f"{weighted(rng, 'kinh')} Thị {given}"


def hill(rng: random.Random, *, boy: bool) -> tuple[str, str]:
    roll = rng.random()
    if roll < 0.12:
        return f"{'A' if boy else 'Y'} {pick(rng, 'sedang', boy=boy)}", "Xơ Đăng"
    if roll < 0.18:
        return f"{weighted(rng, 'mong')} {'A' if boy else 'Thị'} {pick(rng, 'mong', boy=boy)}", "Mông"
    given = pick(rng, "upland", boy=boy)
    if roll < 0.21:
        return given, "Ca Dong"
    people = "Ba Na" if roll > 0.93 else "Xơ Đăng" if roll > 0.8 else "Ca Dong"
    return f"{weighted(rng, 'upland')} {'Văn' if boy else 'Thị'} {given}", people


def plateau(rng: random.Random, *, boy: bool) -> tuple[str, str]:
    roll = rng.random()
    if roll < 0.25:
        return f"{weighted(rng, 'gia_rai')} {pick(rng, 'jrai', boy=boy)}", "Gia Rai"
    if roll < 0.5:
        return f"{pick(rng, 'rhade', boy=boy)} {weighted(rng, 'e_de')}", "Ê Đê"
    return kinh(rng, boy=boy), "Kinh"


def anybody(rng: random.Random, people: str, *, boy: bool) -> tuple[str, str]:
    if people == "upland":
        return hill(rng, boy=boy)
    return plateau(rng, boy=boy) if people == "plateau" else (kinh(rng, boy=boy), "Kinh")


def people_of(name: str, people: str) -> str:
    """The people of a planted pupil, told by the name."""
    first, last = name.split(maxsplit=1)[0], name.rsplit(maxsplit=1)[-1]
    if people == "upland":
        return "Mông" if first in FAMILIES["mong"] else "Xơ Đăng" if first in {"A", "Y", "K'Brêm"} else "Ca Dong"
    if people == "plateau" and ({first, last} & {family.split()[-1] for family in FAMILIES["e_de"]} or first == "Niê"):
        return "Ê Đê"
    return "Gia Rai" if people == "plateau" and (name.startswith((*FAMILIES["gia_rai"], "H'"))) else "Kinh"


def is_girl(name: str, people: str) -> bool:
    """Y is a girl of the Xơ Đăng and a boy of the Ê Đê."""
    return any(word in name for word in ("Thị", "H'", "H’", "Ngọc", "Hân")) or (people == "upland" and name[:2] == "Y ")


def named(rng: random.Random, class_id: str, people: str, size: int) -> list[tuple[str, str, str]]:
    """(name, gender, people), sorted as class lists are: by given name, then the rest. Only planted names are twins."""
    there = [(name, "Nữ" if is_girl(name, people) else "Nam", people_of(name, people)) for name in PLANTED[class_id]]
    taken = {fold(name) for name, _, _ in there}
    while len(there) < size:
        boy = rng.random() < 0.51
        name, folk = anybody(rng, people, boy=boy)
        if fold(name) not in taken:
            taken.add(fold(name))
            there.append((name, "Nam" if boy else "Nữ", folk))
    return sorted(
        there, key=lambda one: (tokens(one[0])[-1:] if one[0][-1] not in SUFFIXED else tokens(one[0])[-2:], one[0])
    )


def dirtied(rng: random.Random, name: str) -> str:
    """As a school's file has it: mostly clean."""
    roll = rng.random()
    if roll < 0.02:
        return name.upper()
    if roll < 0.035:
        return unicodedata.normalize("NFD", name)
    if roll < 0.05:
        return name.replace(" ", "\u00a0")
    return name.replace("Đ", "\u00d0") if roll < 0.25 else name


def pupils(class_id: str, people: str, year: int, size: int) -> Iterator[Pupil]:
    rng = random.Random(class_id)
    villages, seen = VILLAGES[people], dict[str, int]()
    for stt, (name, gender, folk) in enumerate(named(rng, class_id, people, size), 1):
        twin = seen[name] = seen.get(name, -1) + 1
        born = date(year - twin, 1, 5) + timedelta(days=rng.randrange(350))
        village = villages[(rng.randrange(len(villages)) if not twin else stt * 2) % len(villages)]
        yield Pupil(f"{class_id}-{stt:02}", stt, dirtied(rng, name), born.isoformat(), gender, folk, village)


def apart(found: list[Pupil]) -> list[Pupil]:
    """Homonyms live in different places."""
    for at in range(1, len(found)):
        before, this = found[at - 1], found[at]
        if fold(before.name) == fold(this.name):
            found[at - 1] = msgspec.structs.replace(before, village=PLACES[before.id.split("-")[0]][0])
            found[at] = msgspec.structs.replace(this, village=PLACES[before.id.split("-")[0]][1])
    return found


def write() -> None:
    """One pupil a line, so that a change can be read."""
    dump = msgspec.json.encode
    schools = []
    for school, there in WORDS["schools"].items():
        shown = []
        for class_id, name, people, year, size in there["classes"]:
            students = apart(list(pupils(class_id, people, year, size)))
            rows = ",\n".join(dump(pupil).decode() for pupil in students)
            shown.append(f'{{"id":"{class_id}","name":"{name}","students":[\n{rows}]}}')
        schools.append(f'{{"id":"{school}","name":"{there["title"]}","classes":[\n{",".join(shown)}]}}')
    ROSTERS.write_text(f'{{"schools":[\n{",".join(schools)}]}}\n')


if __name__ == "__main__":
    write()
