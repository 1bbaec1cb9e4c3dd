"""Lists of absent pupils, with excuses and reasons behind the names, above them and for all of them."""

from collections.abc import Callable, Mapping, Sequence

from bench.reading import Message, Told
from bench.reading.pen import (
    Hand,
    Named,
    calls,
    class_token,
    finish,
    group,
    listed,
    one_line,
    record,
    told,
    told_of,
    wrapped,
)
from bench.reading.wording import CODES, EXCUSED, FORMS, REASONS, TOGETHER, UNEXCUSED, WORDS

Scene = Callable[[Hand], Message | None]
Note = Callable[[Hand, str], tuple[str, Told]]
NOTHING = Told("")


def lead(hand: Hand, names: str, *, front: bool = True) -> str:
    """The sentence around a list; `front`: the list may come first."""
    own = hand.chance(0.12)
    if own:
        hand.hint = hand.room.id
    table: Mapping[str, float] = WORDS["own_leads" if own else "leads"]
    free = front and one_line(names)
    chosen = hand.weighted({words: weight for words, weight in table.items() if free or words.endswith("{l}")})
    return chosen.format(c=class_token(hand), l=names)


def few(hand: Hand, least: int = 1) -> int:
    return hand.rng.choices(range(least, 8), [38, 28, 17, 8, 5, 2, 1][: 8 - least])[0]


def excuse(hand: Hand) -> tuple[str, bool]:
    table, value = (EXCUSED, True) if hand.chance(0.55) else (UNEXCUSED, False)
    return hand.weighted(table), value


def excused(hand: Hand, name: str) -> tuple[str, Told]:
    word, value = excuse(hand)
    forms = [f"{name} ({word})", f"{name} {word}", f"{name} {word}", f"{name} - {word}"]
    if word in CODES:
        forms += [f"{name}: {word}", f"{name}-{word}", f"{name}({word})", f"{name} [{word}]"]
    return hand.rng.choice(forms), Told("", value)


def with_reason(hand: Hand, name: str) -> tuple[str, Told]:
    if hand.chance(0.04):
        why = hand.rng.choice(FORMS["two_complaints"])
        return f"{name} ({why})", Told("", None, why)
    why = hand.weighted(REASONS)
    return hand.rng.choice(FORMS["reason"]).format(n=name, w=why), Told("", None, why)


def with_both(hand: Hand, name: str) -> tuple[str, Told]:
    why, (word, value) = hand.weighted(REASONS), excuse(hand)
    if not value:
        word = hand.rng.choice(("K", "KP", "kp", "không phép", "ko phép", "không xin phép"))
    forms = FORMS["both"] + (FORMS["both_excused"] if value else [])
    return hand.rng.choice(forms).format(n=name, w=why, e=word), Told("", value, why)


def any_note(hand: Hand, name: str) -> tuple[str, Told]:
    return hand.rng.choice((excused, with_reason, with_both))(hand, name)


def everybody(hand: Hand, named: Named, sentence: str, kind: str, note: Told = NOTHING) -> Message | None:
    """All of them are told the same of."""
    return finish(hand, kind, wrapped(hand, sentence), record(told_of(named, note)), calls(hand.room, named))


def plain(hand: Hand, wanted: dict[str, int] | None = None, kind: str = "plain") -> Message | None:
    named = group(hand, few(hand), wanted)
    names = named and listed(hand, [name for _, name in named], plain=True)
    return everybody(hand, named, lead(hand, names), kind) if named and names else None


def noted(hand: Hand, kind: str, note: Note, share: float) -> Message | None:
    """A note behind each name; in the rest of the cases behind some only, in brackets then."""
    named, some = group(hand, few(hand)), hand.chance(1 - share)
    if not named:
        return None
    notes = [note(hand, name) if not some or hand.chance(0.5) else (name, NOTHING) for _, name in named]
    if some and any(not text.endswith((")", "]")) for text, saying in notes if saying is not NOTHING):
        return None
    names = listed(hand, [text for text, _ in notes], plain=False)
    if not names or all(saying is NOTHING for _, saying in notes):
        return None
    each = [told(pupil, saying) for (pupil, _), (_, saying) in zip(named, notes, strict=True)]
    return finish(hand, kind, wrapped(hand, lead(hand, names, front=False)), record(each), calls(hand.room, named))


def excuse_each(hand: Hand) -> Message | None:
    return noted(hand, "excuse", excused, 0.75)


def reason_each(hand: Hand) -> Message | None:
    return None if hand.guessed else noted(hand, "reason", with_reason, 0.8)


