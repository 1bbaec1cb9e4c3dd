"""Messages about which a clerk must ask: whom, which day, which class, how many."""

from collections.abc import Iterable

from bench.reading import Message, Pupil
from bench.reading.calling import fits, hints
from bench.reading.days import capital, with_count
from bench.reading.lists import Scene, everybody, few, lead
from bench.reading.pen import (
    Call,
    Hand,
    bare_name,
    calls,
    class_token,
    crosses,
    finish,
    group,
    listed,
    looked_up,
    needs_site,
    record,
    shared,
    told_of,
    ways,
    wrapped,
)
from bench.reading.rooms import unshared
from bench.reading.spelling import bare, fold, has_marks, tokens
from bench.reading.whom import NAMES, far, given, unclear, whom
from bench.reading.wording import FORMS, MESSAGE_WORDS, WORDS


def odd_one(hand: Hand, text: str, pupils: Iterable[Pupil], *, sure: bool = True) -> Call:
    return Call(text, tuple(hand.room.students), tuple(pupil.id for pupil in pupils), sure)


def asked(hand: Hand, kind: str, odd: Call, outcome: str = "ambiguous", also: Iterable[str] = ()) -> Message | None:
    """The odd one is asked about, `also` offered; the others are written down."""
    named, candidates = group(hand, hand.rng.choice((0, 0, 1, 1, 2))), [*odd.means, *also]
    if named is None or {pupil.id for pupil, _ in named} & set(candidates):
        return None
    names = [*(name for _, name in named), odd.text]
    hand.rng.shuffle(names)
    decision = record(told_of(named), candidates, outcome)
    text = wrapped(hand, lead(hand, ", ".join(names)))
    return finish(hand, kind, text, decision, [odd, *calls(hand.room, named)])


def of_the_name(hand: Hand) -> Call | None:
    """A mention that several pupils bear."""
    text = hand.rng.choice(list(ways(hand, hand.rng.choice(hand.room.students)).values()))
    found = looked_up(hand, text, hand.room.students)
    if fold(text) in MESSAGE_WORDS or unclear(text, hand.room.students):
        return None
    return odd_one(hand, text, found[0].pupils) if all(len(one.pupils) > 1 and one.sure for one in found) else None


def several_of_the_name(hand: Hand) -> Message | None:
    odd = of_the_name(hand)
    if not odd:
        return None
    whole = " " not in odd.text and any(tokens(pupil.name) == tokens(odd.text) for pupil in odd.pupils)
    return asked(hand, "one syllable of two pupils" if whole else "several of the name", odd)


def stranger_beside(hand: Hand) -> Message | None:
    """Somebody unknown and somebody unclear: the unclear one decides."""
    odd, text = of_the_name(hand), stranger(hand)
    if not odd or not text or hand.guessed:
        return None
    sentence = lead(hand, ", ".join(hand.rng.sample([odd.text, text], 2)))
    decision = record([], odd.means, "ambiguous")
    return finish(hand, "several things to ask", sentence, decision, [odd, odd_one(hand, text, [])])


def known_beside_unknown_class(hand: Hand) -> Message | None:
    """6A: Lan; 6H: Nam."""
    hand.room = unshared(hand, 1)[0]
    named, others, name = group(hand, 1), group(hand, 1), foreign_class(hand)
    if not named or not others or named[0][0] == others[0][0]:
        return None
    text = f"{class_token(hand)}: {named[0][1]}{hand.rng.choice(('; ', chr(10)))}{name}: {others[0][1]}"
    decision = record(told_of(named), [], "unknown_class")
    return finish(hand, "several things to ask", text, decision, calls(hand.room, named))


def fits_nobody(hand: Hand) -> Message | None:
    """Something more was said, and it fits nobody of that name."""
    pupil, other = hand.rng.sample(hand.room.students, 2)
    text, more = ways(hand, pupil)[hand.rng.choice(("full", "given"))], hand.rng.choice(list(hints(other))[:3])
    found = looked_up(hand, text, hand.room.students)[0]
    if not found.pupils or not found.sure or any(fits(more, one) for one in found.pupils):
        return None
    if fold(text) in MESSAGE_WORDS or unclear(text, hand.room.students) or hand.guessed:
        return None
    odd = odd_one(hand, text, found.pupils)
    sentence = lead(hand, f"{text} {more}", front=False)
    return finish(hand, "hint fits nobody", sentence, record([], odd.means, "ambiguous"), [odd])


