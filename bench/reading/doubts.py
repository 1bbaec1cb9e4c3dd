"""Messages about which a clerk must ask, and messages that report nobody."""

from bench.reading import Decision, Message
from bench.reading.calling import fits, hints
from bench.reading.days import with_count
from bench.reading.lists import Scene, few, lead
from bench.reading.pen import (
    Call,
    Hand,
    Named,
    bare_name,
    calls,
    class_token,
    finish,
    group,
    listed,
    looked_up,
    record,
    shared,
    told_of,
    ways,
    wrapped,
)
from bench.reading.spelling import bare, fold, tokens
from bench.reading.whom import NAMES, far, given, unclear, whom
from bench.reading.wording import MESSAGE_WORDS, NOT_ABSENT, WORDS


def with_others(hand: Hand, odd: str, avoid: set[str]) -> tuple[Named, str] | None:
    """Some clear names and the odd one, in a sentence."""
    named = group(hand, hand.rng.choice((0, 0, 1, 1, 2)))
    if named is None or {pupil.id for pupil, _ in named} & avoid:
        return None
    names = [*(name for _, name in named), odd]
    hand.rng.shuffle(names)
    text = lead(hand, ", ".join(names))
    return named, text


def asked(hand: Hand, kind: str, odd: Call, outcome: str = "ambiguous", shown: str = "") -> Message | None:
    """The odd one is asked about, the others are written down."""
    found = with_others(hand, shown or odd.text, set(odd.means))
    if not found:
        return None
    named, text = found
    decision = record(told_of(named), odd.means, outcome)
    return finish(hand, kind, wrapped(hand, text), decision, [odd, *calls(hand.room, named)])


def several_of_the_name(hand: Hand) -> Message | None:
    pupil = hand.rng.choice(hand.room.students)
    text = hand.rng.choice(list(ways(hand, pupil).values()))
    found = looked_up(hand, text, hand.room.students)
    if (
        fold(text) in MESSAGE_WORDS
        or unclear(text, hand.room.students)
        or any(len(one.pupils) < 2 or not one.sure for one in found)
    ):
        return None
    one_word = found[0].level == 2 and len(text.split()) == 1
    odd = Call(text, tuple(hand.room.students), tuple(one.id for one in found[0].pupils))
    return asked(hand, "one syllable, two pupils" if one_word else "several of the name", odd)


def fits_nobody(hand: Hand) -> Message | None:
    """Something more was said, and it fits nobody of that name."""
    pupil, other = hand.rng.sample(hand.room.students, 2)
    text = hand.rng.choice([ways(hand, pupil)["full"], ways(hand, pupil)["given"]])
    found = looked_up(hand, text, hand.room.students)[0]
    more = hand.rng.choice(list(hints(other))[:3])
    if (
        not found.sure
        or not found.pupils
        or any(fits(more, one) for one in found.pupils)
        or fold(text) in MESSAGE_WORDS
    ):
        return None
    if unclear(text, hand.room.students) or hand.guessed:
        return None
    odd = Call(text, tuple(hand.room.students), tuple(one.id for one in found.pupils))
    return finish(
        hand, "hint fits nobody", lead(hand, f"{text} {more}", front=False), record([], odd.means, "ambiguous"), [odd]
    )


def bare_among_marks(hand: Hand) -> Message | None:
    """Hồ Văn Nam where there is only Hồ Văn Năm."""
    hand.typing = "marked"
    able = [pupil for pupil in hand.room.students if fold(tokens(pupil.name)[-1]) in {"nam", "an", "tam", "tan", "lan", "chau", "hung", "thu", "nga", "ngan"}
            and len(tokens(pupil.name)) > 2]  # fmt: skip
    if not able:
        return None
    pupil = hand.rng.choice(able)
    words = ways(hand, pupil)["full"].split()
    text = " ".join([*words[:-1], bare(words[-1])])
    found = whom(text, hand.room.students, marked=True)
    if found.sure or not found.pupils:
        return None
    return asked(
        hand, "marks left out", Call(text, tuple(hand.room.students), tuple(one.id for one in found.pupils), sure=False)
    )


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
    return asked(hand, "slip into a name", Call(text, tuple(hand.room.students), (pupil.id,), sure=False))


