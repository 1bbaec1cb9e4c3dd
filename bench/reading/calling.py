"""How one pupil is called: parts of the name, initials, hints, slips, names that are words, other people's names."""

import re
from collections.abc import Iterator

from bench.reading import Message, Pupil, Told
from bench.reading.lists import NOTHING, Scene, everybody, few, lead, plain
from bench.reading.pen import (
    Hand,
    call,
    calls,
    class_token,
    clear,
    finish,
    group,
    looked_up,
    record,
    told,
    told_of,
    ways,
    wrapped,
)
from bench.reading.spelling import bare, fold, has_marks, other_y, retoned, slipped, southern, undecoded
from bench.reading.whom import given, suffix
from bench.reading.wording import FORMS, MESSAGE_WORDS, REASONS

# given names that are words of messages, with their marks
WORD_NAMES = {
    "sáng",
    "chiều",
    "phép",
    "học",
    "năm",
    "mai",
    "ba",
    "tư",
    "đủ",
    "luôn",
    "út",
    "bé",
    "em",
    "thứ",
    "kia",
    "nay",
}
WORD_NAMES |= {"hai", "bảy"}
# syllables that say something without a mark, too: Nam typed for Năm
BOTH_WAYS = {"nam", "an", "tam", "tan", "lan", "chau", "hung", "thu", "nga", "ngan", "sang", "mai", "hoa", "tu", "vy"}


def part_of_name(hand: Hand) -> Message | None:
    return plain(hand, {"given": 5, "middle": 3, "family": 4}, "part of the name")


def by_initials(hand: Hand) -> Message | None:
    return plain(hand, {"initials": 9, "full": 1}, "initials")


def upland(hand: Hand) -> Message | None:
    odd = [pupil for pupil in hand.room.students if pupil.ethnicity != "Kinh"]
    odd = [pupil for pupil in odd if len(pupil.name.split()) < 3 or "'" in pupil.name or pupil.name[:2] in {"Y ", "Rơ"}]
    if len(odd) < 2:
        return None
    chosen = hand.rng.sample(odd, hand.rng.choice((1, 2, 2)))
    named = [(pupil, name) for pupil in chosen if (name := call(hand, pupil))]
    text = lead(hand, ", ".join(name for _, name in named))
    return everybody(hand, named, text, "upland names") if named else None


def twice(hand: Hand) -> Message | None:
    """One pupil named twice is one pupil."""
    named = group(hand, hand.rng.choice((1, 2)))
    again = named and call(hand, named[0][0])
    if not named or not again or again == named[0][1]:
        return None
    text = lead(hand, ", ".join([*(name for _, name in named), again]))
    return everybody(hand, named, text, "named twice")


def message_word(hand: Hand) -> Message | None:
    """A name that is a word of messages, where the place tells."""
    able = [pupil for pupil in hand.room.students if given(pupil) in WORD_NAMES]
    able = [pupil for pupil in able if clear(hand, given(pupil).title(), pupil)]
    other = group(hand, 1)
    if not able or not other or hand.typing != "marked" or other[0][0] in able:
        return None
    pupil, form = hand.rng.choice(able), hand.rng.choice(FORMS["word_alone"] + FORMS["word_beside"])
    word, codes = given(pupil).title(), " P," in form
    session = "morning" if "sáng" in form else None
    excused = False if codes else True if "(P)" in form else None
    said = [Told(pupil.id, excused, "ốm" if "ốm" in form else None, session=session)]
    said += [Told(other[0][0].id, excused=codes or None)] * (form in FORMS["word_beside"])
    text = form.format(c=class_token(hand), w=word, n=other[0][1])
    return finish(hand, "name is a word", text, record(said), calls(hand.room, [(pupil, word), *other]))


def relative(hand: Hand) -> Message | None:
    """A parent or a teacher speaks; their name may be a pupil's too."""
    named, someone = group(hand, 1), hand.rng.choice(hand.room.students)
    if not named or someone == named[0][0] or "'" in someone.name or fold(given(someone)) in MESSAGE_WORDS:
        return None
    asked = hand.chance(0.65)
    form, why = hand.rng.choice(FORMS["relative" if asked else "teacher"]), hand.weighted(REASONS)
    because = why if "{w}" in form else None
    if because and hand.guessed:
        return None
    text = form.format(c=class_token(hand), n=named[0][1], x=given(someone).title(), w=why)
    decision = record(told_of(named, Told("", asked or None, because)))
    return finish(hand, "parent or teacher", text, decision, calls(hand.room, named))