def bare_among_marks(hand: Hand) -> Message | None:
    """Hồ Văn Nam where there is only Hồ Văn Năm; Hồ Văn Cuong is Cường, for nobody is called Cuong."""
    hand.typing = "marked"
    able = [pupil for pupil in hand.room.students if has_marks(given(pupil)) and len(tokens(pupil.name)) > 2]
    pupil = hand.rng.choice(able)
    words = ways(hand, pupil)["full"].split()
    text = " ".join([*words[:-1], bare(words[-1])])
    found = whom(text, hand.room.students, marked=True)
    if not has_marks(text) or fold(words[-1]) in MESSAGE_WORDS or not found.pupils:
        return None
    if found.sure:
        return everybody(hand, [(pupil, text)], lead(hand, text), "marks left out") if found.only() else None
    return asked(hand, "marks left out", odd_one(hand, text, found.pupils, sure=False))


def touching(hand: Hand) -> Message | None:
    """Hồ Thị Lành Vinh: two pupils, or one whom nobody knows?"""
    named = group(hand, 2, {"full": 2, "given": 3, "middle": 1})
    if not named or hand.guessed or " " in named[1][1] or "'" in named[0][1] + named[1][1]:
        return None
    text = " ".join(name for _, name in named)
    if crosses(hand, [name for _, name in named]) or looked_up(hand, text, hand.room.students)[0].level:
        return None
    decision = record([], [pupil.id for pupil, _ in named], "ambiguous")
    text = wrapped(hand, lead(hand, text, front=False))
    return finish(hand, "names that touch", text, decision, calls(hand.room, named))


def slip_into_a_name(hand: Hand) -> Message | None:
    """Hồ Thị Lang where there is only Hồ Thị Lan."""
    pupil = hand.rng.choice(hand.room.students)
    words = ways(hand, pupil)["full"].split()
    if len(words) < 3 or hand.typing not in {"marked", "lower"}:
        return None
    text = " ".join([*words[:-1], hand.rng.choice(NAMES).title()])
    found = whom(text, hand.room.students, marked=True)
    if found.level != 6 or found.sure or found.pupils != (pupil,) or fold(text) == fold(" ".join(words)):
        return None
    return asked(hand, "slip into a name", odd_one(hand, text, [pupil], sure=False))


def more_announced(hand: Hand) -> Message | None:
    """Those named are written down, the rest is asked about."""
    named = group(hand, few(hand))
    names = named and listed(hand, [name for _, name in named], plain=True)
    if not named or not names:
        return None
    text = with_count(hand, names, len(named) + hand.rng.choice((1, 1, 2)))
    decision = record(told_of(named), [], "ambiguous")
    return finish(hand, "more announced", wrapped(hand, text), decision, calls(hand.room, named))


def fewer_announced(hand: Hand) -> Message | None:
    """Nobody is written down."""
    named = group(hand, few(hand, 2))
    names = named and listed(hand, [name for _, name in named], plain=True)
    if not named or not names:
        return None
    text = with_count(hand, names, hand.rng.randrange(1, len(named)))
    decision = record([], [pupil.id for pupil, _ in named], "ambiguous")
    return finish(hand, "fewer announced", wrapped(hand, text), decision, calls(hand.room, named))


def only_a_number(hand: Hand) -> Message | None:
    size, count, form = len(hand.room.students), few(hand), hand.rng.choice(FORMS["only_a_number"])
    text = form.format(c=class_token(hand), k=count, all=size, here=size - count)
    return finish(hand, "only a number", text, record([], [], "ambiguous"), [])


def doubtful_day(hand: Hand) -> Message | None:
    """A weekday still ahead without leave, a day that is not, a day far off."""
    hand.now = "2025-11-12T07:17"
    named, day = group(hand, hand.rng.choice((1, 1, 2))), hand.rng.choice(FORMS["doubtful"])
    if not named:
        return None
    names = ", ".join(name for _, name in named)
    text = hand.rng.choice(FORMS["doubtful_day"]).format(c=class_token(hand), l=names, d=day, D=capital(day))
    return finish(hand, "doubtful day", wrapped(hand, text), record([], [], "ambiguous"), calls(hand.room, named))


def stranger(hand: Hand) -> str | None:
    """A name nobody in the class has, nor nearly."""
    text = hand.rng.choice(FORMS["strangers"])
    last, there = fold(text.split()[-1]), [fold(word) for one in hand.room.students for word in tokens(one.name)]
    return None if any(near(last, word) for word in there) or not far_off(hand, text) else text