def miscounted(hand: Hand, kind: str) -> Message | None:
    more = kind == "more announced"
    named = group(hand, few(hand, 1 if more else 2))
    names = named and listed(hand, [name for _, name in named], plain=True)
    if not named or not names:
        return None
    count = len(named) + hand.rng.choice((1, 1, 2)) if more else hand.rng.randrange(1, len(named))
    decision = (
        record(told_of(named), [], "ambiguous") if more else record([], [pupil.id for pupil, _ in named], "ambiguous")
    )
    return finish(hand, kind, wrapped(hand, with_count(hand, names, count)), decision, calls(hand.room, named))


def more_announced(hand: Hand) -> Message | None:
    return miscounted(hand, "more announced")


def fewer_announced(hand: Hand) -> Message | None:
    return miscounted(hand, "fewer announced")


def only_a_number(hand: Hand) -> Message | None:
    size, count = len(hand.room.students), few(hand)
    words = hand.rng.choice(("{c} vắng {k}", "{c} vắng {k} em", "{c} {h}/{a}", "{c} v{k}", "Hôm nay {c} vắng {k} hs ạ", "{c} vắng {k}/{a}",
                             "{c} sĩ số {h}/{a}", "{c} vắng {k} em có phép"))  # fmt: skip
    text = words.format(c=class_token(hand), k=count, a=size, h=size - count)
    return finish(hand, "only a number", text, record([], [], "ambiguous"), [])


def doubtful_day(hand: Hand) -> Message | None:
    """A weekday still ahead without leave, a day that is not, a day far off."""
    hand.now = "2025-11-12T07:17"
    named = group(hand, hand.rng.choice((1, 1, 2)))
    if not named:
        return None
    names, c = ", ".join(name for _, name in named), class_token(hand)
    day = hand.rng.choice(
        (
            "thứ 6",
            "thứ 5",
            "thứ bảy",
            "T6",
            "ngày 31/11",
            "31/11",
            "ngày 30/2",
            "ngày 12/3",
            "ngày 5/8",
            "20/5",
            "ngày 35/10",
        )
    )
    words = hand.rng.choice(("{c} vắng {l} {d}", "{D} {c} vắng {l}", "{c} {d} vắng {l}", "{c} vắng {d}: {l}"))
    text = words.format(c=c, l=names, d=day, D=day[0].upper() + day[1:])
    return finish(hand, "doubtful day", wrapped(hand, text), record([], [], "ambiguous"), calls(hand.room, named))


def a_stranger(hand: Hand) -> Message | None:
    """A name nobody has, nor nearly."""
    text = hand.rng.choice(STRANGERS)
    last = fold(text.split()[-1])
    if any(
        last in fold(pupil.name).split() or far(tokens(bare(text)), pupil, marked=False) < 4
        for pupil in hand.room.students
    ):
        return None
    if any(
        abs(len(last) - len(fold(word))) < 2 and _near(last, fold(word))
        for pupil in hand.room.students
        for word in tokens(pupil.name)
    ):
        return None
    found = asked(hand, "unknown name", Call(text, tuple(hand.room.students), ()), "unknown_student")
    return found if not hand.guessed else None


def _near(one: str, other: str) -> bool:
    return sum(a != b for a, b in zip(one, other, strict=False)) + abs(len(one) - len(other)) < 2


def of_another_class(hand: Hand) -> Message | None:
    other = hand.rng.choice([room for room in hand.school.classes if room != hand.room])
    text = ways(hand, hand.rng.choice(other.students))["full"]
    if len(text.split()) < 3 or any(far(tokens(bare(text)), pupil, marked=False) < 4 for pupil in hand.room.students):
        return None
    found = looked_up(hand, text, hand.room.students)
    namesakes = [pupil.id for room in hand.school.classes for pupil in room.students if fold(pupil.name) == fold(text)]
    if any(one.pupils for one in found) or hand.guessed:
        return None
    others = with_others(hand, text, set())
    if not others or text not in others[1]:
        return None
    decision = record(told_of(others[0]), namesakes, "unknown_student")
    called = [Call(text, tuple(hand.room.students), ()), *calls(hand.room, others[0])]
    return finish(hand, "pupil of another class", others[1], decision, called)


