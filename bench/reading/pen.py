"""The hand that writes one message: which class, how pupils are called, how it is typed, whether it is clear."""

import random
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from bench.reading import Decision, Message, Pupil, School, SchoolClass, Told
from bench.reading.spelling import bare, clean, fold, has_marks, tokens, undecoded
from bench.reading.whom import TWO_WORDS, Found, given, suffix, unclear, whom
from bench.reading.wording import MESSAGE_WORDS, WORDS

MOMENTS = (*["2025-11-12T07:17"] * 8, "2025-11-13T06:55", "2025-11-10T07:05", "2025-10-21T12:40", "2026-01-07T07:20",
           "2026-03-06T13:10", "2025-12-02T07:31")  # fmt: skip
TYPINGS = {
    "marked": 52,
    "lower": 10,
    "bare": 11,
    "bare_lower": 9,
    "upper": 3,
    "nfd": 3,
    "telex": 3,
    "vni": 2,
    "tone_yi": 4,
}
WAYS = {"full": 34, "given": 32, "middle": 12, "family": 8, "initials": 4}
CAREFUL = {"telex", "vni"}


Named = list[tuple[Pupil, str]]


class Call(Struct, frozen=True):
    """A mention, where it is looked for, and whom the writer must be understood to mean."""

    text: str
    pupils: tuple[Pupil, ...]
    means: tuple[str, ...]
    sure: bool = True


class Hand(Struct):
    rng: random.Random
    school: School
    room: SchoolClass
    now: str
    typing: str = "marked"
    hint: str | None = None

    @property
    def guessed(self) -> bool:
        """Whether the reader must decode the keys first."""
        return self.typing in CAREFUL

    @property
    def day(self) -> date:
        return datetime.fromisoformat(self.now).date()

    def typed(self, text: str) -> str:
        return typed(self.rng, text, self.typing)

    def chance(self, share: float) -> bool:
        return self.rng.random() < share

    def weighted(self, table: Mapping[str, float]) -> str:
        return self.rng.choices(list(table), list(table.values()))[0]


def take_up(rng: random.Random, schools: Sequence[School], typings: dict[str, int] | None = None) -> Hand:
    school = rng.choice(schools)
    room = rng.choice(school.classes)
    hand = Hand(rng, school, room, rng.choice(MOMENTS))
    hand.typing = hand.weighted(typings or TYPINGS)
    hand.hint = rng.choice([None, room.id, room.id, rng.choice(school.classes).id])
    return hand


def typed(rng: random.Random, text: str, typing: str) -> str:
    how: dict[str, Callable[[str], str]] = {
        "lower": str.lower,
        "upper": str.upper,
        "bare": bare,
        "bare_lower": lambda words: bare(words).lower(),
        "nfd": lambda words: unicodedata.normalize("NFD", words),
        "telex": lambda words: undecoded(rng, words, vni=False),
        "vni": lambda words: undecoded(rng, words, vni=True),
    }
    return how.get(typing, str)(text)


def bare_name(room: SchoolClass) -> str:
    return room.name.split(" điểm")[0]


def site(room: SchoolClass) -> str:
    return room.name.partition(" điểm trường ")[2]


def shared(hand: Hand, room: SchoolClass) -> bool:
    """Whether two sites have a class of that name."""
    return sum(bare_name(other) == bare_name(room) for other in hand.school.classes) > 1


def needs_site(hand: Hand, room: SchoolClass) -> bool:
    """Whether the bare name is another class's too, and the writer's own class does not tell."""
    return shared(hand, room) and bool(site(room)) and hand.hint != room.id


def class_token(hand: Hand, room: SchoolClass | None = None) -> str:
    """How the class is called, so that it is that one."""
    room = room or hand.room
    name = bare_name(room)
    forms = [name, name, name, name.lower(), f"lớp {name}", f"Lớp {name}"]
    if needs_site(hand, room):
        forms = [
            room.name,
            f"{name} điểm {site(room)}",
            f"{name} {site(room)}",
            f"lớp {name} {site(room)}",
            f"{name} ({site(room)})",
        ]
    elif shared(hand, room) and hand.hint != room.id:
        hand.hint = None  # the writer is of no other class of that name
    return hand.rng.choice(forms)