def both_each(hand: Hand) -> Message | None:
    return None if hand.guessed else noted(hand, "excuse and reason", with_both, 0.85)


def mixed_each(hand: Hand) -> Message | None:
    return None if hand.guessed else noted(hand, "mixed notes", any_note, 0.9)


def last_code(hand: Hand) -> Message | None:
    """A, B kp: only B's."""
    named, word = group(hand, hand.rng.choice((2, 2, 3))), hand.rng.choice(sorted(CODES))
    if not named:
        return None
    each = told_of(named[:-1]) + told_of(named[-1:], Told("", word.lower() in {"p", "cp"}))
    text = lead(hand, ", ".join(name for _, name in named) + f" {word}", front=False)
    return finish(hand, "code of the last", wrapped(hand, text), record(each), calls(hand.room, named))


def long_reason(hand: Hand) -> Message | None:
    return told_freely(hand, "long reason", WORDS["long_reasons"])


def drop_out(hand: Hand) -> Message | None:
    return told_freely(hand, "drop-out", WORDS["drop_out"])


def told_freely(hand: Hand, kind: str, reasons: Sequence[str]) -> Message | None:
    named = group(hand, 1)
    if not named or hand.guessed:
        return None
    why, form = hand.rng.choice(reasons), hand.rng.choice(FORMS[kind.replace(" ", "_").replace("-", "_")])
    if ("vợ" in why and named[0][0].gender == "Nữ") or ("chồng" in why and named[0][0].gender == "Nam"):
        return None
    return everybody(hand, named, form.format(c=class_token(hand), n=named[0][1], w=why), kind, Told("", None, why))


def headed(hand: Hand) -> Message | None:
    """Excused and unexcused as headings."""
    named = group(hand, few(hand, 2))
    if not named:
        return None
    cut = hand.rng.randrange(1, len(named))
    parts = [", ".join(name for _, name in part) for part in (named[:cut], named[cut:])]
    counts = {"n": len(named), "a": cut, "b": len(named) - cut}
    text = hand.rng.choice(FORMS["headings"]).format(c=class_token(hand), p=parts[0], k=parts[1], **counts)
    decision = record(told_of(named[:cut], Told("", excused=True)) + told_of(named[cut:], Told("", excused=False)))
    return finish(hand, "headed groups", wrapped(hand, text), decision, calls(hand.room, named))


def one_heading(hand: Hand) -> Message | None:
    named, value = group(hand, few(hand)), hand.chance(0.6)
    if not named:
        return None
    form = hand.rng.choice(FORMS["heading_excused" if value else "heading_unexcused"])
    text = form.format(c=class_token(hand), l=", ".join(name for _, name in named))
    return everybody(hand, named, text, "headed groups", Told("", value))


def together(hand: Hand) -> Message | None:
    named = group(hand, few(hand, 2))
    if not named:
        return None
    words, value = hand.rng.choice(list(TOGETHER.items()))
    note = Told("", value)
    if hand.chance(0.25) and not hand.guessed:
        why = hand.rng.choice(("bị sốt", "đi rẫy", "bị cảm", "đi đám cưới", "đau mắt đỏ"))
        words, note = f"cả {{k}} em đều {why}", Told("", None, why)
    joined = ", ".join(name for _, name in named) + hand.rng.choice((", ", ". ", " - ", " "))
    return everybody(hand, named, lead(hand, joined + words.format(k=len(named)), front=False), "said of all", note)


def on_paper(hand: Hand) -> Message | None:
    """The form of a paper: one line for each thing."""
    named = group(hand, few(hand))
    if not named:
        return None
    notes = [excused(hand, name) if hand.chance(0.6) else (name, NOTHING) for _, name in named]
    sign = hand.rng.choice(("- ", "+ ", "", "{}. ", "{}) "))
    lines = [f"{sign.format(at)}{text}" for at, (text, _) in enumerate(notes, 1)]
    size = len(hand.room.students)
    form, counts = hand.rng.choice(FORMS["paper"]), {"k": len(named), "all": size, "here": size - len(named)}
    each = [told(pupil, saying) for (pupil, _), (_, saying) in zip(named, notes, strict=True)]
    text = form.format(c=class_token(hand), l="\n".join(lines), **counts)
    return finish(hand, "paper form", text, record(each), calls(hand.room, named))


SCENES: list[tuple[Scene, int]] = [
    (plain, 105),
    (excuse_each, 145),
    (reason_each, 80),
    (both_each, 62),
    (mixed_each, 40),
    (last_code, 14),
    (long_reason, 22),
    (drop_out, 25),
    (headed, 34),
    (one_heading, 16),
    (together, 22),
    (on_paper, 24),
]
