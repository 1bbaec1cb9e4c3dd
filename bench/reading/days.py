"""Days, sessions, leave and numbers in clear messages."""

from bench.reading import Message, Told
from bench.reading.lists import NOTHING, Scene, everybody, few, lead
from bench.reading.pen import Hand, calls, class_token, finish, group, listed, one_line, record, told, wrapped
from bench.reading.wording import FORMS, REASONS, WORDS, Day, leave, near_days, numbered, several, weekdays

SESSIONS = {
    "sáng": "morning",
    "buổi sáng": "morning",
    "chiều": "afternoon",
    "buổi chiều": "afternoon",
    "cả ngày": "day",
    "cả 2 buổi": "day",
    "cả hai buổi": "day",
}


def capital(text: str) -> str:
    return text[0].upper() + text[1:]


def dated(hand: Hand) -> Message | None:
    sources = (near_days, near_days, weekdays, numbered, several)
    return said_of_all(hand, "day", hand.rng.choice(list(hand.rng.choice(sources)(hand.day))))


def in_part(hand: Hand) -> Message | None:
    text, means = hand.rng.choice(list(SESSIONS.items()))
    return said_of_all(hand, "session", Day(text, (0,), means))


def said_of_all(hand: Hand, kind: str, day: Day) -> Message | None:
    """A day or a session at the start or the end: everybody's."""
    named = group(hand, few(hand))
    names = named and listed(hand, [name for _, name in named], plain=True)
    if not named or not names:
        return None
    unclear_end = not one_line(names) or ("," not in names and len(named) > 1) or len(day.text) < 6
    form = hand.rng.choice(FORMS[f"{kind}_front" if unclear_end or hand.chance(0.5) else f"{kind}_back"])
    said = capital(day.text) if form.startswith("{d}") else day.text
    note = Told("", dates=day.dates, session=day.session)
    return everybody(hand, named, form.format(c=class_token(hand), d=said, l=names), kind, note)


def own_days(hand: Hand) -> Message | None:
    """A day or session behind each name."""
    named, chosen = group(hand, hand.rng.choice((2, 2, 3))), hand.rng.choice((short_days, far_days))(hand)
    if not named:
        return None
    days = [hand.rng.choice(chosen) for _ in named]
    text = lead(
        hand, hand.rng.choice((", ", ", ", "; ", "\n")).join(map(with_day, [hand] * 3, named, days)), front=False
    )
    if len({(*day.dates, day.session) for day in days}) < 2 or "hôm nay" in text.partition(named[0][1])[0].lower():
        return None
    notes = [Told("", dates=day.dates, session=day.session) for day in days]
    each = [told(pupil, note) for (pupil, _), note in zip(named, notes, strict=True)]
    return finish(hand, "own day", wrapped(hand, text), record(each), calls(hand.room, named))


def short_days(_hand: Hand) -> list[Day]:
    days = {**SESSIONS, "sáng nay": "morning", "chiều nay": "afternoon", "S": "morning", "C": "afternoon"}
    return [Day(text, (0,), means) for text, means in days.items()]


def far_days(hand: Hand) -> list[Day]:
    return [*near_days(hand.day), *numbered(hand.day)]


def with_day(hand: Hand, named: tuple[object, str], day: Day) -> str:
    bracketed = len(day.text) < 2 or hand.chance(0.4)
    return f"{named[1]} ({day.text})" if bracketed else f"{named[1]} {day.text}"


def ahead(hand: Hand) -> Message | None:
    """Leave asked for."""
    named, day = group(hand, 1), hand.rng.choice(list(leave(hand.day)))
    if not named:
        return None
    in_front = not day.text[0].isdigit() and "từ" not in day.text
    form = hand.rng.choice(FORMS["leave"] + FORMS["leave_front"] * in_front)
    why = hand.weighted(REASONS) if hand.chance(0.4) and not hand.guessed else None
    text = form.format(c=class_token(hand), n=named[0][1], d=day.text, D=capital(day.text))
    note = Told("", excused=True, reason=why, dates=day.dates, session=day.session)
    return everybody(hand, named, f"{text} vì {why}" if why else text, "leave ahead", note)


def counted(hand: Hand) -> Message | None:
    """The number said agrees."""
    named = group(hand, few(hand))
    names = named and listed(hand, [name for _, name in named], plain=True)
    return everybody(hand, named, with_count(hand, names, len(named)), "count", NOTHING) if named and names else None


def with_count(hand: Hand, names: str, count: int) -> str:
    size = len(hand.room.students)
    form = hand.weighted(WORDS["counts"])
    return form.format(c=class_token(hand), l=names, k=count, all=size, here=size - count)


def by_number(hand: Hand) -> Message | None:
    pupils = sorted(hand.rng.sample(hand.room.students, few(hand)), key=lambda pupil: pupil.stt)
    form, code = hand.rng.choice(FORMS["by_number"]), hand.rng.choice(("", "", "", " P", " kp"))
    join = hand.rng.choice((", ", ",", ", số " if " số " in form else ", stt ", " và "))
    if code and (len(pupils) > 1 or not form.endswith("{l}")):
        return None
    text = form.format(c=class_token(hand), l=join.join(str(pupil.stt) for pupil in pupils) + code)
    note = Told("", excused=code == " P" if code else None)
    each = [told(pupil, note) for pupil in pupils]
    return finish(hand, "list number", wrapped(hand, text), record(each), [])


SCENES: list[tuple[Scene, int]] = [
    (dated, 95),
    (in_part, 32),
    (own_days, 30),
    (ahead, 48),
    (counted, 60),
    (by_number, 20),
]
