"""Which class is meant: behind the names, at a site, several in one message."""

from bench.reading import Message, SchoolClass, Told
from bench.reading.lists import Scene, any_note, everybody, few, plain
from bench.reading.pen import (
    Call,
    Hand,
    calls,
    class_token,
    finish,
    group,
    record,
    shared,
    told,
    told_of,
    wrapped,
)
from bench.reading.wording import FORMS


def unshared(hand: Hand, count: int) -> list[SchoolClass]:
    rooms = [room for room in hand.school.classes if not shared(hand, room)]
    return hand.rng.sample(rooms, min(count, len(rooms)))


def at_site(hand: Hand) -> Message | None:
    """A class of which two sites have one: the site is said, or the writer's own class tells."""
    rooms = [room for room in hand.school.classes if shared(hand, room)]
    if not rooms:
        return None
    hand.room = hand.rng.choice(rooms)
    if hand.chance(0.3):
        hand.hint = hand.room.id
    elif hand.hint == hand.room.id:
        hand.hint = None
    return plain(hand, None, "class of a site")


def class_behind(hand: Hand) -> Message | None:
    """The class in the middle or at the end."""
    named = group(hand, hand.rng.choice((1, 1, 2)))
    if not named:
        return None
    names = " và ".join(name for _, name in named)
    text = hand.rng.choice(FORMS["class_behind"]).format(c=class_token(hand), l=names)
    return everybody(hand, named, text, "class behind")


def several_classes(hand: Hand) -> Message | None:
    """Each class with its pupils, in one message."""
    form, parts, said, called = hand.rng.choice(FORMS["part_of_several"]), list[str](), list[Told](), list[Call]()
    noted = hand.chance(0.4) and not hand.guessed
    for room in unshared(hand, hand.rng.choice((2, 2, 2, 3))):
        named = group(hand, few(hand), None, room)
        if not named:
            return None
        notes = [any_note(hand, name) if noted else (name, Told("")) for _, name in named]
        parts.append(form.format(c=class_token(hand, room), l=", ".join(text for text, _ in notes), k=len(named)))
        said += [told(pupil, note) for (pupil, _), (_, note) in zip(named, notes, strict=True)]
        called += calls(room, named)
    joins = ["; ", "\n", ". "] + [", "] * ("vắng" in form and ":" not in form)
    return finish(hand, "several classes", wrapped(hand, hand.rng.choice(joins).join(parts)), record(said), called)


def said_of_one_class(hand: Hand) -> Message | None:
    """6A: A, B đều có phép; 7B: C."""
    first, hand.room = unshared(hand, 2)
    theirs, named = group(hand, 2, None, first), group(hand, 1)
    if not theirs or not named:
        return None
    words, value = hand.rng.choice((("đều có phép", True), ("đều kp", False), ("cả 2 đều có phép", True)))
    names = ", ".join(name for _, name in theirs)
    text = f"{class_token(hand, first)}: {names} {words}; {class_token(hand)}: {named[0][1]}"
    decision = record(told_of(theirs, Told("", value)) + told_of(named))
    return finish(
        hand, "said of one class", wrapped(hand, text), decision, calls(first, theirs) + calls(hand.room, named)
    )


def class_each(hand: Hand) -> Message | None:
    """The class behind each name."""
    first, second = unshared(hand, 2)
    one, other = group(hand, 1, None, first), group(hand, 1, None, second)
    if not one or not other:
        return None
    names = f"{one[0][1]} {class_token(hand, first)}, {other[0][1]} {class_token(hand, second)}"
    text = hand.rng.choice(FORMS["class_each"]).format(l=names)
    called = calls(first, one) + calls(second, other)
    return finish(hand, "class behind each", wrapped(hand, text), record(told_of([*one, *other])), called)


def beside_complete(hand: Hand) -> Message | None:
    first, hand.room = unshared(hand, 2)
    named = group(hand, few(hand))
    if not named:
        return None
    whole = hand.rng.choice(("{c} đủ", "{c} vắng 0", "{c} không vắng")).format(c=class_token(hand, first))
    parts = [whole, f"{class_token(hand)} vắng {', '.join(name for _, name in named)}"]
    hand.rng.shuffle(parts)
    return everybody(hand, named, hand.rng.choice((", ", "; ", "\n", ". ")).join(parts), "complete beside absent")


def besides(hand: Hand) -> Message | None:
    """Absent pupils beside one who is only late, or on duty."""
    named = group(hand, few(hand, 2))
    if not named:
        return None
    *absent, (_, here) = named
    form, what = hand.rng.choice(FORMS["besides"]), hand.rng.choice(FORMS["not_here_but"])
    text = form.format(c=class_token(hand), l=", ".join(name for _, name in absent), n=here, w=what)
    return finish(hand, "absent beside late", wrapped(hand, text), record(told_of(absent)), calls(hand.room, named))


SCENES: list[tuple[Scene, int]] = [
    (at_site, 20),
    (class_behind, 25),
    (several_classes, 48),
    (said_of_one_class, 8),
    (class_each, 14),
    (beside_complete, 12),
    (besides, 24),
]
