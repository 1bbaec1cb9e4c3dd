"""Messages that write nobody down: a complete class, late pupils, taken back, questions, small talk."""

from bench.reading import Decision, Message
from bench.reading.lists import Scene
from bench.reading.pen import Hand, calls, class_token, finish, group, wrapped
from bench.reading.wording import NOT_ABSENT, WORDS


def complete(hand: Hand) -> Message | None:
    form = hand.rng.choice(WORDS["none_absent"])
    own = hand.chance(0.15) and form.startswith("{c} ")
    if own:
        hand.hint = hand.room.id
    token = hand.rng.choice(("lớp em", "Lớp mình")) if own else class_token(hand)
    text = form.format(c=token, t=len(hand.room.students))
    return finish(hand, "complete", wrapped(hand, text), Decision("none_absent"), [])


def small_talk(hand: Hand) -> Message | None:
    text = hand.rng.choice(WORDS["small_talk"])
    hand.typing = "lower" if hand.typing == "lower" else "marked"
    return Message("", hand.school.id, hand.now, hand.hint, hand.typed(text), Decision("not_a_report"), "small talk")


def question(hand: Hand) -> Message | None:
    named, form = group(hand, 1), hand.rng.choice(WORDS["questions"])
    if not named:
        return None
    if "{c}" not in form:
        hand.hint = hand.room.id
    text = form.format(c=class_token(hand), n=named[0][1])
    return finish(hand, "question", text, Decision("not_a_report"), calls(hand.room, named) if "{n}" in form else [])


def not_absent(hand: Hand) -> Message | None:
    named, what = group(hand, 1), hand.rng.choice(list(NOT_ABSENT))
    if not named:
        return None
    text = hand.rng.choice(NOT_ABSENT[what]).format(c=class_token(hand), n=named[0][1])
    kind = f"not absent: {what.replace('_', ' ')}"
    return finish(hand, kind, wrapped(hand, text), Decision("not_a_report"), calls(hand.room, named))


SCENES: list[tuple[Scene, int]] = [
    (complete, 48),
    (small_talk, 22),
    (question, 20),
    (not_absent, 66),
]