def near(one: str, other: str) -> bool:
    return sum(a != b for a, b in zip(one, other, strict=False)) + abs(len(one) - len(other)) < 2


def far_off(hand: Hand, text: str) -> bool:
    return all(far(tokens(bare(text)), pupil, marked=False) > 3 for pupil in hand.room.students)


def unknown_name(hand: Hand) -> Message | None:
    text = stranger(hand)
    if not text or hand.guessed:
        return None
    return asked(hand, "unknown name", odd_one(hand, text, []), "unknown_student")


def of_another_class(hand: Hand) -> Message | None:
    """The namesakes in other classes are offered."""
    other = hand.rng.choice([room for room in hand.school.classes if room != hand.room])
    text = ways(hand, hand.rng.choice(other.students))["full"]
    if len(text.split()) < 3 or not far_off(hand, text) or hand.guessed:
        return None
    pupils = [pupil for room in hand.school.classes for pupil in room.students]
    namesakes = [pupil.id for pupil in pupils if tokens(pupil.name) == tokens(text)]
    return asked(hand, "pupil of another class", odd_one(hand, text, []), "unknown_student", namesakes)


def foreign_class(hand: Hand) -> str:
    """A class nobody has; `6/25` only where classes are written so, for elsewhere it is a date."""
    taken = {fold(bare_name(room)) for room in hand.school.classes}
    slashed = any("/" in name for name in taken)
    fits = [name for name in FORMS["no_classes"] if fold(name) not in taken and (slashed or "/" not in name)]
    return hand.rng.choice(fits)


def no_such_class(hand: Hand) -> Message | None:
    named, name = group(hand, few(hand)), foreign_class(hand)
    if not named:
        return None
    form = hand.weighted(
        {form: weight for form, weight in WORDS["leads"].items() if form.endswith(("vắng {l}", ": {l}"))}
    )
    text = form.format(c=hand.rng.choice((name, f"lớp {name}", name.lower())), l=", ".join(each for _, each in named))
    return finish(hand, "no such class", wrapped(hand, text), record([], [], "unknown_class"), calls(hand.room, named))


def no_class(hand: Hand) -> Message | None:
    named, hand.hint = group(hand, few(hand)), None
    if not named:
        return None
    text = hand.rng.choice(FORMS["no_class"]).format(l=", ".join(name for _, name in named))
    return finish(hand, "no class said", text, record([], [], "unknown_class"), calls(hand.room, named))


def which_site(hand: Hand) -> Message | None:
    """Two sites have that class, none is called so and no more, and the writer is of neither."""
    rooms = [room for room in hand.school.classes if needs_site(hand, room)]
    if not rooms:
        return None
    hand.room = hand.rng.choice(rooms)
    if any(room.name == bare_name(hand.room) for room in hand.school.classes):
        return None
    hand.hint = hand.rng.choice([None, *(room.id for room in hand.school.classes if not shared(hand, room))])
    named, room = group(hand, few(hand)), bare_name(hand.room)
    if not named:
        return None
    text = f"{hand.rng.choice((room, f'Lớp {room}'))} vắng {', '.join(name for _, name in named)}"
    return finish(hand, "which site", wrapped(hand, text), record([], [], "unknown_class"), calls(hand.room, named))


def word_or_name(hand: Hand) -> Message | None:
    """vắng lan mai: Mai, or tomorrow?"""
    able = [pupil for pupil in hand.room.students if fold(given(pupil)) in {"mai", "sang", "chieu"}]
    other = group(hand, 1, {"given": 5})
    if not able or not other or other[0][0] in able or hand.typing not in {"lower", "bare_lower"}:
        return None
    word = given(able[0])
    if any(len(found.pupils) != 1 for found in looked_up(hand, word, hand.room.students)):
        return None
    text = f"{class_token(hand)} vắng {other[0][1]} {word}".lower()
    decision = record(told_of(other), [able[0].id], "ambiguous")
    return finish(hand, "word or name", text, decision, calls(hand.room, other))


SCENES: list[tuple[Scene, int]] = [
    (several_of_the_name, 72),
    (stranger_beside, 6),
    (known_beside_unknown_class, 6),
    (fits_nobody, 12),
    (bare_among_marks, 20),
    (touching, 10),
    (slip_into_a_name, 12),
    (more_announced, 18),
    (fewer_announced, 12),
    (only_a_number, 16),
    (doubtful_day, 22),
    (unknown_name, 32),
    (of_another_class, 16),
    (no_such_class, 18),
    (no_class, 10),
    (which_site, 12),
    (word_or_name, 6),
]