def ways(hand: Hand, pupil: Pupil) -> dict[str, str]:
    """What that pupil may be called, by the way of calling."""
    words = clean(pupil.name).replace("- ", " ").replace("H' ", "H'").split()
    if pupil.name.isupper():
        words = [word.capitalize() for word in words]
    found = {"full": " ".join(words), "given": _cased(given(pupil), words)}
    family = 2 if tokens(pupil.name)[0] in TWO_WORDS else 1
    last = -2 if suffix(pupil) else -1
    if pupil.ethnicity in {"Ê Đê", "Mnông"} or len(words) < family + 2:
        return found
    found["middle"] = " ".join(words[last - 1 :])
    found["family"] = " ".join([*words[:family], *words[last:]])
    if suffix(pupil):
        found["given"] = " ".join(words[last:])
    if found["full"].isascii() or "'" not in found["full"]:
        found["initials"] = initials(hand.rng, words[:last], " ".join(words[last:]))
    return found


def initials(rng: random.Random, before: Sequence[str], last: str) -> str:
    letters = ["Ng" if word == "Nguyễn" and rng.random() < 0.4 else word[0] for word in before]
    joined = [". ".join(letters) + ". ", ".".join(letters) + ". ", " ".join(letters) + " ", ".".join(letters) + "."]
    if all(len(letter) == 1 for letter in letters):
        joined += ["".join(letters) + " "] * 2
    return rng.choice(joined) + last


def _cased(lower: str, words: Sequence[str]) -> str:
    return next((" ".join(words[at : at + lower.count(" ") + 1]) for at in range(len(words))
                 if " ".join(words[at : at + lower.count(" ") + 1]).lower() == lower), lower.title())  # fmt: skip


def call(hand: Hand, pupil: Pupil, wanted: dict[str, int] | None = None) -> str | None:
    """A clear way to call that pupil in this class, or None: one bare word of messages is not clear."""
    there = ways(hand, pupil)
    order = {way: hand.rng.random() ** (1 / weight) for way, weight in (wanted or WAYS).items() if way in there}
    for way in sorted(order, key=order.__getitem__, reverse=True):
        text = there[way]
        text = curled(hand, text)
        if fold(text) not in MESSAGE_WORDS and clear(hand, text, pupil):
            return text
    return None


def curled(hand: Hand, name: str) -> str:
    return name.replace("'", hand.rng.choice("'''’")) if "'" in name else name


def clear(hand: Hand, text: str, pupil: Pupil, room: SchoolClass | None = None) -> bool:
    pupils = (room or hand.room).students
    return not unclear(text, pupils) and all(found.only() == pupil for found in looked_up(hand, text, pupils))


def looked_up(hand: Hand, text: str, pupils: Sequence[Pupil]) -> list[Found]:
    """As the clerk finds it; twice where it depends on how much of the typing is guessed."""
    if hand.guessed:
        return [whom(text, pupils, marked=True), whom(bare(text), pupils, marked=False)]
    if hand.typing.startswith("bare"):
        return [whom(bare(text), pupils, marked=False)]
    return [whom(text, pupils, marked=True)]


def group(
    hand: Hand, count: int, wanted: dict[str, int] | None = None, room: SchoolClass | None = None
) -> Named | None:
    """That many different pupils, each called clearly."""
    room = room or hand.room
    inner = Hand(hand.rng, hand.school, room, hand.now, hand.typing, hand.hint)
    found: Named = []
    for pupil in hand.rng.sample(room.students, min(len(room.students), count * 4)):
        if len(found) < count and (name := call(inner, pupil, wanted)):
            found.append((pupil, name))
    return found if len(found) == count else None


def calls(room: SchoolClass, named: Named) -> list[Call]:
    return [Call(name, tuple(room.students), (pupil.id,)) for pupil, name in named]