def by_slip(hand: Hand) -> Message | None:
    """One slip in a whole name of which nobody else comes near."""
    pupil = hand.rng.choice(hand.room.students)
    words = ways(hand, pupil)["full"].split()
    at = hand.rng.randrange(len(words))
    if len(words) < 3 or "'" in pupil.name or len(words[at]) < 3 or hand.typing in {"telex", "vni", "nfd"}:
        return None
    right = " ".join(words)
    words[at] = southern(words[at]) if hand.chance(0.35) else slipped(hand.rng, words[at])
    text = " ".join(words)
    if text == right or (hand.typing.startswith("bare") and fold(text) == fold(right)) or not clear(hand, text, pupil):
        return None
    return everybody(hand, [(pupil, text)], lead(hand, text), "one slip")


def other_spelling(hand: Hand) -> Message | None:
    """hoà for hòa, Mĩ for Mỹ."""
    named = []
    for pupil in hand.rng.sample(hand.room.students, 12):
        name = ways(hand, pupil)[hand.rng.choice(("full", "given"))]
        other = hand.rng.choice((retoned, other_y))(name)
        if other != name and "'" not in name and fold(other) not in MESSAGE_WORDS and clear(hand, other, pupil):
            named.append((pupil, other))
    named = named[: hand.rng.choice((1, 2, 3))]
    if not named or hand.typing not in {"marked", "lower", "upper", "nfd"}:
        return None
    return everybody(hand, named, lead(hand, ", ".join(name for _, name in named)), "tone or y/i elsewhere")


def only_names(hand: Hand) -> Message | None:
    """Only the names are undecoded, or only they are without marks."""
    hand.typing = "bare"
    named = group(hand, hand.rng.choice((1, 2)), {"full": 9})
    hand.typing = "marked"
    if not named or any(len(name.split()) < 3 or not has_marks(name) for _, name in named):
        return None
    how = hand.rng.choice(("bare", "telex", "vni"))
    if any(fold(name.split()[-1]) in BOTH_WAYS or re.search("[ŭĕ]", name) for _, name in named):
        return None
    there = [bare(name) if how == "bare" else undecoded(hand.rng, name, vni=how == "vni") for _, name in named]
    text = lead(hand, ", ".join(there))
    decision = record(told_of(named))
    return finish(hand, f"only the names {how}", text, decision, calls(hand.room, named)) if has_marks(text) else None


def narrowed(hand: Hand) -> Message | None:
    """Something more was said, and it fits one."""
    pupil = hand.rng.choice(hand.room.students)
    there = ways(hand, pupil)
    text = hand.rng.choice([there["full"], there["given"], there.get("middle", there["full"])])
    found = looked_up(hand, text, hand.room.students)[0]
    if suffix(pupil) or len(found.pupils) < 2 or not found.sure or fold(text) in MESSAGE_WORDS or hand.guessed:
        return None
    more = hand.rng.choice(list(hints(pupil)))
    if [one for one in found.pupils if fits(more, one)] != [pupil]:
        return None
    shown = hand.rng.choice((f"{text} {more}", f"{text} ({more})"))
    return finish(hand, "narrowed", wrapped(hand, lead(hand, shown, front=False)), record([told(pupil)]), [])


def by_suffix(hand: Hand) -> Message | None:
    """Lan B, where there is a Lan A."""
    able = [pupil for pupil in hand.room.students if suffix(pupil)]
    if not able:
        return None
    pupil, other = hand.rng.choice(able), group(hand, 1)
    name = call(hand, pupil, {"given": 6, "full": 2, "middle": 2})
    if not name or not other or other[0][0] == pupil:
        return None
    named = [(pupil, name), *other][: few(hand)]
    return everybody(hand, named, lead(hand, ", ".join(each for _, each in named)), "narrowed", NOTHING)


def hints(pupil: Pupil) -> Iterator[str]:
    """What else may be said of that pupil: list number, birth, place."""
    year, month, day = (int(part) for part in pupil.dob.split("-"))
    yield from (
        f"số {pupil.stt}",
        f"stt {pupil.stt}",
        f"{day}/{month}/{year}",
        f"sn {year}",
        f"sinh {day}/{month}/{year}",
    )
    yield from (place.strip() for place in (pupil.village, *re.split(r" ?- ?", pupil.village)))


def fits(hint: str, pupil: Pupil) -> bool:
    year, month, day = (int(part) for part in pupil.dob.split("-"))
    if hint.startswith(("số", "stt")):
        return hint.split()[1] == str(pupil.stt)
    if hint.startswith("sn"):
        return hint.split()[1] == str(year)
    if hint[-4:].isdigit():
        return hint.removeprefix("sinh ") == f"{day}/{month}/{year}"
    return f" {place(hint)} " in f" {place(pupil.village)} "


def place(text: str) -> str:
    return " ".join(re.split(r"[\s,-]+", fold(text)))


SCENES: list[tuple[Scene, int]] = [
    (part_of_name, 30),
    (by_initials, 30),
    (upland, 36),
    (twice, 8),
    (message_word, 30),
    (relative, 34),
    (by_slip, 22),
    (other_spelling, 32),
    (only_names, 20),
    (narrowed, 34),
    (by_suffix, 14),
]