def no_such_class(hand: Hand) -> Message | None:
    named = group(hand, few(hand))
    taken = {fold(bare_name(room)) for room in hand.school.classes}
    name = hand.rng.choice([name for name in NO_CLASSES if fold(name) not in taken])
    if not named:
        return None
    words = hand.weighted({form: weight for form, weight in LEADS.items() if form.endswith("{l}")})
    text = words.format(c=hand.rng.choice((name, f"lớp {name}", f"Lớp {name}")), l=", ".join(each for _, each in named))
    return finish(hand, "no such class", wrapped(hand, text), record([], [], "unknown_class"), calls(hand.room, named))


def no_class(hand: Hand) -> Message | None:
    named = group(hand, few(hand))
    hand.hint = None
    if not named:
        return None
    names = ", ".join(name for _, name in named)
    text = hand.rng.choice(
        ("Vắng {l}", "vắng: {l}", "Hôm nay vắng {l}", "Lớp em vắng {l}", "Lớp em đủ", "Em báo vắng {l} ạ")
    ).format(l=names)
    return finish(hand, "no class said", text, record([], [], "unknown_class"), calls(hand.room, named))


def which_site(hand: Hand) -> Message | None:
    rooms = [room for room in hand.school.classes if shared(hand, room)]
    if not rooms:
        return None
    hand.room = hand.rng.choice(rooms)
    hand.hint = hand.rng.choice([None, *(room.id for room in hand.school.classes if not shared(hand, room))])
    named = group(hand, few(hand))
    if not named:
        return None
    text = f"{bare_name(hand.room)} vắng {', '.join(name for _, name in named)}"
    return finish(hand, "which site", wrapped(hand, text), record([], [], "unknown_class"), calls(hand.room, named))


def word_or_name(hand: Hand) -> Message | None:
    """vắng lan mai: Mai, or tomorrow?"""
    able = [pupil for pupil in hand.room.students if fold(given(pupil)) in {"mai", "sang", "chieu"}]
    other = group(hand, 1, {"given": 5})
    if not able or not other or other[0][0] in able or hand.typing not in {"lower", "bare_lower"}:
        return None
    word = given(able[0])
    found = looked_up(hand, word, hand.room.students)
    if any(len(one.pupils) != 1 for one in found):
        return None
    text = f"{class_token(hand)} vắng {other[0][1]} {word}".lower()
    return finish(
        hand, "word or name", text, record(told_of(other), [able[0].id], "ambiguous"), calls(hand.room, other)
    )


def complete(hand: Hand) -> Message | None:
    form = hand.rng.choice(WORDS["none_absent"])
    own = hand.chance(0.15) and form.startswith("{c}") and " " in form
    if own:
        hand.hint = hand.room.id
    text = form.format(
        c=hand.rng.choice(("lớp em", "Lớp mình")) if own else class_token(hand), t=len(hand.room.students)
    )
    return finish(hand, "complete", wrapped(hand, text), Decision("none_absent"), [])


def small_talk(hand: Hand) -> Message | None:
    text = hand.rng.choice(WORDS["small_talk"])
    hand.typing = "lower" if hand.typing == "lower" else "marked"
    return Message("", hand.school.id, hand.now, hand.hint, hand.typed(text), Decision("not_a_report"), "small talk")


def question(hand: Hand) -> Message | None:
    named = group(hand, 1)
    if not named:
        return None
    form = hand.rng.choice(WORDS["questions"])
    if "{c}" not in form:
        hand.hint = hand.room.id
    text = form.format(c=class_token(hand), n=named[0][1])
    return finish(hand, "question", text, Decision("not_a_report"), calls(hand.room, named) if "{n}" in form else [])


def not_absent(hand: Hand) -> Message | None:
    named, what = group(hand, 1), hand.rng.choice(list(NOT_ABSENT))
    if not named:
        return None
    text = hand.rng.choice(NOT_ABSENT[what]).format(c=class_token(hand), n=named[0][1])
    return finish(hand, f"not absent: {what}", wrapped(hand, text), Decision("not_a_report"), calls(hand.room, named))


DOUBTFUL: list[tuple[Scene, int]] = [
    (narrowed, 34), (by_suffix, 14), (several_of_the_name, 70), (fits_nobody, 12), (bare_among_marks, 10), (slip_into_a_name, 12),
    (more_announced, 18), (fewer_announced, 12), (only_a_number, 16), (doubtful_day, 20), (a_stranger, 32), (of_another_class, 14),
    (no_such_class, 18), (no_class, 10), (which_site, 12), (word_or_name, 6), (complete, 48), (small_talk, 22), (question, 20), (not_absent, 60),
]  # fmt: skip