def crosses(hand: Hand, names: Sequence[str]) -> bool:
    """Whether names written one behind the other could be cut elsewhere."""
    words = [(at, word) for at, name in enumerate(names) for word in tokens(name)]
    for start in range(len(words)):
        for end in range(start + 2, min(len(words), start + 5) + 1):
            part = words[start:end]
            if any(one[0] != other[0] for one, other in pairwise(part)):
                text = " ".join(word for _, word in part)
                if any(found.level for found in looked_up(hand, text, hand.room.students)):
                    return True
    return False


def listed(hand: Hand, items: Sequence[str], *, plain: bool) -> str | None:
    """The names in one of the ways lists are written; `plain`: no notes stand behind them."""
    table = {", ": 62, ",": 4, "; ": 4, "\n": 7, "và": 10, "1. ": 4, "- ": 3, " / ": 2, "/": 1, " + ": 1, " ": 7}
    how = hand.weighted(table if plain else {", ": 70, "; ": 6, "\n": 10, "và": 6, "1. ": 5, "- ": 4})
    if len(items) == 1:
        return items[0]
    if how == " " and (crosses(hand, items) or (len(items) == 2 and " " not in items[1])):
        return None  # the latter is asked about: bench.reading.doubts.touching
    if how == "và":
        return ", ".join(items[:-1]) + hand.rng.choice((" và ", " và ", " với ", " & ")) + items[-1]
    if how in {"1. ", "- "}:
        sign = hand.rng.choice((".", ")", "/"))
        return "".join(f"\n{f'{at}{sign}' if how == '1. ' else '-'} {item}" for at, item in enumerate(items, 1))
    return ("\n" if how == "\n" and hand.chance(0.7) else "") + how.join(items)


def one_line(text: str) -> bool:
    return "\n" not in text


def tidy(text: str) -> str:
    """Blanks before line ends and signs, and a word written twice, as nobody types them."""
    once = re.sub(r"(?i)\b(lớp|em):? (?=\1\b)", "", text)
    return re.sub(r" +([\n,;])", r"\1", re.sub(r" {2,}", " ", once)).strip(" ")


def wrapped(hand: Hand, text: str) -> str:
    """With a greeting in front or politeness behind, as often as people do that."""
    if hand.chance(0.15) and not re.match("/|@|em |báo |dạ|thầy|cô", text.lower()):
        text = hand.rng.choice(WORDS["openings"]) + text
    polite = one_line(text) and not re.search(r"(ạ|nhé|thầy|giúp em|👍)$", text)
    return text + hand.rng.choice(WORDS["closings"]) if polite and hand.chance(0.2) else text


def finish(hand: Hand, kind: str, text: str, decision: Decision, called: Sequence[Call]) -> Message | None:
    """The message as typed, its kind with the way of typing; None if it is less clear, or clearer, than was wanted."""
    plain = tidy(text)
    text = hand.typed(plain)
    if hand.guessed and (re.search("[ŭĕ]", plain) or "lá" in plain.lower()):
        return None
    if not hand.guessed and has_marks(text) == hand.typing.startswith("bare"):
        return None
    if not all(understood(hand, one) for one in called):
        return None
    odd = hand.typing not in {"marked", "lower"} and text != plain
    kind = f"{kind}, {hand.typing.removesuffix('_lower')}" if odd else kind
    return Message("", hand.school.id, hand.now, hand.hint, text, decision, kind)


def understood(hand: Hand, one: Call) -> bool:
    found = looked_up(hand, one.text, one.pupils)
    return all({pupil.id for pupil in each.pupils} == set(one.means) and each.sure == one.sure for each in found)


def record(told: Iterable[Told], asked: Iterable[str] = (), outcome: str = "record") -> Decision:
    return Decision(outcome, list(told), list(asked))


def told_of(named: Named, note: Told | None = None) -> list[Told]:
    return [told(pupil, note) for pupil, _ in named]


def told(pupil: Pupil, note: Told | None = None) -> Told:
    return replace(note, id=pupil.id) if note else Told(pupil.id)
